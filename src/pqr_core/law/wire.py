"""A deadline and an agenda as JSON objects: keys and codes are stable, and every trace is complete.

>>> from datetime import date
>>> from pqr_core import colombia
>>> document = deadline_dict(colombia.due("reclamo", date(2026, 3, 16)))
>>> document["due_on"], document["term"]
('2026-04-09', {'n': 15, 'unit': 'business_days'})
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pqr_core.citations import Citation
from pqr_core.language import Language
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.forms import AgendaForm, CitationForm, DeadlineForm, TracedDayForm

__all__ = ("agenda_dict", "citation_dicts", "deadline_dict")


def deadline_dict(deadline: Deadline, lang: Language = "es", *, working: bool = True) -> DeadlineForm:
    """The deadline as a JSON object; keys and codes are stable ASCII, and only texts and labels depend on `lang`.

    `working` adds the days of the walk, and the digests and readings with which they were counted.
    """
    told: DeadlineForm = {
        "code": deadline.code,
        "label": deadline.rule.label(lang),
        "kind": deadline.kind.value,
        "state": deadline.state.value,
        "base_on": _iso(deadline.base_on),
        "due_on": _iso(deadline.due_on),
        "days_left": deadline.days_left,
        "due_at": None if deadline.due_at is None else deadline.due_at.isoformat(),
        "met_on": _iso(deadline.met_on),
        "term": None if deadline.term is None else {"n": deadline.term.n, "unit": deadline.term.unit.value},
        "citations": citation_dicts(deadline.citations),
        "projected": deadline.is_projected,
        "disputed_days": [day.isoformat() for day in deadline.disputed_days],
        "text": deadline.text(lang),
    }
    if not working:
        return told
    basis = deadline.basis
    return {
        **told,
        "fingerprints": basis.fingerprints,
        "policies": basis.resolved.policies.as_dict(),
        "trace": _trace(deadline, lang),
    }


def _trace(deadline: Deadline, lang: Language) -> list[TracedDayForm]:
    return [
        {
            "day": traced.day.isoformat(),
            "number": traced.number,
            "reason": traced.reason.kind.value,
            "cause": None if traced.cause is None else traced.cause.value,
            "text": traced.text(lang),
        }
        for traced in deadline.trace
    ]


def citation_dicts(citations: Iterable[Citation]) -> list[CitationForm]:
    """The norms as JSON objects."""
    return [
        {
            "norm": each.norm.id,
            "name": each.norm.name,
            "article": each.article,
            "confidence": each.confidence.value,
            "url": each.url,
        }
        for each in citations
    ]


def agenda_dict(agenda: Agenda, lang: Language = "es") -> AgendaForm:
    """The agenda as a JSON object, with each deadline as in `deadline_dict`."""
    work_class = agenda.work_class
    return {
        "utility_id": agenda.case.utility_id,
        "case_id": str(agenda.case.case_id),
        "radicado": agenda.case.filing.radicado,
        "tipo": agenda.case.filing.tipo,
        "filed_on": agenda.case.filed_on.isoformat(),
        "as_of": agenda.as_of.isoformat(),
        "work_class": None if work_class is None else work_class.value,
        "deadlines": [deadline_dict(deadline, lang) for deadline in agenda.deadlines],
        "findings": [finding.value for finding in agenda.findings],
        "text": agenda.text(lang),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

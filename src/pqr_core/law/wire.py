"""A deadline and an agenda as JSON can hold them: keys and codes are stable, and every trace is whole.

>>> from datetime import date
>>> from pqr_core import colombia
>>> document = deadline_dict(colombia.due("reclamo", date(2026, 3, 16)))
>>> document["due_on"], document["term"]
('2026-04-09', {'n': 15, 'unit': 'business_days'})
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pqr_core.language import Language
from pqr_core.law.agenda import Agenda, Deadline

__all__ = ("agenda_dict", "deadline_dict")


def deadline_dict(deadline: Deadline, lang: Language = "es") -> dict[str, Any]:
    """The deadline as JSON can hold it; keys and codes are stable ASCII, only `text` is written in `lang`."""
    return {
        "code": deadline.code,
        "kind": deadline.kind.value,
        "state": deadline.state.value,
        "base_on": _iso(deadline.base_on),
        "due_on": _iso(deadline.due_on),
        "days_left": deadline.days_left,
        "due_at": None if deadline.due_at is None else deadline.due_at.isoformat(),
        "met_on": _iso(deadline.met_on),
        "term": None if deadline.term is None else {"n": deadline.term.n, "unit": deadline.term.unit.value},
        "citations": [
            {
                "norm": c.norm.id,
                "name": c.norm.name,
                "article": c.article,
                "confidence": c.confidence,
                "url": c.norm.url,
            }
            for c in deadline.citations
        ],
        "projected": deadline.is_projected,
        "disputed_days": [day.isoformat() for day in deadline.disputed_days],
        "fingerprints": deadline.basis.fingerprints,
        "policies": deadline.basis.resolved.policies.as_dict(),
        "trace": [
            {
                "day": traced.day.isoformat(),
                "number": traced.number,
                "reason": traced.reason.kind.value,
                "cause": None if traced.cause is None else traced.cause.value,
                "text": traced.text(lang),
            }
            for traced in deadline.trace
        ],
        "text": deadline.text(lang),
    }


def agenda_dict(agenda: Agenda, lang: Language = "es") -> dict[str, Any]:
    """The agenda as JSON can hold it, as `deadline_dict` does."""
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

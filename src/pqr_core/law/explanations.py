"""A deadline and an agenda in words: the sentences of a citizen's letter, and the same as a dict for programs.

Everything is said from the deadline itself and the trace of its walk; nothing is counted here. It knows deadlines and
agendas only as what it is given (they call it for their `text`), and draws nothing: `law.pictures` does.

>>> from datetime import date
>>> from pqr_core import colombia
>>> for sentence in sentences(colombia.due("reclamo", date(2026, 3, 16)))[:3]:
...     print(sentence)
Reclamo: la empresa debe responder a más tardar el jueves 9 de abril de 2026.
El término es de 15 días hábiles (Ley 142 de 1994, art. 158; Decreto 2150 de 1995, art. 123).
Se cuenta desde el lunes 16 de marzo de 2026; el primer día contado es el martes 17 de marzo de 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from pqr_core.calendars.business import DayKind
from pqr_core.calendars.terms import TracedDay
from pqr_core.citations import Citation, Confidence
from pqr_core.errors import Language
from pqr_core.law.rules import Unit
from pqr_core.policies import Policies
from pqr_core.rendering import day_month, joined, long_date
from pqr_core.vocabulary import Kind, LegalState

if TYPE_CHECKING:  # both are built above this floor, and ask it for their words
    from pqr_core.law.agenda import Agenda
    from pqr_core.law.deadlines import Deadline

__all__ = (
    "agenda_dict",
    "agenda_text",
    "deadline_dict",
    "findings",
    "headline",
    "sentences",
    "summary",
    "told",
)

# --- the words -----------------------------------------------------------------------------------------------------

_OPEN: Final = frozenset(
    {LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.DISPONIBLE, LegalState.VENCIDO},
)

_DUTY: Final[Mapping[Language, Mapping[Kind, tuple[str, str]]]] = {
    "es": {
        Kind.DEBER: ("la empresa debe {what}", "la empresa debía {what}"),
        Kind.FACULTAD: ("la empresa puede {what}", "la empresa podía {what}"),
        Kind.CARGA: ("el usuario puede {what}", "el usuario podía {what}"),
        Kind.EFECTO: ("{what}", "{what}"),
    },
    "en": {
        Kind.DEBER: ("the company must {what}", "the company had to {what}"),
        Kind.FACULTAD: ("the company may {what}", "the company could {what}"),
        Kind.CARGA: ("the user may {what}", "the user could {what}"),
        Kind.EFECTO: ("{what}", "{what}"),
    },
}
"""Who owes what, by kind: while it is open, and after."""

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "es": {
        "by": " a más tardar el {day}",
        "on": ": el {day}",
        "at": "{day}, a las {hour}",
        "suspended": "El último día no se conoce mientras el término siga suspendido (por contar: {left}).",
        "unset": "Ni la ley ni la empresa han fijado un plazo para ello.",
        "given": "La fecha la fija el propio requerimiento; nada la mueve.",
        "term": "El término es de {term} ({norms}).",
        "norms": "Fundamento: {norms}.",
        "from": "Se cuenta desde el {day}",
        "first": "; el primer día contado es el {day}",
        "same": "; ese mismo día es el primero que cuenta",
        "back": "Se cuenta hacia atrás desde el {day}.",
        "every": "Se cuentan todos los días del calendario.",
        "weekends": "No se cuentan los fines de semana: {days}.",
        "skipped": "No se cuenta el {day}, {reason}.",
        "run": "No se cuentan los días del {first} al {last}, {reason}.",
        "rolled": "El plazo terminaba el {day}, {reason}: pasa al siguiente día hábil.",
        "moved": "El vencimiento pasa del {day} al {due}: {reason}.",
        "state": "Estado: {state}.",
        "met": "Estado: {state}; se cumplió el {day}.",
        "projected": "Proyectado: los festivos están verificados hasta {year}; una ley nueva puede mover esta fecha.",
        "disputed": "Días en disputa: {days}. Otra fuente de festivos no coincide en ellos.",
        "reading": "Lectura adoptada, distinta de la usual: {reading}.",
        "as_of": "Al {day}, {hour}",
        "findings": "Advertencias:",
    },
    "en": {
        "by": " by {day} at the latest",
        "on": ": {day}",
        "at": "{day} at {hour}",
        "suspended": "The last day is not known while the term is suspended (still to count: {left}).",
        "unset": "Neither the law nor the company has set a time for it.",
        "given": "The date is set by the order itself; nothing moves it.",
        "term": "The term is {term} ({norms}).",
        "norms": "Basis: {norms}.",
        "from": "It is counted from {day}",
        "first": "; the first day counted is {day}",
        "same": "; that same day is the first that counts",
        "back": "It is counted backwards from {day}.",
        "every": "Every calendar day counts.",
        "weekends": "Weekends do not count: {days}.",
        "skipped": "{day} does not count, {reason}.",
        "run": "The days from {first} to {last} do not count, {reason}.",
        "rolled": "The term ended on {day}, {reason}: it passes to the next business day.",
        "moved": "The due day passes from {day} to {due}: {reason}.",
        "state": "State: {state}.",
        "met": "State: {state}; met on {day}.",
        "projected": "Projected: holidays are verified up to {year}; a new law may move this date.",
        "disputed": "Disputed days: {days}. Another source of holidays differs about them.",
        "reading": "Reading in force, not the default: {reading}.",
        "as_of": "On {day}, {hour}",
        "findings": "Warnings:",
    },
}

_CERTAINTY: Final[Mapping[Language, Mapping[Confidence, str]]] = {
    "es": {
        Confidence.CITADA: "{norm} se conoce solo por citas de otros.",
        Confidence.RECORDADA: "{norm} se cita de memoria: verifíquese antes de apoyarse en ella.",
        Confidence.EN_DISPUTA: "{norm} está en disputa: se aplica la lectura que la empresa adoptó.",
    },
    "en": {
        Confidence.CITADA: "{norm} is known only as others cite it.",
        Confidence.RECORDADA: "{norm} is cited from memory: verify it before relying on it.",
        Confidence.EN_DISPUTA: "{norm} is disputed: the reading that the company adopted is applied.",
    },
}


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


# --- one deadline in sentences -------------------------------------------------------------------------------------


def told(deadline: Deadline, lang: Language = "es") -> str:
    """Who owes what by when, in one sentence without its full stop."""
    words = _WORDS[lang]
    is_effect = deadline.kind is Kind.EFECTO
    label = deadline.rule.label(lang)
    duty = _DUTY[lang][deadline.kind][deadline.state not in _OPEN].format(what=label if is_effect else _lower(label))
    when = _due_words(deadline, lang)
    return duty + words["on" if is_effect else "by"].format(day=when) if when else duty


def _due_words(deadline: Deadline, lang: Language) -> str:
    """The last day in words, with its hour where the term is of hours; empty where there is no date."""
    if deadline.due_at is not None:
        return _WORDS[lang]["at"].format(day=long_date(deadline.due_at.date(), lang), hour=f"{deadline.due_at:%H:%M}")
    return "" if deadline.due_on is None else long_date(deadline.due_on, lang)


def sentences(deadline: Deadline, lang: Language = "es") -> tuple[str, ...]:
    """The deadline explained to a citizen: what, by when, by which norm, counted how, and how sure that is."""
    title = deadline.basis.resolved.type.label(lang)
    return (
        f"{title}: {told(deadline, lang)}.",
        *_on_the_term(deadline, lang),
        *_on_the_count(deadline, lang),
        _on_the_state(deadline, lang),
        *_on_the_certainty(deadline, lang),
    )


def _norms(citations: Sequence[Citation]) -> str:
    return "; ".join(map(str, citations))


def _on_the_term(deadline: Deadline, lang: Language) -> Iterator[str]:
    words = _WORDS[lang]
    if deadline.term is not None:
        yield words["term"].format(term=deadline.term.text(lang), norms=_norms(deadline.citations))
    elif deadline.citations:
        yield words["norms"].format(norms=_norms(deadline.citations))
    if deadline.state is LegalState.SUSPENDIDO and deadline.due_on is None:
        assert deadline.term is not None and deadline.days_left is not None  # noqa: S101, PT018 - a term that waits
        yield words["suspended"].format(left=evolve(deadline.term, n=deadline.days_left).text(lang))
    elif deadline.lacks_date:
        yield words["unset"]
    elif deadline.base_on is None and deadline.basis.resolved.type.given_date and deadline.due_on is not None:
        yield words["given"]


def _on_the_count(deadline: Deadline, lang: Language) -> Iterator[str]:
    words, base_on, due_on = _WORDS[lang], deadline.base_on, deadline.due_on
    if base_on is None:
        return
    if due_on is not None and due_on < base_on:
        yield words["back"].format(day=long_date(base_on, lang))
        return
    start = words["from"].format(day=long_date(base_on, lang))
    trace = deadline.trace if deadline.term is not None and deadline.term.unit is not Unit.HOURS else ()
    counted = [traced.day for traced in trace if traced.number is not None]
    if not counted:
        yield f"{start}."
        return
    yield start + words["same" if counted[0] == base_on else "first"].format(day=long_date(counted[0], lang)) + "."
    yield from _skipped(trace, counted[-1], lang)


def _skipped(trace: Sequence[TracedDay], last_counted: date, lang: Language) -> Iterator[str]:
    """The days that have no number, each stretch with its reason; weekends together."""
    words = _WORDS[lang]
    if all(traced.number is not None for traced in trace):
        yield words["every"]
        return
    within = [traced for traced in trace if traced.day < last_counted and traced.number is None]
    weekends = [traced.day for traced in within if traced.cause is None and traced.reason.kind is DayKind.WEEKEND]
    if weekends:
        yield words["weekends"].format(days=_day_list(weekends, lang))
    rest = (traced for traced in within if traced.cause is not None or traced.reason.kind is not DayKind.WEEKEND)
    for reason, stretch in groupby(rest, key=lambda traced: traced.text(lang)):
        days = [traced.day for traced in stretch]
        first, last = long_date(days[0], lang), long_date(days[-1], lang)
        form = "skipped" if len(days) == 1 else "run"
        yield words[form].format(day=first, first=first, last=last, reason=reason)
    yield from _after_the_count([traced for traced in trace if traced.day >= last_counted], lang)


def _after_the_count(tail: Sequence[TracedDay], lang: Language) -> Iterator[str]:
    """How the due day came to lie after the last day counted: on to a business day, or by an extension."""
    last, *later = tail
    if not later:
        return
    words, cause = _WORDS[lang], later[-1].cause
    day, due = long_date(last.day, lang), long_date(later[-1].day, lang)
    if cause is None:
        yield words["rolled"].format(day=day, reason=last.reason.text(lang))
    else:
        yield words["moved"].format(day=day, due=due, reason=cause.label(lang))


def _day_list(days: Sequence[date], lang: Language) -> str:
    """The days as in "21, 22 y 29 de marzo, 4 y 5 de abril": those of one month share its name."""
    months = []
    for _month, group in groupby(days, key=lambda day: (day.year, day.month)):
        *head, last = group
        months.append(joined([*(str(day.day) for day in head), day_month(last, lang)], lang))
    return ", ".join(months)


def _on_the_state(deadline: Deadline, lang: Language) -> str:
    state = deadline.state.label(lang)
    if deadline.met_on is None:
        return _WORDS[lang]["state"].format(state=state)
    return _WORDS[lang]["met"].format(state=state, day=long_date(deadline.met_on, lang))


def _on_the_certainty(deadline: Deadline, lang: Language) -> Iterator[str]:
    words = _WORDS[lang]
    for citation in deadline.citations:
        if citation.confidence is not Confidence.VISTA:
            yield _CERTAINTY[lang][citation.confidence].format(norm=citation)
    if deadline.disputed_days:
        yield words["disputed"].format(days=joined((long_date(day, lang) for day in deadline.disputed_days), lang))
    if deadline.is_projected:
        yield words["projected"].format(year=deadline.basis.calendar.verified_through)
    for policy, value in _readings(deadline).items():
        note = deadline.basis.rules.policies.get(policy)
        code = f"{policy}: {value}"
        reading = code if note is None or lang == "en" else f"{note.question} {note.values[value]} ({code})"
        yield words["reading"].format(reading=reading)


def _readings(deadline: Deadline) -> dict[str, str]:
    """The policies in force that are not the default."""
    default = Policies().as_dict()
    return {
        policy: value
        for policy, value in deadline.basis.resolved.policies.as_dict().items()
        if value != default[policy]
    }


def summary(deadline: Deadline) -> str:
    """The deadline in one line of Spanish, for a `repr`."""
    parts = [told(deadline)]
    if deadline.term is not None and deadline.base_on is not None:
        parts.append(f"{deadline.term.text()} desde el {long_date(deadline.base_on)}")
    if deadline.citations:
        parts.append(_norms(deadline.citations))
    return f"{deadline.code} ({deadline.state.label()}): {'; '.join(parts)}"


# --- a whole agenda ------------------------------------------------------------------------------------------------


def headline(agenda: Agenda, lang: Language = "es") -> str:
    """Which case, of which type, at which instant, and where it stands in the work of the office."""
    moment = _WORDS[lang]["as_of"].format(day=long_date(agenda.as_of.date(), lang), hour=f"{agenda.as_of:%H:%M}")
    parts = [agenda.case.filing.radicado or "", agenda.basis.resolved.type.label(lang), moment]
    if agenda.work_class is not None:
        parts.append(agenda.work_class.label(lang))
    return " - ".join(filter(None, parts))


def findings(agenda: Agenda, lang: Language = "es") -> tuple[str, ...]:
    """What was noticed, each with its code."""
    return tuple(f"{finding.label(lang)} ({finding.value})" for finding in agenda.findings)


def agenda_text(agenda: Agenda, lang: Language = "es") -> str:
    """The case in plain sentences: each deadline in one, the findings, and the answer explained day by day."""
    lines = [headline(agenda, lang), ""]
    for deadline in agenda.deadlines:
        told_first = told(deadline, lang)
        lines.append(f"- {told_first[0].upper()}{told_first[1:]}. {_on_the_state(deadline, lang)}")
    noticed = findings(agenda, lang)
    if noticed:
        lines += ["", _WORDS[lang]["findings"], *(f"- {each}." for each in noticed)]
    answer = agenda.get("respuesta")
    if answer is not None:
        lines += ["", *sentences(answer, lang)]
    return "\n".join(lines)


# --- for programs --------------------------------------------------------------------------------------------------


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
        "text": "\n".join(sentences(deadline, lang)),
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
        "text": agenda_text(agenda, lang),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

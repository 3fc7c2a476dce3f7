"""One flat row a case, for queries and indicators; and the volumes, surveys, actions and reports beside them.

A row is a function of the history of its case: the day it is made on leaves no trace in it. What changes at midnight
(in term, overdue, what is owed) is asked with the day: `facts.overdue(day)`, `facts.leading(day)`. Rows come from an
agenda (`facts_of`) or are made directly, for an import or a notebook that has no events.

>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> row.is_open, row.overdue(date(2026, 4, 9)), row.overdue(date(2026, 4, 10))
(True, False, True)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final, cast
from uuid import UUID, uuid5

from attrs import Attribute, evolve, field, frozen, validators

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import InvalidInputError
from pqr_core.fields import (
    are,
    has_surrogate,
    is_a,
    is_a_or_none,
    is_count,
    is_count_or_none,
    is_flag,
    nfc,
    nfc_or_none,
    several,
    texts,
)
from pqr_core.law.agenda import ENDLESS, Agenda, Duty
from pqr_core.law.engine import standing_of
from pqr_core.law.urgency import work_class
from pqr_core.moments import require_date
from pqr_core.vocabulary import ActionKind, ActionState, EventType, Outcome, WorkClass, WorkflowState

__all__ = (
    "APART",
    "Facts",
    "ImprovementAction",
    "Report",
    "Survey",
    "Volume",
    "case_id_of",
    "columns_of",
    "facts_of",
    "is_code",
    "require_code",
    "require_text",
)

APART: Final = "apart"
"""The key in the metadata of a field that is not one plain value, and that no formula names."""

_DAY: Final = timedelta(days=1)
_NO_DAYS: Final = timedelta()
_CASE_NAMESPACE: Final = UUID("7a0d3b5e-2f64-5b0c-8d1b-3c9f2f1f6a44")
_DENIALS: Final = frozenset({Outcome.NO_ACCEDE, Outcome.RECHAZA})
_ACTION_NAMESPACE: Final = UUID("b1f3a1c2-58a4-5e0e-9a55-6f4f8d0c7e21")
_TEXT_LIMIT: Final = 255
_SHOWN: Final = 40


def case_id_of(utility: str, radicado: str) -> UUID:
    """The id of a case known only by its radicado: the same for the same radicado, so that it is imported once."""
    return uuid5(_CASE_NAMESPACE, nfc(f"{utility}\0{radicado}"))


def require_code(value: object, place: str) -> str:
    """`value` in NFC, when it is text that every engine keeps as it is in an indexed column.

    Raises:
        InvalidInputError: no text, longer than 255 characters, or with NUL or half a character in it.
    """
    if not isinstance(value, str):
        raise InvalidInputError(place=place, detail=f"text is meant, not {value!r}")
    code = nfc(value)
    if not is_code(code):
        raise InvalidInputError(place=place, detail=f"{code[:_SHOWN]!a} is no text of up to {_TEXT_LIMIT} characters")
    return code


def is_code(text: str) -> bool:
    """Whether every engine keeps `text`, in NFC, as it is in an indexed column (see `require_code`)."""
    return len(text) <= _TEXT_LIMIT and "\0" not in text and not has_surrogate(text)


def require_text(value: object, place: str) -> str:
    """`value`, when it is text of any length that every engine keeps as it is.

    Raises:
        InvalidInputError: no text, or with NUL or half a character in it.
    """
    if not isinstance(value, str) or "\0" in value or has_surrogate(value):
        raise InvalidInputError(place=place, detail="text without NUL and half characters is meant")
    return value


def _text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_text(value, attribute.name)


def _code(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_code(value, attribute.name)


def _optional_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None:
        require_date(value, attribute.name)


def _required_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_date(value, attribute.name)


_optional_code = validators.optional(_code)
_optional_flag = validators.optional(is_flag)


def _outcome(value: str | None) -> Outcome | None:
    return None if value is None else Outcome(value)


def _state(value: str | None) -> WorkflowState | None:
    return None if value is None else WorkflowState(value)


def _duties(values: Iterable[Duty]) -> tuple[Duty, ...]:
    return several(values)


def _answer(from_on: date, until_on: date, due_on: date | None, *, waits: bool) -> Duty:
    return Duty("respuesta", from_on, until_on, due_on, None, waits, leads=True)


@frozen(kw_only=True)
class Facts:
    """What is known of one case, flat.

    Args:
        utility: the utility.
        case_id: the case; made from the radicado where only that is given.
        radicado: its number, once assigned.
        petitioner: a keyed hash of who petitions, made by the host: the same person, the same hash, no name.
        filed_on: the legal day of filing.
        last_on: the legal day of the last event, what is owed on earlier days being asked of the events; the day of
            filing of a row made directly; None of one that was made before it was kept.
        due_on: the last day to answer; None where there is none, or while a wait of unknown end is open.
        due_if_lapsed_on: the last day to answer if nobody acts and the open wait lapses on `suspended_until`.
        suspended_from: the day that opened the last suspension (itself not suspended where its end is known).
        suspended_until: its last day, or the last day it can have where its end is unknown.
        days_left: the days of the term that will be left after a wait of unknown end.
        answered_on: the day the answer was met.
        ended_on: the day an answer ceased to be owed without one (transfer, withdrawal, archive, silence recognised);
            the day of filing for a type that owes none.
        notified_on: the day the decision counts as notified; it may lie ahead of the last event.
        silence_on: the first day on which the positive silence has decided, if nobody acts before it.
        transferred_on: the day it was sent to the competent authority.
        denied: whether the outcome refuses what was asked; None without outcome.
        business_days_to_answer: business days in (filed, answered].
        calendar_days_to_answer: calendar days in (filed, answered].
        satisfied: what the user said of the answer, if he was asked.
        recurso_filed: whether a recurso was filed against the answer.
        repeat_of: an earlier case of the same account and causal within the days of the profile.
        recurso_of: the case whose decision this recurso attacks.
        state: where the case is in its workflow.
        duties: what is owed from `last_on` on if nobody acts, as spells; of a row made directly, the answer while it
            is owed.
        fingerprint: the digest of calendar, rule book and profile that gave these days.

    Raises:
        InvalidInputError: neither case_id nor radicado; text over 255 characters or with NUL; a value of another type.
        NotADateError: something else where a date is meant.
    """

    utility: str = field(converter=nfc, validator=_code)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    case_id: UUID = field(validator=is_a(UUID))
    account: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    petitioner: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    tipo: str = field(converter=nfc, validator=_code)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    grupo_causal: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    municipio: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    canal: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    filed_on: date = field(validator=_required_day)
    last_on: date | None = field(validator=_optional_day)
    due_on: date | None = field(default=None, validator=_optional_day)
    due_if_lapsed_on: date | None = field(default=None, validator=_optional_day)
    suspended_from: date | None = field(default=None, validator=_optional_day)
    suspended_until: date | None = field(default=None, validator=_optional_day)
    days_left: int | None = field(default=None, validator=is_count_or_none)
    answered_on: date | None = field(default=None, validator=_optional_day)
    ended_on: date | None = field(default=None, validator=_optional_day)
    notified_on: date | None = field(default=None, validator=_optional_day)
    silence_on: date | None = field(default=None, validator=_optional_day)
    transferred_on: date | None = field(default=None, validator=_optional_day)
    resultado: Outcome | None = field(default=None, converter=_outcome)
    denied: bool | None = field(default=None, validator=_optional_flag)
    business_days_to_answer: int | None = field(default=None, validator=is_count_or_none)
    calendar_days_to_answer: int | None = field(default=None, validator=is_count_or_none)
    satisfied: bool | None = field(default=None, validator=_optional_flag)
    recurso_filed: bool = field(default=False, validator=is_flag)
    repeat_of: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    recurso_of: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    state: WorkflowState | None = field(default=None, converter=_state)
    duties: tuple[Duty, ...] = field(converter=_duties, validator=are(Duty), repr=False, metadata={APART: True})
    fingerprint: str = field(default="", converter=nfc, validator=_code)

    @case_id.default
    def _from_radicado(self) -> UUID:
        if self.radicado is None:
            raise InvalidInputError(place="case_id", detail="a row needs a case_id or a radicado")
        return case_id_of(self.utility, self.radicado)

    @last_on.default
    def _last_day_told(self) -> date | None:
        return self.filed_on

    @duties.default
    def _answer_if_open(self) -> tuple[Duty, ...]:
        return tuple(self._spells_of_the_answer()) if self.is_open else ()

    def _spells_of_the_answer(self) -> Iterator[Duty]:
        """The answer of a row made directly: while the clock stands still or the user is waited for, and otherwise."""
        here, due_on, opened_on, until = self.filed_on, self.due_on, self.suspended_from, self.suspended_until
        if until is not None and until >= here:
            waits_from = max(here, (opened_on or here) + (_DAY if due_on is not None and opened_on else _NO_DAYS))
            if waits_from > here:
                yield _answer(here, waits_from, due_on, waits=False)
            yield _answer(waits_from, until + _DAY, due_on, waits=True)
            here = until + _DAY
        yield _answer(here, ENDLESS, self.due(here), waits=False)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_on is None and self.ended_on is None

    def due(self, day: date) -> date | None:
        """The last day to answer as known on `day`; None where there is none, or while the user is waited for."""
        if self.due_on is None and self.suspended_until is not None and day > self.suspended_until:
            return self.due_if_lapsed_on
        return self.due_on

    def leading(self, day: date) -> Duty | None:
        """The most urgent duty open at the end of `day`, on or after `last_on`; None where none is open."""
        return next((duty for duty in self.owed(day) if duty.leads), None)

    def owed(self, day: date) -> Iterator[Duty]:
        """The duties of the company open at the end of `day`, on or after `last_on`."""
        return (duty for duty in self.duties if duty.from_on <= day < duty.until_on)

    def in_term(self, day: date) -> bool | None:
        """Whether the answer came in time, or on `day` still can; None where none is owed or no day is known."""
        due_on = self.due(day)
        if due_on is None or (self.ended_on is not None and self.answered_on is None):
            return None
        return (self.answered_on or day) <= due_on

    def overdue(self, day: date) -> bool:
        """Whether an answer is owed and its last day is before `day`."""
        due_on = self.due(day)
        return self.is_open and due_on is not None and due_on < day

    def work_class(self, day: date, *, calendar: BusinessCalendar, soon: int) -> WorkClass | None:
        """Where the case stands in the work of the office at the end of `day`; None when no duty is open.

        `soon` is the number of business days in (day, due] up to which a duty is due soon.
        """
        duty = self.leading(day)
        if duty is None:
            return None
        overdue = duty.is_overdue(day)
        return work_class(duty.due_on, day, overdue=overdue, suspended=duty.waits, calendar=calendar, soon=soon)


@frozen(kw_only=True)
class Volume:
    """The size of a service in a month; `month` is its first day."""

    utility: str = field(converter=nfc, validator=_code)
    month: date = field()
    servicio: str = field(converter=nfc, validator=_code)
    subscribers: int = field(validator=[is_count, validators.ge(0)])
    invoices: int | None = field(default=None, validator=validators.optional([is_count, validators.ge(0)]))

    @month.validator
    def _is_first_day(self, attribute: Attribute[date], value: object) -> None:
        if require_date(value, attribute.name).day != 1:
            raise InvalidInputError(place="month", detail=f"the first day of a month is meant, not {value}")


@frozen(kw_only=True)
class Survey:
    """One answer to the satisfaction survey; `survey_id` is the host's key of it."""

    utility: str = field(converter=nfc, validator=_code)
    survey_id: str = field(converter=nfc, validator=_code)
    answered_on: date = field(validator=_required_day)
    satisfied: bool = field(validator=is_flag)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)


@frozen(kw_only=True)
class Report:
    """A report as it was handed in: which one, of which period, its exact text."""

    utility: str = field(converter=nfc, validator=_code)
    code: str = field(converter=nfc, validator=_code)
    period: str = field(converter=nfc, validator=_code)
    text: str = field(repr=False, validator=_text, metadata={"long": True})


def _group(values: Iterable[str | None] | None) -> tuple[str | None, ...] | None:
    told = values if values is None or isinstance(values, str) else several(values)
    return tuple(map(nfc_or_none, told)) if isinstance(told, tuple) else cast("tuple[str | None, ...] | None", told)


def _texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    if not isinstance(values, tuple):
        raise InvalidInputError(place=attribute.name, detail=f"several texts are meant, not {type(values).__name__}")
    for value in values:
        _text(instance, attribute, value)


def _group_texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    if values is not None:
        told = tuple(each for each in values if each is not None) if isinstance(values, tuple) else values
        _texts(instance, attribute, told)


def _some_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    _text(instance, attribute, value)
    if isinstance(value, str) and not value.strip():
        raise InvalidInputError(place=attribute.name, detail="some text is meant")


def _some_code(instance: object, attribute: Attribute[Any], value: object) -> None:
    _code(instance, attribute, value)
    _some_text(instance, attribute, value)


@frozen(kw_only=True)
class ImprovementAction:
    """What is done about one indicator, in one period and group: a value, of which every step gives a new one.

    A store keeps each state of it under its `action_id`, so that what it was before stays to be asked for.

    Args:
        utility: the utility.
        indicator: the code of the indicator.
        period: the period whose verdict it answers, as text (`2026-03`).
        by: the columns grouped by.
        group: their values as text; None for the whole.
        kind: corrective, preventive or of improvement.
        what: what is to be done.
        responsible: who answers for it.
        opened_on: the day it was opened.
        due_on: the last day to close it.
        closed_on: the day it was closed.
        evidence: what shows that it was done; a closed action has some.
        action_id: unique in the utility; without one, made of what was opened, so that it is opened once.

    Raises:
        InvalidInputError: an end before the opening; closed without evidence; a value of another type.
        NotADateError: something else where a date is meant.
    """

    utility: str = field(converter=nfc, validator=_code)
    indicator: str = field(converter=nfc, validator=_some_code)
    period: str = field(converter=nfc, validator=_code)
    by: tuple[str, ...] = field(default=(), converter=texts, validator=_texts)
    group: tuple[str | None, ...] | None = field(default=None, converter=_group, validator=_group_texts)
    kind: ActionKind = field(converter=ActionKind)
    what: str = field(converter=nfc, validator=_some_text, metadata={"long": True})
    responsible: str = field(converter=nfc, validator=_some_code)
    opened_on: date = field(validator=_required_day)
    due_on: date = field(validator=_required_day)
    closed_on: date | None = field(default=None, validator=_optional_day)
    evidence: tuple[str, ...] = field(default=(), converter=texts, validator=_texts)
    action_id: UUID = field(validator=is_a(UUID))

    @action_id.default
    def _from_what_was_opened(self) -> UUID:
        verdict = (self.utility, self.indicator, self.period, self.by, self.group)
        named = (*verdict, self.kind, self.what, self.responsible, self.opened_on, self.due_on)
        return uuid5(_ACTION_NAMESPACE, json.dumps(named, default=str))

    def __attrs_post_init__(self) -> None:
        for name in ("due_on", "closed_on"):
            day = getattr(self, name)
            if day is not None and day < self.opened_on:
                raise InvalidInputError(place=name, detail=f"{day} is before the action was opened, {self.opened_on}")
        if self.closed_on is not None and not any(text.strip() for text in self.evidence):
            raise InvalidInputError(place="evidence", detail="an action is closed with evidence")

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed_on is None

    def state(self, day: date) -> ActionState:
        """Where it stands on `day`; on its last day it is still open."""
        if self.closed_on is not None and self.closed_on <= day:
            return ActionState.CERRADA
        return ActionState.VENCIDA if self.due_on < day else ActionState.ABIERTA

    def closed(self, on: date, evidence: Iterable[str]) -> ImprovementAction:
        """The same, closed with evidence.

        Raises:
            InvalidInputError: it is closed already, there is no evidence, or `on` is before it was opened.
        """
        if self.closed_on is not None:
            raise InvalidInputError(place="closed_on", detail=f"closed already on {self.closed_on}")
        # One text is not several: as it is, the field refuses it.
        added = evidence if isinstance(evidence, str) else (*self.evidence, *evidence)
        return evolve(self, closed_on=on, evidence=added)


# --- from a case ---------------------------------------------------------------------------------------------------


def facts_of(
    agenda: Agenda,
    *,
    grupo_causal: str | None = None,
    petitioner: str | None = None,
    repeat_of: UUID | None = None,
    recurso_of: UUID | None = None,
) -> Facts:
    """The row of the case of `agenda`: of its whole history, whatever the instant the agenda is of.

    `grupo_causal` is looked up in the catalogue of the jurisdiction, `repeat_of` and `recurso_of` in the store, and
    `petitioner` is made of what the host knows of the person, all by the caller.

    Raises:
        PQRError: as `law.agenda.agenda_of`.
    """
    return Facts(
        **columns_of(agenda),
        grupo_causal=grupo_causal,
        petitioner=petitioner,
        repeat_of=repeat_of,
        recurso_of=recurso_of,
    )


def columns_of(agenda: Agenda) -> dict[str, Any]:
    """Every column that follows from the case and what it is counted with, absent ones as None.

    Raises:
        PQRError: as `law.agenda.agenda_of`.
    """
    case, basis = agenda.case, agenda.basis
    if agenda.duties is None:
        agenda = standing_of(case, basis)
    filing, course = case.filing, agenda.course
    resultado, met_on = course.resultado, course.met_on
    return {
        "utility": case.utility_id,
        "case_id": case.case_id,
        "radicado": filing.radicado,
        "account": filing.account,
        "tipo": filing.tipo,
        "servicio": filing.servicio,
        "causal": filing.causal,
        "municipio": filing.municipio,
        "canal": filing.canal,
        "filed_on": case.filed_on,
        "last_on": case.last_on,
        "due_on": course.due_on,
        "due_if_lapsed_on": course.due_if_lapsed_on,
        "suspended_from": course.suspended_from,
        "suspended_until": course.suspended_until,
        "days_left": course.days_left,
        "answered_on": met_on,
        "ended_on": course.ended_on,
        "notified_on": course.notified_on,
        "silence_on": course.silence_on,
        "transferred_on": course.transferred_on,
        "resultado": resultado,
        "denied": None if resultado is None else resultado in _DENIALS,
        "business_days_to_answer": None if met_on is None else _to_answer(basis.calendar, case.filed_on, met_on),
        "calendar_days_to_answer": None if met_on is None else (met_on - case.filed_on).days,
        "recurso_filed": any(each.event.type is EventType.RECURSO_INTERPUESTO for each in case.timeline()),
        "state": case.state,
        "duties": agenda.duties,
        "fingerprint": basis.fingerprint,
    }


def _to_answer(calendar: BusinessCalendar, filed_on: date, met_on: date) -> int:
    return calendar.business_days_between(filed_on, met_on)

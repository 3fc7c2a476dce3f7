"""One flat row a case, for queries and indicators; and the volumes, surveys, actions and reports beside them.

A row holds what time alone cannot change. What changes at midnight (in term, overdue, the work class) is asked with
the day: `facts.overdue(day)`. Rows come from a case and its agenda (`facts_of`) or are made directly, for an import
or a notebook that has no events.

>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> row.is_open, row.overdue(date(2026, 4, 9)), row.overdue(date(2026, 4, 10))
(True, False, True)
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID, uuid5

from attrs import Attribute, evolve, field, frozen, validators

from pqr_core.calendars.business import BusinessCalendar, require_date
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, VerbalAnswer
from pqr_core.errors import InvalidInputError
from pqr_core.fields import (
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
from pqr_core.law.agenda import Agenda, agenda_of
from pqr_core.law.deadlines import Deadline
from pqr_core.law.urgency import work_class
from pqr_core.vocabulary import ActionKind, ActionState, EventType, LegalState, Outcome, WorkClass, WorkflowState

__all__ = (
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

_DAY: Final = timedelta(days=1)
_CASE_NAMESPACE: Final = UUID("7a0d3b5e-2f64-5b0c-8d1b-3c9f2f1f6a44")
_DENIALS: Final = frozenset({Outcome.NO_ACCEDE, Outcome.RECHAZA})
_WAITS: Final = ("complemento", "aclaracion")
"""The burdens of the user while which the clock may wait without a known end."""
_ENDS: Final = frozenset(
    {
        EventType.TRASLADO_COMPETENCIA,
        EventType.DESISTIMIENTO_EXPRESO,
        EventType.DESISTIMIENTO_TACITO,
        EventType.ARCHIVO,
    }
)
"""What can extinguish the answer."""
_CLOCK: Final = ("due_on", "due_if_lapsed_on", "suspended_from", "suspended_until", "days_left")
"""The columns that `_clock` fills as far as they have something in them."""
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


@frozen(kw_only=True)
class Facts:
    """What is known of one case, flat.

    Args:
        utility: the utility.
        case_id: the case; made from the radicado where only that is given.
        radicado: its number, once assigned.
        petitioner: a keyed hash of who petitions, made by the host: the same person, the same hash, no name.
        filed_on: the legal day of filing.
        due_on: the last day to answer; None where there is none, or while a wait of unknown end is open.
        due_if_lapsed_on: the last day to answer if nobody acts and the open wait lapses on `suspended_until`.
        suspended_from: the day that opened the last suspension (itself not suspended where its end is known).
        suspended_until: its last day, or the last day it can have where its end is unknown.
        days_left: the days of the term that will be left after a wait of unknown end.
        answered_on: the day the answer was met.
        ended_on: the day an answer ceased to be owed without one (transfer, withdrawal, archive); the day of filing
            for a type that owes none.
        notified_on: the day the decision counts as notified.
        transferred_on: the day it was sent to the competent authority.
        denied: whether the outcome refuses what was asked; None without outcome.
        business_days_to_answer: business days in (filed, answered].
        calendar_days_to_answer: calendar days in (filed, answered].
        satisfied: what the user said of the answer, if he was asked.
        recurso_filed: whether a recurso was filed against the answer.
        repeat_of: an earlier case of the same account and causal within the days of the profile.
        recurso_of: the case whose decision this recurso attacks.
        state: where the case is in its workflow.
        duty: the code of the earliest unmet duty of the company (`respuesta`, `citacion`...), None when none is open;
            of a row made directly, the answer while it is owed.
        duty_due_on: its last day, where it has one.
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
    due_on: date | None = field(default=None, validator=_optional_day)
    due_if_lapsed_on: date | None = field(default=None, validator=_optional_day)
    suspended_from: date | None = field(default=None, validator=_optional_day)
    suspended_until: date | None = field(default=None, validator=_optional_day)
    days_left: int | None = field(default=None, validator=is_count_or_none)
    answered_on: date | None = field(default=None, validator=_optional_day)
    ended_on: date | None = field(default=None, validator=_optional_day)
    notified_on: date | None = field(default=None, validator=_optional_day)
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
    duty: str | None = field(converter=nfc_or_none, validator=_optional_code)
    duty_due_on: date | None = field(validator=_optional_day)
    fingerprint: str = field(default="", converter=nfc, validator=_code)

    @case_id.default
    def _from_radicado(self) -> UUID:
        if self.radicado is None:
            raise InvalidInputError(place="case_id", detail="a row needs a case_id or a radicado")
        return case_id_of(self.utility, self.radicado)

    @duty.default
    def _answer_if_open(self) -> str | None:
        return "respuesta" if self.is_open else None

    @duty_due_on.default
    def _day_of_the_answer(self) -> date | None:
        return self.due_on if self.is_open else None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_on is None and self.ended_on is None

    def due(self, day: date) -> date | None:
        """The last day to answer as known on `day`; None where there is none, or while the user is waited for."""
        if self.due_on is None and self.suspended_until is not None and day > self.suspended_until:
            return self.due_if_lapsed_on
        return self.due_on

    def next_due(self, day: date) -> date | None:
        """The last day of the earliest unmet duty as known on `day`; None where no duty is open, or it has no day."""
        return self.due(day) if self.duty == "respuesta" else self.duty_due_on

    def waits(self, day: date) -> bool:
        """Whether the earliest unmet duty is the answer, and its clock stands still on `day`."""
        return self.duty == "respuesta" and self.suspended(day)

    def suspended(self, day: date) -> bool:
        """Whether the clock of the answer stands still on `day`: (from, until], or waiting for the user."""
        if not self.is_open or self.suspended_from is None or self.suspended_until is None:
            return False
        if self.due_on is None:
            return self.suspended_from <= day <= self.suspended_until
        return self.suspended_from < day <= self.suspended_until

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
        """Where the case stands in the work of the office on `day`; None when no duty is open.

        `soon` is the number of business days in (day, due] up to which a duty is due soon.
        """
        if self.duty is None:
            return None
        return work_class(self.next_due(day), day, suspended=self.waits(day), calendar=calendar, soon=soon)


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
    case: Case,
    agenda: Agenda,
    *,
    grupo_causal: str | None = None,
    petitioner: str | None = None,
    repeat_of: UUID | None = None,
    recurso_of: UUID | None = None,
) -> Facts:
    """The row of `case` as its agenda stands.

    `grupo_causal` is looked up in the catalogue of the jurisdiction, `repeat_of` and `recurso_of` in the store, and
    `petitioner` is made of what the host knows of the person, all by the caller. A
    notice that is deemed made on a day still to come, and a duty that only the passing of time brings (`aviso`), are
    in the row from the first agenda after that day.

    Raises:
        InvalidInputError: the agenda is of another case.
    """
    return Facts(
        **columns_of(case, agenda),
        grupo_causal=grupo_causal,
        petitioner=petitioner,
        repeat_of=repeat_of,
        recurso_of=recurso_of,
    )


def columns_of(case: Case, agenda: Agenda) -> dict[str, Any]:
    """Every column that follows from `case` and its agenda alone, absent ones as None: what a row made anew changes.

    Raises:
        InvalidInputError: the agenda is of another case.
    """
    if agenda.case is not case and agenda.case != case:
        raise InvalidInputError(place="agenda", detail=f"it is of case {agenda.case.case_id}, not {case.case_id}")
    filing, calendar = case.filing, agenda.basis.calendar
    answer = agenda.get("respuesta")
    transfer = agenda.get("traslado_competencia")
    answered_on = answer.met_on if answer is not None else None
    resultado = _resultado(agenda, answered_on)
    duty = next(iter(agenda.open_duties()), None)
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
        "answered_on": answered_on,
        "ended_on": _ended_on(agenda, answer),
        "notified_on": _notified_on(agenda),
        "transferred_on": transfer.met_on if transfer is not None else None,
        "resultado": resultado,
        "denied": None if resultado is None else resultado in _DENIALS,
        "business_days_to_answer": None
        if answered_on is None
        else calendar.business_days_between(case.filed_on, answered_on),
        "calendar_days_to_answer": None if answered_on is None else (answered_on - case.filed_on).days,
        "recurso_filed": any(o.event.type is EventType.RECURSO_INTERPUESTO for o in case.timeline(agenda.as_of)),
        "state": case.state,
        "duty": duty.code if duty is not None else None,
        "duty_due_on": duty.due_on if duty is not None else None,
        "fingerprint": agenda.basis.fingerprint,
        **dict.fromkeys(_CLOCK),
        **_clock(agenda, answer),
    }


def _agenda_at(agenda: Agenda, as_of: datetime | date) -> Agenda:
    """The same question at another instant, as if nothing more had been recorded."""
    basis = agenda.basis
    return agenda_of(agenda.case, as_of, rules=basis.rules, calendar=basis.calendar, profile=basis.profile)


def _clock(agenda: Agenda, answer: Deadline | None) -> dict[str, Any]:
    """The due day, and the suspension that has not ended, for the columns of the same names."""
    if answer is None:
        return {}
    if answer.due_on is not None or answer.state is not LegalState.SUSPENDIDO:
        return {"due_on": answer.due_on, **_suspension(agenda, answer)}
    lapses_on = max(
        wait.due_on
        for code in _WAITS
        if (wait := agenda.get(code)) is not None and wait.due_on is not None and wait.met_on is None
    )
    lapsed = _agenda_at(agenda, lapses_on + _DAY)["respuesta"]
    assert lapsed.due_on is not None  # noqa: S101 - no wait is open any more
    return {
        "due_if_lapsed_on": lapsed.due_on,
        "days_left": agenda.basis.calendar.business_days_between(lapses_on, lapsed.due_on),
        **_suspension(agenda, lapsed),
    }


def _suspension(agenda: Agenda, answer: Deadline) -> dict[str, date]:
    """The suspension that has not ended by the day of the agenda; those that overlap it are one with it."""
    pauses = (
        [(s.after, s.until) for s in answer.walk.segments if s.cause not in (None, EventType.PRORROGA)]
        if answer.walk
        else []
    )
    evidence = agenda.get("pruebas")
    if evidence is not None and evidence.base_on is not None and evidence.due_on is not None:
        pauses.append((evidence.base_on, evidence.due_on))
    pending = [pause for pause in pauses if pause[1] >= agenda.as_of.date()]
    if not pending or answer.met_on is not None or answer.state is LegalState.EXTINGUIDO:
        return {}
    return {"suspended_from": min(pending)[0], "suspended_until": max(until for _, until in pending)}


def _ended_on(agenda: Agenda, answer: Deadline | None) -> date | None:
    if answer is None:
        return agenda.case.filed_on
    if answer.state is not LegalState.EXTINGUIDO:
        return None
    ends = [o for o in agenda.case.timeline(agenda.as_of) if o.event.type in _ENDS]
    # Of several, the first that had an effect; most have one only, which needs no second look.
    return next(
        o.day for o in ends if len(ends) == 1 or _agenda_at(agenda, o.at)["respuesta"].state is LegalState.EXTINGUIDO
    )


def _resultado(agenda: Agenda, answered_on: date | None) -> Outcome | None:
    """The outcome of the first complete decision by the day of the answer."""
    if answered_on is None:
        return None
    for occurrence in agenda.case.timeline(agenda.as_of):
        match occurrence.event.payload:
            case Decision(completa=True, resultado=resultado) if occurrence.day <= answered_on:
                return resultado
            case VerbalAnswer(resultado=outcome) if occurrence.day <= answered_on:
                return outcome
            case _:
                pass
    return None


def _notified_on(agenda: Agenda) -> date | None:
    """The day the decision counts as notified: what the obligations that follow it are counted from."""
    no_suspender = agenda.get("no_suspender")
    if no_suspender is not None:
        return no_suspender.met_on
    following = (agenda.get(code) for code in ("recurso", "firmeza"))
    return next((row.base_on for row in following if row is not None), None)

"""One flat row per case, for queries and indicators; also the volumes, surveys and reports kept beside the rows.

A row depends only on the history of its case, not on the day it is made. What changes at midnight (in term, overdue,
what is owed) is asked with a day: `facts.overdue(day)`, `facts.leading(day)`. A row comes from an agenda (`facts_of`),
or is made directly, for an import or a notebook that has no events.

>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> row.is_open, row.overdue(date(2026, 4, 9)), row.overdue(date(2026, 4, 10))
(True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from attrs import Attribute, evolve, field, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cases.case import Case
from pqr_core.errors import InvalidInputError
from pqr_core.fields import (
    are,
    has_surrogate,
    is_a,
    is_a_or_none,
    is_count,
    is_count_or_none,
    is_day,
    is_day_or_none,
    is_flag,
    nfc,
    nfc_or_none,
    or_none,
    several,
)
from pqr_core.language import Said
from pqr_core.law.agenda import ENDLESS, Agenda, Definitions, Duty
from pqr_core.law.engine import standing_of
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.law.urgency import work_class
from pqr_core.moments import require_date
from pqr_core.names import COUNT, FIRST_OF_MONTH, HALF_A_CHARACTER, NOTHING, TEXT, shown, text_up_to
from pqr_core.portable import Portable
from pqr_core.vocabulary import EventType, Outcome, Relation, WorkClass, WorkflowState

__all__ = (
    "APART",
    "DENIALS",
    "Facts",
    "Report",
    "RowMaker",
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
"""The metadata key of a field that is not one plain value and that no formula can name."""

_CASE_OR_RADICADO: Final = Said("case_id o radicado", "a case_id or a radicado")
_DAY: Final = timedelta(days=1)
_NO_DAYS: Final = timedelta()
_CASE_NAMESPACE: Final = UUID("7a0d3b5e-2f64-5b0c-8d1b-3c9f2f1f6a44")
DENIALS: Final = frozenset({Outcome.NO_ACCEDE, Outcome.RECHAZA})
"""The outcomes that refuse the request."""

_TEXT_LIMIT: Final = 255
_CODE: Final = text_up_to(_TEXT_LIMIT)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_OTHER_DIGEST: Final = Said("no es la huella del texto", "it is not the digest of the text")
_CONTROLLED: Final = Said("un carácter de control", "a control character")


def case_id_of(utility: str, radicado: str) -> UUID:
    """The id of a case known only by its radicado; the same radicado gives the same id, so it is imported once."""
    return uuid5(_CASE_NAMESPACE, nfc(f"{utility}\0{radicado}"))


def require_code(value: object, place: str) -> str:
    """`value` in NFC, if every database engine keeps it unchanged in an indexed column.

    Raises:
        InvalidInputError: `value` is not text, is longer than 255 characters, or has a control character or half a
            character.
    """
    if not isinstance(value, str):
        raise InvalidInputError.expected(TEXT, value, place=place)
    code = nfc(value)
    if not is_code(code):
        raise InvalidInputError.expected(_CODE, _unfit(code), place=place)
    return code


def _unfit(value: object) -> object:
    """Why a text does not fit, without showing the text: it may be a person's name."""
    if not isinstance(value, str):
        return value
    if has_surrogate(value):
        return HALF_A_CHARACTER
    if _CONTROL.search(value):
        return _CONTROLLED
    return Said(f"uno de {len(value)}", f"{len(value)} of them")


def is_code(text: str) -> bool:
    """Whether a text in NFC has at most 255 characters, no control character and no half a character.

    Every database engine keeps it unchanged in an indexed column, and a picture can show it.
    """
    return len(text) <= _TEXT_LIMIT and not _CONTROL.search(text) and not has_surrogate(text)


def require_text(value: object, place: str) -> str:
    """`value`, if it is text that every database engine keeps unchanged; it may have any length.

    Raises:
        InvalidInputError: `value` is not text, or has a NUL or half a character.
    """
    if not isinstance(value, str) or "\0" in value or has_surrogate(value):
        raise InvalidInputError.expected(TEXT, _unfit(value), place=place)
    return value


def _text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_text(value, attribute.name)


def _code(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_code(value, attribute.name)


def _is_volume(instance: object, attribute: Attribute[Any], value: object) -> None:
    is_count(instance, attribute, value)
    if isinstance(value, int) and value < 0:
        raise InvalidInputError.expected(COUNT, shown(value), place=attribute.name)


_optional_code = or_none(_code)
_optional_flag = or_none(is_flag)


def _outcome(value: str | None) -> Outcome | None:
    return None if value is None else Outcome(value)


def _state(value: str | None) -> WorkflowState | None:
    return None if value is None else WorkflowState(value)


def _duties(values: Iterable[Duty]) -> tuple[Duty, ...]:
    return several(values)


def _answer(from_on: date, until_on: date, due_on: date | None, *, waits: bool) -> Duty:
    return Duty("respuesta", from_on, until_on, due_on, None, waits, leads=True)


@frozen(kw_only=True)
class Facts(Portable):
    """What is known of one case, as one flat row.

    Args:
        utility: the utility.
        case_id: the id of the case; made from the radicado if only that is given.
        radicado: the number of the case, once it is assigned.
        petitioner: a keyed hash of the petitioner, made by the host: the same person has the same hash, without a name.
        responsable: the account of the office that works on the case.
        filed_on: the legal day of filing.
        last_on: the legal day of the last event. `duties` begin there; what was owed on an earlier day is asked of the
            events. For a row made directly, the day of filing; None in a row stored before this column existed.
        due_on: the last day to answer, included; None if there is none, or while a wait of unknown end is open.
        due_if_lapsed_on: the last day to answer if nobody acts and the open wait lapses on `suspended_until`.
        suspended_from: the day of the event that opened the last suspension. If its end is known, the suspension begins
            on the next day.
        suspended_until: the last day of that suspension, included; the last day it can have, if its end is unknown.
        days_left: the days of the term that remain after a wait of unknown end.
        answered_on: the day on which the duty to answer was met.
        ended_on: the day on which the duty to answer ended without an answer (transfer, withdrawal, archive, silence
            recognised); the day of filing for a type that owes no answer.
        notified_on: the day on which the decision counts as notified; it may be after the last event.
        silence_on: the first day on which the positive silence has decided, if nobody acts before.
        transferred_on: the day on which the case was sent to the competent authority.
        denied: whether the outcome refuses the request (`DENIALS`); None without an outcome.
        business_days_to_answer: the business days after `filed_on`, to `answered_on` included.
        calendar_days_to_answer: the calendar days after `filed_on`, to `answered_on` included.
        satisfied: whether the user is satisfied with the answer; None if that is not known. A store fills it from the
            surveys of the case: the one that was answered last counts.
        recurso_filed: whether a recurso was filed against the answer, by the history of this case or of the recurso.
        repeat_days: the profile's number of calendar days within which a case repeats an earlier one.
        repeat_of: the nearest earlier case of the same account and causal within `repeat_days`. A store finds it.
        recurso_of: the case whose decision this recurso attacks. If the link names only a radicado, a store finds the
            case once that case is stored.
        recurso_of_radicado: the radicado that the link to the attacked case names, if the link names no id.
        state: the workflow state of the case.
        duties: the spells of what is owed from `last_on` on if nobody acts. For a row made directly, the duty to answer
            while it is owed.
        fingerprint: the digest of the calendar, rule book and profile that gave these days.

    Raises:
        InvalidInputError: there is neither a case_id nor a radicado, a text is longer than 255 characters or has a
            control character, a code is not in its closed list, or a value has another type.
        NotADateError: a day is not a date.
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
    responsable: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    filed_on: date = field(validator=is_day)
    last_on: date | None = field(validator=is_day_or_none)
    due_on: date | None = field(default=None, validator=is_day_or_none)
    due_if_lapsed_on: date | None = field(default=None, validator=is_day_or_none)
    suspended_from: date | None = field(default=None, validator=is_day_or_none)
    suspended_until: date | None = field(default=None, validator=is_day_or_none)
    days_left: int | None = field(default=None, validator=is_count_or_none)
    answered_on: date | None = field(default=None, validator=is_day_or_none)
    ended_on: date | None = field(default=None, validator=is_day_or_none)
    notified_on: date | None = field(default=None, validator=is_day_or_none)
    silence_on: date | None = field(default=None, validator=is_day_or_none)
    transferred_on: date | None = field(default=None, validator=is_day_or_none)
    resultado: Outcome | None = field(default=None, converter=_outcome)
    denied: bool | None = field(default=None, validator=_optional_flag)
    business_days_to_answer: int | None = field(default=None, validator=is_count_or_none)
    calendar_days_to_answer: int | None = field(default=None, validator=is_count_or_none)
    satisfied: bool | None = field(default=None, validator=_optional_flag)
    recurso_filed: bool = field(default=False, validator=is_flag)
    repeat_days: int | None = field(default=None, validator=is_count_or_none)
    repeat_of: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    recurso_of: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    recurso_of_radicado: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    state: WorkflowState | None = field(default=None, converter=_state)
    duties: tuple[Duty, ...] = field(converter=_duties, validator=are(Duty), repr=False, metadata={APART: True})
    fingerprint: str = field(default="", converter=nfc, validator=_code)

    @case_id.default
    def _from_radicado(self) -> UUID:
        if self.radicado is None:
            raise InvalidInputError.expected(_CASE_OR_RADICADO, NOTHING, place="case_id")
        return case_id_of(self.utility, self.radicado)

    @last_on.default
    def _last_day_told(self) -> date | None:
        return self.filed_on

    @duties.default
    def _answer_if_open(self) -> tuple[Duty, ...]:
        return tuple(self._spells_of_the_answer()) if self.is_open else ()

    def _spells_of_the_answer(self) -> Iterator[Duty]:
        """The spells in which a row made directly owes its answer: before, during and after its wait."""
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
        """The last day to answer, as known on `day`; None if there is none, or while the case waits for the user."""
        if self.due_on is None and self.suspended_until is not None and day > self.suspended_until:
            return self.due_if_lapsed_on
        return self.due_on

    def leading(self, day: date) -> Duty | None:
        """The most urgent duty open at the end of `day`, which is not before `last_on`; None if no duty is open."""
        return next((duty for duty in self.owed(day) if duty.leads), None)

    def owed(self, day: date) -> Iterator[Duty]:
        """The duties of the utility open at the end of `day`, which is not before `last_on`."""
        return (duty for duty in self.duties if duty.from_on <= day < duty.until_on)

    def in_term(self, day: date) -> bool | None:
        """Whether the answer came in time or, on `day`, still can; None if none is owed or its last day is unknown."""
        due_on = self.due(day)
        if due_on is None or (self.ended_on is not None and self.answered_on is None):
            return None
        return (self.answered_on or day) <= due_on

    def overdue(self, day: date) -> bool:
        """Whether an answer is owed and its last day is before `day`."""
        due_on = self.due(day)
        return self.is_open and due_on is not None and due_on < day

    def work_class(self, day: date, *, calendar: BusinessCalendar, soon: int) -> WorkClass | None:
        """The case's place in the work of the office at the end of `day`; None if no duty is open.

        A duty is due soon if at most `soon` business days lie in (day, due_on].
        """
        duty = self.leading(day)
        if duty is None:
            return None
        overdue = duty.is_overdue(day)
        return work_class(duty.due_on, day, overdue=overdue, suspended=duty.waits, calendar=calendar, soon=soon)


@frozen(kw_only=True)
class Volume(Portable):
    """The size of a service of a utility in one month.

    Args:
        utility: the utility.
        month: the first day of the month.
        servicio: the service.
        subscribers: the subscribers of the service, 0 or more.
        invoices: the invoices of the month, 0 or more; None if not known.

    Raises:
        InvalidInputError: `month` is not the first day of a month, a number is negative, or a value has another type.
        NotADateError: `month` is not a date.
    """

    utility: str = field(converter=nfc, validator=_code)
    month: date = field()
    servicio: str = field(converter=nfc, validator=_code)
    subscribers: int = field(validator=_is_volume)
    invoices: int | None = field(default=None, validator=or_none(_is_volume))

    @month.validator
    def _is_first_day(self, attribute: Attribute[date], value: object) -> None:
        if require_date(value, attribute.name).day != 1:
            raise InvalidInputError.expected(FIRST_OF_MONTH, shown(value), place="month")


@frozen(kw_only=True)
class Survey(Portable):
    """A satisfaction survey, answered or not.

    Args:
        utility: the utility.
        survey_id: the host's key of the survey, unique in the utility.
        sent_on: the day it was sent; None if not known.
        answered_on: the day it was answered; None if it was not.
        satisfied: whether the user is satisfied; None if the survey was not answered, or the answer does not say so.
        radicado: the radicado of the case that the survey is about.

    Raises:
        InvalidInputError: a text is longer than 255 characters or has a control character; a value has another type.
        NotADateError: a day is not a date.
    """

    utility: str = field(converter=nfc, validator=_code)
    survey_id: str = field(converter=nfc, validator=_code)
    sent_on: date | None = field(default=None, validator=is_day_or_none)
    answered_on: date | None = field(default=None, validator=is_day_or_none)
    satisfied: bool | None = field(default=None, validator=_optional_flag)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)


@frozen(kw_only=True)
class Report:
    """A report as it was handed in, with its exact text.

    Args:
        utility: the utility.
        code: the kind of report.
        period: the period, as text (`2026-10`).
        text: the text that was handed in.
        sha256: the hexadecimal SHA-256 digest of the text in UTF-8, computed if not given. A given digest must be that
            of the text, so a changed text is noticed.
        handed_on: the day it was handed in; None in a report stored before this column existed.
        reference: the number that the authority gave the report, or the number of the request to correct it.

    Raises:
        InvalidInputError: the digest is not that of the text, or a value has another type.
        NotADateError: `handed_on` is not a date.
    """

    utility: str = field(converter=nfc, validator=_code)
    code: str = field(converter=nfc, validator=_code)
    period: str = field(converter=nfc, validator=_code)
    text: str = field(repr=False, validator=_text, metadata={"long": True})
    sha256: str | None = field(validator=_optional_code)
    handed_on: date | None = field(default=None, validator=is_day_or_none)
    reference: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)

    @sha256.default
    def _of_the_text(self) -> str:
        return sha256(require_text(self.text, "text").encode()).hexdigest()

    def __attrs_post_init__(self) -> None:
        if self.sha256 not in (None, self._of_the_text()):
            raise InvalidInputError(place="sha256", detail=_OTHER_DIGEST)


# --- from a case ---------------------------------------------------------------------------------------------------


def facts_of(
    agenda: Agenda,
    *,
    grupo_causal: str | None = None,
    petitioner: str | None = None,
    repeat_of: UUID | None = None,
    recurso_of: UUID | None = None,
) -> Facts:
    """The row of the case of `agenda`, over its whole history, even past the instant of the agenda.

    The caller gives `grupo_causal`, from the catalogue of the jurisdiction, and `petitioner`, made from what the host
    knows of the person. A store finds `repeat_of` and `recurso_of` when it stores the row; without a store, the caller
    may give them.

    Raises:
        PQRError: the same as `law.engine.agenda_of`.
    """
    told = {"repeat_of": repeat_of, "recurso_of": recurso_of}
    columns = {**columns_of(agenda), **{name: each for name, each in told.items() if each is not None}}
    return Facts(**columns, grupo_causal=grupo_causal, petitioner=petitioner)


def columns_of(agenda: Agenda) -> dict[str, Any]:
    """Every column of the row that follows from the case and its definitions; a value that is absent is None.

    `recurso_of` is among them unless the link names the attacked case by its radicado.

    Raises:
        PQRError: the same as `law.engine.agenda_of`.
    """
    case, basis = agenda.case, agenda.basis
    if agenda.duties is None:
        agenda = standing_of(case, basis)
    filing, course = case.filing, agenda.course
    resultado, met_on = course.resultado, course.met_on
    attacked = next((link for link in case.links if link.relacion is Relation.RECURSO_DE), None)
    by_radicado = None if attacked is None or attacked.case_id is not None else attacked.radicado
    # Where a link names a radicado, the store finds the case, so this must not overwrite it with None.
    by_id = {} if by_radicado is not None else {"recurso_of": None if attacked is None else attacked.case_id}
    return {
        **by_id,
        "recurso_of_radicado": by_radicado,
        "repeat_days": basis.profile.repeat_days,
        "utility": case.utility_id,
        "case_id": case.case_id,
        "radicado": filing.radicado,
        "account": filing.account,
        "tipo": filing.tipo,
        "servicio": filing.servicio,
        "causal": filing.causal,
        "municipio": filing.municipio,
        "canal": filing.canal,
        "responsable": case.responsable,
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
        "denied": None if resultado is None else resultado in DENIALS,
        "business_days_to_answer": None if met_on is None else _to_answer(basis.calendar, case.filed_on, met_on),
        "calendar_days_to_answer": None if met_on is None else (met_on - case.filed_on).days,
        "recurso_filed": any(each.event.type is EventType.RECURSO_INTERPUESTO for each in case.timeline()),
        "state": case.state,
        "duties": agenda.duties,
        "fingerprint": basis.fingerprint,
    }


def _to_answer(calendar: BusinessCalendar, filed_on: date, met_on: date) -> int:
    return calendar.business_days_between(filed_on, met_on)


@frozen
class RowMaker:
    """Makes the row of each case that a store saves (`Store.rows`), so that no case is stored without its row.

    Args:
        law: the law of the jurisdiction.
        profiles: the profile of each utility by its id, or a function that takes the id and returns the profile.
    """

    law: Law = field(repr=False)
    profiles: Mapping[str, Profile] | Callable[[str], Profile] = field(repr=False)

    def definitions(self, utility: str) -> Definitions:
        """The definitions that make the rows of a utility.

        Raises:
            InvalidInputError: `profiles` is a mapping without the utility.
        """
        told = self.profiles
        if callable(told):
            return self.law.definitions(told(utility))
        if utility not in told:
            es = f"no hay perfil de la empresa {utility}; los hay de: {', '.join(sorted(told)) or '-'}"
            en = f"there is no profile of utility {utility}; there are of: {', '.join(sorted(told)) or '-'}"
            raise InvalidInputError(place="profiles", detail=Said(es, en))
        return self.law.definitions(told[utility])

    def row(self, case: Case, definitions: Definitions, known: Facts | None = None) -> Facts:
        """The row of `case` under its `definitions`; what `known` has from elsewhere (a survey, a hash) stays.

        Raises:
            PQRError: the same as `law.engine.agenda_of`.
        """
        columns = columns_of(standing_of(case, definitions))
        group = self.law.catalogue.group(case.filing, case.filed_on)
        if known is None:
            return Facts(**columns, grupo_causal=group)
        return evolve(known, **columns, grupo_causal=group or known.grupo_causal)

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, fields

from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing, Until
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.profile import DEFAULT_PROFILE
from pqr_core.colombia.statutes import RULES
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.facts import Facts, Survey, Volume, case_id_of, columns_of, facts_of
from pqr_core.law.agenda import Agenda, agenda_of
from pqr_core.storage.queries import FactsQuery
from pqr_core.vocabulary import EventType, Outcome, WorkClass, WorkflowState

BOGOTA = ZoneInfo("America/Bogota")
FILED = date(2026, 3, 16)
CASE_ID = UUID("0b0e7a52-0000-4000-8000-000000000001")
ROW = Facts(utility="empresa", radicado="R-1", tipo="reclamo", filed_on=FILED)


def case_of(*events: Event, tipo: str = "reclamo") -> Case:
    """A case filed on Monday 16 March 2026, due on 9 April where fifteen business days are given."""
    filing = Filing(tipo=tipo, radicado="R-1", servicio="acueducto", causal="C1", account="77")
    return Case.file(filing, utility_id="empresa", case_id=CASE_ID, zone=BOGOTA, on=FILED, events=events)


def agenda(case: Case, as_of: date | datetime) -> Agenda:
    """The agenda under the default profile."""
    return agenda_of(case, as_of, rules=RULES, calendar=calendar(), profile=DEFAULT_PROFILE)


def row_of(*events: Event, as_of: date, tipo: str = "reclamo") -> Facts:
    """The row of a case with those events, on that day."""
    case = case_of(*events, tipo=tipo)
    return facts_of(case, agenda(case, as_of))


def test_an_open_case_as_facts() -> None:
    """Fifteen business days from 16 March 2026 end on 9 April, past San José and Holy Week."""
    row = row_of(as_of=date(2026, 3, 20))
    assert row.case_id == CASE_ID
    assert (row.due_on, row.answered_on, row.duty, row.duty_due_on) == (date(2026, 4, 9), None, "respuesta", row.due_on)
    assert (row.is_open, row.state, row.resultado, row.denied) == (True, WorkflowState.RADICADO, None, None)


def test_an_answered_case_as_facts() -> None:
    """Days to answer are counted in (filed, answered]; the citation is the next duty."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 10), payload=Decision(resultado=Outcome.NO_ACCEDE))
    row = row_of(decision, as_of=date(2026, 4, 10))
    assert (row.answered_on, row.business_days_to_answer, row.calendar_days_to_answer) == (date(2026, 4, 10), 16, 25)
    assert (row.resultado, row.denied, row.is_open) == (Outcome.NO_ACCEDE, True, False)
    assert row.in_term(date(2026, 4, 10)) is False
    assert row.duty == "reconocimiento_sap"


def test_a_notified_case_as_facts() -> None:
    """The day of notification is the one its recurso is counted from."""
    row = row_of(
        Event(EventType.DECISION, on=date(2026, 4, 1), payload=Decision(resultado=Outcome.ACCEDE, completa=True)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 6)),
        Event(EventType.NOTIFICACION_PERSONAL, on=date(2026, 4, 8)),
        Event(EventType.RECURSO_INTERPUESTO, on=date(2026, 4, 9)),
        as_of=date(2026, 4, 20),
    )
    assert (row.notified_on, row.recurso_filed, row.denied, row.duty) == (date(2026, 4, 8), True, False, None)
    assert row.work_class(date(2026, 4, 20), calendar=calendar(), soon=3) is None


def test_a_recurso_is_notified_too() -> None:
    """For a recurso the duty not to suspend ends with the notification."""
    row = row_of(
        Event(EventType.DECISION, on=date(2026, 4, 1), payload=Decision(resultado=Outcome.CONFIRMA)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 6)),
        Event(EventType.NOTIFICACION_PERSONAL, on=date(2026, 4, 8)),
        as_of=date(2026, 4, 20),
        tipo="recurso_reposicion",
    )
    assert row.notified_on == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("ends", "transferred"), [(EventType.TRASLADO_COMPETENCIA, True), (EventType.DESISTIMIENTO_EXPRESO, False)]
)
def test_an_extinguished_case_is_not_open(ends: EventType, transferred: bool) -> None:  # noqa: FBT001 - a parameter
    """A transfer or a withdrawal ends the answer without one, on its day; a premature one before it does not."""
    premature = Event(EventType.DESISTIMIENTO_TACITO, on=date(2026, 3, 17))
    row = row_of(premature, Event(ends, on=date(2026, 3, 18)), as_of=date(2026, 3, 20))
    assert (row.is_open, row.ended_on, row.answered_on) == (False, date(2026, 3, 18), None)
    assert row.transferred_on == (date(2026, 3, 18) if transferred else None)
    assert row.in_term(date(2026, 5, 1)) is None


def test_a_type_without_answer_owes_none() -> None:
    """A sugerencia ends the day it is filed."""
    row = row_of(as_of=FILED, tipo="sugerencia")
    assert (row.due_on, row.ended_on, row.is_open, row.duty) == (None, FILED, False, None)


@pytest.mark.parametrize("wait", [EventType.REQUERIMIENTO, EventType.DEVOLUCION_ACLARACION])
def test_a_wait_of_unknown_end_gives_the_same_days_as_the_engine(wait: EventType) -> None:
    """A row made while the user is waited for says, for each later day, what the agenda of that day says."""
    case = case_of(Event(wait, on=date(2026, 3, 18)))
    row = facts_of(case, agenda(case, date(2026, 3, 18)))
    assert (row.due_on, row.duty) == (None, "respuesta")
    assert row.days_left is not None
    for day in range(70):
        today = date(2026, 3, 18) + timedelta(days=day)
        _agrees(row, agenda(case, today), today)


@pytest.mark.parametrize(
    "event",
    [
        Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 20), payload=EvidencePeriod(dias=10)),
        Event(EventType.DEMORA_USUARIO, on=date(2026, 3, 20), payload=Until(hasta=date(2026, 4, 3))),
        Event(EventType.ASIGNACION, on=date(2026, 3, 20)),
    ],
)
def test_a_suspension_of_known_end_gives_the_same_days_as_the_engine(event: Event) -> None:
    """As above, for evidence, a delay of the user, and no suspension at all."""
    case = case_of(event)
    row = facts_of(case, agenda(case, date(2026, 3, 20)))
    for day in range(50):
        today = date(2026, 3, 20) + timedelta(days=day)
        _agrees(row, agenda(case, today), today)


def _agrees(row: Facts, later: Agenda, today: date) -> None:
    answer = later["respuesta"]
    assert (today, row.due(today)) == (today, answer.due_on)
    assert (today, row.work_class(today, calendar=calendar(), soon=3)) == (today, later.work_class)
    assert (today, row.overdue(today)) == (today, later.work_class is WorkClass.OVERDUE)


def test_the_agenda_of_another_case_is_refused() -> None:
    """Facts of one case are never made from the days of another."""
    with pytest.raises(InvalidInputError, match="agenda"):
        facts_of(case_of(), agenda(case_of(tipo="queja"), FILED))


def test_a_row_is_made_without_a_case() -> None:
    """An import that knows only a radicado gets the same case id each time, another for another utility."""
    assert ROW.case_id == case_id_of("empresa", "R-1") != case_id_of("gas", "R-1")
    assert evolve(ROW, resultado=Outcome.ACCEDE).resultado is Outcome.ACCEDE
    with pytest.raises(InvalidInputError, match="case_id"):
        Facts(utility="empresa", tipo="reclamo", filed_on=FILED)


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("due_on", datetime(2026, 4, 9), NotADateError),
        ("due_on", "2026-04-09", NotADateError),
        ("filed_on", None, NotADateError),
        ("causal", 12, InvalidInputError),
        ("causal", "x" * 256, InvalidInputError),
        ("account", "1\x002", InvalidInputError),
        ("business_days_to_answer", 2.0, InvalidInputError),
        ("business_days_to_answer", True, InvalidInputError),
        ("resultado", "gana", ValueError),
        ("satisfied", 1, InvalidInputError),
        ("days_left", 2**40, InvalidInputError),
        ("calendar_days_to_answer", -(2**31) - 1, InvalidInputError),
    ],
)
def test_a_value_of_another_type_is_refused(column: str, value: Any, error: type[Exception]) -> None:
    """A row coerces nothing."""
    with pytest.raises(error):
        evolve(ROW, **{column: value})


def test_volumes_and_surveys_are_refused_alike() -> None:
    """A month is its first day; a number of subscribers is not negative."""
    volume = Volume(utility="empresa", month=date(2026, 3, 1), servicio="acueducto", subscribers=60_000)
    with pytest.raises(InvalidInputError, match="first day"):
        evolve(volume, month=date(2026, 3, 2))
    with pytest.raises(ValueError, match="subscribers"):
        evolve(volume, subscribers=-1)
    for number in (3_000_000_000, 2**31):
        with pytest.raises(InvalidInputError, match="-2147483648 to 2147483647 is meant"):
            evolve(volume, subscribers=number)
        with pytest.raises(InvalidInputError, match="invoices"):
            evolve(volume, invoices=number)
    assert evolve(volume, subscribers=2**31 - 1).subscribers == 2**31 - 1
    with pytest.raises(NotADateError):
        Survey(utility="empresa", survey_id="1", answered_on=datetime(2026, 3, 2), satisfied=True)


def test_a_row_has_the_id_of_its_case_however_its_accents_are_written() -> None:
    """Imported by a radicado of two signs, and by the same of one."""
    assert case_id_of("Bogota\u0301", "n\u0303-1") == case_id_of("Bogot\u00e1", "\u00f1-1")
    case = evolve(case_of(), utility_id="Bogota\u0301")
    profile = evolve(DEFAULT_PROFILE, utility_id="Bogota\u0301")
    told = agenda_of(case, FILED, rules=RULES, calendar=calendar(), profile=profile)
    assert facts_of(case, told).utility == case.utility_id == "Bogot\u00e1"


def test_the_columns_of_a_case_leave_none_of_its_clock_out() -> None:
    """A row made anew loses the days it had, where there are none any more; what others told of it is no column."""
    columns = columns_of(case_of(), agenda(case_of(), FILED))
    assert {"due_on", "due_if_lapsed_on", "suspended_from", "suspended_until", "days_left"} <= columns.keys()
    told = {"petitioner", "grupo_causal", "repeat_of", "recurso_of", "satisfied"}
    assert columns.keys() | told == {attribute.name for attribute in fields(Facts)}


# --- queries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["filed", "answered", "due"])
@pytest.mark.parametrize(
    ("span", "error"),
    [
        ((datetime(2026, 4, 9), None), NotADateError),
        ((None, "2026-04-09"), NotADateError),
        ((FILED,), InvalidInputError),
        ((FILED, FILED, FILED), InvalidInputError),
        ([FILED, FILED], InvalidInputError),
        (FILED, InvalidInputError),
    ],
)
def test_a_span_is_a_pair_of_days(name: str, span: Any, error: type[Exception]) -> None:
    """Refused when it is asked, by every store alike."""
    with pytest.raises(error, match=f"^{name}: "):
        FactsQuery(**{name: span})


@pytest.mark.parametrize(
    ("name", "value"),
    [("account", 5), ("tipo", b"queja"), ("state", "nada"), ("recurso_of", "1"), ("is_open", 1)],
)
def test_a_query_of_another_type_is_refused(name: str, value: Any) -> None:
    """Nothing is coerced, where one engine would and another not."""
    with pytest.raises(InvalidInputError):
        FactsQuery(**{name: value})


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 256])
def test_a_query_for_what_no_engine_keeps_is_impossible(text: str) -> None:
    """It is no error: no row can have it."""
    assert not FactsQuery(account=text).is_possible
    assert FactsQuery(account="x" * 255, state="radicado", recurso_of=CASE_ID, due=(FILED, None)).is_possible
    assert FactsQuery(account="n\u0303" * 255).is_possible

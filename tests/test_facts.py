from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, fields

from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing, Until, Visit
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.profile import DEFAULT_PROFILE
from pqr_core.colombia.statutes import RULES
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.facts import Facts, Survey, Volume, case_id_of, columns_of, facts_of
from pqr_core.law.agenda import ENDLESS, Agenda, Definitions, Duty
from pqr_core.law.engine import agenda_of, standing_of
from pqr_core.policies import Policies
from pqr_core.storage.queries import FactsQuery
from pqr_core.vocabulary import EventType, LegalState, Outcome, WorkflowState

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
    return agenda_of(case, as_of, Definitions(rules=RULES, calendar=calendar(), profile=DEFAULT_PROFILE))


def standing(case: Case) -> Agenda:
    """The agenda from which the row of the case is made."""
    return standing_of(case, Definitions(rules=RULES, calendar=calendar(), profile=DEFAULT_PROFILE))


def row_of(*events: Event, tipo: str = "reclamo") -> Facts:
    """The row of a case with those events."""
    return facts_of(standing(case_of(*events, tipo=tipo)))


def test_an_open_case_as_facts() -> None:
    """Fifteen business days from 16 March 2026 end on 9 April, past San José and Holy Week; the day after, silence."""
    row = row_of()
    assert (row.case_id, row.last_on, row.due_on) == (CASE_ID, FILED, date(2026, 4, 9))
    assert (row.answered_on, row.silence_on) == (None, date(2026, 4, 10))
    assert (row.is_open, row.state, row.resultado, row.denied) == (True, WorkflowState.RADICADO, None, None)
    assert row.duties == (
        Duty("respuesta", FILED, ENDLESS, date(2026, 4, 9), None, waits=False, leads=True),
        Duty("reconocimiento_sap", date(2026, 4, 10), ENDLESS, date(2026, 4, 12), None, waits=False, leads=False),
    )


def test_an_answered_case_as_facts() -> None:
    """Days to answer are counted in (filed, answered]; the silence that had decided is the next duty."""
    row = row_of(Event(EventType.DECISION, on=date(2026, 4, 10), payload=Decision(resultado=Outcome.NO_ACCEDE)))
    assert (row.answered_on, row.business_days_to_answer, row.calendar_days_to_answer) == (date(2026, 4, 10), 16, 25)
    assert (row.resultado, row.denied, row.is_open) == (Outcome.NO_ACCEDE, True, False)
    assert row.in_term(date(2026, 4, 10)) is False
    assert _leading(row, date(2026, 4, 10)) == "reconocimiento_sap"


def test_a_notified_case_as_facts() -> None:
    """The day of notification is the one its recurso is counted from."""
    row = row_of(
        Event(EventType.DECISION, on=date(2026, 4, 1), payload=Decision(resultado=Outcome.ACCEDE, completa=True)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 6)),
        Event(EventType.NOTIFICACION_PERSONAL, on=date(2026, 4, 8)),
        Event(EventType.RECURSO_INTERPUESTO, on=date(2026, 4, 9)),
    )
    assert (row.notified_on, row.recurso_filed, row.denied, row.duties) == (date(2026, 4, 8), True, False, ())
    assert row.work_class(date(2026, 4, 20), calendar=calendar(), soon=3) is None


def test_a_recurso_is_notified_too() -> None:
    """For a recurso the duty not to suspend ends with the notification."""
    row = row_of(
        Event(EventType.DECISION, on=date(2026, 4, 1), payload=Decision(resultado=Outcome.CONFIRMA)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 6)),
        Event(EventType.NOTIFICACION_PERSONAL, on=date(2026, 4, 8)),
        tipo="recurso_reposicion",
    )
    assert row.notified_on == date(2026, 4, 8)


def test_a_notice_that_lies_ahead_is_known_already() -> None:
    """Delivered on 13 April, an aviso notifies on the 14th: a row that was made on the day before knows it."""
    row = row_of(
        Event(EventType.DECISION, on=date(2026, 3, 27), payload=Decision(resultado=Outcome.ACCEDE)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 1)),
        Event(EventType.ENTREGA_AVISO, on=date(2026, 4, 13)),
    )
    assert (row.last_on, row.notified_on) == (date(2026, 4, 13), date(2026, 4, 14))


@pytest.mark.parametrize(
    ("ends", "transferred"), [(EventType.TRASLADO_COMPETENCIA, True), (EventType.DESISTIMIENTO_EXPRESO, False)]
)
def test_an_extinguished_case_is_not_open(ends: EventType, transferred: bool) -> None:  # noqa: FBT001 - a parameter
    """A transfer or a withdrawal ends the answer without one, on its day; a premature one before it does not."""
    premature = Event(EventType.DESISTIMIENTO_TACITO, on=date(2026, 3, 17))
    row = row_of(premature, Event(ends, on=date(2026, 3, 18)))
    assert (row.is_open, row.ended_on, row.answered_on) == (False, date(2026, 3, 18), None)
    assert row.transferred_on == (date(2026, 3, 18) if transferred else None)
    assert row.in_term(date(2026, 5, 1)) is None


def test_a_type_without_answer_owes_none() -> None:
    """A sugerencia ends the day it is filed."""
    row = row_of(tipo="sugerencia")
    assert (row.due_on, row.ended_on, row.is_open, row.duties) == (None, FILED, False, ())


@pytest.mark.parametrize("wait", [EventType.REQUERIMIENTO, EventType.DEVOLUCION_ACLARACION])
def test_a_wait_of_unknown_end_gives_the_same_days_as_the_engine(wait: EventType) -> None:
    """A row made while the user is waited for says, for each later day, what the agenda of that day says."""
    case = case_of(Event(wait, on=date(2026, 3, 18)))
    row = facts_of(standing(case))
    first = row.leading(date(2026, 3, 18))
    assert first is not None
    assert (row.due_on, first.code, first.due_on, first.waits) == (None, "respuesta", None, True)
    assert row.days_left is not None
    for day in range(70):
        _agrees(row, case, date(2026, 3, 18) + timedelta(days=day))


@pytest.mark.parametrize(
    "event",
    [
        Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 20), payload=EvidencePeriod(dias=10)),
        Event(EventType.DEMORA_USUARIO, on=date(2026, 3, 20), payload=Until(hasta=date(2026, 4, 3))),
        Event(EventType.ASIGNACION, on=date(2026, 3, 20)),
        Event(EventType.CAUSA_ELIMINADA, at=datetime(2026, 3, 20, 10, tzinfo=BOGOTA)),
        Event(EventType.VISITA_PROGRAMADA, on=date(2026, 3, 20), payload=Visit(fecha=date(2026, 4, 8))),
    ],
)
def test_what_ends_by_itself_gives_the_same_days_as_the_engine(event: Event) -> None:
    """As above, for evidence, a delay of the user, nothing of the kind, a term of hours, a visit to be told."""
    case = case_of(event)
    row = facts_of(standing(case))
    for day in range(50):
        _agrees(row, case, date(2026, 3, 20) + timedelta(days=day))


@pytest.mark.parametrize(
    ("tipo", "events", "policies", "day", "left"),
    [
        (
            "peticion_general",
            (
                Event(EventType.PRORROGA, on=date(2026, 3, 17), payload=Until(hasta=date(2026, 4, 25))),
                Event(EventType.DEVOLUCION_ACLARACION, on=date(2026, 3, 19)),
            ),
            {},
            date(2026, 3, 24),
            12,
        ),
        (
            "peticion_congreso",
            (Event(EventType.DEVOLUCION_ACLARACION, on=date(2026, 3, 17)),),
            {"congress_days": "calendar_days"},
            date(2026, 3, 19),
            4,
        ),
    ],
)
def test_row_and_deadline_count_the_same_days_left(
    tipo: str, events: tuple[Event, ...], policies: dict[str, str], day: date, left: int
) -> None:
    """Of an extended term, and of a term of calendar days, too: the clock is asked once (CPACA, art. 19)."""
    profile = evolve(DEFAULT_PROFILE, policies=Policies.of(policies))
    definitions = Definitions(rules=RULES, calendar=calendar(), profile=profile)
    seen = agenda_of(case_of(*events, tipo=tipo), day, definitions)
    assert (facts_of(seen).days_left, seen["respuesta"].days_left) == (left, left)


def _agrees(row: Facts, case: Case, day: date) -> None:
    later = agenda(case, datetime.combine(day, time.max, BOGOTA))
    assert (day, row.due(day)) == (day, later["respuesta"].due_on)
    assert (day, row.work_class(day, calendar=calendar(), soon=3)) == (day, later.work_class)
    assert (day, row.overdue(day)) == (day, later["respuesta"].state is LegalState.VENCIDO)
    owed = [(duty.code, duty.due_on, duty.waits) for duty in row.owed(day)]
    told = [(duty.code, duty.due_on, duty.state is LegalState.SUSPENDIDO) for duty in later.open_duties()]
    assert (day, sorted(owed, key=repr)) == (day, sorted(told, key=repr))


def _leading(row: Facts, day: date) -> str | None:
    duty = row.leading(day)
    return None if duty is None else duty.code


@pytest.mark.parametrize("day", [date(2026, 3, 18), date(2026, 4, 27), date(2027, 1, 29)])
def test_a_row_bears_no_trace_of_the_day_it_is_made_on(day: date) -> None:
    """Of the agenda of any day comes the same row, also of one before the last event."""
    case = case_of(
        Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE)),
        Event(EventType.ENVIO_CITACION, on=date(2026, 4, 9)),
    )
    assert facts_of(agenda(case, day)) == facts_of(standing(case))


def test_a_row_made_directly_owes_its_answer() -> None:
    """From the filing on: while the user is waited for without day, and from the day after with one."""
    until = date(2026, 3, 24)
    waiting = Facts(
        utility="empresa",
        radicado="R-1",
        tipo="reclamo",
        filed_on=FILED,
        suspended_from=date(2026, 3, 18),
        suspended_until=until,
        due_if_lapsed_on=date(2026, 4, 15),
    )
    days = (FILED, date(2026, 3, 17), date(2026, 3, 18), until, date(2026, 3, 25), date(2026, 4, 16))
    led = [(day, duty) for day in days for duty in waiting.owed(day)]
    assert [(duty.due_on, duty.waits, duty.is_overdue(day)) for day, duty in led] == [
        (None, False, False),
        (None, False, False),
        (None, True, False),
        (None, True, False),
        (date(2026, 4, 15), False, False),
        (date(2026, 4, 15), False, True),
    ]
    assert Facts(utility="empresa", radicado="R-1", tipo="reclamo", filed_on=FILED, answered_on=FILED).duties == ()


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
        with pytest.raises(InvalidInputError, match="-2147483648 to 2147483647, got"):
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
    told = agenda_of(case, FILED, Definitions(rules=RULES, calendar=calendar(), profile=profile))
    assert facts_of(told).utility == case.utility_id == "Bogot\u00e1"


def test_the_columns_of_a_case_leave_none_of_its_clock_out() -> None:
    """A row made anew loses the days it had, where there are none any more; what others told of it is no column."""
    columns = columns_of(standing(case_of()))
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
    [("account", 5), ("tipo", b"queja"), ("state", "nada"), ("recurso_of", "1")],
)
def test_a_query_of_another_type_is_refused(name: str, value: Any) -> None:
    """Nothing is coerced, where one engine would and another not."""
    with pytest.raises(InvalidInputError):
        FactsQuery(**{name: value})


@pytest.mark.parametrize("text", ["a\0b", "a\x01b", "a\x7fb", "a\x85b", "\ud800", "x" * 256])
def test_a_query_for_what_no_engine_keeps_is_impossible(text: str) -> None:
    """It is no error: no row can have it."""
    assert not FactsQuery(account=text).is_possible
    assert FactsQuery(account="x" * 255, state="radicado", recurso_of=CASE_ID, due=(FILED, None)).is_possible
    assert FactsQuery(account="n\u0303" * 255).is_possible

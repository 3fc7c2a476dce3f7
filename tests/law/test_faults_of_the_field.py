"""Faults found in other systems that compute legal terms: for each, a test that this library does not have it.

The numbers are those of the list of faults; those of the calendar alone are in `tests/calendars`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from tests.law.stories import FILED, agenda, at, case, day, event

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.events import Event
from pqr_core.colombia import RULES
from pqr_core.errors import IncompleteEventError, InvalidInputError, NotADateError
from pqr_core.vocabulary import Finding, LegalState, WorkClass

DAY = timedelta(days=1)


def due(*events: object, tipo: str = "reclamo", as_of: date | None = None) -> date | None:
    """The due day of the answer of a case filed on the usual day."""
    told = case(tipo, *events)  # type: ignore[arg-type]
    return agenda(told, as_of or day(14))["respuesta"].due_on


def test_01_the_case_due_today_is_in_a_list_of_its_own() -> None:
    """On its due day a case is in the class of today: neither overdue nor in no list."""
    told = case()
    assert agenda(told, day(14)).work_class is WorkClass.SOON
    assert agenda(told, day(15)).work_class is WorkClass.TODAY
    assert agenda(told, at(day(15), 23, 59, 59))["respuesta"].state is LegalState.PENDIENTE
    assert agenda(told, at(day(16), 0)).work_class is WorkClass.OVERDUE


@pytest.mark.parametrize(
    "pause",
    [
        event("requerimiento", day(16)),
        event("devolucion_aclaracion", day(16)),
        event("demora_usuario", day(16), hasta=day(30)),
        event("apertura_pruebas", day(16), dias=10),
    ],
    ids=lambda pause: pause.type.value,
)
def test_02_an_overdue_case_gains_no_days_by_a_pause(pause: object) -> None:
    """Once overdue, no suspension moves the due day or hides it."""
    assert due(pause, as_of=day(17)) == day(15)


def test_03_an_extension_is_measured_from_the_base() -> None:
    """It is not measured from a day that a suspension had moved: the maximum is the 30th day in any case."""
    events = event("devolucion_aclaracion", day(3)), event("aclaracion", day(9))
    extension = event("prorroga", day(10), hasta=day(45))
    assert due(extension, tipo="peticion_general") == day(30)
    assert due(*events, extension, tipo="peticion_general") == day(30)


def test_04_a_pause_keeps_the_days_already_spent() -> None:
    """Five days are counted before the pause and ten after it, not fifteen again."""
    evidence = event("apertura_pruebas", day(5), hasta=day(12), comunicada_el=day(5))
    assert due(evidence) == day(10, after=day(12))
    numbers = [each.number for each in agenda(case("reclamo", evidence), day(13))["respuesta"].trace if each.number]
    assert numbers == list(range(1, 16))


def test_05_a_pause_survives_the_change_of_its_case() -> None:
    """A case filed under the wrong type and corrected keeps its suspension, counted by the right rule."""
    pause = event("devolucion_aclaracion", day(3)), event("aclaracion", day(8))
    told = case("peticion_informacion", *pause)
    right = evolve(case("peticion_general").events[0], id=None)
    corrected = told.record(event("correccion", day(9), corrige="f", event=right))
    assert agenda(told, day(9))["respuesta"].due_on == day(15)
    assert agenda(corrected, day(9))["respuesta"].due_on == day(20)


def test_06_a_paused_case_decided_in_one_step_keeps_its_pause() -> None:
    """If the decision comes during the evidence, the suspension ends that day, and its four days are not counted."""
    events = event("apertura_pruebas", day(5), hasta=day(20)), event("decision", day(9), resultado="accede")
    answer = agenda(case("reclamo", *events), day(10))["respuesta"]
    assert (answer.due_on, answer.state) == (day(19), LegalState.CUMPLIDO)


def test_07_a_second_pause_neither_restarts_nor_turns_back_the_first() -> None:
    """A second pause within the first can only extend it; a pause that ends before it begins has no effect."""
    evidence = event("apertura_pruebas", day(3), hasta=day(8))
    assert due(evidence, event("demora_usuario", day(5), hasta=day(10))) == day(22)
    assert due(event("demora_usuario", day(5), hasta=day(2))) == day(15)


def test_08_what_happens_after_the_closing_reopens_no_clock() -> None:
    """Work on a closed case does not restart its clock, which the first answer stopped."""
    events = event("decision", day(5), resultado="accede", acto="otro"), event("cierre", day(6))
    told = case("reclamo", *events, event("asignacion", day(40)), event("demora_usuario", day(41), hasta=day(60)))
    answer = agenda(told, day(50))["respuesta"]
    assert (answer.state, answer.due_on, answer.met_on) == (LegalState.CUMPLIDO, day(15), day(5))


def test_09_nothing_is_overdue_while_suspended() -> None:
    """From the day after it opens to the day it ends the answer is suspended, whatever day that is."""
    told = case("peticion_general", event("requerimiento", day(10)))
    lapses_on = agenda(told, day(11))["complemento"].due_on
    assert lapses_on is not None
    today = day(11)
    while today <= lapses_on:
        assert agenda(told, today)["respuesta"].state is LegalState.SUSPENDIDO
        today += DAY
    assert agenda(told, today)["respuesta"].state is LegalState.PENDIENTE


def test_10_days_left_out_make_a_term_longer() -> None:
    """A closure or a suspension never brings the due day nearer."""
    for first in range(1, 16):
        closed = Closure(day(first), act="Decreto municipal 1 de 2026")
        assert agenda(case(), FILED, closures=(closed,))["respuesta"].due_on == day(16)
        assert due(event("demora_usuario", day(first), hasta=day(first + 1))) in {day(15), day(16)}


def test_18_the_legal_day_is_that_of_bogota() -> None:
    """An instant has the same legal day in whatever zone it is given; the day in UTC or of the server is not used."""
    instant = at(FILED, 23, 30)
    for zone in (UTC, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")):
        assert agenda(case(filed=instant.astimezone(zone)), instant)["respuesta"].due_on == day(15)
    assert colombia.due("reclamo", datetime(2026, 2, 3, 4, 30, tzinfo=UTC)).base_on == FILED


def test_19_an_hour_does_not_hide_a_holiday() -> None:
    """A holiday is a holiday at every hour; where a day is expected, an hour is refused."""
    holiday = date(2026, 3, 23)
    for hour in (0, 12, 23):
        assert agenda(case(filed=at(holiday, hour)), at(holiday, 23))["respuesta"].due_on == day(15, after=holiday)
    with pytest.raises(NotADateError):
        case(filed=FILED, fecha_limite=at(FILED))


def test_20_no_minute_of_the_last_day_is_lost() -> None:
    """23:59:59 of the due day is in time, and midnight is not."""
    for instant, state in (
        (at(day(15), 23, 59, 59), LegalState.CUMPLIDO),
        (at(day(16), 0), LegalState.CUMPLIDO_TARDE),
    ):
        told = case("reclamo", event("decision", instant, resultado="accede"))
        assert agenda(told, day(17))["respuesta"].state is state


def test_21_a_filing_out_of_hours_is_read_as_the_policy_says() -> None:
    """A filing before opening is of that day; one after closing is of that day or the next, as `off_hours` says."""
    moved = {"off_hours": "next_business_day"}
    for hour, minute, policies, expected in (
        (6, 0, moved, 15),
        (17, 0, moved, 15),
        (17, 1, moved, 16),
        (17, 1, {}, 15),
    ):
        told = case(filed=at(FILED, hour, minute))
        assert agenda(told, at(FILED, 23), policies)["respuesta"].due_on == day(expected)


def test_22_a_day_is_no_number_of_hours() -> None:
    """Filed in the first or the last minute of a day, the term ends on the same day."""
    first, last = case(filed=at(FILED, 0)), case(filed=at(FILED, 23, 59))
    assert agenda(first, day(1))["respuesta"].due_on == agenda(last, day(1))["respuesta"].due_on == day(15)


@pytest.mark.parametrize(
    ("pause", "end"),
    [
        (event("demora_usuario", day(3), hasta=day(5)), event("nota", day(5))),
        (event("apertura_pruebas", day(3), hasta=day(5)), event("nota", day(5))),
        (event("requerimiento", day(3)), event("complemento", day(5))),
        (event("devolucion_aclaracion", day(3)), event("aclaracion", day(5))),
    ],
    ids=lambda each: each.type.value,
)
def test_25_every_suspension_shows_in_the_working(pause: Event, end: Event) -> None:
    """The days that a suspension takes have its cause in the trace."""
    answer = agenda(case("reclamo", pause, end), day(6))["respuesta"]
    causes = {each.day: each.cause for each in answer.trace if each.cause}
    assert answer.due_on == day(17)
    assert {each for each in causes if each in {day(3), day(4), day(5), day(6)}} == {day(4), day(5)}
    assert set(causes.values()) == {pause.type}


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        (date(2020, 3, 5), date(2020, 3, 27)),
        (date(2020, 3, 6), date(2020, 4, 22)),
        (date(2022, 5, 17), date(2022, 7, 1)),
        (date(2022, 5, 18), date(2022, 6, 9)),
    ],
)
def test_26_a_temporary_law_holds_to_its_edges(filed: date, expected: date) -> None:
    """Decreto 491 de 2020: its first and last day, the day before and the day after."""
    assert colombia.due("peticion_general", filed).due_on == expected


def test_27_no_term_expires_overnight() -> None:
    """The last version of every figure has no end."""
    figures = [figure for _name, figure in RULES.figures.items()]
    figures += [each.response.term for each in RULES.types.values() if each.response is not None]
    assert [figure.name for figure in figures if figure.versions[-1].last_day is not None] == []
    assert colombia.due("reclamo", date(2090, 3, 16)).is_projected


def test_28_no_norm_reaches_a_case_it_does_not_cover() -> None:
    """The emergency never reaches recursos, nor the extension of CPACA art. 14 the PQR of the contract by default."""
    emergency = date(2020, 6, 1)
    told = case("recurso_reposicion", filed=emergency)
    assert agenda(told, emergency, {"covid_491": "applied"})["respuesta"].due_on == day(15, after=emergency)
    extended = agenda(case("reclamo", event("prorroga", day(5), hasta=day(30))), day(6))
    assert extended["respuesta"].due_on == day(15)
    assert Finding.PRORROGA_NO_PROCEDE in extended.findings


def test_35_no_suspension_is_without_end() -> None:
    """Evidence must state its end, and is capped; a requirement and a return lapse by themselves."""
    with pytest.raises(IncompleteEventError):
        event("apertura_pruebas", day(3))
    assert due(event("apertura_pruebas", day(5), hasta=day(200))) == day(45)
    for opened, expected in (("requerimiento", day(36)), ("devolucion_aclaracion", day(25))):
        assert due(event(opened, day(5)), as_of=day(30)) == expected


def test_36_a_term_ends_on_a_business_day() -> None:
    """Skipped days are not added as a lump, which could end on a weekend or a holiday."""
    calendar = colombia.calendar()
    for offset in range(370):
        filed = date(2026, 1, 1) + offset * DAY
        assert calendar.is_business_day(colombia.due("reclamo", filed).due_on or filed)


def test_37_the_due_day_does_not_depend_on_the_day_one_asks() -> None:
    """Without new events, the due day is the same whenever it is asked."""
    told = case("reclamo", event("demora_usuario", day(3), hasta=day(5)))
    assert {agenda(told, FILED + offset * DAY)["respuesta"].due_on for offset in range(6, 200)} == {day(17)}


def test_38_a_term_crosses_the_year() -> None:
    """The holidays of January are known in December."""
    assert colombia.due("reclamo", date(2026, 12, 18)).due_on == date(2027, 1, 13)


def test_39_office_hours_are_those_of_bogota() -> None:
    """17:30 in Bogotá is after hours although it is half past ten at night in UTC; 16:30 is not."""
    moved = {"off_hours": "next_business_day"}
    for utc_hour, expected in ((21, 15), (22, 16)):
        told = case(filed=datetime(2026, 2, 2, utc_hour, 30, tzinfo=UTC))
        assert agenda(told, at(FILED, 23), moved)["respuesta"].due_on == day(expected)


def test_40_a_suspension_that_cannot_be_read_is_refused() -> None:
    """It is neither ignored nor replaced by a default."""
    with pytest.raises(InvalidInputError):
        event("apertura_pruebas", day(3), dias=-5)
    with pytest.raises(NotADateError):
        event("demora_usuario", day(3), hasta="pronto")
    with pytest.raises(TypeError):
        event("demora_usuario", day(3))

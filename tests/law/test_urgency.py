"""Work classes and warnings of an agenda."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from tests.oracle.histories import vectors

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing
from pqr_core.errors import PQRError
from pqr_core.exchange.vectors import read_case
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.vocabulary import EventType, Kind, LegalState, Outcome, WorkClass

FILED = date(2026, 3, 16)
DUE = date(2026, 4, 9)
CASE = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=FILED)


def steps(agenda: Agenda, code: str = "respuesta") -> list[int]:
    """The steps of the warnings of one duty."""
    return [alert.step for alert in agenda.alerts() if alert.code == code]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 1), WorkClass.LATER),
        (date(2026, 4, 6), WorkClass.SOON),
        (date(2026, 4, 8), WorkClass.SOON),
        (DUE, WorkClass.TODAY),
        (date(2026, 4, 10), WorkClass.OVERDUE),
    ],
)
def test_a_case_passes_through_the_classes(day: date, expected: WorkClass) -> None:
    """Due later, soon (three business days), today, overdue; the due day has its own class."""
    assert colombia.agenda(CASE, day).work_class is expected


def test_a_suspended_case_is_in_its_own_class() -> None:
    """While the evidence runs the case is suspended, whatever its day."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 4, 7), payload=EvidencePeriod(dias=3))
    assert colombia.agenda(CASE.record(evidence), date(2026, 4, 8)).work_class is WorkClass.SUSPENDED


def test_a_duty_without_a_day_leaves_the_case_undated_and_warns_of_nothing() -> None:
    """An aviso to be given, for which neither the law nor the utility sets days."""
    decision = Event(EventType.DECISION, on=date(2026, 3, 17), payload=Decision(resultado=Outcome.ACCEDE))
    cited = Event(EventType.ENVIO_CITACION, on=date(2026, 3, 18))
    agenda = colombia.agenda(CASE.record(decision, cited), date(2026, 3, 30))
    assert agenda.work_class is WorkClass.UNDATED
    assert agenda.alerts() == ()


def test_a_case_without_an_open_duty_is_in_no_class() -> None:
    """A suggestion owes nothing."""
    case = Case.file(Filing(tipo="sugerencia"), utility_id="empresa", zone=colombia.ZONE, on=FILED)
    assert colombia.agenda(case, FILED).work_class is None


@settings(max_examples=300, deadline=None)
@given(vectors())
def test_a_case_is_in_a_class_while_it_owes(told: dict[str, object]) -> None:
    """For random histories, a case has a class exactly if a duty is open and can be met."""
    try:
        case, _profile = read_case(told["case"], colombia.LAW)
        agenda = colombia.agenda(case, case.filed_on + timedelta(days=20))
    except (PQRError, KeyError):
        assume(condition=False)
    still_open = {LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.VENCIDO}
    owes = any(
        duty.kind is Kind.DEBER and duty.state in still_open and _can_be_met(duty, agenda) for duty in agenda.deadlines
    )
    assert (agenda.work_class is not None) is owes


def _can_be_met(duty: Deadline, agenda: Agenda) -> bool:
    """Whether it is not too late: a visit must be announced before its day."""
    return duty.code != "aviso_visita" or (duty.base_on is not None and agenda.as_of.date() < duty.base_on)


@pytest.mark.parametrize(
    ("day", "step", "fires_on"),
    [
        (date(2026, 3, 31), 5, date(2026, 3, 31)),
        (date(2026, 4, 5), 5, date(2026, 3, 31)),
        (date(2026, 4, 6), 3, date(2026, 4, 6)),
        (date(2026, 4, 8), 1, date(2026, 4, 8)),
        (DUE, 0, DUE),
        (date(2026, 4, 13), -1, date(2026, 4, 10)),
    ],
)
def test_the_last_step_reached_is_told(day: date, step: int, fires_on: date) -> None:
    """Five, three and one business days before the answer is due, on its day, and one after; one at a time."""
    (alert,) = [alert for alert in colombia.agenda(CASE, day).alerts() if alert.code == "respuesta"]
    assert (alert.step, alert.fires_on) == (step, fires_on)
    assert alert.key == f"empresa/{CASE.case_id}/respuesta/2026-04-09/{step}"


def test_only_what_is_due_to_be_told_is_told() -> None:
    """A warning is given from the first hour of its day in Colombia, and not the day before."""
    eve, morning = (datetime(2026, 3, day, hour, tzinfo=colombia.ZONE) for day, hour in ((30, 23), (31, 0)))
    assert colombia.agenda(CASE, eve).alerts() == ()
    assert steps(colombia.agenda(CASE, morning)) == [5]


def test_a_day_that_moves_has_new_keys() -> None:
    """If the due day moves, the warning has another key."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 24), payload=EvidencePeriod(dias=2))
    moved = colombia.agenda(CASE.record(evidence), date(2026, 4, 20))
    before = {alert.key for alert in colombia.agenda(CASE, date(2026, 4, 20)).alerts()}
    assert before.isdisjoint({alert.key for alert in moved.alerts()})


def test_an_answered_case_warns_of_its_answer_no_more() -> None:
    """After the answer, only duties still owed give warnings."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE))
    agenda = colombia.agenda(CASE.record(decision), date(2026, 4, 14))
    assert {alert.code for alert in agenda.alerts()} == {"citacion"}


def test_a_clock_that_stands_still_warns_of_nothing() -> None:
    """While evidence is taken, there is no warning of the answer, whose day may move."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 4, 6), payload=EvidencePeriod(dias=3))
    agenda = colombia.agenda(CASE.record(evidence), date(2026, 4, 8))
    assert agenda["respuesta"].due_on is not None
    assert steps(agenda) == []


@pytest.mark.parametrize(
    ("step", "es", "en"),
    [
        (5, "faltan 5 días hábiles para Responder", "5 business days left: Answer"),
        (1, "falta un día hábil para Responder", "one business day left: Answer"),
        (0, "vence hoy: Responder", "due today: Answer"),
        (-1, "venció hace un día hábil: Responder", "overdue by one business day: Answer"),
        (-2, "venció hace 2 días hábiles: Responder", "overdue by 2 business days: Answer"),
    ],
)
def test_a_warning_says_it_in_one_line(step: int, es: str, en: str) -> None:
    """The line of each step, in Spanish and in English."""
    profile = evolve(colombia.DEFAULT_PROFILE, ladders={"respuesta": (step,)})
    (alert,) = [a for a in colombia.agenda(CASE, date(2026, 4, 20), profile=profile).alerts() if a.code == "respuesta"]
    assert alert.text("es") == f"{es} (2026-04-09)"
    assert alert.text("en") == f"{en} (2026-04-09)"

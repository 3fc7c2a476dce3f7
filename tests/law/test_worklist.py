"""Work classes and warnings."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.histories import vectors

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing
from pqr_core.errors import NaiveDatetimeError, PQRError
from pqr_core.exchange.vectors import read_case
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.worklist import alerts, by_work_class
from pqr_core.vocabulary import EventType, Kind, LegalState, Outcome, WorkClass

FILED = date(2026, 3, 16)
DUE = date(2026, 4, 9)
CASE = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=FILED)


def at(day: date, hour: int = 12) -> datetime:
    """An hour of a day in Colombia."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=colombia.ZONE)


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
    """Due later, soon (three business days), today, overdue: the day it is due is in its own class."""
    assert colombia.agenda(CASE, day).work_class is expected


def test_a_suspended_case_is_in_its_own_class() -> None:
    """While the evidence runs the case is suspended, whatever its day."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 4, 7), payload=EvidencePeriod(dias=3))
    assert colombia.agenda(CASE.record(evidence), date(2026, 4, 8)).work_class is WorkClass.SUSPENDED


def test_a_duty_without_a_day_leaves_the_case_undated() -> None:
    """An aviso to be given, for which neither the law nor the utility sets days."""
    decision = Event(EventType.DECISION, on=date(2026, 3, 17), payload=Decision(resultado=Outcome.ACCEDE))
    cited = Event(EventType.ENVIO_CITACION, on=date(2026, 3, 18))
    agenda = colombia.agenda(CASE.record(decision, cited), date(2026, 3, 30))
    assert agenda.work_class is WorkClass.UNDATED


def test_a_case_without_an_open_duty_is_in_no_class() -> None:
    """A suggestion owes nothing."""
    case = Case.file(Filing(tipo="sugerencia"), utility_id="empresa", zone=colombia.ZONE, on=FILED)
    agenda = colombia.agenda(case, FILED)
    assert agenda.work_class is None
    assert by_work_class([agenda]) == {work_class: [] for work_class in WorkClass}


@settings(max_examples=300, deadline=None)
@given(st.lists(vectors(), min_size=1, max_size=4))
def test_each_open_case_is_in_exactly_one_class(told: list[dict[str, object]]) -> None:
    """Random histories: a case with an open duty is in one list, one without in none."""
    agendas = []
    for vector in told:
        try:
            case, _profile = read_case(vector["case"], colombia.LAW)
            agendas.append(colombia.agenda(case, case.filed_on + timedelta(days=20)))
        except (PQRError, KeyError):
            continue
    lists = by_work_class(agendas)
    listed = [id(agenda) for members in lists.values() for agenda in members]
    still_open = {LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.VENCIDO}
    owing = [
        a
        for a in agendas
        if any(d.kind is Kind.DEBER and d.state in still_open and _can_be_met(d, a) for d in a.deadlines)
    ]
    assert sorted(listed) == sorted(map(id, owing))


def _can_be_met(duty: Deadline, agenda: Agenda) -> bool:
    """Whether it is not too late: a visit is told before its day."""
    return duty.code != "aviso_visita" or (duty.base_on is not None and agenda.as_of.date() < duty.base_on)


def test_lists_are_in_the_order_of_their_days() -> None:
    """Within a class the earliest day comes first."""
    later = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=date(2026, 3, 18))
    as_of = date(2026, 3, 19)
    lists = by_work_class([colombia.agenda(later, as_of), colombia.agenda(CASE, as_of)])
    assert [agenda.case for agenda in lists[WorkClass.LATER]] == [CASE, later]


def test_warnings_fire_business_days_before_and_after() -> None:
    """Five, three and one business days before the answer is due, on its day, and one after."""
    agenda = colombia.agenda(CASE, date(2026, 4, 13))
    found = [alert for alert in alerts(agenda, at(date(2026, 4, 13))) if alert.code == "respuesta"]
    assert [(alert.step, alert.fires_on) for alert in found] == [
        (5, date(2026, 3, 31)),
        (3, date(2026, 4, 6)),
        (1, date(2026, 4, 8)),
        (0, DUE),
        (-1, date(2026, 4, 10)),
    ]
    assert found[0].key == f"empresa/{CASE.case_id}/respuesta/2026-04-09/5"


def test_only_what_is_due_to_be_told_is_told() -> None:
    """On the eve of a step it is not yet a warning; on its day it is, from the first hour of Colombia."""
    agenda = colombia.agenda(CASE, date(2026, 3, 29))
    assert alerts(agenda, at(date(2026, 3, 30), 23)) == ()
    assert [alert.step for alert in alerts(agenda, at(date(2026, 3, 31), 0))] == [5]


def test_a_day_that_moves_has_new_keys() -> None:
    """When the due day moves the warnings are other warnings."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 24), payload=EvidencePeriod(dias=2))
    moved = colombia.agenda(CASE.record(evidence), date(2026, 4, 20))
    before = {alert.key for alert in alerts(colombia.agenda(CASE, date(2026, 4, 20)), at(date(2026, 4, 20)))}
    after = {alert.key for alert in alerts(moved, at(date(2026, 4, 20)))}
    assert before.isdisjoint(after)


def test_an_answered_case_warns_of_its_answer_no_more() -> None:
    """The answer given, only what is still owed warns."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE))
    agenda = colombia.agenda(CASE.record(decision), date(2026, 4, 14))
    assert {alert.code for alert in alerts(agenda, at(date(2026, 4, 14)))} == {"citacion"}


def test_a_duty_without_a_day_gives_no_warning() -> None:
    """What has no date cannot be counted down."""
    case = Case.file(Filing(tipo="recurso_reposicion"), utility_id="empresa", zone=colombia.ZONE, on=FILED)
    codes = {alert.code for alert in alerts(colombia.agenda(case, FILED), at(date(2026, 6, 1)))}
    assert codes == {"respuesta"}


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
    profile = evolve(colombia.DEFAULT_PROFILE, ladders={"respuesta": (5, 1, 0, -1, -2)})
    agenda = colombia.agenda(CASE, date(2026, 4, 20), profile=profile)
    (alert,) = [a for a in alerts(agenda, at(date(2026, 4, 20))) if a.code == "respuesta" and a.step == step]
    assert alert.text("es") == f"{es} (2026-04-09)"
    assert alert.text("en") == f"{en} (2026-04-09)"


def test_a_naive_instant_is_refused() -> None:
    """Nobody can say which day a naive instant is."""
    with pytest.raises(NaiveDatetimeError):
        alerts(colombia.agenda(CASE, FILED), datetime(2026, 4, 1, 8))

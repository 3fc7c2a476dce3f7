"""Lists, counts and alerts of a day, from the rows of a store."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import event

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing, Visit
from pqr_core.errors import OutOfSpanError, RowsToProjectError
from pqr_core.facts import Facts, facts_of
from pqr_core.law.engine import agenda_of, standing_of
from pqr_core.law.urgency import Alert
from pqr_core.office import worklist
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, Outcome, WorkClass

AT = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
PROFILE = evolve(colombia.DEFAULT_PROFILE, ladders=(("*", (3, 1, 0, -1)),), aviso_business_days=3)
DEFINITIONS = colombia.definitions(PROFILE)


def case_of(number: int, *events: Event, filed: datetime = AT) -> Case:
    """A complaint of that number; filed on 16 March 2026, it is to be answered by 9 April."""
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}"),
        utility_id="empresa",
        case_id=UUID(int=number),
        zone=colombia.ZONE,
        at=filed,
        events=events,
    )


def keep(store: Store, *cases: Case) -> None:
    """The cases with their rows."""
    with store.begin(AT) as unit:
        for case in cases:
            unit.cases.add(case, facts_of(standing_of(case, DEFINITIONS)))
        unit.commit()


def row(due_on: date, number: int = 1, **told: Any) -> Facts:
    """An open row made directly."""
    return Facts(
        utility="empresa", case_id=UUID(int=number), tipo="queja", filed_on=date(2026, 3, 16), due_on=due_on, **told
    )


def alerts_of(day: date, *rows: Facts) -> list[Alert]:
    """The alerts of rows made directly."""
    with MemoryStore().begin(AT) as unit:
        unit.facts.put(rows)
        return list(worklist.alerts(unit, "empresa", day, DEFINITIONS))


# --- lists ---------------------------------------------------------------------------------------------------------


NOTIFYING = (
    Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE)),
    Event(EventType.ENVIO_CITACION, on=date(2026, 4, 9)),
)


@pytest.mark.parametrize(
    ("day", "work_class", "due_on"),
    [
        (date(2026, 4, 9), None, None),
        (date(2026, 4, 17), WorkClass.SOON, date(2026, 4, 21)),
        (date(2026, 4, 21), WorkClass.TODAY, date(2026, 4, 21)),
        (date(2026, 4, 27), WorkClass.OVERDUE, date(2026, 4, 21)),
    ],
)
def test_what_comes_due_after_the_last_event_is_listed(
    office_store: Store, day: date, work_class: WorkClass | None, due_on: date | None
) -> None:
    """Nobody came to be notified by the 16th: the aviso is due by the 21st, without any new event."""
    keep(office_store, case_of(1, *NOTIFYING))
    with office_store.read() as unit:
        found = [(item.duty.code, item.work_class, item.due_on) for item in list_of(unit, day)]
        counts = worklist.counts(unit, "empresa", day, DEFINITIONS)
    aviso = [] if work_class is None else [("aviso", work_class, due_on)]
    assert found == aviso
    assert {each: n for each, n in counts.items() if n} == ({} if work_class is None else {work_class: 1})


def list_of(unit: Any, day: date) -> list[worklist.WorkItem]:
    """Every item of the day."""
    return list(worklist.items(unit, "empresa", day, DEFINITIONS))


def test_f19_a_day_before_the_last_event_is_asked_of_the_events(office_store: Store) -> None:
    """Cases filed later are left out; cases decided later still owe the answer; others use their row."""
    later = case_of(2, filed=AT + timedelta(days=30))
    keep(office_store, case_of(1, *NOTIFYING), later, case_of(3))
    with office_store.read() as unit:
        listed = [(item.radicado, item.duty.code, item.due_on) for item in list_of(unit, date(2026, 4, 7))]
        counts = worklist.counts(unit, "empresa", date(2026, 4, 7), DEFINITIONS)
        alerts = [alert.radicado for alert in worklist.alerts(unit, "empresa", date(2026, 4, 7), DEFINITIONS)]
    assert listed == [(name, "respuesta", date(2026, 4, 9)) for name in ("R-1", "R-3")]
    assert counts[WorkClass.SOON] == sum(counts.values()) == 2
    assert sorted(map(str, alerts)) == ["R-1", "R-3"]


def test_the_events_of_a_past_day_are_asked_once(office_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events are read once for counts, pages and lists, and only of cases already filed."""
    keep(office_store, *(case_of(n, *NOTIFYING) for n in (1, 2)), case_of(3), case_of(4, filed=AT + timedelta(days=30)))
    asked: list[str | None] = []

    def telling(case: Case, *given: Any) -> Any:
        asked.append(case.filing.radicado)
        return agenda_of(case, *given)

    monkeypatch.setattr(worklist, "agenda_of", telling)
    with office_store.read() as unit:
        work = worklist.WorkOfDay(unit, "empresa", date(2026, 4, 7), DEFINITIONS)
        counts = work.counts()
        classes = {each: [item.radicado for item in work.items(work_class=each)] for each in WorkClass}
        assert [item.radicado for item in work.page(limit=2).items] == ["R-1", "R-2"]
    assert {each: len(found) for each, found in classes.items()} == counts
    assert classes[WorkClass.SOON] == ["R-1", "R-2", "R-3"]
    assert sorted(map(str, asked)) == ["R-1", "R-2"]


def test_pages_go_on_where_they_ended(office_store: Store) -> None:
    """Pages keep one order; no case is lost or repeated, whatever the size of a page."""
    asked = [case_of(n, *NOTIFYING) for n in range(1, 6)]
    keep(office_store, *asked, *(case_of(n, filed=AT + timedelta(days=n % 3)) for n in range(6, 12)))
    day = date(2026, 4, 7)
    with office_store.read() as unit:
        whole = list_of(unit, day)
        for limit in (1, 2, 5, 11, 12):
            found: list[worklist.WorkItem] = []
            after = None
            while True:
                page = worklist.page(unit, "empresa", day, DEFINITIONS, after=after, limit=limit)
                assert len(page.items) <= limit
                found += page.items
                after = page.next
                if after is None:
                    break
            assert found == whole
    assert [item.radicado for item in whole] == [f"R-{n}" for n in (1, 2, 3, 4, 5, 6, 9, 7, 10, 8, 11)]


def test_rows_of_other_definitions_are_refused(office_store: Store) -> None:
    """Lists, counts and alerts never mix two definitions; the error says how many rows differ, and what to run."""
    keep(office_store, *(case_of(n) for n in (1, 2)))
    other = colombia.definitions(evolve(PROFILE, aviso_business_days=4))
    with office_store.read() as unit:
        for ask in (worklist.items, worklist.counts, worklist.alerts):
            with pytest.raises(RowsToProjectError, match="2 rows of utility empresa") as refused:
                list(ask(unit, "empresa", date(2026, 4, 7), other))
            assert refused.value.params == {"utility": "empresa", "n": 2}
        assert worklist.counts(unit, "gas", date(2026, 4, 7), other) == dict.fromkeys(WorkClass, 0)


def test_a_day_outside_the_calendar_is_refused(office_store: Store) -> None:
    """A day outside the calendar has no list, and is refused."""
    with office_store.read() as unit, pytest.raises(OutOfSpanError):
        worklist.counts(unit, "empresa", date(2200, 1, 1), DEFINITIONS)


def test_counts_and_a_page_are_one_statement_each(database_url: str) -> None:
    """This holds for any class, for definitions recorded as equal, and for a second page."""
    asked: list[str] = []
    with SqlStore(database_url, prefix="q_") as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        keep(store, *(case_of(n) for n in range(1, 5)))
        day, equal = date(2026, 4, 7), colombia.definitions(evolve(PROFILE, aviso_business_days=4))
        with store.begin() as unit:
            unit.equate("empresa", DEFINITIONS.fingerprint, equal.fingerprint)
            unit.commit()
        with store.read() as unit:
            event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
            for definitions in (DEFINITIONS, equal):
                assert worklist.counts(unit, "empresa", day, definitions)[WorkClass.SOON] == 4
                page = worklist.page(unit, "empresa", day, definitions, limit=2)
                second = worklist.page(
                    unit, "empresa", day, definitions, work_class=WorkClass.SOON, after=page.next, limit=2
                )
                assert [item.radicado for item in (*page.items, *second.items)] == ["R-1", "R-2", "R-3", "R-4"]
                assert len(asked) == 3
                asked.clear()
        store.tables.metadata.drop_all(store.engine)


# --- alerts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 3, 30), None),
        (date(2026, 4, 6), 3),
        (date(2026, 4, 7), 3),
        (date(2026, 4, 8), 1),
        (date(2026, 4, 9), 0),
        (date(2026, 4, 10), -1),
        (date(2026, 4, 30), -1),
    ],
)
def test_the_last_step_reached_is_due(day: date, step: int | None) -> None:
    """Business days before and after the due day, by the ladder of the profile; one at a time."""
    assert [alert.step for alert in alerts_of(day, row(date(2026, 4, 9)))] == ([] if step is None else [step])


def test_an_alert_of_a_step_fires_once(office_store: Store) -> None:
    """It is silent when asked again at the same step; if the due day moves, it warns again."""

    def fired(rows: list[Facts], day: date) -> tuple[Alert, ...]:
        with office_store.begin(AT) as unit:
            unit.facts.put(rows)
            found = worklist.fire(unit, worklist.alerts(unit, "empresa", day, DEFINITIONS))
            unit.commit()
        return found

    rows = [row(date(2026, 4, 9), number) for number in (1, 2)]
    assert [alert.case_id.int for alert in fired(rows, date(2026, 4, 6))] == [1, 2]
    assert fired(rows, date(2026, 4, 6)) == fired(rows, date(2026, 4, 7)) == ()
    assert [alert.step for alert in fired(rows, date(2026, 4, 8))] == [1, 1]
    assert [alert.due_on for alert in fired([row(date(2026, 4, 10))], date(2026, 4, 8))] == [date(2026, 4, 10)]


def test_nothing_is_due_of_a_row_without_open_duty_or_suspended() -> None:
    """An answered case warns of nothing, and so does one whose clock stands still."""
    answered = row(date(2026, 4, 9), answered_on=date(2026, 4, 1))
    suspended = row(date(2026, 4, 9), 2, suspended_from=date(2026, 4, 6), suspended_until=date(2026, 4, 8))
    assert alerts_of(date(2026, 4, 8), answered, suspended) == []
    assert [alert.case_id.int for alert in alerts_of(date(2026, 4, 9), answered, suspended)] == [2]


def test_a_duty_beside_the_answer_warns_while_the_answer_waits(office_store: Store) -> None:
    """Evidence stops the clock of the answer, not that of the notice of a visit; both warn once they run."""
    visit = Event(EventType.VISITA_PROGRAMADA, on=date(2026, 3, 20), payload=Visit(fecha=date(2026, 3, 27)))
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 20), payload=EvidencePeriod(dias=5))
    keep(office_store, case_of(1, evidence, visit))
    found = {}
    with office_store.read() as unit:
        for day in (date(2026, 3, 25), date(2026, 4, 16)):
            told = worklist.alerts(unit, "empresa", day, DEFINITIONS)
            found[day] = [(alert.code, alert.due_on, alert.step) for alert in told]
    assert found == {
        date(2026, 3, 25): [("aviso_visita", date(2026, 3, 24), -1)],
        date(2026, 4, 16): [("respuesta", date(2026, 4, 16), 0)],
    }


def test_an_alert_of_a_utility_with_a_long_name_fires(office_store: Store) -> None:
    """The stored key of an alert does not contain the name of the utility."""
    name = "a" * 255
    named = evolve(row(date(2026, 4, 9)), utility=name)
    with office_store.begin(AT) as unit:
        unit.facts.put([named])
        due = list(worklist.alerts(unit, name, date(2026, 4, 9), DEFINITIONS))
        assert [alert.utility for alert in due] == [name]
        assert worklist.fire(unit, due) == tuple(due)
        assert worklist.fire(unit, due) == ()

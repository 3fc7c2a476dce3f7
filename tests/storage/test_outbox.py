"""The outbox with several transactions writing at once: a reader never passes an event that commits later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.conformance import ROWS
from pqr_core.vocabulary import EventType

AT = datetime(2026, 3, 16, 17, tzinfo=UTC)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store in which two transactions write at once."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with SqlStore(database_url, prefix="x_", rows=ROWS) as made:
        made.tables.metadata.drop_all(made.engine)
        made.create()
        with made.begin(AT) as unit:  # the definitions are there: whoever writes them first lets the others wait
            unit.cases.add(case(99))
            unit.commit()
        yield made
        made.tables.metadata.drop_all(made.engine)


def case(number: int) -> Case:
    """A case of that number."""
    return Case.file(Filing(tipo="queja"), utility_id="aguas", case_id=UUID(int=number), zone=colombia.ZONE, at=AT)


def add(unit: UnitOfWork, number: int) -> None:
    """Add a case and put it in the outbox."""
    unit.cases.add(case(number))
    unit.post("aguas", UUID(int=number), [1])


def note(unit: UnitOfWork, number: int) -> None:
    """Add a note to a case and put it in the outbox."""
    stored = unit.cases.get("aguas", UUID(int=number))
    saved = unit.cases.save(stored, stored.case.record(Event(EventType.NOTA, at=AT, actor=str(stored.version))))
    unit.post("aguas", saved.case.case_id, [len(saved.case.events)])


def taken(store: SqlStore, reader: str = "mailer") -> list[tuple[int, int]]:
    """What a reader reads now, committed: case and number."""
    with store.begin() as unit:
        found = read(unit, reader)
        unit.commit()
    return found


def read(unit: UnitOfWork, reader: str = "mailer", limit: int = 100) -> list[tuple[int, int]]:
    """What a reader reads and marks as read: case and number."""
    posted = unit.unread("aguas", reader, limit)
    if posted:
        unit.mark_read("aguas", reader, posted[-1].position)
    return [(each.case_id.int, each.seq) for each in posted]


def test_a_transaction_that_commits_later_is_not_lost(store: SqlStore) -> None:
    """It wrote first and commits last: it is still read, after events that were written later."""
    with ExitStack() as open_units:
        first = open_units.enter_context(store.begin(AT))
        add(first, 1)
        with store.begin(AT) as second:
            add(second, 2)
            second.commit()
        assert taken(store) == [(2, 1)]
        assert taken(store) == []
        first.commit()
    assert taken(store) == [(1, 1)]
    assert taken(store, "printer") == [(2, 1), (1, 1)]


def test_nobody_waits_for_who_has_not_ended(store: SqlStore) -> None:
    """An event of a case is read while the next of it is being written."""
    with store.begin(AT) as unit:
        add(unit, 1)
        unit.commit()
    with store.begin(AT) as writing:
        note(writing, 1)
        assert taken(store) == [(1, 1)]
        writing.commit()
    assert taken(store) == [(1, 2)]


def test_writers_do_not_wait_for_a_reader(store: SqlStore) -> None:
    """A reader in a long transaction does not block writers."""
    with store.begin(AT) as unit:
        add(unit, 1)
        unit.commit()
    with store.begin() as reading:
        assert len(read(reading)) == 1
        with store.begin(AT) as unit:
            add(unit, 2)
            note(unit, 1)
            unit.commit()
        reading.commit()
    assert sorted(taken(store)) == [(1, 2), (2, 1)]


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ"])
def test_a_host_that_sees_an_older_state_passes_nothing_over(store: SqlStore, level: str) -> None:
    """Events that others added since its transaction began come in the next one."""
    with store.begin(AT) as unit:
        add(unit, 1)
        unit.commit()
    engine = create_engine(store.engine.url, isolation_level=level)
    with Session(engine) as session:
        with store.join(session) as unit:
            list(unit.cases.stream("aguas"))  # it sees the state of here from now on
            unit.commit()
        with store.begin(AT) as unit:
            add(unit, 2)
            unit.commit()
        if store.engine.dialect.name != "postgresql" or level == "READ COMMITTED":
            assert sorted(taken(store, "printer")) == [(1, 1), (2, 1)]
            with store.begin(AT) as unit:
                add(unit, 3)
                unit.commit()
        with store.join(session) as unit:
            first = read(unit)
            unit.commit()
        session.commit()
    engine.dispose()
    rest = taken(store) + taken(store)
    assert first == sorted(set(first))
    every = first + rest
    assert sorted(every) == sorted(set(every))
    assert {number for number, _ in every} >= {1, 2}


def test_two_workers_of_one_name_read_each_event_once(store: SqlStore) -> None:
    """The second waits for the first and continues after it; a rollback returns the events."""
    with store.begin(AT) as unit:
        for number in range(1, 4):
            add(unit, number)
        unit.commit()
    with store.begin() as first:
        assert len(read(first, limit=2)) == 2
    with store.begin() as first:
        assert len(read(first, limit=2)) == 2
        first.commit()
    assert len(taken(store)) == 1

"""The store survives killed writers, full disks, locks and many writers. The writers are in `killed_writers.py`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from sqlalchemy import event, func, select

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.errors import StaleCaseError, StorageError
from pqr_core.facts import Facts
from pqr_core.language import Said
from pqr_core.storage.cases import NewCase
from pqr_core.storage.engines import message_of
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.conformance import ROWS, in_threads
from pqr_core.vocabulary import EventType

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
ROUNDS = {"sqlite": 40, "postgresql": 20, "mariadb": 5}


def case_of(number: int, note: str = "") -> Case:
    """A case of that number, with a note."""
    return Case.file(
        Filing(tipo="queja", radicado=f"R-{number}"),
        utility_id="aguas",
        case_id=UUID(int=number),
        zone=ZoneInfo("America/Bogota"),
        on=DAY,
        events=(Event(EventType.NOTA, on=DAY, actor=note),),
    )


@pytest.fixture
def faulty_store(database_url: str) -> Iterator[SqlStore]:
    """A store with tables of its own, gone at the end with every connection given back."""
    with SqlStore(database_url, prefix="f_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        assert getattr(store.engine.pool, "checkedout", lambda: 0)() == 0
        store.tables.metadata.drop_all(store.engine)


def counts(store: SqlStore) -> dict[str, int]:
    """The rows of each table, but that of the version."""
    tables = [table for table in store.tables.metadata.sorted_tables if table is not store.tables.version]
    with store.engine.connect() as connection:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.full)])
def test_killed_writers_leave_what_was_acknowledged(database_url: str, times: int) -> None:
    """After each kill -9, histories verify, no acknowledged write is lost, and no partial write is visible."""
    rounds = times * ROUNDS[database_url.partition(":")[0].partition("+")[0]]
    script = Path(__file__).parent / "killed_writers.py"
    command = [sys.executable, "-W", "error", str(script), database_url, str(rounds)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"{rounds} killed")


@pytest.mark.parametrize("writers", [2, 8])
def test_many_writers_lose_nothing(faulty_store: SqlStore, writers: int) -> None:
    """Writers on the same cases retry as needed; everything acknowledged is stored, and nothing more."""
    store = faulty_store
    with store.begin(NOON) as unit:
        for number in (1, 2):
            unit.cases.add(case_of(number))
        unit.commit()

    def write(worker: int) -> int:
        acknowledged = 0
        while acknowledged < 6:
            case_id = UUID(int=1 + (worker + acknowledged) % 2)
            try:
                with store.begin(NOON) as unit:
                    stored = unit.cases.get("aguas", case_id)
                    note = Event(EventType.NOTA, on=DAY, actor=f"{worker} {acknowledged}")
                    unit.cases.save(stored, stored.case.record(note), row_of(stored.case, stored.version))
                    unit.commit()
            except StaleCaseError:
                continue
            acknowledged += 1
        return acknowledged

    done = sum(in_threads(writers, write))
    with store.read() as unit:
        cases = list(unit.cases.stream("aguas"))
        assert sum(len(stored.case.events) - 2 for stored in cases) == done == 6 * writers
        assert sum(stored.version - 1 for stored in cases) == done
        assert all(unit.cases.verify_history("aguas", stored.case.case_id) == () for stored in cases)


def row_of(case: Case, version: int) -> Facts:
    """A row of facts of that version."""
    row = Facts(utility="aguas", case_id=case.case_id, tipo="queja", filed_on=DAY)
    return evolve(row, causal=str(version))


def test_a_full_disk_leaves_nothing_half_done(tmp_path: Path) -> None:
    """The error says that the disk is full, nothing stored is lost, and the store works again once there is room."""
    with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            unit.commit()
        before = counts(store)
        pages = [100]

        @event.listens_for(store.engine, "checkout")
        def limit(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages[0]}").close()

        many = [NewCase(case_of(number, "x" * 5000)) for number in range(2, 500)]
        with pytest.raises(StorageError, match="full"), store.begin(NOON) as unit:
            unit.cases.add_many(many)
        with store.begin(NOON) as unit:
            with pytest.raises(StorageError, match="full"):  # noqa: PT012 - whichever of them fills it
                for new in many:
                    unit.cases.add(new.case)
            with pytest.raises(StorageError, match="over"):
                unit.cases.add(case_of(2))
            with pytest.raises(StorageError, match="over"):
                unit.commit()
        assert counts(store) == before
        pages[0] = 1_000_000
        with store.begin(NOON) as unit:
            unit.cases.add_many(many)
            unit.commit()
        with store.read() as unit:
            assert len(list(unit.cases.stream("aguas"))) == 499


def test_a_file_that_only_reads_is_read(tmp_path: Path) -> None:
    """Reading works; writing is refused by name, at once."""
    path = tmp_path / "a.sqlite"
    with SqlStore(f"sqlite:///{path}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            unit.commit()
    with SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true", rows=ROWS) as store:
        with store.read() as unit:
            assert unit.cases.get("aguas", UUID(int=1)).case == case_of(1)
        with pytest.raises(StorageError, match="readonly"), store.begin(NOON) as unit:
            unit.cases.add(case_of(2))


def test_a_server_that_only_reads_is_told(faulty_store: SqlStore) -> None:
    """A server that refuses to write is an error of ours, with nothing half done."""
    engine = faulty_store.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("a file is tested above")
    statement = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
    if engine.dialect.name == "mariadb":
        statement = "SET SESSION TRANSACTION READ ONLY"

    @event.listens_for(engine, "checkout")
    def refuse(connection: Any, _record: object, _proxy: object) -> None:
        connection.cursor().execute(statement)
        connection.commit()

    try:
        with pytest.raises(StorageError, match=r"(?i)read.?only"), faulty_store.begin(NOON) as unit:  # noqa: PT012 - whichever
            unit.cases.add(case_of(1))
            unit.commit()
    finally:
        event.remove(engine, "checkout", refuse)
        engine.dispose()
    assert set(counts(faulty_store).values()) == {0}


def test_a_locked_file_says_who_waited_how_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waited for another in vain gets an error of ours; readers do not wait."""
    monkeypatch.setattr("pqr_core.storage.engines._PATIENCE_SECONDS", 0.05)
    with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            told = r"locked: process \d+, thread MainThread waited 0\.\d\d seconds .*a\.sqlite"
            with pytest.raises(StorageError, match=told), store.begin():
                pass
            with store.read() as reading:
                assert list(reading.cases.stream("aguas")) == []
            unit.commit()


def test_a_lost_server_is_told(faulty_store: SqlStore) -> None:
    """A connection that breaks in the midst of a unit is an error of ours, and the next unit works."""
    if faulty_store.engine.dialect.name == "sqlite":
        pytest.skip("no server")
    kill, own = "SELECT pg_terminate_backend({})", "SELECT pg_backend_pid()"
    if faulty_store.engine.dialect.name == "mariadb":
        kill, own = "KILL {}", "SELECT CONNECTION_ID()"
    with pytest.raises(StorageError), faulty_store.begin(NOON) as unit:  # noqa: PT012 - the second write fails
        unit.cases.add(case_of(1))
        cases: Any = unit.cases
        number = cases._connection.exec_driver_sql(own).scalar()  # noqa: SLF001 - the connection to break
        with faulty_store.engine.connect() as other:
            other.exec_driver_sql(kill.format(number))
        unit.cases.add(case_of(2))
    assert set(counts(faulty_store).values()) == {0}
    with faulty_store.begin(NOON) as unit:
        unit.cases.add(case_of(1))
        unit.commit()


# --- at the counter ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "es"),
    [
        ("database is locked", "la base de datos está ocupada: otro está escribiendo"),
        ("no such table: pqr_cases", "no están las tablas: ejecute `pqr db upgrade`"),
        ("attempt to write a readonly database", "la base de datos es de solo lectura"),
        ("database or disk is full", "no queda espacio en el disco"),
        ("file is not a database", "el archivo no es una base de datos"),
        ("connection to server at 127.0.0.1 failed", "no hay conexión con la base de datos"),
        ("(1045, \"Access denied for user 'x'\")", "la base de datos no admite ese usuario o esa contraseña"),
        ("something that no driver has said yet", "la base de datos no lo permite"),
    ],
)
def test_what_a_driver_says_is_not_shown_raw_in_spanish(told: str, es: str) -> None:
    """The Spanish message has the kind of fault; the English one has the driver's own words."""
    assert message_of(RuntimeError(told)) == Said(es, told)

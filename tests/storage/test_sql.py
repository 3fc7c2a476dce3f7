from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, delete, event, inspect, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.errors import MissingExtraError, SchemaVersionError, StorageError
from pqr_core.facts import Volume
from pqr_core.storage.engines import make_engine
from pqr_core.storage.history import Entry
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.tables import make_tables
from pqr_core.testing.conformance import ROWS, Backdoor, StoreConformance
from pqr_core.vocabulary import EventType

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
CASE = Case.file(
    Filing(tipo="queja", radicado="R-1"),
    utility_id="aguas",
    case_id=UUID(int=1),
    zone=ZoneInfo("America/Bogota"),
    on=date(2026, 3, 16),
)


class SqlBackdoor:
    def __init__(self, store: SqlStore) -> None:
        self._engine = store.engine
        self._tables = store.tables

    def entries(self, utility_id: str, case_id: UUID) -> list[Entry]:
        """The rows of the table of events."""
        events = self._tables.events.c
        query = select(events.seq, events.text, events.digest, events.recorded_at).where(
            events.utility_id == utility_id, events.case_id == case_id
        )
        with self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(query.order_by(events.seq))]

    def replace(self, utility_id: str, case_id: UUID, entries: Sequence[Entry]) -> None:
        """Other rows in the table of events."""
        table = self._tables.events
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.utility_id == utility_id, table.c.case_id == case_id))
            for entry in entries:
                kind = json.loads(entry.text)["type"]
                row = {"utility_id": utility_id, "case_id": case_id, "recorded_at": entry.at, "type": kind}
                row |= {"seq": entry.seq, "text": entry.text, "digest": entry.digest}
                connection.execute(table.insert().values(row))

    def fact_rows(self, utility_id: str, case_id: UUID) -> list[tuple[datetime, datetime | None]]:
        """When each row was known."""
        facts = self._tables.facts.c
        query = select(facts.known_from, facts.known_to).where(facts.utility == utility_id, facts.case_id == case_id)
        with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(query.order_by(facts.revision))]

    def change_case(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Other columns of the row of the case."""
        cases = self._tables.cases
        self._execute(update(cases).where(cases.c.utility_id == utility_id, cases.c.case_id == case_id).values(values))

    def change_row(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Other columns of the row known."""
        facts = self._tables.facts
        known = (facts.c.utility == utility_id, facts.c.case_id == case_id, facts.c.known_to.is_(None))
        self._execute(update(facts).where(*known).values(values))

    def remove_row(self, utility_id: str, case_id: UUID) -> None:
        """The row known, and the duties beside it."""
        facts, duties = self._tables.facts, self._tables.duties
        known = (facts.c.utility == utility_id, facts.c.case_id == case_id, facts.c.known_to.is_(None))
        self._execute(delete(facts).where(*known))
        self._execute(delete(duties).where(duties.c.utility == utility_id, duties.c.case_id == case_id))

    def change_number(self, utility_id: str, series: str, last: int) -> None:
        """Another last number."""
        numbers = self._tables.numbers
        key = (numbers.c.utility_id == utility_id, numbers.c.series == series)
        self._execute(update(numbers).where(*key).values(last=last))

    def change_definition(self, digest: str, text: str) -> None:
        """Another text."""
        definitions = self._tables.definitions
        self._execute(update(definitions).where(definitions.c.digest == digest).values(text=text))

    def _execute(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            assert connection.execute(statement).rowcount

    def holds(self, text: str) -> bool:
        """In the bytes of the file and of its log, or in the tables of a server."""
        place = self._engine.url
        if place.get_backend_name() == "sqlite" and place.database:
            path = Path(place.database)
            return any(text.encode() in each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
        with self._engine.connect() as connection:
            return any(
                text in str(value)
                for table in self._tables.metadata.sorted_tables
                for row in connection.execute(select(table))
                for value in row
            )


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlStore]:
    """An empty store, which must have given every connection back at the end."""
    yield from fresh(SqlStore(database_url, prefix="t_", rows=ROWS))


def checked_out(store: SqlStore) -> int:
    """How many connections are not given back; a pool of one connection a thread does not count."""
    pool = store.engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0


def fresh(store: SqlStore) -> Iterator[SqlStore]:
    """The store with its tables, empty; which stay for the next test: making them takes longer than most tests."""
    tables = store.tables.metadata.sorted_tables
    with store:
        try:
            store.create()
        except SchemaVersionError:
            store.tables.metadata.drop_all(store.engine)
            store.create()
        with store.engine.begin() as connection:
            for table in reversed([table for table in tables if table is not store.tables.version]):
                connection.execute(delete(table))
        yield store
        assert checked_out(store) == 0


class TestSqlStore(StoreConformance):
    @pytest.fixture
    def store(self, sql_store: SqlStore) -> SqlStore:
        """An empty store in each database."""
        return sql_store

    @pytest.fixture
    def backdoor(self, store: SqlStore) -> Backdoor:
        """Its tables, read through another connection."""
        return SqlBackdoor(store)


class TestSqliteInMemory(StoreConformance):
    shared_between_threads = False

    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        """SQLite without a file."""
        yield from fresh(SqlStore("sqlite://", rows=ROWS))

    @pytest.fixture
    def backdoor(self, store: SqlStore) -> Backdoor:
        """Its tables."""
        return SqlBackdoor(store)


def host_table(store: SqlStore) -> Table:
    """A table of the host beside ours."""
    table = Table("t_host", MetaData(), Column("id", Integer, primary_key=True))
    table.drop(store.engine, checkfirst=True)
    table.create(store.engine)
    return table


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("orm", [True, False])
def test_the_host_commits_and_rolls_back(sql_store: SqlStore, kept: bool, orm: bool) -> None:  # noqa: FBT001 - parameters
    """In the host's transaction a case and the host's own row are kept together, or neither is."""
    table = host_table(sql_store)
    with Session(sql_store.engine) if orm else sql_store.engine.connect() as host:
        with sql_store.join(host, NOON) as work:
            work.cases.add(CASE)
            work.commit()
        host.execute(table.insert().values(id=1))
        host.commit() if kept else host.rollback()
    with sql_store.read() as work:
        assert len(list(work.cases.stream("aguas"))) == kept
    with sql_store.engine.connect() as connection:
        assert len(connection.execute(select(table)).all()) == kept
    table.drop(sql_store.engine)


def test_our_roll_back_leaves_the_hosts_work(sql_store: SqlStore) -> None:
    """A joined unit that is left without commit undoes its own work only."""
    table = host_table(sql_store)
    with sql_store.engine.connect() as host:
        host.execute(table.insert().values(id=1))
        with sql_store.join(host, NOON) as work:
            work.cases.add(CASE)
        host.execute(table.insert().values(id=2))
        host.commit()
    with sql_store.read() as work:
        assert list(work.cases.stream("aguas")) == []
    with sql_store.engine.connect() as connection:
        assert len(connection.execute(select(table)).all()) == 2
    table.drop(sql_store.engine)


def test_two_prefixes_live_side_by_side(sql_store: SqlStore) -> None:
    """Two stores in one database, in one process, see nothing of each other."""
    for other in fresh(SqlStore(sql_store.engine, prefix="u_", rows=ROWS)):
        with other.begin(NOON) as work:
            work.cases.add(CASE)
            work.commit()
        with sql_store.read() as work:
            assert list(work.cases.stream("aguas")) == []


def test_the_engine_of_the_host_stays_open(tmp_path: Path) -> None:
    """Closing the store closes nothing that was given to it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")
    disposed: list[object] = []
    event.listen(engine, "engine_disposed", disposed.append)
    with SqlStore(engine, rows=ROWS) as store:
        store.create()
    assert disposed == []
    engine.dispose()


def test_creating_twice_changes_nothing(sql_store: SqlStore) -> None:
    """`create()` on tables that are there leaves them and what is in them."""
    with sql_store.begin(NOON) as work:
        work.cases.add(CASE)
        work.commit()
    sql_store.create()
    sql_store.check()
    with sql_store.read() as work:
        assert len(list(work.cases.stream("aguas"))) == 1


def test_tables_that_are_not_there_are_named(database_url: str) -> None:
    """A store without tables says what to run, and leaves no connection open."""
    with SqlStore(database_url, prefix="none_", rows=ROWS) as store:
        with pytest.raises(SchemaVersionError, match="none") as refused, store.begin():
            pass
        assert "pqr db upgrade" in str(refused.value)
        with pytest.raises(SchemaVersionError):
            store.check()
        assert checked_out(store) == 0


def test_tables_of_another_version_are_refused(sql_store: SqlStore) -> None:
    """A later schema is neither used nor created over."""
    with sql_store.engine.begin() as connection:
        connection.execute(sql_store.tables.version.update().values(version_num="9999"))
    with pytest.raises(SchemaVersionError, match="9999"):
        sql_store.create()


def test_a_second_unit_in_memory_is_refused() -> None:
    """SQLite in memory has one connection a thread, so one unit at a time."""
    with SqlStore("sqlite://", rows=ROWS) as store:
        store.create()
        with store.begin(), pytest.raises(StorageError, match="another unit"), store.begin():
            pass


def test_sqlite_files_are_set_up(tmp_path: Path) -> None:
    """Write-ahead log and foreign keys are on for an engine of our own."""
    with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.engine.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize(
    ("url", "drivername"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("mariadb://u@h/d", "mariadb+pymysql"),
        ("mysql://u@h/d", "mysql+pymysql"),
        ("sqlite://", "sqlite"),
    ],
)
def test_a_url_without_driver_is_completed(url: str, drivername: str) -> None:
    """The driver is the one tested, on either line of SQLAlchemy."""
    assert make_engine(url).url.drivername == drivername


@pytest.mark.parametrize(
    "url", ["secreto@nada", "nosuchdatabase://u:secreto@h/d", "oracle://u:secreto@h/d", "mssql+pyodbc://u:secreto@h/d"]
)
def test_a_url_of_no_database_of_ours_is_refused(url: str) -> None:
    """The message names the databases that are supported, and shows nothing of the URL."""
    with pytest.raises(StorageError) as refused:
        SqlStore(url)
    for said in (refused.value.message("es"), refused.value.message("en")):
        assert "SQLite, PostgreSQL, MariaDB, MySQL" in said
        assert "secreto" not in said


@pytest.mark.parametrize(
    ("url", "package", "extra"),
    [
        ("postgresql+nosuchdriver://u@h/d", "psycopg", "postgres"),
        ("postgresql+psycopg2://u@h/d", "psycopg", "postgres"),
        ("mysql+nosuchdriver://u@h/d", "pymysql", "mariadb"),
        ("mariadb+nosuchdriver://u@h/d", "pymysql", "mariadb"),
    ],
)
def test_another_driver_that_is_not_installed_is_named_with_the_tested_one(url: str, package: str, extra: str) -> None:
    """The message says which driver to use instead, and an extra that exists installs it."""
    with pytest.raises(MissingExtraError) as refused:
        SqlStore(url)
    for said in (refused.value.message("es"), refused.value.message("en")):
        assert url.partition(":")[0] in said
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(each.startswith(package) for each in project["optional-dependencies"][extra])
    assert (refused.value.params["package"], refused.value.params["extra"]) == (package, extra)


def test_sqlite_needs_no_driver() -> None:
    """Another driver of SQLite is told so: no extra installs it."""
    with pytest.raises(StorageError, match=r"sqlite\+nosuchdriver is not installed; .* sqlite:///pqr\.sqlite"):
        SqlStore("sqlite+nosuchdriver:///a.sqlite")


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    """A file in no folder is an error of ours, with the driver's as its cause."""
    with SqlStore(f"sqlite:///{tmp_path / 'no' / 'a.sqlite'}") as store, pytest.raises(StorageError) as refused:
        store.create()
    assert refused.value.__cause__ is not None


def test_the_host_has_the_tables_in_its_metadata(sql_store: SqlStore) -> None:
    """The tables the host makes are those the store creates, names of constraints included."""
    tables = make_tables(MetaData(), prefix="t_")
    inspector = inspect(sql_store.engine)
    assert {t.name for t in tables.metadata.sorted_tables} <= set(inspector.get_table_names())
    names = {i["name"] for i in inspector.get_indexes("t_facts")}
    assert {i.name for i in tables.facts.indexes} <= names


def test_registers_are_read_in_pages(sql_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of two columns goes on after the last row of a page, as one of one column does."""
    monkeypatch.setattr("pqr_core.storage.sql_registers.CHUNK", 4)
    volumes = [
        Volume(utility="aguas", month=date(2026, month, 1), servicio=servicio, subscribers=month)
        for month in range(1, 8)
        for servicio in ("acueducto", "alcantarillado", "aseo")
    ]
    with sql_store.begin(NOON) as work:
        work.volumes.put(reversed(volumes))
        assert list(work.volumes.stream("aguas")) == volumes


def test_an_upgrade_to_a_writer_does_not_fail_midway(tmp_path: Path) -> None:
    """A unit that reads before it writes is a writer from its start, so nobody gets in between."""
    with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as work:
            stored = work.cases.add(CASE)
            work.commit()
        with store.begin(NOON) as work:
            read = work.cases.get("aguas", CASE.case_id)
            saved = work.cases.save(read, read.case.record(Event(EventType.NOTA, on=date(2026, 3, 17))))
            work.commit()
        assert (stored.version, saved.version) == (1, 2)

"""Units of work and errors that a caller catches, transactions of a host, engines set up by others."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.errors import ConflictError, InvalidInputError, SchemaVersionError, StorageError
from pqr_core.facts import Facts, Volume
from pqr_core.office.desk import Office
from pqr_core.storage.cases import NewCase
from pqr_core.storage.history import CASE_ITSELF
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.conformance import ROWS, in_threads
from pqr_core.vocabulary import EventType, PetitionerKind

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
NAME = "Fulana Secreta de la calle 5"
ADDRESS = "ana@correo.co"


def case_of(number: int, *, name: str | None = None) -> Case:
    """A case of that number."""
    petitioner = None if name is None else Petitioner(clase=PetitionerKind.NATURAL, nombre=name)
    return Case.file(
        Filing(tipo="queja", radicado=f"R-{number}", peticionario=petitioner),
        utility_id="aguas",
        case_id=UUID(int=number),
        zone=ZoneInfo("America/Bogota"),
        on=DAY,
    )


def volume(subscribers: int = 1) -> Volume:
    """The size of a month."""
    return Volume(utility="aguas", month=date(2026, 3, 1), servicio="aseo", subscribers=subscribers)


MADE: set[str] = set()
"""The databases of which this run made the tables."""


def make_anew(store: SqlStore) -> None:
    """The tables of the prefix, whatever an earlier run or a test that failed left under it."""
    left = MetaData()
    left.reflect(store.engine, only=lambda name, _: name.startswith("un_"))
    left.drop_all(store.engine)
    store.create()


def stands(store: SqlStore) -> bool:
    """Whether all tables are there, of this version."""
    with suppress(StorageError):
        store.check()
        return {table.name for table in store.tables.metadata.sorted_tables} <= set(
            inspect(store.engine).get_table_names()
        )
    return False


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store with tables of its own."""
    with SqlStore(database_url, prefix="un_", rows=ROWS) as store:
        if database_url not in MADE or not stands(store):
            make_anew(store)
            MADE.add(database_url)
        with store.engine.begin() as connection:  # the tables stay: making them takes longer than the tests
            for table in reversed(store.tables.metadata.sorted_tables):
                if table is not store.tables.version:
                    connection.execute(delete(table))
        yield store
        assert getattr(store.engine.pool, "checkedout", lambda: 0)() == 0


def break_the(table: Table, store: SqlStore) -> None:
    """Let nothing more be written to a table, whatever the engine."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {table.name}_away")


def mend_the(table: Table, store: SqlStore) -> None:
    """Undo it."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table.name}_away RENAME TO {table.name}")


def cases_in(store: SqlStore) -> list[int]:
    """The numbers of the cases that are there."""
    with store.read() as unit:
        return [stored.case.case_id.int for stored in unit.cases.stream("aguas")]


# --- errors that are caught ------------------------------------------------------------------------------------------


def test_an_error_that_is_caught_cannot_be_committed(store: SqlStore) -> None:
    """An error of the engine ends the unit: it cannot be committed in part."""
    break_the(store.tables.registers["volumes"], store)
    try:
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            with pytest.raises(StorageError):
                unit.volumes.put([volume()])
            with pytest.raises(StorageError, match="over"):
                unit.cases.add(case_of(2))
            with pytest.raises(StorageError, match="over"):
                unit.commit()
    finally:
        mend_the(store.tables.registers["volumes"], store)
    assert cases_in(store) == []


def test_a_save_is_never_kept_by_half(store: SqlStore) -> None:
    """If the row of facts cannot be written, the events of the case are not stored either."""
    row = Facts(utility="aguas", case_id=UUID(int=1), tipo="queja", filed_on=DAY)
    with store.begin(NOON) as unit:
        added = unit.cases.add(case_of(1), row)
        unit.commit()
    break_the(store.tables.facts, store)
    try:
        with store.begin(NOON) as unit:
            noted = added.case.record(Event(EventType.NOTA, on=DAY))
            with pytest.raises(StorageError):
                unit.cases.save(added, noted, evolve(row, causal="otra"))
            with pytest.raises(StorageError, match="over"):
                unit.commit()
    finally:
        mend_the(store.tables.facts, store)
    with store.read() as unit:
        assert unit.cases.get("aguas", UUID(int=1)) == added
        assert unit.facts.get("aguas", UUID(int=1)) == row


def test_a_deadlock_keeps_nothing_of_its_victim(store: SqlStore) -> None:
    """Two units that wait for each other: one gets an error, and what it had done before is gone with it."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store.begin(NOON) as unit:
        stored = {number: unit.cases.add(case_of(number)) for number in (1, 2)}
        unit.commit()
    both = threading.Barrier(2)

    def write(worker: int) -> bool:
        own, other = (1, 2) if worker == 0 else (2, 1)
        with store.begin(NOON) as unit:
            for number in (own, other):
                case = stored[number].case.record(Event(EventType.NOTA, on=DAY, actor=f"{worker}"))
                try:
                    unit.cases.save(stored[number], case)
                except ConflictError:
                    with pytest.raises(StorageError, match="over"):
                        unit.commit()
                    return False
                if number == own:
                    both.wait()
            unit.commit()
        return True

    done = in_threads(2, write)
    assert sorted(done) == [False, True]
    with store.read() as unit:
        actors = {stored.case.events[-1].actor for stored in unit.cases.stream("aguas")}
    assert actors == {str(done.index(True))}


# --- in the transaction of a host ------------------------------------------------------------------------------------


@pytest.fixture
def host_table(store: SqlStore) -> Iterator[Table]:
    """A table of the host beside ours."""
    table = Table("un_host", MetaData(), Column("id", Integer, primary_key=True))
    table.drop(store.engine, checkfirst=True)
    table.create(store.engine)
    yield table
    table.drop(store.engine)


def test_our_error_leaves_the_hosts_work(store: SqlStore, host_table: Table) -> None:
    """An error of ours that the host catches undoes our part only; the host commits its own."""
    break_the(store.tables.registers["volumes"], store)
    try:
        with store.engine.connect() as host:
            host.execute(host_table.insert().values(id=1))
            with store.join(host, NOON) as unit:
                unit.cases.add(case_of(1))
                with pytest.raises(StorageError):
                    unit.volumes.put([volume()])
            host.execute(host_table.insert().values(id=2))
            host.commit()
    finally:
        mend_the(store.tables.registers["volumes"], store)
    assert cases_in(store) == []
    with store.engine.connect() as connection:
        assert connection.execute(select(host_table.c.id).order_by(host_table.c.id)).scalars().all() == [1, 2]


def test_a_host_that_rolls_back_ends_our_unit(store: SqlStore, host_table: Table) -> None:
    """After the host's rollback the unit refuses everything, and nothing enters the host's next transaction."""
    with store.engine.connect() as host:
        with store.join(host, NOON) as unit:
            unit.cases.add(case_of(1))
            host.rollback()
            host.execute(host_table.insert().values(id=1))
            with pytest.raises(StorageError, match="begin another"):
                unit.cases.add(case_of(2))
        host.commit()
    assert cases_in(store) == []


def test_the_victim_of_a_deadlock_cannot_be_committed_by_the_host(store: SqlStore, host_table: Table) -> None:
    """MariaDB rolls the whole transaction back, the host's work too: the host must not believe it is kept."""
    if store.engine.dialect.name != "mariadb":
        pytest.skip("a savepoint outlives the error")
    with store.begin(NOON) as unit:
        stored = unit.cases.add(case_of(1))
        unit.commit()
    with store.engine.connect() as host:
        host.execute(host_table.insert().values(id=1))
        with store.join(host, NOON) as unit:
            # As the engine ends the transaction of a victim: without our knowing.
            host.connection.driver_connection.rollback()  # type: ignore[union-attr]  # a connection of the driver
            with pytest.raises(StorageError):
                unit.end()
            with suppress(StorageError):
                unit.cases.save(stored, stored.case.record(Event(EventType.NOTA, on=DAY)))
        with pytest.raises(SQLAlchemyError):
            host.commit()
        host.rollback()


def test_a_session_that_cannot_connect_is_told_by_our_name(tmp_path: Path, store: SqlStore) -> None:
    """No error of SQLAlchemy reaches the caller of `join`."""
    nowhere = create_engine(f"sqlite:///{tmp_path / 'no' / 'a.sqlite'}")
    with Session(nowhere) as session, pytest.raises(StorageError), store.join(session):
        pass
    nowhere.dispose()


def test_a_connection_that_the_host_closed_is_told_by_our_name(store: SqlStore) -> None:
    """As before: whatever the unit is asked."""
    with store.engine.connect() as host:
        unit = store.join(host)
        work = unit.__enter__()
        host.close()
        with pytest.raises(StorageError):
            work.cases.get("aguas", UUID(int=1))
        unit.__exit__(None, None, None)


# --- engines set up by others ----------------------------------------------------------------------------------------


def own_transactions(path: Path, begins: str = "BEGIN") -> Engine:
    """An engine set up by the recipe of SQLAlchemy for SQLite: it begins by itself."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(begins)

    return engine


def test_an_engine_that_begins_by_itself_works(tmp_path: Path) -> None:
    """SQLite as the documentation of SQLAlchemy has it set up."""
    engine = own_transactions(tmp_path / "a.sqlite")
    with SqlStore(engine, rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            unit.commit()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(2))
        with engine.connect() as host, store.join(host, NOON) as unit:
            unit.cases.add(case_of(3))
            unit.commit()
            host.commit()
        assert cases_in(store) == [1, 3]
    engine.dispose()


def test_an_engine_that_commits_by_itself_is_told_not_to(database_url: str) -> None:
    """A unit of our own is a transaction all the same; a host's connection that has none is refused."""
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with SqlStore(engine, prefix="un_", rows=ROWS) as store:
        store.tables.metadata.drop_all(engine)
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
        assert cases_in(store) == []
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(2))
            unit.commit()
        assert cases_in(store) == [2]
        if engine.dialect.name != "sqlite":
            with engine.connect() as host, pytest.raises(StorageError, match="AUTOCOMMIT"), store.join(host):
                pass
        store.tables.metadata.drop_all(engine)
    engine.dispose()


def test_the_level_of_the_hosts_transaction_is_the_hosts(database_url: str) -> None:
    """A unit within it changes nothing of it."""
    engine = create_engine(database_url, isolation_level="SERIALIZABLE")
    with SqlStore(engine, prefix="un_", rows=ROWS) as store:
        store.create()
        with engine.connect() as host:
            with store.join(host, NOON) as unit:
                unit.cases.add(case_of(77))
            assert host.get_isolation_level() == "SERIALIZABLE"
    engine.dispose()


@pytest.mark.parametrize("wal", [True, False])
def test_what_is_anonymised_in_an_engine_that_begins_as_a_writer(tmp_path: Path, *, wal: bool) -> None:
    """A commit that succeeded raises no error, and the text is gone."""
    path = tmp_path / "a.sqlite"
    engine = own_transactions(path, "BEGIN IMMEDIATE")
    with SqlStore(engine, rows=ROWS) as store:
        store.create()
        if wal:
            driver: Any = engine.raw_connection()
            driver.driver_connection.execute("PRAGMA journal_mode = WAL").close()
            driver.close()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1, name=NAME))
            unit.commit()
        with store.begin() as unit:
            unit.cases.anonymise("aguas", UUID(int=1))
            unit.commit()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(2))
            unit.commit()
        assert not holds(path)
        assert cases_in(store) == [1, 2]
    engine.dispose()


def test_a_map_of_schemas_is_refused(store: SqlStore) -> None:
    """It would apply to some statements only."""
    mapped = SqlStore(store.engine.execution_options(schema_translate_map={None: "other"}), prefix="un_", rows=ROWS)
    with pytest.raises(StorageError, match="schema_translate_map"), mapped.begin():
        pass


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:secreto@h:port/x", "sqlite:///x.db?timeout=abc"])
def test_a_url_with_a_value_that_is_none_is_refused(url: str) -> None:
    """By our name, and without the password."""
    with pytest.raises(StorageError) as refused:
        SqlStore(url)
    assert "secreto" not in str(refused.value)


# --- what several see at once ----------------------------------------------------------------------------------------


def test_filing_again_while_another_files(store: SqlStore) -> None:
    """A unit that had begun before another one filed gets that case, whatever its engine lets it see."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store.begin(NOON) as late:
        assert list(late.cases.stream("aguas")) == []
        with store.begin(NOON) as early:
            added = early.cases.add(case_of(1), key="k")
            early.commit()
        assert late.cases.add(case_of(1), key="k") == added
        late.commit()


def test_filing_again_in_a_host_that_sees_the_past(store: SqlStore) -> None:
    """In the host's transaction too, which on MariaDB sees the data as they were when it began to read."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store.engine.connect() as host, store.join(host, NOON) as late:
        assert list(late.cases.stream("aguas")) == []
        with store.begin(NOON) as early:
            added = early.cases.add(case_of(1), key="k")
            early.commit()
        assert late.cases.add(case_of(1), key="k") == added
        assert late.cases.add_many([NewCase(case_of(2))]) == ()
        late.commit()
        host.commit()
    assert cases_in(store) == [1, 2]


def test_those_who_wait_for_an_alert_do_not_lock_each_other_out(store: SqlStore) -> None:
    """The first gives it up; of three who wait, one fires it and the others do not."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    begun = threading.Barrier(4)

    def work(worker: int) -> tuple[str, ...]:
        with store.begin(NOON) as unit:
            if worker == 0:
                assert unit.fire("aguas", ["a"]) == ("a",)
                begun.wait()
                threading.Event().wait(0.3)
                return ()
            begun.wait()
            found = unit.fire("aguas", ["a"])
            unit.commit()
            return found

    assert sorted(in_threads(4, work)) == [(), (), (), ("a",)]


def test_any_number_of_alerts_fires_at_once(store: SqlStore) -> None:
    """More than a statement takes parameters."""
    keys = [f"a{number}" for number in range(70_000)]
    with store.begin(NOON) as unit:
        assert unit.fire("aguas", keys[:3]) == tuple(keys[:3])
        unit.commit()
    with store.read() as unit, pytest.raises(StorageError, match="only reads"):
        unit.fire("aguas", keys)
    with store.begin() as unit:
        known: Any = unit
        ledgers = known._ledgers  # noqa: SLF001 - to ask without writing seventy thousand rows
        assert ledgers._known(known._connection, "aguas", keys) == set(keys[:3])  # noqa: SLF001


def test_several_workers_make_the_tables_at_once(database_url: str) -> None:
    """Each finds them made, or makes them."""
    with SqlStore(database_url, prefix="uw_", rows=ROWS) as first:
        first.tables.metadata.drop_all(first.engine)

        def work(_worker: int) -> bool:
            with SqlStore(database_url, prefix="uw_", rows=ROWS) as store:
                store.create()
                return True

        assert in_threads(4, work) == [True] * 4
        first.check()
        first.tables.metadata.drop_all(first.engine)


def test_an_upgrade_that_the_host_rolls_back_is_not_believed(database_url: str) -> None:
    """The next unit looks at the tables again."""
    with SqlStore(database_url, prefix="ur_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        if store.engine.dialect.name == "mariadb":
            pytest.skip("no transactions for tables")
        with store.engine.connect() as host:
            store.upgrade(host)
            host.rollback()
        with pytest.raises(SchemaVersionError), store.begin():
            pass


# --- what errors and histories say -----------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 60])
def test_no_error_tells_what_was_being_stored(store: SqlStore, many: int) -> None:
    """Neither its message nor anything in its chain of causes, whichever way it was written."""
    break_the(store.tables.personal, store)
    new = [NewCase(case_of(number, name=NAME)) for number in range(1, many + 1)]
    try:
        with pytest.raises(StorageError) as refused, store.begin(NOON) as unit:
            unit.cases.add_many(new)
    finally:
        mend_the(store.tables.personal, store)
    assert NAME not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("many", [1, 60])
def test_what_postgresql_tells_of_a_row_is_not_told(store: SqlStore, many: int) -> None:
    """A constraint that is broken names the whole row in its detail."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL tells the row")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE un_personal ADD CONSTRAINT un_short CHECK (length(text) < 3)")
    new = [NewCase(case_of(number, name=NAME)) for number in range(1, many + 1)]
    try:
        with pytest.raises(StorageError, match="check constraint") as refused, store.begin(NOON) as unit:
            unit.cases.add_many(new)
    finally:
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE un_personal DROP CONSTRAINT un_short")
    assert NAME not in "".join(traceback.format_exception(refused.value))


def test_a_key_that_is_taken_is_not_told(store: SqlStore) -> None:
    """MariaDB quotes what was there already, which may be somebody's address."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store.engine.connect() as host, store.join(host, NOON) as late:
        assert list(late.cases.stream("aguas")) == []
        with store.begin(NOON) as early:
            early.cases.add(case_of(1), key=ADDRESS)
            early.commit()
        if store.engine.dialect.name == "postgresql":
            (present,) = late.cases.add_many([NewCase(case_of(2), key=ADDRESS)])
            assert present.case == case_of(2)
            return
        with pytest.raises(StorageError, match="for key") as refused:
            late.cases.add_many([NewCase(case_of(2), key=ADDRESS)])
    assert ADDRESS not in "".join(traceback.format_exception(refused.value))


def test_what_stands_beside_a_history_is_verified(store: SqlStore) -> None:
    """The kind and the instant of an event, the zone and the radicado of the case."""
    case = case_of(1).record(Event(EventType.NOTA, on=DAY))
    with store.begin(NOON) as unit:
        unit.cases.add(case)
        unit.cases.add(case_of(2))
        unit.commit()
    events, cases = store.tables.events, store.tables.cases
    second = update(events).where(events.c.case_id == UUID(int=1), events.c.seq == 2)
    first = update(cases).where(cases.c.case_id == UUID(int=1))

    def faults() -> list[int]:
        with store.read() as unit:
            assert unit.cases.verify_history("aguas", UUID(int=2)) == ()
            return [fault.seq for fault in unit.cases.verify_history("aguas", UUID(int=1))]

    def digest() -> str:
        with store.read() as unit:
            return unit.cases.history_digest("aguas", NOON - timedelta(days=9), NOON + timedelta(days=9))

    kept = digest()
    for change, back, numbers in (
        (second.values(type="asignacion"), second.values(type="nota"), [2]),
        (second.values(recorded_at=NOON - timedelta(days=1)), second.values(recorded_at=NOON), [2]),
        (second.values(text=func.replace(events.c.text, "nota", "mota")), None, [2]),
        (first.values(zone="Europe/Madrid"), first.values(zone="America/Bogota"), [1, 2]),
        (first.values(radicado="R-9"), first.values(radicado="R-1"), [CASE_ITSELF]),
        (first.values(radicado=None), first.values(radicado="R-1"), [CASE_ITSELF]),
    ):
        with store.engine.begin() as connection:
            connection.execute(change)
        assert faults()[0] == numbers[0], change
        if back is None:
            assert digest() != kept
            back = second.values(text=func.replace(events.c.text, "mota", "nota"))  # noqa: PLW2901 - undone likewise
        with store.engine.begin() as connection:
            connection.execute(back)
        assert faults() == []
    assert digest() == kept


def test_a_case_saved_while_it_is_verified_is_not_accused(store: SqlStore) -> None:
    """In a host's transaction that sees what others commit, the case and its events are read at once."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a transaction sees one state")
    with store.begin(NOON) as unit:
        stored = unit.cases.add(case_of(1))
        unit.commit()
    seen: list[str] = []

    def save_meanwhile(*_arguments: Any) -> None:
        if not seen:
            seen.append("saved")
            with store.begin(NOON) as other:
                other.cases.save(stored, stored.case.record(Event(EventType.NOTA, on=DAY)))
                other.commit()

    with store.engine.connect() as host, store.join(host) as unit:
        event.listen(host, "before_cursor_execute", save_meanwhile)
        assert unit.cases.verify_history("aguas", UUID(int=1)) == ()
    assert seen == ["saved"]


# --- erased for good -------------------------------------------------------------------------------------------------


def holds(path: Path) -> bool:
    """Whether the secret stands in the file or its log."""
    return any(NAME.encode() in each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def test_what_a_reader_kept_from_being_erased_is_erased_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the next commit after the reader has ended, or when the store is closed."""
    monkeypatch.setattr("pqr_core.storage.engines._PATIENCE_SECONDS", 0.05)
    for name, again in (("a.sqlite", True), ("b.sqlite", False)):
        path = tmp_path / name
        with SqlStore(f"sqlite:///{path}", rows=ROWS) as store:
            store.create()
            with store.begin(NOON) as unit:
                unit.cases.add(case_of(1, name=NAME))
                unit.commit()
            with store.read() as reading:
                list(reading.cases.stream("aguas"))
                with store.begin() as unit:
                    unit.cases.anonymise("aguas", UUID(int=1))
                    unit.commit()
            assert holds(path)
            if again:
                with store.begin(NOON) as unit:
                    unit.cases.add(case_of(2))
                    unit.commit()
                assert not holds(path)
        assert not holds(path)


def test_nothing_is_left_in_pages_given_up_before(tmp_path: Path) -> None:
    """On an SQLite that was not built to write zeros over what it deletes, and in an engine of the host too."""
    path = tmp_path / "a.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA secure_delete = OFF").close())
    with SqlStore(engine, rows=ROWS) as store:
        store.create()
        for number in range(1, 200):
            with store.begin(NOON) as unit:
                unit.cases.add(case_of(number, name=f"{NAME} {number}"))
                unit.commit()
        with store.begin() as unit:
            for number in range(1, 200):
                unit.cases.anonymise("aguas", UUID(int=number))
            unit.commit()
        assert not holds(path)
    engine.dispose()


@pytest.mark.parametrize("url", ["postgresql://ana:SECRETO@srv/pqr", "mariadb://ana@srv/pqr?password=SECRETO"])
def test_a_store_shows_no_password(url: str) -> None:
    """Nor does an office on it."""
    store = SqlStore(url)
    shown = repr(Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE))
    assert "SECRETO" not in f"{store!r}{store.place}{shown}"
    assert "srv/pqr" in shown
    store.close()


def test_a_row_of_the_same_case_of_another_utility_is_named_with_both() -> None:
    """The ids are equal, so the utilities tell the two cases apart."""
    case = case_of(1)
    row = Facts(utility="rio", case_id=case.case_id, tipo="queja", filed_on=date(2026, 3, 16))
    with pytest.raises(InvalidInputError, match=rf"of rio, not {case.case_id} of {case.utility_id}"):
        NewCase(case, row)

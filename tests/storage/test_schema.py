"""The version of the tables is checked in every unit; foreign tables; a host that changes tables during a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, create_engine, event, select, text

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.errors import NewerSchemaError, SchemaVersionError, StorageError, UnknownSchemaError
from pqr_core.storage.engines import make_engine
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.tables import SCHEMA
from pqr_core.testing.conformance import ROWS

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)


def case_of(number: int) -> Case:
    """A claim."""
    return colombia.file("reclamo", on=date(2026, 3, 16), utility="aguas", case_id=UUID(int=number))


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store with tables of its own."""
    with SqlStore(database_url, prefix="sc_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        store.tables.metadata.drop_all(store.engine)


def move(store: SqlStore, version: str) -> None:
    """Another process brings the tables to that version."""
    with SqlStore(store.engine.url, prefix="sc_") as other, other.engine.begin() as connection:
        connection.execute(other.tables.version.update().values(version_num=version))


def test_s3_an_open_store_sees_that_the_tables_were_brought_up(store: SqlStore) -> None:
    """The next unit sees it, whether it reads, writes or joins; the error says to upgrade the library."""
    with store.begin(NOON) as unit:
        unit.cases.add(case_of(1))
        unit.commit()
    move(store, "9990")
    newer = f"9990, later than the {SCHEMA} of this library"
    with store.engine.connect() as host:
        for begin in (store.read, store.begin, lambda: store.join(host)):
            with pytest.raises(NewerSchemaError, match=newer) as refused, begin():
                pass  # pragma: no cover - it is refused
            assert "actualice pqr-core" in refused.value.message("es")
    with pytest.raises(NewerSchemaError):
        store.upgrade()
    move(store, "0001")
    with pytest.raises(SchemaVersionError, match="pqr db upgrade"), store.begin():
        pass  # pragma: no cover - it is refused
    move(store, SCHEMA)
    with store.read() as unit:
        assert unit.cases.get("aguas", UUID(int=1)).version == 1


def test_tables_that_vanish_are_told(store: SqlStore) -> None:
    """Somebody dropped them while the store was open."""
    with store.read():
        pass
    store.tables.metadata.drop_all(store.engine)
    with pytest.raises(StorageError), store.begin():
        pass  # pragma: no cover - it is refused
    store.create()
    with store.read():
        pass


@pytest.mark.parametrize("name", ["cases", "duties", "alembic_version"])
def test_a_table_of_somebody_else_is_refused(store: SqlStore, name: str) -> None:
    """If a foreign table has the name of one of ours, nothing more is made, and its missing columns are named."""
    store.tables.metadata.drop_all(store.engine)
    theirs = Table(f"sc_{name}", MetaData(), Column("id", Integer, primary_key=True), Column("foo", Integer))
    theirs.create(store.engine)
    try:
        for use in (store.create, store.upgrade):
            with pytest.raises(StorageError):
                use()
        if name != "alembic_version":
            with pytest.raises(StorageError, match=f"sc_{name} that is not pqr-core's: it lacks .*case_id"):
                store.create()
        with pytest.raises(StorageError):
            store.check()
    finally:
        theirs.drop(store.engine)


@pytest.mark.parametrize("name", ["cases", "facts"])
def test_a_view_of_somebody_else_is_refused(store: SqlStore, name: str) -> None:
    """Under the name of a table of ours: nothing is made beside it, though it has every column."""
    store.tables.metadata.drop_all(store.engine)
    columns = ", ".join(f"1 AS {column.name}" for column in store.tables.metadata.tables[f"sc_{name}"].columns)
    with store.engine.begin() as connection:
        connection.execute(text(f"CREATE VIEW sc_{name} AS SELECT {columns}"))
    try:
        for use in (store.create, store.upgrade):
            with pytest.raises(StorageError, match=f"sc_{name} is a view"):
                use()
        with pytest.raises(StorageError):
            store.check()
    finally:
        with store.engine.begin() as connection:
            connection.execute(text(f"DROP VIEW sc_{name}"))


def test_check_refuses_a_table_of_somebody_else(store: SqlStore) -> None:
    """Though the version is right."""
    store.tables.metadata.tables["sc_duties"].drop(store.engine)
    theirs = Table("sc_duties", MetaData(), Column("id", Integer, primary_key=True))
    theirs.create(store.engine)
    with pytest.raises(StorageError, match="sc_duties"):
        store.check()
    theirs.drop(store.engine)


def test_a_creation_that_was_killed_is_finished(store: SqlStore) -> None:
    """Between a table and its index, or before the version was noted; twice it is made once."""
    store.tables.metadata.drop_all(store.engine)
    for table in store.tables.metadata.sorted_tables[:6]:
        table.create(store.engine)
    for index in sorted(store.tables.facts.indexes, key=str)[::2]:
        with suppress(Exception):
            index.drop(store.engine)
    store.create()
    store.check()
    with store.engine.connect() as connection:
        found = {index["name"] for index in _indexes(connection, store)}
    assert {index.name for index in store.tables.facts.indexes} <= found


def _indexes(connection: Connection, store: SqlStore) -> list[dict[str, object]]:
    from sqlalchemy import inspect

    return [dict(each) for each in inspect(connection).get_indexes(store.tables.facts.name)]


# --- schemas of PostgreSQL -----------------------------------------------------------------------------------------


@pytest.fixture
def tenants(database_url: str) -> Iterator[Engine]:
    """An engine whose search path is a schema of its own, then `sc_public`, where somebody's tables are."""
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL looks for tables along a path")
    engine = make_engine(database_url)
    with engine.begin() as connection:
        for schema in ("sc_t2", "sc_public"):
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))

    @event.listens_for(engine, "connect", insert=True)
    def set_path(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # of the driver
        cursor.execute("SET SESSION search_path = sc_t2, sc_public")
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]  # as above

    engine.dispose()
    yield engine
    with engine.begin() as connection:
        for schema in ("sc_t2", "sc_public"):
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
    engine.dispose()


@pytest.mark.database
def test_f14_tables_found_along_a_search_path_are_not_ones_own(tenants: Engine) -> None:
    """A tenant never reads the cases of another: it is refused, and told to name the schema."""
    theirs = SqlStore(tenants, schema="sc_public", prefix="p_", rows=ROWS)
    theirs.create()
    with theirs.begin(NOON) as unit:
        unit.cases.add(case_of(1))
        unit.commit()
    ours = SqlStore(tenants, prefix="p_", rows=ROWS)
    for use in (ours.create, ours.upgrade, ours.check, lambda: ours.begin().__enter__()):
        with pytest.raises(
            StorageError, match="schema sc_public, reached by search_path, and the one in force is sc_t2"
        ):
            use()
    named = SqlStore(tenants, schema="sc_t2", prefix="p_", rows=ROWS)
    named.create()
    with ours.read() as unit:  # what is in force is ours now
        assert list(unit.cases.stream("aguas")) == []
    with tenants.begin() as connection:
        connection.execute(text("DROP SCHEMA sc_t2 CASCADE"))
        connection.execute(text("CREATE SCHEMA sc_t2"))
    with pytest.raises(StorageError, match="reached by search_path"), ours.read():
        pass  # pragma: no cover - it is refused


# --- a host that changes tables while a unit lasts ------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
def test_s7_a_host_that_changes_tables_keeps_nothing_by_half(store: SqlStore, first: bool) -> None:  # noqa: FBT001 - drawn
    """MariaDB commits when the host does so: later work of the unit is refused or lost; other engines keep all."""
    theirs = Table("sc_host", MetaData(), Column("id", Integer, primary_key=True))
    theirs.drop(store.engine, checkfirst=True)
    transactional = store.engine.dialect.name != "mariadb"
    with store.engine.connect() as host:
        try:
            with store.join(host, NOON) as unit:
                if first:
                    unit.cases.add(case_of(1))
                theirs.create(host)
                host.execute(theirs.insert().values(id=1))
                unit.cases.add(case_of(2))
                unit.commit()
        except StorageError:
            assert not transactional
        with suppress(Exception):
            host.commit()
    theirs.drop(store.engine)
    with store.read() as unit:
        kept = {stored.case.case_id.int for stored in unit.cases.stream("aguas")}
    # What the engine committed before anybody could know stays, whole; of what came after nothing does.
    assert kept == ({1, 2} if transactional and first else {2} if transactional else {1} if first else set())


def test_a_unit_that_mariadb_has_committed_is_over(store: SqlStore) -> None:
    """The next operation says so; the host's commit fails rather than seem to work."""
    if store.engine.dialect.name != "mariadb":
        pytest.skip("a change of tables is part of the transaction")
    theirs = Table("sc_host", MetaData(), Column("id", Integer, primary_key=True))
    theirs.drop(store.engine, checkfirst=True)
    with store.engine.connect() as host:
        with pytest.raises(StorageError), store.join(host, NOON) as unit:  # noqa: PT012 - what was done before
            theirs.create(host)
            unit.cases.add(case_of(1))
        with pytest.raises(Exception, match="invalid"):
            host.commit()
    theirs.drop(store.engine)
    with store.read() as unit:
        assert list(unit.cases.stream("aguas")) == []


def entered(begin: Callable[[], AbstractContextManager[Any]]) -> None:
    """Begin a unit, and leave it."""
    with begin():
        pass


@pytest.mark.parametrize("found", ["abc", "005x", "98", "00099", "-001", "0000", "", "9f8e7d6c5b4a"])
def test_a_version_that_no_version_of_ours_is_names_a_remedy_that_helps(store: SqlStore, found: str) -> None:
    """Whatever looks at the version says so and changes nothing; no upgrade is advised, which refuses too."""
    move(store, found)
    units = (partial(entered, store.read), partial(entered, store.begin))
    for ask in (*units, store.check, store.upgrade, store.upgrade_sql):
        with pytest.raises(UnknownSchemaError, match=f"sc_alembic_version holds '{found}'") as refused:
            ask()
        assert "upgrade" not in str(refused.value)
        assert "otro prefijo" in refused.value.message("es")
        assert "copia de respaldo" in refused.value.message("es")
    with store.engine.connect() as connection:
        assert connection.scalar(select(store.tables.version.c.version_num)) == found


def test_a_version_that_is_no_text_is_refused_too(tmp_path: Path) -> None:
    """SQLite stores a value of any type."""
    with SqlStore(f"sqlite:///{tmp_path / 'pqr.sqlite'}", prefix="sc_") as store:
        store.create()
        with store.engine.begin() as connection:
            connection.execute(text("update sc_alembic_version set version_num = x'00ff'"))
        for ask in (store.check, store.upgrade):
            with pytest.raises(UnknownSchemaError):
                ask()


def test_an_engine_of_the_host_is_compared_too(database_url: str) -> None:
    """A store on an engine of the host looks at the version as one of its own does."""
    engine = create_engine(make_engine(database_url).url)
    store = SqlStore(engine, prefix="sc_")
    store.tables.metadata.drop_all(engine)
    store.create()
    with store.read():
        pass
    move(store, "9999")
    with pytest.raises(NewerSchemaError), store.read():
        pass  # pragma: no cover - it is refused
    store.tables.metadata.drop_all(engine)
    engine.dispose()

"""The store in the program of a host: async engine, schema, prefixes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, MetaData, create_engine, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.tables import make_tables
from pqr_core.testing.conformance import ROWS

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)


def case_of(number: int) -> Case:
    """A case of that number."""
    return Case.file(
        Filing(tipo="queja", radicado=f"R-{number}"),
        utility_id="aguas",
        case_id=UUID(int=number),
        zone=ZoneInfo("America/Bogota"),
        on=date(2026, 3, 16),
    )


def ids(store: SqlStore) -> list[int]:
    """The cases that are there."""
    with store.read() as unit:
        return [stored.case.case_id.int for stored in unit.cases.stream("aguas")]


@pytest.fixture
def postgres_url(database_url: str) -> str:
    """The URL of PostgreSQL, whose driver is asynchronous too."""
    if not database_url.startswith("postgresql"):
        pytest.skip("needs an asynchronous driver")
    return database_url


def run(url: str, work: Callable[[AsyncEngine], Awaitable[None]]) -> None:
    """`work` with an async engine of its own."""

    async def main() -> None:
        engine = create_async_engine(url)
        try:
            await work(engine)
        finally:
            await engine.dispose()

    asyncio.run(main())


def test_an_async_host_uses_run_sync(postgres_url: str) -> None:
    """In the host's async connection and session, a commit stores the case and a rollback removes it."""
    with SqlStore(postgres_url, prefix="a_", rows=ROWS) as sync:
        sync.tables.metadata.drop_all(sync.engine)

        async def work(engine: AsyncEngine) -> None:
            store = SqlStore(engine.sync_engine, prefix="a_", rows=ROWS)

            def file(number: int) -> Callable[[Connection | Session], None]:
                def filing(host: Connection | Session) -> None:
                    with store.join(host, NOON) as unit:
                        unit.cases.add(case_of(number))
                        unit.commit()

                return filing

            async with engine.connect() as connection:
                await connection.run_sync(store.upgrade)
                await connection.commit()
                await connection.run_sync(file(1))
                await connection.commit()
                await connection.run_sync(file(2))
                await connection.rollback()
            async with AsyncSession(engine) as session:
                await session.run_sync(file(3))
                await session.commit()
                await session.run_sync(file(4))
            assert engine.sync_engine.pool.status().count("Current Checked out connections: 0") == 1

        run(postgres_url, work)
        assert ids(sync) == [1, 3]
        sync.tables.metadata.drop_all(sync.engine)


def test_a_schema_of_the_host_holds_the_tables(postgres_url: str) -> None:
    """Tables, keys and migrations stand in the schema that is named, and nothing in another."""
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS atencion CASCADE"))
        connection.execute(text("CREATE SCHEMA atencion"))
    with SqlStore(engine, schema="atencion", prefix="s_", rows=ROWS) as store:
        with engine.begin() as connection:
            for statement in store.upgrade_sql().split(";"):
                if statement.strip():
                    connection.execute(text(statement))
        store.check()
        with store.begin(NOON) as unit:
            unit.cases.add(case_of(1))
            unit.commit()
        assert ids(store) == [1]
    with engine.begin() as connection:
        count = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 's\\_%' AND schemaname <> 'atencion'"
        assert connection.execute(text(count)).scalar() == 0
        connection.execute(text("DROP SCHEMA atencion CASCADE"))
    engine.dispose()


def test_two_prefixes_share_a_transaction(database_url: str) -> None:
    """Two stores of one process work in one transaction of the host, each in its own tables."""
    engine = create_engine(make_url(database_url))
    stores = [SqlStore(engine, prefix=prefix, rows=ROWS) for prefix in ("x_", "y_")]
    for store in stores:
        store.tables.metadata.drop_all(engine)
        store.create()
    with engine.connect() as host:
        for number, store in enumerate(stores, 1):
            with store.join(host, NOON) as unit:
                unit.cases.add(case_of(number))
                unit.commit()
        host.commit()
    assert [ids(store) for store in stores] == [[1], [2]]
    for store in stores:
        store.tables.metadata.drop_all(engine)
    engine.dispose()


def test_the_host_may_have_naming_conventions_of_its_own() -> None:
    """In the host's `MetaData` our names of constraints stay ours, and both prefixes fit in."""
    metadata = MetaData(naming_convention={"pk": "host_pk_%(table_name)s"})
    tables = [make_tables(metadata, prefix=prefix) for prefix in ("a_", "b_")]
    assert len(metadata.tables) == 2 * len(tables[0].metadata.tables) // 2
    assert {table.primary_key.name for table in metadata.tables.values()} == {f"pk_{name}" for name in metadata.tables}

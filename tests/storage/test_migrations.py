from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, inspect, select, text
from sqlalchemy.pool import QueuePool

from pqr_core import colombia
from pqr_core.errors import PQRError, RowsToProjectError, SchemaVersionError, StorageError
from pqr_core.facts import facts_of
from pqr_core.law.engine import standing_of
from pqr_core.office import worklist
from pqr_core.office.projection import Projection, has_settings, project
from pqr_core.storage import migrations
from pqr_core.storage.migrations.steps import Steps
from pqr_core.storage.schema import Schema
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.tables import SCHEMA, Tables

FIRST = Path(__file__).parent / "data" / "first_schema.db"
BEFORE_SPELLS = Path(__file__).parent / "data" / "before_spells.db"
"""Thirteen cases of `empresa` with their rows as the code of schema 0017 made them on 13 April 2026."""


@pytest.fixture
def old_store(database_url: str) -> Iterator[SqlStore]:
    """A store whose tables are of the first schema."""
    with SqlStore(database_url, prefix="m_") as store:
        drop(store)
        to_version(store, "0001")
        yield store
        pool = store.engine.pool
        assert not isinstance(pool, QueuePool) or pool.checkedout() == 0
        drop(store)


def drop(store: SqlStore) -> None:
    """Remove every table of the store."""
    store.tables.metadata.drop_all(store.engine)


def to_version(store: SqlStore, version: str) -> None:
    """Bring the tables up to that version only."""
    with store._changing() as connection:  # noqa: SLF001 - an old schema cannot be made otherwise
        migrations.upgrade(connection, store.tables, None, version)


def shape(store: SqlStore) -> dict[str, Any]:
    """Tables, columns, keys, indexes and constraints as the database tells them."""
    inspector = inspect(store.engine)
    found = {}
    for table in sorted(name for name in inspector.get_table_names() if name.startswith(store.tables.prefix)):
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(str(f["constrained_columns"]) for f in inspector.get_foreign_keys(table)),
            "unique": sorted(str(u["column_names"]) for u in inspector.get_unique_constraints(table)),
            "indexes": {i["name"]: i["column_names"] for i in inspector.get_indexes(table)},
        }
    return found


def version_of(store: SqlStore) -> str | None:
    """The version that stands in the database."""
    with store.engine.connect() as connection:
        return Schema(store.tables).version(connection)


def test_the_last_script_is_the_schema() -> None:
    """The tables are those of the last migration, and the numbers rise (who works on several leaves room between)."""
    chain = [(script.down_revision, script.revision) for script in migrations.scripts()]
    assert [before for before, _ in chain] == [None, *(revision for _, revision in chain[:-1])]
    assert chain[-1][1] == SCHEMA


def test_an_upgrade_makes_what_create_makes(old_store: SqlStore) -> None:
    """Tables brought up from the first schema are the tables that are created today, on every engine."""
    old_store.upgrade()
    upgraded = shape(old_store)
    drop(old_store)
    old_store.create()
    assert shape(old_store) == upgraded
    assert version_of(old_store) == SCHEMA


def test_an_upgrade_of_present_tables_changes_nothing(old_store: SqlStore) -> None:
    """Run twice it is run once; run where no tables are it creates them."""
    old_store.upgrade()
    before = shape(old_store)
    old_store.upgrade()
    assert shape(old_store) == before
    drop(old_store)
    old_store.upgrade()
    assert shape(old_store) == before


def test_old_tables_are_told_with_what_to_run(old_store: SqlStore) -> None:
    """Neither a unit nor `create()` touches them."""
    before = shape(old_store)
    for use in (old_store.check, old_store.create):
        with pytest.raises(SchemaVersionError, match="pqr db upgrade") as refused:
            use()
        assert refused.value.params == {"found": "0001", "needed": SCHEMA}
    with pytest.raises(SchemaVersionError), old_store.begin():
        pass
    assert shape(old_store) == before


def test_tables_of_the_future_are_left(old_store: SqlStore) -> None:
    """An upgrade never goes back."""
    with old_store.engine.begin() as connection:
        connection.execute(old_store.tables.version.update().values(version_num="9999"))
    with pytest.raises(SchemaVersionError, match="9999"):
        old_store.upgrade()
    with pytest.raises(SchemaVersionError, match="9999"):
        old_store.upgrade_sql()


def test_an_upgrade_that_fails_leaves_the_schema(old_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed upgrade leaves nothing; without transactional DDL it stops between two versions and can go on."""
    before, add_column = shape(old_store), Steps.add_column

    def failing(step: Steps, table: str, column: Column[Any]) -> None:
        if column.name == "recurso_of":
            step._op.execute("SELECT nothing FROM nowhere")  # noqa: SLF001 - as a change that the engine refuses
        add_column(step, table, column)

    with monkeypatch.context() as patch:
        patch.setattr(Steps, "add_column", failing)
        with pytest.raises(StorageError):
            old_store.upgrade()
    if old_store.engine.dialect.name in ("sqlite", "postgresql"):
        assert shape(old_store) == before
        assert version_of(old_store) == "0001"
    else:
        assert version_of(old_store) == "0006"  # the next change of a table would still show the last version
    old_store.upgrade()
    assert version_of(old_store) == SCHEMA


def test_s2_what_a_killed_upgrade_made_is_found(old_store: SqlStore) -> None:
    """A column, index or table that exists before the version says so is kept."""
    facts = old_store.tables.facts.name
    code, key = "VARCHAR(255) NOT NULL", "CONSTRAINT pk_m_numbers PRIMARY KEY (utility_id, series)"
    for statement in (
        f"ALTER TABLE {facts} ADD COLUMN recurso_of VARCHAR(36)",
        f"CREATE INDEX ix_m_facts_filed ON {facts} (utility, known_to, filed_on)",
        f"CREATE TABLE m_numbers (utility_id {code}, series {code}, last INTEGER NOT NULL, {key})",
        f"DROP INDEX ix_m_facts_open{' ON ' + facts if old_store.engine.dialect.name == 'mariadb' else ''}",
        f"ALTER TABLE {facts} DROP COLUMN duty",
    ):
        with old_store.engine.begin() as connection:
            connection.execute(text(statement))
    old_store.upgrade()
    old_store.check()


def test_the_host_rolls_an_upgrade_back(old_store: SqlStore) -> None:
    """On the host's connection an upgrade is part of its transaction, beside the host's own work."""
    if old_store.engine.dialect.name == "mariadb":
        pytest.skip("no transactions for tables")
    host = Table("m_host", MetaData(), Column("id", Integer, primary_key=True))
    host.drop(old_store.engine, checkfirst=True)
    before = shape(old_store)
    with old_store.engine.connect() as connection:
        old_store.upgrade(connection)
        host.create(connection)
        connection.rollback()
    assert shape(old_store) == before
    with old_store.engine.connect() as connection:
        old_store.upgrade(connection)
        connection.commit()
    old_store.check()


def test_the_hosts_own_versions_are_not_touched(old_store: SqlStore) -> None:
    """The table `alembic_version` of the host stays as it was."""
    theirs = Table("alembic_version", MetaData(), Column("version_num", Integer, primary_key=True))
    theirs.drop(old_store.engine, checkfirst=True)
    theirs.create(old_store.engine)
    with old_store.engine.begin() as connection:
        connection.execute(theirs.insert().values(version_num=7))
    old_store.upgrade()
    with old_store.engine.connect() as connection:
        assert connection.execute(select(theirs)).scalars().all() == [7]
    theirs.drop(old_store.engine)


def test_an_upgrade_can_be_read_before_it_is_run(old_store: SqlStore) -> None:
    """`upgrade_sql` gives the statements from the version that is there, and runs none."""
    before = shape(old_store)
    script = old_store.upgrade_sql()
    assert "m_personal" in script
    assert "m_volumes" not in script
    assert shape(old_store) == before
    drop(old_store)
    assert "m_volumes" in old_store.upgrade_sql()


def test_the_statements_for_sqlite_do_what_an_upgrade_does(tmp_path: Path) -> None:
    """Run by hand they bring the first schema up to the present one."""
    by_hand, by_us = tmp_path / "a.db", tmp_path / "b.db"
    for path in (by_hand, by_us):
        shutil.copyfile(FIRST, path)
    with SqlStore(f"sqlite:///{by_hand}") as store, SqlStore(f"sqlite:///{by_us}") as other:
        other.upgrade()
        driver: Any = store.engine.raw_connection()
        driver.driver_connection.executescript(store.upgrade_sql())
        driver.close()
        assert shape(store) == shape(other)
        store.check()


def test_the_first_database_is_read_after_its_upgrade(tmp_path: Path) -> None:
    """Cases, rows and digests written by the first release come through every upgrade unchanged."""
    path = tmp_path / "first.db"
    shutil.copyfile(FIRST, path)
    with SqlStore(f"sqlite:///{path}") as store:
        with pytest.raises(PQRError):
            store.check()
        store.upgrade()
        with store.read() as work:
            cases = list(work.cases.stream("aguas"))
            assert [len(stored.case.events) for stored in cases] == [3, 2, 3, 2, 3]
            assert {stored.case.filing.causal for stored in cases} == {"facturación ñ 😀"}
            assert all(work.cases.verify_history("aguas", stored.case.case_id) == () for stored in cases)
            assert work.cases.by_key("aguas", "form-3").case.case_id == UUID(int=3)
            rows = list(work.facts.stream("aguas"))
            assert [row.radicado for row in rows] == ["R-1", "R-2", "R-3", "R-4", "R-5"]
            assert {(row.last_on, row.silence_on, row.duties) for row in rows} == {(None, None, ())}
            assert len(list(work.volumes.stream("aguas"))) == len(list(work.surveys.stream("aguas"))) == 1


def test_rows_of_the_version_before_are_made_anew_without_a_trace(tmp_path: Path) -> None:
    """Until then lists are refused. One day moves, as a recognised silence now ends the answer: one case has a note."""
    path = tmp_path / "before.db"
    shutil.copyfile(BEFORE_SPELLS, path)
    law, day = colombia.definitions(), date(2026, 4, 27)
    with SqlStore(f"sqlite:///{path}") as store:
        store.upgrade()
        with store.read() as work:
            before = {stored.case.filing.radicado: stored.version for stored in work.cases.stream("empresa")}
            with pytest.raises(RowsToProjectError, match="13 rows"):
                worklist.counts(work, "empresa", day, law)
            assert has_settings(work, "empresa", law)
        at = datetime(2026, 4, 27, 12, tzinfo=UTC)
        assert project(store, "empresa", law, at=at, reason="0.2.0") == Projection(13, 1)
        with store.read() as work:
            cases = {stored.case.filing.radicado: stored for stored in work.cases.stream("empresa")}
            assert [name for name in before if cases[name].version != before[name]] == ["R-13"]
            assert all(work.cases.verify_history("empresa", each.case.case_id) == () for each in cases.values())
            for row in work.facts.stream("empresa"):
                stored = cases[row.radicado]
                assert row == facts_of(standing_of(stored.case, law))
                was = work.facts.get("empresa", row.case_id, before=datetime(2026, 4, 14, tzinfo=UTC))
                assert was is not None
                assert (was.due_on, was.answered_on, was.last_on) == (row.due_on, row.answered_on, None)
            listed = {item.radicado: item.duty.code for item in worklist.items(work, "empresa", day, law)}
        assert listed["R-3"] == "aviso"


def test_two_prefixes_have_their_own_versions(old_store: SqlStore) -> None:
    """Two stores of one process may stand at two versions, each with its table of versions."""
    with SqlStore(old_store.engine, prefix="n_") as other:
        drop(other)
        other.create()
        assert (version_of(old_store), version_of(other)) == ("0001", SCHEMA)
        old_store.upgrade()
        drop(other)


def test_the_tables_type_is_complete(old_store: SqlStore) -> None:
    """Every table of the factory is one the migrations make."""
    old_store.upgrade()
    tables: Tables = old_store.tables
    assert {table.name for table in tables.metadata.sorted_tables} == set(shape(old_store))


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.full)])
def test_s2_an_upgrade_that_is_killed_at_any_moment_is_finished_by_the_next(database_url: str, kills: int) -> None:
    """Whatever an interrupted upgrade had done, the next one gives the current tables with all their data."""
    script = Path(__file__).with_name("killed_upgrades.py")
    ran = subprocess.run(
        [sys.executable, script, database_url, str(kills)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert f"{kills} kills" in ran.stdout

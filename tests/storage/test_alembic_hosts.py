"""A host with its own Alembic: our tables are made in its migrations, or belong to its `MetaData`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, inspect

from pqr_core import colombia
from pqr_core.errors import SchemaVersionError, StorageError
from pqr_core.storage import migrations
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.tables import SCHEMA
from pqr_core.testing.conformance import ROWS

AT = datetime(2026, 3, 16, 17, tzinfo=UTC)
ENV = """
from alembic import context
from sqlalchemy import Column, Integer, MetaData, Table
{imports}

metadata = MetaData()
Table("h_bill", metadata, Column("id", Integer, primary_key=True), Column("sent", Integer))
{ours}
with context.config.attributes["engine"].connect() as connection:
    # Other tests leave tables in the same database.
    only = lambda name, kind, _: kind != "table" or name.startswith("h_")
    context.configure(connection=connection, target_metadata=metadata, include_name=only, {options})
    with context.begin_transaction():
        context.run_migrations()
"""
MAKO = '''"""${message}"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''
CALLS_US = """
from alembic import op
from pqr_core.storage.sql import SqlStore

revision, down_revision = {revision!r}, {before!r}
store = SqlStore("sqlite://", prefix="h_")


def upgrade():
    store.upgrade(op.get_bind())
    op.execute("INSERT INTO h_said (id) VALUES ({number})")


def downgrade():
    op.execute("DELETE FROM h_said WHERE id = {number}")
    {undo}
"""
OWN_TABLE = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "1", None


def upgrade():
    op.create_table("h_said", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("h_said")
"""


class Host:
    """A host's directory of migrations on a database."""

    def __init__(self, folder: Path, store: SqlStore) -> None:
        self.store = store
        self.versions = folder / "versions"
        self.versions.mkdir(parents=True)
        (folder / "script.py.mako").write_text(MAKO, encoding="utf-8")
        self._env = folder / "env.py"
        self.config = Config()
        self.config.set_main_option("script_location", str(folder))
        self.config.set_main_option("path_separator", "os")
        self.config.attributes["engine"] = store.engine

    def env(self, *, imports: str = "", ours: str = "", options: str = "") -> None:
        """Write `env.py`."""
        self._env.write_text(ENV.format(imports=imports, ours=ours, options=options), encoding="utf-8")

    def write(self, revision: str, text: str) -> None:
        """Write a migration by hand."""
        (self.versions / f"{revision}.py").write_text(dedent(text), encoding="utf-8")

    def generate(self, message: str) -> str:
        """Generate a migration; return its text."""
        script: Any = command.revision(self.config, message=message, autogenerate=True)
        return Path(script.path).read_text(encoding="utf-8")

    def upgrade(self, to: str = "head") -> None:
        """Upgrade in this process."""
        command.upgrade(self.config, to)

    def downgrade(self, to: str) -> None:
        """Downgrade in this process."""
        command.downgrade(self.config, to)


def clear(store: SqlStore) -> None:
    """Remove whatever a host made."""
    found = MetaData()
    found.reflect(store.engine, only=lambda name, _: name.startswith("h_") or name == "alembic_version")
    found.drop_all(store.engine)


@pytest.fixture
def host(database_url: str, tmp_path: Path) -> Iterator[Host]:
    """A host without migrations, on a database without its tables."""
    with SqlStore(database_url, prefix="h_", rows=ROWS) as store:
        clear(store)
        yield Host(tmp_path / "host", store)
        clear(store)


def works(store: SqlStore) -> None:
    """A case is filed and read."""
    store.check()
    with store.begin(AT) as unit:
        stored = unit.cases.add(colombia.file("queja", on=date(2026, 3, 16), utility="empresa"))
        unit.commit()
    with store.read() as unit:
        assert unit.cases.get("empresa", stored.case.case_id) == stored


def to_the_version_before(store: SqlStore) -> str:
    """Make the tables of the version before; that version."""
    *_, before, _last = (script.revision for script in migrations.scripts())
    with store._changing() as connection:  # noqa: SLF001 - an old schema cannot be made otherwise
        migrations.upgrade(connection, store.tables, None, before)
    return str(before)


# --- our tables made in its migrations ------------------------------------------------------------------------------


def write_calls(host: Host) -> None:
    """A table of its own, our tables in the next migration, and every later upgrade in another one."""
    host.env()
    host.write("1", OWN_TABLE)
    drop = "store.tables.metadata.drop_all(op.get_bind())"
    host.write("2", CALLS_US.format(revision="2", before="1", number=2, undo=drop))
    host.write("3", CALLS_US.format(revision="3", before="2", number=3, undo="pass"))


def test_our_tables_in_the_migrations_of_a_host(host: Host) -> None:
    """Our tables are made, upgraded, downgraded and made again in one Alembic process, beside the host's own tables."""
    write_calls(host)
    host.upgrade()
    works(host.store)
    host.downgrade("2")
    host.upgrade()
    works(host.store)
    host.downgrade("base")
    assert not {name for name in inspect(host.store.engine).get_table_names() if name.startswith("h_")}
    host.upgrade()
    works(host.store)
    with host.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM h_said").scalar() == 2


def test_older_tables_in_the_migrations_of_a_host(host: Host) -> None:
    """Tables of the earlier version are upgraded; without that, the store says what to run."""
    write_calls(host)
    host.upgrade("1")
    to_the_version_before(host.store)
    with pytest.raises(SchemaVersionError):
        host.store.check()
    host.upgrade("2")
    works(host.store)
    host.upgrade()
    works(host.store)


def test_a_migration_that_is_only_written_down_is_refused_by_name(host: Host) -> None:
    """`alembic --sql` has no connection to look at the tables that are there: it is told what gives the statements."""
    write_calls(host)
    text = ENV.format(imports="", ours="", options="")
    offline = 'context.configure(dialect_name="sqlite", target_metadata=metadata)\ncontext.run_migrations()\n'
    (host.versions.parent / "env.py").write_text(text.partition("with context.config")[0] + offline, encoding="utf-8")
    with pytest.raises(StorageError, match=r"`upgrade_sql\(\)` gives the statements"):
        command.upgrade(host.config, "2", sql=True)
    nothing: Any = host.store.engine
    with pytest.raises(StorageError, match="not an open connection"):
        host.store.upgrade(nothing)


def test_a_host_that_leaves_our_tables_out_is_proposed_nothing_of_them(host: Host) -> None:
    """Autogenerate proposes neither to drop nor to make our tables, only the host's own."""
    host.store.create()
    host.env(imports="from pqr_core.contrib.alembic import leave_out", options='include_object=leave_out("h_p")')
    with_ours = host.generate("everything")
    assert "h_bill" in with_ours
    assert "drop_table('h_cases')" in with_ours
    (host.versions / next(iter(host.versions.glob("*.py"))).name).unlink()
    host.env(
        imports="from pqr_core.contrib.alembic import leave_out",
        options='include_object=lambda o, n, *rest: n == "h_bill" or leave_out("h_")(o, n, *rest)',
    )
    without = host.generate("mine")
    assert "h_bill" in without
    assert "h_cases" not in without
    assert "h_facts" not in without


# --- our tables in its metadata -------------------------------------------------------------------------------------


def in_its_metadata(host: Host) -> None:
    """Have our tables in the `MetaData` of the host, as the page shows it."""
    host.env(
        imports="from pqr_core.contrib.alembic import note_version, render_item\n"
        "from pqr_core.storage.tables import make_tables",
        ours='make_tables(metadata, prefix="h_")',
        options="render_item=render_item, process_revision_directives=note_version",
    )


def test_our_tables_in_the_metadata_of_a_host(host: Host) -> None:
    """A migration that is generated renders our types with their import and notes the version; up, down and up."""
    in_its_metadata(host)
    first = host.generate("first")
    assert "import pqr_core.storage.columns\n" in first
    assert f"VALUES ('{SCHEMA}')" in first
    assert "h_bill" in first
    host.upgrade()
    works(host.store)
    second = host.generate("second")
    assert second.count("    pass\n") == 2, second
    host.upgrade()
    host.downgrade("base")
    assert not {name for name in inspect(host.store.engine).get_table_names() if name.startswith("h_")}
    host.upgrade()
    works(host.store)


def test_older_tables_in_the_metadata_of_a_host(host: Host) -> None:
    """Those of the version before: the difference is generated, with the version; up, down and up."""
    before = to_the_version_before(host.store)
    in_its_metadata(host)
    difference = host.generate("difference")
    assert f"SET version_num = '{SCHEMA}'" in difference
    assert f"SET version_num = '{before}'" in difference
    assert "create_table('h_cases'" not in difference
    host.upgrade()
    works(host.store)
    assert host.generate("nothing").count("    pass\n") == 2
    host.upgrade()
    host.downgrade("base")
    with pytest.raises(SchemaVersionError, match=before):
        host.store.check()
    host.upgrade()
    works(host.store)


@pytest.mark.parametrize("made", ["create", "upgrade"])
def test_tables_that_were_made_by_us_are_those_of_the_metadata(host: Host, made: str) -> None:
    """Created today, or brought up from the first schema: nothing is proposed."""
    if made == "create":
        host.store.create()
    else:
        with host.store._changing() as connection:  # noqa: SLF001 - an old schema cannot be made otherwise
            migrations.upgrade(connection, host.store.tables, None, "0001")
        host.store.upgrade()
    in_its_metadata(host)
    text = host.generate("nothing of ours")
    body = text.partition("def upgrade")[2]
    assert "h_bill" in body
    assert "'h_" not in body.replace("'h_bill'", ""), text

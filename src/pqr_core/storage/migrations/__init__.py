"""Upgrade the tables of an older version to the current one, with Alembic, on a given connection.

The version is stored in `<prefix>alembic_version`, apart from that of the Alembic of the host and of other prefixes.
Each script makes one change and first looks whether it is there, so that an upgrade that was killed goes on where it
stopped. The operations do not use the global context of Alembic, because a migration of the host may call this module.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.schema import CreateTable

from pqr_core.errors import MissingExtraError
from pqr_core.language import Said
from pqr_core.storage.migrations import versions
from pqr_core.storage.migrations.steps import Steps
from pqr_core.storage.tables import SCHEMA, Tables

__all__ = ("scripts", "upgrade", "upgrade_sql")


def scripts() -> Iterator[Any]:
    """The scripts in order, each a module with its `revision`."""
    names = sorted(module.name for module in iter_modules(versions.__path__))
    return (import_module(f"{versions.__name__}.{name}") for name in names)


def upgrade(connection: Connection, tables: Tables, found: str | None, to: str = SCHEMA) -> None:
    """Upgrade tables from the version `found` to the version `to`, inside the transaction that has begun.

    Raises:
        MissingExtraError: Alembic is not installed.
    """
    tables.version.create(connection, checkfirst=True)
    _run(tables, found, to, connection=connection)


def upgrade_sql(dialect: str, tables: Tables, found: str | None) -> str:
    """The SQL statements that would upgrade tables of the version `found`, to be run by hand.

    Raises:
        MissingExtraError: as in `upgrade`.
    """
    script = io.StringIO()
    options = {"as_sql": True, "literal_binds": True, "output_buffer": script}
    _run(tables, found, SCHEMA, dialect_name=dialect, opts=options)
    return script.getvalue()


def _run(tables: Tables, found: str | None, to: str, **where: Any) -> None:
    """Run the scripts after `found` up to `to`, inclusive, and store the version after each."""
    try:
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            feature=Said("actualizar las tablas", "upgrading tables"), package="alembic", extra="migrations"
        ) from error
    op = Operations(MigrationContext.configure(**where))
    steps, version = Steps(op, tables), tables.version
    with op.get_context().begin_transaction():
        if found is None and op.get_context().as_sql:
            op.execute(CreateTable(version))
        for script in scripts():
            if (found or "") < script.revision <= to:
                script.upgrade(steps)
                noted = version.insert() if found is None else version.update()
                op.execute(noted.values(version_num=script.revision))
                found = script.revision

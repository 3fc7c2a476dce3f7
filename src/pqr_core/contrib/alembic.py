"""Our tables in the Alembic of a host: rendered with their types and with their version noted, or left out.

In the `env.py` of a host whose `MetaData` holds our tables (`make_tables(Base.metadata)`)::

    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        process_revision_directives=note_version,
    )

In the `env.py` of a host that leaves them to `pqr db upgrade` or `store.upgrade(op.get_bind())`::

    context.configure(connection=connection, target_metadata=Base.metadata, include_object=leave_out("pqr_"))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import ExecuteSQLOp, MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, inspect, select

from pqr_core.storage import columns
from pqr_core.storage.tables import SCHEMA, is_version

__all__ = ("leave_out", "note_version", "render_item")

_MODULE: Final = columns.__name__


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """One of our column types as a migration names it, with its import added; False for anything else."""
    if kind != "type" or type(item).__module__ != _MODULE:
        return False
    context.imports.add(f"import {_MODULE}")
    return f"{_MODULE}.{type(item).__name__}()"


def note_version(context: MigrationContext, _revision: Any, directives: list[MigrationScript]) -> None:
    """Make a generated migration write the version of our tables, which the store compares, if the version changes."""
    connection, metadata = context.connection, context.opts.get("target_metadata")
    if connection is None or metadata is None:
        return
    for script in directives:
        if script.upgrade_ops is None or script.downgrade_ops is None:
            continue
        for table in filter(is_version, metadata.tables.values()):
            found = _found(connection, table)
            name = connection.dialect.identifier_preparer.format_table(table)
            if found == SCHEMA:
                continue
            if found is None:
                script.upgrade_ops.ops.append(ExecuteSQLOp(f"INSERT INTO {name} (version_num) VALUES ('{SCHEMA}')"))  # noqa: S608 - ours
                continue
            for ops, version in ((script.upgrade_ops.ops, SCHEMA), (script.downgrade_ops.ops, found)):
                ops.append(ExecuteSQLOp(f"UPDATE {name} SET version_num = '{version}'"))  # noqa: S608 - as above


def _found(connection: Connection, table: Table) -> str | None:
    if not inspect(connection).has_table(table.name, schema=table.schema):
        return None
    found: str | None = connection.execute(select(table.c.version_num)).scalar()
    return found


def leave_out(prefix: str = "pqr_") -> Callable[..., bool]:
    """A function for `include_object` that leaves out the tables with that prefix and what belongs to them."""

    def include_object(item: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:  # noqa: FBT001 - Alembic's own
        table = name if kind == "table" else getattr(getattr(item, "table", None), "name", None)
        return not (table or "").startswith(prefix)

    return include_object

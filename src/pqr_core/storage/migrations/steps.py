"""The changes that a migration can make; each is left out if it is there already.

On an engine without transactions for tables, a killed upgrade leaves a change without its version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Inspector, Table, inspect
from sqlalchemy.schema import SchemaItem

from pqr_core.storage.columns import MARIADB
from pqr_core.storage.tables import Tables

if TYPE_CHECKING:
    from alembic.operations import Operations

__all__ = ("Steps",)


class Steps:
    """Changes of the tables of one store, either made or written as SQL statements.

    Args:
        op: the operations of Alembic, on a connection or as SQL text.
        tables: the tables of the store, for their schema and prefix.
    """

    def __init__(self, op: Operations, tables: Tables) -> None:
        self._op = op
        self._written = op.get_context().as_sql
        self.schema = tables.schema
        self.prefix = tables.prefix

    def full_name(self, table: str) -> str:
        """The name of a table with prefix and schema, for references of other tables."""
        return f"{self.prefix}{table}" if self.schema is None else f"{self.schema}.{self.prefix}{table}"

    def create_table(self, name: str, *parts: SchemaItem) -> None:
        """Create a table."""
        if not self._has(lambda there: there.has_table(self.prefix + name, schema=self.schema)):
            options: dict[str, Any] = {"schema": self.schema, "if_not_exists": self._written, **MARIADB}
            self._op.create_table(self.prefix + name, *parts, **options)

    def create_index(self, table: str, name: str, *columns: str) -> None:
        """Create an index."""
        index = f"ix_{self.prefix}{table}_{name}"
        if index not in self._indexes(table):
            options: dict[str, Any] = {"schema": self.schema, "if_not_exists": self._written}
            self._op.create_index(index, self.prefix + table, list(columns), **options)

    def drop_index(self, table: str, name: str) -> None:
        """Remove an index."""
        index = f"ix_{self.prefix}{table}_{name}"
        if self._written or index in self._indexes(table):
            self._op.drop_index(index, self.prefix + table, schema=self.schema, if_exists=self._written)

    def add_column(self, table: str, column: Column[Any]) -> None:
        """Add a column."""
        if column.name not in self._columns(table):
            self._op.add_column(self.prefix + table, column, schema=self.schema)

    def drop_column(self, table: str, name: str) -> None:
        """Remove a column."""
        if self._written or name in self._columns(table):
            self._op.drop_column(self.prefix + table, name, schema=self.schema)

    def let_be_null(self, before: Table, name: str) -> None:
        """Let a column be null; `before` describes the table as it is. SQLite creates the table again."""
        if not self._columns(before.name.removeprefix(self.prefix)).get(name, False):
            with self._op.batch_alter_table(before.name, schema=self.schema, copy_from=before) as table:
                table.alter_column(name, existing_type=before.c[name].type, nullable=True)

    # --- what is there ---------------------------------------------------------------------------------------------

    def _has(self, look: Callable[[Inspector], bool]) -> bool:
        return not self._written and look(inspect(self._op.get_bind()))

    def _indexes(self, table: str) -> set[str | None]:
        if self._written:
            return set()
        found = inspect(self._op.get_bind()).get_indexes(self.prefix + table, schema=self.schema)
        return {index["name"] for index in found}

    def _columns(self, table: str) -> dict[str, bool]:
        """The columns of a table, each with whether it may be null."""
        if self._written:
            return {}
        found = inspect(self._op.get_bind()).get_columns(self.prefix + table, schema=self.schema)
        return {column["name"]: column["nullable"] for column in found}

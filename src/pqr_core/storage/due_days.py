"""The table of due days in a database: a plain table to join in SQL or in a reporting tool.

It follows from the law and the settings of a utility and must be written again when they change. It is not part of a
store. Its columns have types that any tool reads. As in the facts, `fingerprint` names the definitions under which a
row was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Column, Date, Index, MetaData, PrimaryKeyConstraint, String, Table, delete

from pqr_core.law.answers import DueRow
from pqr_core.storage.bulk import Insert, chunks
from pqr_core.storage.engines import begin_transaction, named_errors
from pqr_core.storage.sql import SqlStore

__all__ = ("write_due_days",)

_NAME: Final = "due_days"
_CODE, _RULE, _DIGEST = 255, 1000, 64


def write_due_days(store: SqlStore, utility: str, first: date, last: date, rows: Iterable[DueRow]) -> int:
    """Write the rows into the table `<prefix>due_days`; they replace the rows of the utility for these days.

    The table is created if it does not exist. Returns how many rows were written.

    Args:
        store: the store whose database, schema and prefix are used.
        utility: the utility of the rows.
        first: the first day of filing, inclusive.
        last: the last day of filing, inclusive.
        rows: the rows, all of that utility and of these days.

    Raises:
        StorageError: the database cannot be reached, or refuses the change.
    """
    table = _table(store.tables.prefix, store.tables.schema)
    insert, put = Insert(table), 0
    with named_errors(), store.engine.connect() as connection:
        begin_transaction(connection, writing=True)
        table.create(connection, checkfirst=True)
        of_utility = table.c.utility == utility
        connection.execute(delete(table).where(of_utility, table.c.filed_on.between(first, last)))
        for chunk in chunks(rows):
            insert(connection, chunk)
            put += len(chunk)
        connection.commit()
    return put


def _table(prefix: str, schema: str | None) -> Table:
    name = f"{prefix}{_NAME}"
    table = Table(
        name,
        MetaData(),
        Column("utility", String(_CODE), nullable=False),
        Column("tipo", String(_CODE), nullable=False),
        Column("filed_on", Date, nullable=False),
        Column("due_on", Date, nullable=False),
        Column("rule", String(_RULE), nullable=False),
        Column("fingerprint", String(_DIGEST), nullable=False),
        PrimaryKeyConstraint("utility", "tipo", "filed_on", name=f"pk_{name}"),
        schema=schema,
        mariadb_charset="utf8mb4",
        mysql_charset="utf8mb4",
    )
    Index(f"ix_{name}_filed", table.c.filed_on)
    return table

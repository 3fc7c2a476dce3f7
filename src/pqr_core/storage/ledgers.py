"""Numbers, alerts, definitions and their equals in SQL: rows that units of work wait for, or write once."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from pqr_core.storage.rows import CHUNK, Among
from pqr_core.storage.tables import Tables

__all__ = ("Ledgers",)


class Ledgers:
    """The statements of those tables, built once a store."""

    def __init__(self, tables: Tables) -> None:
        self._numbers = tables.numbers
        self._alerts = tables.alerts
        self._definitions = tables.definitions
        self._equals = tables.equals
        self._fired = Among(tables.alerts, "alert")
        # MariaDB lets those who wait for one key lock each other out when the first gives it up: they wait in line.
        self._line = select(tables.version.c.version_num).with_for_update()
        numbers = tables.numbers.c
        self._last = select(numbers.last).where(
            numbers.utility_id == bindparam("utility_id"), numbers.series == bindparam("series")
        )

    def next_number(self, connection: Connection, utility_id: str, series: str) -> int:
        """The next number of a series; its row stays locked until the transaction ends."""
        key = {"utility_id": utility_id, "series": series}
        connection.execute(_counted(self._numbers, connection.dialect.name), {**key, "last": 1})
        last: int = connection.execute(self._last, key).scalar_one()
        return last

    def fire(self, connection: Connection, utility_id: str, keys: list[str], at: datetime) -> tuple[str, ...]:
        """Those of the keys that are new, in their order, written."""
        if connection.dialect.name in ("mariadb", "mysql"):
            connection.execute(self._line).all()
        write = _once(self._alerts, connection.dialect.name).execution_options(preserve_rowcount=True)
        # In one order, so that two transactions with the same keys wait for each other, and never both at once.
        fired = {
            key
            for key in sorted(set(keys) - self._known(connection, utility_id, keys))
            if connection.execute(write, {"utility_id": utility_id, "alert": key, "fired_at": at}).rowcount == 1
        }
        return tuple(key for key in keys if key in fired)

    def _known(self, connection: Connection, utility_id: str, keys: list[str]) -> set[str]:
        found = set[str]()
        for start in range(0, len(keys), CHUNK):
            found.update(self._fired(connection, utility_id, keys[start : start + CHUNK], latest=False))
        return found

    def define(self, connection: Connection, text: str) -> str:
        """Write the text unless it is there; its digest."""
        digest = sha256(text.encode()).hexdigest()
        if self.definition(connection, digest) is None:
            try:
                with connection.begin_nested():
                    connection.execute(self._definitions.insert(), {"digest": digest, "text": text})
            except IntegrityError:  # another transaction wrote the same
                pass
        return digest

    def definition(self, connection: Connection, digest: str) -> str | None:
        """The text with that digest."""
        definitions = self._definitions.c
        return connection.execute(select(definitions.text).where(definitions.digest == digest)).scalar()

    def equate(self, connection: Connection, utility_id: str, old: str, new: str) -> None:
        """Write the pair unless it is there."""
        connection.execute(
            _once(self._equals, connection.dialect.name), {"utility": utility_id, "old": old, "new": new}
        )

    def equal_to(self, connection: Connection, utility_id: str, new: str) -> frozenset[str]:
        """The older ones of the pairs with `new`."""
        pairs = self._equals.c
        return frozenset(connection.scalars(select(pairs.old).where(pairs.utility == utility_id, pairs.new == new)))


def _counted(table: Table, dialect: str) -> Any:
    """Insert the first number of a series, or count on; in one statement, so that two cannot both be first."""
    if dialect in ("mysql", "mariadb"):
        return mysql.insert(table).on_duplicate_key_update(last=table.c.last + 1)
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_={"last": table.c.last + 1}
    )


def _once(table: Table, dialect: str) -> Any:
    """Insert a row unless its key is there; it waits for another transaction that has written it and not ended."""
    if dialect in ("mysql", "mariadb"):
        return mysql.insert(table).prefix_with("IGNORE")
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()

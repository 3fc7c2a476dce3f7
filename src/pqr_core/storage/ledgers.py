"""Numbers, alerts, definitions and equal definitions in SQL: rows that units of work wait for, or write once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from pqr_core.storage.bulk import CHUNK, Among
from pqr_core.storage.engines import upsert
from pqr_core.storage.tables import Tables

__all__ = ("Ledgers",)


class Ledgers:
    """The statements of those tables, built once for a store."""

    def __init__(self, tables: Tables) -> None:
        self._numbers = tables.numbers
        self._alerts = tables.alerts
        self._definitions = tables.definitions
        self._equals = tables.equals
        self._fired = Among(tables.alerts, "alert")
        # On MariaDB, units that wait for the same key can deadlock when the first one gives it up. They wait on this
        # row.
        self._line = select(tables.version.c.version_num).with_for_update()
        numbers = tables.numbers.c
        self._last = select(numbers.last).where(
            numbers.utility_id == bindparam("utility_id"), numbers.series == bindparam("series")
        )

    def next_number(self, connection: Connection, utility_id: str, series: str) -> int:
        """The next number of a series; the row of the series stays locked until the transaction ends."""
        key = {"utility_id": utility_id, "series": series}
        # In one statement, so that two units cannot both be first.
        counted = upsert(self._numbers, connection.dialect.name, last=self._numbers.c.last + 1)
        connection.execute(counted, {**key, "last": 1})
        last: int = connection.execute(self._last, key).scalar_one()
        return last

    def numbers(self, connection: Connection, utility_id: str) -> list[tuple[str, int]]:
        """Each series of a utility, with the last number given."""
        numbers = self._numbers.c
        query = select(numbers.series, numbers.last).where(numbers.utility_id == utility_id)
        return [(row.series, row.last) for row in connection.execute(query.order_by(numbers.series))]

    def fire(self, connection: Connection, utility_id: str, keys: list[str], at: datetime) -> tuple[str, ...]:
        """Write the keys that are new, and return them in their order."""
        if connection.dialect.name in ("mariadb", "mysql"):
            connection.execute(self._line).all()
        write = _once(self._alerts, connection.dialect.name).execution_options(preserve_rowcount=True)
        # In sorted order, so that two transactions with the same keys cannot deadlock.
        fired = {
            key
            for key in sorted(set(keys) - self._known(connection, utility_id, keys))
            if connection.execute(write, {"utility_id": utility_id, "alert": key, "fired_at": at}).rowcount == 1
        }
        return tuple(key for key in keys if key in fired)

    def _known(self, connection: Connection, utility_id: str, keys: list[str]) -> set[str]:
        found = set[str]()
        for start in range(0, len(keys), CHUNK):
            found.update(self._fired(connection, utility_id, keys[start : start + CHUNK]))
        return found

    def define(self, connection: Connection, text: str) -> str:
        """Write the text unless it is there; return its digest."""
        digest = sha256(text.encode()).hexdigest()
        if self.definition(connection, digest) is None:
            try:
                with connection.begin_nested():
                    connection.execute(self._definitions.insert(), {"digest": digest, "text": text})
            except IntegrityError:  # another transaction wrote the same text
                pass
        return digest

    def definition(self, connection: Connection, digest: str) -> str | None:
        """The text with a digest; None if there is none."""
        definitions = self._definitions.c
        return connection.execute(select(definitions.text).where(definitions.digest == digest)).scalar()

    def definitions(self, connection: Connection) -> Iterator[tuple[str, str]]:
        """Each definition: the digest under which it is stored, and the text."""
        rows = select(self._definitions).order_by(self._definitions.c.digest)
        for digest in list(connection.scalars(select(self._definitions.c.digest))):
            yield from (tuple(row) for row in connection.execute(rows.where(self._definitions.c.digest == digest)))

    def equate(self, connection: Connection, utility_id: str, old: str, new: str) -> None:
        """Write a pair of equal definitions unless it is there."""
        connection.execute(
            _once(self._equals, connection.dialect.name), {"utility": utility_id, "old": old, "new": new}
        )

    def equal_to(self, connection: Connection, utility_id: str, new: str) -> frozenset[str]:
        """The digests recorded as equal to `new`."""
        pairs = self._equals.c
        return frozenset(connection.scalars(select(pairs.old).where(pairs.utility == utility_id, pairs.new == new)))


def _once(table: Table, dialect: str) -> Any:
    """Insert a row unless its key is there; it waits for another transaction that has written the same key."""
    if dialect in ("mysql", "mariadb"):
        return mysql.insert(table).prefix_with("IGNORE")
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()

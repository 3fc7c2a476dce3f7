"""The outbox in SQL: events for readers, which get their numbers under a lock when somebody reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select, update

from pqr_core.storage.bulk import Insert
from pqr_core.storage.engines import upsert
from pqr_core.storage.outbox import Posted
from pqr_core.storage.personal import rejoined
from pqr_core.storage.tables import Tables

__all__ = ("OutboxStatements",)

_EVERYBODY = ""
"""The reader whose position is the last number given; no real reader can have this name."""


class OutboxStatements:
    """The statements of the outbox, built once for a store."""

    def __init__(self, tables: Tables) -> None:
        outbox, readers = tables.outbox.c, tables.readers.c
        self._readers = tables.readers
        self._insert = Insert(tables.outbox)
        # The lock also makes a transaction that sees an older state read this row as it is now. SQLite does not need
        # it.
        self._place = (
            select(readers.position)
            .where(readers.utility_id == bindparam("utility"), readers.reader == bindparam("reader"))
            .with_for_update()
        )
        self._move = (
            update(tables.readers)
            .where(readers.utility_id == bindparam("utility"), readers.reader == bindparam("of"))
            .values(position=bindparam("to"))
        )
        self._new = (
            select(outbox.case_id, outbox.seq)
            .where(outbox.utility_id == bindparam("utility"), outbox.position.is_(None))
            .order_by(outbox.case_id, outbox.seq)
        )
        self._number = (
            update(tables.outbox)
            .where(
                outbox.utility_id == bindparam("utility"),
                outbox.case_id == bindparam("case"),
                outbox.seq == bindparam("number"),
                outbox.position.is_(None),
            )
            .values(position=bindparam("place"))
        )
        self._following = _following(tables)

    def post(self, connection: Connection, utility: str, case_id: UUID, seqs: Iterable[int]) -> None:
        """Write the events without a number."""
        self._insert(connection, [(utility, case_id, seq, None) for seq in seqs])

    def unread(self, connection: Connection, utility: str, reader: str, limit: int) -> tuple[Posted, ...]:
        """The next events of a reader; its position stays locked until the transaction ends."""
        place = self._locked(connection, utility, reader)
        rows = self._after(connection, utility, place, limit)
        if len(rows) < limit and self._numbered(connection, utility, limit):
            rows = self._after(connection, utility, place, limit)
        return tuple(
            Posted(
                utility=utility,
                case_id=row.case_id,
                radicado=row.radicado,
                seq=row.seq,
                position=row.position,
                recorded_at=row.recorded_at,
                event=rejoined(row.text, row.personal),
            )
            for row in rows
        )

    def mark_read(self, connection: Connection, utility: str, reader: str, position: int) -> None:
        """Move a reader forward to a position; never back."""
        if self._locked(connection, utility, reader) < position:
            self._moved(connection, utility, reader, position)

    def _locked(self, connection: Connection, utility: str, reader: str) -> int:
        """The position of a reader, which stays locked until the transaction ends."""
        first = {"utility_id": utility, "reader": reader, "position": 0}
        connection.execute(upsert(self._readers, connection.dialect.name, position=self._readers.c.position), first)
        place: int = connection.execute(self._place, {"utility": utility, "reader": reader}).scalar_one()
        return place

    def _moved(self, connection: Connection, utility: str, reader: str, to: int) -> None:
        connection.execute(self._move, {"utility": utility, "of": reader, "to": to})

    def _numbered(self, connection: Connection, utility: str, limit: int) -> bool:
        """Number up to `limit` committed events that have no number; return whether there were any."""
        last = self._locked(connection, utility, _EVERYBODY)
        number = last
        # Read without a lock, because a writer would wait for it. The transaction of a host may see an older state, in
        # which others have numbered nothing; the condition of the update then leaves an event with a number as it is.
        for row in connection.execute(self._new.limit(limit), {"utility": utility}).all():
            told = {"utility": utility, "case": row.case_id, "number": row.seq, "place": number + 1}
            number += connection.execute(self._number, told).rowcount
        if number > last:
            self._moved(connection, utility, _EVERYBODY, number)
        return number > last

    def _after(self, connection: Connection, utility: str, place: int, limit: int) -> Sequence[Any]:
        """The events after a position, up to the first gap: the transaction of a host may not see all behind it."""
        rows = connection.execute(self._following.limit(limit), {"utility": utility, "place": place}).all()
        return [row for expected, row in enumerate(rows, place + 1) if row.position == expected]


def _following(tables: Tables) -> Select[Any]:
    outbox, cases, events, personal = tables.outbox.c, tables.cases.c, tables.events.c, tables.personal.c

    def of_case(table: Any) -> Any:
        return (table.utility_id == outbox.utility_id) & (table.case_id == outbox.case_id)

    described = (
        tables.outbox.join(tables.cases, of_case(cases))
        .join(tables.events, of_case(events) & (events.seq == outbox.seq))
        .outerjoin(tables.personal, of_case(personal) & (personal.seq == outbox.seq))
    )
    columns = (outbox.case_id, cases.radicado, outbox.seq, outbox.position, events.recorded_at, events.text)
    return (
        select(*columns, personal.text.label("personal"))
        .select_from(described)
        .where(outbox.utility_id == bindparam("utility"), outbox.position > bindparam("place"))
        .order_by(outbox.position)
    )

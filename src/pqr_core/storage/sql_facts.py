"""The rows of facts in SQL, with the duties of those known now beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from pqr_core.facts import Facts
from pqr_core.fields import nfc
from pqr_core.storage.base import FactsRegister, UnitOfWork, can_be_kept
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.rows import RegisterTable, SqlRegister, chunks
from pqr_core.storage.sql_work import DutyStatements
from pqr_core.storage.work import Owed, WorkCounts, WorkKey, WorkPage, WorkQuery

__all__ = ("SqlFacts",)


class SqlFacts(SqlRegister[Facts], FactsRegister):
    """The rows of facts, and the work that they tell."""

    def __init__(
        self, unit: UnitOfWork, connection: Connection, table: RegisterTable[Facts], duties: DutyStatements
    ) -> None:
        super().__init__(unit, connection, table)
        self._duties = duties

    def _replaced(self, closed: list[tuple[Any, ...]], added: list[Facts]) -> None:
        self._duties.replace(self._connection, closed, added)

    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        """See `FactsRegister.get`."""
        columns = self._table.table.c
        return self._one(utility, columns.case_id == case_id, self._known(before))

    def get_many(self, utility: str, case_ids: Collection[UUID]) -> Iterator[Facts]:
        """See `FactsRegister.get_many`."""
        columns = self._table.table.c
        if can_be_kept(utility):
            for some in chunks(sorted(set(case_ids))):
                yield from self._page(columns.utility == nfc(utility), columns.case_id.in_(some), self._known(None))

    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        """See `FactsRegister.by_radicado`."""
        columns = self._table.table.c
        self._unit.check()
        if not can_be_kept(radicado):
            return None
        return self._one(utility, columns.radicado == nfc(radicado), self._known(None))

    def _page_of(self, utility: str, query: FactsQuery, after: UUID | None, limit: int) -> tuple[Facts, ...]:
        columns = self._table.table.c
        self._unit.check()
        if not (can_be_kept(utility) and query.is_possible):
            return ()
        where = [columns.utility == nfc(utility), self._known(None)]
        where += [columns[name] == value for name, value in query.equal().items()]
        for name, (first, last) in query.spans().items():
            where.append(columns[name].is_not(None))
            where += [] if first is None else [columns[name] >= first]
            where += [] if last is None else [columns[name] <= last]
        if after is not None:
            where.append(columns.case_id > after)
        return tuple(self._page(*where, limit=limit))

    def _one(self, utility: str, *where: Any) -> Facts | None:
        self._unit.check()
        if not can_be_kept(utility):
            return None
        where = (self._table.key[0] == nfc(utility), *where)
        return next(iter(self._page(*where, limit=1)), None)

    def _work_counts(self, utility: str, query: WorkQuery) -> WorkCounts:
        with self._unit.ending_on_errors():
            return self._duties.counts(self._connection, utility, query)

    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> WorkPage:
        with self._unit.ending_on_errors():
            return self._duties.page(self._connection, utility, query, after, limit)

    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        with self._unit.ending_on_errors():
            yield from self._duties.owed(self._connection, utility, day, due_by)

    def _later(self, utility: str, day: date) -> list[UUID]:
        with self._unit.ending_on_errors():
            return list(self._connection.scalars(self._duties.later, {"utility": utility, "day": day}))

    def _others(self, utility: str, definitions: str) -> dict[str, int]:
        with self._unit.ending_on_errors():
            asked = {"utility": utility, "definitions": definitions}
            return {row.digest: row.n for row in self._connection.execute(self._duties.others, asked)}

    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        with self._unit.ending_on_errors():
            asked = {"utility": utility, "digests": sorted(definitions)}
            return list(self._connection.scalars(self._duties.made_under, asked))

    def _unit_check(self) -> None:
        self._unit.check()

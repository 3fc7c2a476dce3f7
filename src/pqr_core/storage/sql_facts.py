"""The rows of facts in SQL, with the duties of the current rows in a table beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from pqr_core.facts import Facts, Survey
from pqr_core.fields import nfc
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.bulk import chunks
from pqr_core.storage.engines import as_stored
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.related import Relating, Sought
from pqr_core.storage.rows import FactsRegister, SurveyRegister, can_be_kept
from pqr_core.storage.sql_registers import RegisterTable, SqlRegister
from pqr_core.storage.sql_related import RelatedStatements
from pqr_core.storage.sql_work import DutyStatements
from pqr_core.storage.work import Owed, OwedPage, WorkCounts, WorkKey, WorkQuery

__all__ = ("SqlFacts", "SqlSurveys")


class SqlSurveys(SqlRegister[Survey], SurveyRegister):
    """The surveys."""

    def about(self, utility: str, radicados: Collection[str]) -> Iterator[Survey]:
        """See `SurveyRegister.about`."""
        columns = self._table.table.c
        for some in chunks(sorted(set(radicados))):
            where = columns.utility == nfc(utility), columns.radicado.in_(some), self._known(None)
            yield from self._page(*where, limit=None)

    def _replaced(self, closed: list[Survey], added: list[Survey]) -> None:
        about: dict[str, set[str]] = {}
        for each in (*closed, *added):
            if each.radicado is not None:
                about.setdefault(each.utility, set()).add(each.radicado)
        for utility, radicados in about.items():
            self._unit.facts.survey(utility, radicados)


class SqlFacts(SqlRegister[Facts], FactsRegister):
    """The rows of facts, with the queries of the work."""

    def __init__(
        self,
        unit: UnitOfWork,
        connection: Connection,
        table: RegisterTable[Facts],
        duties: DutyStatements,
        relations: RelatedStatements,
    ) -> None:
        super().__init__(unit, connection, table)
        self._duties = duties
        self._relations = relations
        # Putting a row can change the rows of related cases. SQLite has one writer at a time and needs no locks.
        self._shared = connection.dialect.name != "sqlite"
        self.unsettled: dict[str, set[UUID]] = {}
        """By utility, the cases to relate again when the rows of other units can be seen."""
        self._named: dict[str, set[str]] = {}
        """By utility, the radicados that rows of this unit have got."""
        self.settles = False
        """Whether this unit is the one that relates them again."""

    def _related(self, rows: list[Facts], known: Mapping[tuple[Any, ...], Facts]) -> tuple[list[Facts], list[Facts]]:
        by_utility: dict[str, list[Facts]] = {}
        for row in rows:
            by_utility.setdefault(row.utility, []).append(row)
        made: list[Facts] = []
        others: list[Facts] = []
        for utility, own in by_utility.items():
            before = {case_id: row for (of, case_id), row in known.items() if of == utility}
            found, changed = self._with_related(own, before)
            made += found
            others += changed
        return made, others

    def _found(self, utility: str, wanted: Sought) -> Iterable[Relating]:
        if self._shared and not self.settles:
            self._named.setdefault(utility, set()).update(wanted.named)
            if wanted.accounts or wanted.radicados:
                self.unsettled.setdefault(utility, set()).update(wanted.cases)
        return self._relations.found(self._connection, utility, wanted)

    def look_again(self) -> None:
        """After the commit, add to `unsettled` the recursos that another unit kept against the radicados of this one.

        The other unit may have looked for them before they could be seen, and this one before the recursos could.
        """
        columns = self._table.table.c
        for utility, radicados in self._named.items():
            for some in chunks(sorted(radicados)):
                query = select(columns.case_id).where(
                    columns.utility == utility,
                    columns.recurso_of_radicado.in_(some),
                    columns.recurso_of.is_(None),
                    columns.known_to.is_(None),
                )
                self.unsettled.setdefault(utility, set()).update(self._connection.scalars(query))

    def current(self, rows: Iterable[Facts]) -> list[Facts]:
        """See `FactsRegister.current`."""
        found = list(rows)
        if not (self._shared and found):
            return found
        # Locked, then read: between a read without a lock and the put, another unit may have put a newer row.
        return [row for row, *_ in self._last(found).values()]

    def _surveys(self, utility: str, radicados: Collection[str]) -> Iterator[Survey]:
        return self._unit.surveys.about(utility, radicados)

    def _of_radicados(self, utility: str, radicados: Collection[str]) -> Iterator[Facts]:
        columns = self._table.table.c
        for some in chunks(sorted(radicados)):
            yield from self._page(columns.utility == nfc(utility), columns.radicado.in_(some), self._known(None))

    def _replaced(self, closed: list[Facts], added: list[Facts]) -> None:
        self._duties.replace(self._connection, [self._table.key_of(row) for row in closed], added)

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
        with self._unit.ending_on_errors(), as_stored():
            return self._duties.counts(self._connection, utility, query)

    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> OwedPage:
        with self._unit.ending_on_errors(), as_stored():
            return self._duties.page(self._connection, utility, query, after, limit)

    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        with self._unit.ending_on_errors(), as_stored():
            yield from self._duties.owed(self._connection, utility, day, due_by)

    def _later(self, utility: str, day: date) -> list[UUID]:
        with self._unit.ending_on_errors(), as_stored():
            return sorted(self._connection.scalars(self._duties.later, {"utility": utility, "day": day}))

    def _others(self, utility: str, definitions: str) -> dict[str, int]:
        with self._unit.ending_on_errors(), as_stored():
            asked = {"utility": utility, "definitions": definitions}
            return {row.digest: row.n for row in self._connection.execute(self._duties.others, asked)}

    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        with self._unit.ending_on_errors(), as_stored():
            asked = {"utility": utility, "digests": sorted(definitions)}
            return list(self._connection.scalars(self._duties.made_under, asked))

    def _unit_check(self) -> None:
        self._unit.check()

"""Registers in SQL: rows are put, closed and read in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, get_type_hints

from attrs import fields
from sqlalchemy import Connection, Dialect, Table, and_, bindparam, or_, select, tuple_, type_coerce, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import NULLTYPE

from pqr_core.errors import ConflictError
from pqr_core.fields import nfc
from pqr_core.language import Said
from pqr_core.moments import require_instant
from pqr_core.registers import R, RegisterOf
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.bulk import CHUNK, Insert, Question, chunks
from pqr_core.storage.engines import as_stored
from pqr_core.storage.rows import Register, can_be_kept
from pqr_core.storage.tables import field_type

__all__ = ("RegisterTable", "SqlRegister")


class RegisterTable(Generic[R]):
    """What a register needs to know about its table, built once for a store."""

    def __init__(self, table: Table, register: RegisterOf[R]) -> None:
        row = register.row
        self.table = table
        self.row = row
        self.names = tuple(attribute.name for attribute in fields(row))
        hints = get_type_hints(row)
        kinds = (field_type(hints[name])[0] for name in self.names)
        self._words = tuple((place, kind, None) for place, kind in enumerate(kinds) if issubclass(kind, StrEnum))
        self._setters = tuple(getattr(row, name).__set__ for name in self.names)
        self._conversions: tuple[tuple[int, Callable[[Any], Any], Any], ...] | None = None
        self.values_of: Callable[[R], tuple[Any, ...]] = attrgetter(*self.names)
        self.key_of = register.key_of
        self.over = register.over
        self.key = tuple(table.c[name] for name in register.key)
        # Read as the driver gives them, and converted column by column.
        self.columns = tuple(type_coerce(table.c[name], NULLTYPE) for name in self.names)
        self.times = tuple(type_coerce(table.c[name], NULLTYPE) for name in ("revision", "known_from", "known_to"))
        # The key within one utility. If it is one column, it is compared plainly, because some engines use their index
        # for that and not for pairs.
        _, *rest = self.key
        self.rest: Any = rest[0] if len(rest) == 1 else tuple_(*rest)
        self.insert = Insert(table)
        of_key = [column == bindparam(f"key_{column.name}") for column in self.key]
        read: list[Any] = [*self.columns, *self.times]
        one = select(*read).where(*of_key).order_by(table.c.revision)
        self._one = {False: Question(one), True: Question(one.with_for_update())}
        self.close = (
            update(table)
            .where(*of_key)
            .where(table.c.revision == bindparam("closed"))
            .values(known_to=bindparam("since"))
        )

    def named(self, key: tuple[Any, ...]) -> dict[str, Any]:
        """The parameters of a statement about one key."""
        return {f"key_{column.name}": value for column, value in zip(self.key, key, strict=True)}

    def one(self, connection: Connection, row: R, *, locking: bool) -> Sequence[Any]:
        """All revisions of the row with the key of `row`, in order, by a query that is compiled once."""
        return self._one[locking](connection, self.named(self.key_of(row)))

    def revisions(self, dialect: Dialect, found: Sequence[Any]) -> Iterator[tuple[R, int, datetime, datetime | None]]:
        """The rows made from stored values, with the number and the validity of each revision."""
        instant: Any = self.table.c.known_from.type.dialect_impl(dialect).result_processor(dialect, None)
        for row, each in zip(self.made(dialect, found), found, strict=True):
            revision, known_from, known_to = each[-len(self.times) :]
            yield row, revision, instant(known_from), instant(known_to)

    def made(self, dialect: Dialect, rows: Sequence[Sequence[Any]]) -> Iterator[R]:
        """The rows made from stored values, without validating them again."""
        if not rows:
            return
        if self._conversions is None:
            self._conversions = (*self._processors(dialect), *self._words)
        columns: list[Any] = list(zip(*rows, strict=True))
        for place, convert, absent in self._conversions:
            columns[place] = [absent if value is None else convert(value) for value in columns[place]]
        for values in zip(*columns, strict=True):
            row = self.row.__new__(self.row)
            for put, value in zip(self._setters, values, strict=False):
                put(row, value)
            yield row

    def _processors(self, dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any], Any]]:
        """The columns whose values from the driver are converted: place, conversion, value for null."""
        for place, name in enumerate(self.names):
            convert = self.table.c[name].type.dialect_impl(dialect).result_processor(dialect, None)
            if convert is not None:
                yield place, convert, convert(None)

    def rest_of(self, row: R) -> Any:
        """The key of `row` within its utility, to compare with `rest`."""
        _, *rest = self.key_of(row)
        return rest[0] if len(rest) == 1 else tuple(rest)

    def same(self, rows: list[R]) -> Iterator[Any]:
        """For each utility, the condition for the rows with the keys of `rows`."""
        by_utility: dict[str, list[Any]] = {}
        for row in rows:
            by_utility.setdefault(self.key_of(row)[0], []).append(self.rest_of(row))
        for utility, keys in by_utility.items():
            yield and_(self.key[0] == utility, self.rest.in_(keys))


class SqlRegister(Register[R]):
    """A register in a table."""

    def __init__(self, unit: UnitOfWork, connection: Connection, table: RegisterTable[R]) -> None:
        self._unit = unit
        self._connection = connection
        self._table = table
        self._shared = False
        """Whether other units put rows with the same keys, so that rows to be replaced must be locked."""

    def put(self, rows: Iterable[R]) -> int:
        """See `Register.put`."""
        self._unit.check(writing=True)
        with self._unit.ending_on_errors(bulk=True):
            return sum(map(self._put, chunks(rows, self._table.key_of)))

    def _put(self, rows: list[R]) -> int:
        table, at = self._table, self._unit.recorded_at
        known = self._last(rows)
        related, others = self._related(rows, {key: row for key, (row, *_) in known.items()})
        if others:
            known |= self._last(others)
        closed, added = [], []
        for row in (*related, *others):
            key = table.key_of(row)
            if key not in known:
                added.append(((*table.values_of(row), 1, at, None), row))
                continue
            last, revision, known_from = known[key]
            new = row if table.over is None else table.over(row, last)
            if last != new:
                since = max(at, known_from)
                closed.append(({**table.named(key), "closed": revision, "since": since}, last))
                added.append(((*table.values_of(new), revision + 1, since, None), new))
        if closed:
            self._connection.execute(table.close, [row for row, _ in closed])
        try:
            table.insert(self._connection, [values for values, _ in added])
            self._replaced([row for _, row in closed], [row for _, row in added])
        except IntegrityError as error:
            es = f"{table.table.name}: otra unidad registró las mismas filas"
            en = f"{table.table.name}: the same rows were recorded by another unit"
            raise ConflictError(detail=Said(es, en)) from error
        return len(added) - sum(1 for _, row in added if row in others) if others else len(added)

    def _last(self, rows: list[R], *, again: bool = False) -> dict[tuple[Any, ...], tuple[R, int, datetime]]:
        """The current row for each key of `rows` that has one, with its revision and the start of its validity."""
        table = self._table
        # Read all revisions and keep the last of each key: an engine without statistics takes "known_to is null" for
        # the rare condition and reads all rows by it.
        found = {
            table.key_of(row): (row, revision, known_from, known_to)
            for row, revision, known_from, known_to in self._revisions(rows)
        }
        if self._shared and not again and any(known_to is not None for *_, known_to in found.values()):
            # Another unit, for which we waited, has just replaced or removed the row: read again.
            return self._last(rows, again=True)
        return {key: (row, revision, known_from) for key, (row, revision, known_from, _) in found.items()}

    def _related(self, rows: list[R], known: Mapping[tuple[Any, ...], R]) -> tuple[list[R], list[R]]:  # noqa: ARG002 - of facts
        """The rows with their relations, and the other rows that change with them."""
        return rows, []

    def _replaced(self, closed: list[R], added: list[R]) -> None:
        """Update what is stored beside current rows: `added` are current now, and `closed` were until now."""

    def _revisions(self, rows: list[R]) -> Iterator[tuple[R, int, datetime, datetime | None]]:
        table, dialect, locking = self._table, self._connection.dialect, self._shared
        if len(rows) == 1:  # as one act does; making the query anew would take longer than all else
            yield from table.revisions(dialect, table.one(self._connection, rows[0], locking=locking))
            return
        for same in table.same(rows):
            yield from table.revisions(dialect, self._read(same, also=table.times, locking=locking))

    def _read(
        self, *where: Any, also: Sequence[Any] = (), limit: int | None = None, locking: bool = False
    ) -> Sequence[Any]:
        table = self._table
        query = select(*table.columns, *also).where(*where).order_by(*table.key, table.table.c.revision)
        return self._connection.execute(query.with_for_update() if locking else query.limit(limit)).all()

    def _known(self, before: datetime | None) -> Any:
        """The condition for the current rows, or for those recorded before an instant."""
        columns = self._table.table.c
        if before is None:
            return columns.known_to.is_(None)
        require_instant(before, "before")
        return and_(columns.known_from < before, or_(columns.known_to.is_(None), columns.known_to >= before))

    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        """See `Register.stream`; it reads pages in order of the key."""
        table = self._table
        where = [table.key[0] == nfc(utility), self._known(before)]
        beyond: list[Any] = []
        self._unit.check()
        if not can_be_kept(utility):
            return
        while True:
            page = self._page(*where, *beyond)
            for row in page:
                self._unit.require_open()
                yield row
            if len(page) < CHUNK:
                return
            beyond = [table.rest > table.rest_of(page[-1])]

    def _page(self, *where: Any, limit: int | None = CHUNK) -> list[R]:
        self._unit.check()
        with self._unit.ending_on_errors(), as_stored():
            return list(self._table.made(self._connection.dialect, self._read(*where, limit=limit)))

"""The statements of the SQL store: inserts of many rows at the speed of the driver, registers, chunks.

Inserts are compiled once and given to the driver as tuples: three times as fast as SQLAlchemy's dictionaries, which
is what an import of years of cases is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, get_type_hints

from attrs import fields
from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Connection,
    Dialect,
    Select,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import NULLTYPE

from pqr_core.errors import StorageError
from pqr_core.fields import nfc
from pqr_core.moments import require_instant
from pqr_core.storage.base import R, Register, UnitOfWork, can_be_kept
from pqr_core.storage.columns import Code
from pqr_core.storage.engines import message_of
from pqr_core.storage.tables import field_type

__all__ = ("CHUNK", "Among", "Insert", "Question", "Read", "RegisterTable", "SqlRegister", "chunks")

CHUNK: Final = 500
"""Rows read, compared or written at once."""

_SIZES: Final = (1, 8, 64, CHUNK)
"""For how many values a question is compiled; fewer are filled up with the last of them."""

_COPIED: Final = 50
"""Rows from which a statement of its own is worth its round trips."""

_TEXT: Final = frozenset({str, type(None)})
"""What every driver takes as it is, whatever the type of its column."""

T = TypeVar("T")


def chunks(items: Iterable[T], key: Callable[[T], Hashable] | None = None) -> Iterator[list[T]]:
    """`items` in their order, up to `CHUNK` at once, and none with the key of another in the same chunk."""
    chunk: list[T] = []
    seen: set[Hashable] = set()
    for item in items:
        own = None if key is None else key(item)
        if len(chunk) == CHUNK or (own is not None and own in seen):
            yield chunk
            chunk, seen = [], set()
        chunk.append(item)
        seen.add(own)
    if chunk:
        yield chunk


class _Converted(dict[Any, Any]):
    """Values as the driver takes them, each converted once: many rows have the same instant, utility or case."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        converted = self[value] = self._convert(value)
        return converted


def _positional(dialect: Dialect) -> Dialect:
    """The dialect with positions for parameters: a driver that names them takes positions too."""
    styled: Any = type(dialect)
    positional: Dialect = dialect if dialect.positional else styled(paramstyle="format")
    return positional


class Read:
    """A query compiled once and given to the driver, for what is read again and again; values are the driver's."""

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._compiled: tuple[str, tuple[str, ...]] | None = None

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for the values of its parameters."""
        if self._compiled is None:
            compiled: Any = self._query.compile(dialect=_positional(connection.dialect))
            self._compiled = str(compiled), tuple(compiled.positiontup)
        statement, names = self._compiled
        return connection.exec_driver_sql(statement, tuple(values[name] for name in names)).all()


class Question:
    """A query compiled once and given to the driver, for values of Python; the rows are as the driver gives them."""

    def __init__(self, query: Select[Any] | CompoundSelect[Any]) -> None:
        self._query = query
        self._compiled: tuple[str, tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]] | None = None

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for the values of its parameters."""
        if self._compiled is None:
            self._compiled = self._compile(_positional(connection.dialect))
        statement, parameters = self._compiled
        told = ((values.get(name, default), convert) for name, default, convert in parameters)
        given = tuple(value if convert is None else convert(value) for value, convert in told)
        return connection.exec_driver_sql(statement, given).all()

    def _compile(self, dialect: Dialect) -> tuple[str, tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]]:
        compiled: Any = self._query.compile(dialect=dialect)
        kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in compiled.positiontup}
        parameters = (
            (name, compiled.params[name], kinds[name].bind_processor(dialect)) for name in compiled.positiontup
        )
        return str(compiled), tuple(parameters)


class Among:
    """Which of up to `CHUNK` values stand in a column of text, of one utility; compiled once for a few sizes."""

    def __init__(self, table: Table, column: str) -> None:
        self._utility, self._wanted = table.c.utility_id, table.c[column]
        self._reads: dict[tuple[int, bool], Read] = {}

    def __call__(self, connection: Connection, utility: str, values: Sequence[str], *, latest: bool) -> Iterator[str]:
        """Those of the values, at least one, that are there; `latest`, beyond what this transaction sees."""
        if connection.dialect.name == "postgresql":
            size = 0
            named: dict[str, Any] = {"utility": utility, "values": list(values)}
        else:
            size = next(size for size in _SIZES if size >= len(values))
            padded = zip(range(size), chain(values, repeat(values[-1])), strict=False)
            named = {"utility": utility} | {f"value_{place}": value for place, value in padded}
        if (size, latest) not in self._reads:
            self._reads[size, latest] = self._read(size, latest=latest)
        return (value for (value,) in self._reads[size, latest](connection, named))

    def _read(self, size: int, *, latest: bool) -> Read:
        if not size:
            return Read(self._one_by_one())
        among = self._wanted.in_([bindparam(f"value_{place}") for place in range(size)])
        query = select(self._wanted).where(self._utility == bindparam("utility"), among)
        return Read(query.with_for_update(read=True) if latest else query)

    def _one_by_one(self) -> Select[Any]:
        """For PostgreSQL: each value of an array by the index.

        Asked for all at once, of a table it has no statistics of yet, it would read every row of the utility. A later
        statement sees what others have committed since, so there is nothing to be asked for beyond it.
        """
        value: Any = func.unnest(bindparam("values", type_=ARRAY(String))).column_valued("value")
        compared = value.collate("C") if isinstance(self._wanted.type, Code) else value
        there: Select[Any] = select(literal_column("1")).where(
            self._utility == bindparam("utility"), self._wanted == compared
        )
        return select(value).join(there.limit(literal_column("1")).lateral(), true())


class Insert:
    """`INSERT INTO table` of whole rows, as tuples in the order of the columns."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._compiled: tuple[str, tuple[tuple[int, Callable[[Any], Any]], ...]] | None = None

    def __call__(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Insert the rows."""
        if not rows:
            return
        if self._compiled is None:
            self._compiled = self._compile(connection)
        statement, conversions = self._compiled
        columns: list[Any] = list(zip(*rows, strict=True))
        for index, convert in conversions:
            if not _TEXT.issuperset(map(type, columns[index])):
                columns[index] = map(_Converted(convert).__getitem__, columns[index])
        converted = list(zip(*columns, strict=True))
        if len(rows) >= _COPIED and connection.dialect.driver == "psycopg" and not connection.dialect.is_async:
            self._copy(connection, converted)
        else:
            connection.exec_driver_sql(statement, converted)

    def _copy(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """By COPY, which PostgreSQL takes twice as fast as inserts."""
        preparer = connection.dialect.identifier_preparer
        names = ", ".join(map(preparer.format_column, self._table.columns))
        driver: Any = connection.dialect.dbapi
        cursor: Any = connection.connection.cursor()
        try:
            with cursor, cursor.copy(f"COPY {preparer.format_table(self._table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        except driver.Error as error:  # not through SQLAlchemy, which would have named it
            raise StorageError(detail=message_of(error)) from None  # which would tell the row

    def _compile(self, connection: Connection) -> tuple[str, tuple[tuple[int, Callable[[Any], Any]], ...]]:
        dialect = connection.dialect
        statement = str(self._table.insert().compile(dialect=_positional(dialect)))
        processors = (
            (index, column.type.dialect_impl(dialect).bind_processor(dialect))
            for index, column in enumerate(self._table.columns)
        )
        return statement, tuple((index, convert) for index, convert in processors if convert is not None)


class RegisterTable(Generic[R]):
    """What a register needs to know of its table, made once a store."""

    def __init__(self, table: Table, row: type[R], *key: str) -> None:
        self.table = table
        self.row = row
        self.names = tuple(attribute.name for attribute in fields(row))
        hints = get_type_hints(row)
        kinds = (field_type(hints[name])[0] for name in self.names)
        self._words = tuple((place, kind, None) for place, kind in enumerate(kinds) if issubclass(kind, StrEnum))
        self._setters = tuple(getattr(row, name).__set__ for name in self.names)
        self._conversions: tuple[tuple[int, Callable[[Any], Any], Any], ...] | None = None
        self.values_of: Callable[[R], tuple[Any, ...]] = attrgetter(*self.names)
        self.key_of: Callable[[R], tuple[Any, ...]] = attrgetter(*key)
        self.key = tuple(table.c[name] for name in key)
        # As the driver gives them: they are converted a column at a time.
        self.columns = tuple(type_coerce(table.c[name], NULLTYPE) for name in self.names)
        # Within one utility, so that one column is compared plainly where that is enough: engines that would not use
        # their index for pairs use it for that.
        _, *rest = self.key
        self.rest: Any = rest[0] if len(rest) == 1 else tuple_(*rest)
        self.insert = Insert(table)
        self.close = (
            update(table)
            .where(*(column == bindparam(f"key_{column.name}") for column in self.key))
            .where(table.c.revision == bindparam("closed"))
            .values(known_to=bindparam("since"))
        )

    def made(self, dialect: Dialect, rows: Sequence[Sequence[Any]]) -> Iterator[R]:
        """The rows of those values, which were validated when they were put: made without doing it again."""
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
        """What makes of the driver's value of a column the one that was put, where they differ, and of none."""
        for place, name in enumerate(self.names):
            convert = self.table.c[name].type.dialect_impl(dialect).result_processor(dialect, None)
            if convert is not None:
                yield place, convert, convert(None)

    def rest_of(self, row: R) -> Any:
        """The key of `row` within its utility, to be compared with `rest`."""
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

    def put(self, rows: Iterable[R], *, at: datetime) -> int:
        """See `Register.put`."""
        self._unit.check(at)
        with self._unit.ending_on_errors(bulk=True):
            return sum(self._put(chunk, at) for chunk in chunks(rows, self._table.key_of))

    def _put(self, rows: list[R], at: datetime) -> int:
        table = self._table
        # All revisions, the last of a key winning: with "known_to is null" in it, an engine without statistics takes
        # that for the rare condition and reads all rows by it.
        known = {
            table.key_of(row): (row, revision, known_from)
            for same in table.same(rows)
            for row, revision, known_from in self._revisions(same)
        }
        closed, added = [], []
        for row in rows:
            key = table.key_of(row)
            if key not in known:
                added.append(((*table.values_of(row), 1, at, None), row))
                continue
            last, revision, known_from = known[key]
            if last != row:
                since = max(at, known_from)
                keys = {f"key_{column.name}": value for column, value in zip(table.key, key, strict=True)}
                closed.append(({**keys, "closed": revision, "since": since}, key))
                added.append(((*table.values_of(row), revision + 1, since, None), row))
        if closed:
            self._connection.execute(table.close, [row for row, _ in closed])
        try:
            table.insert(self._connection, [values for values, _ in added])
            self._replaced([key for _, key in closed], [row for _, row in added])
        except IntegrityError as error:
            raise StorageError(detail=f"{table.table.name}: the same rows were recorded by another unit") from error
        return len(added)

    def _replaced(self, closed: list[tuple[Any, ...]], added: list[R]) -> None:
        """Keep what stands beside the rows known now: `added` came in, for some in the place of the keys `closed`."""

    def _revisions(self, *where: Any) -> Iterator[tuple[R, int, datetime]]:
        columns = self._table.table.c
        found = self._read(*where, also=(columns.revision, columns.known_from))
        rows = self._table.made(self._connection.dialect, found)
        return ((row, revision, known_from) for row, (*_, revision, known_from) in zip(rows, found, strict=True))

    def _read(self, *where: Any, also: Sequence[Any] = (), limit: int | None = None) -> Sequence[Any]:
        table = self._table
        query = select(*table.columns, *also).where(*where).order_by(*table.key, table.table.c.revision)
        return self._connection.execute(query.limit(limit)).all()

    def _known(self, before: datetime | None) -> Any:
        """The condition for the rows known now, or recorded before an instant."""
        columns = self._table.table.c
        if before is None:
            return columns.known_to.is_(None)
        require_instant(before, "before")
        return and_(columns.known_from < before, or_(columns.known_to.is_(None), columns.known_to >= before))

    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        """See `Register.stream`; it reads in pages by key."""
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

    def _page(self, *where: Any, limit: int = CHUNK) -> list[R]:
        self._unit.check()
        with self._unit.ending_on_errors():
            return list(self._table.made(self._connection.dialect, self._read(*where, limit=limit)))

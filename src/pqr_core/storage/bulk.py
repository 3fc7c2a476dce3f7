"""Statements that are compiled once: queries, updates, and inserts of many rows at the speed of the driver.

Rows are passed to the driver as tuples. That is three times as fast as the dictionaries of SQLAlchemy, which matters
when years of cases are imported.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Connection,
    CursorResult,
    Dialect,
    Select,
    String,
    Table,
    Update,
    bindparam,
    func,
    literal_column,
    select,
    true,
)

from pqr_core.storage.columns import Code
from pqr_core.storage.engines import refused

__all__ = ("CHUNK", "Among", "Change", "Insert", "Question", "Read", "chunks")

CHUNK: Final = 500
"""How many rows are read, compared or written at once."""

_SIZES: Final = (1, 8, 64, CHUNK)
"""The numbers of values for which a query is compiled; fewer values are padded with the last one."""

_COPIED: Final = 50
"""From how many rows on a COPY statement is faster than inserts."""

_TEXT: Final = frozenset({str, type(None)})
"""The types that every driver takes as they are, whatever the type of the column."""

T = TypeVar("T")


def chunks(items: Iterable[T], key: Callable[[T], Hashable] | None = None) -> Iterator[list[T]]:
    """`items` in order, in lists of at most `CHUNK`; two items with the same key are never in one list."""
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
    """A cache of values converted for the driver: many rows have the same instant, utility or case."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        converted = self[value] = self._convert(value)
        return converted


def _positional(dialect: Dialect) -> Dialect:
    """The dialect with positional parameters, which every driver takes."""
    styled: Any = type(dialect)
    positional: Dialect = dialect if dialect.positional else styled(paramstyle="format")
    return positional


class Read:
    """A query that is compiled once and run by the driver; its values and rows are those of the driver."""

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._compiled: tuple[str, tuple[str, ...]] | None = None

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for these values of the parameters."""
        if self._compiled is None:
            compiled: Any = self._query.compile(dialect=_positional(connection.dialect))
            self._compiled = str(compiled), tuple(compiled.positiontup)
        statement, names = self._compiled
        return connection.exec_driver_sql(statement, tuple(values[name] for name in names)).all()


class _Compiled:
    """A statement that is compiled once and run by the driver; values are of Python."""

    def __init__(self, statement: Select[Any] | CompoundSelect[Any] | Update) -> None:
        self._statement = statement
        self._compiled: tuple[str, tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]] | None = None

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        if self._compiled is None:
            self._compiled = self._compile(_positional(connection.dialect))
        statement, parameters = self._compiled
        told = ((values.get(name, default), convert) for name, default, convert in parameters)
        given = tuple(value if convert is None else convert(value) for value, convert in told)
        return connection.exec_driver_sql(statement, given)

    def _compile(self, dialect: Dialect) -> tuple[str, tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]]:
        compiled: Any = self._statement.compile(dialect=dialect)
        kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in compiled.positiontup}
        parameters = (
            (name, compiled.params[name], kinds[name].bind_processor(dialect)) for name in compiled.positiontup
        )
        return str(compiled), tuple(parameters)


class Question(_Compiled):
    """A query that is compiled once and run by the driver; values are of Python, rows of the driver."""

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows for these values of the parameters."""
        return self._run(connection, values).all()


class Change(_Compiled):
    """An update that is compiled once and run by the driver; values are of Python."""

    def __call__(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The number of rows that the update found, for these values of the parameters."""
        return self._run(connection, values).rowcount


class Among:
    """Finds which of at most `CHUNK` values a text column of one utility holds; compiled once for a few sizes.

    With `locking`, it reads what is committed now, even if the transaction sees an older state, and locks it.
    """

    def __init__(self, table: Table, column: str, *, locking: bool = False) -> None:
        self._utility, self._wanted = table.c.utility_id, table.c[column]
        self._locking = locking
        self._reads: dict[int, Read] = {}

    def __call__(self, connection: Connection, utility: str, values: Sequence[str]) -> Iterator[str]:
        """Those of the values that are there; `values` must hold at least one."""
        if connection.dialect.name == "postgresql":
            size = 0
            named: dict[str, Any] = {"utility": utility, "values": list(values)}
        else:
            size = next(size for size in _SIZES if size >= len(values))
            padded = zip(range(size), chain(values, repeat(values[-1])), strict=False)
            named = {"utility": utility} | {f"value_{place}": value for place, value in padded}
        if size not in self._reads:
            self._reads[size] = self._read(size)
        return (value for (value,) in self._reads[size](connection, named))

    def _read(self, size: int) -> Read:
        if not size:
            return Read(self._one_by_one())
        among = self._wanted.in_([bindparam(f"value_{place}") for place in range(size)])
        query = select(self._wanted).where(self._utility == bindparam("utility"), among)
        return Read(query.with_for_update(read=True) if self._locking else query)

    def _one_by_one(self) -> Select[Any]:
        """The query for PostgreSQL: it looks up each value of an array in the index.

        With `IN` and without statistics of the table, PostgreSQL would read every row of the utility. No lock is
        needed, because there each statement sees what others have committed.
        """
        value: Any = func.unnest(bindparam("values", type_=ARRAY(String))).column_valued("value")
        compared = value.collate("C") if isinstance(self._wanted.type, Code) else value
        there: Select[Any] = select(literal_column("1")).where(
            self._utility == bindparam("utility"), self._wanted == compared
        )
        return select(value).join(there.limit(literal_column("1")).lateral(), true())


class Insert:
    """Inserts whole rows into a table, given as tuples in the order of the columns."""

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
        """Insert by COPY, which is twice as fast on PostgreSQL."""
        preparer = connection.dialect.identifier_preparer
        names = ", ".join(map(preparer.format_column, self._table.columns))
        driver: Any = connection.dialect.dbapi
        cursor: Any = connection.connection.cursor()
        try:
            statement = f"COPY {preparer.format_table(self._table)} ({names}) FROM STDIN"
            # Without parameters the driver does not expect a % to be doubled.
            with cursor, cursor.copy(statement.replace("%%", "%")) as copy:
                for row in rows:
                    copy.write_row(row)
        except driver.Error as error:  # this call does not go through SQLAlchemy, which would name the error
            raise refused(error) from None  # the cause would show the row

    def _compile(self, connection: Connection) -> tuple[str, tuple[tuple[int, Callable[[Any], Any]], ...]]:
        dialect = connection.dialect
        statement = str(self._table.insert().compile(dialect=_positional(dialect)))
        processors = (
            (index, column.type.dialect_impl(dialect).bind_processor(dialect))
            for index, column in enumerate(self._table.columns)
        )
        return statement, tuple((index, convert) for index, convert in processors if convert is not None)

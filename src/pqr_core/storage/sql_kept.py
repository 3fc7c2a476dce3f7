"""Read the tables as they stand, with the values of the driver, so that damaged data do not stop the reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, Connection, Dialect, Select, Table, bindparam, select, type_coerce, union
from sqlalchemy.types import NULLTYPE

from pqr_core.facts import Facts
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.storage.bulk import CHUNK
from pqr_core.storage.engines import UNREADABLE
from pqr_core.storage.history import CASE_ITSELF, Entry
from pqr_core.storage.kept import KeptCase, KeptRow
from pqr_core.storage.sql_registers import RegisterTable
from pqr_core.storage.tables import Tables

__all__ = ("KeptStatements",)

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class KeptStatements:
    """The statements of this reading, built once for a store."""

    def __init__(self, tables: Tables, facts: RegisterTable[Facts]) -> None:
        self._tables = tables
        self._facts = facts
        kept = (tables.cases, tables.events, tables.personal, tables.facts, tables.duties)
        owned = (*kept, tables.numbers, *tables.registers.values())
        self.utilities = union(*(select(_raw(_utility(table)).label("utility")) for table in owned))
        ids = (self._ids(table).subquery() for table in kept)
        self._page = union(*(select(each.c.case_id) for each in ids)).order_by("case_id").limit(CHUNK)
        self._rows = {table: self._between(table) for table in kept}

    # --- statements ------------------------------------------------------------------------------------------------

    def _ids(self, table: Table) -> Select[Any]:
        """The query of the next case ids in a table, each once."""
        case_id = _raw(table.c.case_id)
        found = select(case_id.label("case_id")).distinct().where(_utility(table) == bindparam("utility"))
        return found.where(case_id > bindparam("after", type_=NULLTYPE)).order_by(table.c.case_id).limit(CHUNK)

    def _between(self, table: Table) -> Select[Any]:
        """The query of the rows of a span of case ids, as they stand."""
        columns: Sequence[Any] = [_raw(column).label(column.name) for column in table.columns]
        if table is self._facts.table:
            names = ("case_id", "revision", "known_from", "known_to")
            columns = [*self._facts.columns, *(_raw(table.c[name]).label(f"kept_{name}") for name in names)]
        case_id = _raw(table.c.case_id)
        first, last = (bindparam(name, type_=NULLTYPE) for name in ("first", "last"))
        found = select(*columns).where(_utility(table) == bindparam("utility"), case_id >= first, case_id <= last)
        return found.order_by(*table.primary_key.columns)

    # --- reading ---------------------------------------------------------------------------------------------------

    def cases(self, connection: Connection, utility: str) -> Iterator[KeptCase]:
        """Every case of which any table holds anything, read in pages."""
        after: Any = ""
        while True:
            ids = list(connection.scalars(self._page, {"utility": utility, "after": after}))
            if ids:
                yield from self._between_ids(connection, utility, ids)
            if len(ids) < CHUNK:
                return
            after = ids[-1]

    def case(self, connection: Connection, utility: str, case_id: str) -> KeptCase:
        """What the tables hold of one case, which may be nothing."""
        return next(self._between_ids(connection, utility, [case_id]))

    def _between_ids(self, connection: Connection, utility: str, ids: Sequence[Any]) -> Iterator[KeptCase]:
        tables, span = self._tables, {"utility": utility, "first": ids[0], "last": ids[-1]}
        found: dict[Table, dict[Any, list[Any]]] = {}
        for table, query in self._rows.items():
            of_case = found[table] = defaultdict(list)
            for row in connection.execute(query, span):
                of_case[row.kept_case_id if table is tables.facts else row.case_id].append(row)
        reading = _Reading(connection.dialect, tables, self._facts)
        for case_id in ids:
            yield reading.case(utility, case_id, *(found[table][case_id] for table in self._rows))


class _Reading:
    """Makes values from rows as the driver gives them."""

    def __init__(self, dialect: Dialect, tables: Tables, facts: RegisterTable[Facts]) -> None:
        self._dialect = dialect
        self._facts = facts
        self._instant = _reader(tables.events.c.recorded_at, dialect)
        self._day = _reader(tables.duties.c.due_on, dialect)
        types = (tables.facts.c[name].type for name in facts.names)
        self._flags = tuple(place for place, kind in enumerate(types) if isinstance(kind, Boolean))

    def case(
        self,
        utility: str,
        case_id: Any,
        cases: Sequence[Any],
        events: Sequence[Any],
        personal: Sequence[Any],
        rows: Sequence[Any],
        duties: Sequence[Any],
    ) -> KeptCase:
        unreadable = set[int]()
        entries = tuple(self._entry(event, unreadable) for event in events)
        kept = [row for row in cases if _is_case(row)]
        if len(kept) < len(cases):
            unreadable.add(CASE_ITSELF)
        beside: dict[str, Any] = (
            {} if not kept else {name: getattr(kept[0], name) for name in ("zone", "radicado", "length", "head")}
        )
        return KeptCase(
            utility=utility,
            case_id=str(case_id),
            is_there=bool(cases),
            entries=entries,
            unreadable=frozenset(unreadable),
            personal={row.seq: row.text for row in personal if type(row.seq) is int},
            rows=tuple(map(self._row, rows)),
            duties=self._duties(duties),
            **beside,
        )

    def _entry(self, event: Any, unreadable: set[int]) -> Entry:
        seq = event.seq if type(event.seq) is int else CASE_ITSELF
        at = _read(self._instant, event.recorded_at)
        text, digest = event.text, event.digest
        whole = isinstance(text, str) and isinstance(digest, str) and isinstance(at, datetime)
        if not (whole and seq > CASE_ITSELF and f'"type":"{event.type}"' in text):
            unreadable.add(seq)
        plain, linked = (value if isinstance(value, str) else "" for value in (text, digest))
        return Entry(seq, plain, linked, at if isinstance(at, datetime) else _NEVER)

    def _row(self, row: Any) -> KeptRow:
        revision = row.kept_revision if type(row.kept_revision) is int else CASE_ITSELF
        known_from, known_to = (_read(self._instant, value) for value in (row.kept_known_from, row.kept_known_to))
        return KeptRow(
            _read(lambda values: next(self._facts.made(self._dialect, [values])), row)
            if self._is_flagged(row)
            else None,
            revision,
            known_from,
            known_to if known_to is not None or row.kept_known_to is None else _NEVER,
        )

    def _is_flagged(self, row: Any) -> bool:
        """Whether every boolean column holds 0, 1 or null, which SQLite does not check."""
        return all(row[place] in (0, 1, None) for place in self._flags)

    def _duties(self, rows: Sequence[Any]) -> frozenset[Duty]:
        return frozenset(
            _read(self._duty, row) or Duty(f"? {row.code}", ENDLESS, ENDLESS, None, None, waits=False, leads=False)
            for row in rows
        )

    def _duty(self, row: Any) -> Duty:
        from_on, until_on, due_on = map(self._day, (row.from_on, row.until_on, row.due_on))
        due_at = None if row.due_at is None else self._instant(row.due_at)
        due = None if due_on == ENDLESS else due_on
        return Duty(row.code, from_on, until_on, due, due_at, waits=bool(row.waits), leads=bool(row.leads))


def _is_case(row: Any) -> bool:
    """Whether the values beside the history have the right types."""
    texts = isinstance(row.zone, str) and isinstance(row.head, str) and isinstance(row.radicado, str | None)
    return texts and type(row.length) is int and type(row.version) is int and row.version > 0


def _raw(column: Column[Any]) -> Any:
    return type_coerce(column, NULLTYPE)


def _utility(table: Table) -> Column[Any]:
    return table.primary_key.columns[0]


def _reader(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """The function that turns the value of a column from the driver into the value that was stored."""
    convert: Any = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return convert or (lambda value: value)


def _read(make: Callable[[Any], Any], value: Any) -> Any:
    """What `make` gives for a value; None if the value is unreadable."""
    try:
        return make(value)
    except UNREADABLE:
        return None

"""A store in SQL, through SQLAlchemy Core: SQLite, PostgreSQL and MariaDB tested.

Give a URL, and the store opens the engine and closes it; give the host's engine, and it stays the host's. With
`join(connection_or_session)` the store works in the host's own transaction, which the host commits or rolls back.

>>> with SqlStore("sqlite://") as store:
...     store.create()
...     with store.begin(writing=False) as work:
...         list(work.facts.stream("aguas"))
[]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, MetaData, bindparam, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    SchemaVersionError,
    StaleCaseError,
    StorageError,
)
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.serialization import event_from_json, event_to_json
from pqr_core.storage.base import Cases, NewCase, Store, StoredCase, UnitOfWork, same_filing
from pqr_core.storage.engines import (
    begin_transaction,
    in_transaction,
    make_engine,
    named_errors,
    use_write_ahead_log,
)
from pqr_core.storage.history import Entry, HistoryFault, faults, linked, start_of
from pqr_core.storage.migrations import found_version, upgrade, upgrade_sql
from pqr_core.storage.rows import CHUNK, Insert, RegisterTable, SqlFacts, SqlRegister, chunks
from pqr_core.storage.tables import SCHEMA, Tables, make_tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ("SqlStore",)


class _Statements:
    """What is built once for a store and used by each of its units of work."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        cases, events = tables.cases, tables.events
        self.insert_cases = Insert(cases)
        self.insert_events = Insert(events)
        self.facts = RegisterTable(tables.facts, Facts, "utility", "case_id")
        self.volumes = RegisterTable(tables.volumes, Volume, "utility", "month", "servicio")
        self.surveys = RegisterTable(tables.surveys, Survey, "utility", "survey_id")
        self.case = select(cases).where(
            cases.c.utility_id == bindparam("utility"), cases.c.case_id == bindparam("case_id")
        )
        self.events = (
            select(events.c.text)
            .where(events.c.utility_id == bindparam("utility"), events.c.case_id == bindparam("case_id"))
            .order_by(events.c.seq)
        )
        self.entries = self.events.with_only_columns(events.c.seq, events.c.text, events.c.digest)
        self.case_page = select(cases).where(cases.c.utility_id == bindparam("utility")).order_by(cases.c.case_id)
        self.event_page = (
            select(events.c.case_id, events.c.text)
            .where(
                events.c.utility_id == bindparam("utility"),
                events.c.case_id.between(bindparam("first"), bindparam("last")),
            )
            .order_by(events.c.case_id, events.c.seq)
        )
        self.save = (
            update(cases)
            .where(
                cases.c.utility_id == bindparam("utility"),
                cases.c.case_id == bindparam("id"),
                cases.c.version == bindparam("expected"),
            )
            .values(
                version=bindparam("expected") + 1,
                radicado=bindparam("radicado"),
                length=bindparam("length"),
                head=bindparam("head"),
            )
        )


class _SqlUnit(UnitOfWork):
    def __init__(
        self, connection: Connection, statements: _Statements, finish: Callable[[bool], None], *, writing: bool
    ) -> None:
        super().__init__(writing=writing)
        self._finished = finish
        self.facts: SqlFacts = SqlFacts(self, connection, statements.facts)
        self.volumes: SqlRegister[Volume] = SqlRegister(self, connection, statements.volumes)
        self.surveys: SqlRegister[Survey] = SqlRegister(self, connection, statements.surveys)
        self.cases = _SqlCases(self, connection, statements)

    def _finish(self, *, keep: bool) -> None:
        with named_errors():
            self._finished(keep)


class _SqlCases(Cases):
    def __init__(self, unit: _SqlUnit, connection: Connection, statements: _Statements) -> None:
        self._unit = unit
        self._connection = connection
        self._statements = statements
        self._table = statements.tables.cases

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        self._unit.check()
        with named_errors():
            key = {"utility": utility_id, "case_id": case_id}
            row = self._connection.execute(self._statements.case, key).one_or_none()
            if row is None:
                raise CaseNotFoundError(key=case_id, utility=utility_id)
            return _stored(row, self._connection.execute(self._statements.events, key).scalars())

    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        return self._find("radicado", utility_id, radicado)

    def by_key(self, utility_id: str, key: str) -> StoredCase:
        return self._find("filing_key", utility_id, key)

    def _find(self, column: str, utility_id: str, value: str) -> StoredCase:
        self._unit.check()
        table = self._table
        query = select(table.c.case_id).where(
            table.c.utility_id == utility_id, table.c[column] == normalize("NFC", value)
        )
        with named_errors():
            case_id = self._connection.execute(query).scalar_one_or_none()
        if case_id is None:
            raise CaseNotFoundError(key=value, utility=utility_id)
        return self.get(utility_id, case_id)

    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        page = self._statements.case_page.limit(CHUNK)
        query = page
        while True:
            cases = self._page(query, utility_id)
            yield from cases
            if len(cases) < CHUNK:
                return
            query = page.where(self._table.c.case_id > cases[-1].case.case_id)

    def _page(self, query: Any, utility_id: str) -> list[StoredCase]:
        self._unit.check()
        with named_errors():
            rows = self._connection.execute(query, {"utility": utility_id}).all()
            if not rows:
                return []
            span = {"utility": utility_id, "first": rows[0].case_id, "last": rows[-1].case_id}
            events = self._connection.execute(self._statements.event_page, span)
            texts = {case_id: [row.text for row in group] for case_id, group in groupby(events, lambda row: row[0])}
        return [_stored(row, texts.get(row.case_id, ())) for row in rows]

    def verify_history(self, utility_id: str, case_id: UUID) -> tuple[HistoryFault, ...]:
        self._unit.check()
        key = {"utility": utility_id, "case_id": case_id}
        with named_errors():
            row = self._connection.execute(self._statements.case, key).one_or_none()
            if row is None:
                raise CaseNotFoundError(key=case_id, utility=utility_id)
            entries = [Entry(*each) for each in self._connection.execute(self._statements.entries, key)]
        return faults(entries, start=start_of(utility_id, case_id), head=row.head, length=row.length)

    # --- writing ---------------------------------------------------------------------------------------------------

    def _add(self, new: NewCase, at: datetime) -> StoredCase:
        self._unit.check(at)
        with named_errors():
            _, absent = self._compared([new])
            if absent:
                try:
                    with self._connection.begin_nested():
                        return self._insert(absent, at)[0]
                except IntegrityError as error:  # another unit filed it, or took its radicado, just now
                    if self._compared([new], latest=True)[1]:
                        raise StorageError(detail=str(error.orig)) from error
            return self._as_filed(new)

    def _as_filed(self, new: NewCase) -> StoredCase:
        utility, case_id = new.case.utility_id, new.case.case_id
        try:
            stored = self.get(utility, case_id) if new.key is None else self.by_key(utility, new.key)
        except CaseNotFoundError:
            stored = self.get(utility, case_id)
        if not same_filing(stored.case, new.case):
            raise DuplicateCaseError(key=new.key or case_id, utility=utility)
        return stored

    def add_many(self, new: Iterable[NewCase], *, at: datetime) -> tuple[NewCase, ...]:
        self._unit.check(at)
        present: list[NewCase] = []
        try:
            with named_errors():
                for chunk in chunks(new, _tokens):
                    there, absent = self._compared(chunk)
                    present += there
                    self._insert(absent, at)
        except BaseException:
            self._unit.end()
            raise
        return tuple(present)

    def _compared(self, new: list[NewCase], *, latest: bool = False) -> tuple[list[NewCase], list[NewCase]]:
        """Those whose id or key is there, and those to add; an error when another case has the radicado of one."""
        ids = self._taken("case_id", {(each.case.utility_id, each.case.case_id) for each in new}, latest=latest)
        keys = self._taken("filing_key", {_key(each) for each in new if each.key is not None}, latest=latest)
        there: list[NewCase] = []
        absent: list[NewCase] = []
        for each in new:
            is_there = (each.case.utility_id, each.case.case_id) in ids or _key(each) in keys
            (there if is_there else absent).append(each)
        radicados = {radicado for each in absent if (radicado := _radicado(each.case))[1] is not None}
        for utility, radicado in self._taken("radicado", radicados, latest=latest):
            raise DuplicateRadicadoError(radicado=radicado, utility=utility)
        return there, absent

    def _taken(self, column: str, values: set[tuple[str, Any]], *, latest: bool) -> set[tuple[str, Any]]:
        table, found = self._table, set[tuple[str, Any]]()
        for utility in sorted({utility for utility, _ in values}):
            own = [value for of, value in values if of == utility]
            query = select(table.c[column]).where(table.c.utility_id == utility, table.c[column].in_(own))
            if latest:  # beyond the state of the data this transaction sees
                query = query.with_for_update(read=True)
            found.update((utility, value) for value in self._connection.execute(query).scalars())
        return found

    def _insert(self, new: list[NewCase], at: datetime) -> list[StoredCase]:
        rows, events, stored = [], [], []
        for each in new:
            case = each.case
            key = (case.utility_id, case.case_id)
            entries = list(_entries(start_of(*key), case.events))
            head = entries[-1][0].digest
            rows.append((*key, _radicado(case)[1], _key(each)[1], str(case.zone), 1, len(entries), head))
            events += [_event_row(key, entry, event, at) for entry, event in entries]
            stored.append(StoredCase(case, 1, head))
        self._statements.insert_cases(self._connection, rows)
        self._statements.insert_events(self._connection, events)
        self._unit.facts.put((each.facts for each in new if each.facts is not None), at=at)
        return stored

    def save(self, stored: StoredCase, case: Case, facts: Facts | None = None, *, at: datetime) -> StoredCase:
        new = NewCase(case, facts)
        self._unit.check(at)
        key = (case.utility_id, case.case_id)
        entries = list(_entries(stored.head, stored.added(case), after=len(stored.case.events)))
        head = entries[-1][0].digest if entries else stored.head
        with named_errors():
            if _radicado(case) == _radicado(stored.case):
                self._update(stored, case, head)
            else:
                self._assign(stored, case, head)
            rows = [_event_row(key, entry, event, at) for entry, event in entries]
            self._statements.insert_events(self._connection, rows)
            if new.facts is not None:
                self._unit.facts.put((new.facts,), at=at)
        return StoredCase(case, stored.version + 1, head)

    def _assign(self, stored: StoredCase, case: Case, head: str) -> None:
        """Save a case that has been given another radicado, unless that is taken."""
        utility, radicado = _radicado(case)
        taken = DuplicateRadicadoError(radicado=radicado, utility=utility)
        if radicado is not None and self._taken("radicado", {(utility, radicado)}, latest=False):
            raise taken
        try:
            with self._connection.begin_nested():
                self._update(stored, case, head)
        except IntegrityError as error:  # another unit took it just now
            raise taken from error

    def _update(self, stored: StoredCase, case: Case, head: str) -> None:
        values = {
            "utility": case.utility_id,
            "id": case.case_id,
            "expected": stored.version,
            "radicado": _radicado(case)[1],
            "length": len(case.events),
            "head": head,
        }
        saved = self._connection.execute(self._statements.save, values).rowcount == 1
        if not saved:
            key = {"utility": case.utility_id, "case_id": case.case_id}
            row = self._connection.execute(self._statements.case.with_for_update(read=True), key).one_or_none()
            if row is None:
                raise CaseNotFoundError(key=case.case_id, utility=case.utility_id)
            raise StaleCaseError(key=case.case_id, stored=row.version, expected=stored.version)


def _stored(row: Any, texts: Iterable[str]) -> StoredCase:
    events = tuple(event_from_json(text) for text in texts)
    case = Case(utility_id=row.utility_id, case_id=row.case_id, zone=ZoneInfo(row.zone), events=events)
    return StoredCase(case, row.version, row.head)


def _entries(start: str, events: Iterable[Event], *, after: int = 0) -> Iterator[tuple[Entry, Event]]:
    events = tuple(events)
    return zip(linked(start, map(event_to_json, events), after=after), events, strict=True)


def _event_row(key: tuple[str, UUID], entry: Entry, event: Event, at: datetime) -> tuple[Any, ...]:
    return (*key, entry.seq, at, event.type, entry.text, entry.digest)


def _radicado(case: Case) -> tuple[str, str | None]:
    radicado = case.filing.radicado
    return case.utility_id, None if radicado is None else normalize("NFC", radicado)


def _key(new: NewCase) -> tuple[str, str | None]:
    return new.case.utility_id, None if new.key is None else normalize("NFC", new.key)


def _tokens(new: NewCase) -> Iterator[tuple[str, str, object]]:
    """What no two cases of a utility share."""
    utility, radicado = _radicado(new.case)
    yield "id", utility, new.case.case_id
    if new.key is not None:
        yield "key", *_key(new)
    if radicado is not None:
        yield "radicado", utility, radicado


class SqlStore(Store):
    """Cases in a database.

    Args:
        bind: an engine of the host, or a URL; a URL without driver is completed to the driver that is tested.
        schema: the schema of the tables, which must exist.
        prefix: of the names of tables, indexes and constraints.

    Raises:
        StorageError: no URL of a database.
        MissingExtraError: the driver of the URL is not installed.
    """

    def __init__(self, bind: Engine | str | URL, schema: str | None = None, prefix: str = "pqr_") -> None:
        self._owned = not isinstance(bind, Engine)
        self._engine = bind if isinstance(bind, Engine) else make_engine(bind)
        self.tables = make_tables(MetaData(), schema=schema, prefix=prefix)
        self._statements = _Statements(self.tables)
        self._checked = False

    @property
    def engine(self) -> Engine:
        """The engine, for what the store does not do."""
        return self._engine

    def close(self) -> None:
        """Close the connections of an engine that the store made from a URL."""
        if self._owned:
            self._engine.dispose()

    def create(self) -> None:
        """Create the tables where there are none; nothing changes where they are.

        Raises:
            StorageError: the database cannot be reached, or does not let us.
            SchemaVersionError: tables of another version are there.
        """
        with self._changing() as connection:
            self._create(connection)
            self._check_version(connection)

    def upgrade(self, host: Connection | None = None) -> None:
        """Create the tables, or bring older ones up to date; nothing changes where they are.

        On the connection of the `host` it is part of the host's transaction, where the engine has transactions for
        tables (MariaDB has none: there an upgrade that failed goes on where it stopped, when it is run again).

        Raises:
            StorageError: as in `create`; a change that failed.
            SchemaVersionError: the tables are of a later version than this library knows.
            MissingExtraError: Alembic is not installed (extra `migrations`).
        """
        with self._changing() if host is None else self._joined(host) as connection:
            if found_version(connection, self.tables) is None:
                self._create(connection)
            else:
                upgrade(connection, self.tables)
            self._check_version(connection)

    def upgrade_sql(self) -> str:
        """The statements that `upgrade` would run, for whoever runs them by hand."""
        with named_errors(), self._engine.connect() as connection:
            found = found_version(connection, self.tables)
        return upgrade_sql(self._engine.dialect.name, self.tables, found)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with named_errors():
            if self._owned and self._engine.dialect.name == "sqlite":
                use_write_ahead_log(self._engine)
            with self._engine.connect() as connection:
                begin_transaction(connection, writing=True)
                yield connection
                connection.commit()

    @contextmanager
    def _joined(self, host: Connection) -> Iterator[Connection]:
        with named_errors():
            if not in_transaction(host):
                begin_transaction(host, writing=True)
            yield host

    def _create(self, connection: Connection) -> None:
        if found_version(connection, self.tables) is None:
            self.tables.metadata.create_all(connection)
            connection.execute(self.tables.version.insert().values(version_num=SCHEMA))

    def check(self) -> None:
        """Raise `SchemaVersionError` unless the tables are there, of the version this library needs."""
        with named_errors(), self._engine.connect() as connection:
            self._check_version(connection)

    def _check_version(self, connection: Connection) -> None:
        found = found_version(connection, self.tables)
        if found != SCHEMA:
            raise SchemaVersionError(found=found or "none", needed=SCHEMA)
        self._checked = True

    @contextmanager
    def begin(self, *, writing: bool = True) -> Iterator[UnitOfWork]:
        """See `Store.begin`."""
        with named_errors():
            connection = self._engine.connect()
        try:
            with named_errors():
                begin_transaction(connection, writing=writing)
                if not self._checked:
                    self._check_version(connection)

            def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
                connection.commit() if keep else connection.rollback()

            unit = _SqlUnit(connection, self._statements, finish, writing=writing)
            try:
                yield unit
            finally:
                unit.end()
        finally:
            connection.close()

    @contextmanager
    def join(self, host: Connection | Session) -> Iterator[UnitOfWork]:
        """A unit of work inside the host's transaction: the host commits it, and its roll-back rolls it back.

        `commit()` makes it part of that transaction; leaving without it undoes its own work only, by a savepoint.
        """
        connection = host if isinstance(host, Connection) else host.connection()
        with named_errors():
            if not in_transaction(connection):
                begin_transaction(connection, writing=True)
            if not self._checked:
                self._check_version(connection)
            savepoint = connection.begin_nested()

        def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
            savepoint.commit() if keep else savepoint.rollback()

        unit = _SqlUnit(connection, self._statements, finish, writing=True)
        try:
            yield unit
        finally:
            unit.end()

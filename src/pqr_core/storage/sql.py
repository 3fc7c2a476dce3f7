"""A store in SQL, through SQLAlchemy Core; tested on SQLite, PostgreSQL and MariaDB.

From a URL, the store makes an engine and closes it. An engine of the host is used and not closed. With
`join(connection_or_session)` the store works in a transaction of the host, which the host commits or rolls back.

>>> with SqlStore("sqlite://") as store:
...     store.create()
...     with store.read() as work:
...         list(work.facts.stream("aguas"))
[]
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import Connection, Engine, MetaData, select, union
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from pqr_core.errors import StorageError
from pqr_core.facts import RowMaker
from pqr_core.fields import nfc
from pqr_core.language import Said
from pqr_core.registers import REGISTERS
from pqr_core.storage.base import Ending, Store, UnitOfWork, instant_of_recording
from pqr_core.storage.engines import (
    alone,
    begin_of_host,
    begin_transaction,
    empty_write_ahead_log,
    in_transaction,
    make_engine,
    named_errors,
    overwrite_what_is_deleted,
    require_own_schema,
    use_write_ahead_log,
    was_committed,
)
from pqr_core.storage.kept import KeptCase
from pqr_core.storage.ledgers import Ledgers
from pqr_core.storage.migrations import upgrade, upgrade_sql
from pqr_core.storage.outbox import Posted
from pqr_core.storage.rows import can_be_kept
from pqr_core.storage.schema import Schema
from pqr_core.storage.sql_cases import CaseStatements, SqlCases
from pqr_core.storage.sql_facts import SqlFacts, SqlSurveys
from pqr_core.storage.sql_kept import KeptStatements
from pqr_core.storage.sql_outbox import OutboxStatements
from pqr_core.storage.sql_registers import RegisterTable, SqlRegister
from pqr_core.storage.sql_related import RelatedStatements
from pqr_core.storage.sql_work import DutyStatements
from pqr_core.storage.stored import Stored
from pqr_core.storage.tables import Tables, make_tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ("SqlStore", "opened")

_LOG: Final = logging.getLogger("pqr_core.storage")


class _Statements:
    """All statements of a store, built once and used by each of its units of work."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.cases = CaseStatements(tables)
        kept = (tables.cases, *tables.registers.values())
        self.utilities = union(*(select(table.primary_key.columns[0].label("utility")) for table in kept))
        self.ledgers = Ledgers(tables)
        self.outbox = OutboxStatements(tables)
        self.registers = {each.name: RegisterTable(tables.registers[each.name], each) for each in REGISTERS}
        self.duties = DutyStatements(tables, self.registers["facts"])
        self.kept = KeptStatements(tables, self.registers["facts"])
        self.relations = RelatedStatements(tables)


class _NamedEnding(Ending):
    """As `Ending`; it also turns the errors of SQLAlchemy and the driver into ours."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            return
        try:
            named_errors().__exit__(kind, error, traceback)
        except StorageError as named:
            super().__exit__(StorageError, named, traceback)
            raise
        super().__exit__(kind, error, traceback)


class _SqlUnit(UnitOfWork):
    def __init__(
        self,
        connection: Connection,
        statements: _Statements,
        recorded_at: datetime | None,
        rows: RowMaker | None,
        finish: Callable[[bool], None],
        going_on: Callable[[], bool],
    ) -> None:
        super().__init__(recorded_at, rows)
        self._finished = finish
        self._going_on = going_on
        for name, table in statements.registers.items():
            setattr(self, name, SqlRegister(self, connection, table))
        self.surveys: SqlSurveys = SqlSurveys(self, connection, statements.registers["surveys"])
        self.facts: SqlFacts = SqlFacts(
            self, connection, statements.registers["facts"], statements.duties, statements.relations
        )
        self.cases: SqlCases = SqlCases(self, connection, statements.cases, statements.kept)
        self._connection = connection
        self._tables = statements.tables
        self._ledgers = statements.ledgers
        self._outbox = statements.outbox
        self._utilities = statements.utilities
        self._kept = statements.kept

    def check(self, *, writing: bool = False) -> None:
        super().check(writing=writing)
        # SQLite rolls back by itself when the disk is full, and the host may do so. Going on would keep half of the
        # unit.
        if not self._going_on():
            self.end()
            es = "la transacción de esta unidad de trabajo terminó o se deshizo; abra otra"
            en = "the transaction of this unit of work was ended or rolled back; begin another"
            raise StorageError(detail=Said(es, en))

    def ending_on_errors(self, *, bulk: bool = False) -> AbstractContextManager[None]:
        return _NamedEnding(self, bulk=bulk)

    def utilities(self) -> tuple[str, ...]:
        self.check()
        with self.ending_on_errors():
            return tuple(sorted(self._connection.scalars(self._utilities)))

    def source(self, *utilities: str, before: datetime | None = None) -> Stored:
        self.check()
        names = tuple(nfc(utility) for utility in utilities if can_be_kept(utility))
        return Stored(connection=self._connection, tables=self._tables, utilities=names, before=before)

    def _next_number(self, utility_id: str, series: str) -> int:
        with self.ending_on_errors():
            return self._ledgers.next_number(self._connection, utility_id, series)

    def _fire(self, utility_id: str, keys: list[str]) -> tuple[str, ...]:
        with self.ending_on_errors():
            return self._ledgers.fire(self._connection, utility_id, keys, self.recorded_at)

    def _post(self, utility_id: str, case_id: UUID, seqs: Iterable[int]) -> None:
        with self.ending_on_errors():
            self._outbox.post(self._connection, utility_id, case_id, seqs)

    def _unread(self, utility_id: str, reader: str, limit: int) -> tuple[Posted, ...]:
        with self.ending_on_errors():
            return self._outbox.unread(self._connection, utility_id, reader, limit)

    def _mark_read(self, utility_id: str, reader: str, position: int) -> None:
        with self.ending_on_errors():
            self._outbox.mark_read(self._connection, utility_id, reader, position)

    def _define(self, text: str) -> str:
        with self.ending_on_errors():
            return self._ledgers.define(self._connection, text)

    def _equate(self, utility_id: str, old: str, new: str) -> None:
        with self.ending_on_errors():
            self._ledgers.equate(self._connection, utility_id, old, new)

    def equal_to(self, utility_id: str, new: str) -> frozenset[str]:
        self.check()
        if not can_be_kept(utility_id, new):
            return frozenset()
        with self.ending_on_errors():
            return self._ledgers.equal_to(self._connection, nfc(utility_id), new)

    def _definition(self, digest: str) -> str | None:
        self.check()
        if not can_be_kept(digest):
            return None
        with self.ending_on_errors():
            return self._ledgers.definition(self._connection, digest)

    def kept_utilities(self) -> tuple[str, ...]:
        self.check()
        with self.ending_on_errors():
            return tuple(sorted(map(str, self._connection.scalars(self._kept.utilities))))

    def kept(self, utility: str) -> Iterator[KeptCase]:
        self.check()
        if can_be_kept(utility):
            with self.ending_on_errors():
                yield from self._kept.cases(self._connection, nfc(utility))

    def kept_numbers(self, utility: str) -> Iterable[tuple[str, int]]:
        self.check()
        with self.ending_on_errors():
            return self._ledgers.numbers(self._connection, nfc(utility)) if can_be_kept(utility) else ()

    def kept_definitions(self) -> Iterator[tuple[str, str]]:
        self.check()
        with self.ending_on_errors():
            yield from self._ledgers.definitions(self._connection)

    def _finish(self, *, keep: bool) -> None:
        with named_errors():
            self._finished(keep)


_NO_CONNECTION: Final = Said(
    es="no es una conexión abierta de SQLAlchemy; para un guion, como el de alembic --sql, `upgrade_sql()` da las "
    "sentencias",
    en="not an open connection of SQLAlchemy; for a script, as that of alembic --sql, `upgrade_sql()` gives the "
    "statements",
)


class SqlStore(Store):
    """A store of cases in a database.

    Args:
        bind: an engine of the host, or a URL. If the URL names no driver, the tested one is used.
        schema: the schema of the tables, which must exist.
        prefix: the prefix of the names of tables, indexes and constraints.
        rows: makes the row of a case that is added or saved without one.

    Raises:
        StorageError: `bind` is not the URL of a database that is supported.
        MissingExtraError: the driver of the URL is not installed.
    """

    def __init__(
        self,
        bind: Engine | str | URL,
        schema: str | None = None,
        prefix: str = "pqr_",
        *,
        rows: RowMaker | None = None,
    ) -> None:
        self.rows = rows
        self._owned = not isinstance(bind, Engine)
        self._engine = bind if isinstance(bind, Engine) else make_engine(bind)
        self.tables = make_tables(MetaData(), schema=schema, prefix=prefix)
        self._statements = _Statements(self.tables)
        self._checked = False
        self._unerased = False
        self._schema = Schema(self.tables)

    @property
    def engine(self) -> Engine:
        """The engine, for work that the store does not do."""
        return self._engine

    @property
    def place(self) -> str:
        """The URL of the database without its password and its query, so that it may be shown."""
        return self._engine.url.set(query={}).render_as_string(hide_password=True)

    def __repr__(self) -> str:
        return f"<SqlStore at {self.place}>"

    @property
    def one_writer(self) -> bool:
        """See `Store.one_writer`."""
        return self._engine.dialect.name == "sqlite"

    def opener(self) -> Callable[[], Store]:
        """See `Store.opener`."""
        url, tables = self._engine.url, self.tables
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            return super().opener()
        return partial(SqlStore, url, tables.schema, tables.prefix)

    def close(self) -> None:
        """Close the connections of an engine that the store made from a URL.

        On SQLite, text that was anonymised while another unit was reading stays in the log. The next commit removes it,
        or this method.
        """
        if self._unerased:
            with suppress(StorageError), named_errors(), self._engine.connect() as connection:
                self._unerased = not empty_write_ahead_log(connection)
        if self._owned:
            self._engine.dispose()

    def create(self) -> None:
        """Create the tables if there are none; existing tables are not changed.

        Raises:
            StorageError: the database cannot be reached, or refuses the change.
            SchemaVersionError: there are tables of another version.
        """
        with self._changing() as connection:
            if self._schema.version(connection) is None:
                self._schema.create(connection)
            self._schema.check(connection)
        self._checked = True

    def upgrade(self, host: Connection | None = None) -> None:
        """Create the tables, or upgrade older ones; current tables are not changed.

        On a connection of the `host`, the upgrade is part of the transaction of the host, if the engine has
        transactions for tables. MariaDB has none: there, a failed upgrade goes on where it stopped when it is run
        again.

        Raises:
            StorageError: as in `create`, a change failed, or the host has no connection, as in `alembic --sql`.
            SchemaVersionError: the tables are of a later version than this library knows.
            MissingExtraError: Alembic is not installed (extra `migrations`).
        """
        if host is not None and not isinstance(host, Connection):
            raise StorageError(detail=_NO_CONNECTION)
        with self._changing() if host is None else self._joined(host) as connection:
            found = self._schema.known_version(connection)
            if found is None:
                self._schema.create(connection)
            else:
                upgrade(connection, self.tables, found)
            self._schema.check(connection)
        self._checked = host is None  # the host may still roll it back

    def upgrade_sql(self) -> str:
        """The SQL statements that `upgrade` would run, to be run by hand."""
        with named_errors(), self._engine.connect() as connection:
            found = self._schema.known_version(connection)
        return upgrade_sql(self._engine.dialect.name, self.tables, found)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with named_errors():
            if self._owned and self._engine.dialect.name == "sqlite":
                use_write_ahead_log(self._engine)
            with self._engine.connect() as connection:
                require_own_schema(connection)
                begin_transaction(connection, writing=True)
                with alone(connection, self.tables.version.name):
                    yield connection
                    connection.commit()

    @contextmanager
    def _joined(self, host: Connection) -> Iterator[Connection]:
        with named_errors():
            begin_of_host(host)
            with alone(host, self.tables.version.name):
                yield host

    def check(self) -> None:
        """Check that the tables exist, are ours, and have the version that this library needs.

        Raises:
            SchemaVersionError: they do not exist, or have another version (`NewerSchemaError` for a later one).
            StorageError: the database cannot be reached, or a table with one of our names is not ours.
        """
        with named_errors(), self._engine.connect() as connection:
            self._schema.check(connection)

    def _begun(self, connection: Connection, *, writing: bool) -> None:
        """Compare the version of the tables: another process may have upgraded them since the last unit.

        A unit that only reads reads this first, so that the state it sees begins here.
        """
        require_own_schema(connection)
        if self._checked:
            self._schema.compare(connection)
        else:
            self._schema.check(connection)
            self._checked = True
        if writing and not (self._owned and connection.engine is self._engine):  # ours do so from the start
            overwrite_what_is_deleted(connection)

    @contextmanager
    def _begin(self, recorded_at: datetime | None) -> Iterator[_SqlUnit]:
        writing = recorded_at is not None
        with named_errors():
            connection = self._engine.connect()
        try:
            with named_errors():
                begin_transaction(connection, writing=writing)
                self._begun(connection, writing=writing)

            kept = False

            def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
                nonlocal kept
                if not keep:
                    connection.rollback()
                    return
                connection.commit()
                kept = True
                with suppress(SQLAlchemyError):  # the work is kept
                    unit.facts.look_again()
                self._unerased |= unit.cases.anonymised
                if self._unerased and writing:
                    self._unerased = not empty_write_ahead_log(connection)

            def going_on() -> bool:
                return in_transaction(connection)

            unit = _SqlUnit(connection, self._statements, recorded_at, self.rows, finish, going_on)
            try:
                yield unit
            finally:
                unit.end()
        finally:
            connection.close()
        if kept and any(unit.facts.unsettled.values()):
            self._settle(unit.facts.unsettled, unit.recorded_at)

    def _settle(self, unsettled: Mapping[str, Collection[UUID]], recorded_at: datetime) -> None:
        """Relate the rows of a unit that has ended to rows that other units wrote at the same time.

        If two units did not see each other's rows, the one that ends last sees both.
        """
        try:
            with self._begin(recorded_at) as unit:
                unit.facts.settles = True
                for utility, case_ids in sorted(unsettled.items()):
                    unit.facts.relate(utility, case_ids)
                unit.commit()
        except StorageError as error:  # the rows stay kept, and are related when they are put again
            _LOG.warning("rows of %d utilities were not related anew: %s", len(unsettled), error)

    def join(
        self, host: Connection | Session, recorded_at: datetime | None = None
    ) -> AbstractContextManager[UnitOfWork]:
        """A unit of work inside the transaction of the host, which commits it or rolls it back.

        `commit()` makes the work part of that transaction. Leaving without it undoes only the work of this unit, by a
        savepoint.

        MariaDB itself rolls the whole transaction back after a deadlock, and commits it when tables change during the
        unit. Then the connection is invalidated, so that the commit of the host fails.

        Raises:
            StorageError: the database cannot be reached, or the connection of the host commits each statement by
                itself.
            SchemaVersionError, NaiveDatetimeError: as in `begin`.
        """
        return self._join(host, instant_of_recording(recorded_at))

    @contextmanager
    def _join(self, host: Connection | Session, recorded_at: datetime | None) -> Iterator[_SqlUnit]:
        with named_errors():
            connection = host if isinstance(host, Connection) else host.connection()
            begin_of_host(connection)
            self._begun(connection, writing=True)
            savepoint = connection.begin_nested()

        def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
            if not savepoint.is_active and not keep:  # the host has ended the transaction, which ended our part
                return
            try:
                savepoint.commit() if keep else savepoint.rollback()
            except SQLAlchemyError:  # unknown what is left: the host must not commit it
                if not connection.closed:
                    connection.invalidate()
                raise

        def going_on() -> bool:
            return savepoint.is_active and in_transaction(connection) and not was_committed(connection)

        unit = _SqlUnit(connection, self._statements, recorded_at, self.rows, finish, going_on)
        try:
            yield unit
        finally:
            unit.end()


def opened(bind: Engine | str | URL) -> SqlStore:
    """The store of a URL, whose missing tables are created, or of an engine, whose database must have them.

    Raises:
        StorageError, SchemaVersionError, MissingExtraError: as `SqlStore` and `SqlStore.create`.
    """
    store = SqlStore(bind)
    if not isinstance(bind, Engine):
        store.create()
    return store

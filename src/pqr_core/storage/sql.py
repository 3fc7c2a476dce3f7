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

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, select, union
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from pqr_core.errors import SchemaVersionError, StorageError
from pqr_core.facts import Facts, ImprovementAction, Report, Survey, Volume
from pqr_core.fields import nfc
from pqr_core.storage.base import Ending, Store, UnitOfWork, can_be_kept
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
)
from pqr_core.storage.ledgers import Ledgers
from pqr_core.storage.migrations import found_version, upgrade, upgrade_sql
from pqr_core.storage.rows import RegisterTable, SqlRegister
from pqr_core.storage.sql_cases import CaseStatements, SqlCases
from pqr_core.storage.sql_facts import SqlFacts
from pqr_core.storage.sql_work import DutyStatements
from pqr_core.storage.stored import Stored
from pqr_core.storage.tables import SCHEMA, Tables, make_tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ("SqlStore",)


class _Statements:
    """What is built once for a store and used by each of its units of work."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.cases = CaseStatements(tables)
        kept = (tables.cases, tables.facts, tables.volumes, tables.surveys, tables.actions, tables.reports)
        self.utilities = union(*(select(table.primary_key.columns[0].label("utility")) for table in kept))
        self.ledgers = Ledgers(tables)
        self.facts = RegisterTable(tables.facts, Facts, "utility", "case_id")
        self.duties = DutyStatements(tables, self.facts)
        self.volumes = RegisterTable(tables.volumes, Volume, "utility", "month", "servicio")
        self.surveys = RegisterTable(tables.surveys, Survey, "utility", "survey_id")
        self.actions = RegisterTable(tables.actions, ImprovementAction, "utility", "action_id")
        self.reports = RegisterTable(tables.reports, Report, "utility", "code", "period")


class _NamedEnding(Ending):
    """The same, with our names for the errors of SQLAlchemy and the driver."""

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
        finish: Callable[[bool], None],
        going_on: Callable[[], bool],
        *,
        writing: bool,
    ) -> None:
        super().__init__(writing=writing)
        self._finished = finish
        self._going_on = going_on
        self.facts: SqlFacts = SqlFacts(self, connection, statements.facts, statements.duties)
        self.volumes: SqlRegister[Volume] = SqlRegister(self, connection, statements.volumes)
        self.surveys: SqlRegister[Survey] = SqlRegister(self, connection, statements.surveys)
        self.actions: SqlRegister[ImprovementAction] = SqlRegister(self, connection, statements.actions)
        self.reports: SqlRegister[Report] = SqlRegister(self, connection, statements.reports)
        self.cases: SqlCases = SqlCases(self, connection, statements.cases)
        self._connection = connection
        self._tables = statements.tables
        self._ledgers = statements.ledgers
        self._utilities = statements.utilities

    def check(self, at: datetime | None = None, *, writing: bool = False) -> None:
        super().check(at, writing=writing)
        # A full disk makes SQLite roll back by itself, and so may the host; going on would keep half of the unit.
        if not self._going_on():
            self.end()
            raise StorageError(detail="the transaction of this unit of work was ended or rolled back; begin another")

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

    def _fire(self, utility_id: str, keys: list[str], at: datetime) -> tuple[str, ...]:
        with self.ending_on_errors():
            return self._ledgers.fire(self._connection, utility_id, keys, at)

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

    def definition(self, digest: str) -> str | None:
        self.check()
        if not can_be_kept(digest):
            return None
        with self.ending_on_errors():
            return self._ledgers.definition(self._connection, digest)

    def _finish(self, *, keep: bool) -> None:
        with named_errors():
            self._finished(keep)


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
        self._unerased = False
        self._look = select(self.tables.version.c.version_num)

    @property
    def engine(self) -> Engine:
        """The engine, for what the store does not do."""
        return self._engine

    def close(self) -> None:
        """Close the connections of an engine that the store made from a URL.

        What was anonymised on SQLite while somebody read is taken out of the log at the next commit, or here.
        """
        if self._unerased:
            with suppress(StorageError), named_errors(), self._engine.connect() as connection:
                self._unerased = not empty_write_ahead_log(connection)
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
        self._checked = True

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
        self._checked = host is None  # the host may still roll it back

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

    def _begun(self, connection: Connection, *, writing: bool) -> None:
        """Look at the tables once; and whenever a unit reads, so that the state it sees is that of its beginning."""
        require_own_schema(connection)
        if not self._checked:
            self._check_version(connection)
            self._checked = True
        elif not writing:
            connection.execute(self._look).all()
        if writing and not (self._owned and connection.engine is self._engine):  # ours do so since they connected
            overwrite_what_is_deleted(connection)

    @contextmanager
    def begin(self, *, writing: bool = True) -> Iterator[UnitOfWork]:
        """See `Store.begin`."""
        with named_errors():
            connection = self._engine.connect()
        try:
            with named_errors():
                begin_transaction(connection, writing=writing)
                self._begun(connection, writing=writing)

            def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
                if not keep:
                    connection.rollback()
                    return
                connection.commit()
                self._unerased |= unit.cases.anonymised
                if self._unerased and writing:
                    self._unerased = not empty_write_ahead_log(connection)

            def going_on() -> bool:
                return in_transaction(connection)

            unit = _SqlUnit(connection, self._statements, finish, going_on, writing=writing)
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

        Where the engine itself rolls the whole transaction back (a deadlock on MariaDB), the host's work in it is gone
        too: its connection is invalidated, so that the host's commit fails.

        Raises:
            StorageError: the host's connection cannot be reached, or commits each statement by itself.
            SchemaVersionError: as in `begin`.
        """
        with named_errors():
            connection = host if isinstance(host, Connection) else host.connection()
            begin_of_host(connection)
            self._begun(connection, writing=True)
            savepoint = connection.begin_nested()

        def finish(keep: bool) -> None:  # noqa: FBT001 - a callback of one argument
            if not savepoint.is_active and not keep:  # the host has ended the transaction, and our part with it
                return
            try:
                savepoint.commit() if keep else savepoint.rollback()
            except SQLAlchemyError:
                if keep:
                    finish(keep=False)
                elif not connection.closed:
                    connection.invalidate()
                raise

        def going_on() -> bool:
            return savepoint.is_active and in_transaction(connection)

        unit = _SqlUnit(connection, self._statements, finish, going_on, writing=True)
        try:
            yield unit
        finally:
            unit.end()

"""Engines as the SQL store needs them: drivers, transactions that begin when told, errors by our names."""

from __future__ import annotations

import os
import re
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from pqr_core.errors import MissingExtraError, StorageError
from pqr_core.language import Said

__all__ = (
    "alone",
    "begin_of_host",
    "begin_transaction",
    "empty_write_ahead_log",
    "in_transaction",
    "make_engine",
    "message_of",
    "named_errors",
    "overwrite_what_is_deleted",
    "require_own_schema",
    "use_write_ahead_log",
)

_DRIVERS: Final = {
    "mariadb": "mariadb+pymysql",
    "mysql": "mysql+pymysql",
    "postgresql": "postgresql+psycopg",
}
"""The driver tested for a URL that names none; what SQLAlchemy itself would take differs between its versions."""

_EXTRAS: Final = {"psycopg": "postgres", "pymysql": "mariadb"}
_PATIENCE_SECONDS: Final = 5.0
"""How long a writer waits for another on SQLite."""
_VALUE: Final = re.compile(r" '.*' for (key|column) ", re.DOTALL)
"""What MariaDB quotes of a row: `Duplicate entry 'ana@correo' for key ...`."""
_LOCK_SECONDS: Final = 60
"""How long whoever changes tables waits for another who does, on MariaDB."""


class _NamedErrors(AbstractContextManager[None]):
    """A class and not a generator: it stands around everything that a store does."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, DBAPIError):
            first = _first(error)
            raise StorageError(detail=str(first.orig)) from first
        if isinstance(error, SQLAlchemyError):
            raise StorageError(detail=str(error)) from error


_NAMED_ERRORS: Final = _NamedErrors()


def named_errors() -> AbstractContextManager[None]:
    """Turn what SQLAlchemy and the driver raise into `StorageError`, with theirs as the cause.

    Neither shows what was being stored: it may be personal data (Ley 1581 de 2012).
    """
    return _NAMED_ERRORS


def _first(error: DBAPIError) -> DBAPIError:
    """What went wrong first: a roll-back that fails because the engine has rolled back already hides the reason."""
    first, before = error, error.__context__
    _silence(error)
    while before is not None:
        if isinstance(before, DBAPIError):
            first = before
            _silence(before)
        before = before.__context__
    return first


def _silence(error: DBAPIError) -> None:
    """Take the values of rows out of an error: the parameters, and what PostgreSQL tells of the row it refused."""
    error.hide_parameters = True
    primary = message_of(error.orig)
    if error.orig is not None:
        error.orig.args = (primary,)
    error.args = (primary,)


def message_of(error: BaseException | None) -> str:
    """What the driver says went wrong, without the values of the row (`DETAIL` of PostgreSQL, entries of MariaDB)."""
    told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return _VALUE.sub(r" for \1 ", told)


def make_engine(url: str | URL) -> Engine:
    """The engine of a URL; one without a driver is completed to the driver that is tested.

    Raises:
        StorageError: no URL of a database.
        MissingExtraError: its driver is not installed.
    """
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        sqlite = parsed.get_backend_name() == "sqlite"
        patience = {"timeout": _PATIENCE_SECONDS} if sqlite else {}
        engine = create_engine(parsed, connect_args=patience, hide_parameters=True)
        engine.dialect.create_connect_args(parsed)
    except (ArgumentError, ValueError) as error:  # without the URL, which may hold a password
        detail = Said(
            es="no es la URL de una base de datos; escriba una como sqlite:///pqr.sqlite",
            en="not the URL of a database; give one like sqlite:///pqr.sqlite",
        )
        raise StorageError(detail=detail) from error
    except ModuleNotFoundError as error:
        package = str(error.name)
        raise MissingExtraError(
            feature="this database", package=package, extra=_EXTRAS.get(package, package)
        ) from error
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


_CACHE_KIB: Final = 65_536
"""The most that one connection to SQLite keeps of the file."""


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON").close()
    # Zeros are written over what is deleted or moved: else an old page keeps what was anonymised since.
    connection.execute("PRAGMA secure_delete = ON").close()
    # With the two megabytes of SQLite, a large unit of work writes a page, reads it again and writes it again.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").close()


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and one writer work at once on an SQLite file; a setting of the file, kept in it."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL").close()


def overwrite_what_is_deleted(connection: Connection) -> None:
    """Have SQLite write zeros over what is deleted from here on, not only forget where it stood."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").close()


def empty_write_ahead_log(connection: Connection) -> bool:
    """After a commit: have SQLite bring the log into the file and cut it, so that no deleted text stays in it.

    False where a reader that is still at work kept it from doing so.
    """
    if connection.dialect.name != "sqlite":
        return True
    # By the driver, outside any transaction that the engine would begin, and without waiting for who reads.
    cursor: Any = connection.connection.cursor()
    driver: Any = connection.dialect.dbapi
    try:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    except driver.Error:  # what was committed is committed: it is tried again
        return False
    finally:
        cursor.close()
    return not busy


def begin_of_host(connection: Connection) -> None:
    """Begin in the connection of a host, if it has not, at the level that the host has chosen.

    Raises:
        StorageError: as `_require_transactional`.
    """
    _require_transactional(connection)
    if connection.dialect.name == "sqlite":
        if not in_transaction(connection):
            _begin_sqlite(connection, writing=True)
    elif not connection.in_transaction():
        connection.begin()


def begin_transaction(connection: Connection, *, writing: bool) -> None:
    """Begin where the driver would not: sqlite3 begins late, or not at all before a read or a table is made.

    A unit that writes begins as a writer: one that became a writer midway would fail when another was faster. It sees
    what others committed meanwhile, on every engine. One that only reads sees one state of the data throughout.

    Raises:
        StorageError: the connection is in a transaction already (a database in memory has one connection a thread).
    """
    if connection.dialect.name == "sqlite":
        _begin_sqlite(connection, writing=writing)
    else:
        # Told each time: the engine of a host may have another level, or none (autocommit).
        connection.execution_options(isolation_level="READ COMMITTED" if writing else "REPEATABLE READ")
        connection.begin()


def _begin_sqlite(connection: Connection, *, writing: bool) -> None:
    if in_transaction(connection):
        raise StorageError(detail="another unit of work is open on this connection")
    begun = time.monotonic()
    try:
        if not connection.in_transaction():
            connection.begin()
        if in_transaction(connection):  # the engine of the host begins by itself, and not as a writer
            connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        process, thread = os.getpid(), threading.current_thread().name
        waited, where = f"{time.monotonic() - begun:.2f}", connection.engine.url.database
        es = f"el proceso {process}, hilo {thread}, esperó {waited} segundos a otro que escribe en {where}"
        en = f"process {process}, thread {thread} waited {waited} seconds for another that writes to {where}"
        raise StorageError(detail=Said(es=f"{error.orig}: {es}", en=f"{error.orig}: {en}")) from error


def in_transaction(connection: Connection) -> bool:
    """Whether a transaction has begun; on SQLite the driver knows."""
    if connection.closed or connection.dialect.name != "sqlite":
        return connection.in_transaction()
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def _require_transactional(connection: Connection) -> None:
    """Refuse the connection of a host that commits each statement by itself, or that renames schemas.

    Raises:
        StorageError: it does.
    """
    driver: Any = connection.connection.driver_connection
    told = getattr(driver, "get_autocommit", None)  # PyMySQL; an attribute in psycopg
    if (told() if told is not None else getattr(driver, "autocommit", False)) is True:
        raise StorageError(detail="the connection commits each statement by itself (AUTOCOMMIT): give another")
    require_own_schema(connection)


def require_own_schema(connection: Connection) -> None:
    """Refuse a `schema_translate_map`, which would apply to some statements and not to those compiled once.

    Raises:
        StorageError: the connection has one.
    """
    if connection.get_execution_options().get("schema_translate_map"):
        raise StorageError(detail="schema_translate_map is not supported; name the schema: SqlStore(..., schema=...)")


@contextmanager
def alone(connection: Connection, name: str) -> Iterator[None]:
    """Let one worker at a time change tables; SQLite does so by its transaction."""
    if connection.dialect.name == "postgresql":
        # Kept until the transaction ends.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({zlib.crc32(name.encode())})")
        yield
    elif connection.dialect.name in ("mariadb", "mysql"):
        lock = f"{zlib.crc32(name.encode())}"
        connection.exec_driver_sql(f"SELECT GET_LOCK('pqr {lock}', {_LOCK_SECONDS})").close()
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT RELEASE_LOCK('pqr {lock}')").close()
    else:
        yield

"""Engines as the SQL store needs them: drivers, transactions that begin when told, errors by our names."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from pqr_core.errors import MissingExtraError, Said, StorageError

__all__ = (
    "begin_transaction",
    "empty_write_ahead_log",
    "in_transaction",
    "make_engine",
    "named_errors",
    "overwrite_what_is_deleted",
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


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what SQLAlchemy and the driver raise into `StorageError`, with theirs as the cause."""
    try:
        yield
    except DBAPIError as error:
        first = _first(error)
        raise StorageError(detail=str(first.orig)) from first
    except SQLAlchemyError as error:
        raise StorageError(detail=str(error)) from error


def _first(error: DBAPIError) -> DBAPIError:
    """What went wrong first: a roll-back that fails because the engine has rolled back already hides the reason."""
    first, before = error, error.__context__
    while before is not None:
        if isinstance(before, DBAPIError):
            first = before
        before = before.__context__
    return first


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
        engine = create_engine(parsed, connect_args={"timeout": _PATIENCE_SECONDS} if sqlite else {})
    except ArgumentError as error:  # without the URL, which may hold a password
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
        event.listen(engine, "connect", _enforce_foreign_keys)
    return engine


def _enforce_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON").close()


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and one writer work at once on an SQLite file; a setting of the file, kept in it."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL").close()


def overwrite_what_is_deleted(connection: Connection) -> None:
    """Have SQLite write zeros over what is deleted from here on, not only forget where it stood."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").close()


def empty_write_ahead_log(connection: Connection) -> None:
    """After a commit: have SQLite bring the log into the file and cut it, so that no deleted text stays in it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.rollback()


def begin_transaction(connection: Connection, *, writing: bool) -> None:
    """Begin where the driver would not: sqlite3 begins late, or not at all before a read or a table is made.

    A unit that writes begins as a writer: one that became a writer midway would fail when another was faster. One
    that only reads sees one state of the data throughout.

    Raises:
        StorageError: the connection is in a transaction already (a database in memory has one connection a thread).
    """
    if connection.dialect.name == "sqlite":
        if in_transaction(connection):
            raise StorageError(detail="another unit of work is open on this connection")
        begun = time.monotonic()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            process, thread = os.getpid(), threading.current_thread().name
            waited, where = f"{time.monotonic() - begun:.2f}", connection.engine.url.database
            es = f"el proceso {process}, hilo {thread}, esperó {waited} segundos a otro que escribe en {where}"
            en = f"process {process}, thread {thread} waited {waited} seconds for another that writes to {where}"
            raise StorageError(detail=Said(es=f"{error.orig}: {es}", en=f"{error.orig}: {en}")) from error
        return
    if connection.dialect.name == "postgresql" and not writing:
        connection.execution_options(isolation_level="REPEATABLE READ")
    if not connection.in_transaction():
        connection.begin()


def in_transaction(connection: Connection) -> bool:
    """Whether a transaction has begun; on SQLite the driver knows."""
    if connection.dialect.name != "sqlite":
        return connection.in_transaction()
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)

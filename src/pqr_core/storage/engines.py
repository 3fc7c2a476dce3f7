"""What the SQL store needs of engines: drivers, transactions with an explicit begin, errors of this library."""

from __future__ import annotations

import os
import re
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from urllib.parse import quote, unquote

from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from pqr_core.errors import ConflictError, MissingExtraError, PQRError, StorageError
from pqr_core.language import Said
from pqr_core.private import make_private

__all__ = (
    "UNREADABLE",
    "alone",
    "as_stored",
    "begin_of_host",
    "begin_transaction",
    "empty_write_ahead_log",
    "in_transaction",
    "make_engine",
    "message_of",
    "named_errors",
    "overwrite_what_is_deleted",
    "refused",
    "require_own_schema",
    "upsert",
    "use_write_ahead_log",
    "was_committed",
)

_DRIVERS: Final = {
    "mariadb": "mariadb+pymysql",
    "mysql": "mysql+pymysql",
    "postgresql": "postgresql+psycopg",
}
"""The tested driver for a URL that names none; the default of SQLAlchemy differs between its versions."""

_EXTRAS: Final = {"postgresql+psycopg": "postgres", "mariadb+pymysql": "mariadb", "mysql+pymysql": "mariadb"}
_OFFERED: Final = {"sqlite", *_DRIVERS}
_NAMES: Final = "SQLite, PostgreSQL, MariaDB, MySQL"
_EXAMPLES: Final = "sqlite:///pqr.sqlite, postgresql://user@host/name, mariadb://user@host/name"
_PATIENCE_SECONDS: Final = 5.0
"""How long a writer waits for another one on SQLite, in seconds."""
UNREADABLE: Final = (TypeError, ValueError, LookupError, AttributeError, OverflowError, RecursionError)
"""The errors of making a value from the content of a column."""
_LOST_STATES: Final = frozenset({"40001", "40P01", "55P03", "23505"})
"""PostgreSQL: serialization failure, deadlock, lock not available, unique violation."""
_LOST_NUMBERS: Final = frozenset({1020, 1062, 1205, 1213})
"""MariaDB: changed since last read, duplicate key, lock wait timeout, deadlock."""
_LOST_NAMES: Final = frozenset(
    {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"}
)
_PRIMARY: Final = 0xFF
_NOT_OPENED: Final = frozenset({8, 14})
"""SQLite: SQLITE_READONLY and SQLITE_CANTOPEN, in the lowest byte of its codes."""
_IN_TRANSACTION: Final = 1
"""The flag in the protocol of MySQL that a transaction is open."""
_VALUE: Final = re.compile(r" '.*' for (key|column) ", re.DOTALL)
"""The value of a row that MariaDB quotes in a message: `Duplicate entry 'ana@correo' for key ...`."""
_SPANISH: Final = {
    "locked": "la base de datos está ocupada: otro está escribiendo",
    "lock wait": "la base de datos está ocupada: otro está escribiendo",
    "deadlock": "la base de datos está ocupada: otro está escribiendo",
    "no such table": "no están las tablas: ejecute `pqr db upgrade`",
    "does not exist": "no existe en la base de datos",
    "doesn't exist": "no existe en la base de datos",
    "unknown database": "no existe en la base de datos",
    "readonly": "la base de datos es de solo lectura",
    "read-only": "la base de datos es de solo lectura",
    "is full": "no queda espacio en el disco",
    "no space": "no queda espacio en el disco",
    "not a database": "el archivo no es una base de datos",
    "unable to open": "no se puede abrir la base de datos",
    "connect": "no hay conexión con la base de datos",
    "no equivalent in encoding": "la base de datos no está en UTF-8 y no puede guardar este texto",
    "access denied": "la base de datos no admite ese usuario o esa contraseña",
    "authentication": "la base de datos no admite ese usuario o esa contraseña",
    "permission denied": "la base de datos no da permiso",
    "duplicate": "ya existe una fila igual",
    "unique": "ya existe una fila igual",
}
"""The Spanish sentence for a message of a driver, by words that the message holds."""
_UTF_8: Final = Said(
    "charset=utf8mb4 en MariaDB, client_encoding=utf8 en PostgreSQL",
    "charset=utf8mb4 on MariaDB, client_encoding=utf8 on PostgreSQL",
)
"""How a URL asks for a connection that can write every text."""
_UTF_8_CODEC: Final = "utf-8"
"""The codec in the error of a text that is not Unicode at all; any other codec in an error is that of a connection."""
_LOCK_SECONDS: Final = 60
"""How long a change of tables waits for another one on MariaDB, in seconds."""


class _NamedErrors(AbstractContextManager[None]):
    """A class instead of a generator, for speed: it is entered for everything that a store does."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, DBAPIError):
            *_, first = _chain(error)  # the first one: a failed roll-back would hide the reason
            named = refused(first.orig)
            for each in _chain(error):
                _silence(each)
            raise named from first
        if isinstance(error, UnicodeEncodeError):
            # The driver could not encode the statement. The error holds the values, which may be personal data.
            error.object, error.start, error.end = "", 0, 0
            error.args = (error.encoding, "", 0, 0, error.reason)
            es = f"la conexión habla {error.encoding}, que no escribe este texto: pida UTF-8 en la URL, {_UTF_8.es}"
            en = (
                f"the connection speaks {error.encoding}, which cannot write this text: ask for UTF-8 in the URL, "
                f"{_UTF_8.en}"
            )
            raise StorageError(detail=Said(es, en)) from None
        if isinstance(error, SQLAlchemyError):
            raise StorageError(detail=_of_engine(str(error))) from error


_NAMED_ERRORS: Final = _NamedErrors()


def named_errors() -> AbstractContextManager[None]:
    """Turn the errors of SQLAlchemy and the driver into `StorageError`, with the original as the cause.

    Neither error shows the values that were being stored: they may be personal data (Ley 1581 de 2012).
    """
    return _NAMED_ERRORS


class _AsStored(AbstractContextManager[None]):
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, UnicodeEncodeError) and error.encoding != _UTF_8_CODEC:
            return  # nothing was read: the connection cannot write what was asked (`named_errors`)
        if isinstance(error, UNREADABLE) and not isinstance(error, PQRError):
            es = "lo guardado no se puede leer: alguien lo cambió por fuera; vea pqr db verify"
            en = "what is stored cannot be read: somebody changed it behind the store's back; see pqr db verify"
            raise StorageError(detail=Said(es, en)) from None  # the cause would show the value


_AS_STORED: Final = _AsStored()


def as_stored() -> AbstractContextManager[None]:
    """A context for making values from rows: an unreadable value becomes a `StorageError`."""
    return _AS_STORED


def _chain(error: DBAPIError) -> Iterator[DBAPIError]:
    """An error, followed by the errors that were being handled when it was raised."""
    before: BaseException | None = error
    while before is not None:
        if isinstance(before, DBAPIError):
            yield before
        before = before.__context__


def _silence(error: DBAPIError) -> None:
    """Remove the values of rows from an error: its parameters, and what PostgreSQL says about the refused row."""
    error.hide_parameters = True
    error.params = None
    primary = _primary(error.orig)
    if error.orig is not None:
        error.orig.args = (primary,)
    error.args = (primary,)


def refused(error: BaseException | None) -> StorageError:
    """The error for a refusal of the driver, without values: `ConflictError` if another unit was faster."""
    sqlstate, told = getattr(error, "sqlstate", None), getattr(error, "args", ())
    number = told[0] if told and isinstance(told[0], int) else None
    sqlite = getattr(error, "sqlite_errorname", None)
    lost = sqlstate in _LOST_STATES or number in _LOST_NUMBERS or sqlite in _LOST_NAMES
    return (ConflictError if lost else StorageError)(detail=message_of(error))


def message_of(error: BaseException | None) -> Said:
    """The message of the driver, without values of the row (`DETAIL` of PostgreSQL, entries of MariaDB)."""
    return _of_engine(_primary(error))


def _primary(error: BaseException | None) -> str:
    told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return _VALUE.sub(r" for \1 ", told)


def _of_engine(told: str) -> Said:
    """The message of an engine in English, and the kind of fault in Spanish."""
    plain = told.lower()
    return Said(next((es for mark, es in _SPANISH.items() if mark in plain), "la base de datos no lo permite"), told)


def make_engine(url: str | URL) -> Engine:
    """The engine for a URL. If the URL names no driver, the tested one is used.

    Raises:
        StorageError: it is not the URL of a database that is supported.
        MissingExtraError: its driver is not installed.
    """
    try:
        parsed = make_url(url)
        database = parsed.get_backend_name()
        if database not in _OFFERED:
            raise _not_offered()
        parsed = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        sqlite = database == "sqlite"
        arguments: dict[str, Any] = {"timeout": _PATIENCE_SECONDS} if sqlite else {}
        if parsed.get_driver_name() == "psycopg" and "client_encoding" not in parsed.query:
            # The driver would take the encoding of the database, and cannot work with that of SQL_ASCII.
            arguments["client_encoding"] = "utf8"
        # `pool_pre_ping`: the server may have restarted since a connection was last used.
        engine = create_engine(parsed, connect_args=arguments, hide_parameters=True, pool_pre_ping=not sqlite)
        engine.dialect.create_connect_args(parsed)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise _no_driver(parsed) from error
    except (ArgumentError, ValueError) as error:
        raise _not_offered() from error
    if sqlite:
        event.listen(engine, "do_connect", _make_file)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "handle_error", _explain)
    return engine


def _not_offered() -> StorageError:
    """The error for any other text or database; it leaves out the URL, which may hold a password."""
    es = f"no es la URL de una base de datos que se admita ({_NAMES}); escriba una como {_EXAMPLES}"
    en = f"not the URL of a database that is supported ({_NAMES}); give one like {_EXAMPLES}"
    return StorageError(detail=Said(es, en))


def _no_driver(url: URL) -> PQRError:
    """The error for a driver that is not there: it names the driver to use instead, and the extra that installs it."""
    database, driver = url.get_backend_name(), url.drivername
    tested = _DRIVERS.get(database)
    if tested is None:
        es = f"no está instalado {driver}; SQLite solo necesita el módulo sqlite3 de Python: escriba sqlite:///pqr.sqlite"
        en = f"{driver} is not installed; SQLite needs only the module sqlite3 of Python: give sqlite:///pqr.sqlite"
        return StorageError(detail=Said(es, en))
    feature = Said("esta base de datos", "this database")
    if driver != tested:
        es = f"{tested}:// (en vez de {driver}, que no está instalado)"
        feature = Said(es, f"{tested}:// (instead of {driver}, which is not installed)")
    return MissingExtraError(feature=feature, package=tested.partition("+")[2], extra=_EXTRAS[tested])


_CACHE_KIB: Final = 49_152
"""The most KiB of the file that one connection to SQLite keeps in memory.

Chosen so that a list of 300,000 cases takes at most 150 MB.
"""


def _make_file(_dialect: Dialect, _record: object, arguments: Sequence[Any], _options: Mapping[str, Any]) -> None:
    """Create the file of SQLite readable by its owner only; SQLite gives its log and index the same mode."""
    database = arguments[0] if arguments else ":memory:"
    if database != ":memory:" and not str(database).startswith("file:"):
        make_private(database)


_URI: Final = "file:"
"""The beginning of the URI of a file, which SQLite takes in place of its path."""
_WAL: Final = slice(18, 20), b"\2\2"
"""The place and the value in the header of a file that say that it has a log (WAL)."""


def _explain(context: ExceptionContext) -> None:
    """Explain why a file with a log cannot be opened in a folder without write access, and how to read it."""
    if (
        getattr(context.original_exception, "sqlite_errorcode", 0) & _PRIMARY not in _NOT_OPENED
        or context.engine is None
    ):
        return
    database = context.engine.url.database or ""
    path = Path(unquote(database.removeprefix(_URI)) if database.startswith(_URI) else database)
    try:
        with path.open("rb") as file:
            has_log = file.read(_WAL[0].stop)[_WAL[0]] == _WAL[1]
    except OSError:
        return
    if has_log and not os.access(path.parent, os.W_OK):
        es = f"{path} tiene un registro (WAL) y su carpeta no admite escritura"
        en = f"{path} has a log (WAL), and its folder cannot be written to"
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            es = f"{es}; {log.name} tiene cambios que faltan en el archivo: copie los dos a otra carpeta y léalos allí"
            en = f"{en}; {log.name} has changes that the file lacks: copy both to another folder and read them there"
        else:
            url = _as_immutable(path)
            es = f"{es}; si nadie escribe en él, léalo con {url}"
            en = f"{en}; if nobody writes to it, read it by {url}"
        raise StorageError(detail=Said(es, en)) from None


def _as_immutable(path: Path) -> str:
    """The URL by which SQLite reads a file without its log."""
    # Quoted twice: SQLite decodes its URI, and SQLAlchemy, from 2.1 on, the URL around it.
    uri = f"{_URI}{quote(str(path), safe='/ ')}"
    url = URL.create("sqlite", database=uri, query={"immutable": "1", "uri": "true"})
    return url.render_as_string().replace("file%3A", _URI, 1)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON").close()
    # Write zeros over what is deleted or moved. Otherwise an old page keeps text that was anonymised.
    connection.execute("PRAGMA secure_delete = ON").close()
    # With the default of two megabytes, a large unit of work writes and reads the same pages many times.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").close()


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and one writer work at the same time on an SQLite file; the setting is kept in the file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL").close()


def overwrite_what_is_deleted(connection: Connection) -> None:
    """Make SQLite write zeros over what this connection deletes from now on."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").close()


def empty_write_ahead_log(connection: Connection) -> bool:
    """After a commit: make SQLite move the log into the file and empty it, so that no deleted text stays in it.

    Returns False if that was not possible, because a reader is still at work.
    """
    if connection.dialect.name != "sqlite":
        return True
    # Use the driver, so that no transaction is begun, and do not wait for readers.
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
    except driver.Error:  # the commit holds; emptying the log is tried again later
        return False
    finally:
        cursor.close()
    return not busy


def begin_of_host(connection: Connection) -> None:
    """Begin a transaction in the connection of a host, if it has none, at the isolation level of the host.

    Raises:
        StorageError: the connection commits each statement by itself, or has a `schema_translate_map`.
    """
    _require_transactional(connection)
    if connection.dialect.name == "sqlite":
        if not in_transaction(connection):
            _begin_sqlite(connection, writing=True)
    elif not connection.in_transaction():
        connection.begin()


def begin_transaction(connection: Connection, *, writing: bool) -> None:
    """Begin a transaction explicitly: sqlite3 begins late, and not at all before a read or a change of tables.

    A unit that writes begins as a writer, because becoming a writer midway fails if another unit was faster. On every
    engine it sees what others commit meanwhile. A unit that only reads sees one state of the data.

    Raises:
        StorageError: the connection is in a transaction already (a database in memory has one connection per thread).
    """
    if connection.dialect.name == "sqlite":
        _begin_sqlite(connection, writing=writing)
    else:
        # Set each time: the engine of a host may have another level, or none (autocommit).
        connection.execution_options(isolation_level="READ COMMITTED" if writing else "REPEATABLE READ")
        connection.begin()


def _begin_sqlite(connection: Connection, *, writing: bool) -> None:
    if in_transaction(connection):
        es, en = (
            "hay otra unidad de trabajo abierta en esta conexión",
            "another unit of work is open on this connection",
        )
        raise StorageError(detail=Said(es, en))
    begun = time.monotonic()
    try:
        if not connection.in_transaction():
            connection.begin()
        if in_transaction(connection):  # the engine of the host has begun by itself, not as a writer
            connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        process, thread = os.getpid(), threading.current_thread().name
        waited, where = f"{time.monotonic() - begun:.2f}", connection.engine.url.database
        es = f"el proceso {process}, hilo {thread}, esperó {waited} segundos a otro que escribe en {where}"
        en = f"process {process}, thread {thread} waited {waited} seconds for another that writes to {where}"
        raise ConflictError(detail=Said(f"{message_of(error.orig).es}: {es}", f"{error.orig}: {en}")) from error


def in_transaction(connection: Connection) -> bool:
    """Whether a transaction has begun; on SQLite, the driver is asked."""
    if connection.closed or connection.dialect.name != "sqlite":
        return connection.in_transaction()
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def was_committed(connection: Connection) -> bool:
    """Whether the server has ended the transaction by itself: MariaDB commits it when tables change.

    Call it only if the last answer of the server was to a savepoint or to a write.
    """
    if connection.closed or connection.dialect.name not in ("mariadb", "mysql"):
        return False
    status = getattr(connection.connection.driver_connection, "server_status", None)  # PyMySQL and asyncmy
    return status is not None and not status & _IN_TRANSACTION


def _require_transactional(connection: Connection) -> None:
    """Refuse the connection of a host that commits each statement by itself or has a `schema_translate_map`.

    Raises:
        StorageError: the connection does one of these.
    """
    driver: Any = connection.connection.driver_connection
    told = getattr(driver, "get_autocommit", None)  # PyMySQL; an attribute in psycopg
    if (told() if told is not None else getattr(driver, "autocommit", False)) is True:
        es = "la conexión confirma cada sentencia por sí misma (AUTOCOMMIT): dé otra"
        raise StorageError(
            detail=Said(es, "the connection commits each statement by itself (AUTOCOMMIT): give another")
        )
    require_own_schema(connection)


def require_own_schema(connection: Connection) -> None:
    """Refuse a `schema_translate_map`, because it would not apply to the statements that are compiled once.

    Raises:
        StorageError: the connection has a `schema_translate_map`.
    """
    if connection.get_execution_options().get("schema_translate_map"):
        es = "no se admite schema_translate_map; nombre el esquema: SqlStore(..., schema=...)"
        en = "schema_translate_map is not supported; name the schema: SqlStore(..., schema=...)"
        raise StorageError(detail=Said(es, en))


@contextmanager
def alone(connection: Connection, name: str) -> Iterator[None]:
    """Let only one process at a time change tables; on SQLite, the transaction does that."""
    if connection.dialect.name == "postgresql":
        # The lock is kept until the transaction ends.
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


def upsert(table: Table, dialect: str, **changes: Any) -> Any:
    """Insert a row, or change the one with its key, in one statement; it stays locked until the transaction ends."""
    if dialect in ("mysql", "mariadb"):
        return mysql.insert(table).on_duplicate_key_update(**changes)
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changes)

"""The store on the connection of a Django alias: everything it does is part of the transaction that Django has open.

For the time of each unit SQLAlchemy gets Django's own driver connection. It may run statements and set savepoints, but
it cannot commit, roll back or close; Django does that. Where the store would have to close the connection (because an
engine rolled everything back by itself), Django's transaction is marked for rollback instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from sqlalchemy import Connection, Engine, create_engine, event, types
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.pool import NullPool

from pqr_core import colombia
from pqr_core.errors import StorageError
from pqr_core.language import Said
from pqr_core.office.desk import Office
from pqr_core.storage.base import Store
from pqr_core.storage.sql import SqlStore

__all__ = ("DjangoStore", "office_for")

_DIALECTS: Final = {("sqlite", "sqlite3"): "sqlite", ("postgresql", "psycopg"): "postgresql+psycopg"}
"""The dialect of SQLAlchemy for Django's vendor and driver."""


def office_for(using: str = DEFAULT_DB_ALIAS, **told: Any) -> Office:
    """The office on the database of a Django alias; `told` is passed to `colombia.office`.

    Inside `transaction.atomic(using=...)` each call is part of that transaction; outside, each call is a transaction.
    The profile is that of the setting `PQR_PROFILE`, if it is set and no profile is given here.

    Raises:
        StorageError: the database is neither SQLite nor PostgreSQL by psycopg 3.
    """
    told.setdefault("profile", getattr(settings, "PQR_PROFILE", None))
    return colombia.office(_store(using), **told)


@cache
def _store(using: str) -> DjangoStore:
    return DjangoStore(using)


class DjangoStore(SqlStore):
    """Cases in the database of a Django alias, in the transactions of Django.

    Args:
        using: the alias, a key of `DATABASES`.
        told: schema, prefix and rows, as for `SqlStore`.

    Raises:
        StorageError: the database is neither SQLite nor PostgreSQL by psycopg 3.
    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS, **told: Any) -> None:
        self.using = using
        super().__init__(_engine_of(using), **told)

    def opener(self) -> Callable[[], Store]:
        """See `Store.opener`."""
        return partial(DjangoStore, self.using, schema=self.tables.schema, prefix=self.tables.prefix)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with transaction.atomic(using=self.using), self.engine.connect() as own, self._joined(own) as connection:
            yield connection

    @contextmanager
    def _begin(self, recorded_at: datetime | None) -> Iterator[Any]:  # as in `SqlStore`
        with (
            transaction.atomic(using=self.using),
            self.engine.connect() as connection,
            self._join(connection, recorded_at) as unit,
        ):
            yield unit
            if unit.facts.unsettled:
                settle = partial(self._settle, unit.facts.unsettled, unit.recorded_at)
                transaction.on_commit(settle, using=self.using, robust=True)


# --- the connection of Django, as SQLAlchemy has it ----------------------------------------------------------------


class _Lent:
    """Django's driver connection: it can be used, but not committed, rolled back or closed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _nothing(self, *_told: Any, **_options: Any) -> None:
        """Does nothing: Django ends its connection itself, and keeps its own SQLite functions and notice handlers."""

    commit = rollback = close = create_function = add_notice_handler = _nothing


def _engine_of(using: str) -> Engine:
    django = connections[using]
    driver = getattr(django, "Database", None)
    name = _DIALECTS.get((django.vendor, getattr(driver, "__name__", "").partition(".")[0]))
    if name is None:
        es = f"la base «{using}» de Django es {django.vendor}: se admiten SQLite, y PostgreSQL con psycopg 3"
        en = f"the database {using!r} of Django is {django.vendor}: supported are SQLite, and PostgreSQL with psycopg 3"
        raise StorageError(detail=Said(es, en))
    told = django.settings_dict
    url = URL.create(name, host=told["HOST"] or None, database=str(told["NAME"]))
    options = {} if name == "sqlite" else {"use_native_hstore": False}

    def lend() -> Any:
        django = connections[using]  # the connection of this thread
        django.ensure_connection()
        return _Lent(django.connection)

    engine = create_engine(url, creator=lend, poolclass=NullPool, hide_parameters=True, **options)
    if name == "sqlite":
        _read_what_django_reads(engine.dialect)

    def must_end(*_told: Any) -> None:
        django = connections[using]
        if django.in_atomic_block:
            django.set_rollback(True)

    event.listen(engine, "invalidate", must_end)
    return engine


class _Day(sqlite.DATE):
    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _unless(date, super().result_processor(dialect, coltype))


class _Instant(sqlite.DATETIME):
    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _unless(datetime, super().result_processor(dialect, coltype))


def _unless(kind: type, process: Any) -> Callable[[Any], Any]:
    """`process`, except for values that already are of that kind: Django makes sqlite3 convert columns declared so."""
    return lambda value: value if isinstance(value, kind) else process(value)


def _read_what_django_reads(dialect: Dialect) -> None:
    own: Any = dialect
    own.colspecs = {**own.colspecs, types.Date: _Day, types.DateTime: _Instant}

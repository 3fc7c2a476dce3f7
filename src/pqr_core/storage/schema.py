"""Check the tables: their version, in every unit of work, and that they are ours and in the right schema."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection, inspect, literal_column, select, text
from sqlalchemy.engine.reflection import ObjectKind

from pqr_core.errors import NewerSchemaError, SchemaVersionError, StorageError, UnknownSchemaError
from pqr_core.language import Said
from pqr_core.storage.bulk import Read
from pqr_core.storage.tables import SCHEMA, Tables

__all__ = ("Schema",)

_PLACE: Final = """(SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = {})"""
"""The schema in which PostgreSQL found a table by its search path."""
_FIRST: Final = "0001"
_VERSION: Final = re.compile(r"[0-9]{4}")
_NONE: Final = Said("ninguno", "none")


class Schema:
    """The checks of the tables of one store."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        version = tables.version.c.version_num
        self._looks = {
            False: Read(select(version)),
            True: Read(select(version, literal_column("current_schema()"), literal_column(_PLACE.format("tableoid")))),
        }

    def compare(self, connection: Connection) -> None:
        """Check that tables that were checked before still have this version and are in the current schema.

        Raises:
            SchemaVersionError: they have another version.
            StorageError: they are in another schema; see `version`.
        """
        found, *place = next(iter(self._looks[self._has_path(connection)](connection, {})), (None,))
        self._require_here(*place)
        self._require(found)

    def version(self, connection: Connection) -> str | None:
        """The version of the tables; None if there are none.

        Raises:
            StorageError: PostgreSQL finds them by its search path in another schema than the current one. They belong
                to another store, or the schema must be named.
        """
        version = self._tables.version
        if not inspect(connection).has_table(version.name, schema=self._tables.schema):
            return None
        if self._has_path(connection):
            # Passed as a value, where a % is not doubled as in a statement.
            name = connection.dialect.identifier_preparer.quote(version.name).replace("%%", "%")
            place = text(f"SELECT current_schema(), {_PLACE.format('to_regclass(:name)')}")
            self._require_here(*connection.execute(place, {"name": name}).one())
        found: str | None = connection.execute(select(version.c.version_num)).scalar()
        return found

    def known_version(self, connection: Connection) -> str | None:
        """The version of the tables, if this library can upgrade it; None if there are no tables.

        Raises:
            SchemaVersionError: this library cannot upgrade that version.
            StorageError: as `version`.
        """
        found = self.version(connection)
        if found is not None and not (_is_version(found) and found <= SCHEMA):
            self._require(found)
        return found

    def check(self, connection: Connection) -> None:
        """Check that the tables exist, have this version, and are ours.

        Raises:
            SchemaVersionError: they do not exist, or have another version.
            StorageError: a table with one of our names is not ours; or as in `version`.
        """
        self._require(self.version(connection))
        self.require_ours(connection)

    def create(self, connection: Connection) -> None:
        """Create the missing tables and indexes: an earlier creation may have been killed halfway.

        Raises:
            StorageError: a table with one of our names is not ours.
        """
        self.require_ours(connection)
        for table in self._tables.metadata.sorted_tables:
            table.create(connection, checkfirst=True)
            for index in table.indexes:
                index.create(connection, checkfirst=True)
        connection.execute(self._tables.version.insert().values(version_num=SCHEMA))

    def require_ours(self, connection: Connection) -> None:
        """Refuse views with our names, and tables with our names that lack one of our columns.

        Raises:
            StorageError: there is such a table.
        """
        ours = {table.name: table for table in self._tables.metadata.sorted_tables}
        there, schema, names = inspect(connection), self._tables.schema, list(ours)
        for _, name in there.get_multi_columns(schema=schema, filter_names=names, kind=ObjectKind.ANY_VIEW):
            es = f"{name} es una vista, no la tabla de pqr-core; use otro prefijo u otro esquema"
            en = f"{name} is a view, not the table of pqr-core; use another prefix or schema"
            raise StorageError(detail=Said(es, en))
        for (_, name), columns in there.get_multi_columns(schema=schema, filter_names=names).items():
            missing = set(ours[name].columns.keys()) - {column["name"] for column in columns}
            if missing:
                lacks = ", ".join(sorted(missing))
                es = f"la tabla {name} que hay no es la de pqr-core: le falta {lacks}; use otro prefijo u otro esquema"
                en = f"there is a table {name} that is not pqr-core's: it lacks {lacks}; use another prefix or schema"
                raise StorageError(detail=Said(es, en))

    def _has_path(self, connection: Connection) -> bool:
        """Whether the engine searches several schemas for the tables."""
        return self._tables.schema is None and connection.dialect.name == "postgresql"

    def _require_here(self, current: Any = None, found: Any = None) -> None:
        if current != found:
            es = f"las tablas están en el esquema {found}, al que se llegó por search_path, y el vigente es {current}"
            en = f"the tables are in schema {found}, reached by search_path, and the one in force is {current}"
            name = f"SqlStore(..., schema={found!r})"
            raise StorageError(detail=Said(f"{es}: nombre el esquema, {name}", f"{en}: name the schema, {name}"))

    def _require(self, found: str | None) -> None:
        if found == SCHEMA:
            return
        if found is None:
            raise SchemaVersionError(found=_NONE, needed=SCHEMA)
        if not _is_version(found):
            raise UnknownSchemaError(found=str(found), needed=SCHEMA, table=self._tables.version.fullname)
        raise (NewerSchemaError if found > SCHEMA else SchemaVersionError)(found=found, needed=SCHEMA)


def _is_version(found: object) -> bool:
    """Whether a stored value has the form of a version; on SQLite it can have any type."""
    return isinstance(found, str) and _VERSION.fullmatch(found) is not None and found >= _FIRST

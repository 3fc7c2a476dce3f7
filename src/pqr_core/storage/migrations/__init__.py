"""Bringing the tables of an older version up to the present ones, with Alembic, on the host's connection.

The version stands in `<prefix>alembic_version`, so that the host's own Alembic and another prefix's have theirs. Each
script changes one thing, so that an engine whose changes of tables are not transactional stops between two versions.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, inspect, select

from pqr_core.errors import MissingExtraError, SchemaVersionError
from pqr_core.storage.tables import SCHEMA, Tables

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ("found_version", "upgrade", "upgrade_sql")

_FIRST: Final = "0001"
_SCRIPTS: Final = "pqr_core.storage:migrations"


def found_version(connection: Connection, tables: Tables) -> str | None:
    """The version of the tables that are there; None where there are none."""
    version = tables.version
    if not inspect(connection).has_table(version.name, schema=tables.schema):
        return None
    found: str | None = connection.execute(select(version.c.version_num)).scalar()
    return found


def upgrade(connection: Connection, tables: Tables, to: str = SCHEMA) -> None:
    """Bring the tables up to the version `to`, inside the transaction that has begun.

    Raises:
        SchemaVersionError: the tables are of a version this library does not know.
        MissingExtraError: Alembic is not installed.
    """
    config = _config(tables, connection=connection)
    _require_known(found_version(connection, tables))
    tables.version.create(connection, checkfirst=True)
    from alembic import command

    command.upgrade(config, to)


def upgrade_sql(dialect: str, tables: Tables, found: str | None) -> str:
    """The statements that would bring tables of the version `found` up to date, to be run by hand.

    Raises:
        SchemaVersionError: as in `upgrade`.
        MissingExtraError: as in `upgrade`.
    """
    script = io.StringIO()
    config = _config(tables, dialect=dialect)
    config.output_buffer = script
    _require_known(found)
    from alembic import command

    command.upgrade(config, f"{found or 'base'}:{SCHEMA}", sql=True)
    return script.getvalue()


def _require_known(found: str | None) -> None:
    if found is not None and not _FIRST <= found <= SCHEMA:
        raise SchemaVersionError(found=found, needed=SCHEMA)


def _config(tables: Tables, **attributes: Any) -> Config:
    try:
        from alembic.config import Config
    except ModuleNotFoundError as error:
        raise MissingExtraError(feature="upgrading tables", package="alembic", extra="migrations") from error
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes.update(attributes, tables=tables)
    return config

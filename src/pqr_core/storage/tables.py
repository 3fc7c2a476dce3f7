"""The tables, made for the host: in its `MetaData`, its schema and with its prefix.

Two prefixes may live in one database and one process. A host that owns its migrations makes them in its own
`MetaData`; `SqlStore.create()` creates them otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from attrs import fields, frozen
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator, TypeEngine

from pqr_core.facts import Facts, Survey, Volume

__all__ = ("SCHEMA", "Tables", "UtcInstant", "make_tables")

SCHEMA: Final = "0001"
"""The version of these tables, as the migrations count it."""

_CODE_LENGTH: Final = 255
_UUID_LENGTH: Final = 36
_DIGEST_LENGTH: Final = 64
_VERSION_LENGTH: Final = 32
_ZONE_LENGTH: Final = 64
_MICROSECONDS: Final = 6

# Byte order and no padding, so that every engine sorts and compares text as Python does.
_MARIADB: Final[dict[str, Any]] = {
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_nopad_bin",
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}


class UtcInstant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the engine that keeps microseconds."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        if dialect.name in ("mariadb", "mysql"):
            return dialect.type_descriptor(mysql.DATETIME(fsp=_MICROSECONDS))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; without the zone where the engine has no type that knows one."""
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Back as an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _UuidText(TypeDecorator[UUID]):
    """A UUID as 36 characters: the same form, and the same order, on every engine."""

    impl = String(_UUID_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002
        return None if value is None else UUID(value)


class _Code(TypeDecorator[str]):
    """Short text, compared by its bytes; a word of the vocabulary is its code."""

    impl = String(_CODE_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.VARCHAR(_CODE_LENGTH, collation="C"))
        return dialect.type_descriptor(String(_CODE_LENGTH))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return value.value if isinstance(value, StrEnum) else value


@frozen
class Tables:
    """The tables of one store."""

    metadata: MetaData
    cases: Table
    events: Table
    facts: Table
    volumes: Table
    surveys: Table
    version: Table


def make_tables(metadata: MetaData, *, schema: str | None = None, prefix: str = "pqr_") -> Tables:
    """The tables, added to `metadata`."""
    maker = _Maker(metadata, schema, prefix)
    cases = maker.cases()
    return Tables(
        metadata=metadata,
        cases=cases,
        events=maker.events(cases),
        facts=maker.facts(),
        volumes=maker.register("volumes", Volume, "utility", "month", "servicio"),
        surveys=maker.register("surveys", Survey, "utility", "survey_id"),
        version=maker.version(),
    )


@frozen
class _Maker:
    metadata: MetaData
    schema: str | None
    prefix: str

    def _table(self, name: str, *parts: SchemaItem) -> Table:
        return Table(f"{self.prefix}{name}", self.metadata, *parts, schema=self.schema, **_MARIADB)

    def cases(self) -> Table:
        return self._table(
            "cases",
            Column("utility_id", _Code(), nullable=False),
            Column("case_id", _UuidText(), nullable=False),
            Column("radicado", _Code()),
            Column("filing_key", _Code(), comment="the host's own key of the filing"),
            Column("zone", String(_ZONE_LENGTH), nullable=False),
            Column("version", Integer, nullable=False),
            Column("length", Integer, nullable=False, comment="events recorded"),
            Column("head", String(_DIGEST_LENGTH), nullable=False, comment="digest of the last event"),
            PrimaryKeyConstraint("utility_id", "case_id", name=f"pk_{self.prefix}cases"),
            # The utility last: PostgreSQL, which plans the check of the foreign key while the table is empty, would
            # else take one of these indexes for it and read all cases of the utility for each event.
            UniqueConstraint("radicado", "utility_id", name=f"uq_{self.prefix}cases_radicado"),
            UniqueConstraint("filing_key", "utility_id", name=f"uq_{self.prefix}cases_filing_key"),
        )

    def events(self, cases: Table) -> Table:
        return self._table(
            "events",
            Column("utility_id", _Code(), nullable=False),
            Column("case_id", _UuidText(), nullable=False),
            Column("seq", Integer, nullable=False, autoincrement=False),
            Column("recorded_at", UtcInstant(), nullable=False),
            Column("type", _Code(), nullable=False),
            Column("text", Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), nullable=False),
            Column("digest", String(_DIGEST_LENGTH), nullable=False),
            PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{self.prefix}events"),
            ForeignKeyConstraint(
                ["utility_id", "case_id"], [cases.c.utility_id, cases.c.case_id], name=f"fk_{self.prefix}events_case"
            ),
        )

    def facts(self) -> Table:
        table = self.register("facts", Facts, "utility", "case_id")
        columns = table.c
        for name, *indexed in (
            ("radicado", columns.radicado),
            ("account", columns.account, columns.causal),
            ("open", columns.known_to, columns.duty, columns.case_id),
            ("due", columns.known_to, columns.due_on),
            ("answered", columns.known_to, columns.answered_on),
        ):
            Index(f"ix_{self.prefix}facts_{name}", columns.utility, *indexed)
        return table

    def register(self, name: str, row: type[Any], *key: str) -> Table:
        """A table with a column for each field of `row`, and the instants between which a row was known."""
        hints = get_type_hints(row)
        return self._table(
            name,
            *(_column(column, hints[column]) for column in (attribute.name for attribute in fields(row))),
            Column("revision", Integer, nullable=False, autoincrement=False),
            Column("known_from", UtcInstant(), nullable=False),
            Column("known_to", UtcInstant(), comment="null while it is the row known"),
            PrimaryKeyConstraint(*key, "revision", name=f"pk_{self.prefix}{name}"),
            CheckConstraint("known_to >= known_from", name=f"ck_{self.prefix}{name}_known"),
        )

    def version(self) -> Table:
        """The table the migrations keep their version in, made as they make it."""
        return self._table(
            "alembic_version",
            Column("version_num", String(_VERSION_LENGTH), nullable=False),
            PrimaryKeyConstraint("version_num", name=f"pk_{self.prefix}alembic_version"),
        )


_TYPES: Final[tuple[tuple[type, type[TypeEngine[Any]]], ...]] = (
    (UUID, _UuidText),
    (date, Date),
    (bool, Boolean),  # before int, which it is too
    (int, Integer),
    (str, _Code),
)


def _column(name: str, hint: Any) -> Column[Any]:
    """The column of a field by its type; `X | None` may be null."""
    kinds = get_args(hint) or (hint,)
    kind = next(kind for kind in kinds if kind is not NoneType)
    column_type = next(column for python, column in _TYPES if issubclass(kind, python))
    return Column(name, column_type(), nullable=NoneType in kinds, autoincrement=False)

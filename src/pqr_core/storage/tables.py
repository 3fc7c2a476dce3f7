"""The tables of a store: in the `MetaData` and the schema of the host, with a prefix.

Two prefixes can be used in one database and one process. A host with its own migrations makes the tables in its own
`MetaData`. Otherwise `SqlStore.create()` creates them, and `migrations` upgrades older ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import Attribute, fields, frozen
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from pqr_core.facts import APART
from pqr_core.fields import Brief
from pqr_core.registers import REGISTERS, RegisterOf
from pqr_core.storage.columns import (
    DIGEST,
    LONG_TEXT,
    MARIADB,
    VERSION,
    ZONE_NAME,
    Code,
    SpellList,
    TextList,
    UtcInstant,
    UuidText,
)

__all__ = ("SCHEMA", "Tables", "field_type", "is_version", "make_tables")

SCHEMA: Final = "0098"
"""The version of these tables, by the number of the last migration."""

_INDEXES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "facts": (
        ("radicado", "radicado"),
        ("account", "account", "causal"),
        ("due", "known_to", "due_on"),
        ("answered", "known_to", "answered_on"),
        ("filed", "known_to", "filed_on"),
        ("petitioner", "known_to", "petitioner", "case_id"),
        ("recurso_of", "known_to", "recurso_of", "case_id"),
        ("named", "recurso_of_radicado"),
        ("tipo", "known_to", "tipo", "case_id"),
        ("servicio", "known_to", "servicio", "case_id"),
        ("causal", "known_to", "causal", "case_id"),
        ("state", "known_to", "state", "case_id"),
        ("responsable", "known_to", "responsable", "case_id"),
        ("later", "known_to", "last_on", "filed_on", "case_id"),
        ("definitions", "known_to", "fingerprint", "case_id"),
        ("measured", "known_to", "answered_on", "tipo", "business_days_to_answer"),
    ),
    "surveys": (("radicado", "radicado"),),
    "duties": (
        ("work", "leads", "due_on", "case_id", "until_on", "from_on", "waits", "due_at"),
        ("due", "due_on"),
    ),
}
"""The indexes of each table: name and columns, which follow the utility."""


_VERSION: Final = "pqr_core version"


def is_version(table: Table) -> bool:
    """Whether a table is the one of a store that holds the version of its tables."""
    return _VERSION in table.info


@frozen
class Tables(Brief):
    """The tables of one store."""

    metadata: MetaData
    schema: str | None
    prefix: str
    cases: Table
    events: Table
    personal: Table
    registers: Mapping[str, Table]
    duties: Table
    definitions: Table
    equals: Table
    numbers: Table
    alerts: Table
    outbox: Table
    readers: Table
    version: Table

    @property
    def facts(self) -> Table:
        """The table of the rows of facts."""
        return self.registers["facts"]


def make_tables(metadata: MetaData, *, schema: str | None = None, prefix: str = "pqr_") -> Tables:
    """Make the tables of a store and add them to `metadata`."""
    maker = _Maker(metadata, schema, prefix)
    cases = maker.cases()
    events = maker.events(cases)
    return Tables(
        metadata=metadata,
        schema=schema,
        prefix=prefix,
        cases=cases,
        events=events,
        personal=maker.personal(events),
        registers={register.name: maker.register(register) for register in REGISTERS},
        duties=maker.duties(),
        definitions=maker.definitions(),
        equals=maker.equals(),
        numbers=maker.numbers(),
        alerts=maker.alerts(),
        outbox=maker.outbox(events),
        readers=maker.readers(),
        version=maker.version(),
    )


@frozen
class _Maker:
    metadata: MetaData
    schema: str | None
    prefix: str

    def _table(self, name: str, *parts: SchemaItem, **options: Any) -> Table:
        return Table(f"{self.prefix}{name}", self.metadata, *parts, schema=self.schema, **MARIADB, **options)

    def cases(self) -> Table:
        return self._table(
            "cases",
            Column("utility_id", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("radicado", Code()),
            Column("filing_key", Code()),  # the key of the host for the filing
            Column("zone", ZONE_NAME, nullable=False),
            Column("version", Integer, nullable=False),
            Column("length", Integer, nullable=False),  # events recorded
            Column("head", DIGEST, nullable=False),  # digest of the last event
            PrimaryKeyConstraint("utility_id", "case_id", name=f"pk_{self.prefix}cases"),
            # The utility comes last. PostgreSQL plans the check of the foreign key while the table is empty. With the
            # utility first, it would use one of these indexes and read all cases of the utility for each event.
            UniqueConstraint("radicado", "utility_id", name=f"uq_{self.prefix}cases_radicado"),
            UniqueConstraint("filing_key", "utility_id", name=f"uq_{self.prefix}cases_filing_key"),
        )

    def events(self, cases: Table) -> Table:
        return self._table(
            "events",
            Column("utility_id", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("seq", Integer, nullable=False, autoincrement=False),
            Column("recorded_at", UtcInstant(), nullable=False),
            Column("type", Code(), nullable=False),
            Column("text", LONG_TEXT, nullable=False),
            Column("digest", DIGEST, nullable=False),
            PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{self.prefix}events"),
            ForeignKeyConstraint(
                ["utility_id", "case_id"], [cases.c.utility_id, cases.c.case_id], name=f"fk_{self.prefix}events_case"
            ),
        )

    def personal(self, events: Table) -> Table:
        return self._table(
            "personal",
            Column("utility_id", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("seq", Integer, nullable=False, autoincrement=False),
            Column("text", LONG_TEXT, nullable=False),
            PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{self.prefix}personal"),
            ForeignKeyConstraint(
                ["utility_id", "case_id", "seq"],
                [events.c.utility_id, events.c.case_id, events.c.seq],
                name=f"fk_{self.prefix}personal_event",
            ),
        )

    def duties(self) -> Table:
        """The duties of the current rows."""
        table = self._table(
            "duties",
            Column("utility", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("code", Code(), nullable=False),
            Column("from_on", Date, nullable=False),
            Column("until_on", Date, nullable=False),  # the first day on which it is no longer open
            Column("due_on", Date, nullable=False),  # 9999-12-31 if it has none
            Column("due_at", UtcInstant()),
            Column("waits", Boolean, nullable=False),
            Column("leads", Boolean, nullable=False),
            PrimaryKeyConstraint("utility", "case_id", "code", "from_on", name=f"pk_{self.prefix}duties"),
        )
        return self._indexed(table, "duties")

    def register(self, register: RegisterOf[Any]) -> Table:
        """A table with a column for each field of a row, and the instants from and until which a row is current."""
        name, hints = register.name, get_type_hints(register.row)
        table = self._table(
            name,
            *(_column(attribute, hints[attribute.name]) for attribute in fields(register.row)),
            Column("revision", Integer, nullable=False, autoincrement=False),
            Column("known_from", UtcInstant(), nullable=False),
            Column("known_to", UtcInstant()),  # null while the row is current
            PrimaryKeyConstraint(*register.key, "revision", name=f"pk_{self.prefix}{name}"),
            CheckConstraint("known_to >= known_from", name=f"ck_{self.prefix}{name}_known"),
        )
        return self._indexed(table, name)

    def _indexed(self, table: Table, name: str) -> Table:
        for index, *columns in _INDEXES.get(name, ()):
            Index(f"ix_{self.prefix}{name}_{index}", table.c.utility, *(table.c[column] for column in columns))
        return table

    def definitions(self) -> Table:
        return self._table(
            "definitions",
            Column("digest", DIGEST, nullable=False),
            Column("text", LONG_TEXT, nullable=False),
            PrimaryKeyConstraint("digest", name=f"pk_{self.prefix}definitions"),
        )

    def equals(self) -> Table:
        """Pairs of definitions: every row still made under the old one is the same under the new one."""
        return self._table(
            "equals",
            Column("utility", Code(), nullable=False),
            Column("new", DIGEST, nullable=False),
            Column("old", DIGEST, nullable=False),
            PrimaryKeyConstraint("utility", "new", "old", name=f"pk_{self.prefix}equals"),
        )

    def numbers(self) -> Table:
        return self._table(
            "numbers",
            Column("utility_id", Code(), nullable=False),
            Column("series", Code(), nullable=False),
            Column("last", Integer, nullable=False),  # the last number given
            PrimaryKeyConstraint("utility_id", "series", name=f"pk_{self.prefix}numbers"),
        )

    def alerts(self) -> Table:
        return self._table(
            "alerts",
            Column("utility_id", Code(), nullable=False),
            Column("alert", Code(), nullable=False),
            Column("fired_at", UtcInstant(), nullable=False),
            PrimaryKeyConstraint("utility_id", "alert", name=f"pk_{self.prefix}alerts"),
        )

    def outbox(self, events: Table) -> Table:
        """Events for the readers of the outbox, with the number of each in the order of reading."""
        table = self._table(
            "outbox",
            Column("utility_id", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("seq", Integer, nullable=False, autoincrement=False),
            Column("position", Integer),  # null until somebody reads
            PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{self.prefix}outbox"),
            ForeignKeyConstraint(
                ["utility_id", "case_id", "seq"],
                [events.c.utility_id, events.c.case_id, events.c.seq],
                name=f"fk_{self.prefix}outbox_event",
            ),
        )
        columns = (table.c[name] for name in ("utility_id", "position", "case_id", "seq"))
        Index(f"ix_{self.prefix}outbox_position", *columns)
        return table

    def readers(self) -> Table:
        """The readers of the outbox and their positions; the empty name holds the last number given."""
        return self._table(
            "readers",
            Column("utility_id", Code(), nullable=False),
            Column("reader", Code(), nullable=False),
            Column("position", Integer, nullable=False),
            PrimaryKeyConstraint("utility_id", "reader", name=f"pk_{self.prefix}readers"),
        )

    def version(self) -> Table:
        """The table in which the migrations keep the version, in the form that Alembic gives it."""
        return self._table(
            "alembic_version",
            Column("version_num", VERSION, nullable=False),
            PrimaryKeyConstraint("version_num", name=f"pk_{self.prefix}alembic_version"),
            info={_VERSION: SCHEMA},
        )


_TYPES: Final[tuple[tuple[type, type[TypeEngine[Any]]], ...]] = (
    (UUID, UuidText),
    (datetime, UtcInstant),  # before date, because a datetime is a date too
    (date, Date),
    (bool, Boolean),  # before int, because a bool is an int too
    (int, Integer),
    (str, Code),
    (tuple, TextList),
)


def field_type(hint: Any) -> tuple[type, bool]:
    """The class of the values of a field, from its type, and whether the field may be None."""
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(kind for kind in kinds if kind is not NoneType)
    return get_origin(kind) or kind, NoneType in kinds


def _column(attribute: Attribute[Any], hint: Any) -> Column[Any]:
    if attribute.metadata.get(APART):
        return Column(attribute.name, SpellList())
    kind, nullable = field_type(hint)
    column_type = next(column for python, column in _TYPES if issubclass(kind, python))
    column = LONG_TEXT if attribute.metadata.get("long") else column_type()
    return Column(attribute.name, column, nullable=nullable, autoincrement=False)

"""The tables, made for the host: in its `MetaData`, its schema and with its prefix.

Two prefixes may live in one database and one process. A host that owns its migrations makes them in its own
`MetaData`; `SqlStore.create()` creates them otherwise, and `migrations` bring older ones up to them.
"""

from __future__ import annotations

from datetime import date
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

from pqr_core.facts import APART, Facts, ImprovementAction, Report, Survey, Volume
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

__all__ = ("SCHEMA", "Tables", "field_type", "make_tables")

SCHEMA: Final = "0029"
"""The version of these tables, as the migrations count it."""

_FACTS_INDEXES: Final[tuple[tuple[str, ...], ...]] = (
    ("radicado", "radicado"),
    ("account", "account", "causal"),
    ("due", "known_to", "due_on"),
    ("answered", "known_to", "answered_on"),
    ("filed", "known_to", "filed_on"),
    ("petitioner", "known_to", "petitioner", "case_id"),
    ("recurso_of", "known_to", "recurso_of", "case_id"),
    ("tipo", "known_to", "tipo", "case_id"),
    ("servicio", "known_to", "servicio", "case_id"),
    ("causal", "known_to", "causal", "case_id"),
    ("state", "known_to", "state", "case_id"),
    ("last", "known_to", "last_on", "case_id"),
    ("definitions", "known_to", "fingerprint", "case_id"),
    ("measured", "known_to", "answered_on", "tipo", "business_days_to_answer"),
)
"""Name and columns, after the utility."""

_DUTIES_INDEXES: Final[tuple[tuple[str, ...], ...]] = (
    ("work", "leads", "due_on", "case_id", "until_on", "from_on", "waits", "due_at"),
    ("due", "due_on"),
)


@frozen
class Tables:
    """The tables of one store."""

    metadata: MetaData
    schema: str | None
    prefix: str
    cases: Table
    events: Table
    personal: Table
    facts: Table
    duties: Table
    volumes: Table
    surveys: Table
    actions: Table
    reports: Table
    definitions: Table
    equals: Table
    numbers: Table
    alerts: Table
    version: Table


def make_tables(metadata: MetaData, *, schema: str | None = None, prefix: str = "pqr_") -> Tables:
    """The tables, added to `metadata`."""
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
        facts=maker.facts(),
        duties=maker.duties(),
        volumes=maker.register("volumes", Volume, "utility", "month", "servicio"),
        surveys=maker.register("surveys", Survey, "utility", "survey_id"),
        actions=maker.register("actions", ImprovementAction, "utility", "action_id"),
        reports=maker.register("reports", Report, "utility", "code", "period"),
        definitions=maker.definitions(),
        equals=maker.equals(),
        numbers=maker.numbers(),
        alerts=maker.alerts(),
        version=maker.version(),
    )


@frozen
class _Maker:
    metadata: MetaData
    schema: str | None
    prefix: str

    def _table(self, name: str, *parts: SchemaItem) -> Table:
        return Table(f"{self.prefix}{name}", self.metadata, *parts, schema=self.schema, **MARIADB)

    def cases(self) -> Table:
        return self._table(
            "cases",
            Column("utility_id", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("radicado", Code()),
            Column("filing_key", Code()),  # the host's own key of the filing
            Column("zone", ZONE_NAME, nullable=False),
            Column("version", Integer, nullable=False),
            Column("length", Integer, nullable=False),  # events recorded
            Column("head", DIGEST, nullable=False),  # digest of the last event
            PrimaryKeyConstraint("utility_id", "case_id", name=f"pk_{self.prefix}cases"),
            # The utility last: PostgreSQL, which plans the check of the foreign key while the table is empty, would
            # else take one of these indexes for it and read all cases of the utility for each event.
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

    def facts(self) -> Table:
        table = self.register("facts", Facts, "utility", "case_id")
        for name, *columns in _FACTS_INDEXES:
            Index(f"ix_{self.prefix}facts_{name}", table.c.utility, *(table.c[column] for column in columns))
        return table

    def duties(self) -> Table:
        """The spells of the rows known now."""
        table = self._table(
            "duties",
            Column("utility", Code(), nullable=False),
            Column("case_id", UuidText(), nullable=False),
            Column("code", Code(), nullable=False),
            Column("from_on", Date, nullable=False),
            Column("until_on", Date, nullable=False),  # the first day on which it is open no more
            Column("due_on", Date, nullable=False),  # 9999-12-31 where it has none
            Column("due_at", UtcInstant()),
            Column("waits", Boolean, nullable=False),
            Column("leads", Boolean, nullable=False),
            PrimaryKeyConstraint("utility", "case_id", "code", "from_on", name=f"pk_{self.prefix}duties"),
        )
        for name, *columns in _DUTIES_INDEXES:
            Index(f"ix_{self.prefix}duties_{name}", table.c.utility, *(table.c[column] for column in columns))
        return table

    def register(self, name: str, row: type[Any], *key: str) -> Table:
        """A table with a column for each field of `row`, and the instants between which a row was known."""
        hints = get_type_hints(row)
        return self._table(
            name,
            *(_column(attribute, hints[attribute.name]) for attribute in fields(row)),
            Column("revision", Integer, nullable=False, autoincrement=False),
            Column("known_from", UtcInstant(), nullable=False),
            Column("known_to", UtcInstant()),  # null while it is the row known
            PrimaryKeyConstraint(*key, "revision", name=f"pk_{self.prefix}{name}"),
            CheckConstraint("known_to >= known_from", name=f"ck_{self.prefix}{name}_known"),
        )

    def definitions(self) -> Table:
        return self._table(
            "definitions",
            Column("digest", DIGEST, nullable=False),
            Column("text", LONG_TEXT, nullable=False),
            PrimaryKeyConstraint("digest", name=f"pk_{self.prefix}definitions"),
        )

    def equals(self) -> Table:
        """Pairs of definitions that give the same days to every row that is still of the older one."""
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

    def version(self) -> Table:
        """The table the migrations keep their version in, made as they make it."""
        return self._table(
            "alembic_version",
            Column("version_num", VERSION, nullable=False),
            PrimaryKeyConstraint("version_num", name=f"pk_{self.prefix}alembic_version"),
        )


_TYPES: Final[tuple[tuple[type, type[TypeEngine[Any]]], ...]] = (
    (UUID, UuidText),
    (date, Date),
    (bool, Boolean),  # before int, which it is too
    (int, Integer),
    (str, Code),
    (tuple, TextList),
)


def field_type(hint: Any) -> tuple[type, bool]:
    """The class of a field's values by its type, and whether it may be null: `X | None`."""
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

"""The first schema: cases and their events, facts, volumes and surveys."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from pqr_core.storage.columns import DIGEST, LONG_TEXT, ZONE_NAME, Code, UtcInstant, UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0001"
down_revision = None


def upgrade(step: Steps) -> None:
    """Create the tables that do not exist."""
    prefix = step.prefix
    step.create_table(
        "cases",
        Column("utility_id", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("radicado", Code()),
        Column("filing_key", Code()),
        Column("zone", ZONE_NAME, nullable=False),
        Column("version", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        Column("head", DIGEST, nullable=False),
        PrimaryKeyConstraint("utility_id", "case_id", name=f"pk_{prefix}cases"),
        UniqueConstraint("radicado", "utility_id", name=f"uq_{prefix}cases_radicado"),
        UniqueConstraint("filing_key", "utility_id", name=f"uq_{prefix}cases_filing_key"),
    )
    cases = step.full_name("cases")
    step.create_table(
        "events",
        Column("utility_id", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("seq", Integer, nullable=False, autoincrement=False),
        Column("recorded_at", UtcInstant(), nullable=False),
        Column("type", Code(), nullable=False),
        Column("text", LONG_TEXT, nullable=False),
        Column("digest", DIGEST, nullable=False),
        PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{prefix}events"),
        ForeignKeyConstraint(
            ["utility_id", "case_id"], [f"{cases}.utility_id", f"{cases}.case_id"], name=f"fk_{prefix}events_case"
        ),
    )
    step.create_table(
        "facts",
        Column("utility", Code(), nullable=False),
        Column("radicado", Code()),
        Column("case_id", UuidText(), nullable=False),
        Column("account", Code()),
        Column("tipo", Code(), nullable=False),
        Column("servicio", Code()),
        Column("causal", Code()),
        Column("grupo_causal", Code()),
        Column("municipio", Code()),
        Column("canal", Code()),
        Column("filed_on", Date, nullable=False),
        Column("due_on", Date),
        Column("due_if_lapsed_on", Date),
        Column("suspended_from", Date),
        Column("suspended_until", Date),
        Column("days_left", Integer),
        Column("answered_on", Date),
        Column("ended_on", Date),
        Column("notified_on", Date),
        Column("transferred_on", Date),
        Column("resultado", Code()),
        Column("denied", Boolean),
        Column("business_days_to_answer", Integer),
        Column("calendar_days_to_answer", Integer),
        Column("satisfied", Boolean),
        Column("recurso_filed", Boolean, nullable=False),
        Column("repeat_of", UuidText()),
        Column("state", Code()),
        Column("duty", Code()),
        Column("duty_due_on", Date),
        Column("fingerprint", Code(), nullable=False),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "case_id", "revision", name=f"pk_{prefix}facts"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}facts_known"),
    )
    for name, *columns in (
        ("radicado", "radicado"),
        ("account", "account", "causal"),
        ("open", "known_to", "duty", "case_id"),
        ("due", "known_to", "due_on"),
        ("answered", "known_to", "answered_on"),
    ):
        step.create_index("facts", name, "utility", *columns)
    step.create_table(
        "volumes",
        Column("utility", Code(), nullable=False),
        Column("month", Date, nullable=False),
        Column("servicio", Code(), nullable=False),
        Column("subscribers", Integer, nullable=False, autoincrement=False),
        Column("invoices", Integer),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "month", "servicio", "revision", name=f"pk_{prefix}volumes"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}volumes_known"),
    )
    step.create_table(
        "surveys",
        Column("utility", Code(), nullable=False),
        Column("survey_id", Code(), nullable=False),
        Column("answered_on", Date, nullable=False),
        Column("satisfied", Boolean, nullable=False),
        Column("radicado", Code()),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "survey_id", "revision", name=f"pk_{prefix}surveys"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}surveys_known"),
    )

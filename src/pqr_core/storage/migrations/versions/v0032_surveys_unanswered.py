"""Surveys that nobody answered."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, MetaData, PrimaryKeyConstraint, Table

from pqr_core.storage.columns import Code, UtcInstant
from pqr_core.storage.migrations.steps import Steps

revision = "0032"
down_revision = "0031"


def upgrade(step: Steps) -> None:
    """Let the column be null; SQLite makes the table anew."""
    prefix = step.prefix
    before = Table(
        f"{prefix}surveys",
        MetaData(),
        Column("utility", Code(), nullable=False),
        Column("survey_id", Code(), nullable=False),
        Column("answered_on", Date, nullable=False),
        Column("satisfied", Boolean, nullable=False),
        Column("radicado", Code()),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        Column("sent_on", Date),
        PrimaryKeyConstraint("utility", "survey_id", "revision", name=f"pk_{prefix}surveys"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}surveys_known"),
        schema=step.schema,
    )
    step.let_be_null(before, "answered_on")

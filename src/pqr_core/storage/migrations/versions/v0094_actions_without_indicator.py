"""Improvement actions may be without an indicator."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Integer, MetaData, PrimaryKeyConstraint, Table

from pqr_core.storage.columns import LONG_TEXT, Code, TextList, UtcInstant, UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0094"
down_revision = "0093"


def upgrade(step: Steps) -> None:
    """Let the column be null; SQLite makes the table anew."""
    prefix = step.prefix
    before = Table(
        f"{prefix}actions",
        MetaData(),
        Column("utility", Code(), nullable=False),
        Column("indicator", Code(), nullable=False),
        Column("period", Code(), nullable=False),
        Column("by", TextList(), nullable=False),
        Column("group", TextList()),
        Column("kind", Code(), nullable=False),
        Column("what", LONG_TEXT, nullable=False),
        Column("responsible", Code(), nullable=False),
        Column("opened_on", Date, nullable=False),
        Column("due_on", Date, nullable=False),
        Column("closed_on", Date),
        Column("evidence", TextList(), nullable=False),
        Column("action_id", UuidText(), nullable=False),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        Column("riesgo", Code()),
        PrimaryKeyConstraint("utility", "action_id", "revision", name=f"pk_{prefix}actions"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}actions_known"),
        schema=step.schema,
    )
    step.let_be_null(before, "indicator")

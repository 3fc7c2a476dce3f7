"""The outbox: events for readers."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import Code, UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0060"
down_revision = "0033"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    events = step.full_name("events")
    key = ["utility_id", "case_id", "seq"]
    step.create_table(
        "outbox",
        Column("utility_id", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("seq", Integer, nullable=False, autoincrement=False),
        Column("position", Integer),
        PrimaryKeyConstraint(*key, name=f"pk_{prefix}outbox"),
        ForeignKeyConstraint(key, [f"{events}.{column}" for column in key], name=f"fk_{prefix}outbox_event"),
    )

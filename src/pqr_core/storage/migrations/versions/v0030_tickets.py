"""Tickets of the queue, with a filing or without."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import Code, UtcInstant
from pqr_core.storage.migrations.steps import Steps

revision = "0030"
down_revision = "0029"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "tickets",
        Column("utility", Code(), nullable=False),
        Column("ticket_id", Code(), nullable=False),
        Column("taken_at", UtcInstant(), nullable=False),
        Column("called_at", UtcInstant()),
        Column("served_at", UtcInstant()),
        Column("left_at", UtcInstant()),
        Column("radicado", Code()),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "ticket_id", "revision", name=f"pk_{prefix}tickets"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}tickets_known"),
    )

"""The duties of the current rows, each with the days between which it is open."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, PrimaryKeyConstraint

from pqr_core.storage.columns import Code, UtcInstant, UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0024"
down_revision = "0023"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "duties",
        Column("utility", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("code", Code(), nullable=False),
        Column("from_on", Date, nullable=False),
        Column("until_on", Date, nullable=False),
        Column("due_on", Date, nullable=False),
        Column("due_at", UtcInstant()),
        Column("waits", Boolean, nullable=False),
        Column("leads", Boolean, nullable=False),
        PrimaryKeyConstraint("utility", "case_id", "code", "from_on", name=f"pk_{prefix}duties"),
    )

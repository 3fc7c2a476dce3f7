"""The alerts that have fired."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import Code, UtcInstant
from pqr_core.storage.migrations.steps import Steps

revision = "0004"
down_revision = "0003"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "alerts",
        Column("utility_id", Code(), nullable=False),
        Column("alert", Code(), nullable=False),
        Column("fired_at", UtcInstant(), nullable=False),
        PrimaryKeyConstraint("utility_id", "alert", name=f"pk_{prefix}alerts"),
    )

"""The last number given in each series of radicados."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0003"
down_revision = "0002"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "numbers",
        Column("utility_id", Code(), nullable=False),
        Column("series", Code(), nullable=False),
        Column("last", Integer, nullable=False),
        PrimaryKeyConstraint("utility_id", "series", name=f"pk_{prefix}numbers"),
    )

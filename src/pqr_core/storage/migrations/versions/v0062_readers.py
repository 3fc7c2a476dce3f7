"""The readers of the outbox and their positions."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0062"
down_revision = "0061"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "readers",
        Column("utility_id", Code(), nullable=False),
        Column("reader", Code(), nullable=False),
        Column("position", Integer, nullable=False),
        PrimaryKeyConstraint("utility_id", "reader", name=f"pk_{prefix}readers"),
    )

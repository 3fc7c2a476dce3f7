"""Pairs of definitions: every row still made under the old one is the same under the new one."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import DIGEST, Code
from pqr_core.storage.migrations.steps import Steps

revision = "0029"
down_revision = "0028"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "equals",
        Column("utility", Code(), nullable=False),
        Column("new", DIGEST, nullable=False),
        Column("old", DIGEST, nullable=False),
        PrimaryKeyConstraint("utility", "new", "old", name=f"pk_{prefix}equals"),
    )

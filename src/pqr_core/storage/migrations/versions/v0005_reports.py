"""Reports as they were handed in."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import LONG_TEXT, Code, UtcInstant
from pqr_core.storage.migrations.steps import Steps

revision = "0005"
down_revision = "0004"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "reports",
        Column("utility", Code(), nullable=False),
        Column("code", Code(), nullable=False),
        Column("period", Code(), nullable=False),
        Column("text", LONG_TEXT, nullable=False),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "code", "period", "revision", name=f"pk_{prefix}reports"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}reports_known"),
    )

"""Minutes of meetings about a period."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import Code, TextList, UtcInstant
from pqr_core.storage.migrations.steps import Steps

revision = "0095"
down_revision = "0094"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "minutes",
        Column("utility", Code(), nullable=False),
        Column("period", Code(), nullable=False),
        Column("held_on", Date, nullable=False),
        Column("attendance", TextList(), nullable=False),
        Column("decisions", TextList(), nullable=False),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "period", "held_on", "revision", name=f"pk_{prefix}minutes"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}minutes_known"),
    )

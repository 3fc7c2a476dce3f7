"""Names, contacts and free text, apart from the events they belong to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import LONG_TEXT, Code, UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0002"
down_revision = "0001"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    events = step.full_name("events")
    step.create_table(
        "personal",
        Column("utility_id", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("seq", Integer, nullable=False, autoincrement=False),
        Column("text", LONG_TEXT, nullable=False),
        PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{prefix}personal"),
        ForeignKeyConstraint(
            ["utility_id", "case_id", "seq"],
            [f"{events}.utility_id", f"{events}.case_id", f"{events}.seq"],
            name=f"fk_{prefix}personal_event",
        ),
    )

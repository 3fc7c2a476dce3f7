"""Calendars, rule books and profiles that facts were made with, by their digest."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import DIGEST, LONG_TEXT
from pqr_core.storage.migrations.steps import Steps

revision = "0006"
down_revision = "0005"


def upgrade(step: Steps) -> None:
    """Create the table."""
    prefix = step.prefix
    step.create_table(
        "definitions",
        Column("digest", DIGEST, nullable=False),
        Column("text", LONG_TEXT, nullable=False),
        PrimaryKeyConstraint("digest", name=f"pk_{prefix}definitions"),
    )

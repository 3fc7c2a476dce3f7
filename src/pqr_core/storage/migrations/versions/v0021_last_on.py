"""Facts know the day of the last event."""

from __future__ import annotations

from sqlalchemy import Column, Date

from pqr_core.storage.migrations.steps import Steps

revision = "0021"
down_revision = "0020"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("last_on", Date))

"""Facts know the first day on which the silence has decided."""

from __future__ import annotations

from sqlalchemy import Column, Date

from pqr_core.storage.migrations.steps import Steps

revision = "0022"
down_revision = "0021"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("silence_on", Date))

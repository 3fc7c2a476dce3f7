"""The day a report was handed in."""

from __future__ import annotations

from sqlalchemy import Column, Date

from pqr_core.storage.migrations.steps import Steps

revision = "0081"
down_revision = "0080"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("reports", Column("handed_on", Date()))

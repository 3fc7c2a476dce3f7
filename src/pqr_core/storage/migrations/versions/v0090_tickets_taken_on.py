"""The legal day on which a ticket was taken; unknown for tickets stored before."""

from __future__ import annotations

from sqlalchemy import Column, Date

from pqr_core.storage.migrations.steps import Steps

revision = "0090"
down_revision = "0082"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("tickets", Column("taken_on", Date))

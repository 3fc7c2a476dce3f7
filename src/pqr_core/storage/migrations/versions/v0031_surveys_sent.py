"""Surveys know the day they were sent."""

from __future__ import annotations

from sqlalchemy import Column, Date

from pqr_core.storage.migrations.steps import Steps

revision = "0031"
down_revision = "0030"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("surveys", Column("sent_on", Date))

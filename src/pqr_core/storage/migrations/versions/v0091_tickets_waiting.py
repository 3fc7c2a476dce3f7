"""The minutes of waiting of a ticket."""

from __future__ import annotations

from sqlalchemy import Column, Integer

from pqr_core.storage.migrations.steps import Steps

revision = "0091"
down_revision = "0090"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("tickets", Column("waiting_minutes", Integer))

"""The minutes of attention of a ticket."""

from __future__ import annotations

from sqlalchemy import Column, Integer

from pqr_core.storage.migrations.steps import Steps

revision = "0092"
down_revision = "0091"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("tickets", Column("service_minutes", Integer))

"""Rows of facts hold the account that works on the case."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0063"
down_revision = "0062"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("responsable", Code()))

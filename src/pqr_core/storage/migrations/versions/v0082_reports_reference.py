"""The number under which an authority took a report."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0082"
down_revision = "0081"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("reports", Column("reference", Code()))

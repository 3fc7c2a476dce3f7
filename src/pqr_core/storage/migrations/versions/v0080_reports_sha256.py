"""The digest of a report that was handed in."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0080"
down_revision = "0072"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("reports", Column("sha256", Code()))

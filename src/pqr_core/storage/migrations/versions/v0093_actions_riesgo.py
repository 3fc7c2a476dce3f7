"""The risk that an improvement action answers."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0093"
down_revision = "0092"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("actions", Column("riesgo", Code()))

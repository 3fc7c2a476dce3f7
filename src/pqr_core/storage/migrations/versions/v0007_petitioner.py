"""Facts know the petitioner, by a hash."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0007"
down_revision = "0006"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("petitioner", Code()))

"""Facts know the case that a recurso attacks."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import UuidText
from pqr_core.storage.migrations.steps import Steps

revision = "0008"
down_revision = "0007"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("recurso_of", UuidText()))

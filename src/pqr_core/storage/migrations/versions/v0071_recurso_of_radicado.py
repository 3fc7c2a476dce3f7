"""The radicado of the case that a recurso attacks, as its link names it."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import Code
from pqr_core.storage.migrations.steps import Steps

revision = "0071"
down_revision = "0070"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("recurso_of_radicado", Code()))

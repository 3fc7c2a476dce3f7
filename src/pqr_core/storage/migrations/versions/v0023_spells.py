"""Rows of facts hold the duties from the last event on, as if nothing more happened."""

from __future__ import annotations

from sqlalchemy import Column

from pqr_core.storage.columns import SpellList
from pqr_core.storage.migrations.steps import Steps

revision = "0023"
down_revision = "0022"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("duties", SpellList()))

"""Drop the duty that was owed when a row of facts was made."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0019"
down_revision = "0018"


def upgrade(step: Steps) -> None:
    """Drop the column."""
    step.drop_column("facts", "duty")

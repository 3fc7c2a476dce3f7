"""Drop the last day of the duty that was owed when a row of facts was made."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0020"
down_revision = "0019"


def upgrade(step: Steps) -> None:
    """Drop the column."""
    step.drop_column("facts", "duty_due_on")

"""Drop the index of the duty that was owed, which rows of facts no longer hold."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0018"
down_revision = "0017"


def upgrade(step: Steps) -> None:
    """Drop the index."""
    step.drop_index("facts", "open")

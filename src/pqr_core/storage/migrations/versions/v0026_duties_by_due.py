"""Every duty by its last day, for the alerts."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0026"
down_revision = "0025"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("duties", "due", "utility", "due_on")

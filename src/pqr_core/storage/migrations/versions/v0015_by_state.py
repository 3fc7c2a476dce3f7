"""Facts are found by state."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0015"
down_revision = "0014"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "state", "utility", "known_to", "state", "case_id")

"""Events of the outbox are found by their position."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0061"
down_revision = "0060"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("outbox", "position", "utility_id", "position", "case_id", "seq")

"""Facts are found by tipo."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0012"
down_revision = "0011"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "tipo", "utility", "known_to", "tipo", "case_id")

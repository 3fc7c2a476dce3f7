"""Facts are found by causal."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0014"
down_revision = "0013"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "causal", "utility", "known_to", "causal", "case_id")

"""Facts are found by responsable."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0064"
down_revision = "0063"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "responsable", "utility", "known_to", "responsable", "case_id")

"""Facts are found by petitioner."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0010"
down_revision = "0009"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "petitioner", "utility", "known_to", "petitioner", "case_id")

"""Facts are found by filed_on."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0009"
down_revision = "0008"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "filed", "utility", "known_to", "filed_on")

"""The days to answer by type are read from an index alone."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0016"
down_revision = "0015"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "measured", "utility", "known_to", "answered_on", "tipo", "business_days_to_answer")

"""Cases in which something happened after a day."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0027"
down_revision = "0026"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "last", "utility", "known_to", "last_on", "case_id")

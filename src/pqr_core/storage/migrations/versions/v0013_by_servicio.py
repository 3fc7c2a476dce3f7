"""Facts are found by servicio."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0013"
down_revision = "0012"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "servicio", "utility", "known_to", "servicio", "case_id")

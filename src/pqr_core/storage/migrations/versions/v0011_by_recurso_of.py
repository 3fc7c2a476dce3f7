"""Facts are found by recurso_of."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0011"
down_revision = "0010"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "recurso_of", "utility", "known_to", "recurso_of", "case_id")

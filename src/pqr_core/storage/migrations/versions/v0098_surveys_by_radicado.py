"""Surveys are found by the radicado of their case."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0098"
down_revision = "0097"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("surveys", "radicado", "utility", "radicado")

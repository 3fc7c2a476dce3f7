"""Facts are found by the radicado of the case that they attack."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0072"
down_revision = "0071"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "named", "utility", "recurso_of_radicado")

"""Drop the index by the day of the last event: a longer index, which holds the day of filing too, begins with it."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0097"
down_revision = "0096"


def upgrade(step: Steps) -> None:
    """Drop the index."""
    step.drop_index("facts", "last")

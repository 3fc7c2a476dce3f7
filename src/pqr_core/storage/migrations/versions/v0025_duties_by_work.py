"""The work of a day is read from an index alone."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0025"
down_revision = "0024"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index(
        "duties", "work", "utility", "leads", "due_on", "case_id", "until_on", "from_on", "waits", "due_at"
    )

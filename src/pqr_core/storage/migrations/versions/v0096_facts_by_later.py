"""Cases filed up to a day in which something happened after it are read from an index alone."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0096"
down_revision = "0095"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "later", "utility", "known_to", "last_on", "filed_on", "case_id")

"""Rows that were made under other definitions."""

from __future__ import annotations

from pqr_core.storage.migrations.steps import Steps

revision = "0028"
down_revision = "0027"


def upgrade(step: Steps) -> None:
    """Create the index."""
    step.create_index("facts", "definitions", "utility", "known_to", "fingerprint", "case_id")

"""The days within which a case repeats an earlier one."""

from __future__ import annotations

from sqlalchemy import Column, Integer

from pqr_core.storage.migrations.steps import Steps

revision = "0070"
down_revision = "0064"


def upgrade(step: Steps) -> None:
    """Add the column."""
    step.add_column("facts", Column("repeat_days", Integer))

"""The alerts that have fired."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import MARIADB, Code, UtcInstant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}alerts",
        Column("utility_id", Code(), nullable=False),
        Column("alert", Code(), nullable=False),
        Column("fired_at", UtcInstant(), nullable=False),
        PrimaryKeyConstraint("utility_id", "alert", name=f"pk_{prefix}alerts"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

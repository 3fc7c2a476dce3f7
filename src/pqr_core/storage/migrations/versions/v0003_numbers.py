"""The last number given in each series of radicados."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import MARIADB, Code

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}numbers",
        Column("utility_id", Code(), nullable=False),
        Column("series", Code(), nullable=False),
        Column("last", Integer, nullable=False),
        PrimaryKeyConstraint("utility_id", "series", name=f"pk_{prefix}numbers"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

"""Pairs of definitions that give the rows of the older one the same days."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import DIGEST, MARIADB, Code

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}equals",
        Column("utility", Code(), nullable=False),
        Column("new", DIGEST, nullable=False),
        Column("old", DIGEST, nullable=False),
        PrimaryKeyConstraint("utility", "new", "old", name=f"pk_{prefix}equals"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

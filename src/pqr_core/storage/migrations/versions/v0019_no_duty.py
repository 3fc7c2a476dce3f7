"""The duty that was owed when a row was made."""

from __future__ import annotations

from alembic import context, op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Drop the column."""
    tables = context.config.attributes["tables"]
    op.drop_column(f"{tables.prefix}facts", "duty", schema=tables.schema)

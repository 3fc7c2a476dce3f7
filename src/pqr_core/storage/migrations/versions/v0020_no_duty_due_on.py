"""The last day of that duty."""

from __future__ import annotations

from alembic import context, op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Drop the column."""
    tables = context.config.attributes["tables"]
    op.drop_column(f"{tables.prefix}facts", "duty_due_on", schema=tables.schema)

"""Facts know the day of the last event."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, Date

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column."""
    tables = context.config.attributes["tables"]
    op.add_column(f"{tables.prefix}facts", Column("last_on", Date), schema=tables.schema)

"""Facts know the first day on which the silence has decided."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, Date

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the column."""
    tables = context.config.attributes["tables"]
    op.add_column(f"{tables.prefix}facts", Column("silence_on", Date), schema=tables.schema)

"""Facts know what is owed from the last event on if nobody acts."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column

from pqr_core.storage.columns import SpellList

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the column."""
    tables = context.config.attributes["tables"]
    op.add_column(f"{tables.prefix}facts", Column("duties", SpellList()), schema=tables.schema)

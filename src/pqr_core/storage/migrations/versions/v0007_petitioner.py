"""Facts know the petitioner, by a hash."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column

from pqr_core.storage.columns import Code

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    tables = context.config.attributes["tables"]
    op.add_column(f"{tables.prefix}facts", Column("petitioner", Code()), schema=tables.schema)

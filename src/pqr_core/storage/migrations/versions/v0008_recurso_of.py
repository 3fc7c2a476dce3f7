"""Facts know the case that a recurso attacks."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column

from pqr_core.storage.columns import UuidText

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column."""
    tables = context.config.attributes["tables"]
    op.add_column(f"{tables.prefix}facts", Column("recurso_of", UuidText()), schema=tables.schema)

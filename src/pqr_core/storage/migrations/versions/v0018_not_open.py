"""What is owed no longer stands in the rows of facts: first its index goes."""

from __future__ import annotations

from alembic import context, op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Drop the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.drop_index(f"ix_{prefix}facts_open", f"{prefix}facts", schema=tables.schema, if_exists=True)

"""The days to answer by type are read from an index alone."""

from __future__ import annotations

from alembic import context, op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "answered_on", "tipo", "business_days_to_answer"]
    op.create_index(f"ix_{prefix}facts_measured", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

"""Facts are found by petitioner."""

from __future__ import annotations

from alembic import context, op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "petitioner", "case_id"]
    op.create_index(f"ix_{prefix}facts_petitioner", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

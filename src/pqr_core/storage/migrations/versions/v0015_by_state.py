"""Facts are found by state."""

from __future__ import annotations

from alembic import context, op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "state", "case_id"]
    op.create_index(f"ix_{prefix}facts_state", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

"""Facts are found by tipo."""

from __future__ import annotations

from alembic import context, op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "tipo", "case_id"]
    op.create_index(f"ix_{prefix}facts_tipo", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

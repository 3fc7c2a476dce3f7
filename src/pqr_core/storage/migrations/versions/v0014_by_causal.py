"""Facts are found by causal."""

from __future__ import annotations

from alembic import context, op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "causal", "case_id"]
    op.create_index(f"ix_{prefix}facts_causal", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

"""Facts are found by recurso_of."""

from __future__ import annotations

from alembic import context, op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "recurso_of", "case_id"]
    op.create_index(f"ix_{prefix}facts_recurso_of", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

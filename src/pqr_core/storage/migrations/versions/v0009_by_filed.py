"""Facts are found by filed_on."""

from __future__ import annotations

from alembic import context, op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "filed_on"]
    op.create_index(f"ix_{prefix}facts_filed", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

"""Facts are found by servicio."""

from __future__ import annotations

from alembic import context, op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    columns = ["utility", "known_to", "servicio", "case_id"]
    op.create_index(f"ix_{prefix}facts_servicio", f"{prefix}facts", columns, schema=tables.schema, if_not_exists=True)

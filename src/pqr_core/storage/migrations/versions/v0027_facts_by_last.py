"""Cases in which something happened after a day."""

from __future__ import annotations

from alembic import context, op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    options = {"schema": tables.schema, "if_not_exists": True}
    columns = ["utility", "known_to", "last_on", "case_id"]
    op.create_index(f"ix_{prefix}facts_last", f"{prefix}facts", columns, **options)

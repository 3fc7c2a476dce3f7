"""Rows that were made under other definitions."""

from __future__ import annotations

from alembic import context, op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    options = {"schema": tables.schema, "if_not_exists": True}
    columns = ["utility", "known_to", "fingerprint", "case_id"]
    op.create_index(f"ix_{prefix}facts_definitions", f"{prefix}facts", columns, **options)

"""Every duty by its last day, for the alerts."""

from __future__ import annotations

from alembic import context, op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    options = {"schema": tables.schema, "if_not_exists": True}
    columns = ["utility", "due_on"]
    op.create_index(f"ix_{prefix}duties_due", f"{prefix}duties", columns, **options)

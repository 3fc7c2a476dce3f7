"""The work of a day is read from an index alone."""

from __future__ import annotations

from alembic import context, op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Create the index."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    options = {"schema": tables.schema, "if_not_exists": True}
    columns = ["utility", "leads", "due_on", "case_id", "until_on", "from_on", "waits", "due_at"]
    op.create_index(f"ix_{prefix}duties_work", f"{prefix}duties", columns, **options)

"""The duties of the rows known now, as spells."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Boolean, Column, Date, PrimaryKeyConstraint

from pqr_core.storage.columns import MARIADB, Code, UtcInstant, UuidText

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}duties",
        Column("utility", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("code", Code(), nullable=False),
        Column("from_on", Date, nullable=False),
        Column("until_on", Date, nullable=False),
        Column("due_on", Date, nullable=False),
        Column("due_at", UtcInstant()),
        Column("waits", Boolean, nullable=False),
        Column("leads", Boolean, nullable=False),
        PrimaryKeyConstraint("utility", "case_id", "code", "from_on", name=f"pk_{prefix}duties"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

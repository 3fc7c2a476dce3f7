"""Calendars, rule books and profiles that facts were made with, by their digest."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, PrimaryKeyConstraint

from pqr_core.storage.columns import DIGEST, LONG_TEXT, MARIADB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}definitions",
        Column("digest", DIGEST, nullable=False),
        Column("text", LONG_TEXT, nullable=False),
        PrimaryKeyConstraint("digest", name=f"pk_{prefix}definitions"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

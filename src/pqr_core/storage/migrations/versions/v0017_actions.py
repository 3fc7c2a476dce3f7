"""Improvement actions, with what they were before."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import CheckConstraint, Column, Date, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import LONG_TEXT, MARIADB, Code, TextList, UtcInstant, UuidText

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    op.create_table(
        f"{prefix}actions",
        Column("utility", Code(), nullable=False),
        Column("indicator", Code(), nullable=False),
        Column("period", Code(), nullable=False),
        Column("by", TextList(), nullable=False),
        Column("group", TextList()),
        Column("kind", Code(), nullable=False),
        Column("what", LONG_TEXT, nullable=False),
        Column("responsible", Code(), nullable=False),
        Column("opened_on", Date, nullable=False),
        Column("due_on", Date, nullable=False),
        Column("closed_on", Date),
        Column("evidence", TextList(), nullable=False),
        Column("action_id", UuidText(), nullable=False),
        Column("revision", Integer, nullable=False, autoincrement=False),
        Column("known_from", UtcInstant(), nullable=False),
        Column("known_to", UtcInstant()),
        PrimaryKeyConstraint("utility", "action_id", "revision", name=f"pk_{prefix}actions"),
        CheckConstraint("known_to >= known_from", name=f"ck_{prefix}actions_known"),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

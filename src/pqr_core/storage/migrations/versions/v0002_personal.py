"""Names, contacts and free text, apart from the events they belong to."""

from __future__ import annotations

from alembic import context, op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint

from pqr_core.storage.columns import LONG_TEXT, MARIADB, Code, UuidText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    tables = context.config.attributes["tables"]
    prefix = tables.prefix
    events = f"{prefix}events" if tables.schema is None else f"{tables.schema}.{prefix}events"
    op.create_table(
        f"{prefix}personal",
        Column("utility_id", Code(), nullable=False),
        Column("case_id", UuidText(), nullable=False),
        Column("seq", Integer, nullable=False, autoincrement=False),
        Column("text", LONG_TEXT, nullable=False),
        PrimaryKeyConstraint("utility_id", "case_id", "seq", name=f"pk_{prefix}personal"),
        ForeignKeyConstraint(
            ["utility_id", "case_id", "seq"],
            [f"{events}.utility_id", f"{events}.case_id", f"{events}.seq"],
            name=f"fk_{prefix}personal_event",
        ),
        schema=tables.schema,
        if_not_exists=True,
        **MARIADB,
    )

"""The table of the host, and the tables of pqr_core beside it."""

from alembic import op
from sqlalchemy import Column, Integer, String

from pqr_core import SqlStore

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; in a later revision the same call brings those of pqr_core up to date."""
    op.create_table(
        "contacts",
        Column("id", Integer, primary_key=True),
        Column("radicado", String(255), nullable=False, index=True),
        Column("actor", String(60), nullable=False),
        Column("what", String(60), nullable=False),
    )
    SqlStore(op.get_bind().engine).upgrade(op.get_bind())


def downgrade() -> None:
    """Drop the table of the host; a migration deletes no cases."""
    op.drop_table("contacts")

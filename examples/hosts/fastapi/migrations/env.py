"""The migrations of the host, on its own database; pqr_core looks after its own tables."""

import os

from alembic import context
from host import Base
from sqlalchemy import create_engine


def ours(_object: object, name: str | None, type_: str, _reflected: bool, _compared: object) -> bool:  # noqa: FBT001
    """The tables that `alembic revision --autogenerate` looks at."""
    return not (type_ == "table" and str(name).startswith("pqr_"))


with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, include_object=ours)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()

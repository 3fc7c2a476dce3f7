"""Run by Alembic: the migrations on the connection that `upgrade` gives, or as text."""

from __future__ import annotations

from typing import Any

from alembic import context

attributes = context.config.attributes
tables = attributes["tables"]
options: dict[str, Any] = {"version_table": tables.version.name, "version_table_schema": tables.schema}
if context.is_offline_mode():
    context.configure(dialect_name=attributes["dialect"], literal_binds=True, **options)
else:
    context.configure(connection=attributes["connection"], **options)
with context.begin_transaction():
    context.run_migrations()

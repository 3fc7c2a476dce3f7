"""The tables of the store at the present version of this library, and the models that read them."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from pqr_core.contrib.django.store import DjangoStore

__all__ = ("SCHEMA", "Migration", "upgrade")

SCHEMA = "0098"
"""The version to which the tables are brought."""


def upgrade(_apps: Any, editor: Any) -> None:
    """Make the tables, or bring older ones up to date; the tables of another alias are made when that is migrated."""
    DjangoStore(editor.connection.alias).upgrade()


class Migration(migrations.Migration):
    """Running it backwards drops nothing, so what was filed is kept."""

    initial = True
    dependencies = ()
    operations = (
        migrations.RunPython(upgrade, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("case_id", models.CharField(max_length=36, primary_key=True, serialize=False, verbose_name="id")),
            ],
            options={
                "verbose_name": "caso",
                "db_table": "pqr_facts",
                "ordering": ("due_on", "radicado"),
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
    )

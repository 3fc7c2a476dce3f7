"""The table of the counter, as `makemigrations` wrote it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The first migration."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("radicado", models.CharField(max_length=255)),
                ("account", models.CharField(max_length=150)),
                ("what", models.CharField(max_length=40)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    )

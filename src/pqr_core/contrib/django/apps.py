"""The Django application, under the name that its tables and permissions have."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ("PqrConfig",)


class PqrConfig(AppConfig):
    """The cases of the office, made by migrations and shown in the admin."""

    name = "pqr_core.contrib.django"
    label = "pqr"
    verbose_name = "PQR"
    default_auto_field = "django.db.models.BigAutoField"

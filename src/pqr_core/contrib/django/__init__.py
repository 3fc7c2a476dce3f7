"""An office in the transactions of Django, on SQLite and PostgreSQL.

In the settings: `INSTALLED_APPS += ["pqr_core.contrib.django"]`, and `PQR_PROFILE` with one profile, or several by
utility. `manage.py migrate` makes the tables and brings them up to date.

    from pqr_core.contrib.django import office_for

    with transaction.atomic():
        view = office_for().file(Filing(tipo="reclamo"), key=form.key)
        Contact.objects.create(radicado=view.radicado)
"""

from __future__ import annotations

from pqr_core.contrib.django.store import DjangoStore, office_for

__all__ = ("DjangoStore", "office_for")

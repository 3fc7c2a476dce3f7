"""`manage.py pqr_nightly`: brings the rows up to the law and settings in force, and gives the warnings due today."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import get_language

from pqr_core.contrib.django.store import office_for
from pqr_core.errors import PQRError
from pqr_core.language import Language
from pqr_core.law.urgency import Alert

__all__ = ("Command",)


class Command(BaseCommand):
    """The rows first, then each warning once."""

    help = "Bring the rows of the cases up to date, then print each warning that is due and was never given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of the command."""
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="the alias of the database")
        parser.add_argument("--reason", default="pqr_nightly", help="noted in the cases of which a day moves")
        parser.add_argument("--json", action="store_true", help="one object a line")

    def handle(self, **told: Any) -> None:
        """Run the command.

        Raises:
            CommandError: the office refused.
        """
        office = office_for(told["database"])
        lang: Language = "es" if (get_language() or "es").startswith("es") else "en"
        try:
            done = office.recalculate(told["reason"])
            alerts = office.nightly()
        except PQRError as error:
            raise CommandError(error.message(lang)) from error
        for alert in alerts:
            self.stdout.write(json.dumps(_plain(alert)) if told["json"] else f"{alert.radicado}: {alert.text(lang)}")
        self.stderr.write(f"{done.rows} rows made anew, {done.moved} moved, {len(alerts)} warnings")


def _plain(alert: Alert) -> dict[str, Any]:
    return {
        "utility": alert.utility,
        "radicado": alert.radicado,
        "duty": alert.code,
        "due_on": alert.due_on.isoformat(),
        "step": alert.step,
    }

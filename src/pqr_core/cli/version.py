"""`--version`: the version, and the days on which the law was verified."""

from __future__ import annotations

from importlib.metadata import version

from pqr_core import colombia
from pqr_core.cli.base import Output
from pqr_core.colombia.holidays import VERIFIED_ON, VERIFIED_THROUGH
from pqr_core.language import long_date

__all__ = ("show",)


def show(output: Output) -> None:
    """Print the version and the days."""
    say, lang = output.say, output.lang
    output.text(f"pqr_core {version('pqr-core')}")
    on = long_date(colombia.RULES.verified_on, lang)
    output.text(say(f"Tabla de leyes verificada el {on}.", f"Law table verified on {on}."))
    year, on = VERIFIED_THROUGH, long_date(VERIFIED_ON, lang)
    output.text(say(f"Festivos verificados hasta {year}, el {on}.", f"Holidays verified up to {year}, on {on}."))

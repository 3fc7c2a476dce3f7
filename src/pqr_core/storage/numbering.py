"""Numberings that give radicados: the protocol for a host, and one that counts within each year.

>>> from datetime import date
>>> YearlyNumbering().text(date(2026, 3, 16), 7)
'2026-000007'
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from string import Formatter
from typing import Protocol

from attrs import frozen

from pqr_core.storage.base import UnitOfWork

__all__ = ("Numbering", "YearlyNumbering")


class Numbering(Protocol):
    """Gives the radicado of a case filed on a legal day, within the unit of work that files it."""

    def __call__(self, unit: UnitOfWork, utility_id: str, filed_on: date) -> str:
        """Return the radicado of the case."""
        ...


@frozen
class YearlyNumbering:
    """Numbers from 1 without gaps within each year.

    The series stays locked until the unit of work ends, so take the number as late as possible.

    Args:
        template: the form of a radicado, with `{year}` and `{number}`.
        series: the name of the series that is counted, with `{year}`.
    """

    template: str = "{year}-{number:06}"
    series: str = "{year}"

    def __call__(self, unit: UnitOfWork, utility_id: str, filed_on: date) -> str:
        """See `Numbering`."""
        return self.text(filed_on, unit.next_number(utility_id, self.series.format(year=filed_on.year)))

    def text(self, filed_on: date, number: int) -> str:
        """The radicado with a number, for a day of filing."""
        return self.named(str(filed_on.year), number)

    def named(self, series: str, number: int) -> str:
        """The radicado with a number, for a year given as text."""
        return self.template.format(year=int(series), number=number)

    def read(self, radicado: str) -> tuple[str, int] | None:
        """The year, as text, and the number of a radicado; None if this numbering does not give such a radicado."""
        found = self._form.fullmatch(radicado)
        if found is None:
            return None
        series, number = found["year"], int(found["number"])
        return (series, number) if self.named(series, number) == radicado else None

    def year_of(self, series: str) -> str | None:
        """The year, as text, of a series that this numbering counts; None if it does not count the series."""
        found = self._named.fullmatch(series)
        return None if found is None else found["year"]

    @cached_property
    def _form(self) -> re.Pattern[str]:
        return _form_of(self.template)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return _form_of(self.series)


def _form_of(template: str) -> re.Pattern[str]:
    """The form of the texts that a template gives."""
    digits = {"year": r"(?P<year>[0-9]{4})", "number": r"(?P<number>[0-9]{1,18})", None: ""}
    parts = Formatter().parse(template)
    return re.compile("".join(re.escape(before) + digits[name] for before, name, *_ in parts))

"""Giving radicados: what a host plugs in, and the one that counts within each year.

>>> from datetime import date
>>> YearlyNumbering().text(date(2026, 3, 16), 7)
'2026-000007'
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from attrs import frozen

from pqr_core.storage.base import UnitOfWork

__all__ = ("Numbering", "YearlyNumbering")


class Numbering(Protocol):
    """Whatever gives the radicado of a case filed on a legal day, within the unit of work that files it."""

    def __call__(self, unit: UnitOfWork, utility_id: str, filed_on: date) -> str:
        """The radicado."""
        ...


@frozen
class YearlyNumbering:
    """Numbers without gap within a year, from 1.

    The row of the year stays locked until the unit of work commits: take the number last.

    Args:
        template: with `{year}` and `{number}`.
    """

    template: str = "{year}-{number:06}"

    def __call__(self, unit: UnitOfWork, utility_id: str, filed_on: date) -> str:
        """See `Numbering`."""
        return self.text(filed_on, unit.next_number(utility_id, str(filed_on.year)))

    def text(self, filed_on: date, number: int) -> str:
        """The radicado of that number."""
        return self.template.format(year=filed_on.year, number=number)

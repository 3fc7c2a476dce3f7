"""Months, quarters, semesters and years of legal time.

>>> period = Period.parse("2026-Q1")
>>> period.first_day.isoformat(), period.last_day.isoformat(), [str(month) for month in period.split(Frequency.MONTH)]
('2026-01-01', '2026-03-31', ['2026-01', '2026-02', '2026-03'])
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from attrs import field, frozen, validators

from pqr_core.errors import InvalidInputError
from pqr_core.language import Language, Said
from pqr_core.moments import require_date

__all__ = ("Frequency", "Period")

_YEAR: Final = 12


class Frequency(StrEnum):
    """How long a period is."""

    MONTH = "mensual"
    QUARTER = "trimestral"
    SEMESTER = "semestral"
    YEAR = "anual"

    @property
    def months(self) -> int:
        """Its length in months."""
        return _LENGTHS[self]

    def label(self, lang: Language = "es") -> str:
        """What people read."""
        return (
            self.value
            if lang == "es"
            else {1: "monthly", 3: "quarterly", 6: "half-yearly", _YEAR: "yearly"}[self.months]
        )


_LENGTHS: Final = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.SEMESTER: 6, Frequency.YEAR: _YEAR}
_MARKS: Final = {Frequency.QUARTER: "Q", Frequency.SEMESTER: "S"}
_WRITTEN: Final = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|[QT](?P<quarter>[1-4])|S(?P<half>[12])))?"
)


def _is_month_start(_instance: object, _attribute: object, value: date) -> None:
    if require_date(value, "first_day").day != 1:
        raise InvalidInputError(place="first_day", detail=f"a period begins on the first of a month, not on {value}")


@frozen
class Period:
    """A period by its first day and its length; `Period.of` and `Period.parse` are the ways to make one."""

    first_day: date = field(validator=_is_month_start)
    frequency: Frequency = field(validator=validators.instance_of(Frequency))

    def __attrs_post_init__(self) -> None:
        if (self.first_day.month - 1) % self.frequency.months:
            detail = f"no {self.frequency.label('en')} period begins on {self.first_day}"
            raise InvalidInputError(place="first_day", detail=detail)

    @classmethod
    def of(cls, day: date, frequency: Frequency = Frequency.MONTH) -> Self:
        """The period that `day` lies in."""
        require_date(day, "day")
        return cls(date(day.year, day.month - (day.month - 1) % frequency.months, 1), frequency)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written `2026-03`, `2026-Q1` (or `2026-T1`), `2026-S1` or `2026`.

        Raises:
            InvalidInputError: it is written in another way.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            written = "2026-03, 2026-Q1, 2026-S1"
            detail = Said(es=f"escriba {written} o 2026, no {text!r}", en=f"write {written} or 2026, not {text!r}")
            raise InvalidInputError(place="period", detail=detail)
        for name, frequency in (
            ("month", Frequency.MONTH),
            ("quarter", Frequency.QUARTER),
            ("half", Frequency.SEMESTER),
        ):
            if found[name]:
                return cls(date(int(found["year"]), (int(found[name]) - 1) * frequency.months + 1, 1), frequency)
        return cls(date(int(found["year"]), 1, 1), Frequency.YEAR)

    def __repr__(self) -> str:
        return f"Period({str(self)!r})"

    def __str__(self) -> str:
        match self.frequency:
            case Frequency.YEAR:
                return f"{self.first_day.year:04d}"
            case Frequency.MONTH:
                return f"{self.first_day:%Y-%m}"
            case _:
                number = (self.first_day.month - 1) // self.frequency.months + 1
                return f"{self.first_day.year:04d}-{_MARKS[self.frequency]}{number}"

    @property
    def last_day(self) -> date:
        """The last day, included."""
        return self.shift(1).first_day - timedelta(days=1)

    def shift(self, periods: int) -> Self:
        """The period so many later (before, for a negative number)."""
        return type(self)(_add_months(self.first_day, periods * self.frequency.months), self.frequency)

    def split(self, frequency: Frequency) -> tuple[Period, ...]:
        """The periods of that length in this one, in order; none where they are longer."""
        if frequency is self.frequency:
            return (self,)
        count = self.frequency.months // frequency.months
        return tuple(Period(_add_months(self.first_day, i * frequency.months), frequency) for i in range(count))

    def closing_day(self, as_of: date | None = None) -> date:
        """The day at whose end the period is looked at: its last, or `as_of` where that comes before."""
        return self.last_day if as_of is None else min(self.last_day, as_of)


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _YEAR)
    return date(day.year + years, month + 1, 1)

"""Months, quarters, semesters and years of legal time.

>>> period = Period.parse("2026-Q1")
>>> period.first_day.isoformat(), period.last_day.isoformat(), [str(month) for month in period.split(Frequency.MONTH)]
('2026-01-01', '2026-03-31', ['2026-01', '2026-02', '2026-03'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from attrs import field, frozen

from pqr_core.errors import PeriodError
from pqr_core.fields import is_a
from pqr_core.language import Language, Said, short_month
from pqr_core.moments import require_date
from pqr_core.names import FIRST_OF_MONTH, shown

__all__ = ("Frequency", "Period")

_YEAR: Final = 12
_PERIOD: Final = Said(
    "un período como 2026-03, 2026-Q1, 2026-S1 o 2026", "a period as 2026-03, 2026-Q1, 2026-S1 or 2026"
)


class Frequency(StrEnum):
    """The length of a period."""

    MONTH = "mensual"
    QUARTER = "trimestral"
    SEMESTER = "semestral"
    YEAR = "anual"

    @property
    def months(self) -> int:
        """The length in months."""
        return _LENGTHS[self]

    def label(self, lang: Language = "es") -> str:
        """The text for people, in `lang`."""
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
        raise PeriodError.expected(FIRST_OF_MONTH, shown(value), place="first_day")


@frozen
class Period:
    """A period, given by its first day and its length. Make one with `Period.of` or `Period.parse`.

    Raises:
        PeriodError: no period of that length begins on that day.
    """

    first_day: date = field(validator=_is_month_start)
    frequency: Frequency = field(validator=is_a(Frequency))

    def __attrs_post_init__(self) -> None:
        if (self.first_day.month - 1) % self.frequency.months:
            es = f"ningún período {self.frequency.label('es')} empieza el {self.first_day}"
            en = f"no {self.frequency.label('en')} period begins on {self.first_day}"
            raise PeriodError(place="first_day", detail=Said(es, en))

    @classmethod
    def of(cls, day: date, frequency: Frequency = Frequency.MONTH) -> Self:
        """The period of that length that contains `day`."""
        require_date(day, "day")
        return cls(date(day.year, day.month - (day.month - 1) % frequency.months, 1), frequency)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written as `2026-03`, `2026-Q1` (or `2026-T1`), `2026-S1` or `2026`.

        Raises:
            PeriodError: the text is written in another way.
        """
        try:
            found = _WRITTEN.fullmatch(text)
        except TypeError:
            raise PeriodError.expected(_PERIOD, text, place="period") from None
        if found is None:
            raise PeriodError.expected(_PERIOD, shown(text), place="period")
        for name, frequency in (
            ("month", Frequency.MONTH),
            ("quarter", Frequency.QUARTER),
            ("half", Frequency.SEMESTER),
        ):
            if found[name]:
                return cls(date(int(found["year"]), (int(found[name]) - 1) * frequency.months + 1, 1), frequency)
        return cls(date(int(found["year"]), 1, 1), Frequency.YEAR)

    @classmethod
    def read(cls, told: object) -> Self:
        """The period itself, or the one that a text gives (`parse`).

        Raises:
            PeriodError: `told` is not a period and not the text of one.
        """
        if isinstance(told, str):
            return cls.parse(told)
        if not isinstance(told, cls):
            raise PeriodError.expected(_PERIOD, told, place="period")
        return told

    @classmethod
    def several(cls, told: str | Period | Iterable[str | Period]) -> tuple[Self, ...]:
        """The periods, each itself or as a text says it; one alone is one of them.

        Raises:
            PeriodError: something else.
        """
        if isinstance(told, str | Period) or not isinstance(told, Iterable):
            return (cls.read(told),)
        return tuple(map(cls.read, told))

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

    def label(self, lang: Language = "es") -> str:
        """The period as it stands in a chart or a heading.

        >>> [Period.parse(text).label() for text in ("2026-10", "2026-Q1", "2026-S2", "2026")]
        ['oct 2026', 'T1 2026', 'S2 2026', '2026']
        """
        match self.frequency:
            case Frequency.YEAR:
                return str(self)
            case Frequency.MONTH:
                return f"{short_month(self.first_day.month, lang)} {self.first_day.year}"
            case Frequency.QUARTER if lang == "es":
                return f"T{str(self)[-1]} {self.first_day.year}"
            case _:
                return f"{str(self)[-2:]} {self.first_day.year}"

    @property
    def last_day(self) -> date:
        """The last day, inclusive."""
        return self.shift(1).first_day - timedelta(days=1)

    def shift(self, periods: int) -> Self:
        """The period that begins `periods` periods later; a negative number goes back."""
        return type(self)(_add_months(self.first_day, periods * self.frequency.months), self.frequency)

    def split(self, frequency: Frequency) -> tuple[Period, ...]:
        """The periods of that length within this one, in order; empty if they are longer."""
        if frequency is self.frequency:
            return (self,)
        count = self.frequency.months // frequency.months
        return tuple(Period(_add_months(self.first_day, i * frequency.months), frequency) for i in range(count))

    def closing_day(self, as_of: date | None = None) -> date:
        """The day at the end of which the period is looked at: its last day, or `as_of` if that is earlier."""
        return self.last_day if as_of is None else min(self.last_day, as_of)


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _YEAR)
    return date(day.year + years, month + 1, 1)

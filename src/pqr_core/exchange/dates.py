"""Dates as files write them: read in one stated way, and the way found from the whole file or refused.

>>> read_date("16/03/2026 09:30", "dmy")
datetime.datetime(2026, 3, 16, 9, 30)
>>> read_date("2026-03-16", "iso")
datetime.date(2026, 3, 16)
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final, Literal, NamedTuple, get_args

from attrs import define, field

from pqr_core.errors import AmbiguousDatesError, InvalidInputError, MixedDatesError, MonthFirstDatesError
from pqr_core.language import Said

__all__ = ("DateFormat", "DateSurvey", "check_date_format", "read_date", "read_time")

DateFormat = Literal["iso", "dmy", "mdy"]
"""Year first with hyphens; day first or month first, with hyphens or slashes and a year of four digits."""

_HOUR: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:[AaPp]\.?\s*)?[Mm]\.?)?"
"""With or without seconds; "10:00 a. m.", "10:00 PM" and "12:00 m." (noon) as spreadsheets and people write them."""
_TIME: Final = re.compile(rf"\s*(?P<hour>{_HOUR})\s*")
_CLOCK: Final = rf"(?:[T\s]+(?P<clock>{_HOUR})(?P<offset>Z|[+-]\d{{2}}:?\d{{2}})?)?"
_NOON: Final = 12
_ISO: Final = re.compile(rf"(?P<a>\d{{4}})-(?P<b>\d{{2}})-(?P<c>\d{{2}}){_CLOCK}")
_NUMERIC: Final = re.compile(rf"(?P<a>\d{{1,2}})([-/])(?P<b>\d{{1,2}})\2(?P<c>\d{{4}}){_CLOCK}")
_ORDER: Final[dict[DateFormat, tuple[str, str, str]]] = {
    "iso": ("a", "b", "c"),
    "dmy": ("c", "b", "a"),
    "mdy": ("c", "a", "b"),
}


def check_date_format(value: str | None) -> DateFormat | None:
    """`value` itself when it is a date format or None.

    Raises:
        InvalidInputError: anything else.
    """
    if value is None or value in get_args(DateFormat):
        return value  # type: ignore[return-value]  # just checked
    known = ", ".join(get_args(DateFormat))
    detail = Said(es=f"se admite {known}, no {value!r}", en=f"one of {known}, not {value!r}")
    raise InvalidInputError(place="date_format", detail=detail)


def read_time(text: str) -> time:
    """The hour `HH:MM`, seconds, their fraction and a. m. or p. m. allowed; ValueError for anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute, second, *_fraction = (*map(int, re.findall(r"\d+", found["hour"])), 0)
    half = re.sub(r"[^apm]", "", found["hour"].lower())
    if (half and not 1 <= hour <= _NOON) or (half == "m" and hour != _NOON):
        raise ValueError(text)
    if half:
        hour = hour % _NOON + (0 if half == "am" else _NOON)
    return time(hour, minute, second)


def read_date(text: str, date_format: DateFormat) -> date | datetime:
    """The day `text` says in that format, with its hour when it has one; the hour is naive unless it has an offset.

    Midnight sharp is read as a day without hour: it is what spreadsheets and databases write for one.

    Raises:
        ValueError: `text` is not a day in that format.
    """
    found = (_ISO if date_format == "iso" else _NUMERIC).fullmatch(text)
    if found is None:
        raise ValueError(text)
    day = _day(found, date_format)
    clock = read_time(found["clock"]) if found["clock"] else time()
    if found["offset"]:
        return datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{found['offset']}")
    return day if clock == time() else datetime.combine(day, clock)


def _day(found: re.Match[str], date_format: DateFormat) -> date:
    year, month, day = (int(found[part]) for part in _ORDER[date_format])
    return date(year, month, day)


class _Seen(NamedTuple):
    column: str
    line: int
    value: str


@define
class DateSurvey:
    """What the dates of a file have in common, kept as the first example of each kind."""

    _iso: _Seen | None = field(default=None, init=False)
    _day_first: _Seen | None = field(default=None, init=False)
    _month_first: _Seen | None = field(default=None, init=False)
    _either: _Seen | None = field(default=None, init=False)
    _same: _Seen | None = field(default=None, init=False)

    def observe(self, column: str, line: int, value: str) -> None:
        """Take one value into account; what is no date in any format is left for its own row to answer."""
        seen = _Seen(column, line, value)
        if (found := _ISO.fullmatch(value)) and _is_day(found, "iso"):
            self._iso = self._iso or seen
        elif found := _NUMERIC.fullmatch(value):
            day_first, month_first = _is_day(found, "dmy"), _is_day(found, "mdy")
            if day_first and month_first:
                if int(found["a"]) == int(found["b"]):
                    self._same = self._same or seen
                else:
                    self._either = self._either or seen
            elif day_first:
                self._day_first = self._day_first or seen
            elif month_first:
                self._month_first = self._month_first or seen

    def decide(self, file: str) -> DateFormat:
        """The one format in which every date of the file can be read.

        Raises:
            AmbiguousDatesError: nothing in the file says whether day or month comes first.
            MonthFirstDatesError: a date that is one only with the month first, which must be said.
            MixedDatesError: two dates that no one format reads.
        """
        numeric = self._day_first or self._month_first or self._either or self._same
        for one, other in ((self._iso, numeric), (self._day_first, self._month_first)):
            if one is not None and other is not None:
                raise MixedDatesError(
                    file=file,
                    column=one.column,
                    line=one.line,
                    value=one.value,
                    other_column=other.column,
                    other_line=other.line,
                    other_value=other.value,
                )
        if self._month_first is not None:
            raise _of_month_first(file, self._month_first)
        if self._day_first is None and self._either is not None:
            raise _ambiguous(file, self._either)
        return "iso" if numeric is None else "dmy"


def _is_day(found: re.Match[str], date_format: DateFormat) -> bool:
    try:
        _day(found, date_format)
    except ValueError:
        return False
    return True


def _ambiguous(file: str, seen: _Seen) -> AmbiguousDatesError:
    day_first, month_first = (_read_day(seen.value, date_format) for date_format in ("dmy", "mdy"))
    return AmbiguousDatesError(
        file=file, column=seen.column, line=seen.line, value=seen.value, day_first=day_first, month_first=month_first
    )


def _of_month_first(file: str, seen: _Seen) -> MonthFirstDatesError:
    return MonthFirstDatesError(
        file=file, column=seen.column, line=seen.line, value=seen.value, month_first=_read_day(seen.value, "mdy")
    )


def _read_day(value: str, date_format: DateFormat) -> date:
    found = _NUMERIC.fullmatch(value)
    assert found is not None  # noqa: S101 - it was taken into account as one
    return _day(found, date_format)

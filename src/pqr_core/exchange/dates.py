"""Dates as files write them: read in one stated format, which is found from the whole file, or the file is refused.

>>> read_date("16/03/2026 09:30", "dmy")
datetime.datetime(2026, 3, 16, 9, 30)
>>> read_date("2026-03-17 08:15:30.25-05", "iso").isoformat()
'2026-03-17T08:15:30-05:00'
>>> read_date("16 de marzo de 2026", "iso"), read_date("20260316", "iso")
(datetime.date(2026, 3, 16), datetime.date(2026, 3, 16))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, get_args

from attrs import define, field

from pqr_core.errors import (
    AmbiguousDatesError,
    InvalidInputError,
    MidnightDatesError,
    MixedDatesError,
    MonthFirstDatesError,
)
from pqr_core.exchange.words import null_form
from pqr_core.names import unlisted

__all__ = (
    "DateFormat",
    "DateSurvey",
    "DatesAs",
    "ShortYearError",
    "check_date_format",
    "is_no_day",
    "of_serial",
    "read_date",
    "read_time",
    "readings_of",
)

DateFormat = Literal["iso", "dmy", "mdy"]
"""Year first, day first or month first; with hyphens, slashes or points, and a year of four digits."""

DatesAs = Literal["local", "utc"]
"""What an instant at midnight with an offset means: the day as it is written, or exactly that instant."""

_HOUR: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:[AaPp]\.?\s*)?[Mm]\.?)?"
"""With or without seconds; also "10:00 a. m.", "10:00 PM" and "12:00 m." (noon), as spreadsheets and people write."""
_TIME: Final = re.compile(rf"\s*(?P<hour>{_HOUR})\s*")
_OFFSET: Final = r"\s*(?:[Zz]|UTC|GMT|[+\-\u2212]\d{2}(?::?\d{2}(?::?\d{2})?)?)"
"""As in ISO 8601 and in PostgreSQL, which omits the minutes when they are zero."""
_CLOCK: Final = rf"(?:(?:[Tt\s]+(?P<clock>{_HOUR})|[Tt](?P<basic>\d{{6}}))(?P<offset>{_OFFSET})?)?"
"""An hour after a day, also without separators, as in `20260317T081530Z`."""
_NOON: Final = 12
_CENTURY: Final = 100
_ISO: Final = re.compile(
    rf"(?:(?P<a>\d{{4}})([-/.])(?P<b>\d{{1,2}})\2(?P<c>\d{{1,2}})|(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}})){_CLOCK}"
)
_NUMERIC: Final = re.compile(rf"(?P<a>\d{{1,2}})([-/.])(?P<b>\d{{1,2}})\2(?P<c>\d{{4}}|\d{{2}}){_CLOCK}")
_NAMED: Final = re.compile(
    rf"(?:[^\W\d]+,?\s+)?(?P<a>\d{{1,2}})[-/\s]+(?:de\s+)?(?P<b>[^\W\d]{{3,10}})\.?[-/\s]+(?:del?\s+)?(?P<c>\d{{4}}|\d{{2}})"
    rf"{_CLOCK}"
)
_ORDER: Final[dict[DateFormat, tuple[str, str, str]]] = {
    "iso": ("a", "b", "c"),
    "dmy": ("c", "b", "a"),
    "mdy": ("c", "a", "b"),
}
_MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_OF: Final = {
    **{name[:3]: number % _NOON + 1 for number, name in enumerate(_MONTHS)},
    **{name: number % _NOON + 1 for number, name in enumerate(_MONTHS)},
    "sept": 9,
    "set": 9,
    "setiembre": 9,
}


_NO_DAYS: Final = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})
"""The days from which spreadsheets and databases count: they write them where there is no day."""
_YEARS_OF_NO_DAY: Final = tuple(str(year) for year in sorted({day.year for day in _NO_DAYS}))


class ShortYearError(ValueError):
    """A year of two digits, without the setting that allows them."""


def check_date_format(value: str | None) -> DateFormat | None:
    """`value` itself if it is a date format or None.

    Raises:
        InvalidInputError: it is neither.
    """
    if value is None or value in get_args(DateFormat):
        return value  # type: ignore[return-value]  # just checked
    raise InvalidInputError(place="date_format", detail=unlisted(get_args(DateFormat), value))


def read_time(text: str) -> time:
    """The time of day in `HH:MM`, with optional seconds and "a. m." or "p. m."; a fraction of a second is dropped.

    Raises:
        ValueError: `text` is not a time of day.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minute, second, *_fraction = (*map(int, re.findall(r"\d+", found["hour"])), 0)
    half = re.sub(r"[^apm]", "", found["hour"].lower())
    if (half and not 1 <= hours <= _NOON) or (half == "m" and hours != _NOON):
        raise ValueError(text)
    if half:
        hours = hours % _NOON + (0 if half == "am" else _NOON)
    return time(hours, minute, second)


def read_date(text: str, date_format: DateFormat, *, first_year: int | None = None) -> date | datetime:
    """The day that `text` says in that format; with its time when it has one, which is naive unless it has an offset.

    A day with the name of its month is read in every format. Midnight sharp without an offset is read as a day without
    a time, because that is what spreadsheets and databases write for one.

    Args:
        text: the text.
        date_format: which of day, month and year comes first.
        first_year: if years may have two digits, the first of the hundred years that they stand for.

    Raises:
        ShortYearError: the year has two digits, and there is no `first_year`.
        ValueError: `text` is not a day in that format.
    """
    found, day = _parsed(text, date_format, first_year)
    told = found["clock"] or ":".join(re.findall("..", found["basic"] or ""))
    clock = read_time(told) if told else time()
    if found["offset"]:
        return datetime.combine(day, clock, _zone(found["offset"].strip()))
    return day if clock == time() else datetime.combine(day, clock)


def _parsed(text: str, date_format: DateFormat, first_year: int | None) -> tuple[re.Match[str], date]:
    if found := (_ISO if date_format == "iso" else _NUMERIC).fullmatch(text):
        year, month, day = (int(each) for each in _numbers(found, date_format))
    elif found := _NAMED.fullmatch(text):
        if found["b"].casefold() not in _MONTH_OF:
            raise ValueError(text)
        year, month, day = int(found["c"]), _MONTH_OF[found["b"].casefold()], int(found["a"])
    else:
        raise ValueError(text)
    if year < _CENTURY:
        if first_year is None:
            raise ShortYearError(text)
        year = first_year + (year - first_year) % _CENTURY
    return found, date(year, month, day)


def _numbers(found: re.Match[str], date_format: DateFormat) -> tuple[str, ...]:
    if date_format == "iso" and found["y"]:
        return found["y"], found["m"], found["d"]
    return tuple(found[part] for part in _ORDER[date_format])


def _zone(offset: str) -> tzinfo:
    if offset in {"Z", "z", "UTC", "GMT"}:
        return timezone(timedelta())
    hours, minutes, seconds = (*(int(each) for each in re.findall(r"\d{2}", offset)), 0, 0)[:3]
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(span if offset[0] == "+" else -span)


_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_LAST_SERIAL: Final = 2_958_466


def of_serial(number: float) -> date | datetime:
    """The day, with its time if any, that a spreadsheet stores as `number`: days since 30 December 1899.

    Raises:
        ValueError: there is no such day.
    """
    if not 0 < number < _LAST_SERIAL:
        raise ValueError(number)
    told = _EPOCH + timedelta(seconds=round(number * 86_400))
    return told if told.time() != time() else told.date()


# --- the way a file writes its dates -------------------------------------------------------------------------------


class _Seen(NamedTuple):
    column: str
    line: int
    value: str


@define
class _Instants:
    """The instants of one column: the first at midnight in a foreign offset, and whether others have hours."""

    midnight: _Seen
    has_hours: bool = False


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(null_form, words))


@define
class DateSurvey:
    """What the dates of a file have in common: the first example of each kind.

    Args:
        zone: the zone of legal time: midnight in it stands for a day.
        nulls: the words for nothing.
    """

    zone: tzinfo
    nulls: frozenset[str] = field(converter=_forms)
    _first: dict[str, _Seen] = field(factory=dict, init=False)
    _instants: dict[str, _Instants] = field(factory=dict, init=False)
    _hours: set[str] = field(factory=set, init=False)

    def observe(self, column: str, line: int, value: str | datetime) -> None:
        """Take one value into account.

        One that is not a date in any format is ignored, because its row is refused; so is one that stands for no day.
        """
        if is_no_day(value) or (isinstance(value, str) and null_form(value) in self.nulls):
            return
        if isinstance(value, datetime):
            self._observe_instant(column, line, value)
            return
        kind, instant = _kind_of(value)
        if kind and kind not in self._first:
            self._first[kind] = _Seen(column, line, value)
        if instant is not None:
            self._observe_instant(column, line, instant, value)

    def _observe_instant(self, column: str, line: int, instant: datetime, value: str = "") -> None:
        if instant.tzinfo is None or instant.time() != time():
            self._hours.add(column)
        elif instant.astimezone(self.zone).time() != time():
            self._instants.setdefault(column, _Instants(_Seen(column, line, value or instant.isoformat())))

    def decide_midnights(self, file: str) -> None:
        """Refuse a column in which every instant is midnight in an offset other than that of legal time.

        Raises:
            MidnightDatesError: nothing says whether they are days or instants.
        """
        for column, instants in self._instants.items():
            if column not in self._hours:
                seen = instants.midnight
                raise MidnightDatesError(file=file, column=column, line=seen.line, value=seen.value)

    def decide(self, file: str) -> DateFormat:
        """The one format in which every date of the file can be read.

        Raises:
            AmbiguousDatesError: nothing in the file says whether day or month comes first.
            MonthFirstDatesError: a date is valid only with the month first, and the caller must say that it is.
            MixedDatesError: no single format reads both of two dates.
        """
        iso, day_first, month_first, either, same = map(self._first.get, ("iso", "dmy", "mdy", "either", "same"))
        numeric = day_first or month_first or either or same
        for one, other in ((iso, numeric), (day_first, month_first)):
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
        if month_first is not None:
            raise MonthFirstDatesError(**_told(file, month_first), month_first=_read_day(month_first.value, "mdy"))
        if day_first is None and either is not None:
            raise AmbiguousDatesError(
                **_told(file, either),
                day_first=_read_day(either.value, "dmy"),
                month_first=_read_day(either.value, "mdy"),
            )
        return "iso" if numeric is None else "dmy"


def _told(file: str, seen: _Seen) -> dict[str, Any]:
    return {"file": file, "column": seen.column, "line": seen.line, "value": seen.value}


def readings_of(text: str, *, first_year: int | None = None) -> dict[DateFormat, date | datetime]:
    """The meaning of `text` in each format in which it is a date; `first_year` as in `read_date`.

    >>> readings_of("15/10/2026")
    {'dmy': datetime.date(2026, 10, 15)}
    >>> len(readings_of("05/06/2026")), readings_of("pronto")
    (2, {})
    """
    read = ((fmt, _read(text, fmt, first_year)) for fmt in get_args(DateFormat))
    return {fmt: day for fmt, day in read if day is not None}


def is_no_day(value: date | str) -> bool:
    """Whether `value` is what a program writes where there is no day: the day from which it counts, in any format.

    >>> is_no_day("1900-01-01 00:00:00.000"), is_no_day("30/12/1899"), is_no_day("01/01/2000")
    (True, True, False)
    """
    if isinstance(value, str):
        told_of = any(year in value for year in _YEARS_OF_NO_DAY)
        return told_of and any(is_no_day(each) for each in readings_of(value).values())
    return (value.date() if isinstance(value, datetime) else value) in _NO_DAYS


@lru_cache(maxsize=8192)
def _kind_of(value: str) -> tuple[str, datetime | None]:
    """Names the formats that read `value`, and gives its instant if it has an offset."""
    readings = readings_of(value, first_year=2000)
    told = next(iter(readings.values()), None)
    instant = told if isinstance(told, datetime) else None
    if len(readings) == len(get_args(DateFormat)):  # with the name of its month
        return "", instant
    if {"dmy", "mdy"} <= readings.keys():
        return ("same" if readings["dmy"] == readings["mdy"] else "either"), instant
    return next(iter(readings), ""), instant


def _read(value: str, date_format: DateFormat, first_year: int | None) -> date | datetime | None:
    try:
        return read_date(value, date_format, first_year=first_year)
    except ValueError:
        return None


def _read_day(value: str, date_format: DateFormat) -> date:
    told = read_date(value, date_format, first_year=2000)
    return told.date() if isinstance(told, datetime) else told

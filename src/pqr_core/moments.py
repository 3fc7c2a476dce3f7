"""Legal days and recorded instants: which values are valid, and how to get one from the other.

A legal day is a `date` in the zone of the jurisdiction; an instant is an aware `datetime`. Neither replaces the other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from pqr_core.errors import NaiveDatetimeError, NotADateError, OutOfSpanError
from pqr_core.names import DAY, INSTANT, shown

__all__ = ("at_end", "at_noon", "local_time", "require_date", "require_instant")

_EDGES: Final = (date.min.year, date.max.year)
_NOON: Final = time.fromisoformat("12:00")


def require_date(value: object, place: str) -> date:
    """`value` if it is a calendar day: a `datetime.date`, or a subclass of it without a time of day.

    Raises:
        NotADateError: it is a datetime (such as pandas' Timestamp), a string, a NumPy scalar or anything else.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise NotADateError(place=place, expected=DAY, got=shown(value))


def require_instant(value: object, place: str) -> datetime:
    """`value` if it is an aware datetime.

    Raises:
        NotADateError: it is not a datetime, or is pandas' NaT.
        NaiveDatetimeError: it has no offset.
        OutOfSpanError: in UTC it falls outside the years 1 to 9999.
    """
    if not isinstance(value, datetime) or value != value:  # noqa: PLR0124 - NaT of pandas is a datetime, and not an instant
        raise NotADateError(place=place, expected=INSTANT, got=shown(value))
    if value.utcoffset() is None:
        raise NaiveDatetimeError(place=place, value=value.isoformat())
    if value.year in _EDGES:
        local_time(value, UTC)
    return value


def local_time(instant: datetime, zone: tzinfo) -> datetime:
    """`instant` in that zone.

    Raises:
        OutOfSpanError: the instant falls outside the years 1 to 9999 in the zone.
    """
    try:
        return instant.astimezone(zone)
    except OverflowError:
        raise OutOfSpanError(day=instant.isoformat(), first=date.min, last=date.max) from None


def at_noon(day: date, zone: tzinfo) -> datetime:
    """The instant that stands for a day without a time when events are sorted."""
    return datetime.combine(day, _NOON, zone)


def at_end(day: date, zone: tzinfo) -> datetime:
    """The last instant of a day, at which everything that happened on it counts."""
    return datetime.combine(day, time.max, zone)

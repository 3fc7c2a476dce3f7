"""Legal days and recorded instants: what counts as one, and how the one is found in the other.

A legal day is a `date` in the zone of the jurisdiction, an instant an aware `datetime`. Neither passes for the other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from pqr_core.errors import NaiveDatetimeError, NotADateError, OutOfSpanError

__all__ = ("at_noon", "local_time", "require_date", "require_instant")

_EDGES: Final = (date.min.year, date.max.year)
_NOON: Final = time.fromisoformat("12:00")


def require_date(value: object, place: str) -> date:
    """`value` when it is a calendar day: a `datetime.date`, or a subclass of it that carries no hour.

    Raises:
        NotADateError: a datetime (pandas' Timestamp is one), a string, a NumPy scalar or anything else.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise NotADateError(place=place, kind=type(value).__name__, value=str(value))


def require_instant(value: object, place: str) -> datetime:
    """`value` itself when it is an aware datetime; NaiveDatetimeError when it has no offset."""
    if not isinstance(value, datetime) or value != value:  # noqa: PLR0124 - NaT of pandas is a datetime, and no instant
        raise NotADateError(place=place, kind=type(value).__name__, value=value)
    if value.utcoffset() is None:
        raise NaiveDatetimeError(place=place, value=value.isoformat())
    if value.year in _EDGES:
        local_time(value, UTC)
    return value


def local_time(instant: datetime, zone: tzinfo) -> datetime:
    """`instant` in that zone; OutOfSpanError where the zone has no such day, at the ends of the calendar."""
    try:
        return instant.astimezone(zone)
    except OverflowError:
        raise OutOfSpanError(day=instant.isoformat(), first=date.min, last=date.max) from None


def at_noon(day: date, zone: tzinfo) -> datetime:
    """The instant by which a day without hour sorts."""
    return datetime.combine(day, _NOON, zone)

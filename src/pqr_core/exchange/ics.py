"""A year's days that do not count, as an iCalendar file: for the agendas of the people at the counter.

The same calendar gives the same bytes. Holidays and closures are events of their own, with norm or act; weekends are
one weekly event for each of their days. What rests on laws not yet verified for that year is tentative.

>>> from pqr_core.colombia.calendars import calendar
>>> text = calendar_ics(calendar(), 2026).decode()
>>> "DTSTART;VALUE=DATE:20260713" in text
True
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import MissingExtraError
from pqr_core.language import Language

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ("calendar_ics",)

_DAY: Final = timedelta(days=1)


def calendar_ics(cal: BusinessCalendar, year: int, lang: Language = "es") -> bytes:
    """The days of `year` that are not business days, as the bytes of an ``.ics`` file.

    Raises:
        OutOfSpanError: the year is not within the span of the calendar.
        MissingExtraError: icalendar is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise MissingExtraError(feature="the iCalendar export", package="icalendar", extra="ics") from error
    first, last = date(year, 1, 1), date(year, 12, 31)
    title = f"Non-business days {year}" if lang == "en" else f"Días no hábiles {year}"
    document = Calendar()
    document.add("prodid", "-//pqr_core//calendar//ES")
    document.add("version", "2.0")
    document.add("x-wr-calname", title)
    for event in (
        *_holidays(cal, first, last, lang),
        *_closures(cal, first, last, lang),
        *_weekends(cal, first, last, lang),
    ):
        event.add("status", "TENTATIVE" if cal.is_projected(first) else "CONFIRMED")
        document.add_component(event)
    content: bytes = document.to_ical()
    return content


def _event(summary: str, description: str, first: date, last: date) -> Event:
    """An event of whole days from `first` to `last`, both included, in which nobody is busy."""
    from icalendar import Event

    event = Event()
    # Out of its content and never of the clock: the same day exported again replaces itself in an agenda.
    event.add("uid", str(uuid5(NAMESPACE_URL, f"pqr_core:{first}:{last}:{summary}:{description}")))
    event.add("dtstamp", datetime(first.year, 1, 1, tzinfo=UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _holidays(cal: BusinessCalendar, first: date, last: date, lang: Language) -> Iterator[Event]:
    for holiday in cal.holidays_in(first, last):
        name = holiday.law.name_en if lang == "en" else holiday.law.name_es
        yield _event(name, holiday.text(lang), holiday.day, holiday.day)


def _closures(cal: BusinessCalendar, first: date, last: date, lang: Language) -> Iterator[Event]:
    summary = "Closed" if lang == "en" else "Cierre"
    for closure in cal.closures:
        if closure.first <= last and first <= closure.last:
            yield _event(summary, closure.act, max(closure.first, first), min(closure.last, last))


def _weekends(cal: BusinessCalendar, first: date, last: date, lang: Language) -> Iterator[Event]:
    summary = "Weekend" if lang == "en" else "Fin de semana"
    year = [first + i * _DAY for i in range((last - first).days + 1)]
    days = [day for day in year if day.weekday() >= 5 and cal.why(day).weekend]  # noqa: PLR2004 - Saturday
    for weekday in sorted({day.weekday() for day in days}):
        # Saturdays may begin to count within the year, never cease to: those that do not are its first ones.
        weekly = [day for day in days if day.weekday() == weekday]
        event = _event(summary, summary, weekly[0], weekly[0])
        event.add("rrule", {"freq": "weekly", "count": len(weekly)})
        yield event

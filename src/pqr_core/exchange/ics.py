"""iCalendar files for the agendas of the people at the counter: days that do not count, and due days with alarms.

The same days give the same bytes. Each holiday and each closure is an event, with its norm or act; each day of the
weekend is one weekly event. Days of a year whose laws are not yet verified are tentative.

>>> from pqr_core.colombia.calendars import calendar
>>> text = calendar_ics(calendar(), 2026).decode()
>>> "DTSTART;VALUE=DATE:20260713" in text
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from attrs import frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.drawing.escaping import visible
from pqr_core.errors import MissingExtraError
from pqr_core.language import Language, Said
from pqr_core.law.profiles import Profile

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

__all__ = ("DueEvent", "calendar_ics", "duties_ics", "duties_ics_parts", "warning_days")

_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=365)
"""Longer than any ladder of warnings."""


def calendar_ics(cal: BusinessCalendar, year: int, lang: Language = "es") -> bytes:
    """The days of `year` that are not business days, as the bytes of an ``.ics`` file.

    Raises:
        OutOfSpanError: the year is not within the span of the calendar.
        MissingExtraError: icalendar is not installed.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    document = _document(f"Non-business days {year}" if lang == "en" else f"Días no hábiles {year}")
    for event in (
        *_holidays(cal, first, last, lang),
        *_closures(cal, first, last, lang),
        *_weekends(cal, first, last, lang),
    ):
        event.add("status", "TENTATIVE" if cal.is_projected(first) else "CONFIRMED")
        document.add_component(event)
    content: bytes = document.to_ical()
    return content


def _document(title: str) -> Calendar:
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise MissingExtraError(
            feature=Said("la salida en iCalendar", "the iCalendar export"), package="icalendar", extra="ics"
        ) from error
    document = Calendar()
    document.add("prodid", "-//pqr_core//calendar//ES")
    document.add("version", "2.0")
    document.add("x-wr-calname", title)
    return document


@frozen(kw_only=True)
class DueEvent:
    """A due day.

    Args:
        key: what identifies the duty: an event exported again replaces the earlier one, even if its day has moved.
        due_on: its last day.
        summary: what is due, in one line.
        description: more about it.
        warnings: the days on which to warn.
        at: the time of day of the warnings, in the reader's own time zone.
    """

    key: str
    due_on: date
    summary: str
    description: str
    warnings: tuple[date, ...]
    at: time


def warning_days(code: str, due_on: date, profile: Profile, calendar: BusinessCalendar) -> tuple[date, ...]:
    """The days on which to warn of a duty due on `due_on`: those of the profile's ladder for `code`.

    Without a ladder: the day on which the duty begins to be due soon, and its last day. Within a year of either end of
    the calendar's span, only a warning on the last day itself is given.
    """
    steps = profile.ladder(code) or (profile.soon_business_days, 0)
    first, last = calendar.span
    inside = first + _YEAR < due_on < last - _YEAR
    return tuple(calendar.add_business_days(due_on, -step) if step else due_on for step in steps if inside or not step)


def duties_ics(events: Iterable[DueEvent], lang: Language = "es") -> bytes:
    """Due days as the bytes of an ``.ics`` file: all-day events with alarms that do not mark anybody as busy.

    Raises:
        MissingExtraError: icalendar is not installed.
    """
    return b"".join(duties_ics_parts(events, lang))


def duties_ics_parts(events: Iterable[DueEvent], lang: Language = "es") -> Iterator[bytes]:
    """The same file in parts, so that it can be written in constant memory.

    Raises:
        MissingExtraError: icalendar is not installed; raised before the first part is asked for.
    """
    document: bytes = _document("Due days" if lang == "en" else "Vencimientos").to_ical()
    return _filled(document, events)


def _filled(document: bytes, events: Iterable[DueEvent]) -> Iterator[bytes]:
    """The parts of an empty document that is filled with the events."""
    before, end, after = document.rpartition(b"END:")
    yield before
    for each in events:
        event = _event(each.summary, each.description, each.due_on, each.due_on)
        event["uid"] = str(uuid5(NAMESPACE_URL, f"pqr_core:{each.key}"))
        for day in each.warnings:
            event.add_component(_alarm(each, day))
        yield event.to_ical()
    yield end + after


def _alarm(event: DueEvent, day: date) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", day - event.due_on + timedelta(hours=event.at.hour, minutes=event.at.minute))
    return alarm


def _event(summary: str, description: str, first: date, last: date) -> Event:
    """An event of whole days from `first` to `last`, both included, that does not mark anybody as busy."""
    from icalendar import Event

    event = Event()
    # Made of its content and never of the clock, so that the same day exported again replaces itself in an agenda.
    event.add("uid", str(uuid5(NAMESPACE_URL, f"pqr_core:{first}:{last}:{summary}:{description}")))
    event.add("dtstamp", datetime(first.year, 1, 1, tzinfo=UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("summary", visible(summary))
    event.add("description", visible(description))
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
        # Saturdays can begin to count during the year but never stop, so those that do not count come first.
        weekly = [day for day in days if day.weekday() == weekday]
        event = _event(summary, summary, weekly[0], weekly[0])
        event.add("rrule", {"freq": "weekly", "count": len(weekly)})
        yield event

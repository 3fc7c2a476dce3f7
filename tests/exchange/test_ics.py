"""The iCalendar file says of each day what the calendar says."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar
from pqr_core.errors import MissingExtraError, OutOfSpanError
from pqr_core.exchange.ics import calendar_ics
from pqr_core.language import Language

icalendar = pytest.importorskip("icalendar")
CAL = calendar()
DAY = timedelta(days=1)


def days_of(content: bytes) -> set[date]:
    """Every day that an event of the file covers, weekly ones each week."""
    found = set()
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        first, end = event["dtstart"].dt, event["dtend"].dt
        weeks = event["rrule"]["count"][0] if "rrule" in event else 1
        found |= {first + i * DAY + w * 7 * DAY for i in range((end - first).days) for w in range(weeks)}
    return found


@pytest.mark.parametrize(
    "cal",
    [
        CAL,
        calendar(saturday_is_business_day=True),
        calendar(
            saturday_is_business_day=date(2026, 6, 1),
            closures=[
                Closure(date(2025, 12, 30), date(2026, 1, 9), act="Acta 1"),
                Closure(date(2026, 9, 4), act="Acta 2"),
            ],
        ),
    ],
    ids=["default", "saturdays", "closures"],
)
@pytest.mark.parametrize("year", [1984, 2025, 2026, 2100])
def test_the_file_holds_the_days_that_do_not_count(cal: BusinessCalendar, year: int) -> None:
    """Each of them and no other, for a year inside the span."""
    every = [date(year, 1, 1) + i * DAY for i in range(366) if (date(year, 1, 1) + i * DAY).year == year]
    assert days_of(calendar_ics(cal, year)) == {day for day in every if not cal.is_business_day(day)}


def test_holidays_and_closures_say_their_norm_or_act() -> None:
    """In the language asked for."""
    cal = CAL.with_closures(Closure(date(2026, 9, 4), act="Decreto municipal 12"))
    expected: dict[Language, str] = {
        "es": "Año Nuevo (Ley 51 de 1983, art. 1)",
        "en": "New Year's Day (Ley 51 de 1983, art. 1)",
    }
    for lang, holiday in expected.items():
        events = icalendar.Calendar.from_ical(calendar_ics(cal, 2026, lang)).walk("VEVENT")
        texts = {str(event["description"]) for event in events}
        assert {holiday, "Decreto municipal 12"} <= texts


def test_the_same_calendar_gives_the_same_bytes() -> None:
    """There is no clock in the file, and no two events share an identifier."""
    content = calendar_ics(CAL, 2025)
    assert content == calendar_ics(CAL, 2025)
    identifiers = [str(event["uid"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize(("year", "status"), [(2026, "CONFIRMED"), (2027, "TENTATIVE")])
def test_a_year_not_verified_is_tentative(year: int, status: str) -> None:
    """The last verified year is confirmed."""
    events = icalendar.Calendar.from_ical(calendar_ics(CAL, year)).walk("VEVENT")
    assert {str(event["status"]) for event in events} == {status}


def test_a_year_outside_the_span_is_refused() -> None:
    """An empty file would say that each day counts."""
    with pytest.raises(OutOfSpanError):
        calendar_ics(CAL, 2101)


def test_without_icalendar_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"pqr-core\[ics\]"):
        calendar_ics(CAL, 2026)

"""Faults found in other systems that count business days: for each, a test that this library does not have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.holidays import CHIQUINQUIRA
from pqr_core.errors import NotADateError, NotBusinessDayError, OutOfSpanError

CAL = calendar()
DAY = timedelta(days=1)


def test_12_a_holiday_is_not_applied_to_the_years_before_its_law() -> None:
    """9 July was moved to no Monday before Ley 2578 de 2026 (two Colombian packages apply it to all years)."""
    assert all(CHIQUINQUIRA.in_year(year) is None for year in range(1984, 2026))
    assert CAL.is_business_day(date(2025, 7, 14))
    assert not CAL.is_business_day(date(2026, 7, 13))


def test_13_days_after_the_last_holiday_known_are_refused() -> None:
    """The list of holidays ends with the span, and no later day is silently a business day."""
    assert not CAL.is_business_day(date(2100, 12, 8))
    with pytest.raises(OutOfSpanError):
        CAL.is_business_day(date(2101, 1, 3))


def test_14_the_end_of_the_list_is_a_refusal_by_name() -> None:
    """No IndexError, no day from the other end of the list."""
    for day, n in ((date(2100, 12, 1), 60), (date(1984, 1, 10), -30)):
        with pytest.raises(OutOfSpanError):
            CAL.add_business_days(day, n)


def test_14_a_calendar_without_a_business_day_ends() -> None:
    """With everything closed a count is refused, not looked for without end."""
    closed = CAL.with_closures(Closure(*CAL.span, act="cierre definitivo"))
    for n in (1, -1):
        with pytest.raises(OutOfSpanError):
            closed.add_business_days(date(2026, 3, 16), n)
    assert closed.business_days_between(*closed.span) == 0
    with pytest.raises(NotBusinessDayError):
        closed.add_business_days(date(2026, 3, 16), 0)


def test_15_one_end_is_counted_and_the_sign_is_that_of_the_direction() -> None:
    """Monday to Friday of one week are four, Friday to Monday minus four, a day to itself none."""
    monday, friday = date(2026, 9, 7), date(2026, 9, 11)
    assert CAL.business_days_between(monday, friday) == 4
    assert CAL.business_days_between(friday, monday) == -4
    assert CAL.business_days_between(monday, monday) == 0
    assert CAL.business_days_between(monday - DAY, friday) == 5
    assert CAL.business_days_between(friday + DAY, friday + 2 * DAY) == 0


def test_16_rolling_goes_over_holidays_too() -> None:
    """From Saturday 10 January 2026 over Sunday and the Monday of Epiphany; and back over Holy Week."""
    assert CAL.add_business_days(date(2026, 1, 10), 0, roll="next") == date(2026, 1, 13)
    assert CAL.add_business_days(date(2026, 4, 5), 0, roll="previous") == date(2026, 4, 1)


def test_17_zero_days_from_a_day_that_is_none_are_not_guessed() -> None:
    """The next business day is given only if it is asked for."""
    with pytest.raises(NotBusinessDayError, match="roll='next'"):
        CAL.add_business_days(date(2026, 1, 10), 0)


def test_18_no_instant_becomes_a_day_by_itself() -> None:
    """22:00 in Bogotá is the next day in UTC; so an instant is refused, with or without zone."""
    for instant in (datetime(2026, 3, 17, 3, tzinfo=UTC), datetime(2026, 3, 16, 22)):
        with pytest.raises(NotADateError, match="America/Bogota"):
            CAL.add_business_days(instant, 15)


def test_19_a_holiday_with_an_hour_is_refused_not_missed() -> None:
    """Other systems take the day of a holiday at 10:00 for a business day."""
    with pytest.raises(NotADateError):
        CAL.is_business_day(datetime(2026, 7, 13, 10))


def test_24_what_is_configured_has_effect() -> None:
    """Saturdays, closures and laws each change an answer."""
    saturday = date(2026, 9, 5)
    assert calendar(saturday_is_business_day=True).is_business_day(saturday)
    assert not CAL.with_closures(Closure(date(2026, 9, 4), act="A")).is_business_day(date(2026, 9, 4))
    assert evolve(CAL, laws=CAL.laws[:-1]).is_business_day(date(2026, 12, 25))


def test_36_holidays_are_not_added_as_calendar_days() -> None:
    """Each due day is itself a business day, however many holidays were crossed."""
    start = date(2026, 1, 1)
    for i in range(365):
        for n in (5, 10, 15, 30):
            assert CAL.is_business_day(CAL.add_business_days(start + i * DAY, n))


def test_36_a_term_over_holy_week_is_as_counted_by_hand() -> None:
    """Consejo de Estado, 25000-23-41-000-2016-01718-01: ten business days from 14 March 2016 end on the 31st."""
    assert CAL.add_business_days(date(2016, 3, 14), 10) == date(2016, 3, 31)


@pytest.mark.parametrize("year", range(1985, 2100))
def test_38_a_term_goes_over_the_turn_of_the_year(year: int) -> None:
    """The holidays of the next year are there: five business days from 29 December meet 1 and 6 January."""
    due = CAL.add_business_days(date(year, 12, 29), 5)
    expected, counted = date(year, 12, 29), 0
    epiphany = next(date(year + 1, 1, 6) + i * DAY for i in range(7) if (date(year + 1, 1, 6) + i * DAY).weekday() == 0)
    while counted < 5:
        expected += DAY
        counted += expected.weekday() < 5 and expected not in {date(year + 1, 1, 1), epiphany}
    assert due == expected


def test_37_no_answer_depends_on_the_day_it_is_asked() -> None:
    """A calendar reads no clock: equal calendars give equal answers, whenever they were built."""
    again = BusinessCalendar(laws=CAL.laws, span=CAL.span, verified_through=CAL.verified_through)
    assert again == CAL
    assert again.upto == CAL.upto

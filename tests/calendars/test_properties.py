"""Properties of every calendar, day and count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar

CALENDARS = (
    calendar(),
    calendar(saturday_is_business_day=True),
    calendar(saturday_is_business_day=date(2030, 6, 1)),
    calendar(
        closures=[
            Closure(date(2026, 12, 24), date(2027, 1, 10), act="vacaciones"),
            Closure(date(2050, 1, 1), date(2050, 6, 30), act="obra"),
        ]
    ),
)
calendars = st.sampled_from(CALENDARS)
days = st.dates(date(1991, 1, 1), date(2093, 12, 31))  # `counts` reaches six years and two months from them
counts = st.integers(-1500, 1500)
DAY = timedelta(days=1)


@given(calendars, days, counts.filter(bool))
def test_counting_what_was_added_gives_it_back(cal: BusinessCalendar, day: date, n: int) -> None:
    """Forward the count is n; backward from a business day too; from another day, the day itself is not counted."""
    due = cal.add_business_days(day, n)
    assert cal.is_business_day(due)
    assert (due > day) == (n > 0)
    back = n < 0 and not cal.is_business_day(day)
    assert cal.business_days_between(day, due) == n + back


@given(calendars, days, days, counts.filter(bool))
def test_a_later_start_is_never_due_earlier(cal: BusinessCalendar, one: date, other: date, n: int) -> None:
    """Monotone in the day."""
    first, second = sorted((one, other))
    assert cal.add_business_days(first, n) <= cal.add_business_days(second, n)


@given(calendars, days, counts.filter(bool))
def test_one_more_is_strictly_later(cal: BusinessCalendar, day: date, n: int) -> None:
    """Monotone in the count."""
    assume(n + 1 != 0)
    assert cal.add_business_days(day, n) < cal.add_business_days(day, n + 1)


@given(calendars, days, st.integers(1, 700), st.integers(1, 700))
def test_adding_in_steps_is_adding_at_once(cal: BusinessCalendar, day: date, first: int, second: int) -> None:
    """In both directions."""
    for sign in (1, -1):
        stepped = cal.add_business_days(cal.add_business_days(day, sign * first), sign * second)
        assert stepped == cal.add_business_days(day, sign * (first + second))


@given(calendars, days, counts.filter(bool))
def test_backward_is_the_mirror_of_forward(cal: BusinessCalendar, day: date, n: int) -> None:
    """From a business day, there and back again."""
    start = cal.add_business_days(day, 0, roll="next")
    assert cal.add_business_days(cal.add_business_days(start, n), -n) == start


@given(calendars, days, days, days)
def test_counts_add_up_and_change_sign(cal: BusinessCalendar, a: date, b: date, c: date) -> None:
    """Over any third day, in any order."""
    assert cal.business_days_between(a, b) == -cal.business_days_between(b, a)
    assert cal.business_days_between(a, b) + cal.business_days_between(b, c) == cal.business_days_between(a, c)
    assert cal.business_days_between(a, a) == 0


@given(calendars, days)
def test_one_day_counts_when_it_is_a_business_day(cal: BusinessCalendar, day: date) -> None:
    """The interval is open at its start and closed at its end; and why() says the same."""
    assert cal.business_days_between(day - DAY, day) == cal.is_business_day(day)
    assert (cal.why(day).kind == "business") == cal.is_business_day(day)


@given(calendars, days)
def test_rolling_lands_on_the_nearest_business_day_of_its_side(cal: BusinessCalendar, day: date) -> None:
    """Rolling keeps a business day; from another day, no business day lies between it and the result."""
    later = cal.add_business_days(day, 0, roll="next")
    earlier = cal.add_business_days(day, 0, roll="previous")
    assert cal.is_business_day(later)
    assert cal.is_business_day(earlier)
    assert earlier <= day <= later
    assert cal.business_days_between(earlier, later) == (not cal.is_business_day(day))

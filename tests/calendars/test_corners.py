"""Corner cases of the calendar that mutation testing found without a test."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from pqr_core.calendars.business import BusinessCalendar, Closure, DayKind, FixedDay, HolidayLaw
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.holidays import LAWS
from pqr_core.errors import InvalidInputError, NotADateError, OutOfSpanError

CAL = calendar(check="off")
FIRST, LAST = CAL.span


@pytest.mark.parametrize("since", [date(2026, 6, 5) + timedelta(days=number) for number in range(8)])
def test_saturdays_count_from_their_first_day_on(since: date) -> None:
    """Whatever weekday the rule begins on, no Saturday before it counts, and every later one does unless a holiday."""
    dated = calendar(saturday_is_business_day=since, check="off")
    always = calendar(saturday_is_business_day=True, check="off")
    for number in range(-20, 20):
        day = since + timedelta(days=number)
        expected = always if day >= since else CAL
        assert dated.is_business_day(day) is expected.is_business_day(day)
        assert dated.why(day).weekend is expected.why(day).weekend
        assert dated.why(day).kind is expected.why(day).kind
    assert dated.business_days_between(FIRST, LAST) - CAL.business_days_between(
        FIRST, LAST
    ) == always.business_days_between(since - timedelta(days=1), LAST) - CAL.business_days_between(
        since - timedelta(days=1), LAST
    )


def test_a_closure_is_known_from_its_day_on() -> None:
    """It is unknown the day before, known on the day; one that is retroactive, or has no day, is always known."""
    told = Closure(date(2026, 6, 24), act="Decreto 1", known_on=date(2026, 6, 20))
    later = Closure(date(2026, 6, 25), act="Decreto 2", known_on=date(2026, 6, 22))
    back = Closure(date(2026, 6, 26), act="Decreto 3", known_on=date(2026, 6, 23), retroactive=True)
    always = Closure(date(2026, 6, 30), act="Decreto 4")
    closed = CAL.with_closures(told, later, back, always)
    assert closed.known_by(date(2026, 6, 19)).closures == (back, always)
    assert closed.known_by(date(2026, 6, 20)).closures == (told, back, always)
    assert closed.known_by(date(2026, 6, 21)).closures == (told, back, always)
    assert closed.known_by(date(2026, 6, 22)) is closed
    assert CAL.known_by(date.min) is CAL
    assert CAL.with_closures(back, always).known_by(date.min).closures == (back, always)


def test_a_view_is_a_whole_calendar_made_once() -> None:
    """A view counts as if the closures left out did not exist, and is the same object each time."""
    own = Closure(date(2026, 6, 24), act="Resolución 1", own_act=True)
    closed = CAL.with_closures(own)
    view = closed.without_own_acts()
    assert view is closed.without_own_acts()
    assert (view, view.fingerprint, view.closures) == (CAL, CAL.fingerprint, ())
    assert view.add_business_days(date(2026, 6, 23), 1) == date(2026, 6, 24)
    assert closed.add_business_days(date(2026, 6, 23), 1) == date(2026, 6, 25)


def test_counting_reaches_both_ends_of_the_span() -> None:
    """The first and the last day are inside, in each place of a count."""
    assert CAL.business_days_between(FIRST, FIRST) == 0
    assert CAL.business_days_between(FIRST, FIRST + timedelta(days=1)) == 1
    assert CAL.business_days_between(FIRST + timedelta(days=1), FIRST) == -1
    assert CAL.business_days_between(LAST, LAST) == 0
    outside = FIRST - timedelta(days=1)
    for start, end in ((outside, FIRST), (FIRST, outside), (LAST, LAST + timedelta(days=1))):
        with pytest.raises(OutOfSpanError):
            CAL.business_days_between(start, end)


def test_a_holiday_on_an_end_of_the_span_is_one() -> None:
    """The last day of a shorter span, and the last year of a law, both included."""
    law = HolidayLaw(
        code="x",
        name_es="X",
        name_en="X",
        citations=LAWS[0].citations,
        rule=FixedDay(3, 16),
        first_year=2026,
        last_year=2026,
    )
    short = BusinessCalendar(laws=(law,), span=(date(2026, 3, 2), date(2026, 3, 16)), verified_through=2026)
    assert not short.is_business_day(date(2026, 3, 16))
    assert law.in_year(2026) == date(2026, 3, 16)
    assert law.in_year(2027) is None
    one_day = BusinessCalendar(laws=(), span=(date(2026, 3, 2), date(2026, 3, 2)), verified_through=2026)
    assert one_day.is_business_day(date(2026, 3, 2))


class Day(date):
    """A subclass of date in a host, without an hour."""


class Count(int):
    """A subclass of int in a host."""


def test_days_and_counts_of_a_host_s_own_class_are_taken() -> None:
    """Subclasses take a slower path, which gives the same answers, also with `roll`."""
    saturday = Day(2026, 3, 14)
    assert CAL.add_business_days(saturday, Count(0), "next") == date(2026, 3, 16)
    assert CAL.add_business_days(saturday, 0, "previous") == date(2026, 3, 13)
    assert CAL.add_business_days(Day(2026, 3, 16), Count(15)) == date(2026, 4, 9)
    assert CAL.business_days_between(Day(2026, 3, 16), Day(2026, 4, 9)) == 15


def test_a_closure_s_announcement_is_in_the_fingerprint_and_its_act_is_not() -> None:
    """The day of announcement moves dates; the words of the act do not."""
    day = date(2026, 6, 24)
    plain = CAL.with_closures(Closure(day, act="a"))
    assert CAL.with_closures(Closure(day, act="b")).fingerprint == plain.fingerprint
    changed: list[dict[str, Any]] = [
        {"known_on": day},
        {"retroactive": True},
        {"own_act": True},
        {"last": date(2026, 6, 25)},
    ]
    assert (
        len({plain.fingerprint, *(CAL.with_closures(Closure(day, act="a", **each)).fingerprint for each in changed)})
        == 5
    )


@pytest.mark.parametrize(
    ("refused", "place"),
    [
        (lambda: CAL.business_days_between("2026-03-16", FIRST), "start"),  # type: ignore[arg-type]
        (lambda: CAL.business_days_between(FIRST, datetime(2026, 3, 16)), "end"),
        (lambda: CAL.known_by("2026-03-16"), "day"),  # type: ignore[arg-type]
        (lambda: Closure("2026-03-16", act="x"), "first"),  # type: ignore[arg-type]
        (lambda: evolve(CAL, saturday_is_business_day="2026-03-16"), "saturday_is_business_day"),  # type: ignore[arg-type]
        (lambda: evolve(CAL, span=("1984-01-01", LAST)), "span"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_day_is_refused_by_its_place(refused: Any, place: str) -> None:
    """The refusal names the place, the type and the value."""
    with pytest.raises(NotADateError) as error:
        refused()
    assert str(error.value).startswith(f"{place}: expected a datetime.date, ")
    assert re.search(r", got ('|datetime )(2026|1984)-", str(error.value))


@pytest.mark.parametrize(
    ("refused", "place", "said"),
    [
        (lambda: CAL.add_business_days(FIRST, 1.5), "n", "got 1.5"),  # type: ignore[arg-type]
        (lambda: CAL.add_business_days(FIRST, 1, "up"), "roll", "'up'"),  # type: ignore[arg-type]
        (lambda: evolve(CAL, span=(LAST, FIRST)), "span", "is before 2100-12-31"),
        (lambda: Closure(date(2026, 3, 16), date(2026, 3, 15), act="x"), "closure", "before its first day"),
        (lambda: CAL.with_closures([]), "closures", "expected a Closure"),  # type: ignore[arg-type]
        (lambda: FixedDay(2, 29), "rule", "expected a month and a day of every year, got 2-29"),
        (lambda: evolve(LAWS[0], rule="1-1"), "rule", "expected a FixedDay or an EasterOffset, got str"),  # type: ignore[arg-type]
        (lambda: evolve(LAWS[0], citations=()), "citations", "expected at least one citation, got none"),
        (lambda: evolve(LAWS[0], code=""), "code", "expected text that is not empty"),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(refused: Any, place: str, said: str) -> None:
    """The refusal names the place and the fault."""
    with pytest.raises(InvalidInputError) as error:
        refused()
    assert error.value.params["place"] == place
    assert said in str(error.value)


def test_a_closure_that_ends_before_it_begins_is_told_in_spanish_too() -> None:
    """In Spanish too, since people at the counter enter closures."""
    with pytest.raises(InvalidInputError) as error:
        Closure(date(2026, 3, 16), date(2026, 3, 15), act="x")
    assert error.value.message("es").endswith("termina el 2026-03-15, antes de su primer día, el 2026-03-16")


def test_two_holidays_of_one_day_are_told_one_after_the_other() -> None:
    """30 June 2025: the Sacred Heart and Saints Peter and Paul; Spanish unless English is asked."""
    reason = CAL.why(date(2025, 6, 30))
    assert reason.kind is DayKind.HOLIDAY
    assert reason.text() == reason.text("es") != reason.text("en")
    assert ", ".join(holiday.text() for holiday in reason.holidays) in reason.text()
    assert all(holiday.text() == holiday.text("es") for holiday in reason.holidays)

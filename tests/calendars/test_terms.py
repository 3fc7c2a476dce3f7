"""A term from a day: its end, its trace, and every refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.calendars.business import Closure
from pqr_core.calendars.terms import (
    Pause,
    Segment,
    TracedDay,
    Walk,
    business_days,
    calendar_days,
    hours,
    months,
    years,
)
from pqr_core.colombia.calendars import calendar
from pqr_core.errors import InvalidInputError, NaiveDatetimeError, NotADateError, OutOfSpanError, UnknownPolicyError
from pqr_core.policies import Months
from pqr_core.vocabulary import EventType

CAL = calendar()
DAY = timedelta(days=1)
MONDAY = date(2026, 2, 2)
DELAY, EVIDENCE = EventType.DEMORA_USUARIO, EventType.APERTURA_PRUEBAS
S2, S1 = Months.FIRST_COUNTED_DAY, Months.TRIGGER_DAY


def feb(day: int) -> date:
    """A day of February 2026, whose first is a Sunday; no holiday falls in it."""
    return date(2026, 2, day)


# --- business days -------------------------------------------------------------------------------------------------


def test_a_plain_term_is_one_segment() -> None:
    """Fifteen business days after Monday the 2nd end on Monday the 23rd."""
    assert business_days(CAL, MONDAY, 15) == Walk(feb(23), (Segment(MONDAY, feb(23), counted=True),))


def test_a_pause_takes_its_days() -> None:
    """A pause from the 9th (counted) to the 11th (not counted) adds two days, and the trace says why."""
    walk = business_days(CAL, MONDAY, 15, [Pause(feb(9), feb(11), DELAY)])
    assert walk.due_on == feb(25)
    assert walk.segments == (
        Segment(MONDAY, feb(9), counted=True),
        Segment(feb(9), feb(11), counted=False, cause=DELAY),
        Segment(feb(11), feb(25), counted=True),
    )


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([Pause(feb(23), feb(27), DELAY)], feb(23)),  # opens on the last day
        ([Pause(feb(20), feb(24), DELAY)], feb(25)),  # opens a day before it
        ([Pause(date(2026, 1, 20), MONDAY, DELAY)], feb(23)),  # over before the term begins
        ([Pause(date(2026, 1, 20), feb(3), DELAY)], feb(24)),  # begun before the term
        ([Pause(MONDAY, feb(3), DELAY)], feb(24)),  # begun on the base
        ([Pause(feb(4), feb(10), DELAY), Pause(feb(6), feb(12), EVIDENCE)], date(2026, 3, 3)),  # overlap
        ([Pause(feb(4), feb(12), DELAY), Pause(feb(6), feb(10), EVIDENCE)], date(2026, 3, 3)),  # one in the other
        ([Pause(feb(4), feb(6), DELAY), Pause(feb(6), feb(12), EVIDENCE)], date(2026, 3, 3)),  # one after the other
        ([Pause(feb(7), feb(8), DELAY)], feb(23)),  # a weekend
    ],
)
def test_pauses(pauses: list[Pause], due: date) -> None:
    """Overlapping pauses count once; a pause that opens on the last day, or ends before the first, adds no day."""
    assert business_days(CAL, MONDAY, 15, pauses).due_on == due


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 20)), max_size=5))
def test_the_walk_is_the_count_of_the_open_days(n: int, given_pauses: list[tuple[int, int]]) -> None:
    """Whatever the pauses, the due day is the n-th business day outside them, and the trace gives it the number n."""
    pauses = sorted(Pause(MONDAY + a * DAY, MONDAY + (a + length) * DAY, DELAY) for a, length in given_pauses)
    walk = business_days(CAL, MONDAY, n, pauses)
    day, left = MONDAY, n
    while left:
        day += DAY
        left -= CAL.is_business_day(day) and not any(pause.after < day <= pause.until for pause in pauses)
    assert walk.due_on == day
    trace = walk.trace(CAL)
    assert [each.number for each in trace if each.number] == list(range(1, n + 1))
    assert trace[-1].day == day
    assert [each.day for each in trace] == [MONDAY + (i + 1) * DAY for i in range(len(trace))]


@pytest.mark.parametrize("n", [0, -1, True, 1.5])
def test_a_term_is_a_positive_whole_number(n: int) -> None:
    """Zero, a negative number, a bool or a fraction is refused, with pauses and without."""
    for pauses in ([], [Pause(feb(4), feb(6), DELAY)]):
        # A term without pauses calls the calendar at once, which refuses a bool too.
        with pytest.raises(InvalidInputError, match=rf"^n: .*{n}$"):
            business_days(CAL, MONDAY, n, pauses)
        with pytest.raises(InvalidInputError, match=rf"^n: expected a whole number above 0, got {n}$"):
            calendar_days(CAL, MONDAY, n, pauses)
    with pytest.raises(InvalidInputError):
        months(CAL, MONDAY, n)
    with pytest.raises(InvalidInputError):
        years(CAL, MONDAY, n)
    with pytest.raises(InvalidInputError):
        hours(datetime(2026, 2, 2, tzinfo=UTC), n)


# --- calendar days -------------------------------------------------------------------------------------------------


def test_calendar_days_are_not_rolled() -> None:
    """Five days after the 3rd is Sunday the 8th, and stays there."""
    walk = calendar_days(CAL, feb(3), 5)
    assert (walk.due_on, walk.every_day) == (feb(8), True)
    assert [each.number for each in walk.trace(CAL)] == [1, 2, 3, 4, 5]


def test_calendar_days_are_paused_too() -> None:
    """The days in a pause do not count, weekends among them."""
    assert calendar_days(CAL, feb(3), 5, [Pause(feb(5), feb(9), DELAY)]).due_on == feb(12)
    assert calendar_days(CAL, feb(3), 5, [Pause(feb(8), feb(9), DELAY)]).due_on == feb(8)


def test_calendar_days_stay_in_the_span() -> None:
    """The last day of the span is reached, the next is refused; so is a base outside it."""
    last = CAL.span[-1]
    assert calendar_days(CAL, last - DAY, 1).due_on == last
    with pytest.raises(OutOfSpanError, match=r"^a day 1 days later is outside .*, 1984-01-01 to 2100-12-31 "):
        calendar_days(CAL, last, 1)
    with pytest.raises(OutOfSpanError):
        calendar_days(CAL, CAL.span[0] - DAY, 1)
    with pytest.raises(NotADateError):
        calendar_days(CAL, datetime(2026, 2, 2, tzinfo=UTC), 1)


# --- months and years ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "n", "first_counted", "trigger"),
    [
        (date(2025, 1, 31), 1, date(2025, 3, 3), date(2025, 2, 28)),
        (date(2025, 1, 30), 1, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2026, 2, 9), 1, date(2026, 3, 10), date(2026, 3, 9)),
        (date(2026, 11, 30), 1, date(2027, 1, 4), date(2026, 12, 30)),
        (date(2026, 11, 10), 1, date(2026, 12, 11), date(2026, 12, 10)),
        (date(2026, 12, 10), 1, date(2027, 1, 12), date(2027, 1, 12)),
        (date(2023, 2, 28), 12, date(2024, 3, 1), date(2024, 2, 28)),
        (date(2024, 2, 28), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2002, 10, 29), 4, date(2003, 2, 28), date(2003, 2, 28)),
    ],
)
def test_months(base: date, n: int, first_counted: date, trigger: date) -> None:
    """Both readings: the day number is that of the first counted day, or of the base; short months, rolls, years."""
    assert months(CAL, base, n).due_on == months(CAL, base, n, S2).due_on == first_counted
    assert months(CAL, base, n, S1).due_on == trigger


def test_a_rolled_month_says_so() -> None:
    """The days after its nominal end have no number; the calendar days before it have."""
    walk = months(CAL, date(2025, 1, 31), 1)
    assert walk.segments == (
        Segment(date(2025, 1, 31), date(2025, 3, 1), counted=True),
        Segment(date(2025, 3, 1), date(2025, 3, 3), counted=False),
    )
    numbers = [each.number for each in walk.trace(CAL)]
    assert numbers == [*range(1, 30), None, None]


def test_a_month_numbers_every_day() -> None:
    """Weekends and holidays have numbers too: months are counted by the calendar."""
    walk = months(CAL, date(2026, 2, 9), 1)
    assert [each.number for each in walk.trace(CAL)] == list(range(1, 30))


def test_years_are_twelve_months() -> None:
    """A year, and two, by either reading."""
    assert years(CAL, date(2024, 2, 28), 1).due_on == date(2025, 2, 28)
    assert years(CAL, date(2024, 2, 28), 2, S1).due_on == date(2026, 3, 2)
    assert years(CAL, date(2026, 2, 10), 1, S2).due_on == date(2027, 2, 11)
    assert years(CAL, date(2026, 2, 10), 1, S1).due_on == date(2027, 2, 10)


def test_months_stay_in_the_span() -> None:
    """December 2100 is the last month; what begins or ends after it is refused, and so is its roll."""
    assert months(CAL, date(2100, 11, 29), 1).due_on == date(2100, 12, 30)
    for base in (date(2100, 11, 30), date(2100, 12, 31)):
        with pytest.raises(OutOfSpanError):
            months(CAL, base, 1)
    with pytest.raises(OutOfSpanError, match="2101-01"):
        months(CAL, date(2100, 12, 1), 1, S1)
    closed = CAL.with_closures(Closure(date(2100, 12, 30), date(2100, 12, 31), act="Decreto 1"))
    with pytest.raises(OutOfSpanError):
        months(closed, date(2100, 11, 29), 1)
    with pytest.raises(OutOfSpanError):
        months(CAL, CAL.span[0] - DAY, 1)


@given(st.dates(date(1984, 1, 1), date(2098, 1, 1)), st.integers(1, 24), st.sampled_from(list(Months)))
def test_a_month_ends_on_a_business_day_of_its_number(base: date, n: int, reading: Months) -> None:
    """Rolled forward at most over one stretch of closed days, never back."""
    walk = months(CAL, base, n, reading)
    nominal = walk.segments[0].until
    start = base if reading is S1 else base + DAY
    assert (nominal.year * 12 + nominal.month) - (start.year * 12 + start.month) == n
    assert nominal.day == start.day or (nominal + DAY).day == 1
    assert CAL.is_business_day(walk.due_on)
    assert nominal <= walk.due_on
    assert not any(CAL.is_business_day(nominal + i * DAY) for i in range((walk.due_on - nominal).days))


# --- hours ---------------------------------------------------------------------------------------------------------


def test_hours_are_elapsed_time() -> None:
    """Across midnight, a weekend, and the change of Colombia's own offset in May 1992; told in the zone given."""
    bogota = ZoneInfo("America/Bogota")
    begun = datetime(2026, 2, 6, 16, 30, tzinfo=bogota)
    assert hours(begun, 24) == datetime(2026, 2, 7, 16, 30, tzinfo=bogota)
    assert hours(begun, 24).tzinfo is bogota
    spring = datetime(1992, 5, 2, 12, 0, tzinfo=bogota)
    assert hours(spring, 24).hour == 13


def test_hours_need_an_offset() -> None:
    """A naive instant, or a day, is refused."""
    with pytest.raises(NaiveDatetimeError, match=r"^instant: 2026-02-06T16:30:00 has no UTC offset"):
        hours(datetime(2026, 2, 6, 16, 30), 24)
    with pytest.raises(NotADateError, match=r"^instant: expected an aware datetime, got date 2026-02-06$"):
        hours(date(2026, 2, 6), 24)  # type: ignore[arg-type]


# --- words ---------------------------------------------------------------------------------------------------------


def test_a_traced_day_says_what_it_was() -> None:
    """Counted, weekend, suspended with its cause, or of an extension."""

    def text(day: date, cause: EventType | None, lang: str) -> str:
        return TracedDay(day, None, CAL.why(day), cause).text(lang)  # type: ignore[arg-type]

    assert TracedDay(feb(3), None, CAL.why(feb(3)), DELAY).text() == text(feb(3), DELAY, "es")
    assert text(feb(3), None, "es") == "día hábil"
    assert text(feb(7), None, "en") == "Saturday"
    assert text(feb(3), DELAY, "es") == "suspendido: demora auspiciada por el usuario"
    assert text(feb(3), DELAY, "en") == "suspended: delay caused by the user"
    assert text(feb(3), EventType.PRORROGA, "es") == "prórroga de la respuesta"


def test_a_reading_that_is_none_is_refused() -> None:
    """The code of a reading is accepted; an unknown word is refused and does not become the default."""
    assert months(CAL, date(2025, 1, 31), 1, "trigger_day").due_on == date(2025, 2, 28)  # type: ignore[arg-type]
    with pytest.raises(UnknownPolicyError, match="trigger_day"):
        months(CAL, date(2025, 1, 31), 1, "garbage")  # type: ignore[arg-type]

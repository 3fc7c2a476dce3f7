"""What the calendar counts, refuses, explains and remembers."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.calendars.business import BusinessCalendar, Closure, DayKind, FixedDay, HolidayLaw
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.holidays import LAWS
from pqr_core.errors import InvalidInputError, NotADateError, NotBusinessDayError, OutOfSpanError

CAL = calendar()
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 9, day) for day in (4, 5, 6, 7))

NOT_DATES: list[Any] = [
    datetime(2026, 9, 4),
    datetime(2026, 9, 4, tzinfo=UTC),
    "2026-09-04",
    739_000,
    None,
    np.datetime64("2026-09-04"),
]


QUESTIONS: dict[str, Callable[[Any], object]] = {
    "is_business_day": CAL.is_business_day,
    "next_business_day": CAL.next_business_day,
    "why": CAL.why,
    "is_projected": CAL.is_projected,
    "add": lambda value: CAL.add_business_days(value, 1),
    "roll": lambda value: CAL.add_business_days(value, 0, roll="next"),
    "between, from": lambda value: CAL.business_days_between(value, MONDAY),
    "between, to": lambda value: CAL.business_days_between(MONDAY, value),
    "is_weekend": CAL.is_weekend,
    "days_off, from": lambda value: CAL.days_off(value, MONDAY),
    "days_off, to": lambda value: CAL.days_off(MONDAY, value),
    "holidays_in": lambda value: CAL.holidays_in(value, MONDAY),
    "closure": lambda value: Closure(value, act="Decreto 1"),
    "known_by": lambda value: calendar(closures=[Closure(FRIDAY, act="A", known_on=FRIDAY)]).known_by(value),
    "saturdays": lambda value: calendar(saturday_is_business_day=value),
}


class Fecha(date):
    """A subclass of date in a host, without an hour."""


@pytest.mark.parametrize("value", NOT_DATES, ids=repr)
@pytest.mark.parametrize("question", QUESTIONS)
def test_only_a_real_date_is_taken(question: str, value: Any) -> None:
    """A datetime, a string, a number or another library's scalar is refused, not coerced."""
    with pytest.raises(NotADateError) as refusal:
        QUESTIONS[question](value)
    assert refusal.value.code == "no_es_fecha"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_timestamp_of_pandas_is_a_datetime(question: str) -> None:
    """It derives from datetime, so from date, and is refused all the same; so is NaT."""
    pandas = pytest.importorskip("pandas")
    for value in (pandas.Timestamp("2026-09-04"), pandas.NaT):
        with pytest.raises(NotADateError):
            QUESTIONS[question](value)


def test_a_subclass_without_hour_is_a_date() -> None:
    """A host's subclass of date counts like the date that it is."""
    fecha = Fecha(2026, 9, 4)
    assert CAL.add_business_days(fecha, 1) == MONDAY
    assert CAL.business_days_between(fecha, MONDAY) == 1
    assert CAL.is_business_day(fecha)


@pytest.mark.parametrize("n", [True, 1.0, "1", None, np.int64(1)], ids=repr)
def test_only_a_real_int_is_a_count(n: Any) -> None:
    """A bool, a float, a string or another library's integer is refused as a count."""
    with pytest.raises(InvalidInputError, match=r"^n: expected a whole number, got "):
        CAL.add_business_days(FRIDAY, n)


def test_zero_days_are_the_day_itself_or_what_roll_says() -> None:
    """Zero days from a business day are that day; from another day, `roll` must name the neighbour."""
    assert CAL.add_business_days(FRIDAY, 0) == FRIDAY
    assert CAL.add_business_days(FRIDAY, 0, roll="next") == FRIDAY
    assert CAL.add_business_days(SATURDAY, 0, roll="next") == MONDAY
    assert CAL.add_business_days(SUNDAY, 0, roll="previous") == FRIDAY
    with pytest.raises(NotBusinessDayError) as refusal:
        CAL.add_business_days(date(2026, 7, 13), 0)
    assert refusal.value.code == "dia_no_habil"
    assert "Ley 2578 de 2026, art. 6" in str(refusal.value)
    assert "no es día hábil (festivo: " in refusal.value.message("es")


def test_an_unknown_roll_is_refused() -> None:
    """A misspelt roll is not taken for the absence of one."""
    for n in (0, 1, -1):
        with pytest.raises(InvalidInputError, match="nearest"):
            CAL.add_business_days(SATURDAY, n, roll="nearest")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="roll"):
        CAL.add_business_days(SATURDAY, 1, roll=["next"])  # type: ignore[arg-type]


def test_roll_moves_no_other_count() -> None:
    """If n is not 0, the day itself is never counted, whatever `roll` says."""
    assert CAL.add_business_days(SATURDAY, 1, roll="next") == MONDAY
    assert CAL.add_business_days(SUNDAY, -1, roll="next") == FRIDAY


def test_the_neighbours_are_strict() -> None:
    """The next and the previous business day are never the day itself."""
    assert CAL.next_business_day(FRIDAY) == MONDAY
    assert CAL.previous_business_day(MONDAY) == FRIDAY
    assert CAL.next_business_day(SATURDAY) == MONDAY


@pytest.mark.parametrize(
    ("day", "n", "named"),
    [
        (date(2101, 1, 1), 1, "2101-01-01"),
        (date(2101, 1, 1), -1, "2101-01-01"),
        (date(2101, 1, 1), 0, "2101-01-01"),
        (date(1983, 12, 31), 1, "1983-12-31"),
        (date(1983, 12, 31), -1, "1983-12-31"),
        (date.min, 5, "0001-01-01"),
        (date.max, -5, "9999-12-31"),
        (date(2100, 12, 31), 1, "2101-01-01"),
        (date(1984, 1, 2), -1, "1983-12-31"),
        (date(2026, 1, 1), 10**30, "2101-01-01"),
        (date(2026, 1, 1), -(10**30), "1983-12-31"),
    ],
)
def test_every_day_stepped_on_is_inside_the_span(day: date, n: int, named: str) -> None:
    """A count that starts, steps or ends outside is refused, and the day outside is named."""
    with pytest.raises(OutOfSpanError) as refusal:
        CAL.add_business_days(day, n)
    assert refusal.value.params == {"day": named, "first": "1984-01-01", "last": "2100-12-31"}


def test_rolling_out_of_the_span_is_refused() -> None:
    """1 January 1984, a Sunday, has no business day before it."""
    with pytest.raises(OutOfSpanError):
        CAL.add_business_days(date(1984, 1, 1), 0, roll="previous")


def test_the_ends_of_the_span_answer() -> None:
    """Both ends are included."""
    assert CAL.add_business_days(date(1984, 1, 1), 1) == date(1984, 1, 2)
    assert CAL.add_business_days(date(2100, 12, 31), -1) == date(2100, 12, 30)
    assert CAL.business_days_between(*CAL.span) == -CAL.business_days_between(*reversed(CAL.span))
    with pytest.raises(OutOfSpanError, match="2101-01-01"):
        CAL.business_days_between(date(2100, 12, 31), date(2101, 1, 1))
    with pytest.raises(OutOfSpanError, match="1983-12-31"):
        CAL.business_days_between(date(1983, 12, 31), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2019, 7, 1), ["sagrado_corazon", "san_pedro_y_san_pablo"]),
        (date(2025, 6, 30), ["sagrado_corazon", "san_pedro_y_san_pablo"]),
        (date(2026, 7, 13), ["chiquinquira"]),
        (date(2025, 7, 14), []),
    ],
)
def test_every_holiday_of_a_day_is_named(day: date, codes: list[str]) -> None:
    """Two holidays on one day are both named, each with its norm."""
    assert [holiday.law.code for holiday in CAL.holidays_in(day, day)] == codes
    assert all(holiday.law.name_es in CAL.why(day).text("es") for holiday in CAL.holidays_in(day, day))


def test_holidays_in_a_range_come_in_order_with_both_ends() -> None:
    """The nineteen holidays of 2026, from the first of January to Christmas."""
    found = CAL.holidays_in(date(2026, 1, 1), date(2026, 12, 25))
    assert len(found) == 19
    assert [found[0].day, found[-1].day] == [date(2026, 1, 1), date(2026, 12, 25)]
    assert list(found) == sorted(found, key=lambda holiday: holiday.day)
    assert CAL.holidays_in(date(2026, 12, 26), date(2026, 1, 1)) == ()


@given(st.dates(*CAL.span), st.integers(0, 90))
def test_the_days_off_are_those_that_do_not_count(after: date, size: int) -> None:
    """From the day after the first to the last, each day either counts or is off."""
    until = min(after + timedelta(size), CAL.span[1])
    off = CAL.days_off(after, until)
    days = [after + timedelta(i) for i in range(1, (until - after).days + 1)]
    assert off == [day for day in days if not CAL.is_business_day(day)]
    assert CAL.days_off(until, after) == []


def test_a_saturday_of_work_is_no_weekend() -> None:
    """Sundays always are; Saturdays only until they count."""
    worked = evolve(CAL, saturday_is_business_day=date(2026, 1, 1))
    saturdays = (date(2025, 12, 27), date(2026, 1, 3))
    assert [[cal.is_weekend(day) for day in saturdays] for cal in (CAL, worked)] == [[True, True], [True, False]]
    assert worked.is_weekend(date(2026, 1, 4))
    assert not CAL.is_weekend(date(2026, 1, 5))


@pytest.mark.parametrize(
    ("day", "kind", "spanish", "english"),
    [
        (FRIDAY, DayKind.BUSINESS, "día hábil", "business day"),
        (SATURDAY, DayKind.WEEKEND, "sábado", "Saturday"),
        (
            date(2025, 7, 20),
            DayKind.HOLIDAY,
            "domingo; festivo: Día de la Independencia (Ley 51 de 1983, art. 1)",
            "Sunday; holiday: Independence Day (Ley 51 de 1983, art. 1)",
        ),
        (
            date(2026, 7, 13),
            DayKind.HOLIDAY,
            "festivo: Nuestra Señora del Rosario de Chiquinquirá (Ley 2578 de 2026, art. 6; citada)",
            "holiday: Our Lady of the Rosary of Chiquinquirá (Ley 2578 de 2026, art. 6; as cited)",
        ),
        (date(2026, 9, 8), DayKind.CLOSURE, "cierre: Decreto municipal 12", "closed: Decreto municipal 12"),
    ],
)
def test_why_names_every_reason(day: date, kind: DayKind, spanish: str, english: str) -> None:
    """A day is explained with its norm or act, in both languages; a norm not read is shown as such."""
    reason = CAL.with_closures(Closure(date(2026, 9, 8), act="Decreto municipal 12")).why(day)
    assert (reason.kind, reason.text("es"), reason.text("en")) == (kind, spanish, english)


def test_saturdays_count_from_their_first_day_of_force() -> None:
    """A dated setting changes nothing before its day; a holiday or closed Saturday does not count."""
    cal = calendar(saturday_is_business_day=SATURDAY, closures=[Closure(date(2026, 9, 12), act="Acta 3")])
    assert [cal.is_business_day(date(2026, 8, 29)), cal.is_business_day(SATURDAY)] == [False, True]
    assert cal.why(date(2026, 8, 29)).kind is DayKind.WEEKEND
    assert cal.why(SATURDAY).kind is DayKind.BUSINESS
    assert cal.why(date(2026, 9, 12)).text("es") == "cierre: Acta 3"
    assert cal.why(date(2027, 5, 1)).kind is DayKind.HOLIDAY


def test_a_closure_covers_both_its_ends_and_may_reach_out_of_the_span() -> None:
    """First and last day are closed; what lies outside the span closes nothing inside."""
    cal = CAL.with_closures(
        Closure(FRIDAY, MONDAY, act="Decreto 1"),
        Closure(date(2100, 12, 31), date(2101, 6, 1), act="Decreto 2"),
        Closure(date(1980, 1, 1), date(1983, 12, 31), act="Decreto 3"),
    )
    assert [cal.is_business_day(date(2026, 9, day)) for day in (3, 4, 7, 8)] == [True, False, False, True]
    assert not cal.is_business_day(date(2100, 12, 31))
    assert cal.is_business_day(date(2100, 12, 30))


def test_a_closure_that_ends_before_it_begins_is_refused() -> None:
    """The refusal names both days."""
    with pytest.raises(InvalidInputError, match="2026-09-04"):
        Closure(MONDAY, FRIDAY, act="Decreto 1")


def test_a_closure_needs_its_act() -> None:
    """A closure without an act is refused."""
    for act in ("", " ", None):
        with pytest.raises(InvalidInputError, match="act: say which act orders the closure"):
            Closure(FRIDAY, act=act)  # type: ignore[arg-type]


@pytest.mark.parametrize("closures", [["x"], Closure(FRIDAY, act="Decreto 1"), 3, [[Closure(FRIDAY, act="Decreto 1")]]])
def test_only_closures_are_closures(closures: Any) -> None:
    """A single closure, or a list inside the list, is refused by name."""
    with pytest.raises(InvalidInputError, match="closures: "):
        calendar(closures=closures)
    with pytest.raises(InvalidInputError, match="closures: "):
        evolve(CAL, closures=closures)
    with pytest.raises(InvalidInputError, match="expected a Closure, got list"):
        CAL.with_closures([Closure(FRIDAY, act="Decreto 1")])  # type: ignore[arg-type]


def test_overlays_leave_the_calendar_as_it_was() -> None:
    """`with_closures` gives another value."""
    other = CAL.with_closures(Closure(FRIDAY, act="Decreto 1"))
    assert (CAL.is_business_day(FRIDAY), other.is_business_day(FRIDAY)) == (True, False)
    with pytest.raises(FrozenInstanceError):
        CAL.closures = ()  # type: ignore[misc]


def test_known_by_drops_what_was_announced_later() -> None:
    """The view keeps closures without an announcement, announced by that day, or retroactive; it is built once."""
    always, late, retroactive = (
        Closure(date(2026, 9, 1), act="siempre"),
        Closure(date(2026, 9, 2), act="tarde", known_on=date(2026, 9, 10)),
        Closure(date(2026, 9, 3), act="retroactivo", known_on=date(2026, 9, 12), retroactive=True),
    )
    cal = calendar(closures=[always, late, retroactive])
    before = cal.known_by(date(2026, 9, 9))
    assert before.closures == (always, retroactive)
    assert before is cal.known_by(date(2026, 9, 1))
    assert cal.known_by(date(2026, 9, 10)) is cal
    assert CAL.known_by(date(1984, 1, 1)) is CAL


def test_without_own_acts_keeps_what_others_ordered() -> None:
    """The utility's own closures are removed; a calendar without any is returned as it is."""
    own, theirs = Closure(FRIDAY, act="Acta", own_act=True), Closure(MONDAY, act="Decreto")
    cal = calendar(closures=[own, theirs])
    assert cal.without_own_acts().closures == (theirs,)
    assert cal.without_own_acts() is cal.without_own_acts()
    assert CAL.without_own_acts() is CAL


def test_answers_after_the_verified_year_are_projected() -> None:
    """The last verified day is not projected; the day after is."""
    assert [CAL.is_projected(date(2026, 12, 31)), CAL.is_projected(date(2027, 1, 1))] == [False, True]


def test_disputed_days_are_told_within_both_ends() -> None:
    """Disputed days are listed, with both ends included; they change no answer."""
    disputed = evolve(CAL, disputed=(MONDAY, FRIDAY))
    assert disputed.disputed_in(FRIDAY, MONDAY) == (FRIDAY, MONDAY)
    assert disputed.disputed_in(SATURDAY, SUNDAY) == ()
    assert CAL.disputed_in(*CAL.span) == ()
    assert disputed.is_business_day(MONDAY)


def test_calendars_are_values() -> None:
    """Equal configurations are equal, hash alike, survive pickling, and closures have no order."""
    one, two = Closure(FRIDAY, act="Decreto 1"), Closure(MONDAY, act="Decreto 2")
    first, second = CAL.with_closures(one, two), CAL.with_closures(two).with_closures(one, one)
    assert first == second
    assert hash(first) == hash(second)
    copy = pickle.loads(pickle.dumps(first))  # noqa: S301 - our own bytes
    assert copy == first
    assert copy.add_business_days(date(2026, 9, 3), 1) == date(2026, 9, 8)


def test_one_configuration_is_one_object() -> None:
    """Asked again, by whatever iterables, the same calendar comes back."""
    closure = Closure(FRIDAY, act="Decreto 1")
    assert calendar() is calendar()
    assert calendar(closures=[closure]) is calendar(closures=iter((closure,)), laws=list(LAWS))


def test_threads_share_one_calendar() -> None:
    """Many threads that ask at once for a new configuration get one object, and right answers from it."""
    closures = [Closure(date(2031, 3, day), act="hilos", known_on=date(2031, 3, day)) for day in range(3, 8)]
    gate = threading.Barrier(8)

    def ask(_: int) -> tuple[BusinessCalendar, date, BusinessCalendar]:
        gate.wait()
        cal = calendar(closures=closures)
        return cal, cal.add_business_days(date(2031, 3, 2), 1), cal.known_by(date(2031, 3, 5))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {id(cal) for cal, _, _ in answers} == {id(answers[0][0])}
    assert {due for _, due, _ in answers} == {date(2031, 3, 10)}
    assert {id(view) for _, _, view in answers} == {id(answers[0][2])}


def test_a_host_may_add_a_law() -> None:
    """A law row passed in counts from its first to its last year, moved or not as it says."""
    law = HolidayLaw(
        code="dia_nuevo",
        name_es="Día nuevo",
        name_en="New day",
        citations=(Citation(Norm(id="ley-x", name="Ley 1 de 2028"), "art. 1", Confidence.RECORDADA),),
        rule=FixedDay(9, 5),
        first_year=2028,
        last_year=2029,
        moved_to_monday_from=2029,
    )
    cal = calendar(laws=(*LAWS, law), check="off")
    assert [cal.is_business_day(day) for day in (date(2028, 9, 5), date(2029, 9, 5), date(2029, 9, 10))] == [
        False,
        True,
        False,
    ]
    assert cal.why(date(2028, 9, 5)).text("en") == "holiday: New day (Ley 1 de 2028, art. 1; from memory)"
    assert cal.is_business_day(date(2030, 9, 5))


def test_a_leap_day_is_no_fixed_day() -> None:
    """29 February is not in each year."""
    with pytest.raises(ValueError, match="day"):
        FixedDay(2, 29)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    """An empty calendar answers nothing."""
    with pytest.raises(InvalidInputError, match=r"the last day, .*, is before "):
        BusinessCalendar(laws=LAWS, span=(MONDAY, FRIDAY), verified_through=2026)


def test_a_holiday_moved_over_new_year_is_kept() -> None:
    """A holiday of the last days of the year before the span, moved into it, counts as a holiday."""
    law = evolve(LAWS[0], rule=FixedDay(12, 31), first_year=2000, moved_to_monday_from=2000)
    cal = BusinessCalendar(laws=(law,), span=(date(2026, 1, 1), date(2026, 12, 31)), verified_through=2026)
    assert [holiday.day for holiday in cal.holidays_in(*cal.span)] == [date(2026, 1, 5)]

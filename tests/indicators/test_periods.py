from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.errors import InvalidInputError, PeriodError
from pqr_core.indicators.periods import Frequency, Period

_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "frequency"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), Frequency.MONTH),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Frequency.MONTH),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), Frequency.QUARTER),
        ("2026-S1", date(2026, 1, 1), date(2026, 6, 30), Frequency.SEMESTER),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), Frequency.YEAR),
    ],
)
def test_periods_are_read_and_written(text: str, first: date, last: date, frequency: Frequency) -> None:
    """First and last day are included, and the text comes back."""
    period = Period.parse(text)
    assert (period.first_day, period.last_day, period.frequency, str(period)) == (first, last, frequency, text)


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "2026-Q5", "2026-S3", "26", "marzo", "", "2026-03-01"])
def test_other_ways_are_refused(text: str) -> None:
    """A period is not guessed."""
    with pytest.raises(InvalidInputError, match="2026-Q1"):
        Period.parse(text)


@pytest.mark.parametrize("told", [2026, None, date(2026, 3, 1), b"2026"], ids=repr)
def test_what_is_neither_text_nor_period_is_refused_wherever_one_is_read(told: object) -> None:
    """With the way in which a period is written."""
    ways: Any = (Period.parse, Period.read, Period.several, lambda told: Period.several([told]))
    for read in ways:
        with pytest.raises(PeriodError, match="2026-Q1"):
            read(told)


def test_one_period_is_one_of_several() -> None:
    """Itself or as text, alone or among others."""
    march = Period.parse("2026-03")
    assert Period.several("2026-03") == Period.several(march) == Period.several(iter([march])) == (march,)
    assert Period.several(["2026", march]) == (Period.parse("2026"), march)


def test_a_quarter_may_be_a_trimestre() -> None:
    """T is what people write."""
    assert Period.parse("2026-T2") == Period.parse("2026-Q2")


def test_a_period_begins_where_its_length_says() -> None:
    """No quarter begins in February, and no month on the second."""
    with pytest.raises(InvalidInputError, match="quarterly"):
        Period(date(2026, 2, 1), Frequency.QUARTER)
    with pytest.raises(InvalidInputError, match="first day of a month"):
        Period(date(2026, 2, 2), Frequency.MONTH)


def test_a_period_in_progress_closes_on_the_day_asked() -> None:
    """Else on its last day."""
    march = Period.parse("2026-03")
    assert march.closing_day() == march.closing_day(date(2026, 5, 1)) == date(2026, 3, 31)
    assert march.closing_day(date(2026, 3, 9)) == date(2026, 3, 9)


@given(day=_DAYS, frequency=st.sampled_from(Frequency), by=st.integers(-40, 40))
def test_periods_follow_one_another(day: date, frequency: Frequency, by: int) -> None:
    """Every day lies in one period; shifting there and back is nothing; the months fill it."""
    period = Period.of(day, frequency)
    assert period.first_day <= day <= period.last_day
    assert Period.parse(str(period)) == period
    assert period.shift(by).shift(-by) == period
    months = period.split(Frequency.MONTH)
    assert (months[0].first_day, months[-1].last_day, len(months)) == (
        period.first_day,
        period.last_day,
        frequency.months,
    )
    assert frequency.label("es") != frequency.label("en")

"""Histograms of NumPy arrays."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.indicators.arrays import histogram
from pqr_core.indicators.counts import Histogram

GROUPS = (("queja",), ("reclamo",))
_ROWS = st.lists(
    st.tuples(st.none() | st.dates(date(1969, 11, 1), date(2027, 1, 31)), st.integers(-3, 60), st.integers(0, 1))
)


@given(_ROWS)
def test_arrays_are_counted_as_a_loop_counts(rows: list[tuple[date | None, int, int]]) -> None:
    """Rows without a day left out; days before 1970 in their own months."""
    expected: dict[tuple[date, tuple[object, ...], int], int] = {}
    for day, number, code in rows:
        if day is not None:
            key = (day.replace(day=1), GROUPS[code], number)
            expected[key] = expected.get(key, 0) + 1
    days = np.array([row[0] for row in rows], dtype="datetime64[D]")
    numbers, codes = (np.array([row[k] for row in rows], dtype=np.int16) for k in (1, 2))
    assert histogram(days, numbers, codes, GROUPS) == Histogram(expected)


def test_what_is_no_count_of_days_is_refused() -> None:
    """By name: instants, lengths that differ, a code beyond the groups, numbers too far apart."""
    days = np.array(["2026-03-02", "2026-03-03"], dtype="datetime64[D]")
    with pytest.raises(NotADateError):
        histogram(days.astype("datetime64[s]"), np.array([1, 2]))
    with pytest.raises(InvalidInputError, match="numbers"):
        histogram(days, np.array([1]))
    with pytest.raises(InvalidInputError, match="codes"):
        histogram(days, np.array([1, 2]), np.array([0, 2]), GROUPS)
    with pytest.raises(InvalidInputError, match="cells"):
        histogram(days, np.array([0, 10**8]))
    with pytest.raises(InvalidInputError, match="cells"):
        histogram(np.array([0, 10**9], dtype="datetime64[D]"), np.array([0, 0]))


def test_more_cells_than_sixteen_bits_can_name_are_counted_alike() -> None:
    """Numbers up to 70,000 in one month, and every number from -2 in many months and groups."""
    march = date(2026, 3, 1)
    days = np.array([march] * 3, dtype="datetime64[D]")
    far = histogram(days, np.array([0, 70_000, 70_000]))
    assert far == Histogram({(march, (), 0): 1, (march, (), 70_000): 2})
    months = np.arange(np.datetime64("1960-01"), np.datetime64("2030-01")).astype("datetime64[D]")
    numbers = np.arange(-2, 98)
    day, number, code = (np.ravel(each) for each in np.meshgrid(months, numbers, [0, 1]))
    counts = histogram(day, number, code, GROUPS).counts
    assert len(counts) == sum(counts.values()) == len(months) * 100 * 2
    assert {key[1:] for key in counts} == {(group, number) for group in GROUPS for number in numbers.tolist()}

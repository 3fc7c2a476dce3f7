"""Arrays are counted as the scalar methods count, element by element; and what is refused."""

from __future__ import annotations

import importlib
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.calendars.business import BusinessCalendar, Closure, Roll
from pqr_core.colombia.calendars import calendar
from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError, NotBusinessDayError, OutOfSpanError

np = pytest.importorskip("numpy")
arrays = pytest.importorskip("pqr_core.calendars.arrays")

CAL = calendar()
OTHER = calendar(
    saturday_is_business_day=date(2020, 1, 1), closures=[Closure(date(2026, 3, 1), date(2026, 3, 9), act="obra")]
)
calendars = st.sampled_from((CAL, OTHER))
inner = st.dates(date(1995, 1, 1), date(2090, 12, 31))
rolls = st.sampled_from(("next", "previous"))


def days(*values: object) -> Any:
    """An array of days; None is NaT."""
    return np.array(["NaT" if value is None else value for value in values], dtype="datetime64[D]")


@pytest.mark.parametrize("n", [1, 15, -1, -15, 0])
def test_every_day_of_the_span_is_added_as_by_the_scalar_method(n: int) -> None:
    """All the days are in one array of several chunks, without those near the ends of the span."""
    first = CAL.span[0] + timedelta(days=40)
    every = [first + timedelta(days=i) for i in range(42_600)]
    found = arrays.add_business_days(OTHER, days(*every), n, roll="next")
    assert found.dtype == np.dtype("datetime64[D]")
    assert found.tolist() == [OTHER.add_business_days(day, n, roll="next") for day in every]


@given(calendars, st.lists(st.tuples(inner, st.integers(-900, 900)), max_size=50), rolls)
def test_each_count_is_added_as_by_the_scalar_method(
    cal: BusinessCalendar, pairs: list[tuple[date, int]], roll: Roll
) -> None:
    """The array of n has both signs and zero."""
    starts, counts = [day for day, _ in pairs], np.array([n for _, n in pairs], dtype=np.int64)
    expected = [cal.add_business_days(day, n, roll=roll) for day, n in pairs]
    assert arrays.add_business_days(cal, days(*starts), counts, roll).tolist() == expected


@given(calendars, st.lists(st.tuples(inner, inner), max_size=50))
def test_each_pair_is_counted_as_by_the_scalar_method(cal: BusinessCalendar, pairs: list[tuple[date, date]]) -> None:
    """In both directions."""
    starts, ends = days(*(a for a, _ in pairs)), days(*(b for _, b in pairs))
    found = arrays.business_days_between(cal, starts, ends)
    assert found.dtype == np.int64
    assert found.tolist() == [cal.business_days_between(a, b) for a, b in pairs]


def test_many_chunks_are_joined_without_a_seam() -> None:
    """A hundred thousand days, with positive, negative and zero n."""
    starts = days("2000-01-01") + (np.arange(100_000) % 20_000).astype("timedelta64[D]")
    due = arrays.add_business_days(CAL, starts, 15)
    assert (arrays.business_days_between(CAL, starts, due) == 15).all()
    counts = 1 + np.arange(100_000) % 40
    due = arrays.add_business_days(CAL, starts, counts)
    assert (arrays.business_days_between(CAL, starts, due) == counts).all()


def test_nat_is_carried_through() -> None:
    """NaT plus n is NaT; a count to or from NaT is NaN. Counts are floats only if there is a NaT."""
    some = days("2026-07-10", None, "2026-03-16")
    assert np.isnat(arrays.add_business_days(CAL, some, 15)).tolist() == [False, True, False]
    assert np.isnat(arrays.add_business_days(CAL, some, np.array([1, 0, -1]))).tolist() == [False, True, False]
    found = arrays.business_days_between(CAL, some, days("2026-07-14", "2026-07-14", None))
    assert found[0] == 1
    assert np.isnan(found).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("starts", "n", "index"),
    [
        (("2026-01-01", None, "2101-01-01", "1983-01-01"), 1, 2),
        (("2026-01-01", "1983-12-31"), 1, 1),
        (("2026-01-01", "2100-12-30"), 5, 1),
        (("2026-01-01", "1984-01-03"), -5, 1),
        (("2026-01-01", "2101-01-01"), 0, 1),
        (("-290000-01-01",), 1, 0),
        (("9999999-01-01",), -1, 0),
        (("2026-01-01",), 10**30, 0),
        (("2026-01-01",), -(10**30), 0),
    ],
)
def test_the_first_day_outside_is_refused(starts: tuple[str | None, ...], n: int, index: int) -> None:
    """The error is that of the scalar method, with the index of the element."""
    with pytest.raises(OutOfSpanError, match=rf"\(index {index}\)") as refusal:
        arrays.add_business_days(CAL, days(*starts), n, roll="next")
    assert refusal.value.params["index"] == index
    if abs(n) < 2**62:
        with pytest.raises(OutOfSpanError, match=rf"\(index {index}\)"):
            arrays.add_business_days(CAL, days(*starts), np.full(len(starts), n), roll="next")


@pytest.mark.parametrize("n", [2**62, -(2**63), 2**63 - 1])
def test_no_count_overflows(n: int) -> None:
    """The widest integers are refused as steps out of the span."""
    with pytest.raises(OutOfSpanError):
        arrays.add_business_days(CAL, days("2026-01-01"), np.array([n]))
    with pytest.raises(OutOfSpanError):
        arrays.add_business_days(CAL, days("2026-01-01"), np.array([2**64 - 1], dtype=np.uint64))


def test_the_first_pair_outside_is_refused() -> None:
    """At either end of the span, and also beside a NaT."""
    inside = days("2026-01-01", "2026-01-01")
    for outside in (days("2026-01-01", "2101-01-01"), days(None, "1983-01-01")):
        for pair in ((inside, outside), (outside, inside), (outside, outside)):
            with pytest.raises(OutOfSpanError, match=r"\(index 1\)"):
                arrays.business_days_between(CAL, *pair)


def test_zero_from_no_business_day_is_refused_with_its_index() -> None:
    """With `roll`, the neighbour that it names is the answer."""
    some = days("2026-07-10", "2026-07-13")
    with pytest.raises(NotBusinessDayError, match=r"2026-07-13 \(index 1\) is not a business day"):
        arrays.add_business_days(CAL, some, 0)
    with pytest.raises(NotBusinessDayError):
        arrays.add_business_days(CAL, some, np.zeros(2, dtype=int))
    assert arrays.add_business_days(CAL, some, 0, "previous").tolist() == [date(2026, 7, 10)] * 2


@pytest.mark.parametrize(
    "value",
    [
        np.array(["2026-01-01"], dtype="datetime64[ns]"),
        np.array(["2026-01-01"], dtype="datetime64[M]"),
        np.array(["2026-01-01"]),
        np.array([date(2026, 1, 1)], dtype=object),
        np.array([20_454]),
        [date(2026, 1, 1)],
        date(2026, 1, 1),
        "2026-01-01",
    ],
    ids=["instants", "months", "texts", "objects", "integers", "a list", "a date", "a text"],
)
def test_only_an_array_of_days_is_taken(value: Any) -> None:
    """Arrays with hours, of strings or of objects are refused, not coerced."""
    with pytest.raises(NotADateError, match="datetime64"):
        arrays.add_business_days(CAL, value, 1)
    for pair in ((value, days("2026-01-01")), (days("2026-01-01"), value)):
        with pytest.raises(NotADateError, match="datetime64"):
            arrays.business_days_between(CAL, *pair)


@pytest.mark.parametrize("n", [True, 1.5, "1", np.array([1.5]), np.array([True]), np.array(["1"])], ids=repr)
def test_only_integers_are_counts(n: Any) -> None:
    """A bool is refused, and so is an array of floats."""
    with pytest.raises(InvalidInputError, match="integers"):
        arrays.add_business_days(CAL, days("2026-01-01"), n)


def test_an_unknown_roll_is_refused() -> None:
    """Also if n is not 0."""
    with pytest.raises(InvalidInputError, match="nearest"):
        arrays.add_business_days(CAL, days("2026-01-01"), 1, "nearest")


def test_a_masked_array_is_refused() -> None:
    """A masked array is refused as days and as counts; the same array without a mask is accepted."""
    plain = days("2026-03-16", "2026-03-17")
    masked = np.ma.masked_where([False, True], plain)
    counts = np.ma.masked_where([True, False], [1, 2])
    for count, *asked in (
        (arrays.add_business_days, masked, 1),
        (arrays.add_business_days, plain, counts),
        (arrays.business_days_between, plain, masked),
    ):
        with pytest.raises(InvalidInputError, match="masked array"):
            count(CAL, *asked)


def test_any_shape_order_and_width_is_taken() -> None:
    """Empty, of no or two dimensions, transposed, strided, of foreign byte order, of narrow integers."""
    grid = days("2026-07-10") + np.arange(12).reshape(3, 4).astype("timedelta64[D]")
    expected = [[CAL.add_business_days(day, 3) for day in row] for row in grid.tolist()]
    assert arrays.add_business_days(CAL, grid, 3).tolist() == expected
    assert arrays.add_business_days(CAL, grid.T, 3).T.tolist() == expected
    assert arrays.add_business_days(CAL, grid[:, ::2], np.int8([3])).tolist() == [row[::2] for row in expected]
    assert arrays.add_business_days(CAL, grid.astype(">M8[D]"), 3).tolist() == expected
    assert arrays.add_business_days(CAL, grid[0, 0], np.array([3, 3])).tolist() == [expected[0][0]] * 2
    assert arrays.add_business_days(CAL, grid[0, 0], 3)[()] == expected[0][0]
    assert arrays.add_business_days(CAL, grid, np.array([[3], [3], [3]], dtype=np.uint64)).tolist() == expected
    assert arrays.business_days_between(CAL, grid, grid[0, 0]).shape == (3, 4)
    assert arrays.business_days_between(CAL, grid[0, 0], grid[0, 1])[()] == 0
    assert arrays.add_business_days(CAL, days(), 3).tolist() == []
    assert arrays.add_business_days(CAL, days(), np.array([], dtype=int)).tolist() == []
    assert arrays.business_days_between(CAL, days(), days()).tolist() == []


def test_a_calendar_that_begins_before_1970_counts_alike() -> None:
    """Days before the epoch are negative numbers to NumPy."""
    cal = BusinessCalendar(laws=(), span=(date(1960, 1, 1), date(1979, 12, 31)), verified_through=1979)
    every = [date(1960, 3, 1) + timedelta(days=i) for i in range(7_000)]
    assert arrays.add_business_days(cal, days(*every), 3).tolist() == [cal.add_business_days(day, 3) for day in every]
    assert arrays.business_days_between(cal, days(*every), days(every[0])).tolist() == [
        cal.business_days_between(day, every[0]) for day in every
    ]
    for outside in ("1959-12-31", "1980-01-01"):
        with pytest.raises(OutOfSpanError, match=outside):
            arrays.add_business_days(cal, days(outside, None), 1)


@pytest.mark.parametrize(
    ("module", "package", "extra"), [("arrays", "numpy", "arrays"), ("frames", "narwhals", "frames")]
)
def test_without_its_package_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str, extra: str
) -> None:
    """The message says what to install."""
    monkeypatch.delitem(sys.modules, f"pqr_core.calendars.{module}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"pqr-core\[{extra}\]"):
        importlib.import_module(f"pqr_core.calendars.{module}")


def test_what_is_given_is_left_as_it_was() -> None:
    """No input is written to."""
    starts, counts = days("2026-07-10", "2026-01-01"), np.array([1, -1])
    for each in (starts, counts):
        each.setflags(write=False)
    arrays.add_business_days(CAL, starts, counts)
    arrays.business_days_between(CAL, starts, starts)
    assert starts.tolist() == [date(2026, 7, 10), date(2026, 1, 1)]

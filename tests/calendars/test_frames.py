"""Tables of each engine are counted as the scalar methods count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from pqr_core.colombia.calendars import calendar
from pqr_core.errors import InvalidInputError, NotADateError, NotBusinessDayError, OutOfSpanError

frames = pytest.importorskip("pqr_core.calendars.frames")

CAL = calendar()
ROWS: dict[str, list[Any]] = {
    "id": [1, 2, 3, 4, 5, 6],
    "start": [date(2026, 7, 10), date(2026, 7, 13), None, date(2026, 3, 16), date(2026, 1, 10), date(2026, 7, 10)],
    "end": [date(2026, 7, 14), date(2026, 1, 1), date(2026, 1, 1), None, date(2026, 1, 13), date(2026, 7, 10)],
    "n": [1, -3, 2, 15, 0, None],
}


def _polars(rows: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(rows)


def _polars_lazy(rows: dict[str, list[Any]]) -> Any:
    return _polars(rows).lazy()


def _pandas(rows: dict[str, list[Any]]) -> Any:
    pd = pytest.importorskip("pandas")
    made = {
        name: pd.array(values, dtype="Int64") if name in {"n", "id"} else pd.to_datetime(values)
        for name, values in rows.items()
    }
    return pd.DataFrame(made, index=range(10, 10 + len(rows["id"])))


def _pandas_arrow(rows: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(dict(_pyarrow(rows).to_pandas(types_mapper=_arrow_type)))


def _arrow_type(arrow: Any) -> Any:
    return pytest.importorskip("pandas").ArrowDtype(arrow)


def _pyarrow(rows: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pyarrow").table(rows)


def _duckdb(rows: dict[str, list[Any]]) -> Any:
    # Its own connection: tables of two connections cannot be joined.
    return pytest.importorskip("duckdb").connect().from_arrow(_pyarrow(rows))


EAGER: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "polars": _polars,
    "pandas": _pandas,
    "pandas, Arrow": _pandas_arrow,
    "pyarrow": _pyarrow,
}
LAZY: dict[str, Callable[[dict[str, list[Any]]], Any]] = {"polars, lazy": _polars_lazy, "duckdb": _duckdb}
ENGINES = EAGER | LAZY
eager = pytest.mark.parametrize("make", EAGER.values(), ids=EAGER)
lazy = pytest.mark.parametrize("make", LAZY.values(), ids=LAZY)
every = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)


def column(frame: Any, name: str) -> list[Any]:
    """A column in the order of `id`, days as dates and whatever is missing as None."""
    table = frame.collect() if hasattr(frame, "collect") else frame
    arrow = pytest.importorskip("pyarrow").table(table.to_arrow_table() if hasattr(table, "to_arrow_table") else table)
    values = [row[name] for row in sorted(arrow.to_pylist(), key=lambda row: row["id"])]
    known = [None if value is None or value != value else value for value in values]  # noqa: PLR0124 - NaN
    return [value.date() if isinstance(value, datetime) else value for value in known]


def added(days: list[date | None], counts: list[int | None], **options: Any) -> list[date | None]:
    """The answer of the scalar method for each row."""
    pairs = zip(days, counts, strict=True)
    return [None if day is None or n is None else CAL.add_business_days(day, n, **options) for day, n in pairs]


@every
@pytest.mark.parametrize("n", [15, -3])
def test_one_count_is_added_to_a_column(make: Callable[..., Any], n: int) -> None:
    """A null day stays null, and the other columns stay as they were."""
    found = frames.add_business_days(CAL, make(ROWS), "start", n)
    assert column(found, "due_on") == added(ROWS["start"], [n] * 6)
    assert column(found, "n") == ROWS["n"]


@every
@pytest.mark.parametrize("roll", ["next", "previous"])
def test_a_column_of_counts_is_added(make: Callable[..., Any], roll: str) -> None:
    """With both signs, zero and null."""
    found = frames.add_business_days(CAL, make(ROWS), "start", "n", roll=roll, into="vence")
    assert column(found, "vence") == added(ROWS["start"], ROWS["n"], roll=roll)


@every
def test_two_columns_are_counted_between(make: Callable[..., Any]) -> None:
    """With null where a day is null."""
    found = frames.business_days_between(CAL, make(ROWS), "start", "end")
    expected = [
        None if None in pair else CAL.business_days_between(*pair)
        for pair in zip(ROWS["start"], ROWS["end"], strict=True)
    ]
    assert column(found, "business_days") == expected


@pytest.mark.parametrize(
    "make", [_polars, _polars_lazy, _pandas, _pyarrow], ids=["polars", "lazy", "pandas", "pyarrow"]
)
def test_rows_stay_in_order(make: Callable[..., Any]) -> None:
    """Fifty thousand rows come out as they went in, and pandas keeps its index."""
    size = 50_000
    rows = {"id": list(range(size)), "start": [date.fromordinal(735_000 + i * 7919 % 20_000) for i in range(size)]}
    made = make(rows)
    found = frames.business_days_between(CAL, frames.add_business_days(CAL, made, "start", 15), "start", "due_on")
    table = found.collect() if hasattr(found, "collect") else found
    assert list(table["id"].to_pylist() if hasattr(table["id"], "to_pylist") else table["id"]) == rows["id"]
    if hasattr(made, "index"):
        assert found.index.equals(made.index)


@eager
def test_a_table_in_memory_refuses_with_the_row(make: Callable[..., Any]) -> None:
    """A day outside the span, and zero from no business day."""
    outside = {**ROWS, "start": [date(2026, 1, 2), date(2101, 1, 1), None, None, None, None]}
    with pytest.raises(OutOfSpanError, match=r"\(index 1\)"):
        frames.add_business_days(CAL, make(outside), "start", 1)
    with pytest.raises(OutOfSpanError, match=r"\(index 1\)"):
        frames.business_days_between(CAL, make(outside), "start", "end")
    with pytest.raises(NotBusinessDayError, match=r"2026-01-10 \(index 4\)"):
        frames.add_business_days(CAL, make(ROWS), "start", "n")


@lazy
def test_a_lazy_table_has_null_where_there_is_no_answer(make: Callable[..., Any]) -> None:
    """A lazy table cannot refuse before it runs; it gives null, not a guess."""
    outside = {**ROWS, "start": [date(2026, 1, 2), date(2101, 1, 1), None, date(2100, 12, 31), date(1984, 1, 2), None]}
    assert column(frames.add_business_days(CAL, make(outside), "start", 1), "due_on") == [
        date(2026, 1, 5),
        None,
        None,
        None,
        date(1984, 1, 3),
        None,
    ]
    assert column(frames.add_business_days(CAL, make(outside), "start", -1), "due_on")[3:5] == [
        date(2100, 12, 30),
        None,
    ]
    assert column(frames.add_business_days(CAL, make(ROWS), "start", "n"), "due_on")[4] is None


@lazy
def test_a_lazy_table_stays_lazy(make: Callable[..., Any]) -> None:
    """The result has the type of the input and has not been run."""
    frame = make(ROWS)
    assert type(frames.add_business_days(CAL, frame, "start", "n")) is type(frame)
    assert type(frames.business_days_between(CAL, frame, "start", "end")) is type(frame)


@every
def test_what_is_no_date_is_refused(make: Callable[..., Any]) -> None:
    """A column with hours is refused, not truncated; so is one of integers."""
    instants = {**ROWS, "start": [datetime(2026, 7, 10, 23), *[None] * 5]}
    for frame, name in ((make(instants), "start"), (make(ROWS), "n")):
        with pytest.raises(NotADateError, match="a column of"):
            frames.add_business_days(CAL, frame, name, 1)
        with pytest.raises(NotADateError, match="a column of"):
            frames.business_days_between(CAL, frame, name, "end")


@every
def test_columns_are_refused_by_name(make: Callable[..., Any]) -> None:
    """A missing one, one that is there already, one of days in the place of counts, a bool, a misspelt roll."""
    with pytest.raises(InvalidInputError, match="the frame has id, start, end, n"):
        frames.add_business_days(CAL, make(ROWS), "comienzo", 1)
    with pytest.raises(InvalidInputError, match="already"):
        frames.add_business_days(CAL, make(ROWS), "start", 1, into="end")
    with pytest.raises(InvalidInputError, match="column of whole numbers"):
        frames.add_business_days(CAL, make(ROWS), "start", "end")
    with pytest.raises(InvalidInputError, match="bool"):
        frames.add_business_days(CAL, make(ROWS), "start", True)  # noqa: FBT003 - refused
    with pytest.raises(InvalidInputError, match="nearest"):
        frames.add_business_days(CAL, make(ROWS), "start", 1, roll="nearest")


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_a_count_that_no_signed_integer_holds_is_refused(package: str) -> None:
    """2**63 in an unsigned column; what fits is counted."""
    library = pytest.importorskip(package)
    np = pytest.importorskip("numpy")

    def made(n: int) -> Any:
        day = date(2026, 3, 16)
        days = [day] if package == "polars" else library.to_datetime([day])
        return library.DataFrame({"day": days, "n": np.array([n], dtype=np.uint64)})

    assert str(frames.add_business_days(CAL, made(15), "day", "n")["due_on"][0]).startswith("2026-04-09")
    with pytest.raises(InvalidInputError, match=r"n: expected .*, got 9223372036854775808"):
        frames.add_business_days(CAL, made(2**63), "day", "n")

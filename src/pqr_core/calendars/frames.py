"""The calendar's counts over the tables of polars, pandas, PyArrow, DuckDB and PySpark, through narwhals.

Tables in memory go through `arrays`: what the calendar refuses is refused with the index of the first row, and rows
stay in order. Lazy ones stay lazy: a calendar table is joined by the engine itself, which cannot refuse
before it runs, so there a row that has no answer gets null. Null days and null counts give null everywhere.

A column of days is what the engine calls a date. pandas has no such type, so there a naive datetime column is taken
when every value is a midnight; elsewhere a column with hours is refused, because which legal day each is has to be
decided before.

>>> import polars as pl
>>> from datetime import date
>>> from pqr_core.colombia.calendars import calendar
>>> filed = pl.DataFrame({"filed_on": [date(2026, 7, 10), None]})
>>> add_business_days(calendar(), filed, "filed_on", 15, into="due_on")["due_on"].to_list()
[datetime.date(2026, 8, 4), None]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from pqr_core.calendars.business import BusinessCalendar, Roll, require_roll
from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError

try:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt
    from narwhals.typing import IntoFrameT
except ImportError as error:
    raise MissingExtraError(
        feature="pqr_core.calendars.frames", package="narwhals and NumPy", extra="frames"
    ) from error

from pqr_core.calendars import arrays

__all__ = ("add_business_days", "business_days_between")

_DAY: Final = "__pqr_day"
_UPTO: Final = "__pqr_upto"
_UPTO_START: Final = "__pqr_upto_start"
_UPTO_END: Final = "__pqr_upto_end"
_KNOWN: Final = "__pqr_known"
_CLOSED: Final = "__pqr_closed"
_NUMBER: Final = "__pqr_number"
_NTH: Final = "__pqr_nth"

_Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]
_Days: TypeAlias = npt.NDArray[np.datetime64]


def add_business_days(
    cal: BusinessCalendar,
    frame: IntoFrameT,
    column: str,
    n: int | str,
    *,
    roll: Roll | None = None,
    into: str = "due_on",
) -> IntoFrameT:
    """`frame` with the column `into`: `BusinessCalendar.add_business_days` of the days of `column`.

    `n` is a number, or the name of a column of integers.

    Raises:
        NotADateError: `column` is not of dates.
        InvalidInputError: a column is missing or of another type, a count is 2**63 or more, `into` is there already,
            or `roll` is unknown.
        OutOfSpanError: in memory only: a day given, stepped on or reached is outside the span.
        NotBusinessDayError: in memory only: n = 0, the day is not a business day and `roll` is None.
    """
    table = _opened(frame, into)
    result: _Frame
    require_roll(roll)
    if isinstance(n, str):
        _require_integers(table, n)
    elif type(n) is not int:
        raise InvalidInputError(place="n", detail=f"an int or the name of a column is meant, not {type(n).__name__}")
    if isinstance(table, nw.DataFrame):
        days = _days(table, column)
        if isinstance(n, str):
            unknown = table[n].is_null().to_numpy()
            counts = _counts(table, n)
            answers = arrays.add_business_days(cal, np.where(unknown, np.datetime64("NaT", "D"), days), counts, roll)
        else:
            answers = arrays.add_business_days(cal, days, n, roll)
        result = table.with_columns(_series(table, into, answers, table.schema[column]))
    else:
        result = _added_lazily(cal, table, column, n, roll, into)
    native: IntoFrameT = result.to_native()
    return native


def business_days_between(
    cal: BusinessCalendar, frame: IntoFrameT, start: str, end: str, *, into: str = "business_days"
) -> IntoFrameT:
    """`frame` with the column `into`: `BusinessCalendar.business_days_between` of the days of `start` and `end`.

    Raises:
        NotADateError: a column is not of dates.
        InvalidInputError: a column is missing, or `into` is there already.
        OutOfSpanError: in memory only: a day is outside the span.
    """
    table = _opened(frame, into)
    result: _Frame
    if isinstance(table, nw.DataFrame):
        counts = arrays.business_days_between(cal, _days(table, start), _days(table, end))
        known = np.isfinite(counts)
        values, flags = (
            _series(table, into, np.where(known, counts, 0), nw.Int64()),
            _series(table, _KNOWN, known, nw.Boolean()),
        )
        result = (
            table.with_columns(values, flags)
            .with_columns(nw.when(nw.col(_KNOWN)).then(nw.col(into)).alias(into))
            .drop(_KNOWN)
        )
    else:
        result = _counted_lazily(cal, table, start, end, into)
    native: IntoFrameT = result.to_native()
    return native


def _counted_lazily(
    cal: BusinessCalendar, table: nw.LazyFrame[Any], start: str, end: str, into: str
) -> nw.LazyFrame[Any]:
    for name, upto in ((start, _UPTO_START), (end, _UPTO_END)):
        _require_dates(table, name)
        numbered = _same_engine(table, {_DAY: _all_days(cal), upto: np.array(cal.upto[1:], dtype=np.int64)})
        table = _joined(table, name, numbered, _DAY)
    counted = (nw.col(_UPTO_END) - nw.col(_UPTO_START)).alias(into)
    return table.with_columns(counted).drop(_UPTO_START, _UPTO_END)


def _added_lazily(
    cal: BusinessCalendar, table: nw.LazyFrame[Any], column: str, n: int | str, roll: Roll | None, into: str
) -> nw.LazyFrame[Any]:
    _require_dates(table, column)
    upto = np.array(cal.upto, dtype=np.int64)
    closed = 1 - np.diff(upto)
    days = _same_engine(table, {_DAY: _all_days(cal), _UPTO: upto[1:], _CLOSED: closed})
    nth = np.array(cal.nth[1:], dtype="datetime64[D]")
    numbered = _same_engine(table, {_NTH: np.arange(1, len(nth) + 1), into: nth})
    steps = nw.col(n) if isinstance(n, str) else nw.lit(n)
    closed_zero = {"next": nw.col(_UPTO) + 1, "previous": nw.col(_UPTO), None: nw.lit(None, nw.Int64)}[roll]
    at_zero = nw.when(nw.col(_CLOSED) == 0).then(nw.col(_UPTO)).otherwise(closed_zero)
    number = (
        nw.when(steps > 0)
        .then(nw.col(_UPTO) + steps)
        .otherwise(
            nw.when(steps < 0)
            .then(nw.col(_UPTO) + steps + nw.col(_CLOSED))
            .otherwise(nw.when(steps == 0).then(at_zero))
        )
    )
    with_number = _joined(table, column, days, _DAY).with_columns(number.cast(nw.Int64).alias(_NUMBER))
    return _joined(with_number, _NUMBER, numbered, _NTH).drop(_UPTO, _CLOSED, _NUMBER)


# --- in and out of the engines -------------------------------------------------------------------------------------


def _opened(frame: IntoFrameT, into: str) -> _Frame:
    table: _Frame = nw.from_native(frame)
    if into in table.collect_schema():
        raise InvalidInputError(place="into", detail=f"the frame has a column {into!r} already; name another")
    return table


def _dtype(table: _Frame, column: str) -> nw.dtypes.DType:
    schema = table.collect_schema()
    if column not in schema:
        raise InvalidInputError(place=column, detail=f"no such column; the frame has {', '.join(schema)}")
    return schema[column]


def _require_integers(table: _Frame, column: str) -> None:
    dtype = _dtype(table, column)
    if not dtype.is_integer():
        raise InvalidInputError(place=column, detail=f"a column of integers is meant, not of {dtype}")


def _require_dates(table: _Frame, column: str) -> None:
    dtype = _dtype(table, column)
    if dtype != nw.Date:
        raise NotADateError(place=column, kind="a column of", value=dtype)


def _days(table: nw.DataFrame[Any], column: str) -> _Days:
    """The days of a column in memory, null as NaT."""
    dtype = _dtype(table, column)
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is None and table.implementation.is_pandas_like():
        instants = table[column].to_numpy()
        days: _Days = instants.astype("datetime64[D]")
        if (~np.isnat(days) & (days != instants)).any():
            raise NotADateError(place=column, kind="a column of", value=f"{dtype} with hours other than midnight")
        return days
    _require_dates(table, column)
    # By way of instants, because pandas gives its Arrow dates to NumPy as objects.
    midnights: _Days = table[column].cast(nw.Datetime("us")).to_numpy()
    return midnights.astype("datetime64[D]")


def _counts(table: nw.DataFrame[Any], column: str) -> npt.NDArray[np.int64]:
    """The counts of a column in memory, null as 1."""
    counts = table[column].fill_null(1)
    most = np.iinfo(np.int64).max
    if len(counts) and int(counts.max()) > most:
        raise InvalidInputError(place=column, detail=f"{counts.max()} is more than any count of days can be ({most})")
    whole: npt.NDArray[np.int64] = counts.cast(nw.Int64).to_numpy()
    return whole


def _series(table: nw.DataFrame[Any], name: str, values: npt.NDArray[Any], dtype: nw.dtypes.DType) -> nw.Series[Any]:
    if isinstance(dtype, nw.Datetime):
        values = values.astype(f"datetime64[{dtype.time_unit}]")
    return nw.new_series(name, values, dtype, backend=table.implementation)


def _all_days(cal: BusinessCalendar) -> _Days:
    first, last = np.array(cal.span, dtype="datetime64[D]")
    days: _Days = np.arange(first, last + np.timedelta64(1, "D"))
    return days


def _joined(table: nw.LazyFrame[Any], key: str, known: nw.LazyFrame[Any], known_key: str) -> nw.LazyFrame[Any]:
    """`table` with the columns of `known`, null where it has no such key."""
    if table.implementation.is_polars():
        # Who writes polars counts on the order of the rows, and narwhals has no word for keeping it.
        left, right = table.to_native(), known.to_native()
        joined: nw.LazyFrame[Any] = nw.from_native(
            left.join(right, how="left", left_on=key, right_on=known_key, maintain_order="left")
        )
        return joined
    return table.join(known, how="left", left_on=key, right_on=known_key)


def _same_engine(table: nw.LazyFrame[Any], columns: Mapping[str, npt.NDArray[Any]]) -> nw.LazyFrame[Any]:
    """A small table where the engine can join it with `table`: on the same connection, in the same session."""
    native, engine = table.to_native(), table.implementation
    if engine.is_polars():
        return nw.from_dict(columns, backend="polars").lazy()
    if engine.is_duckdb():
        # DuckDB reads the local variable that the query names; it takes instants for NumPy's days.
        pqr_columns = {  # noqa: F841 - by the query below
            k: v.astype("datetime64[s]") if v.dtype.kind == "M" else v for k, v in columns.items()
        }
        chosen = ", ".join(f"{k}::date AS {k}" if v.dtype.kind == "M" else k for k, v in columns.items())
        native = native.query("pqr_unused", f"SELECT {chosen} FROM pqr_columns")  # noqa: S608 - our own names
    elif engine.is_pyspark() or engine.is_pyspark_connect():
        types = ", ".join(f"{k} {'date' if v.dtype.kind == 'M' else 'bigint'}" for k, v in columns.items())
        rows = list(zip(*(values.tolist() for values in columns.values()), strict=True))
        native = native.sparkSession.createDataFrame(rows, types)
    else:
        raise InvalidInputError(place="frame", detail=f"no calendar table can be given to {engine}; collect it first")
    known: nw.LazyFrame[Any] = nw.from_native(native)
    return known

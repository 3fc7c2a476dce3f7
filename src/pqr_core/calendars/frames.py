"""The counts of a calendar over tables of polars, pandas, PyArrow, DuckDB and PySpark, through narwhals.

A table in memory goes through `arrays`: a refused value raises an error with the index of its row, and rows keep their
order. A lazy table stays lazy: the engine itself joins it with a table of the calendar. It cannot refuse a value before
it runs, so a row without an answer gets null. A null day or a null count gives null everywhere.

`engines` says which columns are columns of days.

>>> import polars as pl
>>> from datetime import date
>>> from pqr_core.colombia.calendars import calendar
>>> filed = pl.DataFrame({"filed_on": [date(2026, 7, 10), None]})
>>> add_business_days(calendar(), filed, "filed_on", 15, into="due_on")["due_on"].to_list()
[datetime.date(2026, 8, 4), None]
"""

from __future__ import annotations

from typing import Any, Final

from pqr_core.calendars.business import BusinessCalendar, Roll, require_roll
from pqr_core.errors import InvalidInputError, MissingExtraError
from pqr_core.language import Said
from pqr_core.names import column_of, shown, up_to

try:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt
    from narwhals.typing import IntoFrameT
except ImportError as error:
    raise MissingExtraError(
        feature="pqr_core.calendars.frames", package=Said("narwhals y NumPy", "narwhals and NumPy"), extra="frames"
    ) from error

from pqr_core.calendars import arrays
from pqr_core.calendars.engines import (
    Frame,
    all_days,
    beside,
    days_of,
    dtype_of,
    joined,
    opened,
    require_dates,
    series,
    with_known,
)

__all__ = ("add_business_days", "business_days_between")

_N: Final = Said("un número entero o el nombre de una columna", "an int or the name of a column")
_DAY: Final = "__pqr_day"
_UPTO: Final = "__pqr_upto"
_UPTO_START: Final = "__pqr_upto_start"
_UPTO_END: Final = "__pqr_upto_end"
_CLOSED: Final = "__pqr_closed"
_NUMBER: Final = "__pqr_number"
_NTH: Final = "__pqr_nth"


def add_business_days(
    cal: BusinessCalendar,
    frame: IntoFrameT,
    column: str,
    n: int | str,
    *,
    roll: Roll | None = None,
    into: str = "due_on",
) -> IntoFrameT:
    """`frame` with the new column `into`: `BusinessCalendar.add_business_days` of the days of `column`.

    `n` is an int, or the name of a column of integers.

    Raises:
        NotADateError: `column` is not of dates.
        InvalidInputError: a column is missing or has another type, a count is 2**63 or more, the table has a column
            `into` already, or `roll` is unknown.
        OutOfSpanError: in memory only: a day that is given, stepped on or reached is outside the span.
        NotBusinessDayError: in memory only: n = 0, the day is not a business day and `roll` is None.
    """
    table = opened(frame, into)
    result: Frame
    require_roll(roll)
    if isinstance(n, str):
        _require_integers(table, n)
    elif type(n) is not int:
        raise InvalidInputError.expected(_N, n, place="n")
    if isinstance(table, nw.DataFrame):
        days = days_of(table, column)
        if isinstance(n, str):
            unknown = table[n].is_null().to_numpy()
            counts = _counts(table, n)
            answers = arrays.add_business_days(cal, np.where(unknown, np.datetime64("NaT", "D"), days), counts, roll)
        else:
            answers = arrays.add_business_days(cal, days, n, roll)
        result = table.with_columns(series(table, into, answers, table.schema[column]))
    else:
        result = _added_lazily(cal, table, column, n, roll, into)
    native: IntoFrameT = result.to_native()
    return native


def business_days_between(
    cal: BusinessCalendar, frame: IntoFrameT, start: str, end: str, *, into: str = "business_days"
) -> IntoFrameT:
    """`frame` with the new column `into`: `BusinessCalendar.business_days_between` of the days of two columns.

    The days counted are those in (start, end].

    Raises:
        NotADateError: a column is not of dates.
        InvalidInputError: a column is missing, or the table has a column `into` already.
        OutOfSpanError: in memory only: a day is outside the span.
    """
    table = opened(frame, into)
    result: Frame
    if isinstance(table, nw.DataFrame):
        counts = arrays.business_days_between(cal, days_of(table, start), days_of(table, end))
        result = with_known(table, into, counts, np.isfinite(counts), nw.Int64())
    else:
        result = _counted_lazily(cal, table, start, end, into)
    native: IntoFrameT = result.to_native()
    return native


def _counted_lazily(
    cal: BusinessCalendar, table: nw.LazyFrame[Any], start: str, end: str, into: str
) -> nw.LazyFrame[Any]:
    for name, upto in ((start, _UPTO_START), (end, _UPTO_END)):
        require_dates(table, name)
        numbered = beside(table, {_DAY: all_days(cal), upto: np.array(cal.upto[1:], dtype=np.int64)})
        table = joined(table, name, numbered, _DAY)
    counted = (nw.col(_UPTO_END) - nw.col(_UPTO_START)).alias(into)
    return table.with_columns(counted).drop(_UPTO_START, _UPTO_END)


def _added_lazily(
    cal: BusinessCalendar, table: nw.LazyFrame[Any], column: str, n: int | str, roll: Roll | None, into: str
) -> nw.LazyFrame[Any]:
    require_dates(table, column)
    upto = np.array(cal.upto, dtype=np.int64)
    closed = 1 - np.diff(upto)
    days = beside(table, {_DAY: all_days(cal), _UPTO: upto[1:], _CLOSED: closed})
    nth = np.array(cal.nth[1:], dtype="datetime64[D]")
    numbered = beside(table, {_NTH: np.arange(1, len(nth) + 1), into: nth})
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
    with_number = joined(table, column, days, _DAY).with_columns(number.cast(nw.Int64).alias(_NUMBER))
    return joined(with_number, _NUMBER, numbered, _NTH).drop(_UPTO, _CLOSED, _NUMBER)


def _require_integers(table: Frame, column: str) -> None:
    dtype = dtype_of(table, column)
    if not dtype.is_integer():
        raise InvalidInputError.expected(column_of("int"), column_of(dtype), place=Said.alike(column))


def _counts(table: nw.DataFrame[Any], column: str) -> npt.NDArray[np.int64]:
    """The counts of a column of a table in memory; null becomes 1."""
    counts = table[column].fill_null(1)
    most = np.iinfo(np.int64).max
    if len(counts) and int(counts.max()) > most:
        raise InvalidInputError.expected(up_to(most), shown(int(counts.max())), place=Said.alike(column))
    whole: npt.NDArray[np.int64] = counts.cast(nw.Int64).to_numpy()
    return whole

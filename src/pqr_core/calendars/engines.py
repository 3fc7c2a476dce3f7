"""Columns in and out of table engines: days and counts as NumPy arrays, and small tables for joins.

The engines are polars, pandas, PyArrow, DuckDB and PySpark, through narwhals. All modules that count over tables use
these checks of columns. A column of days has the date type of the engine. pandas has no date type; there, a naive
datetime column is accepted if every value is midnight, and a column of Python dates too. Elsewhere, a column with hours
is refused, because the caller must decide first which legal day each value is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError
from pqr_core.language import Said
from pqr_core.moments import require_date
from pqr_core.names import HOURS, choices, column_of

try:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(
        feature="pqr_core.calendars.engines", package=Said("narwhals y NumPy", "narwhals and NumPy"), extra="frames"
    ) from error

__all__ = (
    "Days",
    "Frame",
    "all_days",
    "beside",
    "days_of",
    "dtype_of",
    "joined",
    "opened",
    "require_dates",
    "series",
    "with_known",
)

Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]
"""A table of narwhals, in memory or lazy."""
Days: TypeAlias = npt.NDArray[np.datetime64]
"""An array of days, ``datetime64[D]``."""

_KNOWN: Final = "__pqr_known"
_NAT: Final = int(np.iinfo(np.int64).min)


def opened(frame: Any, *into: str) -> Frame:
    """The table as a narwhals table, after a check that it has none of the columns `into`, which will be added.

    Raises:
        InvalidInputError: the table has one of them already.
    """
    table: Frame = nw.from_native(frame)
    there = [each for each in into if each in table.collect_schema()]
    if there:
        names = ", ".join(map(repr, there))
        es = f"la tabla ya tiene una columna {names}; cámbiele el nombre"
        raise InvalidInputError(place="frame", detail=Said(es, f"there is a column {names} already; rename it"))
    return table


def dtype_of(table: Frame, column: str) -> nw.dtypes.DType:
    """The type of a column.

    Raises:
        InvalidInputError: the table has no such column.
    """
    schema = table.collect_schema()
    if column not in schema:
        known = choices(schema, column)
        detail = Said(f"no hay esa columna; la tabla tiene {known.es}", f"no such column; the frame has {known.en}")
        raise InvalidInputError(place=Said.alike(column), detail=detail)
    return schema[column]


def require_dates(table: Frame, column: str) -> None:
    """Refuse a column that is not of dates.

    Raises:
        InvalidInputError: the table has no such column.
        NotADateError: the column has another type.
    """
    dtype = dtype_of(table, column)
    if dtype != nw.Date:
        raise NotADateError(place=Said.alike(column), expected=column_of("date"), got=column_of(dtype))


def days_of(table: nw.DataFrame[Any], column: str) -> Days:
    """The days of a column of a table in memory; null becomes NaT.

    Raises:
        InvalidInputError: the table has no such column.
        NotADateError: the column has another type, or has hours.
    """
    dtype = dtype_of(table, column)
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is None and table.implementation.is_pandas_like():
        instants = table[column].to_numpy()
        days: Days = instants.astype("datetime64[D]")
        if (~np.isnat(days) & (days != instants)).any():
            raise NotADateError(place=Said.alike(column), expected=column_of("date"), got=HOURS)
        return days
    if dtype == nw.Object:
        return _days_of_objects(table[column])
    require_dates(table, column)
    if not table.implementation.is_pandas_like():
        # Days since 1970, as polars and PyArrow store them.
        ordinals: npt.NDArray[np.int64] = table[column].cast(nw.Int32).cast(nw.Int64).fill_null(_NAT).to_numpy()
        return ordinals.view("datetime64[D]")
    # Through instants, because pandas converts its Arrow dates to NumPy as objects.
    midnights: Days = table[column].cast(nw.Datetime("us")).to_numpy()
    return midnights.astype("datetime64[D]")


def _days_of_objects(column: nw.Series[Any]) -> Days:
    """The days of a column of Python dates, which pandas stores as objects if it was given no type."""
    values = [None if empty else value for value, empty in zip(column.to_list(), column.is_null(), strict=True)]
    for value in values:
        if value is not None:
            require_date(value, column.name)
    days: Days = np.array(values, dtype="datetime64[D]")
    return days


def series(table: nw.DataFrame[Any], name: str, values: npt.NDArray[Any], dtype: nw.dtypes.DType) -> nw.Series[Any]:
    """A column of the table's engine; the days are stored as instants if `dtype` is of instants or of objects."""
    if dtype == nw.Object:
        dtype = nw.Datetime("us")
    if isinstance(dtype, nw.Datetime):
        values = values.astype(f"datetime64[{dtype.time_unit}]")
    return nw.new_series(name, values, dtype, backend=table.implementation)


def with_known(
    table: nw.DataFrame[Any],
    name: str,
    values: npt.NDArray[Any],
    known: npt.NDArray[np.bool_],
    dtype: nw.dtypes.DType,
) -> nw.DataFrame[Any]:
    """The table with a further column of integers or booleans, which is null where `known` is false."""
    if table.implementation.is_pandas():
        # The plain integer and boolean columns of pandas have no empty cell.
        pandas = table.implementation.to_native_namespace()
        made = pandas.arrays.BooleanArray if dtype == nw.Boolean else pandas.arrays.IntegerArray
        kept = np.where(known, values, np.zeros_like(values)).astype(bool if dtype == nw.Boolean else np.int64)
        return table.with_columns(nw.from_native(pandas.Series(made(kept, ~known), name=name), series_only=True))
    if known.all():
        return table.with_columns(series(table, name, values, dtype))
    if not known.any():
        return table.with_columns(nw.lit(None, dtype).alias(name))
    given = series(table, name, np.where(known, values, np.zeros_like(values)), dtype)
    flags = series(table, _KNOWN, known, nw.Boolean())
    return (
        table.with_columns(given, flags)
        .with_columns(nw.when(nw.col(_KNOWN)).then(nw.col(name)).alias(name))
        .drop(_KNOWN)
    )


def all_days(cal: BusinessCalendar) -> Days:
    """Every day of the calendar, in order."""
    first, last = np.array(cal.span, dtype="datetime64[D]")
    days: Days = np.arange(first, last + np.timedelta64(1, "D"))
    return days


def joined(table: nw.LazyFrame[Any], key: str, known: nw.LazyFrame[Any], known_key: str) -> nw.LazyFrame[Any]:
    """`table` with the columns of `known`, which are null where `known` does not have the key."""
    if table.implementation.is_polars():
        # Users of polars rely on the order of the rows, and narwhals cannot ask a join to keep it.
        left, right = table.to_native(), known.to_native()
        found: nw.LazyFrame[Any] = nw.from_native(
            left.join(right, how="left", left_on=key, right_on=known_key, maintain_order="left")
        )
        return found
    return table.join(known, how="left", left_on=key, right_on=known_key)


def beside(table: nw.LazyFrame[Any], columns: Mapping[str, npt.NDArray[Any]]) -> nw.LazyFrame[Any]:
    """A small table that the engine can join with `table`: on the same connection, or in the same session.

    Raises:
        InvalidInputError: the engine is not polars, DuckDB or PySpark.
    """
    native, engine = table.to_native(), table.implementation
    if engine.is_polars():
        return nw.from_dict(columns, backend="polars").lazy()
    if engine.is_duckdb():
        # DuckDB reads the local variable that the query names. It converts NumPy days only if they are instants.
        pqr_columns = {  # noqa: F841 - the query below uses it
            k: v.astype("datetime64[s]") if v.dtype.kind == "M" else v for k, v in columns.items()
        }
        chosen = ", ".join(f"{k}::date AS {k}" if v.dtype.kind == "M" else k for k, v in columns.items())
        native = native.query("pqr_unused", f"SELECT {chosen} FROM pqr_columns")  # noqa: S608 - the names are ours
    elif engine.is_pyspark() or engine.is_pyspark_connect():
        types = ", ".join(f"{k} {'date' if v.dtype.kind == 'M' else 'bigint'}" for k, v in columns.items())
        rows = list(zip(*(values.tolist() for values in columns.values()), strict=True))
        native = native.sparkSession.createDataFrame(rows, types)
    else:
        es = f"a {engine} no se le puede dar la tabla del calendario; materialice antes la suya"
        en = f"no calendar table can be given to {engine}; collect it first"
        raise InvalidInputError(place="frame", detail=Said(es, en))
    known: nw.LazyFrame[Any] = nw.from_native(native)
    return known

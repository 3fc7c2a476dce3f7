"""Count tables in memory by arrays: the engine codes the groups once for all measures, and no row is hashed.

This is used only where it is faster: tables of polars and PyArrow, months, whole numbers and few groups. For all else
`Coded` returns None, and `frames` counts in its own way, with the same results. Without NumPy it is never used.

>>> import polars as pl
>>> from pqr_core.indicators.measures import Measure
>>> from pqr_core.sources import Origin
>>> facts = pl.DataFrame({"filed_on": [date(2026, 3, 9), date(2026, 3, 10)], "tipo": ["queja", None]})
>>> coded = Coded.of(nw.from_native(facts), {"tipo": str})
>>> coded.histogram(Measure(origin=Origin.FACTS, period_on="filed_on")).counts
{(datetime.date(2026, 3, 1), ('queja',), 0): 1, (datetime.date(2026, 3, 1), (None,), 0): 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from itertools import product
from math import prod
from typing import Any, Final, Self

from attrs import frozen

from pqr_core.errors import MissingExtraError
from pqr_core.indicators.counts import Histogram
from pqr_core.indicators.measures import DaysBetween, Measure
from pqr_core.indicators.questions import Group

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.coded", package="narwhals", extra="frames") from error

_HAS_NUMPY: Final = find_spec("numpy") is not None
if _HAS_NUMPY:
    from pqr_core.indicators.arrays import Cube

__all__ = ("Coded", "places_of")

_PLACE: Final = "pqr_place"
_MOST: Final = 10_000
"""The most groups; with more, most cells would be empty."""
_WHOLE: Final = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
_GROUPED: Final[Mapping[type, tuple[type[nw.dtypes.DType], ...]]] = {
    str: (nw.String, nw.Enum),
    bool: (nw.Boolean,),
    date: (nw.Date,),
    int: _WHOLE,
}
"""For each type of a column: the types of the engine in which different values are always different groups."""


@frozen
class Coded:
    """A table with a column for the place of the group of each row in `groups`."""

    table: nw.DataFrame[Any]
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, table: nw.DataFrame[Any] | nw.LazyFrame[Any], by: Mapping[str, type]) -> Self | None:
        """The table grouped by columns of these types; None if it should be counted in another way."""
        if not isinstance(table, nw.DataFrame) or not _HAS_NUMPY:
            return None
        engine = table.implementation
        if not (engine.is_polars() or engine.is_pyarrow()):
            return None  # pandas finds places more slowly than it groups
        values: list[list[object]] = []
        places: nw.Series[Any] | None = None
        for name, kind in by.items():
            column = table[name]
            if column.dtype not in _GROUPED.get(kind, ()):
                return None
            coded = places_of(column)
            if coded is None:
                return None
            own, found = coded
            values.append(found)
            places = own if places is None else places.cast(nw.Int64) * len(found) + own
        if prod(map(len, values)) > _MOST:
            return None
        placed = table if places is None else table.with_columns(places.alias(_PLACE))
        return cls(placed, tuple(product(*values)))

    def histogram(self, measure: Measure, where: Iterable[nw.Expr] = ()) -> Histogram | None:
        """The rows that pass `where`, by month; None if they should be counted in another way.

        Every row that passes must have a day and a number.
        """
        assert measure.period_on is not None  # noqa: S101 - standing counts are not counted here
        rows = self.table.filter(*where) if (where := list(where)) else self.table
        if not len(rows):
            return Histogram()
        days = _ordinals(rows[measure.period_on])
        match measure.of:
            case None:
                numbers = days * 0
            case DaysBetween(first, last):
                assert isinstance(last, str)  # noqa: S101 - only a standing count uses the day asked about
                numbers = _ordinals(rows[last]) - _ordinals(rows[first])
            case column:
                numbers = rows[column]
        if numbers.dtype not in _WHOLE:
            return None
        ordinals, whole = days.to_numpy(), numbers.to_numpy()
        cube = Cube.around(ordinals, whole, self.groups)
        if not cube.pays(len(rows)):
            return None
        return cube.count(ordinals, whole, rows[_PLACE].to_numpy() if _PLACE in rows.columns else None)


def _ordinals(days: nw.Series[Any]) -> nw.Series[Any]:
    """The days as numbers from 1970-01-01, as both engines store them."""
    return days.cast(nw.Int32)


def places_of(
    column: nw.Series[Any], most: int = _MOST, *, likely: Sequence[str] = ()
) -> tuple[nw.Series[Any], list[object]] | None:
    """The place of each value among the distinct values of the column, and these values; None comes last, if present.

    Returns None if there are more than `most` distinct values, or none. If the column holds only values of `likely` (as
    columns of codes do), this is faster; then all of `likely` are returned, whether or not the column has them.
    """
    values: list[object]
    if likely and column.implementation.is_polars() and column.dtype == nw.String:
        native = column.to_native()
        enum = native.cast(column.implementation.to_native_namespace().Enum(likely), strict=False)
        if enum.null_count() == native.null_count():
            column = nw.from_native(enum, series_only=True)
    if isinstance(column.dtype, nw.Enum):  # only polars has it, with the places ready
        values = list(column.dtype.categories)
        places = nw.from_native(column.to_native().to_physical(), series_only=True)
    else:
        values = column.unique().drop_nulls().to_list()
        if not 0 < len(values) <= most:
            return None
        places = column.replace_strict(values, range(len(values)), return_dtype=nw.Int32)
    if places.null_count():
        # pandas has turned the places into floats; the integers of an Enum may be too narrow for one more place.
        wide = places.cast(nw.Int32) if places.dtype.is_integer() else places
        return wide.fill_null(len(values)).cast(nw.Int32), [*values, None]
    return places, values

"""Counting tables in memory by arrays: the engine codes the groups once for all measures, and no row is hashed.

Only what is fast so: tables of polars and PyArrow, months, whole numbers and few groups. `Coded` gives None of all
else, and `frames` counts it in its own way, which is the meaning of this one. NumPy may be absent; then nothing is.

>>> import polars as pl
>>> from pqr_core.indicators.measures import Measure
>>> from pqr_core.sources import Origin
>>> facts = pl.DataFrame({"filed_on": [date(2026, 3, 9), date(2026, 3, 10)], "tipo": ["queja", None]})
>>> coded = Coded.of(nw.from_native(facts), {"tipo": str})
>>> coded.histogram(Measure(origin=Origin.FACTS, period_on="filed_on")).counts
{(datetime.date(2026, 3, 1), ('queja',), 0): 1, (datetime.date(2026, 3, 1), (None,), 0): 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

__all__ = ("Coded",)

_PLACE: Final = "pqr_place"
_MOST: Final = 10_000
"""Groups, above which most cells would be empty."""
_WHOLE: Final = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
_GROUPED: Final[Mapping[type, tuple[type[nw.dtypes.DType], ...]]] = {
    str: (nw.String, nw.Enum),
    bool: (nw.Boolean,),
    date: (nw.Date,),
    int: _WHOLE,
}
"""By what a fact holds, the types that hold the same: there, two values that differ are two groups."""


@frozen
class Coded:
    """A table with the place of each row's group among `groups`."""

    table: nw.DataFrame[Any]
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, table: nw.DataFrame[Any] | nw.LazyFrame[Any], by: Mapping[str, type]) -> Self | None:
        """The table by columns that hold these types; None where it is better counted otherwise."""
        if not isinstance(table, nw.DataFrame) or find_spec("numpy") is None:
            return None
        engine = table.implementation
        if not (engine.is_polars() or engine.is_pyarrow()):
            return None  # pandas is slower at finding a place than at grouping
        values: list[list[object]] = []
        places: nw.Series[Any] | None = None
        for name, kind in by.items():
            column = table[name]
            if column.dtype not in _GROUPED.get(kind, ()):
                return None
            coded = _coded(column)
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
        """The rows that pass, all with a day and a number, by month; None where they are better counted otherwise."""
        assert measure.period_on is not None  # noqa: S101 - standing counts are of few rows, and no months
        rows = self.table.filter(*where) if (where := list(where)) else self.table
        if not len(rows):
            return Histogram()
        days = _ordinals(rows[measure.period_on])
        match measure.of:
            case None:
                numbers = days * 0
            case DaysBetween(first, last):
                assert isinstance(last, str)  # noqa: S101 - only a standing count asks the day
                numbers = _ordinals(rows[last]) - _ordinals(rows[first])
            case column:
                numbers = rows[column]
        if numbers.dtype not in _WHOLE:
            return None
        from pqr_core.indicators.arrays import Cube

        ordinals, whole = days.to_numpy(), numbers.to_numpy()
        cube = Cube.around(ordinals, whole, self.groups)
        if not cube.pays(len(rows)):
            return None
        return cube.count(ordinals, whole, rows[_PLACE].to_numpy() if _PLACE in rows.columns else None)


def _ordinals(days: nw.Series[Any]) -> nw.Series[Any]:
    """Days from 1970-01-01, as both engines keep them."""
    return days.cast(nw.Int32)


def _coded(column: nw.Series[Any]) -> tuple[nw.Series[Any], list[object]] | None:
    """The place of each value among those of the column, and these; None where they are too many or none."""
    values: list[object]
    if isinstance(column.dtype, nw.Enum):  # of polars alone, which has the places already
        values = list(column.dtype.categories)
        places = nw.from_native(column.to_native().to_physical(), series_only=True)
    else:
        values = column.unique().drop_nulls().to_list()
        if not 0 < len(values) <= _MOST:
            return None
        places = column.replace_strict(values, range(len(values)), return_dtype=nw.Int32)
    if places.null_count():
        return places.cast(nw.Int32).fill_null(len(values)), [*values, None]
    return places, values

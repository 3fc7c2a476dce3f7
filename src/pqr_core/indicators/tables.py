"""Prepare the columns of tables: check that they exist, and turn columns of Python objects into typed ones.

pandas stores dates, and columns with an empty cell, as objects; polars does so with identifiers. The register says
which type a column must have (`measures.REGISTER_COLUMNS`); it is not guessed from the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from pqr_core.errors import FrameError, MissingExtraError
from pqr_core.frames import Backend, CellKind, frame_of
from pqr_core.language import Said
from pqr_core.moments import require_date
from pqr_core.names import FLAG, NUMBER, TEXT, choices, mismatch

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.tables", package="narwhals", extra="frames") from error

__all__ = ("of_objects", "require_columns", "without_objects")

_Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]

_MISSING: Final = Said("faltan columnas", "columns are missing")


def require_columns(named: Iterable[str], there: Iterable[str], place: str) -> None:
    """Raise if a column is missing; `place` names the table in the error.

    Raises:
        FrameError: columns are missing; it names all of them.
    """
    there = list(there)
    missing = [column for column in named if column not in there]
    if missing:
        known, lacking = choices(there, missing[0]), ", ".join(missing)
        es = f"{_MISSING.es}: {lacking}; la tabla tiene {known.es}"
        raise FrameError(place=place, detail=Said(es, f"{_MISSING.en}: {lacking}; the table has {known.en}"))


def without_objects(table: _Frame, kinds: Mapping[str, type]) -> _Frame:
    """The table with its columns of objects turned into columns of the types in `kinds`; a lazy table is unchanged.

    Raises:
        FrameError: a column holds a value of another type.
        NotADateError: a column of days holds a value that is not a date.
    """
    if isinstance(table, nw.LazyFrame):
        return table
    objects = [name for name, dtype in table.schema.items() if dtype == nw.Object]
    given = [of_objects(table[name], kinds[name]) for name in objects]
    return table.with_columns(*given) if given else table


def of_objects(column: nw.Series[Any], kind: type) -> nw.Series[Any]:
    """A column of objects as a column of dates (midnights in pandas), booleans, numbers or text.

    Raises:
        FrameError: a value is of another type.
        NotADateError: `kind` is date and a value is not a date.
    """
    cells = zip(column.to_list(), column.is_null().to_list(), strict=True)
    values = [None if empty else _plain(value, kind, column.name) for value, empty in cells]
    cell: CellKind = str if kind is UUID else cast("CellKind", kind)
    if kind is int and any(isinstance(value, float) for value in values):
        cell = float
    backend = cast("Backend", column.implementation.value)
    made: nw.DataFrame[Any] = nw.from_native(
        frame_of({column.name: values}, {column.name: cell}, backend=backend), eager_only=True
    )
    return made[column.name]


def _plain(value: Any, kind: type, place: str) -> Any:
    # A scalar of NumPy gives the Python value by `item`.
    own = value.item() if hasattr(value, "item") and not isinstance(value, date) else value
    if kind is date:
        return require_date(own, place)
    if kind is bool:
        expected, fits = FLAG, isinstance(own, bool)
    elif kind is int:
        expected, fits = NUMBER, isinstance(own, Real | Decimal) and not isinstance(own, bool)
        if isinstance(own, Decimal):  # as a database gives them; whether they are whole is checked with the others
            own = int(own) if own.is_finite() and own == own.to_integral_value() else float(own)
        elif isinstance(own, Integral):
            own = int(own)
    else:
        expected, fits = TEXT, isinstance(own, str | UUID)
        own = str(own)
    if not fits:
        raise FrameError(place=Said.alike(place), detail=mismatch(expected, value))
    return own

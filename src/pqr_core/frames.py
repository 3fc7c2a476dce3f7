"""Make a table of polars, pandas or PyArrow from columns of plain values, each with the engine's own column type.

>>> frame = frame_of({"tipo": ["queja", None], "n": [3, None]}, {"tipo": str, "n": int}, backend="polars")
>>> frame.schema["n"], frame["n"].to_list()
(Int64, [3, None])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final, Literal, TypeAlias, get_args

from pqr_core.errors import InvalidInputError, MissingExtraError, MissingPackageError
from pqr_core.language import Said

__all__ = ("Backend", "CellKind", "frame_of", "require_backend")

Backend: TypeAlias = Literal["polars", "pandas", "pyarrow"]
"""The engines that hold a table in memory."""

CellKind: TypeAlias = type[str] | type[int] | type[float] | type[bool] | type[date] | type[datetime]
"""The type of the values of a column."""

_TABLE: Final = Said("una tabla", "a table")
_TYPES: Final[Mapping[type, str]] = {str: "String", int: "Int64", float: "Float64", bool: "Boolean", date: "Date"}
# The plain int, bool and str columns of pandas have no empty cell, and pandas has no column of dates.
_OF_PANDAS: Final[Mapping[type, str]] = {
    str: "object",
    int: "Int64",
    float: "float64",
    bool: "boolean",
    date: "datetime64[us]",
    datetime: "datetime64[us, UTC]",
}


def require_backend(name: str) -> None:
    """Refuse a name that is not one of `Backend`.

    Raises:
        InvalidInputError: `name` is not the name of an engine.
    """
    if name not in get_args(Backend):
        raise InvalidInputError.unlisted(get_args(Backend), name, place="backend")


def frame_of(
    columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, CellKind], *, backend: Backend = "polars"
) -> Any:
    """The columns as one table of `backend`.

    Args:
        columns: the values of each column; None is an empty cell.
        kinds: the type of each column. Only these columns are in the table, in this order.
        backend: the engine. pandas has no dates: a day becomes a datetime at midnight. An instant is in UTC.

    Raises:
        InvalidInputError: `backend` is not the name of an engine.
        MissingExtraError: narwhals or PyArrow is not installed.
        MissingPackageError: `backend` is polars or pandas, and it is not installed.
    """
    require_backend(backend)
    library = _library(backend)
    if backend == "pandas":
        made = {name: library.Series(columns[name], dtype=_OF_PANDAS[kind]) for name, kind in kinds.items()}
        return library.DataFrame(made)
    try:
        import narwhals as nw
    except ImportError as error:
        raise MissingExtraError(feature=_TABLE, package="narwhals", extra="frames") from error
    schema = {
        name: nw.Datetime("us", "UTC") if kind is datetime else getattr(nw, _TYPES[kind])
        for name, kind in kinds.items()
    }
    return nw.from_dict(columns, schema, backend=backend).to_native()


def _library(backend: Backend) -> Any:
    """The module of the engine.

    Raises:
        MissingExtraError: PyArrow is not installed.
        MissingPackageError: polars or pandas is not installed.
    """
    try:
        return import_module(backend)
    except ImportError as error:
        if backend == "pyarrow":
            raise MissingExtraError(feature=_TABLE, package=backend, extra="notebook") from error
        raise MissingPackageError(feature=_TABLE, package=backend) from error

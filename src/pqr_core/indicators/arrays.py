"""Counting NumPy arrays at the speed of the memory: days, whole numbers and codes of groups in, a histogram out.

>>> days = np.array(["2026-03-09", "2026-03-31", "2026-04-01"], dtype="datetime64[D]")
>>> histogram(days, np.array([7, 7, 9])).counts
{(datetime.date(2026, 3, 1), (), 7): 2, (datetime.date(2026, 4, 1), (), 9): 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError
from pqr_core.indicators.counts import Group, Histogram, Key

try:
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.arrays", package="NumPy", extra="arrays") from error

__all__ = ("histogram",)

_CHUNK: Final = 131_072
"""Rows that stay in the cache between one step and the next."""
_MOST: Final = 50_000_000
"""Cells of a histogram; what needs more is no count of days."""

_Integers: TypeAlias = npt.NDArray[np.integer[Any]]


def histogram(
    days: npt.NDArray[np.datetime64],
    numbers: _Integers,
    codes: _Integers | None = None,
    groups: Sequence[Group] = ((),),
) -> Histogram:
    """The rows by month, group and whole number.

    Args:
        days: `datetime64[D]`; a row without day (NaT) is left out, as in every evaluator.
        numbers: the whole number of each row.
        codes: the place of each row's group in `groups`; without them all rows are of the first.
        groups: the groups, as tuples.

    Raises:
        NotADateError: `days` is not of days.
        InvalidInputError: arrays of different length, a code without group, or numbers too far apart.
    """
    if days.dtype != np.dtype("datetime64[D]"):
        raise NotADateError(place="days", kind="an array of", value=days.dtype)
    if len(numbers) != len(days) or (codes is not None and len(codes) != len(days)):
        raise InvalidInputError(place="numbers", detail="one number and one code for each day are meant")
    ordinals = days.view(np.int64)
    if len(ordinals) and int(ordinals.min()) == np.iinfo(np.int64).min:  # NaT
        known = ~np.isnat(days)
        ordinals, numbers = ordinals[known], numbers[known]
        codes = None if codes is None else codes[known]
    if not len(ordinals):
        return Histogram()
    if codes is not None and not 0 <= int(codes.min()) <= int(codes.max()) < len(groups):
        raise InvalidInputError(place="codes", detail=f"places in {len(groups)} groups are meant")
    first, last, low = int(ordinals.min()), int(ordinals.max()), int(numbers.min())
    width = int(numbers.max()) - low + 1
    span = np.arange(first, last + 1).view("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    months = int(span[-1] - span[0]) + 1
    cells = months * len(groups) * width
    if cells > _MOST:
        raise InvalidInputError(place="numbers", detail=f"{cells} cells; whole numbers of days are meant")
    # The key of a row is its month, group and number in one integer: one pass counts them all.
    start_of = ((span - span[0]) * len(groups) * width - low).astype(np.int32)
    found = np.zeros(cells, dtype=np.int64)
    for begin in range(0, len(ordinals), _CHUNK):
        part = slice(begin, begin + _CHUNK)
        key = start_of.take(ordinals[part] - first)
        if codes is not None:
            key += np.multiply(codes[part], np.int32(width), dtype=np.int32)
        key += numbers[part].astype(np.int32, copy=False)
        found += np.bincount(key, minlength=cells)
    return Histogram(dict(_keyed(found, int(span[0]), groups, low, width)))


def _keyed(
    found: npt.NDArray[np.int64], first_month: int, groups: Sequence[Group], low: int, width: int
) -> Iterable[tuple[Key, int]]:
    filled = np.flatnonzero(found)
    row, number = np.divmod(filled, width)
    month, group = np.divmod(row, len(groups))
    last = first_month + int(month[-1])
    starts = [date(1970 + m // 12, m % 12 + 1, 1) for m in range(first_month, last + 1)]
    keys = zip(
        map(starts.__getitem__, month.tolist()),
        map(groups.__getitem__, group.tolist()),
        (number + low).tolist(),
        strict=True,
    )
    return zip(keys, found[filled].tolist(), strict=True)

"""Counting NumPy arrays at the speed of the memory: days, whole numbers and codes of groups in, a histogram out.

>>> days = np.array(["2026-03-09", "2026-03-31", "2026-04-01"], dtype="datetime64[D]")
>>> histogram(days, np.array([7, 7, 9])).counts
{(datetime.date(2026, 3, 1), (), 7): 2, (datetime.date(2026, 4, 1), (), 9): 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, Self, TypeAlias

from attrs import frozen

from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError
from pqr_core.indicators.counts import Histogram, Key
from pqr_core.indicators.questions import Group

try:
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.arrays", package="NumPy", extra="arrays") from error

__all__ = ("Cube", "histogram")

_CHUNK: Final = 131_072
"""Rows that stay in the cache between one step and the next."""
_MOST: Final = 50_000_000
"""Cells of a histogram; what needs more is no count of days."""
_NAT: Final = int(np.iinfo(np.int64).min)

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
    if not len(days):
        return Histogram()
    ordinals = days.view(np.int64)
    cube = Cube.around(ordinals, numbers, groups)
    if cube.first == _NAT:
        known = ~np.isnat(days)
        return histogram(days[known], numbers[known], None if codes is None else codes[known], groups)
    if codes is not None and not 0 <= int(codes.min()) <= int(codes.max()) < len(groups):
        raise InvalidInputError(place="codes", detail=f"places in {len(groups)} groups are meant")
    if cube.size > _MOST:
        raise InvalidInputError(place="numbers", detail=f"{cube.size} cells; whole numbers of days are meant")
    return cube.count(ordinals, numbers, codes)


@frozen
class Cube:
    """The cells between the first and last month, for each group and for each number from `low`, `width` of them.

    Days are their numbers from 1970-01-01, `first` and `last` included.
    """

    first: int
    last: int
    low: int
    width: int
    groups: Sequence[Group]

    @classmethod
    def around(cls, ordinals: _Integers, numbers: _Integers, groups: Sequence[Group]) -> Self:
        """The smallest that holds these rows, of which there is one at least."""
        low = int(numbers.min())
        width = int(numbers.max()) - low + 1
        return cls(int(ordinals.min()), int(ordinals.max()), low, width, groups)

    @property
    def size(self) -> int:
        """How much has to be kept to count: the cells, and a place for each day."""
        return self._cells + self._days

    def pays(self, rows: int) -> bool:
        """Whether so many rows are sooner counted in it than by hash: it is not much emptier than full."""
        return self.size <= min(max(_CHUNK, rows), _MOST)

    @cached_property
    def _months(self) -> tuple[int, int]:
        """The first month, from January 1970, and how many."""
        first, last = np.array([self.first, self.last], "datetime64[D]").astype("datetime64[M]").astype(int).tolist()
        return first, last - first + 1

    @property
    def _cells(self) -> int:
        return self._months[1] * len(self.groups) * self.width

    @property
    def _days(self) -> int:
        return max(self.last + 1, 0) - min(self.first, 0)

    def count(self, ordinals: _Integers, numbers: _Integers, codes: _Integers | None) -> Histogram:
        """The rows, all of them in the cube; without codes, of the first group."""
        cells, (first_month, _) = self._cells, self._months
        # The key of a row is its month, group and number in one integer: one pass counts them all. What it is added
        # up from may wrap around, the key itself fits; 16 bits take half the time in memory.
        kind = np.uint16 if cells <= np.iinfo(np.uint16).max else np.int32
        span = np.arange(self.first, self.last + 1)
        months = span.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - first_month
        # Days before 1970 are counted from its end, as their numbers are negative.
        start_of: _Integers = np.zeros(self._days, dtype=kind)
        start_of[span] = (months * (len(self.groups) * self.width) - self.low).astype(kind)
        found = np.zeros(cells, dtype=np.int64)
        # Each chunk adds up all cells: of many cells, no more often than they have rows.
        chunk = max(_CHUNK, cells)
        for begin in range(0, len(ordinals), chunk):
            part = slice(begin, begin + chunk)
            key = start_of.take(ordinals[part])
            if codes is not None:
                place = np.multiply(codes[part], kind(self.width), dtype=kind, casting="unsafe")
                np.add(key, place, out=key)
            np.add(key, numbers[part], out=key, dtype=kind, casting="unsafe")
            found += np.bincount(key, minlength=cells)
        return Histogram(dict(_keyed(found, first_month, self.groups, self.low, self.width)))


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

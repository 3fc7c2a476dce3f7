"""Count NumPy arrays of days, whole numbers and codes of groups into a histogram, at the speed of the memory.

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
from pqr_core.language import Said
from pqr_core.names import array_of, shown

try:
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.arrays", package="NumPy", extra="arrays") from error

__all__ = ("Cube", "histogram")

_ALIKE: Final = Said("un número y un código para cada día", "one number and one code for each day")
_NUMBERS_OF_DAYS: Final = Said("números enteros de días", "whole numbers of days")
_CHUNK: Final = 131_072
"""How many rows stay in the cache of the processor between one step and the next."""
_MOST: Final = 50_000_000
"""The most cells of a histogram; data that need more are not counts of days."""
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
        days: `datetime64[D]`, the day of each row; a row without a day (NaT) is left out, as in every evaluator.
        numbers: the whole number of each row.
        codes: the place in `groups` of the group of each row, from 0; None if all rows belong to the first group.
        groups: the groups, as tuples.

    Raises:
        NotADateError: `days` is not of type `datetime64[D]`.
        InvalidInputError: the arrays differ in length, a code has no group, or the numbers are too far apart.
    """
    if days.dtype != np.dtype("datetime64[D]"):
        raise NotADateError(place="days", expected=array_of("datetime64[D]"), got=array_of(days.dtype))
    if len(numbers) != len(days) or (codes is not None and len(codes) != len(days)):
        raise InvalidInputError.expected(_ALIKE, Said.alike(str(len(numbers))), place="numbers")
    if not len(days):
        return Histogram()
    ordinals = days.view(np.int64)
    cube = Cube.around(ordinals, numbers, groups)
    if cube.first == _NAT:
        known = ~np.isnat(days)
        return histogram(days[known], numbers[known], None if codes is None else codes[known], groups)
    if codes is not None and not 0 <= int(codes.min()) <= int(codes.max()) < len(groups):
        of = len(groups)
        what = Said(f"el lugar de cada fila entre {of} grupos", f"the place of each row in {of} groups")
        raise InvalidInputError.expected(what, shown(int(codes.max())), place="codes")
    if cube.size > _MOST:
        got = Said(f"tan separados que darían {cube.size} celdas", f"so far apart that they make {cube.size} cells")
        raise InvalidInputError.expected(_NUMBERS_OF_DAYS, got, place="numbers")
    return cube.count(ordinals, numbers, codes)


@frozen
class Cube:
    """The cells of a histogram: each month from first to last, each group, and `width` numbers from `low`.

    `first` and `last`, both inclusive, are days counted from 1970-01-01.
    """

    first: int
    last: int
    low: int
    width: int
    groups: Sequence[Group]

    @classmethod
    def around(cls, ordinals: _Integers, numbers: _Integers, groups: Sequence[Group]) -> Self:
        """The smallest cube that holds these rows, of which there must be at least one."""
        low = int(numbers.min())
        width = int(numbers.max()) - low + 1
        return cls(int(ordinals.min()), int(ordinals.max()), low, width, groups)

    @property
    def size(self) -> int:
        """How many numbers must be kept to count: one for each cell and one for each day."""
        return self._cells + self._days

    def pays(self, rows: int) -> bool:
        """Whether the cube counts so many rows faster than hashing does: it must not be much larger than they are."""
        return self.size <= min(max(_CHUNK, rows), _MOST)

    @cached_property
    def _months(self) -> tuple[int, int]:
        """The first month, counted from January 1970, and the number of months."""
        first, last = np.array([self.first, self.last], "datetime64[D]").astype("datetime64[M]").astype(int).tolist()
        return first, last - first + 1

    @property
    def _cells(self) -> int:
        return self._months[1] * len(self.groups) * self.width

    @property
    def _days(self) -> int:
        return max(self.last + 1, 0) - min(self.first, 0)

    def count(self, ordinals: _Integers, numbers: _Integers, codes: _Integers | None) -> Histogram:
        """Count the rows, all of which must lie in the cube; without `codes`, they belong to the first group."""
        cells, (first_month, _) = self._cells, self._months
        # The key of a row is its month, group and number in one integer, so that one pass counts them all. Its summands
        # may wrap around, but the key itself fits. 16 bits take half the time in memory.
        kind = np.uint16 if cells <= np.iinfo(np.uint16).max else np.int32
        span = np.arange(self.first, self.last + 1)
        months = span.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - first_month
        # Days before 1970 have negative numbers, which index the array from its end.
        start_of: _Integers = np.zeros(self._days, dtype=kind)
        start_of[span] = (months * (len(self.groups) * self.width) - self.low).astype(kind)
        found = np.zeros(cells, dtype=np.int64)
        # Each chunk adds all cells, so with many cells a chunk has at least as many rows as there are cells.
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

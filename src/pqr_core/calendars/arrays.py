"""The counts of a calendar over NumPy arrays of ``datetime64[D]``, read from the table of the calendar in chunks.

NaT stays NaT. The first element that the scalar methods of `BusinessCalendar` would refuse raises their error, with
its index in the message and in ``params["index"]``. Nothing is converted: an array with hours (``datetime64[ns]``), of
strings or of objects is refused, because the caller must decide first which legal day each value is.

>>> import numpy as np
>>> from pqr_core.colombia.calendars import calendar
>>> add_business_days(calendar(), np.array(["2026-07-10", "NaT"], dtype="datetime64[D]"), 1)
array(['2026-07-14',        'NaT'], dtype='datetime64[D]')
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from pqr_core.calendars.business import BusinessCalendar, Roll, require_roll
from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError, NotBusinessDayError, OutOfSpanError
from pqr_core.language import Said
from pqr_core.names import array_of, kind_of

try:
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.calendars.arrays", package="numpy", extra="arrays") from error

__all__ = ("add_business_days", "business_days_between")

_Dates: TypeAlias = "npt.NDArray[np.datetime64] | np.datetime64"
_Ints: TypeAlias = "npt.NDArray[np.int64]"

_N: Final = Said("un número entero o un arreglo de ellos", "an int or an array of integers")
_ARRAY: Final = array_of("datetime64[D]")
_MASKED: Final = Said(
    "no se admite un arreglo con máscara: llénelo antes (los días, con NaT)",
    "a masked array is refused: fill it first (days with NaT)",
)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_NAT: Final = np.iinfo(np.int64).min
_FAR: Final = 2**29  # business days: more than any calendar has
_NOWHERE: Final = 2 * _FAR  # outside every table, whatever count is added
_CHUNK: Final = 1 << 16  # a chunk and its buffers stay in the CPU cache between passes


@frozen(eq=False)
class _Table:
    """A table to read with ``mode="clip"``: the slots before and after the days stand for all days outside."""

    offset: int  # slot of a day = days since 1970 - offset; 0 (which saves a pass) unless it begins earlier
    upto: npt.NDArray[np.int32] = field(repr=False)  # by slot of the day; int32, to stay in the CPU cache
    closed: _Ints = field(repr=False)  # by slot of the day, 1 where the day does not count
    nth: _Ints = field(repr=False)  # days since 1970 by number of the business day, NaT at both ends


@functools.lru_cache(maxsize=64)
def _table(cal: BusinessCalendar) -> _Table:
    counts = np.array(cal.upto, dtype=np.int64)
    ordinals = np.fromiter(map(date.toordinal, cal.nth), dtype=np.int64, count=len(cal.nth))
    ordinals[0] = _NAT
    ordinals[1:] -= _EPOCH
    offset = min(0, cal.origin - _EPOCH)
    before = cal.origin - _EPOCH - offset + 1
    return _Table(
        offset,
        np.concatenate((np.full(before, _NOWHERE), counts[1:], [_NOWHERE])).astype(np.int32),
        np.concatenate((np.zeros(before, dtype=np.int64), 1 - np.diff(counts), [0])),
        np.append(ordinals, _NAT),
    )


@functools.lru_cache(maxsize=16)
def _fused(cal: BusinessCalendar, n: int, roll: Roll | None) -> _Ints:
    """The answer for one `n` by slot of the day; NaT where the scalar method refuses."""
    table = _table(cal)
    return table.nth.take(_numbers(table, np.arange(len(table.upto)), np.int64(n), roll), mode="clip")


def _numbers(table: _Table, slots: _Ints, n: _Ints | np.int64, roll: Roll | None) -> _Ints:
    """The number of the business day that is the answer; outside the table if there is no answer."""
    reached = table.upto.take(slots, mode="clip")
    closed = table.closed.take(slots, mode="clip")
    at_zero = closed if roll == "next" else 0 * closed if roll == "previous" else _NOWHERE * closed
    numbers: _Ints = reached + n + closed * (n < 0) + at_zero * (n == 0)
    return numbers


def add_business_days(
    cal: BusinessCalendar, dates: _Dates, n: int | npt.NDArray[np.integer[Any]], roll: Roll | None = None
) -> npt.NDArray[np.datetime64]:
    """`BusinessCalendar.add_business_days` of each day; `n` is an int, or an array that broadcasts with `dates`.

    Raises:
        NotADateError: `dates` is not ``datetime64[D]``.
        InvalidInputError: `n` is neither an int nor an array of integers, `roll` is not one of its values, or an array
            is masked.
        OutOfSpanError: a day that is given, stepped on or reached is outside the span; the first one is named.
        NotBusinessDayError: n = 0, the day is not a business day and `roll` is None; the first one is named.
    """
    require_roll(roll)
    days = _days(dates, "dates")
    if isinstance(n, np.ndarray):
        _refuse_masked(n, "n")
        if n.dtype.kind not in "iu":
            raise InvalidInputError.expected(_N, array_of(n.dtype), place="n")
        days, each = np.broadcast_arrays(days, n)
        answers = _add_each(cal, days.ravel(), each.ravel(), roll)
    elif type(n) is int:
        answers = _add_same(cal, days.ravel(), max(-_FAR, min(n, _FAR)), roll)
    else:
        raise InvalidInputError.expected(_N, n, place="n")
    return answers.view("datetime64[D]").reshape(days.shape)


def _add_same(cal: BusinessCalendar, days: _Ints, n: int, roll: Roll | None) -> _Ints:
    fused = _fused(cal, n, roll)
    offset = _table(cal).offset
    answers = np.empty_like(days)
    for chunk in _chunks(len(days)):
        answer = fused.take(_slots(days[chunk], offset), out=answers[chunk], mode="clip")
        if answer.min() == _NAT:
            _refuse_first(days, answers, chunk, lambda day, _: cal.add_business_days(day, n, roll))
    return answers


def _add_each(cal: BusinessCalendar, days: _Ints, counts: npt.NDArray[np.integer[Any]], roll: Roll | None) -> _Ints:
    table = _table(cal)
    answers = np.empty_like(days)
    for chunk in _chunks(len(days)):
        n = _within_far(counts[chunk])
        slots = _slots(days[chunk], table.offset)
        numbers = n + table.upto.take(slots, mode="clip") if n.min() > 0 else _numbers(table, slots, n, roll)
        answer = table.nth.take(numbers, out=answers[chunk], mode="clip")
        if answer.min() == _NAT:
            _refuse_first(days, answers, chunk, lambda day, i: cal.add_business_days(day, int(counts[i]), roll))
    return answers


def _within_far(n: npt.NDArray[np.integer[Any]]) -> _Ints:
    """`n` as int64, cut so that no sum overflows: a larger step is outside every calendar in any case."""
    if n.min() >= -_FAR and n.max() <= _FAR:
        return n.astype(np.int64, copy=False)
    return n.clip(max=_FAR).astype(np.int64).clip(min=-_FAR)


def business_days_between(
    cal: BusinessCalendar, starts: _Dates, ends: _Dates
) -> npt.NDArray[np.int64] | npt.NDArray[np.float64]:
    """`BusinessCalendar.business_days_between` of each pair, as int64; the two arrays broadcast with each other.

    An integer cannot be NaT. If some day is NaT, the whole result is float64, with NaN for that pair.

    Raises:
        NotADateError: an array is not ``datetime64[D]``.
        InvalidInputError: an array is masked.
        OutOfSpanError: a day is outside the span; the first one is named.
    """
    first, last = np.broadcast_arrays(_days(starts, "starts"), _days(ends, "ends"))
    shape, first, last = first.shape, first.ravel(), last.ravel()
    table = _table(cal)
    answers = np.empty_like(first)
    unknown = np.zeros(len(first), dtype=bool)
    upto_start, upto_end = np.empty(_CHUNK, dtype=np.int32), np.empty(_CHUNK, dtype=np.int32)
    for chunk in _chunks(len(first)):
        size = chunk.stop - chunk.start
        begun = table.upto.take(_slots(first[chunk], table.offset), out=upto_start[:size], mode="clip")
        ended = table.upto.take(_slots(last[chunk], table.offset), out=upto_end[:size], mode="clip")
        np.subtract(ended, begun, out=answers[chunk])
        if begun.max() == _NOWHERE or ended.max() == _NOWHERE:
            unknown[chunk] = (first[chunk] == _NAT) | (last[chunk] == _NAT)
            for days, upto in ((first, begun), (last, ended)):
                for i in chunk.start + np.flatnonzero((upto == _NOWHERE) & (days[chunk] != _NAT))[:1]:
                    _refuse(days, int(i), lambda day, _: cal.is_business_day(day))
    if unknown.any():
        return np.where(unknown, np.nan, answers).reshape(shape)
    return answers.reshape(shape)


def _days(dates: _Dates, place: str) -> _Ints:
    """The days as days since 1970, in native byte order."""
    if not isinstance(dates, np.ndarray | np.datetime64):
        raise NotADateError(place=place, expected=_ARRAY, got=kind_of(dates))
    _refuse_masked(dates, place)
    array = np.asarray(dates)
    if array.dtype.kind != "M" or np.datetime_data(array.dtype) != ("D", 1):
        raise NotADateError(place=place, expected=_ARRAY, got=array_of(array.dtype))
    return array.astype("datetime64[D]", order="C", copy=False).view(np.int64)


def _refuse_masked(values: object, place: str) -> None:
    """Refuse a masked array: NumPy's own functions would read the masked values."""
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidInputError(place=place, detail=_MASKED)


def _chunks(size: int) -> Iterator[slice]:
    return (slice(start, min(start + _CHUNK, size)) for start in range(0, size, _CHUNK))


def _slots(days: _Ints, offset: int) -> _Ints:
    return days - offset if offset else days


_Scalar: TypeAlias = Callable[[date, int], object]


def _refuse_first(days: _Ints, answers: _Ints, chunk: slice, scalar: _Scalar) -> None:
    for i in chunk.start + np.flatnonzero((answers[chunk] == _NAT) & (days[chunk] != _NAT))[:1]:
        _refuse(days, int(i), scalar)


def _refuse(days: _Ints, index: int, scalar: _Scalar) -> None:
    """Raise the error of the scalar method for the element at `index`, which it refuses."""
    ordinal = int(days[index]) + _EPOCH
    known = max(date.min.toordinal(), min(ordinal, date.max.toordinal()))  # NumPy has years that `date` lacks
    try:
        scalar(date.fromordinal(known), index)
    except (NotBusinessDayError, OutOfSpanError) as error:
        day = error.params["day"] if ordinal == known else days[index].astype("datetime64[D]")
        told = Said(f"{day} (posición {index})", f"{day} (index {index})")
        raise type(error)(**{**error.params, "day": told, "index": index}) from None

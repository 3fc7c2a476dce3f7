"""Business days: which days count, why the others do not, and counts by table look-up.

The caller gives the calendar everything that belongs to a country: holiday laws, span, verified year. A calendar is a
frozen value. It is built once, and threads can share it.

>>> from datetime import date
>>> from pqr_core.citations import Citation, Confidence, Norm
>>> norm = Norm(id="ley-1", name="Ley 1 de 1990")
>>> new_year = HolidayLaw(
...     code="ano_nuevo", name_es="Año Nuevo", name_en="New Year's Day", first_year=1990, rule=FixedDay(1, 1),
...     citations=(Citation(norm, "art. 1", Confidence.VISTA),),
... )
>>> cal = BusinessCalendar(laws=(new_year,), span=(date(1990, 1, 1), date(2030, 12, 31)), verified_through=2026)
>>> cal.add_business_days(date(2025, 12, 31), 1)
datetime.date(2026, 1, 2)
>>> cal.why(date(2026, 1, 1)).text("es")
'festivo: Año Nuevo (Ley 1 de 1990, art. 1)'
"""

from __future__ import annotations

import functools
import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate, compress
from typing import Any, Final, Literal, TypeAlias

from attrs import Attribute, Factory, evolve, field, frozen
from dateutil.easter import easter

from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError, NotBusinessDayError, OutOfSpanError
from pqr_core.fields import Brief, are, is_count, is_count_or_none, is_day, is_day_or_none, is_filled, is_flag
from pqr_core.language import Language, Said
from pqr_core.moments import require_date
from pqr_core.names import NOTHING, WHOLE, a, shown

__all__ = (
    "BusinessCalendar",
    "Closure",
    "DayKind",
    "DayReason",
    "EasterOffset",
    "FixedDay",
    "Holiday",
    "HolidayLaw",
    "Roll",
    "require_closures",
    "require_roll",
)

Roll: TypeAlias = Literal["next", "previous"]
"""The business day that replaces a day that is not one: the next or the previous one."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_SATURDAY: Final = 5
_COMMON_YEAR: Final = 2001


# --- what is refused -----------------------------------------------------------------------------------------------


def require_roll(roll: object) -> None:
    """Refuse a `roll` that is neither a value of `Roll` nor None.

    Raises:
        InvalidInputError: `roll` is anything else.
    """
    if roll not in (None, "next", "previous"):  # a tuple, not a set: `roll` may be a value without a hash
        raise InvalidInputError.unlisted(("next", "previous"), roll, place="roll")


def _bool_or_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        require_date(value, attribute.name)


def _first_then_last(_instance: object, attribute: Attribute[Any], span: tuple[date, date]) -> None:
    first, last = (require_date(day, attribute.name) for day in span)
    if last < first:
        es, en = f"el último día, {last}, es anterior al primero, {first}", f"the last day, {last}, is before {first}"
        raise InvalidInputError(place="span", detail=Said(es, en))


def _some(_instance: object, attribute: Attribute[Any], values: tuple[object, ...]) -> None:
    if not values:
        raise InvalidInputError.expected(
            Said("al menos una cita", "at least one citation"), NOTHING, place=attribute.name
        )


def _an_act(_instance: object, _attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        detail = Said(es="diga qué acto ordena el cierre", en="say which act orders the closure")
        raise InvalidInputError(place="act", detail=detail)


# --- holidays and the laws that give them --------------------------------------------------------------------------


_COMMON_DAY: Final = Said("un mes y un día de todos los años", "a month and a day of every year")
_RULE: Final = Said("un día fijo o uno contado desde la Pascua", "a FixedDay or an EasterOffset")


def _a_rule(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, FixedDay | EasterOffset):
        raise InvalidInputError.expected(_RULE, value, place=attribute.name)


@frozen
class FixedDay:
    """The same day of the same month in every year; 29 February is refused.

    Raises:
        InvalidInputError: not every year has that day.
    """

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        try:
            date(_COMMON_YEAR, self.month, self.day)
        except (TypeError, ValueError):
            got = Said.alike(f"{self.month}-{self.day}")
            raise InvalidInputError.expected(_COMMON_DAY, got, place="rule") from None

    def in_year(self, year: int) -> date:
        """The day in `year`."""
        return date(year, self.month, self.day)


@frozen
class EasterOffset:
    """A number of calendar days after Easter Sunday; a negative number is before it."""

    days: int = field(validator=is_count)

    def in_year(self, year: int) -> date:
        """The day in `year`."""
        return easter(year) + self.days * _DAY


@frozen(kw_only=True)
class HolidayLaw(Brief):
    """One holiday, as a norm orders it.

    Args:
        code: the code of the holiday.
        name_es: its Spanish name.
        name_en: its English name.
        citations: the norms that order it, at least one.
        rule: the day of each year.
        first_year: the first year in which it is kept, included.
        last_year: the last year in which it is kept, included; None if there is none.
        moved_to_monday_from: the first year from which a day that is not a Monday is moved to the next Monday; None if
            it never is.
    """

    code: str = field(validator=is_filled)
    name_es: str = field(validator=is_filled)
    name_en: str = field(validator=is_filled)
    citations: tuple[Citation, ...] = field(validator=[are(Citation), _some])
    rule: FixedDay | EasterOffset = field(validator=_a_rule)
    first_year: int = field(validator=is_count)
    last_year: int | None = field(default=None, validator=is_count_or_none)
    moved_to_monday_from: int | None = field(default=None, validator=is_count_or_none)

    def in_year(self, year: int) -> date | None:
        """The day on which the holiday is kept in `year`; None if the norm does not order it that year."""
        if year < self.first_year or (self.last_year is not None and year > self.last_year):
            return None
        day = self.rule.in_year(year)
        if self.moved_to_monday_from is None or year < self.moved_to_monday_from:
            return day
        return day + -day.weekday() % _WEEK * _DAY


@frozen
class Holiday(Brief):
    """One holiday, and the day on which it is kept."""

    day: date
    law: HolidayLaw

    def named(self, lang: Language = "es") -> str:
        """The name of the holiday and its norm."""
        return self._with(self.law.citations[0].named(lang), lang)

    def text(self, lang: Language = "es") -> str:
        """The name and the norm, with the confidence of the norm unless its text was read."""
        return self._with(self.law.citations[0].text(lang), lang)

    def _with(self, norm: str, lang: Language) -> str:
        return f"{self.law.name_en if lang == 'en' else self.law.name_es} ({norm})"


@frozen
class Closure:
    """Days on which one utility does not attend.

    Args:
        first: the first day, included.
        last: the last day, included; `first` if not given.
        act: the act that ordered the closure.
        known_on: the day on which it was announced; None if it was always known.
        retroactive: whether the act says that it has effect on terms that have already ended. Otherwise, a closure that
            is announced late does not move them.
        own_act: whether the utility ordered the closure itself.

    Raises:
        InvalidInputError: the closure ends before it begins, or `act` is empty.
        NotADateError: a day is not a date.
    """

    first: date = field(validator=is_day)
    last: date = field(default=Factory(lambda self: self.first, takes_self=True), validator=is_day)
    act: str = field(validator=_an_act, kw_only=True)
    known_on: date | None = field(default=None, validator=is_day_or_none, kw_only=True)
    retroactive: bool = field(default=False, validator=is_flag, kw_only=True)
    own_act: bool = field(default=False, validator=is_flag, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            es = f"termina el {self.last}, antes de su primer día, el {self.first}"
            en = f"it ends on {self.last}, before its first day {self.first}"
            raise InvalidInputError(place="closure", detail=Said(es, en))

    def covers(self, day: date) -> bool:
        """Whether the closure includes `day`."""
        return self.first <= day <= self.last


_CLOSURES: Final = Said("una lista de cierres", "a list of closures (put one alone in a list)")


def require_closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """The closures as a tuple.

    Raises:
        InvalidInputError: `closures` is a single closure, is not iterable, or has a value that is not a closure.
    """
    if isinstance(closures, Closure) or not isinstance(closures, Iterable):
        raise InvalidInputError.expected(_CLOSURES, closures, place="closures")
    found = tuple(closures)
    for each in found:
        if not isinstance(each, Closure):
            raise InvalidInputError.expected(a(Closure), shown(each), place="closures")
    return found


def _sorted_closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """The closures sorted and without repetitions, so that equal closures make equal calendars."""
    return tuple(sorted(set(require_closures(closures)), key=_canonical_closure))


def _sorted_days(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(days))


def _canonical_closure(closure: Closure) -> tuple[str, str, str, bool, bool, str]:
    known_on = closure.known_on.isoformat() if closure.known_on else ""
    days = closure.first.isoformat(), closure.last.isoformat()
    return (*days, known_on, closure.retroactive, closure.own_act, closure.act)


# --- why a day counts or not ---------------------------------------------------------------------------------------


class DayKind(StrEnum):
    """What a day is. If several apply, the first in this order is the kind."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    CLOSURE = "closure"
    BUSINESS = "business"


_WEEKEND_NAMES: Final[Mapping[Language, tuple[str, str]]] = {"es": ("sábado", "domingo"), "en": ("Saturday", "Sunday")}


@frozen(kw_only=True)
class DayReason(Brief):
    """Why a day counts or not: all reasons that apply, not only the one of its `kind`."""

    day: date
    kind: DayKind
    weekend: bool
    holidays: tuple[Holiday, ...]
    closures: tuple[Closure, ...]

    def text(self, lang: Language = "es") -> str:
        """All reasons in one phrase, each with its norm or act."""
        holiday, closure, business = (
            ("holiday", "closed", "business day") if lang == "en" else ("festivo", "cierre", "día hábil")
        )
        reasons = [_WEEKEND_NAMES[lang][self.day.weekday() - _SATURDAY]] if self.weekend else []
        if self.holidays:
            reasons.append(f"{holiday}: " + ", ".join(each.text(lang) for each in self.holidays))
        reasons.extend(f"{closure}: {each.act}" for each in self.closures)
        return "; ".join(reasons) or business


# --- the calendar --------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4)
def _days(first: date, size: int) -> tuple[date, ...]:
    """The `size` days from `first` on, shared by the calendars of one span."""
    return tuple(map(date.fromordinal, range(first.toordinal(), first.toordinal() + size)))


def _open_days(
    span: tuple[date, date], saturdays_from: date | None, holidays: Iterable[int], closures: Iterable[Closure]
) -> bytearray:
    """One byte per day of the span: 1 for a business day, otherwise 0."""
    base, end = span[0].toordinal(), span[1].toordinal() + 1
    size = end - base
    is_open = bytearray(size)
    for weekday in range(_SATURDAY):
        _open_weekly(is_open, (weekday - span[0].weekday()) % _WEEK)
    if saturdays_from is not None:
        start = saturdays_from.toordinal() - base
        _open_weekly(is_open, start + (_SATURDAY - saturdays_from.weekday()) % _WEEK)
    for ordinal in holidays:
        is_open[ordinal - base] = 0
    for closure in closures:
        first, last = max(closure.first.toordinal(), base), min(closure.last.toordinal() + 1, end)
        if first < last:
            is_open[first - base : last - base] = bytes(last - first)
    return is_open


def _open_weekly(is_open: bytearray, first: int) -> None:
    is_open[first::_WEEK] = b"\x01" * len(range(first, len(is_open), _WEEK))


@frozen(kw_only=True, cache_hash=True)
class BusinessCalendar(Brief):
    """The business days of one utility between the two days of `span`, both included.

    They are Monday to Friday, without the holidays of `laws` and without `closures`. Saturdays count too if
    `saturday_is_business_day` is true, or from that day on if it is a date.

    Answers after the year `verified_through` depend on laws that may change. `disputed` are the days on which a second
    opinion differs; they change no answer and are not in the fingerprint.

    Engines read the calendar as a table. Days and business days are numbered from 1. Day `i` has the ordinal
    `origin + i`, `upto[i]` is the number of business days up to it, and `nth[k]` is the k-th business day. `upto[0]`
    is 0, and `nth[0]` is a day that no count reaches.

    The methods that count and explain accept only a `datetime.date` inside the span:

    Raises:
        NotADateError: a day is not a `datetime.date`, or has an hour.
        OutOfSpanError: a day that is given, stepped on or reached is outside the span.
    """

    laws: tuple[HolidayLaw, ...] = field(repr=False, validator=are(HolidayLaw))
    span: tuple[date, date] = field(validator=_first_then_last)
    verified_through: int = field(validator=is_count)
    saturday_is_business_day: bool | date = field(default=False, validator=_bool_or_day)
    closures: tuple[Closure, ...] = field(default=(), converter=_sorted_closures)
    disputed: tuple[date, ...] = field(default=(), converter=_sorted_days, repr=False)
    fingerprint: str = field(init=False, eq=False)
    origin: int = field(init=False, eq=False, repr=False)
    upto: array[int] = field(init=False, eq=False, repr=False)
    nth: list[date] = field(init=False, eq=False, repr=False)
    _holidays: dict[int, tuple[HolidayLaw, ...]] = field(init=False, eq=False, repr=False)
    _holiday_ordinals: list[int] = field(init=False, eq=False, repr=False)
    _last_announced: date = field(init=False, eq=False, repr=False)
    _views: dict[tuple[Closure, ...], BusinessCalendar] = field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        holidays = _holidays_by_ordinal(self.laws, self.span)
        announced = (each.known_on for each in self.closures if each.known_on and not each.retroactive)
        is_open = _open_days(self.span, self._saturdays_from, holidays, self.closures)
        for name, value in (
            ("origin", self.span[0].toordinal() - 1),
            ("upto", array("i", accumulate(is_open, initial=0))),
            ("nth", [date.min, *compress(_days(self.span[0], len(is_open)), is_open)]),
            ("_holidays", holidays),
            ("_holiday_ordinals", list(holidays)),
            ("_last_announced", max(announced, default=date.min)),
            ("fingerprint", self._digest(holidays)),
        ):
            object.__setattr__(self, name, value)

    # --- counting ---

    def is_business_day(self, day: date) -> bool:
        """Whether `day` is a business day."""
        i = self._number(day)
        return self.upto[i] > self.upto[i - 1]

    def add_business_days(self, day: date, n: int, roll: Roll | None = None) -> date:
        """The n-th business day after `day` (n > 0), or the `-n`-th before it (n < 0); `day` itself is not counted.

        For n = 0 it is `day` if that is a business day, and otherwise the next or previous business day, as `roll`
        says. `roll` has no effect for another n.

        Raises:
            NotBusinessDayError: n = 0, `day` is not a business day and `roll` is None.
            InvalidInputError: `n` is not an int, or `roll` is not one of its values.
        """
        # This is the innermost loop, so it is written flat: `roll` is positional and `__class__` replaces `type()`.
        if n.__class__ is int and day.__class__ is date and (roll is None or roll in ("next", "previous")):
            i = day.toordinal() - self.origin
            if i > 0:
                try:
                    if n > 0:
                        return self.nth[self.upto[i] + n]
                    if n < 0:
                        k = self.upto[i] + n + (self.upto[i] == self.upto[i - 1])
                        if k > 0:
                            return self.nth[k]
                except IndexError:
                    pass  # beyond the last day: refused below
        return self._added_or_refused(day, n, roll)

    def business_days_between(self, start: date, end: date) -> int:
        """The business days in (start, end]; if `end` is before `start`, minus those in (end, start]."""
        if start.__class__ is date and end.__class__ is date:
            origin = self.origin
            i = start.toordinal() - origin
            j = end.toordinal() - origin
            if i > 0 and j > 0:
                try:
                    upto = self.upto
                    return upto[j] - upto[i]
                except IndexError:
                    pass  # beyond the last day: refused below
        i, j = self._number(start, "start"), self._number(end, "end")
        return self.upto[j] - self.upto[i]

    def next_business_day(self, day: date) -> date:
        """The first business day after `day`, never `day` itself."""
        return self.add_business_days(day, 1)

    def previous_business_day(self, day: date) -> date:
        """The last business day before `day`, never `day` itself."""
        return self.add_business_days(day, -1)

    # --- explaining ---

    def holidays_in(self, first: date, last: date) -> tuple[Holiday, ...]:
        """The holidays from `first` to `last`, both included, in order of days; one day may have two."""
        self._number(first)
        self._number(last)
        ordinals = self._holiday_ordinals
        within = ordinals[bisect_left(ordinals, first.toordinal()) : bisect_right(ordinals, last.toordinal())]
        return tuple(Holiday(date.fromordinal(each), law) for each in within for law in self._holidays[each])

    def days_off(self, after: date, until: date) -> list[date]:
        """The days in (after, until] that are not business days, in order; empty if `until` is before `after`."""
        i, j = self._number(after), self._number(until)
        upto, origin = self.upto, self.origin
        return [date.fromordinal(origin + k) for k in range(i + 1, j + 1) if upto[k] == upto[k - 1]]

    def is_weekend(self, day: date) -> bool:
        """Whether `day` is a Sunday, or a Saturday that does not count."""
        self._number(day)
        if day.weekday() != _SATURDAY:
            return day.weekday() > _SATURDAY
        return self._saturdays_from is None or day < self._saturdays_from

    def why(self, day: date) -> DayReason:
        """Why `day` counts or not, with the norm or the act."""
        is_open = self.is_business_day(day)
        holidays = self.holidays_in(day, day)
        closures = tuple(closure for closure in self.closures if closure.covers(day))
        weekend = self.is_weekend(day)
        kind = (
            DayKind.BUSINESS
            if is_open
            else DayKind.HOLIDAY
            if holidays
            else DayKind.WEEKEND
            if weekend
            else DayKind.CLOSURE
        )
        return DayReason(day=day, kind=kind, weekend=weekend, holidays=holidays, closures=closures)

    def is_projected(self, day: date) -> bool:
        """Whether `day` is after the last year for which the laws were verified."""
        self._number(day)
        return day.year > self.verified_through

    def disputed_in(self, first: date, last: date) -> tuple[date, ...]:
        """The disputed days from `first` to `last`, both included; the span is not checked."""
        if not self.disputed:
            return ()
        return self.disputed[bisect_left(self.disputed, first) : bisect_right(self.disputed, last)]

    # --- the same calendar with other closures ---

    def with_closures(self, *closures: Closure) -> BusinessCalendar:
        """This calendar with further closures."""
        return evolve(self, closures=(*self.closures, *closures))

    def without_own_acts(self) -> BusinessCalendar:
        """This calendar without the closures that the utility ordered itself."""
        return self._keeping(tuple(each for each in self.closures if not each.own_act))

    def known_by(self, day: date) -> BusinessCalendar:
        """This calendar as known at the end of `day`, which may be outside the span.

        It has no closure that was announced later, unless the closure is retroactive.
        """
        if require_date(day, "day") >= self._last_announced:
            return self
        return self._keeping(
            tuple(each for each in self.closures if each.retroactive or each.known_on is None or each.known_on <= day)
        )

    def _keeping(self, closures: tuple[Closure, ...]) -> BusinessCalendar:
        if len(closures) == len(self.closures):
            return self
        view = self._views.get(closures)
        if view is None:
            # Two threads may both build the view. They are equal, and setdefault keeps one of them.
            view = self._views.setdefault(closures, evolve(self, closures=closures))
        return view

    # --- internals ---

    @property
    def _saturdays_from(self) -> date | None:
        """The first day of the span from which Saturdays count; None if they do not."""
        if isinstance(self.saturday_is_business_day, bool):
            return self.span[0] if self.saturday_is_business_day else None
        return (
            max(self.saturday_is_business_day, self.span[0]) if self.saturday_is_business_day <= self.span[1] else None
        )

    def _number(self, day: date, place: str = "day") -> int:
        """The number of `day`, from 1."""
        i = require_date(day, place).toordinal() - self.origin
        if 0 < i < len(self.upto):
            return i
        raise self._outside(day)

    def _outside(self, day: date) -> OutOfSpanError:
        first, last = self.span
        return OutOfSpanError(day=day.isoformat(), first=first.isoformat(), last=last.isoformat())

    def _added_or_refused(self, day: date, n: object, roll: Roll | None) -> date:
        """What the table of `add_business_days` does not answer: n = 0, subclasses of date and int, and refusals."""
        if not isinstance(n, int) or isinstance(n, bool):
            raise InvalidInputError.expected(WHOLE, shown(n), place="n")
        require_roll(roll)
        self._number(day)
        if day.__class__ is not date or n.__class__ is not int:
            return self.add_business_days(date(day.year, day.month, day.day), int(n), roll)
        if n != 0:
            raise self._outside(self.span[1] + _DAY if n > 0 else self.span[0] - _DAY)
        if self.is_business_day(day):
            return day
        if roll is None:
            why = self.why(day)
            raise NotBusinessDayError(day=day.isoformat(), why=Said(es=why.text("es"), en=why.text("en")))
        return self.add_business_days(day, 1 if roll == "next" else -1)

    @property
    def definition(self) -> str:
        """What decides the days of the calendar, as canonical JSON; `fingerprint` is its SHA-256, in hexadecimal."""
        return self._defined(self._holidays)

    def _digest(self, holidays: Mapping[int, tuple[HolidayLaw, ...]]) -> str:
        return sha256(self._defined(holidays).encode()).hexdigest()

    def _defined(self, holidays: Mapping[int, tuple[HolidayLaw, ...]]) -> str:
        content = {
            "span": [day.isoformat() for day in self.span],
            "saturdays_from": self._saturdays_from and self._saturdays_from.isoformat(),
            "holidays": [[ordinal, *sorted(law.code for law in laws)] for ordinal, laws in holidays.items()],
            # The text of an act decides no day, and neither does the name of a law.
            "closures": sorted({_canonical_closure(closure)[:-1] for closure in self.closures}),
        }
        return json.dumps(content, separators=(",", ":"), sort_keys=True)


def _holidays_by_ordinal(laws: tuple[HolidayLaw, ...], span: tuple[date, date]) -> dict[int, tuple[HolidayLaw, ...]]:
    """The laws by the ordinal of the day on which their holiday is kept, in order of days."""
    first, last = span
    found: dict[int, tuple[HolidayLaw, ...]] = {}
    for law in laws:
        # It starts a year early: a holiday of the last days of a year may be moved into the span.
        for year in range(first.year - 1, last.year + 1):
            day = law.in_year(year)
            if day is not None and first <= day <= last:
                ordinal = day.toordinal()
                found[ordinal] = (*found.get(ordinal, ()), law)
    return dict(sorted(found.items()))

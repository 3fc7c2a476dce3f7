"""Business days: which days count, why the others do not, and counting as fast as a table look-up.

The calendar is told everything that belongs to a country (holiday laws, span, verified year); nothing of it is
written here. A calendar is a frozen value, built once and safe to share between threads.

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

from attrs import Attribute, Factory, evolve, field, frozen, validators
from dateutil.easter import easter

from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError, NotBusinessDayError, OutOfSpanError
from pqr_core.language import Language, Said
from pqr_core.moments import require_date

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

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_SATURDAY: Final = 5
_COMMON_YEAR: Final = 2001


# --- what is refused -----------------------------------------------------------------------------------------------


def require_roll(roll: object) -> None:
    """Nothing when `roll` is one of the values of `Roll`, or None.

    Raises:
        InvalidInputError: anything else.
    """
    if roll not in (None, "next", "previous"):  # a tuple, for what cannot be hashed
        raise InvalidInputError(place="roll", detail=f"'next' or 'previous' is meant, not {roll!r}")


def _a_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_date(value, attribute.name)


def _bool_or_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        require_date(value, attribute.name)


def _first_then_last(_instance: object, attribute: Attribute[Any], span: tuple[date, date]) -> None:
    first, last = (require_date(day, attribute.name) for day in span)
    if last < first:
        raise InvalidInputError(place="span", detail=f"the last day, {last}, is before the first, {first}")


_some_citations = validators.and_(
    validators.min_len(1), validators.deep_iterable(validators.instance_of(Citation), validators.instance_of(tuple))
)


def _an_act(_instance: object, _attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        detail = Said(es="diga qué acto ordena el cierre", en="say which act orders the closure")
        raise InvalidInputError(place="act", detail=detail)


_filled = validators.and_(validators.instance_of(str), validators.min_len(1))


# --- holidays and the laws that give them --------------------------------------------------------------------------


@frozen
class FixedDay:
    """The same day of the same month each year (29 February cannot be one)."""

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        date(_COMMON_YEAR, self.month, self.day)

    def in_year(self, year: int) -> date:
        """The day in `year`."""
        return date(year, self.month, self.day)


@frozen
class EasterOffset:
    """A number of calendar days after Easter Sunday (before it, when negative)."""

    days: int = field(validator=validators.instance_of(int))

    def in_year(self, year: int) -> date:
        """The day in `year`."""
        return easter(year) + self.days * _DAY


@frozen(kw_only=True)
class HolidayLaw:
    """One holiday as a norm orders it, for the years from `first_year` to `last_year` (both included, None = open).

    From the year `moved_to_monday_from` on, a day that is no Monday is kept on the Monday after it; None = never.
    """

    code: str = field(validator=_filled)
    name_es: str = field(validator=_filled)
    name_en: str = field(validator=_filled)
    citations: tuple[Citation, ...] = field(validator=_some_citations)
    rule: FixedDay | EasterOffset = field(validator=validators.instance_of((FixedDay, EasterOffset)))
    first_year: int = field(validator=validators.instance_of(int))
    last_year: int | None = field(default=None, validator=validators.optional(validators.instance_of(int)))
    moved_to_monday_from: int | None = field(default=None, validator=validators.optional(validators.instance_of(int)))

    def in_year(self, year: int) -> date | None:
        """The day on which the holiday of `year` is kept, or None when the norm was not in force that year."""
        if year < self.first_year or (self.last_year is not None and year > self.last_year):
            return None
        day = self.rule.in_year(year)
        if self.moved_to_monday_from is None or year < self.moved_to_monday_from:
            return day
        return day + -day.weekday() % _WEEK * _DAY


@frozen
class Holiday:
    """One holiday on the day it is kept."""

    day: date
    law: HolidayLaw

    def named(self, lang: Language = "es") -> str:
        """Name and norm."""
        return self._with(self.law.citations[0].named(lang), lang)

    def text(self, lang: Language = "es") -> str:
        """Name and norm; how the norm was checked is said unless its text was read."""
        return self._with(self.law.citations[0].text(lang), lang)

    def _with(self, norm: str, lang: Language) -> str:
        return f"{self.law.name_en if lang == 'en' else self.law.name_es} ({norm})"


@frozen
class Closure:
    """Days on which one utility does not attend: `first` to `last`, both included; one day when `last` is omitted.

    `act` is the act that ordered it and `known_on` the day it was made known (None = always known). A closure
    announced late moves nothing already due, unless its act is `retroactive` and says so. `own_act` marks a closure
    that the utility ordered itself.
    """

    first: date = field(validator=_a_day)
    last: date = field(default=Factory(lambda self: self.first, takes_self=True), validator=_a_day)
    act: str = field(validator=_an_act, kw_only=True)
    known_on: date | None = field(default=None, validator=validators.optional(_a_day), kw_only=True)
    retroactive: bool = field(default=False, validator=validators.instance_of(bool), kw_only=True)
    own_act: bool = field(default=False, validator=validators.instance_of(bool), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            es = f"termina el {self.last}, antes de su primer día, el {self.first}"
            en = f"it ends on {self.last}, before its first day {self.first}"
            raise InvalidInputError(place="closure", detail=Said(es, en))

    def covers(self, day: date) -> bool:
        """Whether `day` is closed."""
        return self.first <= day <= self.last


def require_closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """The closures as a tuple.

    Raises:
        InvalidInputError: one alone, or anything else among them.
    """
    if isinstance(closures, Closure) or not isinstance(closures, Iterable):
        raise InvalidInputError(place="closures", detail="an iterable of closures is meant; put one alone in a list")
    found = tuple(closures)
    for each in found:
        if not isinstance(each, Closure):
            raise InvalidInputError(place="closures", detail=f"a Closure is meant, not {type(each).__name__} {each!r}")
    return found


def _sorted_closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    """Order and repetition say nothing: equal closures make equal calendars."""
    return tuple(sorted(set(require_closures(closures)), key=_canonical_closure))


def _sorted_days(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(days))


def _canonical_closure(closure: Closure) -> tuple[str, str, str, bool, bool, str]:
    known_on = closure.known_on.isoformat() if closure.known_on else ""
    days = closure.first.isoformat(), closure.last.isoformat()
    return (*days, known_on, closure.retroactive, closure.own_act, closure.act)


# --- why a day counts or not ---------------------------------------------------------------------------------------


class DayKind(StrEnum):
    """What a day is; a day that is several of them is the first that applies, in this order."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    CLOSURE = "closure"
    BUSINESS = "business"


_WEEKEND_NAMES: Final[Mapping[Language, tuple[str, str]]] = {"es": ("sábado", "domingo"), "en": ("Saturday", "Sunday")}


@frozen(kw_only=True)
class DayReason:
    """Why a day counts or does not: every reason that applies, not only the one that names its `kind`."""

    day: date
    kind: DayKind
    weekend: bool
    holidays: tuple[Holiday, ...]
    closures: tuple[Closure, ...]

    def text(self, lang: Language = "es") -> str:
        """All the reasons in one phrase, each with its norm or act."""
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
    """The days from `first` on, shared between the calendars of one span."""
    return tuple(map(date.fromordinal, range(first.toordinal(), first.toordinal() + size)))


def _open_days(
    span: tuple[date, date], saturdays_from: date | None, holidays: Iterable[int], closures: Iterable[Closure]
) -> bytearray:
    """One byte a day of the span, 1 on the business days."""
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
class BusinessCalendar:
    """The business days of one utility between the two days of `span`, both included.

    Monday to Friday, less the holidays of `laws`, less `closures`; Saturdays too where `saturday_is_business_day`
    is true or, from that day on, a date. Answers after the year `verified_through` rest on laws that may change.
    `disputed` are days about which a second opinion differs; they change no answer and are not in the fingerprint.

    For the engines, the calendar is also a table; days and business days are numbered from 1. Day `i` has the ordinal
    `origin + i`, `upto[i]` counts the business days up to it, and `nth[k]` is the k-th business day. (`upto[0]` is 0;
    `nth[0]` is a day that no count reaches.)

    Every method takes real `datetime.date` values only and refuses a day outside the span:

    Raises:
        NotADateError: something else than a `datetime.date`, or one with an hour.
        OutOfSpanError: a day given, stepped on or reached is outside the span.
    """

    laws: tuple[HolidayLaw, ...] = field(
        repr=False,
        validator=validators.deep_iterable(validators.instance_of(HolidayLaw), validators.instance_of(tuple)),
    )
    span: tuple[date, date] = field(validator=_first_then_last)
    verified_through: int = field(validator=validators.instance_of(int))
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
        """Whether `day` counts."""
        i = self._number(day)
        return self.upto[i] > self.upto[i - 1]

    def add_business_days(self, day: date, n: int, roll: Roll | None = None) -> date:
        """The n-th business day after `day` (n > 0), or the |n|-th before it (n < 0); `day` itself is never counted.

        n = 0 is `day` itself when it is a business day, else the one that `roll` says, else refused. `roll` says
        nothing about any other n.

        Raises:
            NotBusinessDayError: n = 0, `day` is not a business day and `roll` is None.
            InvalidInputError: `n` is not an int, or `roll` is none of its values.
        """
        # Written flat, with `roll` not keyword-only and `__class__` for `type()`: in the innermost loop each is felt.
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
        """The business days in (start, end]; when `end` comes first, minus those in (end, start]."""
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
        """The holidays from `first` to `last`, both included, in order; two of one day are both there."""
        self._number(first)
        self._number(last)
        ordinals = self._holiday_ordinals
        within = ordinals[bisect_left(ordinals, first.toordinal()) : bisect_right(ordinals, last.toordinal())]
        return tuple(Holiday(date.fromordinal(each), law) for each in within for law in self._holidays[each])

    def days_off(self, after: date, until: date) -> list[date]:
        """The days in (after, until] that do not count, in order; none when `until` comes first."""
        i, j = self._number(after), self._number(until)
        upto, origin = self.upto, self.origin
        return [date.fromordinal(origin + k) for k in range(i + 1, j + 1) if upto[k] == upto[k - 1]]

    def is_weekend(self, day: date) -> bool:
        """Whether `day` is a Sunday, or a Saturday that is not a day of work."""
        self._number(day)
        if day.weekday() != _SATURDAY:
            return day.weekday() > _SATURDAY
        return self._saturdays_from is None or day < self._saturdays_from

    def why(self, day: date) -> DayReason:
        """Why `day` counts or does not, with the norm or the act."""
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
        """Whether `day` is after the last year in which the laws were verified."""
        self._number(day)
        return day.year > self.verified_through

    def disputed_in(self, first: date, last: date) -> tuple[date, ...]:
        """The disputed days from `first` to `last`, both included."""
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
        """This calendar as it was known at the end of `day`: without closures announced later, unless retroactive."""
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
            # Two threads may both build it; setdefault lets one of the two equal values win.
            view = self._views.setdefault(closures, evolve(self, closures=closures))
        return view

    # --- inside ---

    @property
    def _saturdays_from(self) -> date | None:
        """The first day of force of Saturdays inside the span, None when there is none."""
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
        """What `add_business_days` leaves over: n = 0, subclasses of date and int, and refusals."""
        if not isinstance(n, int) or isinstance(n, bool):
            raise InvalidInputError(place="n", detail=f"an int is meant, not {type(n).__name__} {n}")
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
        """What decides its days as canonical JSON; `fingerprint` is the SHA-256 of it."""
        return self._defined(self._holidays)

    def _digest(self, holidays: Mapping[int, tuple[HolidayLaw, ...]]) -> str:
        return sha256(self._defined(holidays).encode()).hexdigest()

    def _defined(self, holidays: Mapping[int, tuple[HolidayLaw, ...]]) -> str:
        content = {
            "span": [day.isoformat() for day in self.span],
            "saturdays_from": self._saturdays_from and self._saturdays_from.isoformat(),
            "holidays": [[ordinal, *sorted(law.code for law in laws)] for ordinal, laws in holidays.items()],
            # The text of the act decides no date, as the name of a law does not.
            "closures": sorted({_canonical_closure(closure)[:-1] for closure in self.closures}),
        }
        return json.dumps(content, separators=(",", ":"), sort_keys=True)


def _holidays_by_ordinal(laws: tuple[HolidayLaw, ...], span: tuple[date, date]) -> dict[int, tuple[HolidayLaw, ...]]:
    """The laws by the ordinal of the day on which their holiday is kept, in order of days."""
    first, last = span
    found: dict[int, tuple[HolidayLaw, ...]] = {}
    for law in laws:
        # From the year before: a holiday of its last days may be moved into the span.
        for year in range(first.year - 1, last.year + 1):
            day = law.in_year(year)
            if day is not None and first <= day <= last:
                ordinal = day.toordinal()
                found[ordinal] = (*found.get(ordinal, ()), law)
    return dict(sorted(found.items()))

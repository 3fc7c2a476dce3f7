"""The Colombian business calendar of a utility, built once per configuration.

>>> from datetime import date
>>> calendar().add_business_days(date(2026, 3, 16), 15)
datetime.date(2026, 4, 9)
>>> calendar(saturday_is_business_day=True).add_business_days(date(2026, 3, 16), 15)
datetime.date(2026, 4, 6)
"""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from attrs import evolve

from pqr_core.calendars.business import BusinessCalendar, Closure, HolidayLaw, require_closures
from pqr_core.calendars.drift import compare
from pqr_core.colombia.holidays import LAWS, SECOND_OPINION, SPAN, VERIFIED_THROUGH
from pqr_core.errors import CalendarDriftError, CalendarDriftWarning, InvalidInputError

__all__ = ("Check", "calendar")

Check: TypeAlias = Literal["warn", "raise", "off"]

# Reentrant, because a host's own warning hook may ask for a calendar.
_LOCK: Final = threading.RLock()


def calendar(
    *,
    saturday_is_business_day: bool | date = False,
    closures: Iterable[Closure] = (),
    laws: Iterable[HolidayLaw] = LAWS,
    check: Check = "warn",
) -> BusinessCalendar:
    """The calendar of a utility: the same object for the same configuration.

    `saturday_is_business_day` may be the first day from which Saturdays count. `laws` may be extended by a host that
    cannot wait for a new version of this library. `check` says what happens where the `holidays` package, asked once
    a process, differs from the laws: a warning, an error, or that it is not asked. No answer ever changes by it; the
    days it differs on are kept as `disputed`.

    Raises:
        CalendarDriftError: the package differs and `check` is "raise".
        InvalidInputError: another value of `check`, or something else than closures in `closures`.
    """
    if check not in get_args(Check):
        raise InvalidInputError(place="check", detail=f"one of {', '.join(get_args(Check))} is meant, not {check!r}")
    with _LOCK:
        return _build(saturday_is_business_day, require_closures(closures), tuple(laws), check)


@functools.lru_cache(maxsize=256)
def _build(
    saturday: bool | date,  # noqa: FBT001 - never called but by keyword through calendar()
    closures: tuple[Closure, ...],
    laws: tuple[HolidayLaw, ...],
    check: Check,
) -> BusinessCalendar:
    built = BusinessCalendar(
        laws=laws, span=SPAN, verified_through=VERIFIED_THROUGH, saturday_is_business_day=saturday, closures=closures
    )
    if check == "off":
        return built
    drift = compare(built.holidays_in(*SPAN), SPAN, SECOND_OPINION)
    if not drift:
        return built
    error = CalendarDriftError(version=drift.version, days=drift.summary())
    if check == "raise":
        raise error
    warnings.warn(str(error), CalendarDriftWarning, stacklevel=3)
    return evolve(built, disputed=drift.disputed)

"""The Colombian business calendar of a utility, built once for each configuration.

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
from pqr_core.calendars.drift import drift_of
from pqr_core.colombia.holidays import LAWS, SECOND_OPINION, SPAN, VERIFIED_THROUGH
from pqr_core.errors import CalendarDriftError, CalendarDriftWarning, InvalidInputError
from pqr_core.language import Said

__all__ = ("Check", "calendar")

Check: TypeAlias = Literal["warn", "raise", "off"]
"""What `calendar` does if the `holidays` package differs from the laws."""

# Reentrant, because a warning hook of the host may ask for a calendar.
_LOCK: Final = threading.RLock()


def calendar(
    *,
    saturday_is_business_day: bool | date = False,
    closures: Iterable[Closure] = (),
    laws: Iterable[HolidayLaw] | None = None,
    check: Check = "warn",
) -> BusinessCalendar:
    """The calendar of a utility; the same configuration gives the same object.

    Args:
        saturday_is_business_day: whether Saturdays count, or the first day from which they do.
        closures: the days on which the utility does not attend.
        laws: the holiday laws; `holidays.LAWS` if not given. A host may give others if it cannot wait for a new version
            of this library.
        check: what happens if the `holidays` package differs from the laws: a warning ("warn"), an error ("raise"), or
            the package is not asked ("off"). It changes no answer. With "warn", the days on which they differ are
            `disputed`.

    Raises:
        CalendarDriftError: the package differs and `check` is "raise".
        InvalidInputError: `check` has another value, or `closures` has something other than closures.
    """
    if check not in get_args(Check):
        raise InvalidInputError.unlisted(get_args(Check), check, place="check")
    with _LOCK:
        return _build(
            saturday_is_business_day, require_closures(closures), LAWS if laws is None else tuple(laws), check
        )


@functools.lru_cache(maxsize=256)
def _build(
    saturday: bool | date,  # noqa: FBT001 - called only through calendar(), by keyword
    closures: tuple[Closure, ...],
    laws: tuple[HolidayLaw, ...],
    check: Check,
) -> BusinessCalendar:
    built = BusinessCalendar(
        laws=laws, span=SPAN, verified_through=VERIFIED_THROUGH, saturday_is_business_day=saturday, closures=closures
    )
    if check == "off":
        return built
    drift = drift_of(built.holidays_in(*SPAN), SPAN, SECOND_OPINION)
    if not drift:
        return built
    days = Said(drift.summary("es"), drift.summary())
    error = CalendarDriftError(version=drift.version, days=days)
    if check == "raise":
        raise error
    warnings.warn(CalendarDriftWarning(error), stacklevel=3)
    return evolve(built, disputed=drift.disputed)

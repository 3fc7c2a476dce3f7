"""The Colombian jurisdiction: the law as data, and the doors most users come in by.

>>> from datetime import date
>>> due("reclamo", date(2026, 3, 16)).due_on
datetime.date(2026, 4, 9)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.cases.case import Case
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.catalogues import CATALOGUE
from pqr_core.colombia.holidays import SPAN
from pqr_core.colombia.profile import DEFAULT_PROFILE
from pqr_core.colombia.statutes import RULES
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.law.agenda import Agenda, Deadline, Definitions
from pqr_core.law.envelope import Envelope
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.moments import require_instant

__all__ = (
    "DEFAULT_PROFILE",
    "LAW",
    "RULES",
    "ZONE",
    "Closure",
    "agenda",
    "calendar",
    "calendar_of",
    "definitions",
    "due",
    "envelope",
    "file",
    "instant",
)

ZONE: Final = ZoneInfo("America/Bogota")
"""Legal time."""


@functools.lru_cache(maxsize=256)
def calendar_of(profile: Profile) -> BusinessCalendar:
    """The calendar of a utility: its Saturdays and closures over the national holidays."""
    return calendar(saturday_is_business_day=profile.saturday_is_business_day, closures=profile.closures)


LAW: Final = Law(
    zone=ZONE,
    span=SPAN,
    rules=RULES,
    catalogue=CATALOGUE,
    calendar_of=calendar_of,
    default_profile=DEFAULT_PROFILE,
)
"""The law of the Colombian utilities, by value: what engines, readers and stores take."""


def definitions(profile: Profile = DEFAULT_PROFILE) -> Definitions:
    """See `law.jurisdiction.Law.definitions`."""
    return LAW.definitions(profile)


def agenda(case: Case, as_of: datetime | date, *, profile: Profile = DEFAULT_PROFILE) -> Agenda:
    """The deadlines and findings of `case` at `as_of`, an aware instant or a legal day (meant at noon).

    Raises:
        ForeignProfileError: the profile is of another utility than the case; `DEFAULT_PROFILE` is of "empresa".
        PQRError: the case, the day or the instant is refused; see `law.engine.agenda_of`.
    """
    return LAW.agenda(case, as_of, profile)


def envelope(
    case: Case,
    as_of: datetime | date,
    *,
    profile: Profile = DEFAULT_PROFILE,
    open_policies: Iterable[str] | None = None,
) -> Envelope:
    """The earliest and latest day of each deadline over the open readings of the law (all of them when None).

    Raises:
        UnknownPolicyError: `open_policies` names one that does not exist.
        PQRError: as `agenda`.
    """
    return LAW.envelope(case, as_of, profile, open_policies=open_policies)


def file(tipo: str, *, utility: str, at: datetime | None = None, on: date | None = None, **filing: Any) -> Case:
    """A new case of a Colombian utility, filed at the instant `at` or on the legal day `on`.

    Further fields of the `Filing` by keyword: `file("reclamo", on=day, utility="aguas", radicado="R-1")`.

    Raises:
        UnknownCaseTypeError: there is no such type.
        IncompleteEventError: neither `at` nor `on`, or both.
    """
    return LAW.file(tipo, utility=utility, at=at, on=on, **filing)


def due(tipo: str, filed: date | datetime, *, profile: Profile = DEFAULT_PROFILE) -> Deadline:
    """The deadline to answer a case of type `tipo` filed on a legal day or at an aware instant, with nothing after.

    Raises:
        UnknownCaseTypeError: there is no such type.
        InvalidInputError: the type has no answer term in the law.
        NoRuleInForceError: the type had no rule on that day.
        OutOfSpanError: the day is outside the calendar.
    """
    return LAW.due(tipo, filed, profile)


def instant(naive: datetime) -> datetime:
    """A naive local time of Colombia as an aware instant: the one explicit door for hosts that keep such times.

    Raises:
        InvalidInputError: the time has an offset already.
    """
    if not isinstance(naive, datetime):
        raise NotADateError(place="instant", kind=type(naive).__name__, value=naive)
    if naive.tzinfo is not None:
        raise InvalidInputError(place="instant", detail=f"{naive.isoformat()} has an offset already: use it as it is")
    return require_instant(naive.replace(tzinfo=ZONE), "instant")

"""The Colombian jurisdiction: the law as data, and the doors most users come in by.

>>> from datetime import date
>>> due("reclamo", date(2026, 3, 16)).due_on
datetime.date(2026, 4, 9)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.profile import DEFAULT_PROFILE
from pqr_core.colombia.statutes import RULES
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda, Deadline, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.profiles import Profile
from pqr_core.moments import require_instant

if TYPE_CHECKING:
    from pqr_core.law.envelope import Envelope

__all__ = (
    "DEFAULT_PROFILE",
    "RULES",
    "ZONE",
    "Closure",
    "agenda",
    "calendar",
    "calendar_of",
    "definitions",
    "due",
    "envelope",
    "instant",
)

ZONE: Final = ZoneInfo("America/Bogota")
"""Legal time."""

_NO_CASE: Final = UUID(int=0)


@functools.lru_cache(maxsize=256)
def calendar_of(profile: Profile) -> BusinessCalendar:
    """The calendar of a utility: its Saturdays and closures over the national holidays."""
    return calendar(saturday_is_business_day=profile.saturday_is_business_day, closures=profile.closures)


def definitions(profile: Profile = DEFAULT_PROFILE) -> Definitions:
    """What the days of a utility are counted with: its calendar, the law, its settings."""
    return Definitions(calendar=calendar_of(profile), rules=RULES, profile=profile)


def agenda(case: Case, as_of: datetime | date, *, profile: Profile = DEFAULT_PROFILE) -> Agenda:
    """The deadlines and findings of `case` at `as_of`, an aware instant or a legal day (meant at noon).

    Raises:
        PQRError: the case, the day or the instant is refused; see `law.agenda.agenda_of`.
    """
    return agenda_of(case, as_of, Definitions(rules=RULES, calendar=calendar_of(profile), profile=profile))


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
    from pqr_core.law.envelope import envelope_of

    return envelope_of(
        case,
        as_of,
        Definitions(rules=RULES, calendar=calendar_of(profile), profile=profile),
        open_policies=open_policies,
    )


def due(tipo: str, filed: date | datetime, *, profile: Profile = DEFAULT_PROFILE) -> Deadline:
    """The deadline to answer a case of type `tipo` filed on a legal day or at an aware instant, with nothing after.

    Raises:
        UnknownCaseTypeError: there is no such type.
        InvalidInputError: the type has no answer term in the law.
        NoRuleInForceError: the type had no rule on that day.
        OutOfSpanError: the day is outside the calendar.
    """
    case = Case.file(
        Filing(tipo=tipo),
        utility_id=profile.utility_id,
        zone=ZONE,
        case_id=_NO_CASE,
        at=filed if isinstance(filed, datetime) else None,
        on=None if isinstance(filed, datetime) else filed,
    )
    deadline = agenda(case, filed, profile=profile).get("respuesta")
    if deadline is None:
        es, en = f"{tipo} no tiene término: ninguna norma lo fija", f"{tipo} has no answer term: no norm sets one"
        raise InvalidInputError(place="tipo", detail=Said(es, en))
    return deadline


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

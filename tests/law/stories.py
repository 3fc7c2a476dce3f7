"""Cases written in one line each, for the tests of the law.

The usual case is filed on Monday 2 February 2026. No holiday falls between that day and 23 March, so `day(n)`, the n-th
business day, can be checked on a wall calendar: `day(5)` is Monday the 9th, `day(15)` is Monday the 23rd.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, Filing
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import Profile
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType

__all__ = ("FILED", "agenda", "at", "case", "day", "event", "profile")

FILED = date(2026, 2, 2)


def day(n: int, after: date = FILED) -> date:
    """The n-th business day after `after`."""
    return colombia.calendar().add_business_days(after, n)


def at(legal_day: date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """An instant of a legal day."""
    return datetime(legal_day.year, legal_day.month, legal_day.day, hour, minute, second, tzinfo=colombia.ZONE)


def _when(when: date | datetime) -> dict[str, Any]:
    return {"at": when} if isinstance(when, datetime) else {"on": when}


def event(type_: str, when: date | datetime, *, id: str | None = None, **payload: Any) -> Event:  # noqa: A002
    """One event, whose payload is made from the keyword arguments."""
    kind = EventType(type_)
    return Event(kind, **_when(when), id=id, payload=PAYLOADS[kind](**payload))


def case(tipo: str = "reclamo", *events: Event, filed: date | datetime = FILED, **filing: Any) -> Case:
    """A case of that type with these events."""
    return Case.file(
        Filing(tipo=tipo, **filing), utility_id="empresa", zone=colombia.ZONE, events=events, id="f", **_when(filed)
    )


def profile(policies: dict[str, str] | None = None, **settings: Any) -> Profile:
    """The default profile, with these readings and settings changed."""
    return evolve(colombia.DEFAULT_PROFILE, policies=Policies.of(policies or {}), **settings)


def agenda(told: Case, as_of: date | datetime, policies: dict[str, str] | None = None, **settings: Any) -> Agenda:
    """The agenda of the case under these readings and settings."""
    return colombia.agenda(told, as_of, profile=profile(policies, **settings))

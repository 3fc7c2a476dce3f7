"""The Colombian jurisdiction: the law as data, and the functions with which most users begin.

>>> from datetime import date
>>> due("reclamo", date(2026, 3, 16)).due_on
datetime.date(2026, 4, 9)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.catalogues import CATALOGUE
from pqr_core.colombia.holidays import SPAN
from pqr_core.colombia.indicators import FOLLOWUP, INDICATORS
from pqr_core.colombia.letters import LETTERS
from pqr_core.colombia.profile import DEFAULT_PROFILE
from pqr_core.colombia.reports import REPORTS
from pqr_core.colombia.statutes import RULES
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.office.desk import Office
from pqr_core.office.jurisdiction import Jurisdiction
from pqr_core.storage.base import Store

if TYPE_CHECKING:
    from narwhals.typing import IntoFrameT
    from sqlalchemy import Engine

__all__ = (
    "CATALOGUE",
    "DEFAULT_PROFILE",
    "FOLLOWUP",
    "INDICATORS",
    "JURISDICTION",
    "LAW",
    "RULES",
    "ZONE",
    "Closure",
    "agenda",
    "calendar",
    "calendar_of",
    "definitions",
    "due",
    "due_frame",
    "envelope",
    "facts_from_frame",
    "file",
    "instant",
    "office",
)

ZONE: Final = ZoneInfo("America/Bogota")
"""The time zone of legal time."""


@functools.lru_cache(maxsize=256)
def calendar_of(profile: Profile) -> BusinessCalendar:
    """The calendar of a utility: the national holidays with the Saturdays and closures of its profile."""
    return calendar(saturday_is_business_day=profile.saturday_is_business_day, closures=profile.closures)


LAW: Final = Law(
    zone=ZONE,
    span=SPAN,
    rules=RULES,
    catalogue=CATALOGUE,
    calendar_of=calendar_of,
    default_profile=DEFAULT_PROFILE,
)
"""The law of the Colombian utilities as a value, which engines, readers and stores take."""

JURISDICTION: Final = Jurisdiction(law=LAW, indicators=INDICATORS, letters=LETTERS, reports=REPORTS, followup=FOLLOWUP)
"""The law with the indicators, letters and reports of an office, which the office takes."""


# The methods of `Law`, bound to the Colombian law.
definitions = LAW.definitions
agenda = LAW.agenda
envelope = LAW.envelope
file = LAW.file
due = LAW.due
instant = LAW.instant


def due_frame(
    frame: IntoFrameT,
    *,
    tipo: str,
    filed: str,
    answered: str | None = None,
    on: date | None = None,
    values: Mapping[str, str] | None = None,
    profile: Profile = DEFAULT_PROFILE,
) -> IntoFrameT:
    """`frame` with `due_on`, `days_to_answer`, `overdue` and `rule` of each row; see `exchange.due_frames.due_frame`.

    >>> import polars as pl
    >>> register = pl.DataFrame({"clase": ["RR", "queja"], "dia": [date(2026, 3, 16), None]})
    >>> due_frame(register, tipo="clase", filed="dia", values={"RR": "recurso_reposicion"})["due_on"].to_list()
    [datetime.date(2026, 4, 9), None]

    Raises:
        MissingExtraError: narwhals or NumPy is not installed.
        PQRError: the same as `exchange.due_frames.due_frame`.
    """
    found: IntoFrameT = import_module("pqr_core.exchange.due_frames").due_frame(
        LAW, frame, tipo=tipo, filed=filed, answered=answered, on=on, values=values, profile=profile
    )
    return found


def facts_from_frame(
    frame: IntoFrameT,
    *,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[Any, Any]] | None = None,
    utility: str | None = None,
    profile: Profile | None = None,
) -> IntoFrameT:
    """The cases of a table as facts, for the indicators; see `exchange.facts_frames.facts_from_frame`.

    >>> import polars as pl
    >>> register = pl.DataFrame({"clase": ["RR"], "filed_on": [date(2026, 3, 16)]})
    >>> facts = facts_from_frame(register, columns={"tipo": "clase"}, values={"tipo": {"RR": "recurso_reposicion"}})
    >>> facts["due_on"].to_list()
    [datetime.date(2026, 4, 9)]

    Raises:
        MissingExtraError: narwhals or NumPy is not installed.
        PQRError: the same as `exchange.facts_frames.facts_from_frame`.
    """
    found: IntoFrameT = import_module("pqr_core.exchange.facts_frames").facts_from_frame(
        LAW, frame, columns=columns, values=values, utility=utility, profile=profile
    )
    return found


def office(
    store: Store | Engine | str, profile: Profile | Mapping[str, Profile] | None = None, **settings: Any
) -> Office:
    """The office of one Colombian utility, or of several, on a store, an engine or a database URL.

    Args:
        store: the store. For a URL, the tables are created if there are none; an engine of the host must have them.
        profile: the profile of the utility, or the profiles of several by their id; `DEFAULT_PROFILE` if not given.
        settings: further arguments of `office.desk.Office`.

    Raises:
        StorageError: the database cannot be reached.
        SchemaVersionError: the tables at the URL have another schema version.
        InvalidInputError: a profile is listed under the id of another utility.
    """
    # Imported here because the SQL store needs SQLAlchemy, which a user who only asks for a date does not need.
    kept: Store = store if isinstance(store, Store) else import_module("pqr_core.storage.sql").opened(store)
    return Office(kept, JURISDICTION, profile or DEFAULT_PROFILE, **settings)

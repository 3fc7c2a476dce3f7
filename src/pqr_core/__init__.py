"""Legal deadlines, case workflow, storage and indicators for the PQR of Colombian public utilities.

>>> from datetime import date
>>> from pqr_core import colombia
>>> colombia.due("reclamo", date(2026, 3, 16)).due_on
datetime.date(2026, 4, 9)

The names here are the ones most programs need, each loaded when it is first used; the rest is imported from its own
module, storage and indicators among them (`pqr_core.storage.sql`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pqr_core import colombia
    from pqr_core.calendars.business import BusinessCalendar, Closure, HolidayLaw
    from pqr_core.cases.case import Case
    from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing, Requirement, Until
    from pqr_core.citations import Citation, Confidence, Norm
    from pqr_core.dated import Dated, Version
    from pqr_core.errors import PQRError
    from pqr_core.facts import Facts, Survey, Volume, facts_of
    from pqr_core.law.agenda import Agenda, Deadline
    from pqr_core.law.comparison import compare
    from pqr_core.law.profiles import OfficeHours, Profile
    from pqr_core.law.worklist import alerts
    from pqr_core.policies import Policies
    from pqr_core.vocabulary import ActKind, EventType, Finding, Kind, LegalState, Outcome, WorkClass, WorkflowState

__all__ = (
    "ActKind",
    "Agenda",
    "BusinessCalendar",
    "Case",
    "Citation",
    "Closure",
    "Confidence",
    "Dated",
    "Deadline",
    "Decision",
    "Event",
    "EventType",
    "EvidencePeriod",
    "Facts",
    "Filing",
    "Finding",
    "HolidayLaw",
    "Kind",
    "LegalState",
    "Norm",
    "OfficeHours",
    "Outcome",
    "PQRError",
    "Policies",
    "Profile",
    "Requirement",
    "Survey",
    "Until",
    "Version",
    "Volume",
    "WorkClass",
    "WorkflowState",
    "__version__",
    "alerts",
    "colombia",
    "compare",
    "facts_of",
)

__version__ = "0.1.0"

# Twin of the imports above: building the classes takes longer than any one program needs all of them.
_HOMES: Final = {
    "pqr_core.calendars.business": ("BusinessCalendar", "Closure", "HolidayLaw"),
    "pqr_core.cases.case": ("Case",),
    "pqr_core.cases.events": ("Decision", "Event", "EvidencePeriod", "Filing", "Requirement", "Until"),
    "pqr_core.citations": ("Citation", "Confidence", "Norm"),
    "pqr_core.dated": ("Dated", "Version"),
    "pqr_core.errors": ("PQRError",),
    "pqr_core.facts": ("Facts", "Survey", "Volume", "facts_of"),
    "pqr_core.law.agenda": ("Agenda", "Deadline"),
    "pqr_core.law.comparison": ("compare",),
    "pqr_core.law.profiles": ("OfficeHours", "Profile"),
    "pqr_core.law.worklist": ("alerts",),
    "pqr_core.policies": ("Policies",),
    "pqr_core.vocabulary": (
        "ActKind",
        "EventType",
        "Finding",
        "Kind",
        "LegalState",
        "Outcome",
        "WorkClass",
        "WorkflowState",
    ),
}


def __getattr__(name: str) -> Any:
    if name == "colombia":
        return import_module("pqr_core.colombia")
    for home, names in _HOMES.items():
        if name in names:
            value = globals()[name] = getattr(import_module(home), name)
            return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)

"""Legal deadlines, case workflow, storage and indicators for the PQR of Colombian public utilities.

>>> from datetime import date
>>> from pqr_core import colombia
>>> colombia.due("reclamo", date(2026, 3, 16)).due_on
datetime.date(2026, 4, 9)

The names here are those that a program needs to file cases, count their days, keep them and measure the office. Each is
loaded when it is first used. Other names are imported from their own modules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pqr_core import colombia
    from pqr_core.calendars.business import Closure
    from pqr_core.cases.case import Case
    from pqr_core.cases.events import (
        Assignment,
        ClaimOutcome,
        Decision,
        Event,
        EvidencePeriod,
        Filing,
        NotifiedOn,
        RecursoDecided,
        Registration,
        Requirement,
    )
    from pqr_core.cases.filing import Annex, Attention, Claim, Invoice, Link, Notices, Petitioner, Property
    from pqr_core.citations import Citation, Confidence, Norm
    from pqr_core.dated import Dated, Version
    from pqr_core.errors import IncompleteLetterError, PQRError, TransitionRefused
    from pqr_core.exchange.files import Imported
    from pqr_core.exchange.reading import Reading
    from pqr_core.facts import Facts, RowMaker, facts_of
    from pqr_core.indicators.base import Verdict
    from pqr_core.indicators.counting import behind, count
    from pqr_core.indicators.periods import Frequency, Period
    from pqr_core.indicators.series import IndicatorSeries
    from pqr_core.law.agenda import Agenda, Deadline
    from pqr_core.law.comparison import compare
    from pqr_core.law.engine import standing_of
    from pqr_core.law.profiles import OfficeHours, Profile, Signatory
    from pqr_core.office.desk import Office
    from pqr_core.office.imports import import_cases, import_rows
    from pqr_core.office.views import CaseView
    from pqr_core.office.worklist import Worklist
    from pqr_core.policies import Policies
    from pqr_core.sources import Frames, Rows
    from pqr_core.storage.memory import MemoryStore
    from pqr_core.storage.numbering import YearlyNumbering
    from pqr_core.storage.sql import SqlStore
    from pqr_core.vocabulary import EventType, Finding, LegalState, Outcome, Role, WorkClass, WorkflowState

__all__ = (
    "Agenda",
    "Annex",
    "Assignment",
    "Attention",
    "Case",
    "CaseView",
    "Citation",
    "Claim",
    "ClaimOutcome",
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
    "Frames",
    "Frequency",
    "Imported",
    "IncompleteLetterError",
    "IndicatorSeries",
    "Invoice",
    "LegalState",
    "Link",
    "MemoryStore",
    "Norm",
    "Notices",
    "NotifiedOn",
    "Office",
    "OfficeHours",
    "Outcome",
    "PQRError",
    "Period",
    "Petitioner",
    "Policies",
    "Profile",
    "Property",
    "Reading",
    "RecursoDecided",
    "Registration",
    "Requirement",
    "Role",
    "RowMaker",
    "Rows",
    "Signatory",
    "SqlStore",
    "TransitionRefused",
    "Verdict",
    "Version",
    "WorkClass",
    "WorkflowState",
    "Worklist",
    "YearlyNumbering",
    "__version__",
    "behind",
    "colombia",
    "compare",
    "count",
    "facts_of",
    "import_cases",
    "import_rows",
    "standing_of",
)

__version__ = "0.2.0.dev0"

# Repeats the imports above: no program needs all of the classes, and building them all takes time.
_HOMES: Final = {
    "calendars.business": "Closure",
    "cases.case": "Case",
    "cases.events": "Assignment ClaimOutcome Decision Event EvidencePeriod Filing NotifiedOn RecursoDecided "
    "Registration Requirement",
    "cases.filing": "Annex Attention Claim Invoice Link Notices Petitioner Property",
    "citations": "Citation Confidence Norm",
    "dated": "Dated Version",
    "errors": "IncompleteLetterError PQRError TransitionRefused",
    "exchange.files": "Imported",
    "exchange.reading": "Reading",
    "facts": "Facts RowMaker facts_of",
    "indicators.base": "Verdict",
    "indicators.counting": "behind count",
    "indicators.periods": "Frequency Period",
    "indicators.series": "IndicatorSeries",
    "law.agenda": "Agenda Deadline",
    "law.comparison": "compare",
    "law.engine": "standing_of",
    "law.profiles": "OfficeHours Profile Signatory",
    "office.desk": "Office",
    "office.imports": "import_cases import_rows",
    "office.views": "CaseView",
    "office.worklist": "Worklist",
    "policies": "Policies",
    "sources": "Frames Rows",
    "storage.memory": "MemoryStore",
    "storage.numbering": "YearlyNumbering",
    "storage.sql": "SqlStore",
    "vocabulary": "EventType Finding LegalState Outcome Role WorkClass WorkflowState",
}


def __getattr__(name: str) -> Any:
    if name == "colombia":
        return import_module("pqr_core.colombia")
    for home, names in _HOMES.items():
        if name in names.split():
            value = globals()[name] = getattr(import_module(f"pqr_core.{home}"), name)
            return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)

"""The JSON forms of the answers of the law: keys and codes are stable; only `text` and `label` depend on the language.

`Annotated[str, X]` means text: the ISO form of `X`, or one of its codes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, TypedDict
from uuid import UUID

from pqr_core.calendars.business import DayKind
from pqr_core.citations import Confidence
from pqr_core.law.rules import Unit
from pqr_core.vocabulary import EventType, Finding, Kind, LegalState, WorkClass

__all__ = ("AgendaForm", "CitationForm", "DeadlineForm", "TermForm", "TracedDayForm")


class CitationForm(TypedDict):
    """A norm, and how its statement was checked."""

    norm: str
    name: str
    article: str
    confidence: Annotated[str, Confidence]
    url: str


class TermForm(TypedDict):
    """The term that was counted from the base."""

    n: int
    unit: Annotated[str, Unit]


class TracedDayForm(TypedDict):
    """One day of a walk: its number in the term, or the reason why it has none."""

    day: Annotated[str, date]
    number: int | None
    reason: Annotated[str, DayKind]
    cause: Annotated[str, EventType] | None
    text: str


class _Working(TypedDict, total=False):
    """How a deadline was computed."""

    trace: list[TracedDayForm]
    fingerprints: dict[str, str]
    policies: dict[str, str]


class DeadlineForm(_Working):
    """A deadline, with the way it was computed unless the caller left that out."""

    code: str
    label: str
    kind: Annotated[str, Kind]
    state: Annotated[str, LegalState]
    base_on: Annotated[str, date] | None
    due_on: Annotated[str, date] | None
    due_at: Annotated[str, datetime] | None
    days_left: int | None
    met_on: Annotated[str, date] | None
    term: TermForm | None
    citations: list[CitationForm]
    projected: bool
    disputed_days: list[Annotated[str, date]]
    text: str


class AgendaForm(TypedDict):
    """An agenda; every deadline has its trace."""

    utility_id: str
    case_id: Annotated[str, UUID]
    radicado: str | None
    tipo: str
    filed_on: Annotated[str, date]
    as_of: Annotated[str, datetime]
    work_class: Annotated[str, WorkClass] | None
    deadlines: list[DeadlineForm]
    findings: list[Annotated[str, Finding]]
    text: str

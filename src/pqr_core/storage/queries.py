"""What the rows of facts are asked by: equal columns and spans of days, all of them at once.

>>> from datetime import date
>>> from pqr_core.facts import Facts
>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> FactsQuery(tipo="reclamo", due=(None, date(2026, 4, 9)), is_open=True).matches(row)
True
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeAlias
from unicodedata import normalize
from uuid import UUID

from attrs import field, fields, frozen

from pqr_core.facts import Facts
from pqr_core.vocabulary import WorkflowState

__all__ = ("SPANS", "DaySpan", "FactsQuery")

DaySpan: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None where that end is open. A row without the day is in no span."""

SPANS: Final = {"filed": "filed_on", "answered": "answered_on", "due": "due_on"}
"""The column of each span."""


def _nfc(value: str | None) -> str | None:
    return None if value is None else normalize("NFC", value)


@frozen(kw_only=True)
class FactsQuery:
    """Which rows are wanted; what is None does not matter.

    `is_open` asks whether a duty of the company is open; `recurso_of` finds the recursos of a case; `filed`,
    `answered` and `due` are spans of days, both ends included.
    """

    account: str | None = field(default=None, converter=_nfc)
    petitioner: str | None = field(default=None, converter=_nfc)
    tipo: str | None = field(default=None, converter=_nfc)
    servicio: str | None = field(default=None, converter=_nfc)
    causal: str | None = field(default=None, converter=_nfc)
    state: WorkflowState | None = None
    recurso_of: UUID | None = None
    filed: DaySpan | None = None
    answered: DaySpan | None = None
    due: DaySpan | None = None
    is_open: bool | None = None

    def equal(self) -> dict[str, Any]:
        """The columns that must have a value, with it."""
        names = (attribute.name for attribute in fields(FactsQuery) if attribute.name not in {*SPANS, "is_open"})
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def spans(self) -> dict[str, DaySpan]:
        """The columns that must lie in a span of days, with it."""
        return {column: span for name, column in SPANS.items() if (span := getattr(self, name)) is not None}

    def matches(self, row: Facts) -> bool:
        """Whether `row` is wanted."""
        return (
            all(getattr(row, name) == value for name, value in self.equal().items())
            and all(_within(getattr(row, column), span) for column, span in self.spans().items())
            and self.is_open in (None, row.duty is not None)
        )


def _within(day: date | None, span: DaySpan) -> bool:
    first, last = span
    return day is not None and (first is None or first <= day) and (last is None or day <= last)

"""What the rows of facts are asked by: equal columns and spans of days, all of them at once.

>>> from datetime import date
>>> from pqr_core.facts import Facts
>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> FactsQuery(tipo="reclamo", due=(None, date(2026, 4, 9))).matches(row)
True
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

from attrs import Attribute, converters, field, fields, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, is_code
from pqr_core.fields import is_a_or_none, nfc_or_none
from pqr_core.moments import require_date
from pqr_core.vocabulary import WorkflowState

__all__ = ("SPANS", "DaySpan", "FactsQuery")

DaySpan: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None where that end is open. A row without the day is in no span."""

SPANS: Final = {"filed": "filed_on", "answered": "answered_on", "due": "due_on"}
"""The column of each span."""

_ENDS: Final = 2


def _is_some_text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Any text may be asked for, also what no engine keeps."""
    if value is not None and not isinstance(value, str):
        raise InvalidInputError(place=attribute.name, detail=f"text is meant, not {type(value).__name__}")


def _is_span(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is None:
        return
    if not isinstance(value, tuple) or len(value) != _ENDS:
        detail = f"a pair is meant, the first day and the last, not {type(value).__name__}"
        raise InvalidInputError(place=attribute.name, detail=detail)
    for day in value:
        if day is not None:
            require_date(day, attribute.name)


@frozen(kw_only=True)
class FactsQuery:
    """Which rows are wanted; what is None does not matter.

    `recurso_of` finds the recursos of a case; `filed`, `answered` and `due` are spans of days, both ends included.
    What is owed is asked with the day (`FactsRegister.work_page`).

    Raises:
        InvalidInputError: a value of another type; a span that is no pair of first and last day.
        NotADateError: something else in a span where a date is meant.
    """

    account: str | None = field(default=None, converter=nfc_or_none, validator=_is_some_text)
    petitioner: str | None = field(default=None, converter=nfc_or_none, validator=_is_some_text)
    tipo: str | None = field(default=None, converter=nfc_or_none, validator=_is_some_text)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=_is_some_text)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=_is_some_text)
    state: WorkflowState | None = field(default=None, converter=converters.optional(WorkflowState))
    recurso_of: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    filed: DaySpan | None = field(default=None, validator=_is_span)
    answered: DaySpan | None = field(default=None, validator=_is_span)
    due: DaySpan | None = field(default=None, validator=_is_span)

    @property
    def is_possible(self) -> bool:
        """Whether a row can match: not so where a text is asked for that no engine keeps (see `require_code`).

        Such a text (too long, with NUL or half a character) is not to be given to an engine, which would refuse it or
        cut it: the answer is no row.
        """
        return all(is_code(value) for value in self.equal().values() if isinstance(value, str))

    def equal(self) -> dict[str, Any]:
        """The columns that must have a value, with it."""
        names = (attribute.name for attribute in fields(FactsQuery) if attribute.name not in SPANS)
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def spans(self) -> dict[str, DaySpan]:
        """The columns that must lie in a span of days, with it."""
        return {column: span for name, column in SPANS.items() if (span := getattr(self, name)) is not None}

    def matches(self, row: Facts) -> bool:
        """Whether `row` is wanted."""
        return all(getattr(row, name) == value for name, value in self.equal().items()) and all(
            _within(getattr(row, column), span) for column, span in self.spans().items()
        )


def _within(day: date | None, span: DaySpan) -> bool:
    first, last = span
    return day is not None and (first is None or first <= day) and (last is None or day <= last)

"""Queries of the rows of facts: columns that are equal to a value, and columns within a span of days, all combined.

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
from pqr_core.language import Said
from pqr_core.moments import require_date
from pqr_core.names import TEXT
from pqr_core.vocabulary import WorkflowState

__all__ = ("SPANS", "DaySpan", "FactsQuery")

DaySpan: TypeAlias = tuple[date | None, date | None]
"""The first and the last day, both inclusive; None for an open end. A row without the day is in no span."""

SPANS: Final = {"filed": "filed_on", "answered": "answered_on", "due": "due_on"}
"""The column of each span."""

_ENDS: Final = 2
_PAIR: Final = Said("un par: el primer día y el último", "a pair: the first day and the last")


def _is_some_text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Accept any text, also one that no engine can store."""
    if value is not None and not isinstance(value, str):
        raise InvalidInputError.expected(TEXT, value, place=attribute.name)


def _is_span(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is None:
        return
    if not isinstance(value, tuple) or len(value) != _ENDS:
        raise InvalidInputError.expected(_PAIR, value, place=attribute.name)
    for day in value:
        if day is not None:
            require_date(day, attribute.name)


@frozen(kw_only=True)
class FactsQuery:
    """Which rows are wanted; a field that is None is not compared.

    `recurso_of` finds the recursos against a case. `filed`, `answered` and `due` are spans of days, both ends
    inclusive. Use `FactsRegister.work_page` for what is owed on a day.

    Raises:
        InvalidInputError: a value has another type, or a span is not a pair of first and last day.
        NotADateError: a span holds a value that is not a date.
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
        """Whether a row can match: False if a text is asked for that no engine can store (see `require_code`).

        Such a text (too long, or with NUL or half a character) must not be given to an engine, which would refuse or
        cut it.
        """
        return all(is_code(value) for value in self.equal().values() if isinstance(value, str))

    def equal(self) -> dict[str, Any]:
        """The columns that must be equal to a value, with the value."""
        names = (attribute.name for attribute in fields(FactsQuery) if attribute.name not in SPANS)
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def spans(self) -> dict[str, DaySpan]:
        """The columns that must lie within a span of days, with the span."""
        return {column: span for name, column in SPANS.items() if (span := getattr(self, name)) is not None}

    def matches(self, row: Facts) -> bool:
        """Whether the query wants `row`."""
        return all(getattr(row, name) == value for name, value in self.equal().items()) and all(
            _within(getattr(row, column), span) for column, span in self.spans().items()
        )


def _within(day: date | None, span: DaySpan) -> bool:
    first, last = span
    return day is not None and (first is None or first <= day) and (last is None or day <= last)

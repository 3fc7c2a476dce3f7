"""Counting, whatever the source: what the formulas name, and the cases behind one value.

Each kind of source has an evaluator of its own, which is loaded when it is needed; all of them count alike.

>>> from pqr_core.colombia.indicators import INDICATORS
>>> from pqr_core.storage.sql import SqlStore
>>> march, days = Period.parse("2026-03"), INDICATORS["tiempo_respuesta_pqr"]
>>> with SqlStore("sqlite://") as store:
...     store.create()
...     with store.begin(writing=False) as unit:
...         counts = count(unit.source("aguas"), [days], periods=[march])
>>> counts.result(days, march).text()
'sin datos'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, Protocol, cast

from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Indicator, Term
from pqr_core.indicators.counts import Behind, Counted, Counts
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Group
from pqr_core.sources import Source

__all__ = ("behind", "count")


class _Evaluator(Protocol):
    """What the module of each evaluator has."""

    def counts_of(self, source: Any, question: CountQuestion, /) -> Counts: ...

    def cases_of(self, source: Any, question: CaseQuestion, /) -> Iterable[Counted]: ...


_EVALUATORS: Final[Mapping[str, str]] = MappingProxyType(
    {kind: f"pqr_core.indicators.{kind}" for kind in ("rows", "frames", "sql")}
)
"""By the kind of source; loaded late, because two of them bring heavy packages."""


def count(
    source: Source,
    indicators: Iterable[Indicator],
    *,
    by: Sequence[str] = (),
    days: Iterable[date] = (),
    periods: Iterable[Period] = (),
    until: date | None = None,
) -> Counts:
    """Count what the formulas name; the arguments are those of `CountQuestion`.

    Rows are gone through once, in constant memory. Lazy tables stay lazy. A store answers with one statement: name the
    `periods`, so that only they are read.

    Raises:
        InvalidInputError: no source; a column that it does not have, or that cannot be grouped by.
        InvalidInputError: in a table, a column that has to hold whole numbers holds fractions.
        NotADateError: in a table, a column that has to hold days holds something else, times of day among it.
        StorageError: the database refused.
        MissingExtraError: what reads the tables is not installed.
    """
    question = CountQuestion(
        indicators=tuple(indicators), by=tuple(by), days=tuple(days), periods=tuple(periods), until=until
    )
    return _evaluator(source).counts_of(source, question)


def behind(
    source: Source,
    indicator: Indicator,
    period: Period,
    *,
    by: Sequence[str] = (),
    group: Group | None = None,
    until: date | None = None,
) -> Behind:
    """The cases that make the numerator and the denominator of one value, of one group or of the whole.

    Volumes have none: what is made of them alone has nobody behind it. Rows are gone through more than once. A table
    of facts has `utility`, `case_id` and `radicado`, one of surveys `survey_id` instead of `case_id`.

    Raises:
        InvalidInputError: as in `count`; a group that is not one of the columns `by`.
    """
    columns = CountQuestion(indicators=(indicator,), by=tuple(by), until=until).by
    if group is not None and len(group) != len(columns):
        raise InvalidInputError(place="group", detail=f"expected a value for each of {columns}, got {group}")
    evaluator = _evaluator(source)

    def cases(term: Term) -> Iterable[Counted]:
        meant = period.shift(-term.lag)
        question = CaseQuestion(
            measure=term.measure,
            first_day=meant.first_day,
            last_day=meant.closing_day(until),
            by=columns,
            group=group,
        )
        return evaluator.cases_of(source, question)

    return Behind.of(indicator, cases)


def _evaluator(source: Source) -> _Evaluator:
    module = _EVALUATORS.get(getattr(source, "kind", ""))
    if module is None:
        detail = f"expected Rows, Frames or the source of a unit of work, got {type(source).__name__}"
        raise InvalidInputError(place="source", detail=detail)
    return cast("_Evaluator", import_module(module))

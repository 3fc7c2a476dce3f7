"""Count indicators from any source, and find the cases behind one value.

Each kind of source has its own evaluator, which is imported when it is needed. All evaluators give the same counts.

>>> from pqr_core.colombia.indicators import INDICATORS
>>> from pqr_core.storage.sql import SqlStore
>>> march, days = Period.parse("2026-03"), INDICATORS["tiempo_respuesta_pqr"]
>>> with SqlStore("sqlite://") as store:
...     store.create()
...     with store.read() as unit:
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
from pqr_core.indicators.base import Addend, Indicator
from pqr_core.indicators.counts import Behind, Counted, Counts
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Group
from pqr_core.language import Said
from pqr_core.sources import Source

__all__ = ("behind", "count")


class _Evaluator(Protocol):
    """The functions that the module of each evaluator has."""

    def counts_of(self, source: Any, question: CountQuestion, /) -> Counts: ...

    def cases_of(self, source: Any, question: CaseQuestion, /) -> Iterable[Counted]: ...


_EVALUATORS: Final[Mapping[str, str]] = MappingProxyType(
    {kind: f"pqr_core.indicators.{kind}" for kind in ("rows", "frames", "sql")}
)
"""The module of the evaluator by kind of source; imported late, because two of them import heavy packages."""


def count(
    source: Source,
    indicators: Iterable[Indicator],
    *,
    by: Sequence[str] = (),
    days: Iterable[date] = (),
    periods: str | Period | Iterable[Period | str] = (),
    until: date | None = None,
) -> Counts:
    """Count what the formulas of indicators measure; the arguments are those of `CountQuestion`.

    Rows are read once, in constant memory. Lazy tables stay lazy. A store answers with one statement; pass `periods`,
    so that only their rows are read.

    Raises:
        PeriodError: one of `periods` cannot be read.
        InvalidInputError: `source` is not a source; it does not have a column, or cannot be grouped by it; or a column
            of whole numbers in a table holds other values.
        NotADateError: a column of days in a table holds other values, such as days with an hour.
        StorageError: the database refuses the statement.
        MissingExtraError: the package that reads the tables is not installed.
    """
    question = CountQuestion(indicators=tuple(indicators), by=tuple(by), days=tuple(days), periods=periods, until=until)
    return _evaluator(source).counts_of(source, question)


def behind(
    source: Source,
    indicator: Indicator,
    period: Period | str,
    *,
    by: Sequence[str] = (),
    group: Group | None = None,
    until: date | None = None,
) -> Behind:
    """The cases in the numerator and in the denominator of one value, of one group or of all rows.

    Volumes have no cases behind them. Rows are read more than once. A table of facts must have `utility`, `case_id` and
    `radicado`; a table of surveys has `survey_id` instead of `case_id`, one of tickets `ticket_id`.

    Raises:
        PeriodError: `period` cannot be read.
        InvalidInputError: as in `count`; or `group` does not have one value for each column of `by`.
    """
    columns = CountQuestion(indicators=(indicator,), by=tuple(by), until=until).by
    if group is not None and len(group) != len(columns):
        each = ", ".join(columns)
        what = Said(f"un valor para cada una de {each}", f"a value for each of {each}")
        raise InvalidInputError.expected(what, Said.alike(str(len(group))), place="group")
    evaluator, meant_by = _evaluator(source), Period.read(period)

    def cases(term: Addend) -> Iterable[Counted]:
        meant = meant_by.shift(-term.lag)
        question = CaseQuestion(
            measure=term.measure,
            first_day=meant.first_day,
            last_day=meant.closing_day(until),
            by=columns,
            group=group,
        )
        return evaluator.cases_of(source, question)

    return Behind.of(indicator, cases)


_SOURCE: Final = Said(
    "Rows, Frames o la fuente de una unidad de trabajo", "Rows, Frames or the source of a unit of work"
)


def _evaluator(source: Source) -> _Evaluator:
    module = _EVALUATORS.get(getattr(source, "kind", ""))
    if module is None:
        raise InvalidInputError.expected(_SOURCE, source, place="source")
    return cast("_Evaluator", import_module(module))

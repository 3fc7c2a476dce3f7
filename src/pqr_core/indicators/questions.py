"""What is asked of an evaluator: which measures, of which days, by which columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TypeAlias

from attrs import field, frozen

from pqr_core.calendars.business import require_date
from pqr_core.indicators.base import Indicator
from pqr_core.indicators.measures import Measure, Source, grouping_kinds
from pqr_core.indicators.periods import Period

__all__ = ("Question", "Window", "closing_days")

Window: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None where there is no bound."""


def closing_days(periods: Iterable[Period], as_of: date | None = None) -> tuple[date, ...]:
    """The days to ask standing counts for: the end of each period, or `as_of` in the one it lies in.

    Periods that begin after `as_of` have none.
    """
    return tuple(p.closing_day(as_of) for p in periods if as_of is None or p.first_day <= as_of)


def _indicators(given: Iterable[Indicator]) -> tuple[Indicator, ...]:
    return tuple(given)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


def _days(given: Iterable[date]) -> tuple[date, ...]:
    return tuple(given)


def _periods(given: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Question:
    """One question to an evaluator.

    Args:
        indicators: what is to be computed from the counts.
        by: columns to group by, that every source of the formulas has (`Indicator.can_group_by`).
        days: the days at whose end the standing counts are taken; those that close `periods` are added.
        periods: the periods to be counted, with those that formulas compare them with; without any, all there are.
        until: what happens after this day is left out, so that in a running period no case is late before its time.

    Raises:
        InvalidInputError: a column that a source does not have.
        NotADateError: something else where a date is meant.
    """

    indicators: tuple[Indicator, ...] = field(converter=_indicators)
    by: tuple[str, ...] = field(default=(), converter=_names)
    days: tuple[date, ...] = field(default=(), converter=_days)
    periods: tuple[Period, ...] = field(default=(), converter=_periods)
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        for indicator in self.indicators:
            for measure in indicator.measures:
                grouping_kinds(measure.source, self.by)
        for day in (*self.days, *(() if self.until is None else (self.until,))):
            require_date(day, "days")

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Each measure once, in an order that only depends on the indicators; standing ones where a day is asked."""
        named = (
            measure
            for indicator in self.indicators
            for measure in (
                *(term.measure for term in indicator.terms),
                *(measure for standing in indicator.beside for measure in standing.measures),
            )
        )
        return tuple(dict.fromkeys(each for each in named if each.period_on is not None or self.standing_days))

    @cached_property
    def standing_days(self) -> tuple[date, ...]:
        """The days for which standing counts are taken, each once."""
        return tuple(dict.fromkeys((*self.days, *closing_days(self.periods, self.until))))

    def of(self, source: Source) -> tuple[Measure, ...]:
        """The measures of one source."""
        return tuple(measure for measure in self.measures if measure.source is source)

    def window(self, measure: Measure) -> Window:
        """The days from which a measure of periods needs rows."""
        terms = [term for indicator in self.indicators for term in indicator.terms if term.measure == measure]
        needed = [period.shift(-term.lag) for period in self.periods for term in terms]
        first = min((period.first_day for period in needed), default=None)
        ends = [day for day in (max((period.last_day for period in needed), default=None), self.until) if day]
        return first, min(ends, default=None)

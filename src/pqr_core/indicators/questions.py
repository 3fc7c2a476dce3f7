"""What is asked of an evaluator: which measures, of which days, by which columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Final, TypeAlias

from attrs import field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Indicator
from pqr_core.indicators.measures import Measure, grouping_kinds
from pqr_core.indicators.periods import Period
from pqr_core.moments import require_date
from pqr_core.sources import Origin

__all__ = ("REPORTERS", "CaseQuestion", "CountQuestion", "Group", "Window", "closing_days")

REPORTERS: Final = ("utility", "servicio")
"""Who reports volumes: each utility, of each of its services."""

Group: TypeAlias = tuple[object, ...]
"""The values of the columns grouped by, in their order; None where the column is empty."""

Window: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None where there is no bound."""


def closing_days(periods: Iterable[Period], as_of: date | None = None) -> tuple[date, ...]:
    """The days to ask standing counts for: the end of each period, or `as_of` in the one it lies in.

    Periods that begin after `as_of` have none.
    """
    return tuple(p.closing_day(as_of) for p in periods if as_of is None or p.first_day <= as_of)


@frozen(kw_only=True)
class CountQuestion:
    """How many: one question to an evaluator.

    Args:
        indicators: what is to be computed from the counts.
        by: columns to group by, that every register of the formulas has (`Indicator.can_group_by`).
        days: the days at whose end the standing counts are taken; those that close `periods` are added.
        periods: the periods to be counted, with those that formulas compare them with; without any, all there are.
        until: what happens after this day is left out, so that in a running period no case is late before its time.

    Raises:
        InvalidInputError: a column that a register does not have, or named twice.
        NotADateError: something else where a date is meant.
    """

    indicators: tuple[Indicator, ...] = field(repr=False)
    by: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = ()
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        for column in self.by:
            if self.by.count(column) > 1:
                raise InvalidInputError(place="by", detail=f"{column!r} is named twice")
        for indicator in self.indicators:
            for measure in indicator.measures:
                grouping_kinds(measure.origin, self.by)
        for day in (*self.days, *(() if self.until is None else (self.until,))):
            require_date(day, "days")

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Each measure once, in an order that only depends on the indicators; standing ones where a day is asked.

        Beside one of volumes stand all its rows, those without the number too: they say who has volumes at all.
        """
        named = (
            measure
            for indicator in self.indicators
            for measure in (
                *(
                    each
                    for term in indicator.terms
                    for each in (term.measure, *([term.measure.every] if term.measure.origin is Origin.VOLUMES else []))
                ),
                *(measure for standing in indicator.beside for measure in standing.measures),
            )
        )
        return tuple(dict.fromkeys(each for each in named if each.period_on is not None or self.standing_days))

    @cached_property
    def standing_days(self) -> tuple[date, ...]:
        """The days for which standing counts are taken, each once; those a formula compares them with among them."""
        terms = [term for indicator in self.indicators for term in indicator.terms]
        lags = dict.fromkeys((0, *(term.lag for term in terms if term.measure.period_on is None)))
        asked = (period.shift(-lag) for lag in lags for period in self.periods)
        return tuple(dict.fromkeys((*self.days, *closing_days(asked, self.until))))

    def of(self, origin: Origin) -> tuple[Measure, ...]:
        """The measures of one register."""
        return tuple(measure for measure in self.measures if measure.origin is origin)

    def grouping(self, origin: Origin) -> tuple[str, ...]:
        """The columns by which the rows of a register are grouped: volumes also by who reports them."""
        return (*self.by, *(column for column in REPORTERS if origin is Origin.VOLUMES and column not in self.by))

    def counted(self, measure: Measure) -> Window:
        """The days of the months in which a measure of periods is counted, until when they are looked at apart.

        Of volumes all that came before is read: what a utility once reported of a service, it has to go on reporting.
        """
        terms = [
            term
            for indicator in self.indicators
            for term in indicator.terms
            if measure in (term.measure, term.measure.every)
        ]
        needed = [period.shift(-term.lag) for period in self.periods for term in terms]
        first = min((period.first_day for period in needed), default=None)
        last = max((period.last_day for period in needed), default=None)
        return None if measure.origin is Origin.VOLUMES else first, last

    def window(self, measure: Measure) -> Window:
        """The days from which a measure of periods needs rows."""
        first, last = self.counted(measure)
        return first, min((day for day in (last, self.until) if day), default=None)


@frozen(kw_only=True)
class CaseQuestion:
    """Which: the rows that one measure counts in a period, of one group or of all.

    Args:
        measure: what is counted.
        first_day: the first day of the period.
        last_day: the day at whose end the period is looked at; the day asked of a standing count.
        by: the columns that `group` is of.
        group: the group; None for all rows.
    """

    measure: Measure
    first_day: date
    last_day: date
    by: tuple[str, ...] = ()
    group: Group | None = None

    @property
    def window(self) -> Window:
        """The days of the rows."""
        return self.first_day, self.last_day

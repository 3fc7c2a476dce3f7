"""The questions to an evaluator: which measures, for which days, grouped by which columns."""

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
from pqr_core.language import Said
from pqr_core.moments import require_date
from pqr_core.sources import Origin

__all__ = ("REPORTERS", "CaseQuestion", "CountQuestion", "Group", "Window", "closing_days")

REPORTERS: Final = ("utility", "servicio")
"""The columns that name the reporter of volumes: each utility, for each of its services."""

Group: TypeAlias = tuple[object, ...]
"""The values of the columns to group by, in order; None for an empty column."""

Window: TypeAlias = tuple[date | None, date | None]
"""The first and the last day, both inclusive; None if there is no bound."""


def closing_days(periods: Iterable[Period], as_of: date | None = None) -> tuple[date, ...]:
    """The days for standing counts: the last day of each period, or `as_of` for the period that it lies in.

    Periods that begin after `as_of` are left out.
    """
    return tuple(p.closing_day(as_of) for p in periods if as_of is None or p.first_day <= as_of)


def _periods(told: str | Period | Iterable[Period | str]) -> tuple[Period, ...]:
    """As a function, since a type checker knows no method as a converter."""
    return Period.several(told)


@frozen(kw_only=True)
class CountQuestion:
    """A question to an evaluator: how many rows each measure counts.

    Args:
        indicators: the indicators to compute from the counts.
        by: the columns to group by; every register of the formulas must have them (`Indicator.can_group_by`).
        days: the days at the end of which standing counts are taken, beside the closing days of `periods`.
        periods: the periods to count; those that formulas compare them with are counted too. Empty counts all periods.
        until: the last day looked at, inclusive. Later events are left out, so that no case of a running period counts
            as late too early.

    Raises:
        InvalidInputError: a register does not have a column of `by`, or a column is named twice.
        PeriodError: a period cannot be read.
        NotADateError: a day is not a date.
    """

    indicators: tuple[Indicator, ...] = field(repr=False)
    by: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = field(default=(), converter=_periods)
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        for column in self.by:
            if self.by.count(column) > 1:
                detail = Said(f"{column!r} está dos veces", f"{column!r} is named twice")
                raise InvalidInputError(place="by", detail=detail)
        for indicator in self.indicators:
            for measure in indicator.measures:
                grouping_kinds(measure.origin, self.by)
        for day in (*self.days, *(() if self.until is None else (self.until,))):
            require_date(day, "days")

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Each measure once, in an order that depends only on the indicators; standing ones only if there are days.

        Each measure of volumes comes with its `every`, whose rows say who reports volumes at all.
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
                *(each for standing in indicator.beside for each in (*standing.measures, *standing.unknown)),
            )
        )
        return tuple(dict.fromkeys(each for each in named if each.period_on is not None or self.standing_days))

    @cached_property
    def standing_days(self) -> tuple[date, ...]:
        """The days for which standing counts are taken, each once; with the days that formulas compare them with."""
        terms = [term for indicator in self.indicators for term in indicator.terms]
        lags = dict.fromkeys((0, *(term.lag for term in terms if term.measure.period_on is None)))
        asked = (period.shift(-lag) for lag in lags for period in self.periods)
        return tuple(dict.fromkeys((*self.days, *closing_days(asked, self.until))))

    def of(self, origin: Origin) -> tuple[Measure, ...]:
        """The measures of one register."""
        return tuple(measure for measure in self.measures if measure.origin is origin)

    def grouping(self, origin: Origin) -> tuple[str, ...]:
        """The columns by which the rows of a register are grouped; volumes are grouped by their reporter too."""
        return (*self.by, *(column for column in REPORTERS if origin is Origin.VOLUMES and column not in self.by))

    def counted(self, measure: Measure) -> Window:
        """The days of the months in which a measure with a period is counted; `until` is not applied.

        For volumes there is no first day, because a utility that once reported a volume for a service must go on
        reporting it.
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
        """The days of the rows that a measure with a period needs, up to `until`."""
        first, last = self.counted(measure)
        return first, min((day for day in (last, self.until) if day), default=None)


@frozen(kw_only=True)
class CaseQuestion:
    """A question to an evaluator: which rows one measure counts in a period, in one group or in all.

    Args:
        measure: what is counted.
        first_day: the first day of the period.
        last_day: the last day looked at, inclusive; for a standing count, the day asked about.
        by: the columns of `group`.
        group: the group; None for all rows.
    """

    measure: Measure
    first_day: date
    last_day: date
    by: tuple[str, ...] = ()
    group: Group | None = None

    @property
    def window(self) -> Window:
        """The first and the last day of the rows."""
        return self.first_day, self.last_day

"""The waits of a case that can stop its clock: for the user, for a conflict of competence, for evidence."""

from __future__ import annotations

from datetime import date

from pqr_core.calendars.terms import Walk
from pqr_core.cases.case import Occurrence

__all__ = ("Conflict", "Evidence", "Waiting")


class Waiting:
    """The utility waits for the user after a requirement or a return, until the user acts or the time given lapses."""

    __slots__ = ("answered_on", "asked_on", "base_on", "cause", "lapses_on", "opens_on", "prolonged", "stops", "walk")

    def __init__(
        self,
        asked: Occurrence,
        *,
        base_on: date,
        walk: Walk | None,
        lapses_on: date,
        stops: bool,
        opens_on: date | None = None,
    ) -> None:
        self.asked_on = asked.day
        self.cause = asked.event.type
        self.base_on = base_on
        self.opens_on = opens_on or asked.day
        """The day that opens the suspension, if the wait stops the clock."""
        self.walk = walk
        self.lapses_on = lapses_on
        self.stops = stops
        self.answered_on: date | None = None
        self.prolonged = False

    @property
    def answered_in_time(self) -> bool:
        """Whether the user acted on or before the last day given."""
        return self.answered_on is not None and self.answered_on <= self.lapses_on

    def lapsed(self, today: date) -> bool:
        """Whether the time given has passed on `today` and the user did not act in time."""
        return today > self.lapses_on and not self.answered_in_time

    def ended_on(self, today: date) -> date | None:
        """The day on which the wait ended, as known on `today`; None while it is open."""
        if self.answered_in_time:
            return self.answered_on
        return self.lapses_on if today > self.lapses_on else None


class Conflict:
    """A conflict of competence: a suspension of unknown end until it is resolved."""

    __slots__ = ("cause", "opens_on", "resolved_on")

    stops = True
    lapses_on: date | None = None

    def __init__(self, raised: Occurrence) -> None:
        self.opens_on = raised.day
        self.cause = raised.event.type
        self.resolved_on: date | None = None

    def ended_on(self, _today: date) -> date | None:
        """The day on which the conflict was resolved; None while it is open."""
        return self.resolved_on


class Evidence:
    """The period of evidence."""

    __slots__ = ("cap_on", "closed_on", "opened_on", "ordered_until", "prolonged")

    def __init__(self, opened_on: date, ordered_until: date, cap_on: date) -> None:
        self.opened_on = opened_on
        self.ordered_until = ordered_until
        self.cap_on = cap_on
        self.closed_on: date | None = None
        self.prolonged = False

    @property
    def ends_on(self) -> date:
        """The earliest of the end ordered, the legal cap and the act that closed it."""
        ends_on = min(self.ordered_until, self.cap_on)
        return ends_on if self.closed_on is None else min(ends_on, self.closed_on)

"""A clock that stands still until a test moves it, for code that takes the time as an argument or a function.

>>> from datetime import timedelta
>>> clock = FrozenClock()
>>> clock().isoformat(), clock.today.isoformat()
('2026-03-16T10:00:00-05:00', '2026-03-16')
>>> clock.tick(timedelta(days=1)).isoformat()
'2026-03-17T10:00:00-05:00'
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pqr_core.colombia import ZONE
from pqr_core.moments import local_time, require_instant

__all__ = ("FrozenClock",)


class FrozenClock:
    """A clock that gives the same instant until it is moved. It starts on Monday 16 March 2026 at ten in Colombia."""

    def __init__(self, at: datetime = datetime(2026, 3, 16, 10, tzinfo=ZONE)) -> None:
        self.at = require_instant(at, "clock")

    def __call__(self) -> datetime:
        """The instant at which the clock stands."""
        return self.at

    @property
    def today(self) -> date:
        """The legal day of that instant in Colombia."""
        return local_time(self.at, ZONE).date()

    def tick(self, by: timedelta = timedelta(minutes=1)) -> datetime:
        """Move the clock by a duration, backwards if it is negative, and return the new instant."""
        return self.move_to(self.at + by)

    def move_to(self, at: datetime) -> datetime:
        """Set the clock to an instant and return it.

        Raises:
            NaiveDatetimeError: the instant has no offset.
        """
        self.at = require_instant(at, "clock")
        return self.at

"""A case as its tables hold it, without trusting any of it: what `verification` reads.

A value that cannot be read (not a text, not a day) is left out here; `verification` reports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import field, frozen

from pqr_core.facts import Facts
from pqr_core.law.agenda import Duty
from pqr_core.storage.history import CASE_ITSELF, Entry, HistoryFault, Links
from pqr_core.storage.personal import changed

__all__ = ("KeptCase", "KeptRow", "zone_of")


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone with a name; None if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        return None


@frozen
class KeptRow:
    """A row of a register as it stands; `row` is None if it cannot be read."""

    row: Facts | None
    revision: int
    known_from: datetime | None
    known_to: datetime | None


@frozen(kw_only=True)
class KeptCase:
    """A case as its tables hold it.

    Args:
        utility: the utility.
        case_id: its id as text, which may not be a valid id.
        zone: the name of its time zone.
        radicado: the radicado kept beside the history.
        length: the number of events kept beside the history.
        head: the digest of the last event, kept beside the history.
        is_there: whether the row of the case exists, and not only its events.
        entries: its events, by number.
        unreadable: the numbers of the events with a value that cannot be read; 0 for the case itself.
        personal: the personal data, by the number of the event.
        rows: its rows of facts; the closed ones come before the current one.
        duties: the duties stored beside the current row; None in a store that does not store them apart.
    """

    utility: str
    case_id: str
    zone: str = ""
    radicado: str | None = None
    length: int = 0
    head: str = ""
    is_there: bool = True
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    unreadable: frozenset[int] = frozenset()
    personal: Mapping[int, str] = field(factory=dict, repr=False)
    rows: tuple[KeptRow, ...] = field(default=(), repr=False)
    duties: frozenset[Duty] | None = None

    @property
    def links(self) -> Links:
        """Its events, with the way in which each is linked to the one before."""
        return Links(self.entries, (self.utility, self.case_id), self.zone)

    def faults(self, links: Links | None = None) -> tuple[HistoryFault, ...]:
        """The faults of its history and of the data kept beside it (see `Cases.verify_history`)."""
        spoilt = {*self.unreadable, *changed(self.entries, self.personal, self.radicado)}
        if zone_of(self.zone) is None:
            spoilt.add(CASE_ITSELF)
        return (links or self.links).faults(head=self.head, length=self.length, changed=spoilt)

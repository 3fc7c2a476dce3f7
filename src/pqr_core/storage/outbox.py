"""The outbox: recorded events for readers (a mailer, a printer, a queue), each with a name and a position.

An event gets its number when somebody reads, not when it is written. So an event of a transaction that commits late
gets a later number, and no reader misses it. The events of one case keep their order.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import field, frozen

from pqr_core.cases.events import Event
from pqr_core.portable import Portable

__all__ = ("Posted",)


@frozen(kw_only=True)
class Posted(Portable):
    """An event as a reader of the outbox gets it.

    Args:
        utility: the utility.
        case_id: the id of the case.
        radicado: the radicado of the case; None if it has none.
        seq: the number of the event in the history of the case, from 1.
        position: the number of the event in the outbox of the utility, in the order of reading.
        recorded_at: the instant of recording.
        event: the event; without personal data if they were deleted meanwhile.
    """

    utility: str
    case_id: UUID
    radicado: str | None
    seq: int
    position: int
    recorded_at: datetime
    event: Event = field(repr=False)

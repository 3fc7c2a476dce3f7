"""Tickets of the queue, one row a ticket: taken, called, served, left; with or without a filing.

The ticket of a filing (`Filing.atencion`) and the one that the queue exports are the same row, so that each ticket
counts once.

>>> from datetime import datetime, timezone
>>> taken = datetime(2026, 3, 16, 13, 0, tzinfo=timezone.utc)
>>> Ticket(utility="aguas", ticket_id="1", taken_at=taken, called_at=taken + timedelta(minutes=12)).waiting
datetime.timedelta(seconds=720)
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from attrs import Attribute, Factory, evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.errors import InvalidInputError
from pqr_core.facts import require_code
from pqr_core.fields import is_day_or_none, nfc, nfc_or_none
from pqr_core.language import Said
from pqr_core.moments import require_instant
from pqr_core.portable import Portable

__all__ = ("Ticket", "ticket_id", "ticket_of")


def _code(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_code(value, attribute.name)


def _optional_code(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None:
        require_code(value, attribute.name)


def _instant(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_instant(value, attribute.name)


def _optional_instant(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None:
        require_instant(value, attribute.name)


def _utc(value: datetime | None) -> datetime | None:
    """The instant in UTC, as a store returns it; a value that is not an aware instant is left to the validator."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else value


@frozen(kw_only=True)
class Ticket(Portable):
    """A ticket of the queue.

    Args:
        utility: the utility.
        ticket_id: unique in the utility; see `ticket_id`.
        taken_at: when it was taken.
        called_at: when it was called.
        served_at: when the service at the counter ended.
        left_at: when the person left without being served.
        radicado: the radicado of the filing, if there was one.
        taken_on: the legal day it was taken; without it the ticket belongs to no period, and no indicator counts it.
        waiting_minutes: the whole minutes from taking the ticket to its call; None if it was not called.
        service_minutes: the whole minutes from the call to the end of the service; None if either is not known.

    Raises:
        InvalidInputError: it was called or left before it was taken, or served before it was called.
    """

    utility: str = field(converter=nfc, validator=_code)
    ticket_id: str = field(converter=nfc, validator=_code)
    taken_at: datetime = field(converter=_utc, validator=_instant)
    called_at: datetime | None = field(default=None, converter=_utc, validator=_optional_instant)
    served_at: datetime | None = field(default=None, converter=_utc, validator=_optional_instant)
    left_at: datetime | None = field(default=None, converter=_utc, validator=_optional_instant)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=_optional_code)
    taken_on: date | None = field(default=None, validator=is_day_or_none)
    # Columns of the register that indicators count; they follow from the instants.
    waiting_minutes: int | None = field(
        init=False, default=Factory(lambda self: _minutes(self.waiting), takes_self=True)
    )
    service_minutes: int | None = field(
        init=False, default=Factory(lambda self: _minutes(self.service), takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        served = [each for each in (self.taken_at, self.called_at, self.served_at) if each is not None]
        if served != sorted(served) or (self.left_at is not None and self.left_at < self.taken_at):
            es = "un turno se toma, se llama y se atiende, o se toma y se abandona, en ese orden"
            en = "a ticket is taken, called and served, or taken and left, in that order"
            raise InvalidInputError(place="ticket", detail=Said(es, en))

    def over(self, known: Ticket) -> Ticket:
        """This row completed with what is `known` of the ticket, since the queue and the filing each know a part.

        If the combined instants were out of order, this row alone.
        """
        told = {name: getattr(self, name) for name in _TOLD}
        with suppress(InvalidInputError):
            return evolve(self, **{name: value or getattr(known, name) for name, value in told.items()})
        return self

    @property
    def waiting(self) -> timedelta | None:
        """The time from taking the ticket to its call; None if it was not called."""
        return None if self.called_at is None else self.called_at - self.taken_at

    @property
    def service(self) -> timedelta | None:
        """The time from the call to the end of the service; None if either is not known."""
        return None if self.called_at is None or self.served_at is None else self.served_at - self.called_at


def _minutes(passed: timedelta | None) -> int | None:
    return None if passed is None else passed // _MINUTE


_MINUTE: Final = timedelta(minutes=1)
_TOLD: Final = ("called_at", "served_at", "left_at", "radicado", "taken_on")


def ticket_id(day: date, turno: str) -> str:
    """The id of the ticket that the queue called `turno` on that legal day; the numbers start again every day.

    >>> ticket_id(date(2026, 3, 16), "A12")
    '2026-03-16 A12'
    """
    return f"{day.isoformat()} {turno}"


def ticket_of(case: Case) -> Ticket | None:
    """The ticket in the filing of a case; None if it has none, or does not say when it was taken."""
    told = case.filing.atencion
    if told is None or told.tomado_at is None:
        return None
    day = told.tomado_at.astimezone(case.zone).date()
    return Ticket(
        utility=case.utility_id,
        ticket_id=str(case.case_id) if told.turno is None else ticket_id(day, told.turno),
        taken_at=told.tomado_at,
        called_at=told.llamado_at,
        served_at=told.atendido_at,
        radicado=case.filing.radicado,
        taken_on=day,
    )

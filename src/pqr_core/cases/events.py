"""What happened to a case: one event class, with a typed payload for the few types that say more than their day.

Payload fields bear the keys of the wire (Spanish where the law has a word for them). An event knows when it
happened (`at`, an aware instant, or `on`, a legal day without hour), when it was recorded, by whom and on what
evidence; what it does to a deadline is no business of this module.

>>> from datetime import date
>>> event = Event(EventType.PRORROGA, on=date(2026, 4, 1), payload=Until(hasta=date(2026, 4, 20)))
>>> event.payload.hasta
datetime.date(2026, 4, 20)
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from typing import Any, Final, TypeVar, cast
from uuid import UUID, uuid5

from attrs import NOTHING, Attribute, asdict, field, fields, frozen, validators

from pqr_core.calendars.business import require_date
from pqr_core.errors import IncompleteEventError, InvalidInputError, NaiveDatetimeError, NotADateError
from pqr_core.vocabulary import ActKind, EventType, Outcome

__all__ = (
    "PAYLOADS",
    "Annulment",
    "Consent",
    "Correction",
    "Decision",
    "Event",
    "EvidencePeriod",
    "Filing",
    "NoDetail",
    "Payload",
    "Requirement",
    "SspdDecision",
    "Until",
    "VerbalAnswer",
    "Visit",
    "at_noon",
    "require_instant",
)

_EVENT_NAMESPACE: Final = UUID("5f1d3a52-6c0e-5b1e-9a58-0b7c6f0e2d11")
_NOON: Final = time.fromisoformat("12:00")


def require_instant(value: object, place: str) -> datetime:
    """`value` itself when it is an aware datetime; NaiveDatetimeError when it has no offset."""
    if not isinstance(value, datetime):
        raise NotADateError(place=place, kind=type(value).__name__, value=value)
    if value.utcoffset() is None:
        raise NaiveDatetimeError(place=place, value=value.isoformat())
    return value


def _is_date(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_date(value, attribute.name)


_is_date_or_none = validators.optional(_is_date)


def _outcome(value: str) -> Outcome:
    try:
        return Outcome(value)
    except ValueError:
        detail = f"unknown code {value!r}; known codes: {', '.join(Outcome)}"
        raise InvalidInputError(place="resultado", detail=detail) from None


def _optional_outcome(value: str | None) -> Outcome | None:
    return None if value is None else _outcome(value)


def _optional_act(value: str | None) -> ActKind | None:
    try:
        return None if value is None else ActKind(value)
    except ValueError:
        detail = f"unknown code {value!r}; known codes: {', '.join(ActKind)}"
        raise InvalidInputError(place="acto", detail=detail) from None


def at_noon(day: date, zone: tzinfo) -> datetime:
    """The instant by which a day without hour sorts."""
    return datetime.combine(day, _NOON, zone)


@frozen
class NoDetail:
    """Nothing beside the day it happened."""


@frozen
class Requirement:
    """`requerimiento` (CPACA art. 17): `hasta`, the last day given to complete; `recibido_el`, the day received."""

    hasta: date | None = field(default=None, validator=_is_date_or_none)
    recibido_el: date | None = field(default=None, validator=_is_date_or_none)


@frozen
class Until:
    """`hasta`: the last day of the time given (`prorroga`, `prorroga_pruebas`, `demora_usuario`)."""

    hasta: date = field(validator=_is_date)


@frozen(kw_only=True)
class EvidencePeriod:
    """`apertura_pruebas`: its end as a date (`hasta`) or in business days (`dias`), and the day the user was told."""

    hasta: date | None = field(default=None, validator=_is_date_or_none)
    dias: int | None = None
    comunicada_el: date | None = field(default=None, validator=_is_date_or_none)

    def __attrs_post_init__(self) -> None:
        if (self.hasta is None) == (self.dias is None):
            raise IncompleteEventError(place="events", event="apertura_pruebas", needs="exactly one of hasta, dias")
        if self.dias is not None and (type(self.dias) is not int or self.dias < 1):
            raise InvalidInputError(place="dias", detail=f"{self.dias!r} is not a positive number of business days")


@frozen(kw_only=True)
class Decision:
    """`decision`: the outcome, the act it is about, and whether everything asked is answered."""

    resultado: Outcome = field(converter=_outcome)
    acto: ActKind | None = field(default=None, converter=_optional_act)
    completa: bool = field(default=True, validator=validators.instance_of(bool))


@frozen
class VerbalAnswer:
    """`respuesta_verbal`: the outcome, when one was given."""

    resultado: Outcome | None = field(default=None, converter=_optional_outcome)


@frozen
class Consent:
    """`notificacion_electronica`: whether the user had accepted electronic notice (CPACA art. 56)."""

    autorizada: bool = field(default=False, validator=validators.instance_of(bool))


@frozen
class SspdDecision:
    """`decision_sspd`: the day the decision of the Superintendencia was notified."""

    notificada_el: date = field(validator=_is_date)


@frozen
class Visit:
    """`visita_programada`: the day of the visit."""

    fecha: date = field(validator=_is_date)


@frozen
class Annulment:
    """`anulacion`: the id of the event that counts no more."""

    anula: str = field(validator=validators.instance_of(str))


@frozen
class Correction:
    """`correccion`: the id of the wrong event, and the right one."""

    corrige: str = field(validator=validators.instance_of(str))
    event: Event

    def __attrs_post_init__(self) -> None:
        if self.event.type in (EventType.ANULACION, EventType.CORRECCION):
            raise InvalidInputError(place="event", detail="an amendment cannot take the place of an event")


@frozen(kw_only=True)
class Filing:
    """`radicacion`, the first event of every case: what was filed.

    `fecha_limite` is the date set by a `requerimiento_autoridad`; `factura_expedida` the day the attacked invoice was
    issued; `attacked_notified_on` the day the act attacked by a recurso was notified.
    """

    tipo: str = field(validator=validators.instance_of(str))
    radicado: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    servicio: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    causal: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    canal: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    account: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    municipio: str | None = field(default=None, validator=validators.optional(validators.instance_of(str)))
    fecha_limite: date | None = field(default=None, validator=_is_date_or_none)
    factura_expedida: date | None = field(default=None, validator=_is_date_or_none)
    attacked_notified_on: date | None = field(default=None, validator=_is_date_or_none)


Payload = (
    NoDetail
    | Requirement
    | Until
    | EvidencePeriod
    | Decision
    | VerbalAnswer
    | Consent
    | SspdDecision
    | Visit
    | Annulment
    | Correction
    | Filing
)

PAYLOADS: Final[dict[EventType, type[Payload]]] = {
    **dict.fromkeys(EventType, NoDetail),
    EventType.REQUERIMIENTO: Requirement,
    EventType.APERTURA_PRUEBAS: EvidencePeriod,
    EventType.PRORROGA_PRUEBAS: Until,
    EventType.DEMORA_USUARIO: Until,
    EventType.PRORROGA: Until,
    EventType.DECISION: Decision,
    EventType.RESPUESTA_VERBAL: VerbalAnswer,
    EventType.NOTIFICACION_ELECTRONICA: Consent,
    EventType.DECISION_SSPD: SspdDecision,
    EventType.VISITA_PROGRAMADA: Visit,
    EventType.ANULACION: Annulment,
    EventType.CORRECCION: Correction,
    EventType.RADICACION: Filing,
}
"""The payload class of each event type; a key it does not have is not a key of the event."""

P = TypeVar("P")
_NOTHING: Final = NoDetail()


def _instant_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None:
        require_instant(value, attribute.name)


def _wherever(value: object) -> str:
    """`value` as text: an instant is the same one in every zone, as it is after it was stored."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _references(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen
class Event:
    """One thing that happened, exactly one of `at` (aware instant) and `on` (legal day without hour) given.

    Args:
        type: what happened.
        at: when, with its UTC offset.
        on: the legal day, where the hour is not known; sorted as if at noon.
        payload: the details of the type (`PAYLOADS`); may be left out where none is required.
        id: a name for it, unique in the case; without one, `identity` is made from the content.
        recorded_at: when it was written down, if not when it happened.
        actor: who wrote it down (an account of the office, never the petitioner's name).
        evidence: references to what proves it.
    """

    type: EventType = field(converter=EventType)
    at: datetime | None = field(default=None, kw_only=True, validator=_instant_or_none)
    on: date | None = field(default=None, kw_only=True, validator=_is_date_or_none)
    payload: Payload = field(default=_NOTHING, kw_only=True)
    id: str | None = field(default=None, kw_only=True, validator=validators.optional(validators.instance_of(str)))
    recorded_at: datetime | None = field(default=None, kw_only=True, validator=_instant_or_none)
    actor: str | None = field(default=None, kw_only=True)
    evidence: tuple[str, ...] = field(default=(), kw_only=True, converter=_references)

    def __attrs_post_init__(self) -> None:
        if (self.at is None) == (self.on is None):
            raise IncompleteEventError(place="events", event=self.type, needs="exactly one of at, on")
        expected = PAYLOADS[self.type]
        if not isinstance(self.payload, expected):
            if self.payload is not _NOTHING:
                detail = f"{self.type} takes {expected.__name__}, not {type(self.payload).__name__}"
                raise InvalidInputError(place="payload", detail=detail)
            required = [a.name for a in fields(expected) if a.default is NOTHING]
            if required or expected is EvidencePeriod:
                raise IncompleteEventError(
                    place="events", event=self.type, needs=", ".join(required) or "exactly one of hasta, dias"
                )
            object.__setattr__(self, "payload", cast("Callable[[], Payload]", expected)())

    def detail(self, kind: builtins.type[P]) -> P:
        """The payload as `kind`, which must be the class that `PAYLOADS` gives for the type."""
        assert isinstance(self.payload, kind)  # noqa: S101 - checked at construction; this tells the type checker
        return self.payload

    def local(self, zone: tzinfo) -> datetime:
        """When it happened, in legal time; noon of the day where the hour is not known."""
        if self.at is None:
            assert self.on is not None  # noqa: S101 - exactly one of both is given
            return at_noon(self.on, zone)
        return self.at.astimezone(zone)

    @cached_property
    def identity(self) -> str:
        """The id given, or a UUIDv5 of the content, so that the same event filed twice is the same event."""
        if self.id is not None:
            return self.id
        content = asdict(self, filter=lambda attribute, _value: attribute.name not in {"id", "recorded_at"})
        return str(uuid5(_EVENT_NAMESPACE, json.dumps(content, default=_wherever, sort_keys=True)))

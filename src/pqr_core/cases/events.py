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
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cached_property
from typing import Any, Final, TypeVar, cast
from uuid import UUID, uuid5

from attrs import NOTHING, Attribute, asdict, converters, field, fields, frozen

from pqr_core.cases.filing import PERSONAL, Attachment, Invoice, Link, Petitioner, Property
from pqr_core.errors import IncompleteEventError, InvalidInputError
from pqr_core.fields import (
    are,
    are_texts,
    is_a_or_none,
    is_count,
    is_count_or_none,
    is_flag,
    is_text,
    is_text_or_none,
    nfc,
    nfc_or_none,
    several,
    texts,
)
from pqr_core.language import Said
from pqr_core.moments import at_noon, local_time, require_date, require_instant
from pqr_core.vocabulary import ActKind, EventType, Outcome, Priority, Unrecorded

__all__ = (
    "PAYLOADS",
    "Annulment",
    "Assignment",
    "Attention",
    "Consent",
    "Correction",
    "Decision",
    "Event",
    "EvidencePeriod",
    "Execution",
    "Filing",
    "NoDetail",
    "Note",
    "NotifiedOn",
    "Payload",
    "RecursoDecided",
    "RecursoFiled",
    "Registration",
    "Requirement",
    "Until",
    "VerbalAnswer",
    "Visit",
)

_EVENT_NAMESPACE: Final = UUID("5f1d3a52-6c0e-5b1e-9a58-0b7c6f0e2d11")
_AT_OR_ON: Final = Said(es="exactamente uno de at, on", en="exactly one of at, on")
_HASTA_OR_DIAS: Final = Said(es="exactamente uno de hasta, dias", en="exactly one of hasta, dias")
_STEADY: Final = (type(None), timezone)
"""Zones whose clocks are never put forward or back."""


def _is_date_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: a date without hour, or None."""
    if value is not None:
        require_date(value, attribute.name)


def _is_instant_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: an aware datetime, or None."""
    if value is not None:
        require_instant(value, attribute.name)


def _is_date(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_date(value, attribute.name)


def _plain(value: datetime | None) -> datetime | None:
    """An instant; in UTC where clocks of its own zone showed the hour twice or never.

    Such a `datetime` equals none of another zone, and so not itself once it was stored.
    """
    if not isinstance(value, datetime) or type(value.tzinfo) in _STEADY:
        return value
    try:
        is_steady = value.utcoffset() == value.replace(fold=not value.fold).utcoffset()
        return value if is_steady else value.astimezone(UTC)
    except OverflowError:
        return value


# One for each class: a type checker does not look into a converter of anything.
def _links(values: Iterable[Link]) -> tuple[Link, ...]:
    return several(values)


def _attachments(values: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return several(values)


def _unrecorded(values: Iterable[Unrecorded | str]) -> tuple[Unrecorded, ...]:
    """The words without repetition, in the order of the list, so that what is told alike is the same filing."""
    told = values if isinstance(values, str) else several(values)
    if not isinstance(told, tuple):
        detail = f"expected a list of {', '.join(Unrecorded)}, got {type(values).__name__}"
        raise InvalidInputError(place="no_registrado", detail=detail)
    words = {Unrecorded(value) for value in told}
    return tuple(word for word in Unrecorded if word in words)


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
    dias: int | None = field(default=None, validator=is_count_or_none)
    comunicada_el: date | None = field(default=None, validator=_is_date_or_none)

    def __attrs_post_init__(self) -> None:
        if (self.hasta is None) == (self.dias is None):
            raise IncompleteEventError(place="events", event="apertura_pruebas", needs=_HASTA_OR_DIAS)
        if self.dias is not None and self.dias < 1:
            raise InvalidInputError(place="dias", detail=f"{self.dias} is not a positive number of business days")


@frozen(kw_only=True)
class Decision:
    """`decision`: the outcome, the act it is about, and whether everything asked is answered.

    `resultado` is None where a register does not say it; an act of the office must.
    """

    resultado: Outcome | None = field(default=None, converter=converters.optional(Outcome))
    acto: ActKind | None = field(default=None, converter=converters.optional(ActKind))
    completa: bool = field(default=True, validator=is_flag)


@frozen
class VerbalAnswer:
    """`respuesta_verbal`: the outcome, when one was given."""

    resultado: Outcome | None = field(default=None, converter=converters.optional(Outcome))


@frozen
class Consent:
    """An electronic notice, opened or sent: whether the user had accepted to be notified so (CPACA art. 56)."""

    autorizada: bool = field(default=False, validator=is_flag)


@frozen
class NotifiedOn:
    """`notificada_el`: the day on which a decision of the SSPD, an acceptance or a refusal was notified."""

    notificada_el: date = field(validator=_is_date)


@frozen
class RecursoFiled:
    """`recurso_interpuesto`: the day it was posted, where it came by post (Ley 962 de 2005 art. 10)."""

    puesto_al_correo_el: date | None = field(default=None, validator=_is_date_or_none)


@frozen(kw_only=True)
class RecursoDecided:
    """`recurso_resuelto`: how the recurso against this decision was decided in its own case.

    `notificado_el` is the day on which that decision is notified; it may lie ahead.
    """

    resultado: Outcome = field(converter=Outcome)
    notificado_el: date = field(validator=_is_date)


@frozen
class Assignment:
    """`asignacion`: `responsable`, the account of the office that works on the case."""

    responsable: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)


@frozen
class Visit:
    """`visita_programada`: the day of the visit."""

    fecha: date = field(validator=_is_date)


@frozen
class Annulment:
    """`anulacion`: the id of the event that counts no more."""

    anula: str = field(converter=nfc, validator=is_text)


@frozen
class Correction:
    """`correccion`: the id of the wrong event, and the right one."""

    corrige: str = field(converter=nfc, validator=is_text)
    event: Event

    def __attrs_post_init__(self) -> None:
        if type(self.event) is not Event:
            raise InvalidInputError(place="event", detail=f"an Event is meant, not {type(self.event).__name__}")
        if self.event.type in (EventType.ANULACION, EventType.CORRECCION):
            raise InvalidInputError(place="event", detail="an amendment cannot take the place of an event")


@frozen
class Note:
    """`nota`: what somebody wrote down, in words that may say anything of anybody."""

    texto: str | None = field(
        default=None, repr=False, converter=nfc_or_none, validator=is_text_or_none, metadata={PERSONAL: True}
    )


@frozen(kw_only=True)
class Registration:
    """`registro`: what the office adds to the filing where it was not yet told; the number, the classification."""

    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    account: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)


@frozen
class Execution:
    """`ejecucion`: whether all that was granted has been carried out with it."""

    completa: bool = field(default=True, validator=is_flag)


@frozen(kw_only=True)
class Attention:
    """The attention that came before the filing, by the ticket of the queue: taken, called, served.

    Raises:
        InvalidInputError: it was called before it was taken, or served before it was called.
    """

    turno: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    tomado_at: datetime | None = field(default=None, converter=_plain, validator=_is_instant_or_none)
    llamado_at: datetime | None = field(default=None, converter=_plain, validator=_is_instant_or_none)
    atendido_at: datetime | None = field(default=None, converter=_plain, validator=_is_instant_or_none)

    def __attrs_post_init__(self) -> None:
        told = [each for each in (self.tomado_at, self.llamado_at, self.atendido_at) if each is not None]
        if told != sorted(told):
            raise InvalidInputError(place="atencion", detail="a ticket is taken, then called, then served")

    @property
    def waiting(self) -> timedelta | None:
        """From ticket to call; None where one of both is not known."""
        return None if self.tomado_at is None or self.llamado_at is None else self.llamado_at - self.tomado_at

    @property
    def service(self) -> timedelta | None:
        """From call to the end of the attention; None where one of both is not known."""
        return None if self.llamado_at is None or self.atendido_at is None else self.atendido_at - self.llamado_at


@frozen(kw_only=True)
class Filing:
    """`radicacion`, the first event of every case: what was filed.

    `fecha_limite` is the date set by a `requerimiento_autoridad`; `factura_expedida` the day the attacked invoice was
    issued; `acto_atacado` the act a recurso attacks, and `attacked_notified_on` the day it was notified; `hechos` the
    petitioner's own words; `workflow` the version of the workflow the case began with, and keeps.
    `puesto_al_correo_el` is the day a filing that came by post was posted; `no_registrado` says what the register that
    the case comes from does not record, so that it is unknown rather than undone.
    """

    tipo: str = field(converter=nfc, validator=is_text)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    canal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    account: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    municipio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    fecha_limite: date | None = field(default=None, validator=_is_date_or_none)
    factura_expedida: date | None = field(default=None, validator=_is_date_or_none)
    attacked_notified_on: date | None = field(default=None, validator=_is_date_or_none)
    acto_atacado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    atencion: Attention | None = field(default=None, validator=is_a_or_none(Attention))
    peticionario: Petitioner | None = field(default=None, validator=is_a_or_none(Petitioner))
    predio: Property | None = field(default=None, validator=is_a_or_none(Property))
    factura: Invoice | None = field(default=None, validator=is_a_or_none(Invoice))
    prioridad: Priority | None = field(default=None, converter=converters.optional(Priority))
    vinculos: tuple[Link, ...] = field(default=(), converter=_links, validator=are(Link))
    adjuntos: tuple[Attachment, ...] = field(default=(), converter=_attachments, validator=are(Attachment))
    hechos: str | None = field(
        default=None, repr=False, converter=nfc_or_none, validator=is_text_or_none, metadata={PERSONAL: True}
    )
    puesto_al_correo_el: date | None = field(default=None, validator=_is_date_or_none)
    no_registrado: tuple[Unrecorded, ...] = field(default=(), converter=_unrecorded)
    workflow: int = field(default=1, validator=is_count)


Payload = (
    NoDetail
    | Requirement
    | Until
    | EvidencePeriod
    | Decision
    | VerbalAnswer
    | Consent
    | NotifiedOn
    | RecursoFiled
    | RecursoDecided
    | Assignment
    | Visit
    | Annulment
    | Correction
    | Filing
    | Note
    | Registration
    | Execution
    | Attachment
    | Link
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
    EventType.ENVIO_NOTIFICACION_ELECTRONICA: Consent,
    EventType.RECURSO_INTERPUESTO: RecursoFiled,
    EventType.RECURSO_RESUELTO: RecursoDecided,
    **dict.fromkeys(
        (EventType.DECISION_SSPD, EventType.ACEPTACION_DESISTIMIENTO, EventType.NEGATIVA_RESERVA), NotifiedOn
    ),
    EventType.ASIGNACION: Assignment,
    EventType.VISITA_PROGRAMADA: Visit,
    EventType.ANULACION: Annulment,
    EventType.CORRECCION: Correction,
    EventType.RADICACION: Filing,
    EventType.NOTA: Note,
    EventType.REGISTRO: Registration,
    EventType.ADJUNTO: Attachment,
    EventType.VINCULO: Link,
    EventType.EJECUCION: Execution,
}
"""The payload class of each event type; a key it does not have is not a key of the event."""

P = TypeVar("P")
_NOTHING: Final = NoDetail()


def _wherever(value: object) -> str:
    """`value` as text: an instant is the same one in every zone, as it is after it was stored."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _is_content(attribute: Attribute[Any], value: object) -> bool:
    told = value not in (None, (), attribute.default)
    return told and attribute.name not in {"id", "recorded_at"} and PERSONAL not in attribute.metadata


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
    at: datetime | None = field(default=None, kw_only=True, converter=_plain, validator=_is_instant_or_none)
    on: date | None = field(default=None, kw_only=True, validator=_is_date_or_none)
    payload: Payload = field(default=_NOTHING, kw_only=True)
    id: str | None = field(default=None, kw_only=True, converter=nfc_or_none, validator=is_text_or_none)
    recorded_at: datetime | None = field(default=None, kw_only=True, converter=_plain, validator=_is_instant_or_none)
    actor: str | None = field(default=None, kw_only=True, converter=nfc_or_none, validator=is_text_or_none)
    evidence: tuple[str, ...] = field(default=(), kw_only=True, converter=texts, validator=are_texts)

    def __attrs_post_init__(self) -> None:
        if (self.at is None) == (self.on is None):
            raise IncompleteEventError(place="events", event=self.type, needs=_AT_OR_ON)
        expected = PAYLOADS[self.type]
        if type(self.payload) is not expected:
            if self.payload is not _NOTHING:
                detail = f"{self.type} takes {expected.__name__}, not {type(self.payload).__name__}"
                raise InvalidInputError(place="payload", detail=detail)
            required = [a.name for a in fields(expected) if a.default is NOTHING]
            if required or expected is EvidencePeriod:
                raise IncompleteEventError(place="events", event=self.type, needs=", ".join(required) or _HASTA_OR_DIAS)
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
        return local_time(self.at, zone)

    @cached_property
    def identity(self) -> str:
        """The id given, or a UUIDv5 of the content, so that the same event filed twice is the same event.

        Personal data are no part of it (it outlives them), nor is what was left at its default.
        """
        if self.id is not None:
            return self.id
        content = asdict(self, filter=_is_content)
        return str(uuid5(_EVENT_NAMESPACE, json.dumps(content, default=_wherever, sort_keys=True)))

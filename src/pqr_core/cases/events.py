"""What happened to a case: one event class, with a typed payload for the types that have more than their day.

The fields of a payload have the keys of the JSON form (in Spanish where the law has a word for them). An event knows
when it happened (`at`, an aware instant, or `on`, a legal day without an hour), when it was recorded, by whom and with
which evidence. This module does not say what an event does to a deadline.

>>> from datetime import date
>>> Event(EventType.PRORROGA, on=date(2026, 4, 1), payload=Until(hasta=date(2026, 4, 20))).payload.hasta
datetime.date(2026, 4, 20)
>>> Event.of(Decision(resultado=Outcome.ACCEDE), on=date(2026, 4, 8)).type.label("en")
'decision'
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any, ClassVar, Final, Self, TypeVar, cast

from attrs import NOTHING, Attribute, AttrsInstance, asdict, converters, field, fields, frozen

from pqr_core.cases.filing import (
    PERSONAL,
    Annex,
    Attachment,
    Attention,
    Claim,
    Invoice,
    Link,
    Notices,
    Petitioner,
    Property,
    personal,
    require_own_ids,
)
from pqr_core.cases.identity import identity_of
from pqr_core.errors import IncompleteEventError, InvalidInputError
from pqr_core.fields import (
    are,
    are_texts,
    at_once,
    is_a_or_none,
    is_count,
    is_count_or_none,
    is_day,
    is_day_or_none,
    is_flag,
    is_instant_or_none,
    is_text,
    is_text_or_none,
    nfc,
    nfc_or_none,
    several,
    steady,
    texts,
)
from pqr_core.language import Said
from pqr_core.moments import at_noon, local_time
from pqr_core.names import BUSINESS_DAYS, a, list_of, shown
from pqr_core.portable import VARIANTS, Portable
from pqr_core.vocabulary import ActKind, Capacity, EventType, Outcome, Priority, Unrecorded

__all__ = (
    "PAYLOADS",
    "Annulment",
    "Assignment",
    "ClaimOutcome",
    "Consent",
    "Correction",
    "Decision",
    "Delivery",
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
    "Transfer",
    "Until",
    "VerbalAnswer",
    "Visit",
    "require_event",
    "required_keys",
)

_AT_OR_ON: Final = Said(es="exactamente uno de at, on", en="exactly one of at, on")
_HASTA_OR_DIAS: Final = Said(es="exactamente uno de hasta, dias", en="exactly one of hasta, dias")
_NOT_AN_AMENDMENT: Final = Said(
    "una corrección o anulación no puede reemplazar una actuación", "an amendment cannot take the place of an event"
)


# One converter for each class: a type checker does not look into a converter that accepts any type.
def _links(values: Iterable[Link]) -> tuple[Link, ...]:
    return several(values)


def _attachments(values: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return several(values)


def _petitioners(values: Iterable[Petitioner]) -> tuple[Petitioner, ...]:
    return several(values)


def _annexes(values: Iterable[Annex]) -> tuple[Annex, ...]:
    return several(values)


def _claims(values: Iterable[Claim]) -> tuple[Claim, ...]:
    return several(values)


def _outcomes(values: Iterable[ClaimOutcome]) -> tuple[ClaimOutcome, ...]:
    return several(values)


def _unrecorded(values: Iterable[Unrecorded | str]) -> tuple[Unrecorded, ...]:
    """The words without repetitions, in the order of `Unrecorded`, so that equal filings compare equal."""
    told = values if isinstance(values, str) else several(values)
    if not isinstance(told, tuple):
        raise InvalidInputError.expected(list_of(Unrecorded), values, place="no_registrado")
    words = {Unrecorded(value) for value in told}
    return tuple(word for word in Unrecorded if word in words)


@frozen
class NoDetail(Portable):
    """The payload of an event that has nothing but its day."""


@frozen
class Requirement(Portable):
    """`requerimiento` (CPACA art. 17).

    Args:
        hasta: the last day given to complete the petition, included; None if only the term of the law applies.
        recibido_el: the legal day on which the user received it; None if not known.
        falta: each document, datum or step that is missing.
        motivos: why what is missing is needed to decide.
    """

    hasta: date | None = field(default=None, validator=is_day_or_none)
    recibido_el: date | None = field(default=None, validator=is_day_or_none)
    falta: tuple[str, ...] = field(default=(), kw_only=True, converter=texts, validator=are_texts)
    motivos: str | None = personal()


@frozen
class Until(Portable):
    """`prorroga`, `prorroga_pruebas`, `demora_usuario`: the time given ends on the day `hasta`, included.

    Args:
        hasta: the last day, included.
        motivos: the reasons.
    """

    hasta: date = field(validator=is_day)
    motivos: str | None = personal()


@frozen(kw_only=True)
class Transfer(Portable):
    """`traslado_competencia`, `traslado_parcial` (CPACA art. 21).

    Args:
        destinatario: the authority to which it goes.
        motivos: why that authority is competent.
    """

    destinatario: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    motivos: str | None = personal()


@frozen(kw_only=True)
class Delivery(Portable):
    """A document that was sent, or a notification that was made.

    Args:
        guia: the number with which the post or the messenger proves it.
        direccion: where it was sent, a postal or an e-mail address.
        recibido_por: who received it, or appeared to be notified.
        calidad: the capacity in which that person acted.
    """

    guia: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    direccion: str | None = personal()
    recibido_por: str | None = personal()
    calidad: Capacity | None = field(default=None, converter=converters.optional(Capacity))


@frozen(kw_only=True)
class EvidencePeriod(Portable):
    """`apertura_pruebas`: the period of evidence; exactly one of `hasta` and `dias` is given.

    Args:
        hasta: its last day, included.
        dias: its length in business days.
        comunicada_el: the day on which the user was told of it; None if the user was not told.

    Raises:
        IncompleteEventError: both `hasta` and `dias` are given, or neither.
        InvalidInputError: `dias` is below 1.
    """

    EXACTLY_ONE: ClassVar = ("hasta", "dias")

    hasta: date | None = field(default=None, validator=is_day_or_none)
    dias: int | None = field(default=None, validator=is_count_or_none)
    comunicada_el: date | None = field(default=None, validator=is_day_or_none)

    def __attrs_post_init__(self) -> None:
        if (self.hasta is None) == (self.dias is None):
            raise IncompleteEventError(place="events", event="apertura_pruebas", needs=_HASTA_OR_DIAS)
        if self.dias is not None and self.dias < 1:
            raise InvalidInputError.expected(BUSINESS_DAYS, shown(self.dias), place="dias")


@frozen(kw_only=True)
class ClaimOutcome(Portable):
    """The outcome of one thing that was requested (`Claim.id`); None if the decision leaves it unanswered."""

    id: str = field(converter=nfc, validator=is_text)
    resultado: Outcome | None = field(default=None, converter=converters.optional(Outcome))


@frozen(kw_only=True)
class Decision(Portable):
    """`decision`: the outcome, the act that it is about, and whether it answers everything requested.

    Args:
        resultado: the outcome; None if an imported register does not state it. An act of the office must state it.
        acto: the kind of act that the decision is about.
        completa: whether everything requested is answered. With `pretensiones`, a decision that leaves one of them
            without an outcome is not complete, whatever this says: see `Case.judged`. False always stays false.
        radicado_salida: the outgoing number of the decision.
        pretensiones: the outcome of each thing requested.
        firmante: who signs it.
        cargo: the post of who signs it.

    Raises:
        InvalidInputError: two outcomes have the same id, or one has an empty id.
    """

    resultado: Outcome | None = field(default=None, converter=converters.optional(Outcome))
    acto: ActKind | None = field(default=None, converter=converters.optional(ActKind))
    completa: bool = field(default=True, validator=is_flag)
    radicado_salida: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    pretensiones: tuple[ClaimOutcome, ...] = field(default=(), converter=_outcomes, validator=are(ClaimOutcome))
    firmante: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    cargo: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)

    def __attrs_post_init__(self) -> None:
        require_own_ids((each.id for each in self.pretensiones), "pretensiones")


@frozen
class VerbalAnswer(Portable):
    """`respuesta_verbal`: the outcome, if one was given, and the number of the record made of the answer."""

    resultado: Outcome | None = field(default=None, converter=converters.optional(Outcome))
    radicado_salida: str | None = field(default=None, kw_only=True, converter=nfc_or_none, validator=is_text_or_none)


@frozen
class Consent(Delivery):
    """An electronic notification, sent or opened; `autorizada`: the user had accepted such notices (CPACA art. 56)."""

    autorizada: bool = field(default=False, validator=is_flag)


@frozen
class NotifiedOn(Portable):
    """`notificada_el`: the day on which a decision of the SSPD, an acceptance or a refusal was notified."""

    notificada_el: date = field(validator=is_day)


@frozen
class RecursoFiled(Portable):
    """`recurso_interpuesto`: the day on which it was posted, if it came by post (Ley 962 de 2005 art. 10)."""

    puesto_al_correo_el: date | None = field(default=None, validator=is_day_or_none)


@frozen(kw_only=True)
class RecursoDecided(Portable):
    """`recurso_resuelto`: how the recurso against the decision of this case was decided, in its own case.

    `notificado_el` is the day on which that decision is notified; it may be in the future.
    """

    resultado: Outcome = field(converter=Outcome)
    notificado_el: date = field(validator=is_day)


@frozen
class Assignment(Portable):
    """`asignacion`: `responsable` is the account of the office that works on the case."""

    responsable: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)


@frozen
class Visit(Portable):
    """`visita_programada`: the day of the visit."""

    fecha: date = field(validator=is_day)


@frozen
class Annulment(Portable):
    """`anulacion`: the id of the event that no longer counts."""

    anula: str = field(converter=nfc, validator=is_text)


@frozen
class Correction(Portable):
    """`correccion`: the id of the wrong event, and the right event.

    Raises:
        InvalidInputError: `event` is not an event, or is itself an annulment or a correction.
    """

    corrige: str = field(converter=nfc, validator=is_text)
    event: Event

    def __attrs_post_init__(self) -> None:
        require_event(self.event)
        if self.event.type in (EventType.ANULACION, EventType.CORRECCION):
            raise InvalidInputError(place="event", detail=_NOT_AN_AMENDMENT)


@frozen
class Note(Portable):
    """`nota`: a note in free text, which may hold personal data."""

    texto: str | None = personal()


@frozen(kw_only=True)
class Registration(Portable):
    """`registro`: what the office adds to the filing where the filing has no value: number, classification, account."""

    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    account: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)


@frozen
class Execution(Portable):
    """`ejecucion`: whether everything that was granted is now carried out."""

    completa: bool = field(default=True, validator=is_flag)


@frozen(kw_only=True, field_transformer=at_once)
class Filing(Portable):
    """`radicacion`, the first event of every case: what was filed.

    Args:
        tipo: the case type.
        radicado: the number of the case, once it is assigned.
        servicio: the code of the service.
        causal: the code of the causal.
        canal: the code of the channel.
        account: the account of the subscriber.
        municipio: the DIVIPOLA code of the municipality.
        fecha_limite: the last day to answer, set by a `requerimiento_autoridad`.
        factura_expedida: the day on which the attacked invoice was issued.
        attacked_notified_on: the day on which the act that a recurso attacks was notified.
        acto_atacado: the act that a recurso attacks.
        atencion: the attention at the counter before the filing.
        peticionario: the first petitioner.
        predio: the property that is served.
        factura: the attacked invoice.
        prioridad: the priority.
        vinculos: the links to other cases.
        adjuntos: the documents filed.
        hechos: the facts, in the petitioner's own words.
        puesto_al_correo_el: the day on which a filing that came by post was posted.
        no_registrado: what the imported register does not record, so that it is unknown and not undone.
        peticionarios: all petitioners, if there are several; the first is `peticionario`, which may then be left out.
        notificaciones: where notices go.
        anexos: what was handed in with the petition.
        pretensiones: the things requested, one by one.
        centro_poblado: the three digits of the populated centre (DANE); `000` is the seat of the municipality.
        workflow: the version of the workflow with which the case began, and which it keeps.

    Raises:
        InvalidInputError: `peticionario` is not the first of `peticionarios`, two `pretensiones` have the same id, or a
            value has another type.
    """

    tipo: str = field(converter=nfc, validator=is_text)
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    servicio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    causal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    canal: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    account: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    municipio: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    fecha_limite: date | None = field(default=None, validator=is_day_or_none)
    factura_expedida: date | None = field(default=None, validator=is_day_or_none)
    attacked_notified_on: date | None = field(default=None, validator=is_day_or_none)
    acto_atacado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    atencion: Attention | None = field(default=None, validator=is_a_or_none(Attention))
    peticionario: Petitioner | None = field(default=None, validator=is_a_or_none(Petitioner))
    predio: Property | None = field(default=None, validator=is_a_or_none(Property))
    factura: Invoice | None = field(default=None, validator=is_a_or_none(Invoice))
    prioridad: Priority | None = field(default=None, converter=converters.optional(Priority))
    vinculos: tuple[Link, ...] = field(default=(), converter=_links, validator=are(Link))
    adjuntos: tuple[Attachment, ...] = field(default=(), converter=_attachments, validator=are(Attachment))
    hechos: str | None = personal()
    puesto_al_correo_el: date | None = field(default=None, validator=is_day_or_none)
    no_registrado: tuple[Unrecorded, ...] = field(default=(), converter=_unrecorded)
    peticionarios: tuple[Petitioner, ...] = field(default=(), converter=_petitioners, validator=are(Petitioner))
    notificaciones: Notices | None = field(default=None, validator=is_a_or_none(Notices))
    anexos: tuple[Annex, ...] = field(default=(), converter=_annexes, validator=are(Annex))
    pretensiones: tuple[Claim, ...] = field(default=(), converter=_claims, validator=are(Claim))
    centro_poblado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    workflow: int = field(default=1, validator=is_count)

    def __attrs_post_init__(self) -> None:
        if self.pretensiones:
            require_own_ids((each.id for each in self.pretensiones), "pretensiones")
        if not self.peticionarios:
            return
        first, *others = self.peticionarios
        if self.peticionario not in (None, first):
            detail = Said(es="peticionario es el primero de ellos", en="peticionario is the first of them")
            raise InvalidInputError(place="peticionarios", detail=detail)
        object.__setattr__(self, "peticionario", first)
        if not others:
            object.__setattr__(self, "peticionarios", ())


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
    | Transfer
    | Delivery
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
"""The details of an event; `PAYLOADS` says which class each type has."""

_DELIVERIES: Final = (
    EventType.ACUSE,
    EventType.RESPUESTA_ENVIADA,
    EventType.ENVIO_COMUNICACION_CERTIFICADA,
    EventType.ENVIO_CITACION,
    EventType.NOTIFICACION_PERSONAL,
    EventType.CONDUCTA_CONCLUYENTE,
    EventType.COMUNICACION_CERTIFICADA,
    EventType.ENTREGA_AVISO,
    EventType.ENTREGA_COPIAS,
    EventType.REMISION_SSPD,
    EventType.REMISION_INSISTENCIA,
    EventType.AVISO_VISITA,
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
    **dict.fromkeys((EventType.TRASLADO_COMPETENCIA, EventType.TRASLADO_PARCIAL), Transfer),
    **dict.fromkeys(_DELIVERIES, Delivery),
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
"""The payload class of each event type; an event has no other keys than those of its class and of `Event`."""


def require_event(value: object) -> None:
    """Refuse what is not an event.

    Raises:
        InvalidInputError: `value` is not an event.
    """
    if type(value) is not Event:
        raise InvalidInputError.expected(a(Event), value, place="event")


def required_keys(kind: type[AttrsInstance]) -> tuple[str, ...]:
    """The keys that have no default in that class, in the order of its fields."""
    return tuple(attribute.name for attribute in fields(kind) if attribute.default is NOTHING)


def _type_of(payload: Payload) -> EventType:
    """The event type of a payload.

    Raises:
        InvalidInputError: several types have that payload, or it is not a payload.
    """
    kind = type(payload)
    match [event_type for event_type, expected in PAYLOADS.items() if expected is kind]:
        case [only]:
            return only
        case []:
            es, en = f"se espera el detalle de un hecho, no {kind.__name__}", f"expected a payload, got {kind.__name__}"
        case several_types:
            names = ", ".join(several_types)
            es = f"{kind.__name__} es de varios tipos de hecho: escriba Event(tipo, payload=...) con uno de {names}"
            en = f"{kind.__name__} is of several types of event: write Event(type, payload=...) with one of {names}"
    raise InvalidInputError(place="payload", detail=Said(es, en))


def _event_type(code: str) -> EventType:
    """Converter: the event type of a code; a value that is a type already is returned at once."""
    return code if code.__class__ is EventType else EventType(code)


P = TypeVar("P")
_NOTHING: Final = NoDetail()


def _is_content(attribute: Attribute[Any], value: object) -> bool:
    told = value not in (None, (), attribute.default)
    return told and attribute.name not in {"id", "recorded_at"} and PERSONAL not in attribute.metadata


@frozen(field_transformer=at_once)
class Event(Portable):
    """One thing that happened; exactly one of `at` and `on` is given.

    Args:
        type: what happened.
        at: the aware instant at which it happened.
        on: the legal day, if the hour is not known; it is sorted as noon of that day.
        payload: the details of the type (`PAYLOADS`); may be left out if none is required.
        id: an id, unique in the case; without one, `identity` is made from the content.
        recorded_at: the aware instant at which it was recorded, if not when it happened.
        actor: the account of the office that recorded it; never the name of the petitioner.
        evidence: references to what proves it.

    Raises:
        IncompleteEventError: both `at` and `on` are given, or neither; or a required payload is missing.
        InvalidInputError: the payload is that of another type, or a value has another type.
        NaiveDatetimeError: an instant has no UTC offset.
        NotADateError: `on` is not a date, or an instant is not a datetime.
    """

    EXACTLY_ONE: ClassVar = ("at", "on")

    type: EventType = field(converter=_event_type)
    at: datetime | None = field(default=None, kw_only=True, converter=steady, validator=is_instant_or_none)
    on: date | None = field(default=None, kw_only=True, validator=is_day_or_none)
    payload: Payload = field(default=_NOTHING, kw_only=True, metadata={VARIANTS: ("type", PAYLOADS)})
    id: str | None = field(default=None, kw_only=True, converter=nfc_or_none, validator=is_text_or_none)
    recorded_at: datetime | None = field(default=None, kw_only=True, converter=steady, validator=is_instant_or_none)
    actor: str | None = field(default=None, kw_only=True, converter=nfc_or_none, validator=is_text_or_none)
    evidence: tuple[str, ...] = field(default=(), kw_only=True, converter=texts, validator=are_texts)

    def __attrs_post_init__(self) -> None:
        if (self.at is None) == (self.on is None):
            raise IncompleteEventError(place="events", event=self.type, needs=_AT_OR_ON)
        expected = PAYLOADS[self.type]
        if type(self.payload) is not expected:
            if self.payload is not _NOTHING:
                what = Said(f"los datos de {self.type} ({expected.__name__})", f"{expected.__name__} for {self.type}")
                raise InvalidInputError.expected(what, self.payload, place="payload")
            required = required_keys(expected)
            if required or expected is EvidencePeriod:
                raise IncompleteEventError(place="events", event=self.type, needs=", ".join(required) or _HASTA_OR_DIAS)
            object.__setattr__(self, "payload", cast("Callable[[], Payload]", expected)())

    @classmethod
    def of(cls, payload: Payload, *, at: datetime | None = None, on: date | None = None, **more: Any) -> Self:
        """The event of a payload that only one type has: `Event.of(Decision(resultado="accede"), on=day)`.

        Further keywords are fields of the event.

        Raises:
            InvalidInputError: several types have that payload, or it is not a payload.
            IncompleteEventError: both `at` and `on` are given, or neither.
        """
        return cls(_type_of(payload), at=at, on=on, payload=payload, **more)

    def detail(self, kind: builtins.type[P]) -> P:
        """The payload as `kind`, which must be the class that `PAYLOADS` has for the type."""
        assert isinstance(self.payload, kind)  # noqa: S101 - checked at construction; for the type checker
        return self.payload

    def local(self, zone: tzinfo) -> datetime:
        """When it happened, in legal time; noon of the day if the hour is not known."""
        if self.on is not None:
            return at_noon(self.on, zone)
        assert self.at is not None  # noqa: S101 - exactly one of both is given
        return local_time(self.at, zone)

    @cached_property
    def identity(self) -> str:
        """The id, or a UUIDv5 of the content if there is none: the same event recorded twice has the same identity.

        Personal data, `recorded_at` and values equal to their default are not part of it, so it survives anonymisation.
        """
        if self.id is not None:
            return self.id
        return identity_of(asdict(self, filter=_is_content))

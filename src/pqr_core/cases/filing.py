"""Who filed, and what was filed: the values within a `radicacion`.

The keys are those of the JSON form. A field marked `PERSONAL` identifies a person or holds their words. It is in no
`repr`, is stored apart from the history, and is None once the case has been anonymised. The country's data says which
fields a case type needs, and which services and causales exist.

>>> Petitioner(clase="natural", nombre="Ana Pérez", documento="31415926")
Petitioner(clase=<PetitionerKind.NATURAL: 'natural'>)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final
from uuid import UUID

from attrs import Attribute, converters, field, frozen

from pqr_core.bounded import BOUNDS
from pqr_core.errors import IncompleteEventError, InvalidInputError
from pqr_core.fields import (
    is_a_or_none,
    is_count,
    is_count_or_none,
    is_day_or_none,
    is_flag,
    is_instant_or_none,
    is_text,
    is_text_or_none,
    nfc,
    nfc_or_none,
    steady,
)
from pqr_core.language import Said
from pqr_core.names import COUNT, POSITIVE, shown
from pqr_core.portable import Portable
from pqr_core.vocabulary import DifferentialGroup, IdentityDocument, PetitionerKind, Relation

__all__ = (
    "PERSONAL",
    "Annex",
    "Attachment",
    "Attention",
    "Claim",
    "Invoice",
    "Link",
    "Notices",
    "Petitioner",
    "Property",
    "personal",
    "require_own_ids",
)

PERSONAL: Final = "personal"
"""The metadata key of a field whose value is personal data (Ley 1581 de 2012)."""

_AMOUNT: Final = Said(
    f"un valor en pesos (Decimal finito, de hasta {BOUNDS.digits} cifras)",
    f"an amount in COP, a finite Decimal of up to {BOUNDS.digits} digits",
)
_ANONYMOUS: Final = Said(
    "un peticionario anónimo no tiene nombre ni documento", "an anonymous petitioner has no name and no document"
)
_CASE_OR_RADICADO: Final = Said("case_id o radicado", "case_id or radicado")
_TICKET: Final = Said(
    "un turno se toma, luego se llama y luego se atiende", "a ticket is taken, then called, then served"
)
_SHA256: Final = Said("64 cifras hexadecimales en minúscula", "64 hexadecimal digits in lower case")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def personal() -> Any:
    """A field of personal text; None if it is not given."""
    return field(default=None, repr=False, metadata={PERSONAL: True}, converter=nfc_or_none, validator=is_text_or_none)


def require_own_ids(ids: Iterable[str], place: str) -> None:
    """Refuse ids that are empty or repeated.

    Raises:
        InvalidInputError: an id is empty, or two are the same.
    """
    told = list(ids)
    if "" in told or len(told) != len(set(told)):
        detail = Said(es="cada una tiene su propio id", en="each has an id of its own")
        raise InvalidInputError(place=place, detail=detail)


def _amount_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, Decimal) and value.is_finite() and _is_bounded(value)):
        raise InvalidInputError.expected(_AMOUNT, shown(value), place=attribute.name)


def _is_bounded(amount: Decimal) -> bool:
    """Whether its digits can be written: a short text may say many of them, as 1e999999999."""
    return max(abs(amount.adjusted()), -int(amount.as_tuple().exponent)) <= BOUNDS.digits


@frozen(kw_only=True)
class Petitioner(Portable):
    """A person who files a petition; an anonymous petitioner has neither name nor document.

    With `identidad_reservada`, the identity is shown to nobody outside the case.

    Raises:
        InvalidInputError: an anonymous petitioner has a name or a document.
    """

    clase: PetitionerKind = field(converter=PetitionerKind)
    tipo_documento: IdentityDocument | None = field(default=None, converter=converters.optional(IdentityDocument))
    identidad_reservada: bool = field(default=False, validator=is_flag)
    grupo_diferencial: DifferentialGroup | None = field(default=None, converter=converters.optional(DifferentialGroup))
    nombre: str | None = personal()
    documento: str | None = personal()
    correo: str | None = personal()
    telefono: str | None = personal()
    direccion: str | None = personal()

    def __attrs_post_init__(self) -> None:
        if self.clase is PetitionerKind.ANONIMA and (self.nombre is not None or self.documento is not None):
            raise InvalidInputError(place="peticionario", detail=_ANONYMOUS)


@frozen(kw_only=True)
class Property(Portable):
    """The property (predio) that is served; its address is personal data."""

    matricula: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    estrato: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    uso: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    direccion: str | None = personal()


@frozen(kw_only=True)
class Notices(Portable):
    """Where notices go, and whether they may be electronic (CPACA art. 56).

    Args:
        direccion: the postal address.
        correo: the e-mail address; giving one does not accept electronic notices.
        acepta_electronica: whether electronic notices were accepted.
        aceptada_el: the legal day of the acceptance.
        aceptacion: the words of the acceptance.

    Raises:
        InvalidInputError: there is a day or a text of an acceptance that was not given.
    """

    direccion: str | None = personal()
    correo: str | None = personal()
    acepta_electronica: bool = field(default=False, validator=is_flag)
    aceptada_el: date | None = field(default=None, validator=is_day_or_none)
    aceptacion: str | None = personal()

    def __attrs_post_init__(self) -> None:
        if not self.acepta_electronica and (self.aceptada_el is not None or self.aceptacion is not None):
            detail = Said(
                es="hay día o texto de una aceptación que no se dio", en="the day or text of an acceptance not given"
            )
            raise InvalidInputError(place="acepta_electronica", detail=detail)


@frozen(kw_only=True)
class Invoice(Portable):
    """The invoice that is attacked; the day on which it was issued is `Filing.factura_expedida`.

    Args:
        numero: its number.
        periodo: the period that it bills, as written on it ("2026-02", "enero y febrero de 2026").
        valor_reclamado: the amount contested, in COP.
        valor_no_reclamado: the amount not contested, in COP, which must be paid meanwhile (Ley 142 de 1994 art. 155).
    """

    numero: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    periodo: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    valor_reclamado: Decimal | None = field(default=None, validator=_amount_or_none)
    valor_no_reclamado: Decimal | None = field(default=None, validator=_amount_or_none)


@frozen(kw_only=True)
class Annex(Portable):
    """Something handed in with the petition: its class, and how many of it, 1 or more (CPACA art. 15)."""

    clase: str = field(converter=nfc, validator=is_text)
    numero: int = field(default=1, validator=is_count)

    def __attrs_post_init__(self) -> None:
        if self.numero < 1:
            raise InvalidInputError.expected(POSITIVE, shown(self.numero), place="numero")


@frozen(kw_only=True)
class Claim(Portable):
    """One thing that is requested, in the petitioner's words, with the id by which a decision gives its outcome."""

    id: str = field(converter=nfc, validator=is_text)
    texto: str | None = personal()


@frozen(kw_only=True)
class Link(Portable):
    """A link to another case of the utility, by its id, its radicado or both, and what this case is to it.

    Raises:
        IncompleteEventError: neither the id nor the radicado is given.
    """

    AT_LEAST_ONE: ClassVar = ("case_id", "radicado")

    relacion: Relation = field(converter=Relation)
    case_id: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)

    def __attrs_post_init__(self) -> None:
        if self.case_id is None and self.radicado is None:
            raise IncompleteEventError(place="vinculos", event="vinculo", needs=_CASE_OR_RADICADO)


@frozen(kw_only=True)
class Attachment(Portable):
    """A document that is stored elsewhere.

    Args:
        referencia: where it is stored.
        sha256: the SHA-256 of its bytes, in 64 lower-case hexadecimal digits.
        clase: its kind.
        folios: its number of leaves, 0 or more.
        texto: its text, if it is kept with the case: that of a letter that was issued.

    Raises:
        InvalidInputError: `sha256` is not such a digest, `folios` is negative, or a value has another type.
    """

    referencia: str = field(converter=nfc, validator=is_text)
    sha256: str = field()
    clase: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    folios: int | None = field(default=None, validator=is_count_or_none)
    texto: str | None = personal()

    @sha256.validator
    def _is_digest(self, attribute: Attribute[str], value: object) -> None:
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise InvalidInputError.expected(_SHA256, shown(value), place=attribute.name)

    @folios.validator
    def _is_count(self, attribute: Attribute[int | None], value: object) -> None:
        if isinstance(value, int) and value < 0:
            raise InvalidInputError.expected(COUNT, shown(value), place=attribute.name)


@frozen(kw_only=True)
class Attention(Portable):
    """The attention at the counter before the filing, by its ticket: taken, then called, then served.

    Raises:
        InvalidInputError: the ticket was called before it was taken, or served before it was called.
    """

    turno: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    tomado_at: datetime | None = field(default=None, converter=steady, validator=is_instant_or_none)
    llamado_at: datetime | None = field(default=None, converter=steady, validator=is_instant_or_none)
    atendido_at: datetime | None = field(default=None, converter=steady, validator=is_instant_or_none)

    def __attrs_post_init__(self) -> None:
        told = [each for each in (self.tomado_at, self.llamado_at, self.atendido_at) if each is not None]
        if told != sorted(told):
            raise InvalidInputError(place="atencion", detail=_TICKET)

    @property
    def waiting(self) -> timedelta | None:
        """The time from ticket to call; None if one of both is not known."""
        return None if self.tomado_at is None or self.llamado_at is None else self.llamado_at - self.tomado_at

    @property
    def service(self) -> timedelta | None:
        """The time from call to the end of the attention; None if one of both is not known."""
        return None if self.llamado_at is None or self.atendido_at is None else self.atendido_at - self.llamado_at

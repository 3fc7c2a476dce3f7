"""Who filed, and what he filed with it: the values within a `radicacion`.

Keys are those of the wire. A field marked `PERSONAL` says who somebody is or what he told: it is in no `repr`, is
kept apart from the history, and is None once the case has been anonymised. Which fields a type of case needs is data
of the country; which services and causales exist, too.

>>> Petitioner(clase="natural", nombre="Ana Pérez", documento="31415926")
Petitioner(clase=<PetitionerKind.NATURAL: 'natural'>, tipo_documento=None, identidad_reservada=False, ...)
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from attrs import Attribute, converters, field, frozen

from pqr_core.errors import IncompleteEventError, InvalidInputError
from pqr_core.fields import is_a_or_none, is_count_or_none, is_flag, is_text, is_text_or_none, nfc, nfc_or_none
from pqr_core.vocabulary import DifferentialGroup, IdentityDocument, PetitionerKind, Relation

__all__ = ("PERSONAL", "Attachment", "Invoice", "Link", "Petitioner", "Property")

PERSONAL: Final = "personal"
"""The key in the metadata of a field whose value is personal data (Ley 1581 de 2012)."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def _personal() -> Any:
    return field(default=None, repr=False, metadata={PERSONAL: True}, converter=nfc_or_none, validator=is_text_or_none)


def _amount_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, Decimal) and value.is_finite()):
        detail = f"an amount in COP is a finite Decimal, not {type(value).__name__} {value!r}"
        raise InvalidInputError(place=attribute.name, detail=detail)


@frozen(kw_only=True)
class Petitioner:
    """Who asks. An anonymous petitioner has neither name nor document.

    `identidad_reservada`: his identity is shown to nobody outside the case. `acepta_electronica`: he accepted to be
    notified by electronic means (CPACA art. 56).
    """

    clase: PetitionerKind = field(converter=PetitionerKind)
    tipo_documento: IdentityDocument | None = field(default=None, converter=converters.optional(IdentityDocument))
    identidad_reservada: bool = field(default=False, validator=is_flag)
    grupo_diferencial: DifferentialGroup | None = field(default=None, converter=converters.optional(DifferentialGroup))
    acepta_electronica: bool = field(default=False, validator=is_flag)
    nombre: str | None = _personal()
    documento: str | None = _personal()
    correo: str | None = _personal()
    telefono: str | None = _personal()
    direccion: str | None = _personal()

    def __attrs_post_init__(self) -> None:
        if self.clase is PetitionerKind.ANONIMA and (self.nombre is not None or self.documento is not None):
            raise InvalidInputError(place="peticionario", detail="an anonymous petitioner has no name and no document")


@frozen(kw_only=True)
class Property:
    """The property (predio) that is served; its address says where somebody lives."""

    matricula: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    centro_poblado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    estrato: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    uso: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    direccion: str | None = _personal()


@frozen(kw_only=True)
class Invoice:
    """The invoice that is attacked; `reclamado`, the amount claimed in COP. Its day is `Filing.factura_expedida`."""

    numero: str = field(converter=nfc, validator=is_text)
    reclamado: Decimal | None = field(default=None, validator=_amount_or_none)


@frozen(kw_only=True)
class Link:
    """Another case of the utility, by its id or its radicado, and what this one is to it."""

    relacion: Relation = field(converter=Relation)
    case_id: UUID | None = field(default=None, validator=is_a_or_none(UUID))
    radicado: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)

    def __attrs_post_init__(self) -> None:
        if self.case_id is None and self.radicado is None:
            raise IncompleteEventError(place="vinculos", event="vinculo", needs="case_id or radicado")


@frozen(kw_only=True)
class Attachment:
    """A document kept elsewhere: where (`referencia`), the SHA-256 of its bytes, its kind and its leaves (folios)."""

    referencia: str = field(converter=nfc, validator=is_text)
    sha256: str = field()
    clase: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    folios: int | None = field(default=None, validator=is_count_or_none)

    @sha256.validator
    def _is_digest(self, attribute: Attribute[str], value: object) -> None:
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise InvalidInputError(place=attribute.name, detail="64 hexadecimal digits in small letters are meant")

    @folios.validator
    def _is_count(self, attribute: Attribute[int | None], value: object) -> None:
        if isinstance(value, int) and value < 0:
            raise InvalidInputError(place=attribute.name, detail=f"{value} is no number of leaves")

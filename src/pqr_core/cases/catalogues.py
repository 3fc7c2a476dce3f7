"""The codes that a country or a sector gives to services, channels and causales, and the fields of each case type.

A catalogue is data: another sector (energía, gas) passes its own. A filing that lacks a field or has an unknown code is
still a filing, because nobody may refuse to receive one. `gaps` says what must be completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from attrs import field, frozen

from pqr_core.cases.events import Filing
from pqr_core.cases.identifiers import centro_poblado
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.fields import Brief
from pqr_core.language import Named, Said
from pqr_core.names import choices

__all__ = ("Catalogue", "CatalogueCode", "Causal", "Gap")


@frozen
class CatalogueCode(Named):
    """A code with its Spanish and its English name."""

    code: str
    es: str
    en: str


@frozen
class Causal:
    """A causal: its code, its group, its Spanish name and the services to which it applies."""

    code: str
    group: str
    es: str
    services: frozenset[str]


@frozen
class Gap:
    """What a filing lacks, or has in an unknown code: the path of the field, and the reason in both languages."""

    field: str
    es: str
    en: str


def _no_causales() -> Dated[Mapping[str, Causal]]:
    return Dated("causales", (Version({}),))


@frozen(kw_only=True)
class Catalogue(Brief):
    """The codes of one jurisdiction; a kind of code that it does not have is left out.

    Args:
        services: the services by code.
        channels: the channels by code.
        groups: the groups of causales by letter.
        causales: the lists of causales over time, each by code.
        required: the fields that each case type needs, as paths in the filing (`peticionario.nombre`).
    """

    services: Mapping[str, CatalogueCode] = field(factory=dict)
    channels: Mapping[str, CatalogueCode] = field(factory=dict)
    groups: Mapping[str, CatalogueCode] = field(factory=dict)
    causales: Dated[Mapping[str, Causal]] = field(factory=_no_causales)
    required: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def causal(self, code: str, service: str, day: date) -> Causal:
        """The causal with that code, for that service, in the list in force on `day`.

        Raises:
            NoRuleInForceError: no list is in force on `day`.
            InvalidInputError: the list does not have the code, or not for that service.
        """
        listed = self.causales.at(day).value
        causal = listed.get(code)
        if causal is None or service not in causal.services:
            known = choices((each for each, one in listed.items() if service in one.services), code)
            es = f"{code!r} no es causal de {service!r}; están: {known.es}"
            en = f"{code!r} is not a causal of {service!r}; there are: {known.en}"
            raise InvalidInputError(place="causal", detail=Said(es, en))
        return causal

    def group(self, filing: Filing, day: date) -> str | None:
        """The group of a filing's causal on `day`; None if it has no causal, or the list in force does not have it."""
        with suppress(NoRuleInForceError):  # not through `causal`, whose error searches for similar codes
            causal = self.causales.at(day).value.get(filing.causal or "")
            if causal is not None and filing.servicio in causal.services:
                return causal.group
        return None

    def gaps(self, filing: Filing, day: date) -> tuple[Gap, ...]:
        """What must be completed in a filing of the legal day `day`; personal values are not shown."""
        missing = [path for path in self.required.get(filing.tipo, ()) if _at(filing, path) is None]
        found = [Gap(path, "falta", "missing") for path in missing]
        for name, known in (("servicio", self.services), ("canal", self.channels)):
            code = getattr(filing, name)
            if code is not None and code not in known:
                listed = choices(known, code)
                found.append(Gap(name, f"{code!r} no está en: {listed.es}", f"{code!r} is not one of: {listed.en}"))
        if filing.centro_poblado is not None:
            try:
                centro_poblado(filing.centro_poblado)
            except InvalidInputError as error:
                found.append(Gap("centro_poblado", error.said.es, error.said.en))
        if filing.causal is not None and filing.servicio in self.services and self.group(filing, day) is None:
            es = f"{filing.causal!r} no es causal de {filing.servicio} el {day.isoformat()}"
            found.append(
                Gap("causal", es, f"{filing.causal!r} is not a causal of {filing.servicio} on {day.isoformat()}")
            )
        return tuple(found)


def _at(filing: Filing, path: str) -> object:
    value: object = filing
    for name in path.split("."):
        value = getattr(value, name, None)
    return value

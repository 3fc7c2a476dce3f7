"""The codes a country or a sector gives to services, channels and causales, and the fields each type of case needs.

A catalogue is data: another sector (energía, gas) passes its own. A filing that lacks a field or bears an unknown code
is still a filing, since nobody may refuse to receive one: `gaps` says what is to be completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from pqr_core.cases.events import Filing
from pqr_core.dated import Dated
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.language import Language

__all__ = ("Catalogue", "Causal", "Code", "Gap")


@frozen
class Code:
    """A code with its Spanish and its English name."""

    code: str
    es: str
    en: str

    def label(self, lang: Language = "es") -> str:
        """The name people read."""
        return self.es if lang == "es" else self.en


@frozen
class Causal:
    """A causal of one list: its code, its group, its name in Spanish and the services it is of."""

    code: str
    group: str
    es: str
    services: frozenset[str]


@frozen
class Gap:
    """What a filing lacks, or says in a code that is not known: the path of the field, and why."""

    field: str
    es: str
    en: str


@frozen(kw_only=True)
class Catalogue:
    """The codes of one jurisdiction.

    Args:
        services: by code.
        channels: by code.
        groups: the groups of causales, by letter.
        causales: the lists that have been in force, each by code.
        required: the fields each type needs, as paths in the filing (`peticionario.nombre`).
    """

    services: Mapping[str, Code]
    channels: Mapping[str, Code]
    groups: Mapping[str, Code]
    causales: Dated[Mapping[str, Causal]]
    required: Mapping[str, tuple[str, ...]]

    def causal(self, code: str, service: str, day: date) -> Causal:
        """The causal with that code, of that service, in the list in force on `day`.

        Raises:
            NoRuleInForceError: no list was in force yet.
            InvalidInputError: the list has no such code, or not for that service.
        """
        listed = self.causales.at(day).value
        causal = listed.get(code)
        if causal is None or service not in causal.services:
            known = ", ".join(each for each, one in listed.items() if service in one.services)
            raise InvalidInputError(place="causal", detail=f"{code!r} is no causal of {service!r}; there are: {known}")
        return causal

    def group(self, filing: Filing, day: date) -> str | None:
        """The group of a filing's causal on `day`; None where it has no causal, or one that is not in the list."""
        try:
            return self.causal(filing.causal or "", filing.servicio or "", day).group
        except (InvalidInputError, NoRuleInForceError):
            return None

    def gaps(self, filing: Filing, day: date) -> tuple[Gap, ...]:
        """What is to be completed in a filing of the legal day `day`; personal values are not told."""
        missing = [path for path in self.required.get(filing.tipo, ()) if _at(filing, path) is None]
        found = [Gap(path, "falta", "missing") for path in missing]
        for name, known in (("servicio", self.services), ("canal", self.channels)):
            code = getattr(filing, name)
            if code is not None and code not in known:
                listed = ", ".join(known)
                found.append(Gap(name, f"{code!r} no está en: {listed}", f"{code!r} is none of: {listed}"))
        if filing.causal is not None and filing.servicio in self.services and self.group(filing, day) is None:
            es = f"{filing.causal!r} no es causal de {filing.servicio} el {day.isoformat()}"
            found.append(Gap("causal", es, f"{filing.causal!r} is no causal of {filing.servicio} on {day.isoformat()}"))
        return tuple(found)


def _at(filing: Filing, path: str) -> object:
    value: object = filing
    for name in path.split("."):
        value = getattr(value, name, None)
    return value

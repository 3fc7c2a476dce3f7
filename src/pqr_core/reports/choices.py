"""The choices of a report: what sources dispute or only the utility knows, with options, sources and a default.

The utility makes its choices in its profile (`Profile.reports`), each from a day on. A choice that cannot be guessed
has no default; the report names what needs it until the utility decides.

>>> header = Choice("encabezado", "encabezados", "headings", default="si", options=(Option("si"), Option("no")))
>>> Choices.of("sui", [header], {})["encabezado"], Choices.of("sui", [header], {"encabezado": "no"})["encabezado"]
('si', 'no')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from pqr_core.citations import Confidence
from pqr_core.errors import InvalidInputError
from pqr_core.fields import Brief
from pqr_core.language import Named, Said

__all__ = ("Choice", "Choices", "Option")

_FAMILY: Final = ".*"


@frozen
class Option(Brief):
    """One value of a choice: its meaning in Spanish, the source that uses it, and how that source was checked."""

    value: str
    es: str = ""
    source: str = ""
    confidence: Confidence = Confidence.CITADA


@frozen
class Choice(Named, Brief):
    """Something that a report cannot know by itself.

    Args:
        code: the code. A code that ends in `.*` is a family, whose members the utility names (`municipio.Cali`).
        es: its name in Spanish.
        en: its name in English.
        default: the value if the utility says nothing; None if it cannot be guessed.
        options: the values it may take; with `pattern`, the known ones among them.
        pattern: a regular expression that matches the whole of a free value; None if only the options are allowed.
    """

    code: str
    es: str
    en: str
    default: str | None = field(default=None, kw_only=True)
    options: tuple[Option, ...] = field(default=(), kw_only=True)
    pattern: str | None = field(default=None, kw_only=True)

    @property
    def is_family(self) -> bool:
        """Whether this is a family, whose members the utility names."""
        return self.code.endswith(_FAMILY)

    def takes(self, code: str) -> bool:
        """Whether a code of the profile is this choice, or a member of this family."""
        head = self.code.removesuffix("*")
        return code.startswith(head) and len(code) > len(head) if self.is_family else code == self.code

    def read(self, value: str, place: str) -> str:
        """The value itself, if this choice allows it; `place` names it in the error.

        Raises:
            InvalidInputError: the choice does not allow the value.
        """
        known = [option.value for option in self.options]
        if value in known or (self.pattern is not None and re.fullmatch(self.pattern, value)):
            return value
        if self.pattern is None:
            raise InvalidInputError.unlisted(known, value, place=place)
        es = f"se espera {self.es} ({self.pattern}), no {value!r}"
        raise InvalidInputError(place=place, detail=Said(es, f"expected {self.en} ({self.pattern}), got {value!r}"))


@frozen
class Choices(Brief):
    """The values for one utility on one day: the defaults, and what the utility chose instead."""

    report: str
    values: Mapping[str, str | None] = field(repr=False)

    @classmethod
    def of(cls, report: str, known: Iterable[Choice], told: Mapping[str, str]) -> Choices:
        """The defaults of the choices `known` of a report, replaced by what a utility chose (`Profile.told_of`).

        Raises:
            InvalidInputError: `told` names a choice that does not exist, or a value that the choice does not allow.
        """
        listed = tuple(known)
        values = {each.code: each.default for each in listed if not each.is_family}
        for code, value in told.items():
            place = f"reports.{report}.{code}"
            choice = next((each for each in listed if each.takes(code)), None)
            if choice is None:
                raise InvalidInputError.unlisted([each.code for each in listed], code, place=place)
            values[code] = choice.read(value, place)
        return cls(report, values)

    def __getitem__(self, code: str) -> str:
        """The value; an empty text if the utility says nothing and there is no default."""
        return self.values.get(code) or ""

    def member(self, family: str, name: str) -> str | None:
        """The value that the utility gives to a member of a family; None if it gives none."""
        return self.values.get(f"{family}.{name}")

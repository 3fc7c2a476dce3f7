"""Where a legal statement comes from: a norm, an article of it, and how sure we are.

>>> ley = Norm(id="ley-142-1994", name="Ley 142 de 1994", url="https://example.org")
>>> str(Citation(ley, "art. 158", Confidence.VISTA))
'Ley 142 de 1994, art. 158'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import field, frozen, validators

from pqr_core.errors import Language

__all__ = ("Citation", "Confidence", "Norm")


class Confidence(StrEnum):
    """How the statement was checked; what is not `VISTA` must be shown as such wherever it is used."""

    VISTA = "vista"
    """The text of the norm was read."""
    CITADA = "citada"
    """Only an extract, a summary or somebody's quotation was read."""
    RECORDADA = "recordada"
    """From memory: verify before relying on it."""
    EN_DISPUTA = "en_disputa"
    """Sources or readings conflict; the reading is a policy."""

    def label(self, lang: Language = "es") -> str:
        """In words: "citada", "as cited"."""
        return _ENGLISH[self] if lang == "en" else self.value.replace("_", " ")


_ENGLISH: Final[Mapping[Confidence, str]] = {
    Confidence.VISTA: "read",
    Confidence.CITADA: "as cited",
    Confidence.RECORDADA: "from memory",
    Confidence.EN_DISPUTA: "disputed",
}

_filled = validators.and_(validators.instance_of(str), validators.min_len(1))


@frozen(kw_only=True)
class Norm:
    """A law, decree, resolution or ruling; `url` is the official address, empty where none is known.

    `in_force_from` is its first day of force where known, and `in_force_confidence` how that day was checked. It is
    shown and selects no rule: a rule that begins on a day says so itself (`Dated`).
    """

    id: str = field(validator=_filled)
    name: str = field(validator=_filled)
    url: str = field(default="", validator=validators.instance_of(str))
    in_force_from: date | None = field(default=None, validator=validators.optional(validators.instance_of(date)))
    in_force_confidence: Confidence = field(default=Confidence.RECORDADA, converter=Confidence)

    def __str__(self) -> str:
        return self.name


@frozen
class Citation:
    """One place in a norm, with the confidence it was read with and, where it helps, a note in Spanish."""

    norm: Norm = field(validator=validators.instance_of(Norm))
    article: str = field(validator=validators.instance_of(str))
    confidence: Confidence = field(converter=Confidence)
    note: str = field(default="", validator=validators.instance_of(str))

    def __str__(self) -> str:
        return f"{self.norm.name}, {self.article}" if self.article else self.norm.name

    def text(self, lang: Language = "es") -> str:
        """Norm and article; how it was checked is said unless its text was read."""
        return str(self) if self.confidence is Confidence.VISTA else f"{self}; {self.confidence.label(lang)}"

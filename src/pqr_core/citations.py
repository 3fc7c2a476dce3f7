"""Where a legal statement comes from: a norm, an article of it, what gave it its present text, and how sure we are.

>>> ley = Norm(id="ley-142-1994", name="Ley 142 de 1994")
>>> str(Citation(ley, "art. 158", Confidence.VISTA))
'Ley 142 de 1994, art. 158'
>>> later = Norm(id="ley-689-2001", name="Ley 689 de 2001")
>>> amended = Citation(ley, "art. 159", Confidence.VISTA, by=Amendment(Change.MODIFICADO, later, "art. 20"))
>>> print(amended)
Ley 142 de 1994, art. 159 (modificado por la Ley 689 de 2001, art. 20)
>>> print(amended.named("en"))
Ley 142 de 1994, art. 159 (as amended by Ley 689 de 2001, art. 20)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import field, frozen, validators

from pqr_core.language import Language

__all__ = ("Amendment", "Change", "Citation", "Confidence", "Norm")


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


class Change(StrEnum):
    """What a later norm did to an article."""

    SUSTITUIDO = "sustituido"
    MODIFICADO = "modificado"
    ADICIONADO = "adicionado"


_CHANGED: Final[Mapping[Change, str]] = {
    Change.SUSTITUIDO: "as replaced by",
    Change.MODIFICADO: "as amended by",
    Change.ADICIONADO: "as added by",
}

_FEMININE: Final = ("Ley ", "Resolución ")
"""How the names of norms begin that are feminine in Spanish."""

_filled = validators.and_(validators.instance_of(str), validators.min_len(1))


@frozen(kw_only=True)
class Norm:
    """A law, decree, resolution or ruling; `url` is the official address, empty where none is known.

    `title` is its name in full where `name`, by which it is cited, is a short one. `in_force_from` is its first day of
    force where known, and `in_force_confidence` how that day was checked. It is shown and selects no rule: a rule that
    begins on a day says so itself (`Dated`).
    """

    id: str = field(validator=_filled)
    name: str = field(validator=_filled)
    title: str = field(default="", validator=validators.instance_of(str))
    url: str = field(default="", validator=validators.instance_of(str))
    in_force_from: date | None = field(default=None, validator=validators.optional(validators.instance_of(date)))
    in_force_confidence: Confidence = field(default=Confidence.RECORDADA, converter=Confidence)

    def __str__(self) -> str:
        return self.name


@frozen
class Amendment:
    """The place of a later norm that gave an article its present text."""

    change: Change = field(converter=Change)
    norm: Norm = field(validator=validators.instance_of(Norm))
    article: str = field(validator=_filled)

    def text(self, lang: Language = "es", *, many: bool = False) -> str:
        """In words: "sustituido por la Ley 1755 de 2015, art. 1"; `many` when it is said of several articles."""
        if lang == "en":
            return f"{_CHANGED[self.change]} {self.norm.name}, {self.article}"
        the = "la" if self.norm.name.startswith(_FEMININE) else "el"
        return f"{self.change.value}{'s' if many else ''} por {the} {self.norm.name}, {self.article}"


@frozen
class Citation:
    """One place in a norm, with the confidence it was read with and, where it helps, a note in Spanish.

    `by` is what gave the place its present text, where that is another norm.
    """

    norm: Norm = field(validator=validators.instance_of(Norm))
    article: str = field(validator=validators.instance_of(str))
    confidence: Confidence = field(converter=Confidence)
    note: str = field(default="", validator=validators.instance_of(str))
    by: Amendment | None = field(default=None, validator=validators.optional(validators.instance_of(Amendment)))

    @property
    def source(self) -> Norm:
        """The norm in which the text in force stands: the later one, where there is one."""
        return self.norm if self.by is None else self.by.norm

    @property
    def url(self) -> str:
        """The official address of the text in force, empty where none is known."""
        return self.source.url

    def named(self, lang: Language = "es") -> str:
        """Norm, article and what gave it its present text, as a lawyer cites it."""
        place = f"{self.norm.name}, {self.article}" if self.article else self.norm.name
        return place if self.by is None else f"{place} ({self.by.text(lang, many=self.article.startswith('arts.'))})"

    def text(self, lang: Language = "es") -> str:
        """As `named`; how it was checked is said unless its text was read."""
        named = self.named(lang)
        return named if self.confidence is Confidence.VISTA else f"{named}; {self.confidence.label(lang)}"

    def __str__(self) -> str:
        return self.named()

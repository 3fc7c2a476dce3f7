"""Where a legal statement comes from: the norm, its article, the amendment in force, and how sure we are.

>>> ley = Norm(id="ley-142-1994", name="Ley 142 de 1994")
>>> str(Citation(ley, "art. 158", Confidence.VISTA))
'Ley 142 de 1994, art. 158'
>>> later = Norm(id="ley-689-2001", name="Ley 689 de 2001")
>>> amended = Citation(ley, "art. 159", Confidence.VISTA, by=Amendment(AmendmentKind.MODIFICADO, later, "art. 20"))
>>> print(amended)
Ley 142 de 1994, art. 159 (modificado por la Ley 689 de 2001, art. 20)
>>> print(amended.named("en"))
Ley 142 de 1994, art. 159 (as amended by Ley 689 de 2001, art. 20)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from pqr_core.fields import Brief, ClosedList, is_a, is_a_or_none, is_day_or_none, is_filled, is_text
from pqr_core.language import Language

__all__ = ("Amendment", "AmendmentKind", "Citation", "Confidence", "Norm")


class Confidence(ClosedList):
    """How the statement was checked; wherever a statement that is not `VISTA` is used, its confidence must be shown."""

    VISTA = "vista"
    """The text of the norm was read."""
    CITADA = "citada"
    """Only an extract, a summary or a quotation was read."""
    RECORDADA = "recordada"
    """Written from memory: verify it before relying on it."""
    EN_DISPUTA = "en_disputa"
    """Sources or readings conflict; a policy chooses the reading."""

    def label(self, lang: Language = "es") -> str:
        """The confidence in words: "citada", "as cited"."""
        return _ENGLISH[self] if lang == "en" else self.value.replace("_", " ")


_ENGLISH: Final[Mapping[Confidence, str]] = {
    Confidence.VISTA: "read",
    Confidence.CITADA: "as cited",
    Confidence.RECORDADA: "from memory",
    Confidence.EN_DISPUTA: "disputed",
}


class AmendmentKind(ClosedList):
    """What a later norm did to an article."""

    SUSTITUIDO = "sustituido"
    MODIFICADO = "modificado"
    ADICIONADO = "adicionado"


_CHANGED: Final[Mapping[AmendmentKind, str]] = {
    AmendmentKind.SUSTITUIDO: "as replaced by",
    AmendmentKind.MODIFICADO: "as amended by",
    AmendmentKind.ADICIONADO: "as added by",
}

_FEMININE: Final = ("Ley ", "Resolución ")
"""How the names of norms begin that are feminine in Spanish: these take the article "la"."""


@frozen(kw_only=True)
class Norm(Brief):
    """A law, decree, resolution or ruling.

    Args:
        id: the key of the norm, such as `ley-142-1994`.
        name: the name by which it is cited.
        title: its full name, where `name` is a short one; otherwise empty.
        url: its official address; empty if not known.
        in_force_from: the first day on which it is in force; None if not known. It is only shown. A rule that begins on
            a day has its own first day (`Dated`).
        in_force_confidence: how `in_force_from` was checked.
    """

    id: str = field(validator=is_filled)
    name: str = field(validator=is_filled)
    title: str = field(default="", validator=is_text)
    url: str = field(default="", validator=is_text)
    in_force_from: date | None = field(default=None, validator=is_day_or_none)
    in_force_confidence: Confidence = field(default=Confidence.RECORDADA, converter=Confidence)

    def __str__(self) -> str:
        return self.name


@frozen
class Amendment(Brief):
    """The place in a later norm that gave an article its present text."""

    change: AmendmentKind = field(converter=AmendmentKind)
    norm: Norm = field(validator=is_a(Norm))
    article: str = field(validator=is_filled)

    def text(self, lang: Language = "es", *, many: bool = False) -> str:
        """The amendment in words: "sustituido por la Ley 1755 de 2015, art. 1"; `many` gives the Spanish plural."""
        if lang == "en":
            return f"{_CHANGED[self.change]} {self.norm.name}, {self.article}"
        the = "la" if self.norm.name.startswith(_FEMININE) else "el"
        return f"{self.change.value}{'s' if many else ''} por {the} {self.norm.name}, {self.article}"


@frozen
class Citation(Brief):
    """One place in a norm, how it was checked and, where it helps, a note in Spanish.

    `by` is the amendment that gave the place its present text, where a later norm did.
    """

    norm: Norm = field(validator=is_a(Norm))
    article: str = field(validator=is_text)
    confidence: Confidence = field(converter=Confidence)
    note: str = field(default="", validator=is_text)
    by: Amendment | None = field(default=None, validator=is_a_or_none(Amendment))

    @property
    def source(self) -> Norm:
        """The norm that holds the text in force: the later norm if there is an amendment, otherwise `norm`."""
        return self.norm if self.by is None else self.by.norm

    @property
    def url(self) -> str:
        """The official address of the norm that holds the text in force; empty if not known."""
        return self.source.url

    def named(self, lang: Language = "es") -> str:
        """The norm, the article and the amendment, as a lawyer cites them."""
        place = f"{self.norm.name}, {self.article}" if self.article else self.norm.name
        return place if self.by is None else f"{place} ({self.by.text(lang, many=self.article.startswith('arts.'))})"

    def text(self, lang: Language = "es") -> str:
        """The same as `named`, with the confidence added unless the text was read (`VISTA`)."""
        named = self.named(lang)
        return named if self.confidence is Confidence.VISTA else f"{named}; {self.confidence.label(lang)}"

    def __str__(self) -> str:
        return self.named()

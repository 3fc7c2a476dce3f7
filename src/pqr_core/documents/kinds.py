"""A kind of letter as data: its elements with their norms, its paragraphs, and what may be given to it.

An element is something that a letter must carry, or should carry: with its norm, what happens without it, the facts
that fill it, and the texts by which a reader finds it. A paragraph is a template of the text. The letters of a country
are data (`colombia.letters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from attrs import converters, field, frozen

from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError
from pqr_core.fields import Brief, are, is_text, listed, several
from pqr_core.language import Language, Named, Said
from pqr_core.law.profiles import SIGNATORIES
from pqr_core.law.rules import Term
from pqr_core.vocabulary import ActKind, Capacity, EventType, Outcome

__all__ = ("CaseTrait", "Detail", "Element", "Form", "Given", "LetterKind", "Paragraph", "Strength", "kind_of")


class Strength(StrEnum):
    """Whether a norm demands an element."""

    DEMANDED = "demanded"
    """A norm demands it."""
    DEMANDED_OR_VOID = "demanded_or_void"
    """A norm demands it and says that the act has no effect without it."""
    PRACTICE = "practice"
    """No norm demands it; it is good practice."""

    @property
    def binds(self) -> bool:
        """Whether a letter is refused without the element."""
        return self is not Strength.PRACTICE

    def label(self, lang: Language = "es") -> str:
        """The strength in words."""
        return _STRENGTHS[self].text(lang)


_STRENGTHS: Final[Mapping[Strength, Said]] = {
    Strength.DEMANDED: Said("exigido", "demanded"),
    Strength.DEMANDED_OR_VOID: Said("exigido; sin ello el acto no produce efecto", "demanded; without it, no effect"),
    Strength.PRACTICE: Said("buena práctica", "good practice"),
}


@frozen(kw_only=True)
class Element(Named, Brief):
    """Something that a letter must carry, or should carry.

    Args:
        code: its code within the letter.
        es: its name in Spanish.
        en: its name in English.
        strength: whether a norm demands it.
        citations: the norms; empty if no norm demands it.
        without: what happens without it.
        needs: the names of the facts that fill it; if one of them is absent, the element is missing.
        shows: templates of the texts that a reader must find on the page.
        when: the fact that it depends on; if that fact is absent, the letter does not need the element.
    """

    code: str = field(validator=is_text)
    es: str = field(validator=is_text)
    en: str = field(validator=is_text)
    strength: Strength = field(converter=Strength)
    citations: tuple[Citation, ...] = ()
    without: Said
    needs: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    when: str | None = None

    def norms(self, lang: Language = "es") -> str:
        """Its norms as a lawyer cites them; empty if it has none."""
        return "; ".join(citation.named(lang) for citation in self.citations)


@frozen
class Paragraph(Brief):
    """A part of the text: a template in which empty lines separate blocks.

    A block whose lines begin with "- " is a list. A block that begins with "# " is a heading.
    """

    code: str = field(validator=is_text)
    text: str = field(validator=is_text)


class Given(StrEnum):
    """The type of a value that may be given to a letter and is not in the case."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    """One or several paragraphs, separated by empty lines."""
    TEXTS = "texts"
    DAY = "day"
    HOUR = "hour"
    COUNT = "count"
    FLAG = "flag"
    OUTCOME = "outcome"
    ACT = "act"
    CAPACITY = "capacity"
    OUTCOMES = "outcomes"
    """The outcome of each claim, by its id, and the reason."""

    def label(self, lang: Language = "es") -> str:
        """How to write such a value on a command line."""
        return _WRITTEN[self].text(lang)


_WRITTEN: Final[Mapping[Given, Said]] = {
    Given.TEXT: Said("un texto", "text"),
    Given.LONG_TEXT: Said("un texto, de uno o varios párrafos", "text, of one or several paragraphs"),
    Given.TEXTS: Said("varios textos, separados por punto y coma", "several texts, parted by semicolons"),
    Given.DAY: Said("una fecha AAAA-MM-DD", "a day YYYY-MM-DD"),
    Given.HOUR: Said("una hora HH:MM", "an hour HH:MM"),
    Given.COUNT: Said("un número", "a number"),
    Given.FLAG: Said("sí o no", "yes or no"),
    Given.OUTCOME: Said(f"uno de {', '.join(Outcome)}", f"one of {', '.join(Outcome)}"),
    Given.ACT: Said(f"uno de {', '.join(ActKind)}", f"one of {', '.join(ActKind)}"),
    Given.CAPACITY: Said(f"uno de {', '.join(Capacity)}", f"one of {', '.join(Capacity)}"),
    Given.OUTCOMES: Said("como 1=accede; 2=no_accede: la razón", "as 1=accede; 2=no_accede: the reason"),
}


@frozen
class Detail(Named):
    """A value that may be given to a letter: its name, its type, and its description in both languages."""

    name: str = field(validator=is_text)
    kind: Given = field(converter=Given)
    es: str = field(validator=is_text)
    en: str = field(validator=is_text)


class CaseTrait(StrEnum):
    """A property that some types of case have."""

    SILENCE_DECIDES = "sap"
    RECURSO = "recurso"


class Form(StrEnum):
    """The form of the page."""

    LETTER = "carta"
    """A letter: addressee, greeting, signature of the company."""
    ACT = "acto"
    """A decision: title, what is decided, signature of the person who decides."""
    RECORD = "acta"
    """A record of something that was done: signatures of both sides."""
    CERTIFICATE = "constancia"
    """A certificate: no addressee, signature of the company."""
    POSTED = "publicacion"
    """A notice for the web and the notice board: the addressee without address."""


def _paragraphs(values: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    return several(values)


def _elements(values: Iterable[Element]) -> tuple[Element, ...]:
    return several(values)


def _details(values: Iterable[Detail]) -> tuple[Detail, ...]:
    return several(values)


@frozen(kw_only=True, repr=False)
class LetterKind(Named):
    """A kind of letter.

    Args:
        code: its code.
        es: its name in Spanish.
        en: its name in English.
        purpose: what it is for and when it is written, in Spanish, for the reader of the list of letters.
        form: the form of the page.
        title: the title, a template.
        paragraphs: the paragraphs of the text, in order.
        elements: what the letter must carry, or should carry.
        details: the values that may be given to it.
        event: the event that its sending records in the case; None if it records none.
        event_in: the trait of the types of case in which its sending is `event`; None for all types.
        event_otherwise: the event that its sending records in the other types; None if it records none.
        on_delivery: whether `event` is the delivery of the letter. The delivery comes later, so issuing does not record
            it.
        judged: the act that must be legal now (unless it has been done), instead of `event`.
        in_part: the event in place of `event` or `judged` if the letter is about a part only (`parte` is given).
        types: the types of case it is for; empty for all types except `not_types`.
        not_types: the types of case it is not for.
        outcomes: the outcomes that it may decide; empty if it decides nothing. A single one is the default.
        after: the events that must have happened before.
        signatory: the code of the person who signs it (`law.profiles.SIGNATORIES`).
        addressee: the addressee, if it is not the petitioner.
        figures: the terms that only this letter uses, with their norms, by name.
        annexes: templates of the names of its annexes.
    """

    code: str = field(validator=is_text)
    es: str = field(validator=is_text)
    en: str = field(validator=is_text)
    purpose: str = field(validator=is_text)
    form: Form = field(converter=Form)
    title: str = field(validator=is_text)
    paragraphs: tuple[Paragraph, ...] = field(converter=_paragraphs, validator=are(Paragraph))
    elements: tuple[Element, ...] = field(converter=_elements, validator=are(Element))
    details: tuple[Detail, ...] = field(default=(), converter=_details, validator=are(Detail))
    event: EventType | None = None
    event_in: CaseTrait | None = field(default=None, converter=converters.optional(CaseTrait))
    event_otherwise: EventType | None = None
    on_delivery: bool = False
    judged: EventType | None = None
    in_part: EventType | None = None
    types: frozenset[str] = frozenset()
    not_types: frozenset[str] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    after: tuple[EventType, ...] = ()
    signatory: str = "*"
    addressee: str | None = None
    figures: Mapping[str, Term] = field(factory=dict)
    annexes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for place, names in (
            ("elements", [each.code for each in self.elements]),
            ("paragraphs", [each.code for each in self.paragraphs]),
            ("details", [each.name for each in self.details]),
        ):
            if len(names) != len(set(names)):
                detail = Said(f"{self.code}: un nombre está dos veces", f"{self.code}: a name stands twice")
                raise InvalidInputError(place=place, detail=detail)
        if self.signatory not in SIGNATORIES:
            raise InvalidInputError.unlisted(SIGNATORIES, self.signatory, place="signatory")

    def is_for(self, case_type: str) -> bool:
        """Whether it is a letter for a type of case."""
        return case_type not in self.not_types and (not self.types or case_type in self.types)

    def __repr__(self) -> str:
        return f"<LetterKind {self.code}>"


def kind_of(kinds: Mapping[str, LetterKind], code: str) -> LetterKind:
    """The kind of letter with a code.

    Raises:
        InvalidInputError: there is none; the error suggests a similar code.
    """
    return listed(kinds, code, "kind")

"""The shape of a rule book: case types, figures and obligations, without the figures of any country.

A rule book is data (`colombia.statutes`). `law.resolution.resolve` picks from it the versions and readings for one type
and one day of filing.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Final, Generic, NamedTuple, TypeVar

from attrs import field, fields, frozen

from pqr_core.citations import Citation
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, UnknownCaseTypeError
from pqr_core.fields import Brief, is_positive
from pqr_core.language import Language, Named, Said
from pqr_core.names import choices
from pqr_core.vocabulary import Finding, Kind, LegalState

__all__ = (
    "Adopted",
    "CaseType",
    "Clauses",
    "Emergency",
    "Extension",
    "Figure",
    "Figures",
    "ObligationRule",
    "PolicyNote",
    "Reading",
    "RequirementRule",
    "Response",
    "RuleBook",
    "Term",
    "Unit",
)


class Unit(StrEnum):
    """The unit in which a term is counted."""

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"

    def words(self, n: int, lang: Language = "es") -> str:
        """A number of these units in words: "15 días hábiles", "1 día hábil"."""
        one, many = _UNITS[lang][self]
        return f"{n} {one if n == 1 else many}"


_DAY: Final = timedelta(days=1)

_UNITS: Final[Mapping[Language, Mapping[Unit, tuple[str, str]]]] = {
    "es": {
        Unit.BUSINESS_DAYS: ("día hábil", "días hábiles"),
        Unit.CALENDAR_DAYS: ("día calendario", "días calendario"),
        Unit.MONTHS: ("mes", "meses"),
        Unit.HOURS: ("hora", "horas"),
    },
    "en": {
        Unit.BUSINESS_DAYS: ("business day", "business days"),
        Unit.CALENDAR_DAYS: ("calendar day", "calendar days"),
        Unit.MONTHS: ("month", "months"),
        Unit.HOURS: ("hour", "hours"),
    },
}


class Reading(NamedTuple):
    """A term whose norm states it in one way and that is counted in another: the words of both."""

    stated: Said
    counted: Said


@frozen
class Term:
    """A number of units; `reading` is set where the norm states the term otherwise than it is counted.

    Raises:
        InvalidInputError: `n` is not a whole number above 0.
        ValueError: `unit` is not one of `Unit`.
    """

    n: int = field(validator=is_positive)
    unit: Unit = field(converter=Unit)
    reading: Reading | None = field(default=None, eq=False)

    def text(self, lang: Language = "es") -> str:
        """The term in words: "15 días hábiles"."""
        return self.unit.words(self.n, lang)


_MULTIPLE_OR_EXTRA: Final = Said(
    "se necesita exactamente uno de multiple, extra", "exactly one of multiple, extra is needed"
)


@frozen(kw_only=True)
class Extension(Brief):
    """How far the answer may be extended; exactly one of `multiple` and `extra` is given.

    Args:
        multiple: the whole term after the extension, as a multiple of the first term.
        extra: the business days that the extension adds.
        disputed: whether the extension exists only under the policy `art14_extension: allowed`.
        citations: the norms that allow it.

    Raises:
        InvalidInputError: both `multiple` and `extra` are given, or neither.
    """

    multiple: int | None = None
    extra: int | None = None
    disputed: bool = False
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        if (self.multiple is None) == (self.extra is None):
            raise InvalidInputError(place="extension", detail=_MULTIPLE_OR_EXTRA)


@frozen(kw_only=True)
class Emergency(Brief):
    """A temporary term, for cases filed from `first_day` to `last_day`, both included.

    It also applies to a case filed earlier whose term, without suspensions, ends on or after `first_day`. A `disputed`
    term applies only under the policy `covid_491: applied`.
    """

    term: Term
    first_day: date
    last_day: date
    disputed: bool = False
    citations: tuple[Citation, ...]


@frozen(kw_only=True)
class Response(Brief):
    """The answer term of a type; the legal day of filing selects the version.

    Args:
        term: the term over time.
        extension: how far it may be extended; None if it may not.
        emergency: a temporary term; None if there is none.
        from_filing: whether the norm says "contados a partir de la fecha de". Then the policy `first_day` decides
            whether the day of filing is counted.
        congress: whether the policy `congress_days` decides if business days or calendar days are counted.
    """

    term: Dated[Term]
    extension: Extension | None = None
    emergency: Emergency | None = None
    from_filing: bool = False
    congress: bool = False


class RequirementRule(StrEnum):
    """The requirement to complete a petition that a type admits, and what decides whether it stops the clock."""

    NONE = "none"
    ART_17 = "art_17"
    """CPACA art. 17: it stops the clock."""
    ART_17_CONTRACT = "art_17_contract"
    """CPACA art. 17 on the PQR of the contract: the policy `art17_contract` decides."""
    HABEAS_DATA = "habeas_data"
    """Ley 1581 de 2012 art. 15: the policy `habeas_incomplete` decides."""
    CREDIT_DATA = "credit_data"
    """Ley 1266 de 2008 art. 16.II: the policy `habeas_incomplete` decides. It has no window of its own."""


@frozen(kw_only=True)
class CaseType(Named, Brief):
    """A type of case (`tipo`), as the law treats it.

    Args:
        code: the code of the type.
        es: its Spanish name.
        en: its English name.
        description: what it is, in Spanish, for the guide.
        response: the answer term; None if the request itself sets it (`given_date`) or the type has none.
        given_date: whether the last day to answer is the date in the request (`fecha_limite`).
        contract: whether a subscriber or user files it about the contract.
        recurso: whether it is a recurso.
        apelacion: whether it is a recurso with a subsidiary apelación.
        sap: whether silence decides for the user (silencio administrativo positivo).
        requirement: the requirement to complete the petition that it admits.
        transferable: whether it may be sent to the competent authority.
        clarifiable: whether it may be returned to be clarified (CPACA art. 19).
        conflict: whether a conflict of competence stops its clock (CPACA art. 39). For a type of the contract, it does
            so only under the policy `art39_contract: suspends`.
        legend: whether the data must bear a legend while the claim is in process.
        own_silence: the finding that the type's own law gives to an answer that is late, with the days it is in force.
        copies: whether copies are due when the case was not answered in time (CPACA art. 14.1).
        invoice_limit: whether it may attack an invoice, of limited age (Ley 142 de 1994 art. 154).
        citations: the norms of the type.
    """

    code: str
    es: str
    en: str
    description: str = ""
    response: Response | None = None
    given_date: bool = False
    contract: bool = False
    recurso: bool = False
    apelacion: bool = False
    sap: bool = False
    requirement: RequirementRule = RequirementRule.NONE
    transferable: bool = True
    clarifiable: bool = False
    conflict: bool = False
    legend: bool = False
    own_silence: Version[Finding] | None = None
    copies: bool = False
    invoice_limit: bool = False
    citations: tuple[Citation, ...] = ()


@frozen(kw_only=True)
class Clauses(Brief):
    """The clauses with which a letter states an obligation, in both languages.

    A clause has no capital at its beginning and no full stop. `{by}`, `{until}` or `{on}` is the place of the day;
    without a day, the place stays empty.

    Args:
        now: who owes what, while the term runs.
        then: the same, after the term has run.
        did: that it was done. None for an obligation of which it is enough to say that it was met.
        states: the clause for a state, where the words for all obligations of the kind do not fit.
    """

    now: Said
    then: Said
    did: Said | None = None
    states: Mapping[LegalState, Said] = field(factory=dict)


@frozen(kw_only=True)
class ObligationRule(Named, Brief):
    """An obligation: its code, kind and names, its clauses in a letter, and its norms.

    `by_setting` means that the law sets no number of days for it, but the profile may.
    """

    code: str
    kind: Kind
    es: str
    en: str
    by_setting: bool = False
    clauses: Clauses
    citations: tuple[Citation, ...]


Figure = Dated[Term]
"""A legal figure over time: each version with its days in force and its citations."""

F = TypeVar("F")


@frozen(kw_only=True, eq=False)
class Figures(Brief, Generic[F]):
    """The terms that the type alone does not set: all their versions in a rule book, one version of each for a case."""

    requirement_window: F
    requirement_window_habeas_data: F
    completion: F
    completion_habeas_data: F
    completion_credit_data: F
    transfer_window: F
    transfer_window_habeas_data: F
    clarification: F
    evidence_cap: F
    sap_recognition_hours: F
    sap_recognition_days: F
    copies: F
    legend_habeas_data: F
    legend_credit_data: F
    insistence: F
    citation: F
    personal_notice: F
    certified_deemed: F
    aviso_deemed: F
    aviso_display: F
    recurso: F
    recurso_tacit_withdrawal: F
    queja: F
    invoice_age: F
    reconnection: F
    visit_notice: F

    def items(self) -> tuple[tuple[str, F], ...]:
        """The figures by name, in the order of the fields."""
        return tuple((each.name, getattr(self, each.name)) for each in fields(type(self)))


@frozen(kw_only=True)
class PolicyNote(Brief):
    """What a policy decides, in Spanish: the question, the meaning of each value, and the norms on each side."""

    question: str
    values: Mapping[str, str]
    citations: tuple[Citation, ...]


@frozen(kw_only=True)
class Adopted(Brief):
    """How a letter states a reading of the law (a policy), in clauses like those of `Clauses`.

    Args:
        obligations: the codes of the obligations that it concerns.
        types: the codes of the case types that it concerns; empty means all.
        disputed: what admits several readings, stated whichever value is chosen; None if that is not stated.
        holds: what the utility holds, by the chosen value. For a value that is absent, nothing is stated.
    """

    obligations: frozenset[str]
    types: frozenset[str] = frozenset()
    disputed: Said | None = None
    holds: Mapping[str, Said] = field(factory=dict)


@frozen(kw_only=True, eq=False)
class RuleBook(Brief):
    """The law of one jurisdiction, as data.

    Args:
        types: the case types by code.
        figures: the terms that the type alone does not set.
        obligations: the obligations by code.
        policies: what each policy decides.
        verified_on: the day on which the rule book was checked against the norms.
        guards: the norms of each guard that refuses an act (`law.acts`), by its code.
        findings: the norms of each finding; a finding that says nothing about the law has none.
        adopted: how a letter states each reading, by its policy.
        rolled: the norms by which a term of months that does not end on a business day passes to the next one.
        posted: the norms by which what came by post counts as filed on the day it was posted.

    Rule books are compared by identity. Two rule books with the same `definition` have the same `fingerprint`.
    """

    types: Mapping[str, CaseType]
    figures: Figures[Figure]
    obligations: Mapping[str, ObligationRule]
    policies: Mapping[str, PolicyNote] = field(factory=dict)
    verified_on: date
    guards: Mapping[str, tuple[Citation, ...]] = field(factory=dict)
    findings: Mapping[Finding, tuple[Citation, ...]] = field(factory=dict)
    adopted: Mapping[str, Adopted] = field(factory=dict)
    rolled: tuple[Citation, ...] = ()
    posted: tuple[Citation, ...] = ()

    def case_type(self, code: str) -> CaseType:
        """The case type with that code.

        Raises:
            UnknownCaseTypeError: the rule book has no such type; the error lists the known codes.
        """
        try:
            return self.types[code]
        except KeyError:
            raise UnknownCaseTypeError(tipo=code, known=choices(self.types, code)) from None

    def era(self, day: date) -> date:
        """The first day of the period around `day` in which no rule changes: it has the same rules as `day`."""
        return self.eras[bisect_right(self.eras, day) - 1]

    @cached_property
    def eras(self) -> list[date]:
        """The first days of the periods in which no rule changes, in order; the first one is `date.min`."""
        responses = [each.response for each in self.types.values() if each.response is not None]
        dated = [figure for _name, figure in self.figures.items()] + [response.term for response in responses]
        versions = [version for figure in dated for version in figure.versions]
        spans = [(version.first_day, version.last_day) for version in versions]
        silences = [each.own_silence for each in self.types.values() if each.own_silence is not None]
        spans += [(silence.first_day, silence.last_day) for silence in silences]
        spans += [(each.emergency.first_day, each.emergency.last_day) for each in responses if each.emergency]
        firsts = {first for first, _last in spans if first is not None}
        return sorted({date.min, *firsts, *(last + _DAY for _first, last in spans if last is not None)})

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of `definition`, in hexadecimal."""
        return sha256(self.definition.encode()).hexdigest()

    @property
    def definition(self) -> str:
        """What decides days, as canonical JSON: case types, figures with their days in force, obligations; no texts."""
        content = {
            "types": {code: _canonical_type(each) for code, each in self.types.items()},
            "figures": {name: _canonical_dated(figure) for name, figure in self.figures.items()},
            "obligations": {code: rule.kind.value for code, rule in self.obligations.items()},
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _canonical_dated(dated: Dated[Term]) -> list[list[str | int | None]]:
    return [
        [
            version.value.n,
            version.value.unit.value,
            version.first_day.isoformat() if version.first_day else None,
            version.last_day.isoformat() if version.last_day else None,
        ]
        for version in dated.versions
    ]


def _canonical_type(case_type: CaseType) -> list[object]:
    flags = [name for name in _FLAGS if getattr(case_type, name)]
    response = case_type.response
    if response is None:
        return [flags, case_type.requirement.value]
    extension, emergency, silence = response.extension, response.emergency, case_type.own_silence
    return [
        flags,
        case_type.requirement.value,
        _canonical_dated(response.term),
        [response.from_filing, response.congress],
        extension and [extension.multiple, extension.extra, extension.disputed],
        emergency and [emergency.term.n, str(emergency.first_day), str(emergency.last_day), emergency.disputed],
        silence and [silence.value.value, str(silence.first_day)],
    ]


_FLAGS: Final = (
    "given_date",
    "contract",
    "recurso",
    "apelacion",
    "sap",
    "transferable",
    "clarifiable",
    "conflict",
    "legend",
    "copies",
    "invoice_limit",
)

"""The shape of a rule book: case types, figures and obligations, with no figure of any country in it.

A rule book is data (`colombia.statutes`). `resolve` picks, for one type and one day of filing, the versions in force
and the readings chosen, once; what comes out is plain numbers and truths, so that the engine asks nobody again.
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

from attrs import field, frozen, validators

from pqr_core.citations import Citation
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, UnknownCaseTypeError
from pqr_core.language import Language, Said
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
    """What a term is counted in."""

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"


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
    """A term that the norm states in one way and the company counts in another: both in words."""

    stated: Said
    counted: Said


@frozen
class Term:
    """A number of units; `reading` where the norm states it otherwise than it is counted."""

    n: int = field(validator=[validators.instance_of(int), validators.ge(1)])
    unit: Unit = field(converter=Unit)
    reading: Reading | None = field(default=None, eq=False)

    def text(self, lang: Language = "es") -> str:
        """The term in words: "15 días hábiles"."""
        one, many = _UNITS[lang][self.unit]
        return f"{self.n} {one if self.n == 1 else many}"


@frozen(kw_only=True)
class Extension:
    """How far the answer may be extended: to `multiple` times the term in all, or by `extra` business days.

    `disputed` extensions exist only under the policy `art14_extension: allowed`.
    """

    multiple: int | None = None
    extra: int | None = None
    disputed: bool = False
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        if (self.multiple is None) == (self.extra is None):
            raise InvalidInputError(place="extension", detail="exactly one of multiple, extra is needed")


@frozen(kw_only=True)
class Emergency:
    """A temporary term: for cases filed from `first_day` to `last_day`, both included.

    Also for those filed before whose unsuspended term had not ended before `first_day`. `disputed`: only under
    `covid_491: applied`.
    """

    term: Term
    first_day: date
    last_day: date
    disputed: bool = False
    citations: tuple[Citation, ...]


@frozen(kw_only=True)
class Response:
    """The answer term of a type; its version is chosen by the legal day of filing.

    `from_filing` marks the norms that say "contados a partir de la fecha de", where `first_day` is disputed;
    `congress` the days that `congress_days` is about.
    """

    term: Dated[Term]
    extension: Extension | None = None
    emergency: Emergency | None = None
    from_filing: bool = False
    congress: bool = False


class RequirementRule(StrEnum):
    """Which requirement to complete a type admits, and what decides whether it stops the clock."""

    NONE = "none"
    ART_17 = "art_17"
    """CPACA art. 17: it does."""
    ART_17_CONTRACT = "art_17_contract"
    """CPACA art. 17 on the contract's PQR: the policy `art17_contract`."""
    HABEAS_DATA = "habeas_data"
    """Ley 1581 de 2012 art. 15: the policy `habeas_incomplete`."""
    CREDIT_DATA = "credit_data"
    """Ley 1266 de 2008 art. 16.II: the same policy; no window of its own."""


@frozen(kw_only=True)
class CaseType:
    """A type of case (`tipo`), as the law treats it.

    Args:
        code: the wire code.
        es: its Spanish name.
        en: its English name.
        description: what it is, in Spanish, for the guide.
        response: the answer term; None with `given_date` where the request sets it, else the type has no answer term.
        given_date: the due day is the date in the request (`fecha_limite`).
        contract: of a subscriber or user, in execution of the contract.
        recurso: a recurso; `apelacion`, with subsidiary apelacion.
        sap: silence decides for the user.
        requirement: which requirement to complete it admits.
        transferable: it may be sent to the competent authority.
        clarifiable: it may be returned to be clarified (CPACA art. 19).
        conflict: a conflict of competence stops its clock (CPACA art. 39); a contract type only under the policy
            `art39_contract`.
        legend: the data must bear a legend while the claim is in process.
        own_silence: what an answer not given in time leaves by the type's own law, from its first day of force on.
        copies: copies are due when it was not answered in time (CPACA art. 14.1).
        invoice_limit: it may attack an invoice, of limited age (Ley 142 art. 154).
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

    def label(self, lang: Language = "es") -> str:
        """The name people read."""
        return self.es if lang == "es" else self.en


@frozen(kw_only=True)
class Clauses:
    """An obligation as a letter tells it: clauses in both languages, without their capital and their full stop.

    `{by}`, `{until}` or `{on}` stands where the day goes; where there is no day, nothing goes there.

    Args:
        now: who owes what, while it runs.
        then: the same afterwards.
        did: that it was done; of a duty it is enough to say that it was met.
        states: what is told of a state, where the words for all obligations of the kind do not fit.
    """

    now: Said
    then: Said
    did: Said | None = None
    states: Mapping[LegalState, Said] = field(factory=dict)


@frozen(kw_only=True)
class ObligationRule:
    """An obligation (deadline code): its kind, its names, how a letter tells it, and the norms it rests on.

    `by_setting`: the law gives it no number of days, the profile may.
    """

    code: str
    kind: Kind
    es: str
    en: str
    by_setting: bool = False
    clauses: Clauses
    citations: tuple[Citation, ...]

    def label(self, lang: Language = "es") -> str:
        """The name people read."""
        return self.es if lang == "es" else self.en


Figure = Dated[Term]
"""A legal figure over time: each version with its first day of force and its citations."""

F = TypeVar("F")


@frozen(kw_only=True, eq=False)
class Figures(Generic[F]):
    """The terms that do not depend on the type alone: dated in a rule book, one version of each for a case."""

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
        """The figures by name, in the order above."""
        return tuple((name, getattr(self, name)) for name in self.__slots__ if not name.startswith("__"))  # type: ignore[attr-defined]


@frozen(kw_only=True)
class PolicyNote:
    """What turns on a policy, in Spanish, what each value means, and the norms on each side."""

    question: str
    values: Mapping[str, str]
    citations: tuple[Citation, ...]


@frozen(kw_only=True)
class Adopted:
    """How a letter tells a reading of the law (a policy), in clauses as those of `Clauses`.

    Args:
        obligations: the codes of the obligations it bears on.
        types: the codes of the case types it bears on; all of them where none is named.
        disputed: what admits more than one reading, where that is told whichever is adopted.
        told: what the company holds, by the value adopted; a value that is not there is not told.
    """

    obligations: frozenset[str]
    types: frozenset[str] = frozenset()
    disputed: Said | None = None
    told: Mapping[str, Said] = field(factory=dict)


@frozen(kw_only=True, eq=False)
class RuleBook:
    """The law of one jurisdiction, as data.

    `guards` are the norms of what refuses an act (`law.acts`), by its code; `findings`, those of what is noticed, none
    for a finding that says nothing of the law. `adopted` is how a letter tells each reading, by its policy; `rolled`,
    by which norms a term of months that ends on another day passes to the next business day; `posted`, by which what
    came by post counts as filed on the day it was posted.

    Compared by identity: two rule books that say the same have the same `fingerprint`.
    """

    types: Mapping[str, CaseType]
    figures: Figures[Figure]
    obligations: Mapping[str, ObligationRule]
    policies: Mapping[str, PolicyNote]
    verified_on: date
    guards: Mapping[str, tuple[Citation, ...]] = field(factory=dict)
    findings: Mapping[Finding, tuple[Citation, ...]] = field(factory=dict)
    adopted: Mapping[str, Adopted] = field(factory=dict)
    rolled: tuple[Citation, ...] = ()
    posted: tuple[Citation, ...] = ()

    def case_type(self, code: str) -> CaseType:
        """The case type with that code.

        Raises:
            UnknownCaseTypeError: there is none; the error lists those there are.
        """
        try:
            return self.types[code]
        except KeyError:
            raise UnknownCaseTypeError(tipo=code, known=", ".join(self.types)) from None

    def era(self, day: date) -> date:
        """The first day of the stretch around `day` in which no rule changes; its rules are those of `day`."""
        return self.eras[bisect_right(self.eras, day) - 1]

    @cached_property
    def eras(self) -> list[date]:
        """The first days of the stretches in which no rule changes, in order, from the first day of all."""
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
        """SHA-256 of the `definition`."""
        return sha256(self.definition.encode()).hexdigest()

    @property
    def definition(self) -> str:
        """Every figure with its days of force as canonical JSON; norm texts are left out."""
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

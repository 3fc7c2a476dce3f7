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
from functools import cache, cached_property
from hashlib import sha256
from typing import Final, NamedTuple

from attrs import evolve, field, frozen, validators

from pqr_core.citations import Citation
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, NoRuleInForceError, UnknownCaseTypeError
from pqr_core.language import Language, Said
from pqr_core.policies import (
    Art14Extension,
    Art17Contract,
    Art17Resume,
    Art19Clock,
    Art39Contract,
    CongressDays,
    Covid491,
    DemoraUsuario,
    FirstDay,
    HabeasIncomplete,
    Policies,
    PruebasNotice,
    PruebasResume,
    RequirementFrom,
    SapRecognition,
)
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
    "PendingEmergency",
    "PolicyNote",
    "Reading",
    "RequirementRule",
    "ResolvedRules",
    "Response",
    "RuleBook",
    "Term",
    "Unit",
    "resolve",
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


@frozen(kw_only=True, eq=False)
class Figures:
    """The terms that do not depend on the type alone; each is a dated, cited value."""

    requirement_window: Figure
    requirement_window_habeas_data: Figure
    completion: Figure
    completion_habeas_data: Figure
    completion_credit_data: Figure
    transfer_window: Figure
    transfer_window_habeas_data: Figure
    clarification: Figure
    evidence_cap: Figure
    sap_recognition_hours: Figure
    sap_recognition_days: Figure
    copies: Figure
    legend_habeas_data: Figure
    legend_credit_data: Figure
    insistence: Figure
    citation: Figure
    personal_notice: Figure
    certified_deemed: Figure
    aviso_deemed: Figure
    aviso_display: Figure
    recurso: Figure
    recurso_tacit_withdrawal: Figure
    queja: Figure
    invoice_age: Figure
    reconnection: Figure
    visit_notice: Figure

    def items(self) -> tuple[tuple[str, Figure], ...]:
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
    by which norms a term of months that ends on another day passes to the next business day.

    Compared by identity: two rule books that say the same have the same `fingerprint`.
    """

    types: Mapping[str, CaseType]
    figures: Figures
    obligations: Mapping[str, ObligationRule]
    policies: Mapping[str, PolicyNote]
    verified_on: date
    guards: Mapping[str, tuple[Citation, ...]] = field(factory=dict)
    findings: Mapping[Finding, tuple[Citation, ...]] = field(factory=dict)
    adopted: Mapping[str, Adopted] = field(factory=dict)
    rolled: tuple[Citation, ...] = ()

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


@frozen(kw_only=True, eq=False)
class PendingEmergency:
    """A temporary term that reaches a case filed before it, if its own term had not ended before `first_day`."""

    n: int
    extension_total: int | None
    first_day: date
    version: Version[Term]


@frozen(kw_only=True, eq=False)
class ResolvedRules:
    """What one type filed on one day is subject to, under one set of policies: each figure with its citations.

    A type with `art_17` is that of CPACA art. 17: an unanswered requirement lapses into a tacit withdrawal.
    """

    type: CaseType
    policies: Policies
    has_response: bool
    response: Version[Term] | None
    n: int
    every_day: bool
    from_filing_day: bool
    extension_total: int | None
    extension_extra: int | None
    pending: PendingEmergency | None
    own_silence: Finding | None
    requirable: bool
    requirement_window: Version[Term] | None
    requirement_stops: bool
    from_receipt: bool
    restart: bool
    art_17: bool
    completion: Version[Term]
    transfer_window: Version[Term] | None
    conflict_stops: bool
    clarification_stops: bool
    clarification: Version[Term]
    evidence_cap: Version[Term]
    evidence_needs_notice: bool
    decide_at_end: bool
    delay_stops: bool
    sap_recognition: Version[Term]
    copies: Version[Term]
    legend: Version[Term]
    insistence: Version[Term]
    citation: Version[Term]
    personal_notice: Version[Term]
    certified_deemed: Version[Term]
    aviso_deemed: Version[Term]
    aviso_display: Version[Term]
    recurso: Version[Term]
    recurso_tacit_withdrawal: Version[Term]
    queja: Version[Term]
    invoice_age: Version[Term]
    reconnection: Version[Term]
    visit_notice: Version[Term]


def resolve(rules: RuleBook, tipo: str, filed_on: date, policies: Policies) -> ResolvedRules:
    """The rules for a case of type `tipo` filed on the legal day `filed_on`.

    Raises:
        UnknownCaseTypeError: the rule book has no such type.
        NoRuleInForceError: the type had no rule yet on that day.
    """
    try:
        return _resolved(rules, tipo, rules.era(filed_on), policies)
    except NoRuleInForceError as error:
        raise NoRuleInForceError(**{**error.params, "day": filed_on}) from None


# Unbounded, yet small: types, eras and sets of readings are few.
@cache
def _resolved(rules: RuleBook, tipo: str, filed_on: date, policies: Policies) -> ResolvedRules:
    case_type = rules.case_type(tipo)
    figures = rules.figures

    def term(figure: Figure) -> Version[Term]:
        return figure.at(filed_on)

    response = case_type.response
    version = _response_version(response, filed_on, policies, tipo) if response else None
    n = version.value.n if version else 0
    habeas_data = case_type.requirement is RequirementRule.HABEAS_DATA
    credit_data = case_type.requirement is RequirementRule.CREDIT_DATA
    requirable = case_type.requirement is not RequirementRule.NONE
    extension = response.extension if response else None
    if extension and extension.disputed and policies.art14_extension is not Art14Extension.ALLOWED:
        extension = None
    business = policies.sap_recognition is SapRecognition.BUSINESS_DAYS
    sap_term = figures.sap_recognition_days if business else figures.sap_recognition_hours
    transfer = figures.transfer_window_habeas_data if habeas_data else figures.transfer_window
    window = figures.requirement_window_habeas_data if habeas_data else figures.requirement_window
    completion = figures.completion_credit_data if credit_data else figures.completion
    silence = case_type.own_silence
    every_day = bool(response and response.congress and policies.congress_days is CongressDays.CALENDAR_DAYS)
    if every_day and version is not None:
        version = evolve(version, value=Term(n, Unit.CALENDAR_DAYS))
    return ResolvedRules(
        type=case_type,
        policies=policies,
        has_response=response is not None or case_type.given_date,
        response=version,
        n=n,
        every_day=every_day,
        from_filing_day=bool(response and response.from_filing and policies.first_day is FirstDay.FILING_DAY),
        extension_total=extension.multiple * n if extension and extension.multiple else None,
        extension_extra=extension.extra if extension else None,
        pending=_pending(response, filed_on, policies, extension),
        own_silence=silence.value if silence and silence.covers(filed_on) else None,
        requirable=requirable,
        requirement_window=term(window) if requirable and not credit_data else None,
        requirement_stops=_requirement_stops(case_type.requirement, policies),
        from_receipt=policies.requirement_from is RequirementFrom.RECEIVED,
        restart=habeas_data or credit_data or policies.art17_resume is Art17Resume.RESTART,
        art_17=requirable and not habeas_data and not credit_data,
        completion=term(figures.completion_habeas_data if habeas_data else completion),
        transfer_window=term(transfer) if case_type.transferable else None,
        conflict_stops=case_type.conflict
        and (not case_type.contract or policies.art39_contract is Art39Contract.SUSPENDS),
        clarification_stops=policies.art19_clock is Art19Clock.SUSPENDS,
        clarification=term(figures.clarification),
        evidence_cap=term(figures.evidence_cap),
        evidence_needs_notice=policies.pruebas_notice is PruebasNotice.REQUIRED,
        decide_at_end=policies.pruebas_resume is PruebasResume.DECIDE_AT_END,
        delay_stops=policies.demora_usuario is DemoraUsuario.SUSPENDS,
        sap_recognition=term(sap_term),
        copies=term(figures.copies),
        legend=term(figures.legend_credit_data if credit_data else figures.legend_habeas_data),
        insistence=term(figures.insistence),
        citation=term(figures.citation),
        personal_notice=term(figures.personal_notice),
        certified_deemed=term(figures.certified_deemed),
        aviso_deemed=term(figures.aviso_deemed),
        aviso_display=term(figures.aviso_display),
        recurso=term(figures.recurso),
        recurso_tacit_withdrawal=term(figures.recurso_tacit_withdrawal),
        queja=term(figures.queja),
        invoice_age=term(figures.invoice_age),
        reconnection=term(figures.reconnection),
        visit_notice=term(figures.visit_notice),
    )


def _requirement_stops(rule: RequirementRule, policies: Policies) -> bool:
    if rule is RequirementRule.ART_17_CONTRACT:
        return policies.art17_contract is Art17Contract.SUSPENDS
    if rule in (RequirementRule.HABEAS_DATA, RequirementRule.CREDIT_DATA):
        return policies.habeas_incomplete is HabeasIncomplete.RESTART
    return rule is RequirementRule.ART_17


def _emergency(response: Response, policies: Policies) -> Emergency | None:
    emergency = response.emergency
    if emergency and emergency.disputed and policies.covid_491 is not Covid491.APPLIED:
        return None
    return emergency


def _emergency_version(emergency: Emergency) -> Version[Term]:
    return Version(
        emergency.term,
        first_day=emergency.first_day,
        last_day=emergency.last_day,
        citations=emergency.citations,
    )


def _response_version(response: Response, filed_on: date, policies: Policies, tipo: str) -> Version[Term]:
    emergency = _emergency(response, policies)
    if emergency and emergency.first_day <= filed_on <= emergency.last_day:
        return _emergency_version(emergency)
    try:
        return response.term.at(filed_on)
    except NoRuleInForceError as error:
        rule = Said(es=f"respuesta de {tipo}", en=f"answer to {tipo}")
        raise NoRuleInForceError(**{**error.params, "rule": rule}) from None


def _pending(
    response: Response | None, filed_on: date, policies: Policies, extension: Extension | None
) -> PendingEmergency | None:
    emergency = _emergency(response, policies) if response else None
    if emergency is None or filed_on >= emergency.first_day:
        return None
    n = emergency.term.n
    return PendingEmergency(
        n=n,
        extension_total=extension.multiple * n if extension and extension.multiple else None,
        first_day=emergency.first_day,
        version=_emergency_version(emergency),
    )

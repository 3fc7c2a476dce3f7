"""The rules of one case: the versions in force on its day of filing, under the readings of its policies.

They are resolved once per type, period and set of policies. The result has only plain values, so the engine looks up
nothing else.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from attrs import evolve, frozen

from pqr_core.dated import Version
from pqr_core.errors import NoRuleInForceError
from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.law.rules import (
    CaseType,
    Emergency,
    Extension,
    Figures,
    RequirementRule,
    Response,
    RuleBook,
    Term,
    Unit,
)
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
from pqr_core.vocabulary import Finding

__all__ = ("PendingEmergency", "ResolvedRules", "resolve")


@frozen(kw_only=True, eq=False)
class PendingEmergency(Brief):
    """A temporary term for a case filed before it, if the case's own term ends on or after `first_day`."""

    n: int
    extension_total: int | None
    first_day: date
    version: Version[Term]


@frozen(kw_only=True, eq=False)
class ResolvedRules(Brief):
    """The rules of one type filed on one day, under one set of policies; each figure keeps its citations.

    Args:
        type: the case type.
        policies: the readings of the law.
        has_response: whether an answer is owed.
        response: the version of the answer term; None if the type has none.
        n: the days of the answer term; 0 if there is none.
        every_day: whether they are calendar days; otherwise they are business days.
        from_filing_day: whether the day of filing, if it is a business day, is the first day counted.
        extension_total: the days of the whole term after an extension; None if no extension sets it.
        extension_extra: the business days that an extension adds; None if no extension sets them.
        pending: the temporary term that may still reach the case; None if there is none.
        figures: one version of each figure.
        own_silence: the finding for a late answer under the type's own law; None if there is none.
        requirable: whether the petition may be required to be completed.
        requirement_window: the term to require it; None if there is none.
        requirement_stops: whether the requirement stops the clock.
        from_receipt: whether the suspension of a requirement opens on its receipt; otherwise it opens on its sending.
        restart: whether the whole term is counted anew from the completion.
        art_17: whether the type is under CPACA art. 17: a requirement without answer lapses into a tacit withdrawal.
        completion: the time that the user has to complete.
        transfer_window: the term to send the case to the competent authority; None if the type is not transferable.
        conflict_stops: whether a conflict of competence stops the clock.
        clarification_stops: whether a return to be clarified stops the clock.
        evidence_needs_notice: whether evidence stops the clock only if the user was told of it in time.
        decide_at_end: whether the decision is due on the first business day after the period of evidence.
        delay_stops: whether a delay that the user caused stops the clock.
        sap_recognition: the time to recognise the positive silence, in calendar days or business days.
        legend: the time to mark the data with the legend.
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
    figures: Figures[Version[Term]]
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
    evidence_needs_notice: bool
    decide_at_end: bool
    delay_stops: bool
    sap_recognition: Version[Term]
    legend: Version[Term]


def resolve(rules: RuleBook, tipo: str, filed_on: date, policies: Policies) -> ResolvedRules:
    """The rules for a case of type `tipo` filed on the legal day `filed_on`.

    Raises:
        UnknownCaseTypeError: the rule book has no such type.
        NoRuleInForceError: the answer term or a figure has no version in force on that day.
    """
    try:
        return _resolved(rules, tipo, rules.era(filed_on), policies)
    except NoRuleInForceError as error:
        raise NoRuleInForceError(**{**error.params, "day": filed_on}) from None


# The cache has no limit, yet stays small: there are few types, eras and sets of policies.
@cache
def _resolved(rules: RuleBook, tipo: str, filed_on: date, policies: Policies) -> ResolvedRules:
    case_type = rules.case_type(tipo)
    figures = Figures(**{name: figure.at(filed_on) for name, figure in rules.figures.items()})
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
        figures=figures,
        own_silence=silence.value if silence and silence.covers(filed_on) else None,
        requirable=requirable,
        requirement_window=window if requirable and not credit_data else None,
        requirement_stops=_requirement_stops(case_type.requirement, policies),
        from_receipt=policies.requirement_from is RequirementFrom.RECEIVED,
        restart=habeas_data or credit_data or policies.art17_resume is Art17Resume.RESTART,
        art_17=requirable and not habeas_data and not credit_data,
        completion=figures.completion_habeas_data if habeas_data else completion,
        transfer_window=transfer if case_type.transferable else None,
        conflict_stops=case_type.conflict
        and (not case_type.contract or policies.art39_contract is Art39Contract.SUSPENDS),
        clarification_stops=policies.art19_clock is Art19Clock.SUSPENDS,
        evidence_needs_notice=policies.pruebas_notice is PruebasNotice.REQUIRED,
        decide_at_end=policies.pruebas_resume is PruebasResume.DECIDE_AT_END,
        delay_stops=policies.demora_usuario is DemoraUsuario.SUSPENDS,
        sap_recognition=sap_term,
        legend=figures.legend_credit_data if credit_data else figures.legend_habeas_data,
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

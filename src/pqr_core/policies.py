"""The disputed readings of the law as named choices; the rule book explains each and gives its sources.

The first value of each list is the default.

>>> Policies().months.value
'first_counted_day'
>>> Policies.of({"months": "trigger_day"}).months is Months.TRIGGER_DAY
True
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from attrs import evolve, field, fields, frozen

from pqr_core import names
from pqr_core.errors import UnknownPolicyError
from pqr_core.fields import Brief

__all__ = (
    "AnswerMetBy",
    "Art14Extension",
    "Art17Contract",
    "Art17Resume",
    "Art19Clock",
    "Art39Contract",
    "CongressDays",
    "Covid491",
    "DemoraUsuario",
    "FirstDay",
    "HabeasIncomplete",
    "Months",
    "OffHours",
    "Policies",
    "PruebasNotice",
    "PruebasResume",
    "RequirementFrom",
    "SapRecognition",
)


class _Reading(StrEnum):
    """A value of a policy."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        policy = next(policy for policy, kind in Policies.choices().items() if kind is cls)
        raise UnknownPolicyError(policy=policy, value=value, allowed=names.choices(cls, value))


class FirstDay(_Reading):
    """Which day is day 1 where the norm says "contados a partir de la fecha de"."""

    NEXT_BUSINESS_DAY = "next_business_day"
    FILING_DAY = "filing_day"


class OffHours(_Reading):
    """From which day the company's term runs when a case is filed outside business hours."""

    AS_REGISTERED = "as_registered"
    NEXT_BUSINESS_DAY = "next_business_day"


class AnswerMetBy(_Reading):
    """What prevents the silence: the decision with its citation, the decision alone, or the decision when notified."""

    DECISION_AND_CITATION = "decision_and_citation"
    DECISION = "decision"
    NOTIFIED = "notified"


class SapRecognition(_Reading):
    """How the 72 hours to recognise the silence are counted: as hours of the clock, or as business days."""

    CLOCK_HOURS = "clock_hours"
    BUSINESS_DAYS = "business_days"


class Art14Extension(_Reading):
    """Whether the extension of CPACA art. 14 par. applies to the PQR of the contract."""

    NOT_FOR_CONTRACT_PQR = "not_for_contract_pqr"
    ALLOWED = "allowed"


class Art17Contract(_Reading):
    """Whether a requirement stops the clock of the PQR of the contract."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class Art17Resume(_Reading):
    """What is left of the term after completion: the remaining days, or the whole term again."""

    RESUME = "resume"
    RESTART = "restart"


class Art19Clock(_Reading):
    """Whether returning an unclear petition stops the clock."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class RequirementFrom(_Reading):
    """The day on which the suspension by a requirement begins: the day of its sending, or of its receipt."""

    SENT = "sent"
    RECEIVED = "received"


class PruebasNotice(_Reading):
    """Whether evidence suspends the term only if the user was told of it in time."""

    NOT_REQUIRED = "not_required"
    REQUIRED = "required"


class Art39Contract(_Reading):
    """Whether a conflict of competence stops the clock of the PQR of the contract."""

    NO_EFFECT = "no_effect"
    SUSPENDS = "suspends"


class PruebasResume(_Reading):
    """What is left of the term after the evidence: the remaining days, or until the first business day after it."""

    RESUME = "resume"
    DECIDE_AT_END = "decide_at_end"


class DemoraUsuario(_Reading):
    """Whether a delay caused by the user stops the clock."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class HabeasIncomplete(_Reading):
    """What a requirement does in a habeas data claim: nothing, or it restarts the whole term at completion."""

    NO_EFFECT = "no_effect"
    RESTART = "restart"


class Months(_Reading):
    """The day number on which a term of months ends: that of the first day counted, or that of the trigger."""

    FIRST_COUNTED_DAY = "first_counted_day"
    TRIGGER_DAY = "trigger_day"


class CongressDays(_Reading):
    """Whether the five days of Ley 5 de 1992 art. 258 are business days or calendar days."""

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"


class Covid491(_Reading):
    """Whether Decreto 491 de 2020 art. 5 applies to the petitions, complaints and claims of the contract."""

    NOT_FOR_CONTRACT_PQR = "not_for_contract_pqr"
    APPLIED = "applied"


@frozen(kw_only=True, cache_hash=True)
class Policies(Brief):
    """One choice for each disputed reading; the fields have the names that the policies have in JSON."""

    first_day: FirstDay = field(default=FirstDay.NEXT_BUSINESS_DAY, converter=FirstDay)
    off_hours: OffHours = field(default=OffHours.AS_REGISTERED, converter=OffHours)
    answer_met_by: AnswerMetBy = field(default=AnswerMetBy.DECISION_AND_CITATION, converter=AnswerMetBy)
    sap_recognition: SapRecognition = field(default=SapRecognition.CLOCK_HOURS, converter=SapRecognition)
    art14_extension: Art14Extension = field(default=Art14Extension.NOT_FOR_CONTRACT_PQR, converter=Art14Extension)
    art17_contract: Art17Contract = field(default=Art17Contract.SUSPENDS, converter=Art17Contract)
    art17_resume: Art17Resume = field(default=Art17Resume.RESUME, converter=Art17Resume)
    art19_clock: Art19Clock = field(default=Art19Clock.SUSPENDS, converter=Art19Clock)
    requirement_from: RequirementFrom = field(default=RequirementFrom.SENT, converter=RequirementFrom)
    pruebas_notice: PruebasNotice = field(default=PruebasNotice.NOT_REQUIRED, converter=PruebasNotice)
    art39_contract: Art39Contract = field(default=Art39Contract.NO_EFFECT, converter=Art39Contract)
    pruebas_resume: PruebasResume = field(default=PruebasResume.RESUME, converter=PruebasResume)
    demora_usuario: DemoraUsuario = field(default=DemoraUsuario.SUSPENDS, converter=DemoraUsuario)
    habeas_incomplete: HabeasIncomplete = field(default=HabeasIncomplete.NO_EFFECT, converter=HabeasIncomplete)
    months: Months = field(default=Months.FIRST_COUNTED_DAY, converter=Months)
    congress_days: CongressDays = field(default=CongressDays.BUSINESS_DAYS, converter=CongressDays)
    covid_491: Covid491 = field(default=Covid491.NOT_FOR_CONTRACT_PQR, converter=Covid491)

    @classmethod
    def choices(cls) -> dict[str, type[StrEnum]]:
        """For the id of every policy, the list of its values, the default first."""
        return {attribute.name: type(attribute.default) for attribute in fields(cls)}

    @classmethod
    def of(cls, choices: Mapping[str, str], base: Policies | None = None) -> Policies:
        """The policies with the values in `choices`; the others are as in `base`, or the defaults without it.

        Raises:
            UnknownPolicyError: a policy or its value does not exist; the error lists the allowed ones.
        """
        known = cls.choices()
        chosen: dict[str, Any] = {}
        for policy, value in choices.items():
            if policy not in known:
                raise UnknownPolicyError(policy=policy, value=value, allowed=names.choices(known, policy))
            chosen[policy] = known[policy](value)
        return evolve(base or cls(), **chosen)

    def as_dict(self) -> dict[str, str]:
        """Every policy id with its chosen value."""
        return {policy: str(getattr(self, policy)) for policy in self.choices()}

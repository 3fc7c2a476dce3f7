"""The disputed readings of the law as named choices; what each turns on, and its sources, are in the rule book.

The first value of each list is the default.

>>> Policies().months.value
'first_counted_day'
>>> Policies.of({"months": "trigger_day"}).months is Months.TRIGGER_DAY
True
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import evolve, field, fields, frozen

from pqr_core.errors import UnknownPolicyError

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


class FirstDay(StrEnum):
    """Day 1 where the norm says "contados a partir de la fecha de"."""

    NEXT_BUSINESS_DAY = "next_business_day"
    FILING_DAY = "filing_day"


class OffHours(StrEnum):
    """The company's base day when a case is filed outside business time."""

    AS_REGISTERED = "as_registered"
    NEXT_BUSINESS_DAY = "next_business_day"


class AnswerMetBy(StrEnum):
    """What keeps the silence away."""

    DECISION_AND_CITATION = "decision_and_citation"
    DECISION = "decision"
    NOTIFIED = "notified"


class SapRecognition(StrEnum):
    """How the 72 hours to recognise the silence run."""

    CLOCK_HOURS = "clock_hours"
    BUSINESS_DAYS = "business_days"


class Art14Extension(StrEnum):
    """Whether the extension of CPACA art. 14 par. reaches the PQR of the contract."""

    NOT_FOR_CONTRACT_PQR = "not_for_contract_pqr"
    ALLOWED = "allowed"


class Art17Contract(StrEnum):
    """Whether a requirement stops the clock of the PQR of the contract."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class Art17Resume(StrEnum):
    """After completion: the days left, or the whole term again."""

    RESUME = "resume"
    RESTART = "restart"


class Art19Clock(StrEnum):
    """Whether returning an obscure petition stops the clock."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class RequirementFrom(StrEnum):
    """The day on which the suspension of a requirement opens: that of its sending, or that of its receipt."""

    SENT = "sent"
    RECEIVED = "received"


class PruebasNotice(StrEnum):
    """Whether evidence suspends the term only when the user was told of it in time."""

    NOT_REQUIRED = "not_required"
    REQUIRED = "required"


class Art39Contract(StrEnum):
    """Whether a conflict of competence stops the clock of the PQR of the contract."""

    NO_EFFECT = "no_effect"
    SUSPENDS = "suspends"


class PruebasResume(StrEnum):
    """After the evidence: the days left, or a decision on the first business day after it ends."""

    RESUME = "resume"
    DECIDE_AT_END = "decide_at_end"


class DemoraUsuario(StrEnum):
    """Whether a delay the user caused stops the clock."""

    SUSPENDS = "suspends"
    NO_EFFECT = "no_effect"


class HabeasIncomplete(StrEnum):
    """A requirement in a habeas data claim: nothing, or the whole term after completion."""

    NO_EFFECT = "no_effect"
    RESTART = "restart"


class Months(StrEnum):
    """The day number on which a term of months ends: that of the first day counted, or of the trigger."""

    FIRST_COUNTED_DAY = "first_counted_day"
    TRIGGER_DAY = "trigger_day"


class CongressDays(StrEnum):
    """The five days of Ley 5 de 1992 art. 258."""

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"


class Covid491(StrEnum):
    """Decreto 491 de 2020 art. 5 on the petitions, complaints and claims of the contract."""

    NOT_FOR_CONTRACT_PQR = "not_for_contract_pqr"
    APPLIED = "applied"


@frozen(kw_only=True, cache_hash=True)
class Policies:
    """One choice for each disputed reading; fields are named as the policies are on the wire."""

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
        """The id of every policy with the list of its values, the default first."""
        return {attribute.name: type(attribute.default) for attribute in fields(cls)}

    @classmethod
    def of(cls, choices: Mapping[str, str], base: Policies | None = None) -> Policies:
        """The policies that `choices` names, the rest as in `base` (the defaults when absent).

        Raises:
            UnknownPolicyError: a policy or a value of one that does not exist; the error lists what is allowed.
        """
        known = cls.choices()
        chosen: dict[str, Any] = {}
        for policy, value in choices.items():
            if policy not in known:
                raise UnknownPolicyError(policy=policy, value=value, allowed=", ".join(known))
            values = [str(member) for member in known[policy]]
            if value not in values:
                raise UnknownPolicyError(policy=policy, value=value, allowed=", ".join(values))
            chosen[policy] = known[policy](value)
        return evolve(base or cls(), **chosen)

    def as_dict(self) -> dict[str, str]:
        """Every policy id with its chosen value."""
        return {policy: str(getattr(self, policy)) for policy in self.choices()}

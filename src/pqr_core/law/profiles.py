"""The settings of a utility: its business days, its readings of the law, the times that it sets itself.

No default here is a legal figure. `colombia.DEFAULT_PROFILE` is the profile of a utility that has decided nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, TypeVar

from attrs import Attribute, evolve, field, frozen, validators

from pqr_core.calendars.business import Closure, require_closures
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.fields import Brief, is_a, is_flag, is_positive, is_text, is_text_or_none, nfc, nfc_or_none, or_none
from pqr_core.language import Said
from pqr_core.names import BUSINESS_DAYS, shown
from pqr_core.policies import Policies
from pqr_core.vocabulary import Role

__all__ = ("SIGNATORIES", "OfficeHours", "Profile", "Signatory", "SurveyScale")

T = TypeVar("T")

_NIT: Final = re.compile(r"\d{1,3}(\.?\d{3}){2,4}(-\d)?", re.ASCII)
SIGNATORIES: Final = ("*", "decision", "recurso")
"""What may have its own signatory: decisions, decisions on recursos (Ley 142 de 1994 art. 156); `*` is all the rest."""


@frozen
class OfficeHours:
    """The hours of attention; a filing at `closes` itself is within them.

    Raises:
        InvalidInputError: `closes` is not after `opens`, or a value is not a time.
    """

    opens: time = field(validator=is_a(time))
    closes: time = field(validator=is_a(time))

    def __attrs_post_init__(self) -> None:
        if self.closes <= self.opens:
            es, en = f"{self.closes} no es después de {self.opens}", f"{self.closes} is not after {self.opens}"
            raise InvalidInputError(place="office_hours", detail=Said(es, en))


@frozen
class Signatory:
    """The name and the post of the person who signs."""

    nombre: str = field(converter=nfc, validator=is_text)
    cargo: str = field(converter=nfc, validator=is_text)


def _nit_or_none(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, str) and _NIT.fullmatch(value)):
        es = f"se espera un NIT como 900.123.456-7, no {value!r}"
        en = f"expected a NIT as 900.123.456-7, got {value!r}"
        raise InvalidInputError(place=attribute.name, detail=Said(es, en))


def _are_signatories(_instance: object, attribute: Attribute[Any], value: tuple[tuple[str, object], ...]) -> None:
    for what, who in value:
        if what not in SIGNATORIES or not isinstance(who, Signatory):
            known = ", ".join(SIGNATORIES)
            es, en = f"se espera un firmante de {known}, no {what!r}", f"expected a signatory of {known}, got {what!r}"
            raise InvalidInputError(place=attribute.name, detail=Said(es, en))


def _signatories(
    settings: Mapping[str, Signatory] | Iterable[tuple[str, Signatory]],
) -> tuple[tuple[str, Signatory], ...]:
    return _by_code(settings)


def _risks(settings: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return _by_code(settings)


def _targets(
    settings: Mapping[str, Dated[Fraction] | Fraction | int] | Iterable[tuple[str, Dated[Fraction] | Fraction | int]],
) -> tuple[tuple[str, Dated[Fraction]], ...]:
    told = dict(settings).items()
    return _by_code(
        {code: each if isinstance(each, Dated) else Dated(code, (Version(Fraction(each)),)) for code, each in told}
    )


def _dated_texts(
    settings: Mapping[str, Dated[str] | str] | Iterable[tuple[str, Dated[str] | str]],
) -> tuple[tuple[str, Dated[str]], ...]:
    told = dict(settings).items()
    return _by_code(
        {code: each if isinstance(each, Dated) else Dated(code, (Version(nfc(each)),)) for code, each in told}
    )


def _roles(
    settings: Mapping[str, Iterable[Role | str]] | Iterable[tuple[str, Iterable[Role | str]]],
) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    return _by_code({code: tuple(map(Role, each)) for code, each in dict(settings).items()})


def _dated(policies: Policies | Dated[Policies]) -> Dated[Policies]:
    return policies if isinstance(policies, Dated) else Dated("policies", (Version(policies),))


def _by_code(settings: Mapping[str, T] | Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    """The settings sorted by code, as a value that can be hashed."""
    return tuple(sorted(dict(settings).items()))


def _ladders(
    settings: Mapping[str, Iterable[int]] | Iterable[tuple[str, Iterable[int]]],
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return _by_code({code: tuple(sorted(set(steps), reverse=True)) for code, steps in dict(settings).items()})


def _positive(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 1:
        raise InvalidInputError.expected(BUSINESS_DAYS, shown(value), place=attribute.name)


_positive_or_none = or_none(_positive)


@frozen
class SurveyScale:
    """The scale of a satisfaction survey: scores from `lowest` to `highest`, both included.

    The user is satisfied with a score of `satisfied_from` or more.

    Raises:
        InvalidInputError: a score is not a whole number, or `lowest` < `satisfied_from` <= `highest` is false.
    """

    lowest: int
    highest: int
    satisfied_from: int

    def __attrs_post_init__(self) -> None:
        told = (self.lowest, self.satisfied_from, self.highest)
        if not all(type(each) is int for each in told) or not self.lowest < self.satisfied_from <= self.highest:
            es = f"la escala va de la nota menor a la mayor y se está satisfecho desde una de ellas, no {told}"
            en = f"a scale goes from its lowest to its highest score, satisfied from one of them on, not {told}"
            raise InvalidInputError(place="survey", detail=Said(es, en))


@frozen(kw_only=True)
class Profile(Brief):
    """The settings of one utility.

    Args:
        utility_id: the id of the utility, as in the keys of its cases.
        name: the name of the utility.
        office_hours: its hours of attention.
        saturday_is_business_day: whether Saturdays count, or the first day from which they do.
        closures: the days on which it does not attend, each with the act that closes it.
        policies: its readings of the law: one set, or dated sets from which the legal day of filing selects.
        aviso_business_days: the business days to send the aviso after the personal window (the law gives no
            number).
        remision_sspd_business_days: the business days to send the file to the SSPD (the law gives no number).
        remision_insistencia_business_days: the business days to send an insistence to the judge (the law gives no
            number).
        repeat_days: the calendar days within which a second case of the same account and causal repeats the first.
            None if the utility has not decided; then no case is known to repeat another.
        soon_business_days: an open duty is "due soon" if at most this many business days are left.
        internal_targets: the business days in which the utility itself wants to answer, by case type.
        ladders: when to warn, by obligation: business days before its due day, negative after it; `*` for the
            others.
        nit: its tax number, such as 900.123.456-7, for letters and reports.
        membrete: the lines of its letterhead.
        direccion: its postal address.
        horario_texto: its hours of attention, as a letter states them.
        lugar_notificacion: the place where people are notified in person.
        firmantes: the signatories, by what they sign (`SIGNATORIES`); see `signatory`.
        targets: the utility's own targets over time, by indicator, in the unit of the indicator.
        roles: the roles that work on each obligation, by its code. Every role works on an obligation that is not
            here.
        enforce_roles: whether an act is refused to an account without a role that may record it.
        riesgos: the risks of the utility's own risk map, by their code.
        reports: the utility's choices for its reports over time, by code (`sui.encabezado`). Each kind of report
            defines which choices it has.
        survey_scale: the scale of its satisfaction surveys; None if they ask yes or no.

    Raises:
        InvalidInputError: a setting has a value that is not allowed.
    """

    utility_id: str = field(converter=nfc, validator=is_text)
    name: str = field(default="", validator=is_text)
    office_hours: OfficeHours = field(validator=is_a(OfficeHours))
    saturday_is_business_day: bool | date = False
    closures: tuple[Closure, ...] = field(default=(), converter=require_closures)
    policies: Dated[Policies] = field(factory=Policies, converter=_dated)
    aviso_business_days: int | None = field(default=None, validator=_positive_or_none)
    remision_sspd_business_days: int | None = field(default=None, validator=_positive_or_none)
    remision_insistencia_business_days: int | None = field(default=None, validator=_positive_or_none)
    repeat_days: int | None = field(default=None, validator=or_none(is_positive))
    soon_business_days: int = field(validator=_positive)
    internal_targets: tuple[tuple[str, int], ...] = field(default=(), converter=_by_code)
    ladders: tuple[tuple[str, tuple[int, ...]], ...] = field(default=(), converter=_ladders)
    nit: str | None = field(default=None, validator=_nit_or_none)
    membrete: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    direccion: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    horario_texto: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    lugar_notificacion: str | None = field(default=None, converter=nfc_or_none, validator=is_text_or_none)
    firmantes: tuple[tuple[str, Signatory], ...] = field(default=(), converter=_signatories, validator=_are_signatories)
    targets: tuple[tuple[str, Dated[Fraction]], ...] = field(default=(), converter=_targets)
    roles: tuple[tuple[str, tuple[Role, ...]], ...] = field(default=(), converter=_roles)
    enforce_roles: bool = field(default=False, validator=is_flag)
    riesgos: tuple[tuple[str, str], ...] = field(default=(), converter=_risks)
    reports: tuple[tuple[str, Dated[str]], ...] = field(default=(), converter=_dated_texts)
    survey_scale: SurveyScale | None = field(default=None, validator=or_none(validators.instance_of(SurveyScale)))

    def signatory(self, what: str) -> Signatory | None:
        """Who signs `what`, which is one of `SIGNATORIES`: its own signatory, or the `*` one; None if there is none."""
        signatories = dict(self.firmantes)
        return signatories.get(what, signatories.get("*"))

    def told_of(self, report: str, day: date) -> dict[str, str]:
        """The utility's choices for a kind of report that are in force on `day`, by the code within that kind."""
        head = f"{report}."
        told = {code.removeprefix(head): each for code, each in self.reports if code.startswith(head)}
        return {code: version.value for code, each in told.items() if (version := each.on(day)) is not None}

    def works_on(self, role: Role, code: str) -> bool:
        """Whether a role works on the obligation with that code."""
        return Role(role) in dict(self.roles).get(code, (role,))

    def internal_target(self, tipo: str) -> int | None:
        """The business days in which the utility wants to answer a case of that type; None if it set none."""
        return dict(self.internal_targets).get(tipo)

    def ladder(self, code: str) -> tuple[int, ...]:
        """When to warn of an obligation, earliest first: business days before its due day, negative after it."""
        ladders = dict(self.ladders)
        return ladders.get(code, ladders.get("*", ()))

    def policies_at(self, filed_on: date) -> Policies:
        """The readings of the law for a case filed on that legal day.

        Raises:
            NoRuleInForceError: no set of policies is in force on that day.
        """
        return self.policies.at(filed_on).value

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of `definition`, in hexadecimal."""
        return sha256(self.definition.encode()).hexdigest()

    @property
    def definition(self) -> str:
        """Every setting that decides the row of a case, as canonical JSON; names are left out."""
        content: list[object] = [
            str(self.saturday_is_business_day),
            self.office_hours.closes.isoformat(),
            [[str(c.first), str(c.last), str(c.known_on), c.retroactive, c.own_act] for c in self.closures],
            [[str(v.first_day), str(v.last_day), v.value.as_dict()] for v in self.policies.versions],
            [self.aviso_business_days, self.remision_sspd_business_days, self.remision_insistencia_business_days],
        ]
        if self.repeat_days is not None:  # if undecided, the digest stays as it was before
            content.append(self.repeat_days)
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    def redefined(self, definition: str, utility_id: str) -> Profile | None:
        """This profile for another utility with the settings of `definition`; None if that is not a definition."""
        try:
            saturday, closes, closures, policies, (aviso, remision, insistencia), *repeat = json.loads(definition)
            return evolve(
                self,
                utility_id=utility_id,
                saturday_is_business_day=saturday == "True" if saturday in ("True", "False") else _day(saturday),
                office_hours=OfficeHours(time.min, time.fromisoformat(closes)),
                closures=tuple(
                    Closure(_day(first), _day(last), act="-", known_on=_day(known), retroactive=back, own_act=own)
                    for first, last, known, back, own in closures
                ),
                policies=Dated(
                    "policies",
                    tuple(
                        Version(Policies.of(chosen), first_day=_day(first), last_day=_day(last))
                        for first, last, chosen in policies
                    ),
                ),
                aviso_business_days=aviso,
                remision_sspd_business_days=remision,
                remision_insistencia_business_days=insistencia,
                repeat_days=repeat[0] if repeat else None,
            )
        except (PQRError, ValueError, TypeError, AttributeError):
            return None


def _day(told: str) -> Any:
    """A day as a definition writes it: an ISO day, or "None" for None."""
    return None if told == "None" else date.fromisoformat(told)

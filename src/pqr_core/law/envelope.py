"""The earliest and the latest day of each deadline, over the readings of the law that are left open.

What the utility must do is safe by the earliest day. What it holds against the user, or treats as firm, is safe only
after the latest day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import product
from typing import Any, Final

from attrs import evolve, fields, frozen

from pqr_core.cases.case import Case
from pqr_core.fields import Brief
from pqr_core.law.agenda import Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.resolution import ResolvedRules, resolve
from pqr_core.law.rules import RuleBook
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, Kind

__all__ = ("OWN_CLOSURES", "Bounds", "Envelope", "envelope_of")

OWN_CLOSURES: Final = "own_closures"
"""An axis besides the policies: the closures that the utility ordered itself count ("closed") or do not ("open")."""

_TURNS_ON: Final[Mapping[str, frozenset[EventType]]] = {
    "art14_extension": frozenset({EventType.PRORROGA}),
    "art17_contract": frozenset({EventType.REQUERIMIENTO}),
    "art17_resume": frozenset({EventType.REQUERIMIENTO}),
    "habeas_incomplete": frozenset({EventType.REQUERIMIENTO}),
    "art19_clock": frozenset({EventType.DEVOLUCION_ACLARACION}),
    "requirement_from": frozenset({EventType.REQUERIMIENTO}),
    "pruebas_notice": frozenset({EventType.APERTURA_PRUEBAS}),
    "art39_contract": frozenset({EventType.CONFLICTO_PLANTEADO}),
    "pruebas_resume": frozenset({EventType.APERTURA_PRUEBAS}),
    "demora_usuario": frozenset({EventType.DEMORA_USUARIO}),
    "months": frozenset({EventType.REQUERIMIENTO}),
}
"""The policies that matter only if one of these events happened; otherwise they are not tried."""

_READ_AS_IT_IS: Final = frozenset({"off_hours", "months", "answer_met_by"})
"""The policies that the engine also reads directly, besides the rules that they resolve to."""

_RESOLVED: Final = tuple(each.name for each in fields(ResolvedRules) if each.name not in {"policies", "figures"})
"""The resolved rules that a reading can change; the figures follow from the day of filing alone."""

_Choice = Mapping[str, str]


@frozen(kw_only=True)
class Bounds(Brief):
    """The earliest and the latest day of one deadline, and the readings that give each.

    Args:
        code: the code of the obligation.
        kind: the kind of the obligation: what happens when its time passes unused.
        earliest_on: the earliest day; None if no reading gives a date.
        earliest_under: the open choices that all combinations with the earliest day share. It is empty if all
            combinations give that day.
        latest_on: the latest day; None if no reading gives a date.
        latest_under: the open choices that all combinations with the latest day share, in the same way.
        always_arises: whether it arises under every combination.
        always_dated: whether it has a date under every combination in which it arises.
    """

    code: str
    kind: Kind
    earliest_on: date | None
    earliest_under: tuple[tuple[str, str], ...]
    latest_on: date | None
    latest_under: tuple[tuple[str, str], ...]
    always_arises: bool
    always_dated: bool

    @property
    def is_firm(self) -> bool:
        """Whether every combination gives the same day."""
        return self.earliest_on == self.latest_on and self.always_arises and self.always_dated

    @property
    def safe_on(self) -> date | None:
        """The day to rely on: the earliest for a duty or power of the utility, the latest for what binds the user.

        The latter is None if a combination gives no date or does not make the deadline arise: then there is no latest
        day.
        """
        if self.kind in (Kind.DEBER, Kind.FACULTAD):
            return self.earliest_on
        return self.latest_on if self.always_arises and self.always_dated else None

    def as_dict(self) -> dict[str, Any]:
        """The bounds as a JSON object; days as ISO text."""
        return {
            "code": self.code,
            "kind": self.kind.value,
            "earliest_on": None if self.earliest_on is None else self.earliest_on.isoformat(),
            "earliest_under": dict(self.earliest_under),
            "latest_on": None if self.latest_on is None else self.latest_on.isoformat(),
            "latest_under": dict(self.latest_under),
            "safe_on": None if self.safe_on is None else self.safe_on.isoformat(),
            "always_arises": self.always_arises,
            "always_dated": self.always_dated,
        }


@frozen(kw_only=True)
class Envelope(Brief):
    """The bounds of every deadline of a case; `combinations` is how many readings were tried."""

    bounds: tuple[Bounds, ...]
    combinations: int

    def get(self, code: str) -> Bounds | None:
        """The bounds of the deadline with that code; None if no combination makes it arise."""
        return next((each for each in self.bounds if each.code == code), None)

    def as_dict(self) -> dict[str, Any]:
        """The envelope as a JSON object."""
        return {"combinations": self.combinations, "bounds": [each.as_dict() for each in self.bounds]}


def envelope_of(
    case: Case,
    as_of: datetime | date,
    definitions: Definitions,
    *,
    open_policies: Iterable[str] | None = None,
) -> Envelope:
    """The envelope of `case` at `as_of` over the readings of `open_policies`; None opens all of them.

    The other policies stay as the profile has them. If the utility ordered closures itself, both calendars are tried.

    Raises:
        UnknownPolicyError: `open_policies` names a policy that does not exist.
        PQRError: the same as `agenda_of`.
    """
    rules, calendar, profile = definitions.rules, definitions.calendar, definitions.profile
    base = profile.policies_at(case.filed_on)
    happened = {event.type for event in case.every_event}
    known = Policies.choices()
    axes: dict[str, tuple[str, ...]] = {}
    for policy in known if open_policies is None else open_policies:
        Policies.of({policy: str(getattr(base, policy, ""))})
        if policy in _TURNS_ON and not _TURNS_ON[policy] & happened:
            continue
        if policy in _READ_AS_IT_IS or _resolves_otherwise(policy, case, rules, base):
            axes[policy] = tuple(known[policy])
    calendars = {"closed": calendar, "open": calendar.without_own_acts()}
    if calendars["open"] is not calendar:
        axes[OWN_CLOSURES] = tuple(calendars)
    found: dict[str, list[tuple[date | None, _Choice]]] = {}
    kinds: dict[str, Kind] = {}
    combinations = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    for choice in combinations:
        policies = Policies.of({name: value for name, value in choice.items() if name != OWN_CLOSURES}, base=base)
        agenda = agenda_of(
            case,
            as_of,
            Definitions(
                rules=rules,
                calendar=calendars[choice.get(OWN_CLOSURES, "closed")],
                profile=evolve(profile, policies=policies),
            ),
        )
        for deadline in agenda.deadlines:
            found.setdefault(deadline.code, []).append((deadline.due_on, choice))
            kinds[deadline.code] = deadline.kind
    ordered = [code for code in rules.obligations if code in found]
    bounds = tuple(_bounds(code, kinds[code], found[code], combinations) for code in ordered)
    return Envelope(bounds=bounds, combinations=len(combinations))


def _resolves_otherwise(policy: str, case: Case, rules: RuleBook, base: Policies) -> bool:
    """Whether some value of the policy resolves to other rules, alone or with one further policy changed.

    No rule reads more than two policies together. Most readings concern a few types only, and are not tried for others.
    """
    known = Policies.choices()
    turned = [base, *(Policies.of({other: value}, base=base) for other in known for value in known[other])]
    return any(
        len({_resolved(case, rules, Policies.of({policy: value}, base=each)) for value in known[policy]}) > 1
        for each in turned
    )


def _resolved(case: Case, rules: RuleBook, policies: Policies) -> tuple[Any, ...]:
    resolved = resolve(rules, case.filing.tipo, case.filed_on, policies)
    return tuple(getattr(resolved, name) for name in _RESOLVED)


def _bounds(
    code: str, kind: Kind, found: list[tuple[date | None, _Choice]], combinations: list[dict[str, str]]
) -> Bounds:
    dated = [day for day, _choice in found if day is not None]
    earliest_on, latest_on = min(dated, default=None), max(dated, default=None)
    return Bounds(
        code=code,
        kind=kind,
        earliest_on=earliest_on,
        earliest_under=_common([choice for day, choice in found if day == earliest_on], combinations),
        latest_on=latest_on,
        latest_under=_common([choice for day, choice in found if day == latest_on], combinations),
        always_arises=len(found) == len(combinations),
        always_dated=len(dated) == len(found),
    )


def _common(choices: list[_Choice], combinations: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """The choices that all of `choices` share, but not every combination makes: those on which the day depends."""
    if len(choices) == len(combinations):
        return ()
    first = choices[0]
    return tuple((name, value) for name, value in first.items() if all(each[name] == value for each in choices))

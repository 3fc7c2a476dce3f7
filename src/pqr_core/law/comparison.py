"""Why a date changed: two agendas of one case, and the typed reasons of each difference.

The reasons are found by trying: the first agenda is computed again with one thing of the second at a time. What moves
the date is a reason; where only several things together do, they are given together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Final

from attrs import evolve, frozen

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.language import Language
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, LegalState

__all__ = ("Change", "Reason", "ReasonKind", "compare")


class ReasonKind(StrEnum):
    """What differs between two computations."""

    HOLIDAY_LAW = "holiday_law"
    CLOSURE = "closure"
    SATURDAY = "saturday"
    EVENT = "event"
    RULE_VERSION = "rule_version"
    POLICY = "policy"
    SETTING = "setting"
    TIME = "time"


_LABELS: Final = {
    ReasonKind.HOLIDAY_LAW: ("ley de festivos", "holiday law"),
    ReasonKind.CLOSURE: ("cierre de la empresa", "closure"),
    ReasonKind.SATURDAY: ("sábado hábil", "Saturday rule"),
    ReasonKind.EVENT: ("actuación", "event"),
    ReasonKind.RULE_VERSION: ("versión de la norma", "rule version"),
    ReasonKind.POLICY: ("lectura de la norma", "reading of the law"),
    ReasonKind.SETTING: ("ajuste de la empresa", "setting"),
    ReasonKind.TIME: ("paso del tiempo", "time passed"),
}


@frozen
class Reason:
    """One thing that differs, and what it is: a holiday's name, a closure's act, an event, a policy and its values."""

    kind: ReasonKind
    detail: str

    def text(self, lang: Language = "es") -> str:
        """The reason in a few words."""
        es, en = _LABELS[self.kind]
        return f"{es if lang == 'es' else en}: {self.detail}"


@frozen(kw_only=True)
class Change:
    """One deadline that differs: its day and state in each agenda (None where it had not arisen), and why.

    `together` tells that no reason alone makes the difference, only all of them.
    """

    code: str
    before: tuple[date | None, LegalState] | None
    after: tuple[date | None, LegalState] | None
    reasons: tuple[Reason, ...]
    together: bool = False


@frozen(kw_only=True)
class _Ingredients:
    """All that an agenda is made from."""

    case: Case
    as_of: datetime
    calendar: BusinessCalendar
    rules: RuleBook
    profile: Profile

    @classmethod
    def of(cls, agenda: Agenda) -> _Ingredients:
        basis = agenda.basis
        return cls(
            case=agenda.case,
            as_of=agenda.as_of,
            calendar=basis.calendar,
            rules=basis.rules,
            profile=basis.profile,
        )

    def agenda(self) -> Agenda:
        definitions = Definitions(rules=self.rules, calendar=self.calendar, profile=self.profile)
        return agenda_of(self.case, self.as_of, definitions)


_Change = Callable[[], _Ingredients]
"""Makes the ingredients with one thing changed, when it is tried: some changes are refused alone."""


def compare(before: Agenda, after: Agenda) -> tuple[Change, ...]:
    """The deadlines whose day or state differ between two agendas of the same case, each with its reasons.

    Raises:
        InvalidInputError: the agendas are of different cases.
    """
    if (before.case.utility_id, before.case.case_id) != (after.case.utility_id, after.case.case_id):
        raise InvalidInputError(place="compare", detail="the agendas are of different cases")
    # Time first: what else differs is tried at the later instant, where an event of meanwhile has happened.
    start = evolve(_Ingredients.of(before), as_of=max(before.as_of, after.as_of))
    later = start.agenda()
    tried = [(reason, _tried(changed)) for reason, changed in _differences(start, _Ingredients.of(after))]
    codes = dict.fromkeys(deadline.code for deadline in (*before.deadlines, *after.deadlines))
    return tuple(
        _change(code, before, after, later, tried) for code in codes if _shown(before, code) != _shown(after, code)
    )


def _change(
    code: str, before: Agenda, after: Agenda, later: Agenda, tried: list[tuple[Reason, Agenda | None]]
) -> Change:
    without = _shown(later, code)
    reasons = [reason for reason, agenda in tried if agenda is not None and _shown(agenda, code) != without]
    if before.as_of != after.as_of and without != _shown(before, code):
        reasons.insert(0, Reason(ReasonKind.TIME, f"{before.as_of.date()} - {after.as_of.date()}"))
    return Change(
        code=code,
        before=_shown(before, code),
        after=_shown(after, code),
        reasons=tuple(reasons) or tuple(reason for reason, _agenda in tried),
        together=not reasons,
    )


def _shown(agenda: Agenda, code: str) -> tuple[date | None, LegalState] | None:
    deadline = agenda.get(code)
    return None if deadline is None else (deadline.due_on, deadline.state)


def _tried(changed: _Change) -> Agenda | None:
    """The agenda with one thing changed; None where that thing alone is refused, as a correction without its event."""
    try:
        return changed().agenda()
    except PQRError:
        return None


# --- what differs --------------------------------------------------------------------------------------------------


def _differences(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[Reason, _Change]]:
    yield from _events(old, new)
    yield from _days(old, new)
    if old.rules.fingerprint != new.rules.fingerprint:
        detail = f"{old.rules.verified_on} - {new.rules.verified_on}"
        yield Reason(ReasonKind.RULE_VERSION, detail), partial(evolve, old, rules=new.rules)
    yield from _readings(old, new)
    for name in _SETTINGS:
        was, now = getattr(old.profile, name), getattr(new.profile, name)
        if was != now:
            reason = Reason(ReasonKind.SETTING, f"{name}: {was} - {now}")
            yield reason, partial(evolve, old, profile=evolve(old.profile, **{name: now}))


_SETTINGS: Final = (
    "office_hours",
    "aviso_business_days",
    "remision_sspd_business_days",
    "remision_insistencia_business_days",
)


def _events(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[Reason, _Change]]:
    was = {event.identity: event for event in old.case.events}
    now = {event.identity: event for event in new.case.events}
    for identity, event in now.items():
        if identity not in was:
            yield Reason(ReasonKind.EVENT, f"+ {_named(event)}"), partial(_with_events, old, (*old.case.events, event))
    for identity, event in was.items():
        if identity not in now and event.type is not EventType.RADICACION:
            kept = tuple(each for each in old.case.events if each.identity != identity)
            yield Reason(ReasonKind.EVENT, f"- {_named(event)}"), partial(_with_events, old, kept)


def _with_events(old: _Ingredients, events: tuple[Event, ...]) -> _Ingredients:
    return evolve(old, case=evolve(old.case, events=events))


def _named(event: Event) -> str:
    return f"{event.type} {event.at.isoformat() if event.at else event.on}"


def _days(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[Reason, _Change]]:
    was, now = old.calendar, new.calendar
    for law in (*now.laws, *was.laws):
        if (law in now.laws) != (law in was.laws):
            laws = (*was.laws, law) if law in now.laws else tuple(each for each in was.laws if each != law)
            sign = "+" if law in now.laws else "-"
            reason = Reason(ReasonKind.HOLIDAY_LAW, f"{sign} {law.name_es} ({law.citations[0]})")
            yield reason, partial(evolve, old, calendar=evolve(was, laws=laws))
    for closure in now.closures:
        if closure not in was.closures:
            yield _closed(closure, "+"), partial(evolve, old, calendar=was.with_closures(closure))
    for closure in was.closures:
        if closure not in now.closures:
            closures = tuple(each for each in was.closures if each != closure)
            yield _closed(closure, "-"), partial(evolve, old, calendar=evolve(was, closures=closures))
    if was.saturday_is_business_day != now.saturday_is_business_day:
        detail = f"{was.saturday_is_business_day} - {now.saturday_is_business_day}"
        changed = evolve(was, saturday_is_business_day=now.saturday_is_business_day)
        yield Reason(ReasonKind.SATURDAY, detail), partial(evolve, old, calendar=changed)


def _closed(closure: Closure, sign: str) -> Reason:
    return Reason(ReasonKind.CLOSURE, f"{sign} {closure.first} - {closure.last}: {closure.act}")


def _readings(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[Reason, _Change]]:
    filed_on = old.case.filed_on
    base = old.profile.policies_at(filed_on)
    was, now = base.as_dict(), new.profile.policies_at(filed_on).as_dict()
    for policy, value in now.items():
        if value != was[policy]:
            profile = evolve(old.profile, policies=Policies.of({policy: value}, base=base))
            yield Reason(ReasonKind.POLICY, f"{policy}: {was[policy]} - {value}"), partial(evolve, old, profile=profile)

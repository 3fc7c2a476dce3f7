"""Why a date changed: the differences between two agendas of one case, with the reasons of each.

The reasons are found by trial: the first agenda is computed again with one thing of the second at a time. A thing that
moves the date is a reason. If only several things together move it, they are all given.
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
from pqr_core.language import Language, Said
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, LegalState

__all__ = ("Change", "ChangeReason", "ReasonKind", "compare")


class ReasonKind(StrEnum):
    """What can differ between two computations."""

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
class ChangeReason:
    """One thing that differs; `detail` names it: a holiday, a closure's act, an event, a policy and its values."""

    kind: ReasonKind
    detail: str

    def text(self, lang: Language = "es") -> str:
        """The reason in a few words."""
        es, en = _LABELS[self.kind]
        return f"{es if lang == 'es' else en}: {self.detail}"


@frozen(kw_only=True)
class Change:
    """One deadline that differs between two agendas.

    Args:
        code: the code of the obligation.
        before: its day and state in the first agenda; None if it had not arisen.
        after: its day and state in the second agenda; None if it had not arisen.
        reasons: what makes the difference.
        together: whether no reason alone makes the difference, but only all of them.
    """

    code: str
    before: tuple[date | None, LegalState] | None
    after: tuple[date | None, LegalState] | None
    reasons: tuple[ChangeReason, ...]
    together: bool = False


@frozen(kw_only=True)
class _Ingredients:
    """Everything from which an agenda is computed."""

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
"""Makes the ingredients with one thing changed, only when it is called: some changes are refused if made alone."""


_DIFFERENT: Final = Said("las agendas son de casos distintos", "the agendas are of different cases")


def compare(before: Agenda, after: Agenda) -> tuple[Change, ...]:
    """The deadlines whose day or state differ between two agendas of the same case, each with its reasons.

    Raises:
        InvalidInputError: the agendas are of different cases.
    """
    if (before.case.utility_id, before.case.case_id) != (after.case.utility_id, after.case.case_id):
        raise InvalidInputError(place="compare", detail=_DIFFERENT)
    # Time comes first: the other differences are tried at the later instant, when later events have happened too.
    start = evolve(_Ingredients.of(before), as_of=max(before.as_of, after.as_of))
    later = start.agenda()
    tried = [(reason, _tried(changed)) for reason, changed in _differences(start, _Ingredients.of(after))]
    codes = dict.fromkeys(deadline.code for deadline in (*before.deadlines, *after.deadlines))
    return tuple(
        _change(code, before, after, later, tried) for code in codes if _shown(before, code) != _shown(after, code)
    )


def _change(
    code: str, before: Agenda, after: Agenda, later: Agenda, tried: list[tuple[ChangeReason, Agenda | None]]
) -> Change:
    without = _shown(later, code)
    reasons = [reason for reason, agenda in tried if agenda is not None and _shown(agenda, code) != without]
    if before.as_of != after.as_of and without != _shown(before, code):
        reasons.insert(0, ChangeReason(ReasonKind.TIME, f"{before.as_of.date()} - {after.as_of.date()}"))
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
    """The agenda with one thing changed; None if that change alone is refused, as a correction without its event."""
    try:
        return changed().agenda()
    except PQRError:
        return None


# --- what differs --------------------------------------------------------------------------------------------------


def _differences(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[ChangeReason, _Change]]:
    yield from _events(old, new)
    yield from _days(old, new)
    if old.rules.fingerprint != new.rules.fingerprint:
        detail = f"{old.rules.verified_on} - {new.rules.verified_on}"
        yield ChangeReason(ReasonKind.RULE_VERSION, detail), partial(evolve, old, rules=new.rules)
    yield from _readings(old, new)
    for name in _SETTINGS:
        was, now = getattr(old.profile, name), getattr(new.profile, name)
        if was != now:
            reason = ChangeReason(ReasonKind.SETTING, f"{name}: {was} - {now}")
            yield reason, partial(evolve, old, profile=evolve(old.profile, **{name: now}))


_SETTINGS: Final = (
    "office_hours",
    "aviso_business_days",
    "remision_sspd_business_days",
    "remision_insistencia_business_days",
)


def _events(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[ChangeReason, _Change]]:
    was = {event.identity: event for event in old.case.events}
    now = {event.identity: event for event in new.case.events}
    for identity, event in now.items():
        if identity not in was:
            yield (
                ChangeReason(ReasonKind.EVENT, f"+ {_named(event)}"),
                partial(_with_events, old, (*old.case.events, event)),
            )
    for identity, event in was.items():
        if identity not in now and event.type is not EventType.RADICACION:
            kept = tuple(each for each in old.case.events if each.identity != identity)
            yield ChangeReason(ReasonKind.EVENT, f"- {_named(event)}"), partial(_with_events, old, kept)


def _with_events(old: _Ingredients, events: tuple[Event, ...]) -> _Ingredients:
    return evolve(old, case=evolve(old.case, events=events))


def _named(event: Event) -> str:
    return f"{event.type} {event.at.isoformat() if event.at else event.on}"


def _days(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[ChangeReason, _Change]]:
    was, now = old.calendar, new.calendar
    for law in (*now.laws, *was.laws):
        if (law in now.laws) != (law in was.laws):
            laws = (*was.laws, law) if law in now.laws else tuple(each for each in was.laws if each != law)
            sign = "+" if law in now.laws else "-"
            reason = ChangeReason(ReasonKind.HOLIDAY_LAW, f"{sign} {law.name_es} ({law.citations[0]})")
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
        yield ChangeReason(ReasonKind.SATURDAY, detail), partial(evolve, old, calendar=changed)


def _closed(closure: Closure, sign: str) -> ChangeReason:
    return ChangeReason(ReasonKind.CLOSURE, f"{sign} {closure.first} - {closure.last}: {closure.act}")


def _readings(old: _Ingredients, new: _Ingredients) -> Iterator[tuple[ChangeReason, _Change]]:
    filed_on = old.case.filed_on
    base = old.profile.policies_at(filed_on)
    was, now = base.as_dict(), new.profile.policies_at(filed_on).as_dict()
    for policy, value in now.items():
        if value != was[policy]:
            profile = evolve(old.profile, policies=Policies.of({policy: value}, base=base))
            yield (
                ChangeReason(ReasonKind.POLICY, f"{policy}: {was[policy]} - {value}"),
                partial(evolve, old, profile=profile),
            )

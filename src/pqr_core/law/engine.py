"""The engine: it turns a case, an instant, the law, the calendar and a profile into deadlines and findings.

It is a pure function: the same history gives the same agenda, in whatever order it was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from attrs import evolve

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cases.case import Case, Occurrence
from pqr_core.errors import EventBeforeFilingError, ForeignProfileError, IncompleteEventError, OutOfSpanError
from pqr_core.law import acts, explanations, pictures, wire
from pqr_core.law.agenda import ENDLESS, Agenda, Basis, Definitions, Duty, Engine, Words, owed
from pqr_core.law.clock import Clock
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.obligations import Procedure
from pqr_core.law.profiles import Profile
from pqr_core.law.resolution import ResolvedRules, resolve
from pqr_core.moments import at_end, at_noon, local_time, require_date, require_instant
from pqr_core.policies import OffHours
from pqr_core.vocabulary import Finding, LegalState

__all__ = ("agenda_of", "standing_of")


_WORDS: Final = Words(
    deadline_text=explanations.deadline_text,
    deadline_line=explanations.summary,
    deadline_dict=wire.deadline_dict,
    deadline_html=pictures.deadline_fragment,
    agenda_text=explanations.agenda_text,
    agenda_dict=wire.agenda_dict,
    agenda_html=pictures.agenda_fragment,
)


def agenda_of(case: Case, as_of: datetime | date, definitions: Definitions) -> Agenda:
    """The agenda of `case` at `as_of`, an aware instant or a legal day; a day stands for its noon.

    Raises:
        NotADateError: `as_of` is neither a datetime nor a date.
        NaiveDatetimeError: `as_of` is a datetime without a UTC offset.
        ForeignProfileError: the profile is that of another utility.
        UnknownCaseTypeError: the rule book has no such case type.
        IncompleteEventError: the request sets the day of its answer, and the filing lacks `fecha_limite`.
        EventBeforeFilingError: an event, or `as_of`, is before the filing.
        NoRuleInForceError: the type, a figure or the policies have no version in force on the day of filing.
        OutOfSpanError: a day of a count is outside the calendar.
    """
    _require_profile(case, definitions.profile)
    now = _legal_instant(as_of, case)
    return _agenda(case, as_of, now, definitions)[0]


def standing_of(case: Case, definitions: Definitions) -> Agenda:
    """The agenda of `case` at the end of the day of its last event, with its `duties`.

    It depends only on the history of the case and its definitions, not on the day it is asked for.

    Raises:
        PQRError: the same as `agenda_of`.
    """
    _require_profile(case, definitions.profile)
    last_on = case.last_on
    now = at_end(last_on, case.zone)
    agenda, procedure = _agenda(case, now, now, definitions)

    def ahead(day: date) -> Procedure:
        then = at_end(day, case.zone)
        later = Procedure(
            case=case, timeline=procedure.timeline, clock=procedure.clock, basis=procedure.basis, now=then
        )
        later.run()
        return later

    return evolve(agenda, duties=_spells(last_on, procedure, ahead))


def _spells(first: date, procedure: Procedure, ahead: Callable[[date], Procedure]) -> tuple[Duty, ...]:
    """The spells of the duties that are open on `first`, and of those open on later days, if nobody acts."""
    spells: list[Duty] = []
    day: date | None = first
    running: dict[str, Duty] = {}
    while day is not None:
        open_now = owed(procedure.rows, day)
        now = {
            row.code: Duty(
                row.code, day, ENDLESS, row.due_on, row.due_at, row.state is LegalState.SUSPENDIDO, row is open_now[0]
            )
            for row in open_now
        }
        for code, spell in running.items():
            if code in now and now[code].same(spell):
                now[code] = spell
            else:
                spells.append(evolve(spell, until_on=day))
        running = now
        turns = (*procedure.turns, *procedure.clock.turns(day))
        day = min((turn for turn in turns if turn > day), default=None)
        if day is not None:
            try:
                procedure = ahead(day)
            except OutOfSpanError:  # the agenda of that day cannot be computed either
                spells += (evolve(spell, until_on=day) for spell in running.values())
                running, day = {}, None
    return tuple(sorted((*spells, *running.values()), key=lambda spell: (spell.from_on, not spell.leads, spell.code)))


def _require_profile(case: Case, profile: Profile) -> None:
    if profile.utility_id != case.utility_id:
        raise ForeignProfileError(utility=case.utility_id, profile=profile.utility_id)


def _agenda(case: Case, as_of: datetime | date, now: datetime, definitions: Definitions) -> tuple[Agenda, Procedure]:
    rules, calendar, profile = definitions.rules, definitions.calendar, definitions.profile
    filed, filing = case.filed, case.filing
    if rules.case_type(filing.tipo).given_date and filing.fecha_limite is None:
        raise IncompleteEventError(place="case", event=filing.tipo, needs="fecha_limite")
    timeline = case.timeline(now)
    _refuse_before_filing(as_of, now, filed)
    resolved = resolve(rules, filing.tipo, filed.day, profile.policies_at(filed.day))
    days = AnnouncedDays(calendar)
    given_on = days.within(filing.fecha_limite) if resolved.type.given_date and filing.fecha_limite else None
    clock = Clock(resolved, days, _base_on(filed, resolved, days, profile), given_on)
    clock.run(timeline)
    basis = Basis(
        calendar=calendar,
        rules=rules,
        profile=profile,
        resolved=resolved,
        today=now.date(),
        words=_WORDS,
        engine=_ENGINE,
    )
    procedure = Procedure(case=case, timeline=timeline, clock=clock, basis=basis, now=now)
    procedure.run()
    deadlines = tuple(procedure.rows)
    findings = procedure.findings
    findings.update(_of_the_filing(case, resolved, days))
    if calendar.disputed and any(deadline.disputed_days for deadline in deadlines):
        findings.add(Finding.CALENDARIO_EN_DISPUTA)
    if days.posterior:
        findings.add(Finding.CIERRE_POSTERIOR)
    agenda = Agenda(
        case=case,
        as_of=now,
        deadlines=deadlines,
        findings=tuple(sorted(findings)),
        basis=basis,
        course=procedure.course,
    )
    return agenda, procedure


def _legal_instant(as_of: datetime | date, case: Case) -> datetime:
    if isinstance(as_of, datetime):
        return local_time(require_instant(as_of, "as_of"), case.zone)
    return at_noon(require_date(as_of, "as_of"), case.zone)


def _refuse_before_filing(as_of: datetime | date, now: datetime, filed: Occurrence) -> None:
    by_hour = isinstance(as_of, datetime) and filed.has_hour
    if (now < filed.at) if by_hour else (now.date() < filed.day):
        raise EventBeforeFilingError(what="as_of", day=now.date(), filed=filed.day)


def _base_on(filed: Occurrence, resolved: ResolvedRules, days: AnnouncedDays, profile: Profile) -> date:
    """The utility's base day: that of filing or, under `off_hours`, the next business day; this needs an hour."""
    if resolved.policies.off_hours is OffHours.AS_REGISTERED or not filed.has_hour:
        return filed.day
    if filed.at.time() > profile.office_hours.closes:
        return days.add(filed.day, 1)

    def base_on(calendar: BusinessCalendar) -> date:
        return filed.day if calendar.is_business_day(filed.day) else calendar.next_business_day(filed.day)

    def due_on(calendar: BusinessCalendar) -> date:
        return calendar.add_business_days(base_on(calendar), resolved.n) if resolved.n else base_on(calendar)

    return filed.day if days.counts(filed.day, due_on) else days.add(filed.day, 1)


def _of_the_filing(case: Case, resolved: ResolvedRules, days: AnnouncedDays) -> Iterator[Finding]:
    """The findings on the user's own terms, which run from the real legal day of filing."""
    filing, filed_on = case.filing, case.filed_on
    notified_on = filing.attacked_notified_on
    if resolved.type.recurso and notified_on is not None:
        in_time_on = days.add(notified_on, resolved.figures.recurso.value.n)
        if min(filed_on, filing.puesto_al_correo_el or filed_on) > in_time_on:
            yield Finding.RECURSO_EXTEMPORANEO
    if resolved.type.invoice_limit and filing.factura_expedida is not None:
        limit = days.months(filing.factura_expedida, resolved.figures.invoice_age.value.n, resolved.policies.months)
        if filed_on > limit.due_on:
            yield Finding.FACTURA_FUERA_DE_TERMINO


_ENGINE: Final = Engine(agenda=agenda_of, allowed=acts.allowed, refusals=acts.refusals, act=acts.act)

"""The clock of the answer: what each event does to it, until an act meets or ends the duty to answer.

The rules are those of the deadline contract, section 5. The clock runs event by event. The due day is always counted
again from what has happened so far. It is never moved, so no error can accumulate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from pqr_core.calendars.terms import Pause, Segment, Walk, calendar_days
from pqr_core.cases.case import Occurrence
from pqr_core.cases.events import Decision, EvidencePeriod, Requirement, Until, VerbalAnswer
from pqr_core.law.answers import answer_term
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.notification import GRANTED
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.waits import Conflict, Evidence, Waiting
from pqr_core.vocabulary import EventType, Finding, LegalState

__all__ = ("Clock",)

_DAY: Final = timedelta(days=1)


class Clock:
    """The clock of one case; `run` it once over the timeline, then ask it.

    Args:
        rules: the rules of the case.
        days: the business days to count with.
        base_on: the base day of the utility.
        given_on: the last day that the request itself sets, for the types that have one; otherwise None.
    """

    __slots__ = (
        "_after",
        "_start",
        "_walk_memo",
        "base_on",
        "conflict",
        "days",
        "decided",
        "delays",
        "evidence",
        "extended_to",
        "extension_total",
        "extinguished_by",
        "extinguished_on",
        "findings",
        "fixed_on",
        "given_on",
        "met_on",
        "n",
        "requirement",
        "requirement_window_on",
        "restarted_on",
        "returned",
        "rules",
        "told",
        "transfer_window_on",
        "transferred_on",
        "version",
    )

    def __init__(self, rules: ResolvedRules, days: AnnouncedDays, base_on: date, given_on: date | None) -> None:
        self.rules = rules
        self.days = days
        self.base_on = base_on
        self.given_on = given_on
        self._start, self.n, self.version, self.extension_total = answer_term(rules, days, base_on)
        self._after = self._start
        self.findings: set[Finding] = set()
        self.conflict: Conflict | None = None
        self.requirement: Waiting | None = None
        self.returned: Waiting | None = None
        self.evidence: Evidence | None = None
        self.delays: list[Pause] = []
        self.extended_to: date | None = None
        self.met_on: date | None = None
        self.extinguished_on: date | None = None
        self.fixed_on: date | None = None
        """The day on which the duty to answer was met or ended."""
        self.decided: Occurrence | None = None
        """The act to notify: the decision or verbal answer of a type with silence, or an effective tacit withdrawal."""
        self.told: Occurrence | None = None
        """The act that states the outcome if `decided` is None: a complete decision, or a verbal answer."""
        self.extinguished_by: EventType | None = None
        self.transferred_on: date | None = None
        self.restarted_on: date | None = None
        """The day after which the whole term is counted again, if a completion restarted it."""
        self._walk_memo: tuple[date, Walk, bool] | None = None
        self.requirement_window_on = (
            days.add(base_on, rules.requirement_window.value.n) if rules.requirement_window is not None else None
        )
        self.transfer_window_on = (
            days.add(base_on, rules.transfer_window.value.n) if rules.transfer_window is not None else None
        )

    def run(self, timeline: Iterable[Occurrence]) -> None:
        """Apply every event of the timeline, in order."""
        effects = _EFFECTS if self.rules.has_response else _EFFECTS_WITHOUT_ANSWER
        for occurrence in timeline:
            event_type = occurrence.event.type
            effect = effects.get(event_type)
            if effect is not None and (self.fixed_on is None or event_type in _ALWAYS):
                effect(self, occurrence)
                self._walk_memo = None

    def restart_after(self, day: date) -> None:
        """Count the whole term again from the first day after `day`, but never from before the base."""
        if day > self._after:
            self._after = self.restarted_on = day

    # --- the due day -----------------------------------------------------------------------------------------------

    def due_on(self, today: date) -> date | None:
        """The last day to answer, as known on `today`; None while it depends on an open wait of unknown end."""
        if self.given_on is not None:
            return self.given_on
        walk, is_open = self._walked(today)
        return None if is_open else walk.due_on

    def days_left(self, today: date) -> int | None:
        """The days of the term that remain after the open wait on which the due day depends; None without one."""
        if self.given_on is not None or not self._walked(today)[1]:
            return None
        walk, open_since = self.counted(today)
        assert open_since is not None  # noqa: S101 - the due day is unknown because of it
        counted = walk.trace(self.days.calendar.known_by(walk.due_on))
        return sum(1 for traced in counted if traced.number is not None and traced.day > open_since)

    def walk(self, today: date) -> Walk | None:
        """The walk to the due day; None if that day is not known, or the request set it."""
        if self.given_on is not None:
            return None
        walk, is_open = self._walked(today)
        return None if is_open else walk

    def is_late(self, day: date) -> bool:
        """Whether `day` is after the due day, as known on `day`."""
        due_on = self.due_on(day)
        return due_on is not None and day > due_on

    def suspended(self, today: date) -> bool:
        """Whether `today` is in a suspension: after the day that opened it, up to the day that closes it, included."""
        pauses, open_since = self._pauses(today, for_count=False)
        if open_since is not None and open_since < today:
            return True
        return any(pause.after < today <= pause.until for pause in pauses)

    def due_if_lapsed_on(self, today: date) -> date | None:
        """The last day to answer if the open waits lapse; None if the due day is known, or a conflict is open."""
        if self.given_on is not None or not self._walked(today)[1]:
            return None
        lapses_on = self._lapses_on(today)
        return None if lapses_on is None else self.due_on(lapses_on + _DAY)

    def _lapses_on(self, today: date) -> date | None:
        """The last day on which the user can end an open wait; None without one, or while a conflict is open."""
        lapses = [wait.lapses_on for wait in self.open_waits(today)]
        return None if None in lapses else max((day for day in lapses if day is not None), default=None)

    def open_waits(self, today: date) -> Iterator[Waiting | Conflict]:
        """The waits of unknown end that stop the clock and are open on `today`."""
        for wait in (self.requirement, self.returned, self.conflict):
            if wait is not None and wait.stops and wait.ended_on(today) is None:
                yield wait

    @property
    def never_stopped(self) -> bool:
        """Whether nothing has happened that could stop the clock, as in most cases."""
        waits = self.requirement or self.returned or self.conflict
        return waits is None and self.evidence is None and not self.delays

    def suspension(self, today: date) -> tuple[date | None, date | None]:
        """The suspension that has not ended by `today`, joined with those that overlap it.

        Returns:
            The day that opened it, and its last day. If the due day depends on open waits, the last day is the one on
            which they lapse; None if it is not known. Both are None if there is no suspension.
        """
        if self.fixed_on is not None:
            return None, None
        pauses, open_since = self._pauses(today, for_count=False)
        if self.given_on is None and self._walked(today)[1]:
            return open_since, self._lapses_on(today)
        spans = [(pause.after, pause.until) for pause in pauses if pause.until >= today]
        spans = sorted([*spans, *((wait.opens_on, wait.lapses_on or date.max) for wait in self.open_waits(today))])
        if not spans:
            return None, None
        (opened_on, until), *others = spans
        for after, end in others:
            if after <= until:
                until = max(until, end)
        return opened_on, None if until == date.max else until

    def turns(self, today: date) -> Iterator[date]:
        """The days on which the state of the answer can change although nobody acts."""
        if self.fixed_on is not None or self.given_on is not None:
            return
        pauses, open_since = self._pauses(today, for_count=False)
        for pause in pauses:
            yield pause.after + _DAY
            yield pause.until + _DAY
        if open_since is not None:
            yield open_since + _DAY
        for wait in self.open_waits(today):
            if wait.lapses_on is not None:
                yield wait.lapses_on + _DAY

    def state(self, today: date) -> LegalState:
        """The legal state of the answer."""
        if self.extinguished_on is not None:
            return LegalState.EXTINGUIDO
        due_on = self.due_on(today)
        if self.met_on is not None:
            late = due_on is not None and self.met_on > due_on
            return LegalState.CUMPLIDO_TARDE if late else LegalState.CUMPLIDO
        if due_on is not None and today > due_on:
            return LegalState.VENCIDO
        if due_on is None or self.suspended(today):
            return LegalState.SUSPENDIDO
        return LegalState.PENDIENTE

    def _walked(self, today: date) -> tuple[Walk, bool]:
        """The walk as known on `today`, and whether its end depends on an open wait; kept until the next event."""
        if self._walk_memo is None or self._walk_memo[0] != today:
            self._walk_memo = (today, *self._walked_anew(today))
        return self._walk_memo[1:]

    def counted(self, today: date) -> tuple[Walk, date | None]:
        """The walk of the term alone, without evidence or extension, and the day on which the first open wait began."""
        pauses, open_since = self._pauses(today)
        if self.rules.every_day:
            return calendar_days(self.days.calendar, self._after, self.n, pauses), open_since
        return self.days.business_days(self._after, self.n, pauses), open_since

    def _walked_anew(self, today: date) -> tuple[Walk, bool]:
        walk, open_since = self.counted(today)
        # A wait that began after the end of the count takes no day from it, whatever extended the term beyond that day.
        is_open = open_since is not None and open_since < walk.due_on
        if self.evidence is not None and self.rules.decide_at_end and self.evidence.opened_on < walk.due_on:
            end = self.days.add(self._evidence_end(self.evidence), 1)
            walk = _prolonged(walk, end, EventType.APERTURA_PRUEBAS)
        if self.extended_to is not None:
            maximum = self.maximum(walk.due_on)
            walk = _prolonged(walk, min(self.extended_to, maximum), EventType.PRORROGA)
        return walk, is_open

    def maximum(self, due_on: date) -> date:
        """The latest day to which an answer that is due on `due_on` without an extension may be extended."""
        if self.extension_total is not None:
            return self.days.add(self._start, self.extension_total)
        assert self.rules.extension_extra is not None  # noqa: S101 - an extension was admitted, so it has one
        return self.days.add(due_on, self.rules.extension_extra)

    def _evidence_end(self, evidence: Evidence) -> date:
        return evidence.ends_on if self.fixed_on is None else min(evidence.ends_on, self.fixed_on)

    def _pauses(self, today: date, *, for_count: bool = True) -> tuple[list[Pause], date | None]:
        """The suspensions whose end is known on `today`, and the day on which the first open one began."""
        pauses = list(self.delays)
        open_since: date | None = None
        for wait in (self.requirement, self.returned, self.conflict):
            if wait is None or not wait.stops:
                continue
            until = wait.ended_on(today) or self.fixed_on
            if until is not None:
                pauses.append(Pause(wait.opens_on, until, wait.cause))
            elif open_since is None or wait.opens_on < open_since:
                open_since = wait.opens_on
        if self.evidence is not None and not (for_count and self.rules.decide_at_end):
            pauses.append(Pause(self.evidence.opened_on, self.evidence.ends_on, EventType.APERTURA_PRUEBAS))
        if not pauses:
            return pauses, open_since
        if self.fixed_on is not None:
            pauses = [Pause(p.after, min(p.until, self.fixed_on), p.cause) for p in pauses]
        return sorted(pause for pause in pauses if pause.after < pause.until), open_since


def _prolonged(walk: Walk, until: date, cause: EventType) -> Walk:
    if until <= walk.due_on:
        return walk
    return Walk(until, (*walk.segments, Segment(walk.due_on, until, counted=False, cause=cause)), walk.every_day)


# --- what each event does ------------------------------------------------------------------------------------------


def _requirement(clock: Clock, occurrence: Occurrence) -> None:
    rules, day = clock.rules, occurrence.day
    window_on = clock.requirement_window_on
    if not rules.requirable:
        clock.findings.add(Finding.REQUERIMIENTO_NO_PROCEDE)
    elif clock.requirement is not None:
        clock.findings.add(Finding.REQUERIMIENTO_REPETIDO)
    elif (window_on is not None and day > window_on) or clock.is_late(day):
        clock.findings.add(Finding.REQUERIMIENTO_EXTEMPORANEO)
    else:
        detail = occurrence.event.detail(Requirement)
        base_on = detail.recibido_el or day
        walk = clock.days.months(base_on, rules.completion.value.n, rules.policies.months)
        given = detail.hasta is not None and detail.hasta < walk.due_on
        clock.requirement = Waiting(
            occurrence,
            base_on=base_on,
            walk=None if given else walk,
            lapses_on=detail.hasta if given and detail.hasta is not None else walk.due_on,
            stops=rules.requirement_stops,
            opens_on=max(day, base_on) if rules.from_receipt else day,
        )


def _completion(clock: Clock, occurrence: Occurrence) -> None:
    wait = clock.requirement
    if wait is None or wait.answered_on is not None:
        return
    wait.answered_on = occurrence.day
    if wait.answered_in_time and wait.stops and clock.rules.restart and clock.fixed_on is None:
        # A requirement sent on the last day takes no day from the term, so nothing is counted again.
        term, _ = clock.counted(occurrence.day)
        if wait.opens_on < term.due_on:
            clock.restart_after(occurrence.day)


def _more_time_to_complete(clock: Clock, occurrence: Occurrence) -> None:
    wait, rules = clock.requirement, clock.rules
    if wait is None or not rules.art_17 or wait.prolonged:
        return
    if wait.answered_on is None and occurrence.day <= wait.lapses_on:
        wait.prolonged = True
        wait.walk = clock.days.months(wait.base_on, 2 * rules.completion.value.n, rules.policies.months)
        wait.lapses_on = wait.walk.due_on


def _return(clock: Clock, occurrence: Occurrence) -> None:
    rules, day = clock.rules, occurrence.day
    if rules.type.clarifiable and clock.returned is None and not clock.is_late(day):
        walk = clock.days.business_days(day, rules.figures.clarification.value.n)
        clock.returned = Waiting(
            occurrence, base_on=day, walk=walk, lapses_on=walk.due_on, stops=rules.clarification_stops
        )


def _clarification(clock: Clock, occurrence: Occurrence) -> None:
    if clock.returned is not None and clock.returned.answered_on is None:
        clock.returned.answered_on = occurrence.day


def _evidence(clock: Clock, occurrence: Occurrence) -> None:
    rules, day = clock.rules, occurrence.day
    if not rules.type.sap:
        clock.findings.add(Finding.PRUEBAS_SIN_EFECTO)
        return
    if clock.evidence is not None:
        clock.findings.add(Finding.PRUEBAS_REPETIDAS)
        return
    due_on = clock.due_on(day)
    if due_on is not None and day > due_on:
        clock.findings.add(Finding.PRUEBAS_EXTEMPORANEAS)
        return
    detail = occurrence.event.detail(EvidencePeriod)
    ordered_until = detail.hasta if detail.dias is None else clock.days.add(day, detail.dias)
    assert ordered_until is not None  # noqa: S101 - exactly one of both is given, checked at construction
    evidence = Evidence(day, ordered_until, clock.days.add(day, rules.figures.evidence_cap.value.n))
    if ordered_until > evidence.cap_on:
        clock.findings.add(Finding.PRUEBAS_EXCEDEN_TOPE)
    told_on = detail.comunicada_el
    told_in_time = told_on is not None and (due_on is None or told_on <= due_on)
    if not told_in_time:
        clock.findings.add(Finding.PRUEBAS_SIN_COMUNICAR)
    if told_in_time or not rules.evidence_needs_notice:
        clock.evidence = evidence


def _more_evidence(clock: Clock, occurrence: Occurrence) -> None:
    evidence = clock.evidence
    if evidence is None:
        return
    closed = evidence.closed_on is not None
    if evidence.prolonged or closed or occurrence.day > evidence.ends_on:
        clock.findings.add(Finding.PRUEBAS_REPETIDAS)
        return
    until = occurrence.event.detail(Until).hasta
    evidence.prolonged = True
    if until > evidence.cap_on:
        clock.findings.add(Finding.PRUEBAS_EXCEDEN_TOPE)
    evidence.ordered_until = max(evidence.ordered_until, until)


def _evidence_closed(clock: Clock, occurrence: Occurrence) -> None:
    if clock.evidence is not None and clock.evidence.closed_on is None:
        clock.evidence.closed_on = occurrence.day


def _delay(clock: Clock, occurrence: Occurrence) -> None:
    day = occurrence.day
    if not clock.rules.type.sap or clock.is_late(day):
        clock.findings.add(Finding.DEMORA_SIN_EFECTO)
    elif clock.rules.delay_stops:
        clock.delays.append(Pause(day, occurrence.event.detail(Until).hasta, EventType.DEMORA_USUARIO))


def _extension(clock: Clock, occurrence: Occurrence) -> None:
    rules, day = clock.rules, occurrence.day
    if clock.extension_total is None and rules.extension_extra is None:
        clock.findings.add(Finding.PRORROGA_NO_PROCEDE)
        return
    if clock.extended_to is not None:
        clock.findings.add(Finding.PRORROGA_REPETIDA)
        return
    due_on = clock.due_on(day)
    if due_on is not None and day > due_on:
        clock.findings.add(Finding.PRORROGA_EXTEMPORANEA)
        return
    clock.extended_to = occurrence.event.detail(Until).hasta
    if (clock.extension_total is not None or due_on is not None) and clock.extended_to > clock.maximum(due_on or day):
        clock.findings.add(Finding.PRORROGA_EXCEDE_MAXIMO)


def _force_majeure(clock: Clock, _occurrence: Occurrence) -> None:
    clock.findings.add(Finding.FUERZA_MAYOR_SIN_EFECTO)


def _silence_accrued(clock: Clock, day: date) -> bool:
    return clock.rules.type.sap and clock.is_late(day)


def _extinguish(clock: Clock, occurrence: Occurrence) -> None:
    clock.extinguished_on = clock.fixed_on = occurrence.day
    clock.extinguished_by = occurrence.event.type


def _transfer(clock: Clock, occurrence: Occurrence) -> None:
    if clock.transfer_window_on is None:
        return
    if occurrence.day > clock.transfer_window_on:
        clock.findings.add(Finding.TRASLADO_EXTEMPORANEO)
    if not _silence_accrued(clock, occurrence.day):
        clock.transferred_on = clock.transferred_on or occurrence.day
        _extinguish(clock, occurrence)


def _partial_transfer(clock: Clock, occurrence: Occurrence) -> None:
    window_on, day = clock.transfer_window_on, occurrence.day
    if window_on is None or (clock.fixed_on is not None and day > clock.fixed_on):
        return
    if clock.fixed_on is None and day > window_on:
        clock.findings.add(Finding.TRASLADO_EXTEMPORANEO)
    clock.transferred_on = clock.transferred_on or day


def _conflict(clock: Clock, occurrence: Occurrence) -> None:
    if clock.rules.conflict_stops and clock.conflict is None and not clock.is_late(occurrence.day):
        clock.conflict = Conflict(occurrence)


def _conflict_resolved(clock: Clock, occurrence: Occurrence) -> None:
    if clock.conflict is not None and clock.conflict.resolved_on is None:
        clock.conflict.resolved_on = occurrence.day


def _transfer_without_answer(clock: Clock, occurrence: Occurrence) -> None:
    clock.transferred_on = occurrence.day
    _extinguish(clock, occurrence)


def _express_withdrawal(clock: Clock, occurrence: Occurrence) -> None:
    if not _silence_accrued(clock, occurrence.day):
        _extinguish(clock, occurrence)


def _tacit_withdrawal(clock: Clock, occurrence: Occurrence) -> None:
    wait = clock.requirement
    if wait is None or not clock.rules.art_17 or not wait.lapsed(occurrence.day):
        clock.findings.add(Finding.DESISTIMIENTO_PREMATURO)
    elif not _silence_accrued(clock, occurrence.day):
        _extinguish(clock, occurrence)
        clock.decided = occurrence


def _recognition(clock: Clock, occurrence: Occurrence) -> None:
    if _silence_accrued(clock, occurrence.day):
        _extinguish(clock, occurrence)


def _archive(clock: Clock, occurrence: Occurrence) -> None:
    if clock.returned is None or not clock.returned.lapsed(occurrence.day):
        clock.findings.add(Finding.ARCHIVO_SIN_CAUSA)
    elif not _silence_accrued(clock, occurrence.day):
        _extinguish(clock, occurrence)


def _meet(clock: Clock, occurrence: Occurrence) -> None:
    clock.met_on = clock.fixed_on = occurrence.day


def _decision(clock: Clock, occurrence: Occurrence) -> None:
    decision = occurrence.event.detail(Decision)
    if not clock.rules.type.sap:
        if decision.completa:
            clock.told = occurrence
        return
    if decision.completa:
        _meet(clock, occurrence)
        clock.decided = occurrence
        if decision.resultado is None:
            clock.findings.add(Finding.RESULTADO_DESCONOCIDO)
    else:
        clock.findings.add(Finding.RESPUESTA_PARCIAL)


def _answer(clock: Clock, occurrence: Occurrence) -> None:
    if not clock.rules.type.sap:
        _meet(clock, occurrence)


def _answer_on_the_spot(clock: Clock, occurrence: Occurrence) -> None:
    _meet(clock, occurrence)
    clock.told = occurrence
    if clock.rules.type.sap:
        clock.decided = occurrence
        if occurrence.event.detail(VerbalAnswer).resultado not in GRANTED:
            clock.findings.add(Finding.RESPUESTA_VERBAL_SIN_ESCRITO)


_Effect = Callable[[Clock, Occurrence], None]

_EFFECTS: Final[Mapping[EventType, _Effect]] = {
    EventType.REQUERIMIENTO: _requirement,
    EventType.COMPLEMENTO: _completion,
    EventType.PRORROGA_COMPLEMENTO: _more_time_to_complete,
    EventType.DEVOLUCION_ACLARACION: _return,
    EventType.ACLARACION: _clarification,
    EventType.APERTURA_PRUEBAS: _evidence,
    EventType.PRORROGA_PRUEBAS: _more_evidence,
    EventType.CIERRE_PRUEBAS: _evidence_closed,
    EventType.DEMORA_USUARIO: _delay,
    EventType.PRORROGA: _extension,
    EventType.FUERZA_MAYOR: _force_majeure,
    EventType.TRASLADO_COMPETENCIA: _transfer,
    EventType.TRASLADO_PARCIAL: _partial_transfer,
    EventType.CONFLICTO_PLANTEADO: _conflict,
    EventType.CONFLICTO_RESUELTO: _conflict_resolved,
    EventType.DESISTIMIENTO_EXPRESO: _express_withdrawal,
    EventType.DESISTIMIENTO_TACITO: _tacit_withdrawal,
    EventType.RECONOCIMIENTO_SAP: _recognition,
    EventType.ARCHIVO: _archive,
    EventType.DECISION: _decision,
    EventType.RESPUESTA_ENVIADA: _answer,
    EventType.RESPUESTA_VERBAL: _answer_on_the_spot,
}

_ALWAYS: Final = frozenset(
    {EventType.FUERZA_MAYOR, EventType.COMPLEMENTO, EventType.ACLARACION, EventType.TRASLADO_PARCIAL}
)
"""The events that are applied even after the answer: they move no day, but leave a finding or meet an obligation."""

_EFFECTS_WITHOUT_ANSWER: Final[Mapping[EventType, _Effect]] = {
    EventType.TRASLADO_COMPETENCIA: _transfer_without_answer,
    EventType.DESISTIMIENTO_EXPRESO: _extinguish,
}

"""The obligations of a case besides its answer: when each arises, when it is due, and what meets it.

The rules are those of the deadline contract, section 6. Each function makes the rows of one part of the procedure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from attrs import evolve

from pqr_core.calendars.terms import Walk, hours
from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.events import Decision, NotifiedOn, RecursoFiled, VerbalAnswer, Visit
from pqr_core.dated import Version
from pqr_core.law.agenda import Basis, Cause, Course, Deadline, Missed, Silence
from pqr_core.law.clock import Clock
from pqr_core.law.notification import AVISOS, GRANTED, Notice, Notified, notified
from pqr_core.law.rules import Term, Unit
from pqr_core.law.waits import Waiting
from pqr_core.policies import AnswerMetBy
from pqr_core.vocabulary import ActKind, EventType, Finding, Kind, LegalState, Outcome, Unrecorded

__all__ = ("Procedure", "state_of")


_ART_154: Final = frozenset({None, *ActKind}) - {ActKind.OTRO}
"""The acts against which Ley 142 de 1994 art. 154 grants recursos; a decision that states no `acto` counts as one."""

_SENT_UP: Final = frozenset({Outcome.CONFIRMA, Outcome.MODIFICA, Outcome.NO_ACCEDE, Outcome.ACCEDE_PARCIALMENTE})
_LATE: Final = (LegalState.VENCIDO, LegalState.CUMPLIDO_TARDE)
_DAY: Final = timedelta(days=1)


def state_of(kind: Kind, due_on: date | None, today: date, met_on: date | None, moot_on: date | None) -> LegalState:
    """The state of an obligation.

    If it was met and also became moot, the earlier of the two decides; on the same day, it was met.
    """
    if met_on is not None and (moot_on is None or met_on <= moot_on):
        return LegalState.CUMPLIDO if due_on is None or met_on <= due_on else LegalState.CUMPLIDO_TARDE
    if moot_on is not None:
        return LegalState.PRECLUIDO if kind is Kind.FACULTAD else LegalState.NO_APLICA
    if kind is Kind.EFECTO:
        return LegalState.CUMPLIDO if due_on is not None and today >= due_on else LegalState.PENDIENTE
    if due_on is not None and today > due_on:
        return LegalState.VENCIDO if kind is Kind.DEBER else LegalState.PRECLUIDO
    return LegalState.DISPONIBLE if kind is Kind.FACULTAD else LegalState.PENDIENTE


class Procedure:
    """The obligations of one case on one day: `run` it, then read `rows`, `findings`, `course` and `turns`."""

    __slots__ = (
        "accrued",
        "answer_due_on",
        "answer_state",
        "basis",
        "case",
        "clock",
        "days",
        "findings",
        "first",
        "notified_by",
        "notified_on",
        "now",
        "obligations",
        "rows",
        "rules",
        "silence",
        "timeline",
        "today",
        "turns",
    )

    def __init__(
        self, *, case: Case, timeline: Sequence[Occurrence], clock: Clock, basis: Basis, now: datetime
    ) -> None:
        self.case = case
        self.timeline = timeline
        self.clock = clock
        self.basis = basis
        self.rules = clock.rules
        self.days = clock.days
        self.now = now
        self.today = now.date()
        self.findings = set(clock.findings)
        self.obligations = basis.rules.obligations
        self.answer_due_on = clock.due_on(self.today) if self.rules.has_response else None
        self.answer_state = clock.state(self.today) if self.rules.has_response else LegalState.NO_APLICA
        self.accrued = False
        """Whether the positive silence has decided for the user."""
        self.silence: Silence | None = None
        """Why the positive silence has decided, or will if nobody acts."""
        self.notified_on: date | None = None
        """The day on which the decision counts as notified; it may be in the future."""
        self.notified_by: EventType | None = None
        """The act that notified the decision."""
        self.turns: list[date] = []
        """The days on which a row can change although nobody acts, besides the days of the clock."""
        self.first = {occurrence.event.type: occurrence for occurrence in reversed(timeline)}
        """The first event of each type."""
        self.rows: list[Deadline] = []
        """The deadlines that have arisen, in the order of the procedure."""

    def run(self) -> None:
        """Make the rows."""
        if self.rules.has_response:
            self._answer()
        self._powers()
        self._burdens_of_the_user()
        self._legend()
        self._insistence()
        self._after_the_decision()
        self._other_acts()

    @property
    def course(self) -> Course:
        """How the clock of the answer ran."""
        clock, today = self.clock, self.today
        if not self.rules.has_response:
            return Course(ended_on=self.case.filed_on, transferred_on=clock.transferred_on)
        course = Course(
            met_on=clock.met_on,
            ended_on=clock.extinguished_on,
            ended_by=clock.extinguished_by,
            decided=clock.decided or clock.told,
            resultado=None if clock.met_on is None else self._outcome,
            due_on=self.answer_due_on,
            notified_on=self.notified_on,
            notified_by=self.notified_by,
            silence_on=None if self.silence is None else self.silence.on,
            transferred_on=clock.transferred_on,
        )
        if clock.never_stopped:
            return course
        suspended_from, suspended_until = clock.suspension(today)
        return evolve(
            course,
            due_if_lapsed_on=clock.due_if_lapsed_on(today),
            days_left=clock.days_left(today),
            suspended_from=suspended_from,
            suspended_until=suspended_until,
        )

    # --- what depends on the day -----------------------------------------------------------------------------------

    def _is_past(self, day: date) -> bool:
        """Whether `day` has passed; records that this changes on the next day."""
        self.turns.append(day + _DAY)
        return self.today > day

    def _has_come(self, day: date) -> bool:
        """Whether `day` has come; records that this changes on it."""
        self.turns.append(day)
        return self.today >= day

    # --- how a row is made -----------------------------------------------------------------------------------------

    def _row(
        self,
        code: str,
        base_on: date | None,
        due_on: date | None,
        figure: Version[Term] | None = None,
        met_on: date | None = None,
        moot_on: date | None = None,
        walk: Walk | None = None,
    ) -> Deadline:
        """Add a row with the term and the norms of `figure`; without a figure, with the norms of the obligation."""
        rule = self.obligations[code]
        state = state_of(rule.kind, due_on, self.today, met_on, moot_on)
        term, citations = (None, rule.citations) if figure is None else (figure.value, figure.citations)
        row = Deadline(rule, state, base_on, due_on, term, citations, self.basis, met_on, None, walk)
        if due_on is None and row.lacks_date:  # the first test is cheap and excludes nearly all
            self.findings.add(Finding.SIN_PLAZO)
        self.rows.append(row)
        return row

    def _by_setting(
        self, code: str, base_on: date, n: int | None, met_on: date | None, moot_on: date | None
    ) -> Deadline:
        """Add a row for which the law gives no number of days; `n` is the number of the profile, if it sets one."""
        if n is None:
            return self._row(code, base_on, None, None, met_on, moot_on)
        figure = Version(Term(n, Unit.BUSINESS_DAYS), citations=self.obligations[code].citations)
        return self._row(code, base_on, self.days.add(base_on, n), figure, met_on, moot_on)

    def _mark_needless(self, row: Deadline, done_on: date | None) -> None:
        """Mark a duty, the last row, as needless if it became unnecessary after its last day and was not done."""
        if row.met_on is not None and row.met_on != done_on:
            self.rows[-1] = evolve(row, needless=True)

    def _day_of(self, event_type: EventType, since: date = date.min) -> date | None:
        """The day of the first event of a type on or after `since`; None if there is none."""
        first = self._first_from(event_type, since)
        return None if first is None else first.day

    def _first_from(self, event_type: EventType, since: date) -> Occurrence | None:
        first = self.first.get(event_type)
        if first is None or first.day >= since:
            return first
        return next((each for each in self.timeline if each.event.type is event_type and each.day >= since), None)

    # --- the answer and what belongs to it -------------------------------------------------------------------------

    def _answer(self) -> None:
        clock, version = self.clock, self.clock.version
        ended_on, ended_by = clock.extinguished_on, clock.extinguished_by
        waits = None
        if self.answer_due_on is None and not clock.never_stopped:
            waits = min(
                (Cause(wait.opens_on + _DAY, wait.cause) for wait in clock.open_waits(self.today)), default=None
            )
        row = Deadline(
            self.obligations["respuesta"],
            self.answer_state,
            None if clock.given_on is not None else clock.base_on,
            self.answer_due_on,
            None if version is None else version.value,
            self.rules.type.citations if version is None else version.citations,
            self.basis,
            clock.met_on,
            None,
            clock.walk(self.today),
            None if clock.never_stopped else clock.days_left(self.today),
            ended=None if ended_on is None or ended_by is None else Cause(ended_on, ended_by),
            waits=waits,
            restarted_on=clock.restarted_on,
        )
        self.rows.append(row)

    def _powers(self) -> None:
        clock, rules = self.clock, self.rules
        if clock.requirement_window_on is not None:
            admitted_on = clock.requirement.asked_on if clock.requirement else None
            self._row(
                "requerimiento",
                clock.base_on,
                clock.requirement_window_on,
                rules.requirement_window,
                admitted_on,
                clock.fixed_on,
            )
        if clock.transfer_window_on is not None:
            self._row(
                "traslado_competencia",
                clock.base_on,
                clock.transfer_window_on,
                rules.transfer_window,
                clock.transferred_on,
                clock.fixed_on,
            )

    def _burdens_of_the_user(self) -> None:
        clock, rules = self.clock, self.rules
        if clock.requirement is not None:
            wait = clock.requirement
            self._wait("complemento", wait, _doubled(rules.completion) if wait.prolonged else rules.completion)
            if rules.art_17 and clock.fixed_on is None and wait.lapsed(self.today):
                self.findings.add(Finding.DESISTIMIENTO_PENDIENTE)
        if clock.returned is not None:
            self._wait("aclaracion", clock.returned, rules.figures.clarification)
        if clock.evidence is not None:
            ends_on = clock.evidence.ends_on
            if clock.fixed_on is not None:
                ends_on = min(ends_on, clock.fixed_on)
            self._row("pruebas", clock.evidence.opened_on, ends_on)

    def _wait(self, code: str, wait: Waiting, figure: Version[Term]) -> None:
        fixed_on = self.clock.fixed_on
        # It is moot only if the answer came first: a burden that had lapsed stays lapsed.
        moot_on = fixed_on if fixed_on is not None and fixed_on <= wait.lapses_on else None
        row = self._row(code, wait.base_on, wait.lapses_on, figure, wait.answered_on, moot_on, wait.walk)
        if wait.walk is None:  # a day that the utility gave is no term of the law, but has its norm
            self.rows[-1] = evolve(row, term=None)

    def _legend(self) -> None:
        clock, wait, term = self.clock, self.clock.requirement, self.rules.legend
        if not self.rules.type.legend:
            return
        base_on = clock.base_on
        if wait is not None:
            if not wait.answered_in_time or wait.answered_on is None or _is_before(clock.fixed_on, wait.answered_on):
                return
            base_on = wait.answered_on
        due_on = self.days.add(base_on, term.value.n)
        self._row("leyenda_tramite", base_on, due_on, term, self._day_of(EventType.LEYENDA_INCLUIDA), clock.fixed_on)

    def _insistence(self) -> None:
        refused, term = self.first.get(EventType.NEGATIVA_RESERVA), self.rules.figures.insistence
        if refused is None or not self.rules.has_response or self.rules.type.recurso:
            return
        notified_on = refused.event.detail(NotifiedOn).notificada_el
        due_on, insisted_on = self.days.add(notified_on, term.value.n), self._day_of(EventType.INSISTENCIA_INTERPUESTA)
        self._row("insistencia", notified_on, due_on, term, insisted_on)
        if insisted_on is not None and insisted_on <= due_on:
            setting, sent_on = self.basis.profile.remision_insistencia_business_days, EventType.REMISION_INSISTENCIA
            self._by_setting("remision_insistencia", insisted_on, setting, self._day_of(sent_on), None)

    # --- the decision, its notification and what follows -----------------------------------------------------------

    def _after_the_decision(self) -> None:
        decided = self.clock.decided
        if decided is None:
            self._silence(None)
            self._withdrawn()
            self._no_suspension(None)
            return
        found = notified(decided, self.timeline, self.rules, self.days)
        self.findings |= found.findings
        self.notified_on, self.notified_by = found.deemed_on, found.deemed_by
        notified_on = found.deemed_on if found.deemed_on is not None and self._has_come(found.deemed_on) else None
        if self._is_unrecorded(found):
            self.findings.add(Finding.NOTIFICACION_NO_REGISTRADA)
            self._silence(None)
        else:
            self._silence(found)
            self._notices(decided, found, notified_on)
        if notified_on is not None:
            self._once_notified(decided, notified_on)
        self._no_suspension(notified_on)

    def _is_unrecorded(self, found: Notified) -> bool:
        """Whether the register keeps no notices and the history has none: then it is not known if it was notified."""
        untold = found.deemed_on is None and not found.is_told
        return untold and Unrecorded.NOTIFICACION in self.case.filing.no_registrado

    def _notices(self, decided: Occurrence, found: Notified, notified_on: date | None) -> None:
        citation, window = self.rules.figures.citation, self.rules.figures.personal_notice
        due_on = self.days.add(decided.day, citation.value.n)
        if found.sent_on is not None and found.sent_on > due_on:
            self.findings.add(Finding.CITACION_TARDIA)
        met_on, moot_on = _met_or_moot(due_on, found.sent_on, found.made_on)
        self._mark_needless(self._row("citacion", decided.day, due_on, citation, met_on, moot_on), found.sent_on)
        lapses_on = due_on
        if found.cited_on is not None:
            window_on = self.days.add(found.cited_on, window.value.n)
            lapses_on = max(due_on, window_on)
            self._personal_and_aviso(found.cited_on, window_on, found)
        if notified_on is None and self.today > lapses_on:
            self.findings.add(Finding.DECISION_SIN_NOTIFICAR)

    def _personal_and_aviso(self, cited_on: date, window_on: date, found: Notified) -> None:
        personal_on: date | None = None
        other_on: date | None = None
        for notice in found.notices:
            if notice.by is EventType.NOTIFICACION_PERSONAL:
                personal_on = personal_on or notice.made_on
            elif notice.made_on <= window_on:
                other_on = other_on or notice.made_on
        window = self.rules.figures.personal_notice
        self._row("notificacion_personal", cited_on, window_on, window, personal_on, other_on)
        made_by_then = found.made_on is not None and found.made_on <= window_on
        if not made_by_then and self._is_past(window_on):
            self._aviso(window_on, found.notices)

    def _aviso(self, window_on: date, notices: Sequence[Notice]) -> None:
        setting = self.basis.profile.aviso_business_days
        due_on = None if setting is None else self.days.add(window_on, setting)
        made_on = min((notice.made_on for notice in notices if notice.by in AVISOS), default=None)
        # Another notification counts only once its day has come: certified mail counts on the next business day.
        otherwise = (each.deemed_on for each in notices if each.by not in AVISOS and self._has_come(each.deemed_on))
        met_on, moot_on = _met_or_moot(due_on, made_on, min(otherwise, default=None))
        self._mark_needless(self._by_setting("aviso", window_on, setting, met_on, moot_on), made_on)

    def _silence(self, found: Notified | None) -> None:
        """Add what follows if the answer was not given or notified in time; `found` is None if notices are unknown."""
        late, due_on, rules = self.answer_state in _LATE, self.answer_due_on, self.rules
        if rules.type.sap:
            self.silence = self._why_silent(found)
        if due_on is None:
            return
        if self.clock.fixed_on is None:
            self.turns.append(due_on + _DAY)
        if late and rules.own_silence is not None:
            self.findings.add(rules.own_silence)
        if late and rules.type.copies:
            copies_on = self.days.add(due_on, rules.figures.copies.value.n)
            self._row("entrega_copias", due_on, copies_on, rules.figures.copies, self._day_of(EventType.ENTREGA_COPIAS))
        if not rules.type.sap:
            return
        if self.silence is not None and self._has_come(self.silence.on):
            self.accrued = True
            self.findings.add(Finding.SILENCIO_POSITIVO)
            self._recognition(due_on, self.silence)
        if self.answer_state is LegalState.CUMPLIDO_TARDE and self._outcome not in GRANTED:
            self.findings.add(Finding.DECISION_POSTERIOR_AL_SILENCIO)

    def _recognition(self, due_on: date, silence: Silence) -> None:
        term, recognised_on = self.rules.sap_recognition, self._day_of(EventType.RECONOCIMIENTO_SAP)
        if recognised_on is None and Unrecorded.SILENCIO in self.case.filing.no_registrado:
            return
        in_hours = term.value.unit is Unit.CALENDAR_DAYS
        last_on = (self.days.calendar_days if in_hours else self.days.add)(due_on, term.value.n)
        row = self._row("reconocimiento_sap", due_on, last_on, term, recognised_on)
        self.rows[-1] = evolve(row, silence=silence)

    def _why_silent(self, found: Notified | None) -> Silence | None:
        """Why the positive silence has decided, or will if nobody prevents it; None if it cannot decide."""
        clock = self.clock
        due_on = self.answer_due_on or clock.due_if_lapsed_on(self.today)
        if due_on is None:
            return None
        if clock.met_on is not None and clock.met_on <= due_on:
            return None if found is None else self._badly_notified(due_on, found)
        ended_otherwise = clock.extinguished_by not in (None, EventType.RECONOCIMIENTO_SAP)
        if ended_otherwise:
            return None
        if clock.met_on is None:
            return Silence(Missed.ANSWER, due_on)
        return Silence(Missed.ANSWER_IN_TIME, due_on, answered_on=clock.met_on)

    def _badly_notified(self, due_on: date, found: Notified) -> Silence | None:
        """Why a decision in time does not prevent the silence: not cited, or not notified, in time; None if it does."""
        decided, met_by = self.clock.decided, self.rules.policies.answer_met_by
        if decided is None or met_by is AnswerMetBy.DECISION:
            return None
        last_on, cite_by = due_on, None
        if met_by is AnswerMetBy.DECISION_AND_CITATION:
            cite_by = self.days.add(decided.day, self.rules.figures.citation.value.n)
            if found.sent_on is not None and found.sent_on <= cite_by:
                return None
            last_on = max(cite_by, due_on)
        if found.deemed_on is not None and found.deemed_on <= last_on:
            return None
        return Silence(Missed.NOTIFICATION if cite_by is None else Missed.CITATION, last_on, cite_by)

    @property
    def _outcome(self) -> Outcome | None:
        """The outcome of the decision or verbal answer; None if it states none, or there is neither."""
        decided = self.clock.decided or self.clock.told
        if decided is None or decided.event.type is EventType.DESISTIMIENTO_TACITO:
            return None
        if decided.event.type is EventType.DECISION:
            return decided.event.detail(Decision).resultado
        return decided.event.detail(VerbalAnswer).resultado

    def _once_notified(self, decided: Occurrence, notified_on: date) -> None:
        case_type, event = self.rules.type, decided.event
        acto = event.detail(Decision).acto if event.type is EventType.DECISION else None
        if event.type is EventType.DESISTIMIENTO_TACITO:
            self._recurso_and_firmness(notified_on, self.rules.figures.recurso_tacit_withdrawal)
        elif case_type.contract and acto in _ART_154:
            if acto is None:
                self.findings.add(Finding.ACTO_SIN_CLASIFICAR)
            self._recurso_and_firmness(notified_on, self.rules.figures.recurso)
        elif case_type.apelacion and self._outcome not in GRANTED:
            self._appealed(notified_on)
        else:
            self._firm_after(notified_on)

    def _recurso_and_firmness(self, notified_on: date, term: Version[Term]) -> None:
        assert self.clock.decided is not None  # noqa: S101 - it is what was notified
        due_on = self.days.add(notified_on, term.value.n)
        filed = self._first_from(EventType.RECURSO_INTERPUESTO, self.clock.decided.day)
        filed_on = None
        if filed is not None:
            filed_on = min(filed.day, filed.event.detail(RecursoFiled).puesto_al_correo_el or filed.day)
        row = self._row("recurso", notified_on, due_on, term, filed_on)
        if filed is not None and filed_on != filed.day:
            self.rows[-1] = evolve(row, received_on=filed.day)
        self._firm_unless(row)

    def _appealed(self, notified_on: date) -> None:
        assert self.clock.decided is not None  # noqa: S101 - it is what was notified
        if self._outcome is Outcome.RECHAZA:
            term = self.rules.figures.queja
            due_on = self.days.add(notified_on, term.value.n)
            filed_on = self._day_of(EventType.QUEJA_INTERPUESTA, self.clock.decided.day)
            self._firm_unless(self._row("queja", notified_on, due_on, term, filed_on))
            return
        self._firm_after(self._sspd_notified_on)
        if self._outcome in _SENT_UP:
            setting = self.basis.profile.remision_sspd_business_days
            self._by_setting("remision_sspd", notified_on, setting, self._day_of(EventType.REMISION_SSPD), None)

    @property
    def _sspd_notified_on(self) -> date | None:
        final = self.first.get(EventType.DECISION_SSPD)
        return None if final is None else final.event.detail(NotifiedOn).notificada_el

    def _firm_unless(self, remedy: Deadline) -> None:
        """Add the firmness, on the calendar day after the remedy ends; moot if the remedy was used in time."""
        if remedy.state is LegalState.CUMPLIDO:
            self._row("firmeza", remedy.due_on, None, moot_on=remedy.met_on)
        else:
            self._firm_after(remedy.due_on)

    def _firm_after(self, day: date | None) -> None:
        """Add the firmness, on the calendar day after `day` (None: not known yet); never against an accrued silence."""
        if self.accrued and self._outcome not in GRANTED:
            self._row("firmeza", day, None, moot_on=self.today)
        else:
            self._row("firmeza", day, None if day is None else self.days.calendar_days(day, 1))

    def _withdrawn(self) -> None:
        """Add the firmness after the user withdrew a recurso: it follows the notified acceptance of the withdrawal."""
        clock = self.clock
        if not self.rules.type.recurso or clock.extinguished_by is not EventType.DESISTIMIENTO_EXPRESO:
            return
        assert clock.extinguished_on is not None  # noqa: S101 - the withdrawal set it
        accepted = self._first_from(EventType.ACEPTACION_DESISTIMIENTO, clock.extinguished_on)
        self._firm_after(None if accepted is None else accepted.event.detail(NotifiedOn).notificada_el)

    def _no_suspension(self, notified_on: date | None) -> None:
        if not self.rules.type.recurso:
            return
        ends_on = (
            notified_on if self.rules.type.apelacion is False or self._outcome in GRANTED else self._sspd_ends_on()
        )
        met_on = ends_on if ends_on is not None and self._has_come(ends_on) else None
        self._row("no_suspender", self.case.filed_on, None, None, met_on, self.clock.extinguished_on)

    def _sspd_ends_on(self) -> date | None:
        """The day that ends an apelación that is not granted; None if not known.

        It is the last day for the queja if the apelación was rejected and none was filed in time; otherwise the day on
        which the decision of the SSPD was notified.
        """
        if self.clock.decided is None:
            return None
        if self._outcome is not Outcome.RECHAZA:
            return self._sspd_notified_on
        queja = next((row for row in self.rows if row.code == "queja"), None)
        if queja is None:
            return None
        return self._sspd_notified_on if queja.state is LegalState.CUMPLIDO else queja.due_on

    # --- acts besides the procedure --------------------------------------------------------------------------------

    def _other_acts(self) -> None:
        removed = self.first.get(EventType.CAUSA_ELIMINADA)
        if removed is not None:
            self._reconnection(removed)
        visit = self.first.get(EventType.VISITA_PROGRAMADA)
        if visit is not None:
            self._visit(visit.event.detail(Visit).fecha)

    def _visit(self, visit_on: date) -> None:
        term, told_on = self.rules.figures.visit_notice, self._day_of(EventType.AVISO_VISITA)
        due_on = self.days.add(visit_on, -term.value.n)
        row = self._row("aviso_visita", visit_on, due_on, term, told_on if told_on and told_on < visit_on else None)
        self.rows[-1] = evolve(row, closes_on=visit_on)
        self.turns.append(visit_on)

    def _reconnection(self, removed: Occurrence) -> None:
        """Add the duty to reconnect, whose term is in hours, so that it is judged by the instant."""
        term = self.rules.figures.reconnection
        due_at = hours(removed.at, term.value.n)
        due_on = self.days.within(due_at.date())
        kind = EventType.RECONEXION
        made = next((each for each in self.timeline if each.event.type is kind and each.at >= removed.at), None)
        rule = self.obligations["reconexion"]
        if made is not None:
            state = LegalState.CUMPLIDO if made.at <= due_at else LegalState.CUMPLIDO_TARDE
        else:
            state = LegalState.VENCIDO if self.now > due_at else LegalState.PENDIENTE
        met_on = made.day if made else None
        row = Deadline(rule, state, removed.day, due_on, term.value, term.citations, self.basis, met_on, due_at)
        self.rows.append(evolve(row, base_at=removed.at))


def _is_before(day: date | None, other: date) -> bool:
    return day is not None and day < other


def _doubled(figure: Version[Term]) -> Version[Term]:
    return evolve(figure, value=evolve(figure.value, n=2 * figure.value.n))


def _met_or_moot(due_on: date | None, met_on: date | None, needless_on: date | None) -> tuple[date | None, date | None]:
    """The day a duty was met, and the day it became moot; if it became needless after `due_on`, it was met that day."""
    if needless_on is None or (met_on is not None and met_on <= needless_on):
        return met_on, None
    return (None, needless_on) if due_on is None or needless_on <= due_on else (needless_on, None)

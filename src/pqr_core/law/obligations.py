"""The obligations of a case beside its answer: what arises, when it is due, what meets it.

The contract is section 6 of the deadline contract. Each function makes the rows of one part of the procedure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from pqr_core.calendars.terms import Walk, hours
from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.events import Consent, Decision, SspdDecision, VerbalAnswer, Visit
from pqr_core.law.clock import Clock, Waiting
from pqr_core.law.deadlines import Basis, Deadline
from pqr_core.law.rules import Term, Unit
from pqr_core.policies import AnswerMetBy
from pqr_core.vocabulary import ActKind, EventType, Finding, Kind, LegalState, Outcome

__all__ = ("Procedure", "state_of")


_ART_154: Final = frozenset(ActKind) - {ActKind.OTRO}
"""The acts against which Ley 142 de 1994 art. 154 gives recursos."""

_CITATIONS: Final = frozenset({EventType.ENVIO_CITACION, EventType.PUBLICACION_CITACION})
_AVISOS: Final = frozenset({EventType.ENTREGA_AVISO, EventType.PUBLICACION_AVISO})
_AT_ONCE: Final = frozenset(
    {EventType.NOTIFICACION_PERSONAL, EventType.CONDUCTA_CONCLUYENTE, EventType.RESPUESTA_VERBAL}
)
_GRANTED: Final = frozenset({Outcome.ACCEDE, Outcome.REVOCA})
_SENT_UP: Final = frozenset({Outcome.CONFIRMA, Outcome.MODIFICA, Outcome.NO_ACCEDE, Outcome.ACCEDE_PARCIALMENTE})


class _Notice(NamedTuple):
    """A valid notification: the day it was made and the day it counts as made."""

    deemed_on: date
    made_on: date
    by: EventType


class _Notified:
    """How a decision was notified: the first citation, the valid notifications in order, and the earliest of them."""

    __slots__ = ("cited_on", "deemed_on", "made_on", "notices")

    def __init__(self) -> None:
        self.cited_on: date | None = None
        self.notices: list[_Notice] = []
        self.made_on: date | None = None
        self.deemed_on: date | None = None

    def add(self, deemed_on: date, made_on: date, by: EventType) -> None:
        self.notices.append(_Notice(deemed_on, made_on, by))
        self.made_on = self.made_on or made_on
        if self.deemed_on is None or deemed_on < self.deemed_on:
            self.deemed_on = deemed_on


def state_of(kind: Kind, due_on: date | None, today: date, met_on: date | None, moot_on: date | None) -> LegalState:
    """The state of an obligation: whichever happens first decides, met or moot; on the same day met wins."""
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
    """The obligations of one case at one day: `run` it, then read `rows` and `findings`."""

    __slots__ = (
        "answer_due_on",
        "answer_state",
        "basis",
        "case",
        "clock",
        "days",
        "findings",
        "first",
        "now",
        "obligations",
        "rows",
        "rules",
        "timeline",
        "today",
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
        self.findings = clock.findings
        self.obligations = basis.rules.obligations
        self.answer_due_on = clock.due_on(self.today) if self.rules.has_response else None
        self.answer_state = clock.state(self.today) if self.rules.has_response else LegalState.NO_APLICA
        self.first = {occurrence.event.type: occurrence for occurrence in reversed(timeline)}
        """The first act of each type."""
        self.rows: list[Deadline] = []
        """The deadlines that have arisen, in the order of the procedure."""

    def run(self) -> None:
        """Make the rows."""
        if self.rules.has_response:
            self._answer()
        self._powers()
        self._burdens_of_the_user()
        self._after_the_decision()
        self._other_acts()

    # --- how a row is made -----------------------------------------------------------------------------------------

    def _row(
        self,
        code: str,
        base_on: date | None,
        due_on: date | None,
        term: Term | None = None,
        met_on: date | None = None,
        moot_on: date | None = None,
        walk: Walk | None = None,
    ) -> Deadline:
        rule = self.obligations[code]
        state = state_of(rule.kind, due_on, self.today, met_on, moot_on)
        row = Deadline(rule, state, base_on, due_on, term, rule.citations, self.basis, met_on, None, walk)
        if due_on is None and row.lacks_date:  # the first half spares the dated rows, nearly all, the question
            self.findings.add(Finding.SIN_PLAZO)
        self.rows.append(row)
        return row

    # --- the answer and what surrounds it --------------------------------------------------------------------------

    def _answer(self) -> None:
        clock, version = self.clock, self.clock.version
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
            clock.days_left(self.today),
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
            term = Term(2 * rules.completion.n, Unit.MONTHS) if wait.prolonged else rules.completion
            self._wait("complemento", wait, term if wait.walk else None)
            if rules.art_17 and clock.fixed_on is None and wait.lapsed(self.today):
                self.findings.add(Finding.DESISTIMIENTO_PENDIENTE)
        if clock.returned is not None:
            self._wait("aclaracion", clock.returned, rules.clarification)
        if clock.evidence is not None:
            ends_on = clock.evidence.ends_on
            if clock.fixed_on is not None:
                ends_on = min(ends_on, clock.fixed_on)
            self._row("pruebas", clock.evidence.opened_on, ends_on)

    def _wait(self, code: str, wait: Waiting, term: Term | None) -> Deadline:
        fixed_on = self.clock.fixed_on
        # Moot only when the answer came first: a burden that had lapsed stays lapsed.
        moot_on = fixed_on if fixed_on is not None and fixed_on <= wait.lapses_on else None
        return self._row(code, wait.base_on, wait.lapses_on, term, wait.answered_on, moot_on, wait.walk)

    # --- the decision, its notification and what follows -----------------------------------------------------------

    def _after_the_decision(self) -> None:
        decided = self.clock.decided
        if decided is None:
            self._silence(None, None)
            self._no_suspension(None)
            return
        notified = self._notified(decided.day)
        citation = self._citation(decided, notified)
        if notified.cited_on is not None:
            self._personal_and_aviso(notified.cited_on, notified)
        notified_on = notified.deemed_on
        if notified_on is not None and notified_on > self.today:
            notified_on = None
        self._silence(citation, notified_on)
        if notified_on is not None:
            self._once_notified(decided, notified_on)
        self._no_suspension(notified_on)

    def _notified(self, decided_on: date) -> _Notified:
        """The acts of notification from the day of the decision on; those without effect leave their finding."""
        notified = _Notified()
        for occurrence in self.timeline:
            event_type, day = occurrence.event.type, occurrence.day
            if day < decided_on:
                continue
            if event_type in _CITATIONS:
                notified.cited_on = notified.cited_on or day
            elif event_type in _AT_ONCE:
                notified.add(day, day, event_type)
            elif event_type is EventType.NOTIFICACION_ELECTRONICA:
                if occurrence.event.detail(Consent).autorizada:
                    notified.add(day, day, event_type)
                else:
                    self.findings.add(Finding.NOTIFICACION_SIN_AUTORIZACION)
            elif event_type is EventType.COMUNICACION_CERTIFICADA and self.rules.type.recurso:
                notified.add(self.days.add(day, self.rules.certified_deemed.n), day, event_type)
            elif event_type in _AVISOS:
                deemed_on = self._aviso_deemed_on(occurrence, notified.cited_on)
                if deemed_on is not None:
                    notified.add(deemed_on, day, event_type)
        return notified

    def _aviso_deemed_on(self, aviso: Occurrence, cited_on: date | None) -> date | None:
        """The day an aviso counts as made; None, with its finding, where it came before it could be used."""
        rules, days = self.rules, self.days
        if cited_on is None or cited_on >= aviso.day:
            self.findings.add(Finding.AVISO_SIN_CITACION)
            return None
        if aviso.day <= days.add(cited_on, rules.personal_notice.n):
            self.findings.add(Finding.AVISO_PREMATURO)
            return None
        displayed = rules.aviso_display.n if aviso.event.type is EventType.PUBLICACION_AVISO else 0
        return days.add(aviso.day, displayed + rules.aviso_deemed.n)

    def _citation(self, decided: Occurrence, notified: _Notified) -> Deadline:
        due_on, cited_on = self.days.add(decided.day, self.rules.citation.n), notified.cited_on
        if cited_on is not None and cited_on > due_on:
            self.findings.add(Finding.CITACION_TARDIA)
        return self._row("citacion", decided.day, due_on, self.rules.citation, cited_on, notified.made_on)

    def _personal_and_aviso(self, cited_on: date, notified: _Notified) -> None:
        window = self.rules.personal_notice
        window_on = self.days.add(cited_on, window.n)
        personal_on: date | None = None
        other_on: date | None = None
        for notice in notified.notices:
            if notice.by is EventType.NOTIFICACION_PERSONAL:
                personal_on = personal_on or notice.made_on
            elif notice.made_on <= window_on:
                other_on = other_on or notice.made_on
        self._row("notificacion_personal", cited_on, window_on, window, personal_on, other_on)
        made_by_then = notified.made_on is not None and notified.made_on <= window_on
        if not made_by_then and self.today > window_on:
            self._aviso(window_on, notified.notices)

    def _aviso(self, window_on: date, notices: list[_Notice]) -> None:
        setting = self.basis.profile.aviso_business_days
        # Notified otherwise only once that day has come: certified mail counts on the next.
        otherwise = (each.deemed_on for each in notices if each.by not in _AVISOS and each.deemed_on <= self.today)
        self._row(
            "aviso",
            window_on,
            None if setting is None else self.days.add(window_on, setting),
            _setting(setting),
            min((notice.made_on for notice in notices if notice.by in _AVISOS), default=None),
            min(otherwise, default=None),
        )

    def _silence(self, citation: Deadline | None, notified_on: date | None) -> None:
        if not self.rules.type.sap and not self.rules.type.copies:
            return
        late = self.answer_state in (LegalState.VENCIDO, LegalState.CUMPLIDO_TARDE)
        due_on = self.answer_due_on
        if due_on is None:
            return
        if self.rules.type.copies:
            if late:
                term = self.rules.copies
                copies_on = self.days.add(due_on, term.n)
                self._met_by("entrega_copias", EventType.ENTREGA_COPIAS, due_on, copies_on, term=term)
            return
        if late or self._badly_notified(due_on, citation, notified_on):
            self.findings.add(Finding.SILENCIO_POSITIVO)
            term = self.rules.sap_recognition
            in_hours = term.unit is Unit.CALENDAR_DAYS
            recognised_on = (self.days.calendar_days if in_hours else self.days.add)(due_on, term.n)
            self._met_by("reconocimiento_sap", EventType.RECONOCIMIENTO_SAP, due_on, recognised_on, term=term)

    def _badly_notified(self, due_on: date, citation: Deadline | None, notified_on: date | None) -> bool:
        met_by = self.rules.policies.answer_met_by
        if met_by is AnswerMetBy.DECISION_AND_CITATION:
            return citation is not None and citation.state in (LegalState.VENCIDO, LegalState.CUMPLIDO_TARDE)
        if met_by is AnswerMetBy.NOTIFIED and self.answer_state is LegalState.CUMPLIDO:
            return self.today > due_on and (notified_on is None or notified_on > due_on)
        return False

    def _once_notified(self, decided: Occurrence, notified_on: date) -> None:
        case_type = self.rules.type
        resultado, acto = _outcome(decided)
        if decided.event.type is EventType.DESISTIMIENTO_TACITO:
            self._recurso_and_firmness(notified_on, self.rules.recurso_tacit_withdrawal)
        elif case_type.contract:
            if acto is None:
                self.findings.add(Finding.ACTO_SIN_CLASIFICAR)
            if acto is None or acto in _ART_154:
                self._recurso_and_firmness(notified_on, self.rules.recurso)
            else:
                self._row("firmeza", notified_on, self.days.calendar_days(notified_on, 1))
        elif case_type.apelacion and resultado not in _GRANTED:
            self._appealed(resultado, notified_on)
        else:
            self._row("firmeza", notified_on, self.days.calendar_days(notified_on, 1))

    def _recurso_and_firmness(self, notified_on: date, term: Term) -> None:
        due_on = self.days.add(notified_on, term.n)
        recurso = self._met_by("recurso", EventType.RECURSO_INTERPUESTO, notified_on, due_on, term=term, decided=True)
        self._firm_unless(recurso)

    def _appealed(self, resultado: Outcome | None, notified_on: date) -> None:
        if resultado is Outcome.RECHAZA:
            term = self.rules.queja
            due_on = self.days.add(notified_on, term.n)
            queja = self._met_by("queja", EventType.QUEJA_INTERPUESTA, notified_on, due_on, term=term, decided=True)
            self._firm_unless(queja)
            return
        final = self.first.get(EventType.DECISION_SSPD)
        final_on = None if final is None else final.event.detail(SspdDecision).notificada_el
        self._row("firmeza", final_on, None if final_on is None else self.days.calendar_days(final_on, 1))
        if resultado in _SENT_UP:
            setting = self.basis.profile.remision_sspd_business_days
            due_on_or_none = None if setting is None else self.days.add(notified_on, setting)
            self._met_by(
                "remision_sspd",
                EventType.REMISION_SSPD,
                notified_on,
                due_on_or_none,
                term=_setting(setting),
            )

    def _firm_unless(self, remedy: Deadline) -> Deadline:
        """Firm on the calendar day after the remedy ends, unless it was used in time."""
        assert remedy.due_on is not None  # noqa: S101 - a remedy that arose is dated
        if remedy.state is LegalState.CUMPLIDO:
            return self._row("firmeza", remedy.due_on, None, moot_on=remedy.met_on)
        return self._row("firmeza", remedy.due_on, self.days.calendar_days(remedy.due_on, 1))

    def _no_suspension(self, notified_on: date | None) -> None:
        if self.rules.type.recurso:
            self._row("no_suspender", self.case.filed_on, None, met_on=notified_on, moot_on=self.clock.extinguished_on)

    # --- acts beside the procedure ---------------------------------------------------------------------------------

    def _met_by(
        self,
        code: str,
        event_type: EventType,
        base_on: date,
        due_on: date | None,
        *,
        term: Term | None = None,
        decided: bool = False,
    ) -> Deadline:
        """A row met by the first act of a type; `decided`: only from the day of the decision on."""
        first = self.first.get(event_type)
        since = self.clock.decided.day if decided and self.clock.decided else date.min
        if first is not None and first.day < since:
            first = next((o for o in self.timeline if o.event.type is event_type and o.day >= since), None)
        return self._row(code, base_on, due_on, term, None if first is None else first.day)

    def _other_acts(self) -> None:
        removed = self.first.get(EventType.CAUSA_ELIMINADA)
        if removed is not None:
            self._reconnection(removed)
        visit = self.first.get(EventType.VISITA_PROGRAMADA)
        if visit is not None:
            term = self.rules.visit_notice
            visit_on = visit.event.detail(Visit).fecha
            due_on = self.days.add(visit_on, -term.n)
            self._met_by("aviso_visita", EventType.AVISO_VISITA, visit_on, due_on, term=term)

    def _reconnection(self, removed: Occurrence) -> None:
        """The one term of hours: judged by the instant."""
        term = self.rules.reconnection
        due_at = hours(removed.at, term.n)
        due_on = self.days.within(due_at.date())
        made = self.first.get(EventType.RECONEXION)
        rule = self.obligations["reconexion"]
        if made is not None:
            state = LegalState.CUMPLIDO if made.at <= due_at else LegalState.CUMPLIDO_TARDE
        else:
            state = LegalState.VENCIDO if self.now > due_at else LegalState.PENDIENTE
        met_on = made.day if made else None
        row = Deadline(rule, state, removed.day, due_on, term, rule.citations, self.basis, met_on, due_at)
        self.rows.append(row)


def _setting(days: int | None) -> Term | None:
    return None if days is None else Term(days, Unit.BUSINESS_DAYS)


def _outcome(decided: Occurrence) -> tuple[Outcome | None, ActKind | None]:
    event = decided.event
    if event.type is EventType.DECISION:
        decision = event.detail(Decision)
        return decision.resultado, decision.acto
    if event.type is EventType.RESPUESTA_VERBAL:
        return event.detail(VerbalAnswer).resultado, None
    return None, None

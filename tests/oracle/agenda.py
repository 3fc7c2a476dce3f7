"""Evaluate one vector: a calendar operation, or the agenda of a case at an instant (contract, sections 5 and 6).

>>> evaluate({"op": "business_days_between", "from": "2026-07-10", "to": "2026-07-14"})
1
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.clock import DATA_CLAIMS, REQUIREMENT_TYPES, Clock
from tests.oracle.days import RefusedError, add_calendar_days, refuse
from tests.oracle.reading import (
    BOGOTA,
    CONTRACT_TYPES,
    DATA_TYPES,
    EVENT_ORDER,
    GRANTS,
    RECURSOS,
    SAP_TYPES,
    UNDOING,
    Case,
    Event,
    Utility,
    read_case,
    read_days,
    read_utility,
)

__all__ = ("evaluate",)

CITATIONS = ("envio_citacion", "publicacion_citacion")
AVISOS = ("entrega_aviso", "publicacion_aviso")
ACTS_OF_NOTICE = (
    "envio_notificacion_electronica", "envio_comunicacion_certificada", *CITATIONS, "notificacion_personal",
    "conducta_concluyente", "notificacion_electronica", "comunicacion_certificada", *AVISOS,
)  # fmt: skip
APPEALABLE_ACTS = (None, "negativa_contrato", "suspension", "terminacion", "corte", "facturacion")
SENT_TO_SSPD = ("confirma", "modifica", "no_accede", "accede_parcialmente")
LATE = ("vencido", "cumplido_tarde")
RESOURCE_TERM, TACIT_RESOURCE_TERM = 5, 10  # bd: Ley 142 art. 154; CPACA art. 76
FACTURA_MONTHS = 5  # Ley 142 art. 154
INSISTENCE_TERM = 10  # bd: CPACA art. 26
LEYENDA_TERM = 2  # bd: Ley 1581 art. 15.2; Ley 1266 art. 16.II
CREDIT_SILENCE_FIRST = date(2021, 10, 29)  # Ley 2157/2021 art. 7


def evaluate(vector: dict[str, object]) -> object:
    """The `expect` of this vector; for an agenda, every row and every finding."""
    try:
        operation = OPERATIONS.get(str(vector.get("op")))
        if operation is None:
            refuse("vector_invalido")
        return operation(vector)
    except RefusedError as refused:
        return {"refused": refused.code}


def _is_business_day(vector: dict[str, object]) -> object:
    utility = read_utility(vector)
    (day,), _ = read_days(vector, "on")
    return utility.calendar.is_business_day(day)


def _add_business_days(vector: dict[str, object]) -> object:
    utility = read_utility(vector)
    (day,), number = read_days(vector, "from")
    return utility.calendar.add_business_days(day, number).isoformat()


def _business_days_between(vector: dict[str, object]) -> object:
    utility = read_utility(vector)
    (start, end), _ = read_days(vector, "from", "to")
    return utility.calendar.business_days_between(start, end)


def _add_months(vector: dict[str, object]) -> object:
    utility = read_utility(vector)
    (day,), number = read_days(vector, "from", least=1)
    return utility.calendar.add_months(day, number, utility.policies["months"]).isoformat()


def _agenda(vector: dict[str, object]) -> object:
    case, utility = read_case(vector)
    return Agenda(case, utility).answer()


OPERATIONS: dict[str, Callable[[dict[str, object]], object]] = {
    "is_business_day": _is_business_day,
    "add_business_days": _add_business_days,
    "business_days_between": _business_days_between,
    "add_months": _add_months,
    "agenda": _agenda,
}


def _events_in_law(case: Case) -> list[Event]:
    """The acts that count at the instant asked, in order, after corrections and annulments (section 5, order)."""
    told = [event for event in case.events if event.moment.instant <= case.as_of.instant]
    undone = {event.names for event in told if event.type in UNDOING}
    acts = [event for event in told if event.type not in UNDOING]
    acts += [
        event.right for event in told if event.right is not None and event.right.moment.instant <= case.as_of.instant
    ]
    acts = [event for event in acts if event.id is None or event.id not in undone]
    # An act before the filing is wrong whatever instant is asked. The instant may be a day: then its noon counts.
    standing = [event for event in case.events if event.id is None or event.id not in undone]
    if case.as_of.is_before(case.filed) or any(event.moment.is_before(case.filed) for event in acts + standing):
        refuse("evento_anterior")
    return sorted(acts, key=lambda event: (event.moment.instant, EVENT_ORDER[event.type], event.id or ""))


@dataclass(frozen=True)
class Notice:
    """A valid notification: the day it was made, and the day the law deems it received."""

    event: Event
    made_on: date
    deemed_on: date


@dataclass
class Agenda:
    """Every row and finding of one case at one instant."""

    case: Case
    utility: Utility
    rows: dict[str, tuple[date | None, str]] = field(default_factory=dict)
    findings: set[str] = field(default_factory=set)
    notified_on: date | None = None  # the deemed day, which may be yet to come
    cited_on: date | None = None  # the first act that meets `citacion`
    cited_by: date = date.max  # the last day to cite

    def __post_init__(self) -> None:
        """Replay the clock, then derive the rows that depend on it."""
        self.events = _events_in_law(self.case)
        self.today = self.case.as_of.day
        self.calendar = self.utility.calendar
        self.clock = Clock(self.case, self.utility)
        for event in self.events:
            self.clock.replay(event)
        self.decision = self.clock.met_by if self.clock.tipo in SAP_TYPES else None
        ended = self.clock.extinguished_by
        self.act = self.decision or (ended if ended is not None and ended.type == "desistimiento_tacito" else None)
        # Acts of notification, citation and recurso count only from the day of the decision on.
        self.since = [] if self.act is None else [event for event in self.events if event.day >= self.act.day]
        self._answer_rows()
        self._burden_rows()
        if self.act is not None:
            self._notification_rows(self.act)
        self._silence_rows()
        if self.act is not None and self.notified_on is not None and self.notified_on <= self.today:
            self._rows_once_notified(self.act, self.notified_on)
        self._withdrawn_recurso_row()
        self._no_suspender_row()
        self._insistence_rows()
        self._other_rows()
        self._filing_findings()

    def answer(self) -> dict[str, object]:
        """The agenda in the form of `expect`."""
        return {
            "deadlines": {
                code: {"due": None if due is None else due.isoformat(), "state": state}
                for code, (due, state) in self.rows.items()
            },
            "findings": sorted(self.findings | self.clock.findings),
        }

    # Small words --------------------------------------------------------------------------------------------------

    def _first(self, *types: str, among: Sequence[Event] | None = None) -> Event | None:
        for event in self.events if among is None else among:
            if event.type in types:
                return event
        return None

    def _first_day(self, *types: str, among: Sequence[Event] | None = None) -> date | None:
        found = self._first(*types, among=among)
        return None if found is None else found.day

    def _events_after(self, event: Event) -> list[Event]:
        return self.events[self.events.index(event) + 1 :]

    def _row(
        self, code: str, due: date | None, *, met: date | None, moot: date | None = None, carga: bool = False
    ) -> str:
        """The state of a deber or carga: met or moot, whichever is first (met wins a tie); else open, else lapsed."""
        if moot is not None and (met is None or moot < met):
            state = "no_aplica"
        elif met is not None:
            state = "cumplido" if due is None or met <= due else "cumplido_tarde"
        elif due is None or self.today <= due:
            state = "pendiente"
        else:
            state = "precluido" if carga else "vencido"
        self.rows[code] = (due, state)
        return state

    def _duty_by_setting(
        self, code: str, since: date, wait: int | None, *, met: date | None, otherwise: date | None = None
    ) -> None:
        """A duty whose number of days is a setting; without it, it has no date and leaves `sin_plazo` while unmet.

        A duty that was discharged in another way is moot, or late if that happened after its day.
        """
        due = None if wait is None else self.calendar.add_business_days(since, wait)
        state = self._row(code, due, met=met, moot=otherwise)
        if state == "no_aplica" and due is not None and otherwise is not None and otherwise > due:
            self.rows[code] = (due, "cumplido_tarde")
        if due is None and state == "pendiente":
            self.findings.add("sin_plazo")

    def _effect(self, code: str, due: date | None) -> None:
        """An efecto: pending before its day, fulfilled from that day on."""
        self.rows[code] = (due, "cumplido" if due is not None and self.today >= due else "pendiente")

    def _power(self, code: str, due: date, used_on: date | None) -> None:
        """A facultad; it ends at the latest when the answer is met or extinguished."""
        if used_on is not None:
            state = "cumplido" if used_on <= due else "cumplido_tarde"
        elif self.today > due or self.clock.fixed_on is not None:
            state = "precluido"
        else:
            state = "disponible"
        self.rows[code] = (due, state)

    # Section 5 ----------------------------------------------------------------------------------------------------

    def _answer_rows(self) -> None:
        clock = self.clock
        if clock.has_answer:
            due = clock.due(self.today)
            self.rows["respuesta"] = (due, self._answer_state(due))
        window = clock.requirement_window()
        if clock.tipo in REQUIREMENT_TYPES and window is not None:
            self._power("requerimiento", window, None if clock.requirement is None else clock.requirement.on)
        if clock.tipo not in RECURSOS:
            ended = clock.extinguished_by
            sent = [clock.partly_sent_on] if clock.partly_sent_on is not None else []
            if ended is not None and ended.type == "traslado_competencia":
                sent.append(ended.day)
            self._power("traslado_competencia", clock.transfer_window(), min(sent, default=None))

    def _answer_state(self, due: date | None) -> str:
        clock = self.clock
        if clock.met_by is not None:
            return "cumplido" if due is None or clock.met_by.day <= due else "cumplido_tarde"
        if clock.extinguished_by is not None:
            return "extinguido"
        if due is not None and self.today > due:
            return "vencido"
        if due is None or clock.is_suspended(self.today):
            return "suspendido"
        return "pendiente"

    def _burden_rows(self) -> None:
        """The rows of a requirement, a return and the evidence: `complemento`, `leyenda_tramite` and others."""
        clock = self.clock
        completed = None
        if clock.requirement is not None:
            due = clock.requirement_due()
            completed = self._first_day("complemento", among=self._events_after(clock.requirement.told_by))
            state = self._row("complemento", due, met=completed, moot=self._fixed_by(due), carga=True)
            if state != "cumplido":
                completed = None  # not in time, or after the answer
            open_still = clock.fixed_on is None
            if open_still and clock.tipo not in DATA_TYPES and self.today > due and not clock.completed_in_time():
                self.findings.add("desistimiento_pendiente")
        if clock.tipo in DATA_CLAIMS and (clock.requirement is None or completed is not None):
            limit = self.calendar.add_business_days(completed or clock.base, LEYENDA_TERM)
            self._row("leyenda_tramite", limit, met=self._first_day("leyenda_incluida"), moot=clock.fixed_on)
        if clock.returned is not None:
            met = self._first_day("aclaracion", among=self._events_after(clock.returned.told_by))
            self._row("aclaracion", clock.returned.due, met=met, moot=self._fixed_by(clock.returned.due), carga=True)
        if clock.evidence is not None:
            self._effect("pruebas", clock.evidence_end())

    def _fixed_by(self, due: date) -> date | None:
        """The day the answer was fixed, unless the carga had lapsed before: a lapsed carga cannot become moot."""
        fixed = self.clock.fixed_on
        return fixed if fixed is not None and fixed <= due else None

    # Section 6: citation and notification ---------------------------------------------------------------------------

    def _notification_rows(self, act: Event) -> None:
        """`citacion`, `notificacion_personal`, `aviso`, the notified day, and what is wrong with them."""
        citation = self._first_day(*CITATIONS, among=self.since)
        window = None if citation is None else self.calendar.add_business_days(citation, 5)
        others = [notice for event in self.since if (notice := self._notice(event, act)) is not None]
        avisos = [notice for event in self.since if (notice := self._aviso(event, citation, window)) is not None]
        self.notified_on = min((notice.deemed_on for notice in others + avisos), default=None)
        made_first = min((notice.made_on for notice in others), default=None)

        self.cited_by = self.calendar.add_business_days(act.day, 5)
        self.cited_on = min((event.day for event in self.since if self._meets_citation(event)), default=None)
        if self._is_unrecorded():
            self.findings.add("notificacion_no_registrada")
            return
        self._citation_row(made_first)
        if window is not None:
            self._personal_and_aviso_rows(window, others, avisos)
        due_days_passed = self.today > self.cited_by and (window is None or self.today > window)
        if due_days_passed and (self.notified_on is None or self.notified_on > self.today):
            self.findings.add("decision_sin_notificar")

    def _is_unrecorded(self) -> bool:
        """Whether the register keeps no notices and none was recorded; then it is unknown whether one was made."""
        told = self._first(*ACTS_OF_NOTICE, among=self.since)
        return "notificacion" in self.case.no_registrado and told is None and self.notified_on is None

    def _meets_citation(self, event: Event) -> bool:
        if event.type == "envio_notificacion_electronica":
            return event.autorizada
        if event.type == "envio_comunicacion_certificada":
            return self.clock.tipo in RECURSOS
        return event.type in CITATIONS

    def _citation_row(self, made_first: date | None) -> None:
        met = self.cited_on
        if met is not None and met > self.cited_by:
            self.findings.add("citacion_tardia")
        state = self._row("citacion", self.cited_by, met=met, moot=made_first)
        if state == "no_aplica" and made_first is not None and made_first > self.cited_by:
            self.rows["citacion"] = (self.cited_by, "cumplido_tarde")

    def _personal_and_aviso_rows(self, window: date, others: list[Notice], avisos: list[Notice]) -> None:
        by_then = [notice for notice in others if notice.made_on <= window]
        instead = min((n.made_on for n in by_then if n.event.type != "notificacion_personal"), default=None)
        personal = self._first_day("notificacion_personal", among=self.since)
        self._row("notificacion_personal", window, met=personal, moot=instead, carga=True)
        if self.today > window and not by_then:
            self._duty_by_setting(
                "aviso",
                window,
                self.utility.aviso_business_days,
                met=min((notice.made_on for notice in avisos), default=None),
                otherwise=min((n.deemed_on for n in others if n.deemed_on <= self.today), default=None),
            )

    def _notice(self, event: Event, act: Event) -> Notice | None:
        """A valid notification other than the avisos."""
        if event.type in {"notificacion_electronica", "envio_notificacion_electronica"} and not event.autorizada:
            self.findings.add("notificacion_sin_autorizacion")
            return None
        if event.type == "comunicacion_certificada" and self.clock.tipo in RECURSOS:
            return Notice(event, event.day, self.calendar.next_business_day(event.day))
        return Notice(event, event.day, event.day) if self._notifies_that_day(event, act) else None

    def _notifies_that_day(self, event: Event, act: Event) -> bool:
        if event.type == "respuesta_verbal":
            return self.clock.tipo in SAP_TYPES and event.resultado in GRANTS
        if event.type == "recurso_interpuesto":
            return self.clock.tipo in CONTRACT_TYPES or act.type == "desistimiento_tacito"
        if event.type == "queja_interpuesta":
            return self.clock.tipo == "recurso_reposicion_apelacion"
        return event.type in {"notificacion_personal", "conducta_concluyente", "notificacion_electronica"}

    def _aviso(self, event: Event, citation: date | None, window: date | None) -> Notice | None:
        """A valid aviso: after a citation and after the last day to come in person."""
        if event.type not in AVISOS:
            return None
        if citation is None or window is None or event.day <= citation:
            self.findings.add("aviso_sin_citacion")
            return None
        if event.day <= window:
            self.findings.add("aviso_prematuro")
            return None
        if event.type == "entrega_aviso":
            return Notice(event, event.day, self.calendar.next_business_day(event.day))
        shown_until = self.calendar.add_business_days(event.day, 5)
        return Notice(event, event.day, self.calendar.next_business_day(shown_until))

    # Section 6: silence ---------------------------------------------------------------------------------------------

    def _silence_arises(self, due: date) -> bool:
        ended = self.clock.extinguished_by
        if self.rows["respuesta"][1] in LATE or (ended is not None and ended.type == "reconocimiento_sap"):
            return True  # (a)
        if self.decision is None or self._is_unrecorded():
            return False
        reading = self.clock.policy("answer_met_by")
        if reading == "decision_and_citation":  # (b)
            last = max(self.cited_by, due)
            cited = self.cited_on is not None and self.cited_on <= self.cited_by
            return self.today > last and not cited and not self._notified_by(last)
        return reading == "notified" and self.today > due and not self._notified_by(due)  # (c)

    def _notified_by(self, day: date) -> bool:
        return self.notified_on is not None and self.notified_on <= day

    def _silence_rows(self) -> None:
        due = self.rows["respuesta"][0] if self.clock.has_answer else None
        if due is None:
            return
        late = self.rows["respuesta"][1] in LATE
        recognised = self._first_day("reconocimiento_sap")
        if self.clock.tipo in SAP_TYPES and self._silence_arises(due):
            self.findings.add("silencio_positivo")
            by_clock = self.clock.policy("sap_recognition") == "clock_hours"
            limit = add_calendar_days(due, 3) if by_clock else self.calendar.add_business_days(due, 3)
            if recognised is not None or "silencio" not in self.case.no_registrado:
                self._row("reconocimiento_sap", limit, met=recognised)
        if self.decision is not None and late and self.decision.resultado not in GRANTS:
            self.findings.add("decision_posterior_al_silencio")
        if self.clock.tipo == "credito_reclamo" and late and self.case.filed.day >= CREDIT_SILENCE_FIRST:
            self.findings.add("silencio_credito")
        if self.clock.tipo == "peticion_informacion" and late:
            self._row("entrega_copias", self.calendar.add_business_days(due, 3), met=self._first_day("entrega_copias"))

    # Section 6: what follows the notification -----------------------------------------------------------------------

    def _rows_once_notified(self, act: Event, notified: date) -> None:
        """`recurso`, `queja`, `remision_sspd` and `firmeza`."""
        tacit = act.type == "desistimiento_tacito"
        tipo = self.clock.tipo
        if tipo in CONTRACT_TYPES and not tacit and act.acto is None:
            self.findings.add("acto_sin_clasificar")
        if tacit or (tipo in CONTRACT_TYPES and act.acto in APPEALABLE_ACTS):
            due = self.calendar.add_business_days(notified, TACIT_RESOURCE_TERM if tacit else RESOURCE_TERM)
            self._firm_after("recurso", due, self._resource_filed_on())
        elif tipo == "recurso_reposicion_apelacion" and act.resultado == "rechaza":
            self._firm_after("queja", self._queja_due(notified), self._queja_filed_on())
        elif tipo == "recurso_reposicion_apelacion" and act.resultado not in GRANTS:
            told = self._sspd_notified_on()
            self._effect("firmeza", None if told is None else add_calendar_days(told, 1))
        else:
            self._effect("firmeza", add_calendar_days(notified, 1))
        if "silencio_positivo" in self.findings and act.resultado not in GRANTS:
            self.rows["firmeza"] = (None, "no_aplica")
        if tipo == "recurso_reposicion_apelacion" and act.resultado in SENT_TO_SSPD:
            wait = self.utility.remision_sspd_business_days
            self._duty_by_setting("remision_sspd", notified, wait, met=self._first_day("remision_sspd"))

    def _firm_after(self, code: str, due: date, filed: date | None) -> None:
        """A carga against the decision, and `firmeza` the calendar day after it ends if it was not used in time."""
        self._row(code, due, met=filed, carga=True)
        if filed is not None and filed <= due:
            self.rows["firmeza"] = (None, "no_aplica")
        else:
            self._effect("firmeza", add_calendar_days(due, 1))

    def _resource_filed_on(self) -> date | None:
        """The day of the first recurso, or the day it was posted if that is recorded and earlier."""
        filed = self._first("recurso_interpuesto", among=self.since)
        return None if filed is None else min(filed.day, filed.puesto_al_correo_el or filed.day)

    def _queja_due(self, notified: date) -> date:
        return self.calendar.add_business_days(notified, RESOURCE_TERM)

    def _queja_filed_on(self) -> date | None:
        return self._first_day("queja_interpuesta", among=self.since)

    def _sspd_notified_on(self) -> date | None:
        decided = self._first("decision_sspd")
        return None if decided is None else decided.notificada_el

    def _withdrawn_recurso_row(self) -> None:
        """`firmeza` of a recurso that was withdrawn: once the withdrawal has been accepted and notified."""
        ended = self.clock.extinguished_by
        if self.clock.tipo in RECURSOS and ended is not None and ended.type == "desistimiento_expreso":
            not_before = [event for event in self.events if event.day >= ended.day]
            accepted = self._first("aceptacion_desistimiento", among=not_before)
            told = None if accepted is None else accepted.notificada_el
            self._effect("firmeza", None if told is None else add_calendar_days(told, 1))

    def _no_suspender_row(self) -> None:
        if self.clock.tipo not in RECURSOS:
            return
        if self.clock.extinguished_by is not None:
            self.rows["no_suspender"] = (None, "no_aplica")
            return
        until = self._no_suspender_until()
        self.rows["no_suspender"] = (None, "cumplido" if until is not None and until <= self.today else "pendiente")

    def _no_suspender_until(self) -> date | None:
        """The day on which the decision on every recurso that was filed is notified."""
        if self.decision is None:
            return None
        if self.clock.tipo == "recurso_reposicion" or self.decision.resultado in GRANTS:
            return self.notified_on
        if self.decision.resultado == "rechaza":
            if self.notified_on is None:
                return None
            due, filed = self._queja_due(self.notified_on), self._queja_filed_on()
            if filed is None or filed > due:
                return due
        return self._sspd_notified_on()

    # Section 6: reserve, visits, reconnection -----------------------------------------------------------------------

    def _insistence_rows(self) -> None:
        """`insistencia` and `remision_insistencia`, once information was refused as reserved."""
        refused = self._first("negativa_reserva")
        if refused is None or refused.notificada_el is None:
            return
        if not self.clock.has_answer or self.clock.tipo in RECURSOS:
            return
        due = self.calendar.add_business_days(refused.notificada_el, INSISTENCE_TERM)
        insisted = self._first_day("insistencia_interpuesta")
        self._row("insistencia", due, met=insisted, carga=True)
        if insisted is not None and insisted <= due:
            wait = self.utility.remision_insistencia_business_days
            self._duty_by_setting("remision_insistencia", insisted, wait, met=self._first_day("remision_insistencia"))

    def _other_rows(self) -> None:
        visit = self._first("visita_programada")
        if visit is not None and visit.fecha is not None:
            before = [event for event in self.events if event.day < visit.fecha]
            limit = self.calendar.add_business_days(visit.fecha, -3)
            self._row("aviso_visita", limit, met=self._first_day("aviso_visita", among=before))
        cause = self._first("causa_eliminada")
        if cause is not None:
            limit_at = cause.moment.instant + timedelta(hours=24)
            limit = add_calendar_days(limit_at.astimezone(BOGOTA).date(), 0)  # section 1: it ends within the span, too
            after = [event for event in self.events if event.moment.instant >= cause.moment.instant]
            done = self._first("reconexion", among=after)
            if done is not None:
                state = "cumplido" if done.moment.instant <= limit_at else "cumplido_tarde"
            else:
                state = "pendiente" if self.case.as_of.instant <= limit_at else "vencido"
            self.rows["reconexion"] = (limit, state)

    def _filing_findings(self) -> None:
        filed = self.case.filed.day  # the user's real legal day
        attacked, billed = self.case.attacked_notified_on, self.case.factura_expedida
        put_in = min(filed, self.case.puesto_al_correo_el or filed)
        if attacked is not None and put_in > self.calendar.add_business_days(attacked, RESOURCE_TERM):
            self.findings.add("recurso_extemporaneo")
        if billed is not None and filed > self.calendar.add_months(billed, FACTURA_MONTHS, self.clock.policy("months")):
            self.findings.add("factura_fuera_de_termino")

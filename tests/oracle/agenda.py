"""One vector evaluated: the calendar operations, and the agenda of a case at an instant (contract 5 and 6).

>>> evaluate({"op": "business_days_between", "from": "2026-07-10", "to": "2026-07-14"})
1
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.clock import HABEAS_TYPES, REQUIREMENT_TYPES, Clock
from tests.oracle.days import RefusedError, add_calendar_days, refuse
from tests.oracle.reading import (
    EVENT_ORDER,
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
SAME_DAY_NOTICES = ("notificacion_personal", "conducta_concluyente", "respuesta_verbal")
APPEALABLE_ACTS = (None, "negativa_contrato", "suspension", "terminacion", "corte", "facturacion")
SENT_TO_SSPD = ("confirma", "modifica", "no_accede", "accede_parcialmente")
RESOURCE_TERM, TACIT_RESOURCE_TERM = 5, 10  # bd: Ley 142 art. 154; CPACA art. 76
FACTURA_MONTHS = 5  # Ley 142 art. 154


def evaluate(vector: dict[str, object]) -> object:
    """What `expect` of this vector would hold; for an agenda, every row and every finding."""
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
    """The acts that count at the instant asked, in order: corrected, annulled ones out (section 5, order)."""
    told = [event for event in case.events if event.moment.instant <= case.as_of.instant]
    undone = {event.names for event in told if event.type in UNDOING}
    acts = [event for event in told if event.type not in UNDOING]
    acts += [
        event.right for event in told if event.right is not None and event.right.moment.instant <= case.as_of.instant
    ]
    acts = [event for event in acts if event.id is None or event.id not in undone]
    # Told before the filing it is wrong whatever the instant asked; that may be a day, by its noon before both.
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
    """Every row and finding of one case at one instant, worked out one after the other."""

    case: Case
    utility: Utility
    rows: dict[str, tuple[date | None, str]] = field(default_factory=dict)
    findings: set[str] = field(default_factory=set)
    notified_on: date | None = None  # the deemed day, which may be yet to come

    def __post_init__(self) -> None:
        """Replay the clock, then derive the rows that hang on it."""
        self.events = _events_in_law(self.case)
        self.today = self.case.as_of.day
        self.calendar = self.utility.calendar
        self.clock = Clock(self.case, self.utility)
        for event in self.events:
            self.clock.replay(event)
        self._answer_rows()
        self._suspension_rows()
        self._notification_rows()
        self._silence_rows()
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
        """State of a deber or carga: met or moot, whichever first, met winning the day; else open, else lapsed."""
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

    def _effect(self, code: str, due: date | None) -> None:
        """An efecto is pending and, from its day on, fulfilled."""
        self.rows[code] = (due, "cumplido" if due is not None and self.today >= due else "pendiente")

    def _power(self, code: str, due: date, used_on: date | None) -> None:
        """A facultad; spent at the latest when the answer is met or extinguished."""
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
            self.rows["respuesta"] = (clock.due(self.today), self._answer_state())
        if clock.tipo in REQUIREMENT_TYPES:
            used = None if clock.requirement is None else clock.requirement.on
            self._power("requerimiento", clock.requirement_window(), used)
        if clock.tipo not in RECURSOS:
            ended = clock.extinguished_by
            used = ended.day if ended is not None and ended.type == "traslado_competencia" else None
            self._power("traslado_competencia", clock.transfer_window(), used)

    def _answer_state(self) -> str:
        clock = self.clock
        due = clock.due(self.today)
        if clock.met_by is not None:
            return "cumplido" if due is None or clock.met_by.day <= due else "cumplido_tarde"
        if clock.extinguished_by is not None:
            return "extinguido"
        if due is not None and self.today > due:
            return "vencido"
        if due is None or clock.is_suspended(self.today):
            return "suspendido"
        return "pendiente"

    def _suspension_rows(self) -> None:
        clock = self.clock
        if clock.requirement is not None:
            due = clock.requirement_due()
            met = self._first_day("complemento", among=self._events_after(clock.requirement.told_by))
            self._row("complemento", due, met=met, moot=self._fixed_by(due), carga=True)
            open_still = clock.fixed_on is None
            if open_still and clock.tipo not in HABEAS_TYPES and self.today > due and not clock.completed_in_time():
                self.findings.add("desistimiento_pendiente")
        if clock.returned is not None:
            met = self._first_day("aclaracion", among=self._events_after(clock.returned.told_by))
            self._row("aclaracion", clock.returned.due, met=met, moot=self._fixed_by(clock.returned.due), carga=True)
        if clock.evidence is not None:
            self._effect("pruebas", clock.evidence_end())

    def _fixed_by(self, due: date) -> date | None:
        """The day the answer was fixed, if the carga had not lapsed first: what has lapsed is not moot any more."""
        fixed = self.clock.fixed_on
        return fixed if fixed is not None and fixed <= due else None

    # Section 6: decision, citation, notification and what follows ----------------------------------------------------

    def _notification_rows(self) -> None:
        clock = self.clock
        decided = clock.met_by if clock.tipo in SAP_TYPES else None
        ended = clock.extinguished_by
        tacit = ended if ended is not None and ended.type == "desistimiento_tacito" else None
        act = decided or tacit
        if clock.tipo in RECURSOS:
            self.rows["no_suspender"] = (None, "pendiente")
        if clock.tipo in RECURSOS and ended is not None:
            self.rows["no_suspender"] = (None, "no_aplica")
        if act is None:
            return
        # Acts of notification, citation and recurso count only from the day of the decision on.
        since = [event for event in self.events if event.day >= act.day]
        self.notified_on = self._citation_rows(act, since)
        if self.notified_on is None or self.notified_on > self.today:
            return  # rows that arise "notified" arise on that day
        if clock.tipo in RECURSOS:
            self.rows["no_suspender"] = (None, "cumplido")
        if clock.tipo == "recurso_reposicion_apelacion":
            self._appeal_rows(act, since, self.notified_on)
        elif clock.tipo == "recurso_reposicion":
            self._effect("firmeza", add_calendar_days(self.notified_on, 1))
        else:
            self._resource_rows(act, since, self.notified_on)

    def _citation_rows(self, act: Event, since: list[Event]) -> date | None:
        """`citacion`, `notificacion_personal`, `aviso`; returns the notified day."""
        citation = self._first_day(*CITATIONS, among=since)
        window = None if citation is None else self.calendar.add_business_days(citation, 5)
        others = [notice for event in since if (notice := self._notice(event)) is not None]
        avisos = [notice for event in since if (notice := self._aviso(event, citation, window)) is not None]
        notified_on = min((notice.deemed_on for notice in others + avisos), default=None)
        made_first = min((notice.made_on for notice in others), default=None)

        limit = self.calendar.add_business_days(act.day, 5)
        self._row("citacion", limit, met=citation, moot=made_first)
        if citation is not None and citation > limit:
            self.findings.add("citacion_tardia")
        if window is None:
            return notified_on
        personal = self._first_day("notificacion_personal", among=since)
        instead = min(
            (n.made_on for n in others if n.event.type != "notificacion_personal" and n.made_on <= window), default=None
        )
        self._row("notificacion_personal", window, met=personal, moot=instead, carga=True)
        if self.today > window and not (made_first is not None and made_first <= window):
            wait = self.utility.aviso_business_days
            due = None if wait is None else self.calendar.add_business_days(window, wait)
            delivered = min((notice.made_on for notice in avisos), default=None)
            otherwise = min((n.deemed_on for n in others if n.deemed_on <= self.today), default=None)
            self._dateless(self._row("aviso", due, met=delivered, moot=otherwise), due)
        return notified_on

    def _dateless(self, state: str, due: date | None) -> None:
        """A duty without a date, while unmet, leaves `sin_plazo`."""
        if due is None and state == "pendiente":
            self.findings.add("sin_plazo")

    def _notice(self, event: Event) -> Notice | None:
        """A valid notification other than the avisos."""
        if event.type in SAME_DAY_NOTICES:
            return Notice(event, event.day, event.day)
        if event.type == "notificacion_electronica":
            if event.autorizada:
                return Notice(event, event.day, event.day)
            self.findings.add("notificacion_sin_autorizacion")
        if event.type == "comunicacion_certificada" and self.clock.tipo in RECURSOS:
            return Notice(event, event.day, self.calendar.next_business_day(event.day))
        return None

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

    def _resource_rows(self, act: Event, since: list[Event], notified: date) -> None:
        """`recurso` and `firmeza` of a contract decision or of a tacit withdrawal."""
        tacit = act.type == "desistimiento_tacito"
        if not tacit and act.acto is None:
            self.findings.add("acto_sin_clasificar")
        if not tacit and act.acto not in APPEALABLE_ACTS:
            self._effect("firmeza", add_calendar_days(notified, 1))
            return
        due = self.calendar.add_business_days(notified, TACIT_RESOURCE_TERM if tacit else RESOURCE_TERM)
        self._firm_after("recurso", due, self._first_day("recurso_interpuesto", among=since))

    def _firm_after(self, code: str, due: date, filed: date | None) -> None:
        """A carga to go on, and `firmeza` the calendar day after it ends unless used in time."""
        self._row(code, due, met=filed, carga=True)
        if filed is not None and filed <= due:
            self.rows["firmeza"] = (None, "no_aplica")
        else:
            self._effect("firmeza", add_calendar_days(due, 1))

    def _appeal_rows(self, act: Event, since: list[Event], notified: date) -> None:
        """`queja`, `firmeza` and `remision_sspd` of a reposicion with subsidiary apelacion."""
        if act.resultado == "rechaza":
            due = self.calendar.add_business_days(notified, RESOURCE_TERM)
            self._firm_after("queja", due, self._first_day("queja_interpuesta", among=since))
        elif act.resultado in {"accede", "revoca"}:
            self._effect("firmeza", add_calendar_days(notified, 1))
        else:
            decided = self._first("decision_sspd")
            told = None if decided is None else decided.notificada_el
            self._effect("firmeza", None if told is None else add_calendar_days(told, 1))
        if act.resultado in SENT_TO_SSPD:
            wait = self.utility.remision_sspd_business_days
            limit = None if wait is None else self.calendar.add_business_days(notified, wait)
            self._dateless(self._row("remision_sspd", limit, met=self._first_day("remision_sspd")), limit)

    # Section 6: silence, copies, visits, reconnection --------------------------------------------------------------

    def _silence_arises(self, due: date) -> bool:
        if self.rows["respuesta"][1] in {"vencido", "cumplido_tarde"}:
            return True
        reading = self.clock.policy("answer_met_by")
        if reading == "decision_and_citation":
            return self.rows.get("citacion", (None, ""))[1] in {"vencido", "cumplido_tarde"}
        if reading == "notified" and self.clock.met_by is not None:
            return self.today > due and not (self.notified_on is not None and self.notified_on <= due)
        return False

    def _silence_rows(self) -> None:
        if not self.clock.has_answer:
            return
        due = self.rows["respuesta"][0]
        if due is None:
            return
        if self.clock.tipo in SAP_TYPES and self._silence_arises(due):
            self.findings.add("silencio_positivo")
            by_clock = self.clock.policy("sap_recognition") == "clock_hours"
            limit = add_calendar_days(due, 3) if by_clock else self.calendar.add_business_days(due, 3)
            self._row("reconocimiento_sap", limit, met=self._first_day("reconocimiento_sap"))
        late = self.rows["respuesta"][1] in {"vencido", "cumplido_tarde"}
        if self.clock.tipo == "peticion_informacion" and late:
            self._row("entrega_copias", self.calendar.add_business_days(due, 3), met=self._first_day("entrega_copias"))

    def _other_rows(self) -> None:
        visit = self._first("visita_programada")
        if visit is not None and visit.fecha is not None:
            self._row(
                "aviso_visita", self.calendar.add_business_days(visit.fecha, -3), met=self._first_day("aviso_visita")
            )
        cause = self._first("causa_eliminada")
        if cause is not None:
            limit = cause.moment.instant + timedelta(hours=24)
            add_calendar_days(limit.date(), 0)  # section 1: it ends within the span, too
            done = self._first("reconexion")
            if done is not None:
                state = "cumplido" if done.moment.instant <= limit else "cumplido_tarde"
            else:
                state = "pendiente" if self.case.as_of.instant <= limit else "vencido"
            self.rows["reconexion"] = (limit.date(), state)

    def _filing_findings(self) -> None:
        filed = self.case.filed.day  # the user's real legal day
        attacked, billed = self.case.attacked_notified_on, self.case.factura_expedida
        if attacked is not None and filed > self.calendar.add_business_days(attacked, RESOURCE_TERM):
            self.findings.add("recurso_extemporaneo")
        if billed is not None and filed > self.calendar.add_months(billed, FACTURA_MONTHS, self.clock.policy("months")):
            self.findings.add("factura_fuera_de_termino")

"""The clock of `respuesta`: which events stop it, move it, end it (contract 4 and 5).

The events are replayed in order. Where a rule mentions "the due day at that time", the whole count is repeated from the
filing, with what had happened until then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.days import add_calendar_days, refuse
from tests.oracle.reading import (
    ART_14_TYPES,
    CONTRACT_TYPES,
    DATA_TYPES,
    FIRST_DAYS,
    GRANTS,
    NO_ANSWER_TYPES,
    RECURSOS,
    SAP_TYPES,
    TERMS,
    Case,
    Event,
    Utility,
)

__all__ = ("Clock",)

DATA_CLAIMS = frozenset({"habeas_data_reclamo", "credito_reclamo"})
REQUIREMENT_TYPES = CONTRACT_TYPES | ART_14_TYPES | DATA_CLAIMS
NO_RETURN_TYPES = RECURSOS | DATA_TYPES | {"requerimiento_autoridad", "requerimiento_defensoria"}
FROM_THE_BASE = SAP_TYPES | {"habeas_data_consulta", "credito_consulta"}
"""Types whose term the law counts "from the date of" (policy `first_day`)."""

EVIDENCE_CAP = 30
CLARIFICATION_TERM = 10
DATA_EXTENSION = {"habeas_data_consulta": 5, "credito_consulta": 5, "habeas_data_reclamo": 8, "credito_reclamo": 8}
WITHOUT_ANSWER_COUNT = ("traslado_competencia", "desistimiento_expreso")

# Decreto 491/2020 art. 5 (section 4).
COVID_FIRST, COVID_LAST = date(2020, 3, 28), date(2022, 5, 17)
COVID_TERMS = {
    "peticion_general": 30,
    "denuncia": 30,
    "peticion_informacion": 20,
    "consulta": 35,
    **dict.fromkeys(CONTRACT_TYPES, 30),
}

Suspension = tuple[date, date | None]
"""(from, to]; to is None while the end is unknown."""


@dataclass
class Requirement:
    """An admitted `requerimiento` (CPACA art. 17; Ley 1581 art. 15; Ley 1266 art. 16)."""

    on: date
    received_on: date
    until: date | None
    months: int
    told_by: Event
    extended: bool = False
    completed_on: date | None = None  # the first completion, in time or not


@dataclass
class Return:
    """An admitted `devolucion_aclaracion` (CPACA art. 19)."""

    on: date
    due: date
    told_by: Event
    clarified_on: date | None = None


@dataclass
class Evidence:
    """An `apertura_pruebas` with effect (CPACA art. 79)."""

    on: date
    end: date  # as ordered and extended, within the cap
    cap: date
    extended: bool = False
    closed_on: date | None = None


@dataclass
class Conflict:
    """A conflict of competence that stops the clock (CPACA art. 39)."""

    on: date
    resolved_on: date | None = None


@dataclass
class Clock:
    """The state of `respuesta` after the events replayed so far."""

    case: Case
    utility: Utility
    base: date = field(init=False)
    term: int = field(init=False, default=0)
    requirement: Requirement | None = None
    returned: Return | None = None
    evidence: Evidence | None = None
    conflict: Conflict | None = None
    delays: list[tuple[date, date]] = field(default_factory=list)
    restart_on: date | None = None
    extension: date | None = None
    met_by: Event | None = None
    extinguished_by: Event | None = None
    partly_sent_on: date | None = None  # the first `traslado_parcial` that meets the window
    findings: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find the base, and the version of the term in force for this filing."""
        first_day = FIRST_DAYS.get(self.tipo)
        if first_day is not None and self.case.filed.day < first_day:
            refuse("regla_inexistente")
        self.base = self._base()
        self.term = TERMS.get(self.tipo, 0)
        if self._is_covid():
            self.term = COVID_TERMS[self.tipo]

    # What is asked of it ------------------------------------------------------------------------------------------

    @property
    def tipo(self) -> str:
        """The case type."""
        return self.case.tipo

    @property
    def has_answer(self) -> bool:
        """Whether the type has a `respuesta` at all."""
        return self.tipo not in NO_ANSWER_TYPES

    @property
    def fixed_on(self) -> date | None:
        """The day the answer was met or extinguished: the first act fixes it."""
        fixing = self.met_by or self.extinguished_by
        return None if fixing is None else fixing.day

    def requirement_due(self) -> date:
        """Last day to complete: months from the day received, or `hasta` if earlier and not extended (section 6)."""
        told = self.requirement
        assert told is not None
        months = told.months * 2 if told.extended else told.months
        by_months = self.utility.calendar.add_months(told.received_on, months, self.policy("months"))
        if told.until is None or told.extended:
            return by_months
        return min(by_months, told.until)

    def completed_in_time(self) -> bool:
        """Whether the requirement was completed on or before its due day."""
        told = self.requirement
        return told is not None and told.completed_on is not None and told.completed_on <= self.requirement_due()

    def evidence_end(self) -> date:
        """The day the evidence suspension ends: as ordered, closed, capped, or the day the answer was fixed."""
        told = self.evidence
        assert told is not None
        ends = [told.end, told.cap]
        if told.closed_on is not None:
            ends.append(told.closed_on)
        if self.fixed_on is not None:
            ends.append(self.fixed_on)
        return min(ends)

    def requirement_window(self) -> date | None:
        """Last day to require: 10 bd from the base, 5 in habeas data; a credit claim has no such day (section 6)."""
        if self.tipo == "credito_reclamo":
            return None
        return self.utility.calendar.add_business_days(self.base, 5 if self.tipo == "habeas_data_reclamo" else 10)

    def transfer_window(self) -> date:
        """Last day to send the petition on: 5 bd from the base, 2 in habeas data."""
        return self.utility.calendar.add_business_days(self.base, 2 if self.tipo == "habeas_data_reclamo" else 5)

    def due(self, today: date) -> date | None:
        """The due day as known at `today`, or None while a suspension without a known end is open."""
        without = self._due_without_extension(today)
        if self.extension is None or without is None:
            return without
        longest = self._maximum(without)
        assert longest is not None
        return max(without, min(self.extension, longest))

    def is_suspended(self, today: date) -> bool:
        """Whether `today` lies in a suspension: from < today <= to."""
        return any(start < today and (end is None or today <= end) for start, end in self._suspensions(today))

    def policy(self, name: str) -> str:
        """The value in force of one policy."""
        return self.utility.policies[name]

    # The count ----------------------------------------------------------------------------------------------------

    def _base(self) -> date:
        """The legal day of filing, moved by `off_hours` (section 3); a date without hour is never moved."""
        filed = self.case.filed
        if self.policy("off_hours") == "as_registered" or not filed.has_hour:
            return filed.day
        calendar = self.utility.calendar
        if filed.hour > self.utility.close or not calendar.is_business_day(filed.day):
            return calendar.next_business_day(filed.day)
        return filed.day

    def _is_covid(self) -> bool:
        """Whether Decreto 491/2020 is the version of the term for this filing (section 4)."""
        if self.tipo not in COVID_TERMS:
            return False
        if self.tipo in CONTRACT_TYPES and self.policy("covid_491") != "applied":
            return False
        if self.case.filed.day > COVID_LAST:
            return False
        if self.case.filed.day >= COVID_FIRST:
            return True
        if self.case.filed.day < COVID_FIRST - timedelta(365):
            return False  # no term is that long: no need to walk
        ordinary = self._walk(self.term, [], None)
        return ordinary is not None and ordinary >= COVID_FIRST

    def _counts(self, day: date) -> bool:
        if self.tipo == "peticion_congreso" and self.policy("congress_days") == "calendar_days":
            return True
        return self.utility.calendar.is_business_day(day)

    def _walk(self, term: int, suspensions: list[Suspension], restart_on: date | None) -> date | None:
        """Walk from the base to the term-th counted day; None when a suspension of unknown end is met first."""
        day = self.base
        counted = 0
        if not (self.tipo in FROM_THE_BASE and self.policy("first_day") == "filing_day"):
            day = add_calendar_days(day, 1)
        while True:
            covering = [end for start, end in suspensions if start < day and (end is None or day <= end)]
            if None in covering:
                return None
            if not covering and self._counts(day):
                counted += 1
                if counted == term:
                    return day
            if day == restart_on:
                counted = 0
            day = add_calendar_days(day, 1)

    def _suspensions(self, today: date) -> list[Suspension]:
        """Every suspension known at `today`, with the end it has by then."""
        return self._suspensions_besides_evidence(today) + (
            [] if self.evidence is None else [(self.evidence.on, self.evidence_end())]
        )

    def _suspensions_besides_evidence(self, today: date) -> list[Suspension]:
        found: list[Suspension] = []
        if self.requirement is not None and self._requirement_stops():
            done = self.requirement.completed_on if self.completed_in_time() else None
            found.append((self._requirement_opens(), self._end(done, self.requirement_due(), today)))
        if self.returned is not None and self.policy("art19_clock") == "suspends":
            clarified = self.returned.clarified_on
            done = clarified if clarified is not None and clarified <= self.returned.due else None
            found.append((self.returned.on, self._end(done, self.returned.due, today)))
        if self.conflict is not None:
            ends = [day for day in (self.conflict.resolved_on, self.fixed_on) if day is not None]
            found.append((self.conflict.on, min(ends, default=None)))
        found += [(start, end if self.fixed_on is None else min(end, self.fixed_on)) for start, end in self.delays]
        return found

    def _end(self, done_on: date | None, due: date, today: date) -> date | None:
        """The end of a requirement or return: completed, the answer fixed, or lapsed; otherwise still unknown."""
        ends = [day for day in (done_on, self.fixed_on) if day is not None]
        if today > due or ends:
            ends.append(due)
        return min(ends) if ends else None

    def _requirement_stops(self) -> bool:
        if self.tipo in CONTRACT_TYPES:
            return self.policy("art17_contract") == "suspends"
        if self.tipo in DATA_CLAIMS:
            return self.policy("habeas_incomplete") == "restart"
        return True

    def _due_without_extension(self, today: date) -> date | None:
        if self.tipo == "requerimiento_autoridad":
            return None if self.case.fecha_limite is None else add_calendar_days(self.case.fecha_limite, 0)
        if self.evidence is None or self.policy("pruebas_resume") == "resume":
            return self._counted(self._suspensions(today))
        # `decide_at_end`: the later of the day due without that suspension and the first bd after the evidence ends.
        without = self._counted(self._suspensions_besides_evidence(today))
        if without is None or without <= self.evidence.on:
            return without  # one that opens on the due day leaves it where it is
        return max(without, self.utility.calendar.next_business_day(self.evidence_end()))

    def _counted(self, suspensions: list[Suspension]) -> date | None:
        """The term-th day; a requirement that opened on the last day, or later, restarted nothing (section 9)."""
        plain = self._walk(self.term, suspensions, None)
        if plain is None or self.restart_on is None or plain <= self._requirement_opens():
            return plain
        return self._walk(self.term, suspensions, self.restart_on)

    def _requirement_opens(self) -> date:
        """The day that opens the suspension of the requirement (policy `requirement_from`)."""
        assert self.requirement is not None
        if self.policy("requirement_from") == "received":
            return max(self.requirement.on, self.requirement.received_on)
        return self.requirement.on

    def _maximum(self, without: date | None) -> date | None:
        """The last day to which an answer due on `without` may be extended; in data types None while `without` is."""
        if self.tipo not in DATA_TYPES:
            return self._walk(2 * self.term, [], None)  # as if there had been neither suspension nor restart
        if without is None:
            return None
        return self.utility.calendar.add_business_days(without, DATA_EXTENSION[self.tipo])

    # The events ---------------------------------------------------------------------------------------------------

    def replay(self, event: Event) -> None:
        """Give one event its effect, in the order of section 5."""
        if not self.has_answer and event.type not in WITHOUT_ANSWER_COUNT:
            return
        if event.type == "fuerza_mayor":
            self.findings.add("fuerza_mayor_sin_efecto")
        elif self.fixed_on is None:  # once fixed: no effect and no finding
            effect = getattr(self, f"_on_{event.type}", None)
            if effect is not None:
                effect(event)
        elif event.type == "traslado_parcial" and event.day == self.fixed_on:
            self._part_sent(event)  # on the same day met wins

    def _is_late(self, event: Event) -> bool:
        """Whether the event came after the due day as it stood then."""
        due = self.due(event.day)
        return due is not None and event.day > due

    def _on_requerimiento(self, event: Event) -> None:
        if self.tipo not in REQUIREMENT_TYPES:
            self.findings.add("requerimiento_no_procede")
        elif self.requirement is not None:
            self.findings.add("requerimiento_repetido")
        elif self._after_its_window(event) or self._is_late(event):
            self.findings.add("requerimiento_extemporaneo")
        else:
            self.requirement = Requirement(
                on=event.day,
                received_on=event.recibido_el or event.day,
                until=event.hasta,
                months=2 if self.tipo == "habeas_data_reclamo" else 1,
                told_by=event,
            )

    def _after_its_window(self, event: Event) -> bool:
        window = self.requirement_window()
        return window is not None and event.day > window

    def _on_complemento(self, event: Event) -> None:
        if self.requirement is None or self.requirement.completed_on is not None:
            return
        self.requirement.completed_on = event.day
        if self.completed_in_time() and self._requirement_stops():
            restarts = self.tipo in DATA_CLAIMS or self.policy("art17_resume") == "restart"
            self.restart_on = event.day if restarts else None

    def _on_prorroga_complemento(self, event: Event) -> None:
        told = self.requirement
        if told is None or told.extended or told.completed_on is not None or self.tipo in DATA_TYPES:
            return
        if event.day <= self.requirement_due():
            told.extended = True

    def _on_devolucion_aclaracion(self, event: Event) -> None:
        if self.tipo in NO_RETURN_TYPES or self.returned is not None or self._is_late(event):
            return
        due = self.utility.calendar.add_business_days(event.day, CLARIFICATION_TERM)
        self.returned = Return(on=event.day, due=due, told_by=event)

    def _on_aclaracion(self, event: Event) -> None:
        if self.returned is not None and self.returned.clarified_on is None:
            self.returned.clarified_on = event.day

    def _on_apertura_pruebas(self, event: Event) -> None:
        if self.tipo not in SAP_TYPES:
            self.findings.add("pruebas_sin_efecto")
            return
        if self.evidence is not None:
            self.findings.add("pruebas_repetidas")
            return
        if self._is_late(event):
            self.findings.add("pruebas_extemporaneas")
            return
        calendar = self.utility.calendar
        cap = calendar.add_business_days(event.day, EVIDENCE_CAP)
        ordered = event.hasta or calendar.add_business_days(event.day, event.dias or 0)
        due = self.due(event.day)
        if ordered > cap:
            self.findings.add("pruebas_exceden_tope")
        if event.comunicada_el is None or (due is not None and event.comunicada_el > due):
            self.findings.add("pruebas_sin_comunicar")
            if self.policy("pruebas_notice") == "required":
                return
        self.evidence = Evidence(on=event.day, end=min(ordered, cap), cap=cap)

    def _on_prorroga_pruebas(self, event: Event) -> None:
        told = self.evidence
        if told is None or event.hasta is None:
            return
        if told.extended or told.closed_on is not None or event.day > self.evidence_end():
            self.findings.add("pruebas_repetidas")
            return
        told.extended = True
        if event.hasta > told.cap:
            self.findings.add("pruebas_exceden_tope")
        told.end = max(told.end, min(event.hasta, told.cap))

    def _on_cierre_pruebas(self, event: Event) -> None:
        if self.evidence is not None and self.evidence.closed_on is None:
            self.evidence.closed_on = event.day

    def _on_demora_usuario(self, event: Event) -> None:
        if self.tipo not in SAP_TYPES or self._is_late(event):
            self.findings.add("demora_sin_efecto")
        elif self.policy("demora_usuario") == "suspends" and event.hasta is not None:
            self.delays.append((event.day, event.hasta))

    def _on_prorroga(self, event: Event) -> None:
        assert event.hasta is not None
        by_policy = self.tipo in CONTRACT_TYPES and self.policy("art14_extension") == "allowed"
        if not (by_policy or self.tipo in ART_14_TYPES or self.tipo in DATA_TYPES):
            self.findings.add("prorroga_no_procede")
            return
        if self.extension is not None:
            self.findings.add("prorroga_repetida")
            return
        if self._is_late(event):
            self.findings.add("prorroga_extemporanea")
            return
        longest = self._maximum(self.due(event.day))
        if longest is not None and event.hasta > longest:
            self.findings.add("prorroga_excede_maximo")
        self.extension = event.hasta

    def _silence_stays(self, event: Event) -> bool:
        """After the due day of a SAP type nothing extinguishes the answer: an accrued silence stays."""
        return self.tipo in SAP_TYPES and self._is_late(event)

    def _on_traslado_competencia(self, event: Event) -> None:
        if self.tipo in RECURSOS:
            return
        if event.day > self.transfer_window() and self.has_answer:
            self.findings.add("traslado_extemporaneo")
        if not self._silence_stays(event):
            self.extinguished_by = event

    def _on_traslado_parcial(self, event: Event) -> None:
        if self.tipo in RECURSOS:
            return
        if event.day > self.transfer_window():
            self.findings.add("traslado_extemporaneo")
        self._part_sent(event)

    def _part_sent(self, event: Event) -> None:
        if self.tipo not in RECURSOS and self.partly_sent_on is None:
            self.partly_sent_on = event.day

    def _on_conflicto_planteado(self, event: Event) -> None:
        by_policy = self.tipo in CONTRACT_TYPES and self.policy("art39_contract") == "suspends"
        if (by_policy or self.tipo in ART_14_TYPES) and self.conflict is None and not self._is_late(event):
            self.conflict = Conflict(on=event.day)

    def _on_conflicto_resuelto(self, event: Event) -> None:
        if self.conflict is not None and self.conflict.resolved_on is None:
            self.conflict.resolved_on = event.day

    def _on_desistimiento_expreso(self, event: Event) -> None:
        if not self._silence_stays(event):
            self.extinguished_by = event

    def _on_desistimiento_tacito(self, event: Event) -> None:
        admitted = self.requirement is not None and self.tipo not in DATA_TYPES
        if not admitted or self.completed_in_time() or event.day <= self.requirement_due():
            self.findings.add("desistimiento_prematuro")
        elif not self._silence_stays(event):
            self.extinguished_by = event

    def _on_reconocimiento_sap(self, event: Event) -> None:
        if self._silence_stays(event):
            self.extinguished_by = event  # the one extinction that a silence does not bar

    def _on_archivo(self, event: Event) -> None:
        told = self.returned
        in_time = told is not None and told.clarified_on is not None and told.clarified_on <= told.due
        if told is None or in_time or event.day <= told.due:
            self.findings.add("archivo_sin_causa")
        elif not self._silence_stays(event):
            self.extinguished_by = event

    def _on_decision(self, event: Event) -> None:
        if self.tipo not in SAP_TYPES:
            return
        if not event.completa:
            self.findings.add("respuesta_parcial")
            return
        if event.resultado is None:
            self.findings.add("resultado_desconocido")
        self.met_by = event

    def _on_respuesta_enviada(self, event: Event) -> None:
        if self.tipo not in SAP_TYPES:
            self.met_by = event

    def _on_respuesta_verbal(self, event: Event) -> None:
        self.met_by = event
        if self.tipo in SAP_TYPES and event.resultado not in GRANTS:
            self.findings.add("respuesta_verbal_sin_escrito")

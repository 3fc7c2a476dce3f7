"""Three cases from the counter to their end: what each calls for, what is refused and why, and its agenda.

1. A reclamo: ticket, reception, registration, analysis, evidence, answer, citation, aviso. Then its recurso is received
   on its last day, entered on the next and sent to the SSPD, whose decision is carried out. Then the reclamo closes.
2. A petición: the company requires the user to complete it, and answers late; by then the silence has decided.
3. The most common silence: nobody did anything. The silence is recognised and carried out, and the case is closed.

    python examples/life_of_a_case.py
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from pqr_core import (
    Agenda,
    Attention,
    Case,
    Decision,
    Event,
    EventType,
    EvidencePeriod,
    Invoice,
    Link,
    NotifiedOn,
    Petitioner,
    Property,
    RecursoDecided,
    Registration,
    Requirement,
    TransitionRefused,
    WorkflowState,
    colombia,
)
from pqr_core.cases.events import Payload

E = EventType
ANA: Final = Petitioner(clase="natural", tipo_documento="cc", nombre="Ana Pérez", documento="31415926")


def moment(text: str) -> datetime:
    """A local time of Colombia."""
    return colombia.instant(datetime.fromisoformat(text))


def agenda_on(case: Case, day: str) -> Agenda:
    """The agenda of the case at noon of a day."""
    return colombia.agenda(case, date.fromisoformat(day))


def event(what: EventType | Payload, day: str) -> Event:
    """An event of that legal day, from a type without details, or from details that say their type."""
    on = date.fromisoformat(day)
    return Event(what, on=on) if isinstance(what, EventType) else Event.of(what, on=on)


def show(case: Case, day: str) -> None:
    """Print the state, the agenda and what the case calls for."""
    agenda = agenda_on(case, day)
    print(f"\n{day}  {case.state.label()}" + (f"; {case.outcome.label()}" if case.outcome else ""))
    for row in agenda.deadlines:
        print(f"    {row.code:<22}{row.due_on or '-'!s:<12}{row.state.label()}")
    for finding in agenda.findings:
        print(f"    ! {finding.label()}")
    for permit in agenda.allowed():
        who = " o ".join(role.label() for role in permit.roles)
        until = f", hasta {permit.until}" if permit.until else ""
        print(f"    procede: {permit.act.label()} ({who}){until}")


def do(case: Case, what: EventType | Payload, day: str) -> Case:
    """The case after an act that is permitted on that day."""
    act = event(what, day)
    done = agenda_on(case, day).act(act)
    print(f"  + {day}  {act.type.label()}")
    return done


def refused(case: Case, what: EventType | Payload, day: str) -> TransitionRefused:
    """The refusal of an act on that day, also printed; the case does not change."""
    try:
        agenda_on(case, day).act(event(what, day))
    except TransitionRefused as refusal:
        print(f"  - {day}  {refusal.message('es')}")
        return refusal
    raise AssertionError(what)


def all_done(case: Case, steps: Iterable[tuple[EventType | Payload, str]]) -> Case:
    """The case after several acts."""
    for what, day in steps:
        case = do(case, what, day)
    return case


def a_reclamo() -> Case:
    """A reclamo from the counter to its end, which waits for the end of the recurso against its answer."""
    print("UN RECLAMO")
    ticket = Attention(
        turno="B-12",
        tomado_at=moment("2026-03-16T08:02"),
        llamado_at=moment("2026-03-16T08:27"),
        atendido_at=moment("2026-03-16T08:41"),
    )
    case = colombia.file(
        "reclamo",
        at=moment("2026-03-16T08:41"),
        utility="empresa",
        canal="presencial",
        servicio="acueducto",
        account="123456",
        municipio="66170",
        factura_expedida=date(2026, 3, 2),
        factura=Invoice(numero="F-991"),
        peticionario=ANA,
        predio=Property(estrato="2", direccion="Calle 1 # 2-3"),
        hechos="Me cobran el doble del consumo",
        atencion=ticket,
    )
    print(f"  espera {ticket.waiting}, atención {ticket.service}")
    print(f"  falta: {', '.join(gap.field for gap in colombia.CATALOGUE.gaps(case.filing, case.filed_on))}")
    show(case, "2026-03-16")
    case = do(case, Registration(radicado="2026-000123", causal="102"), "2026-03-16")
    assert colombia.CATALOGUE.gaps(case.filing, case.filed_on) == ()
    assert refused(case, E.RECONOCIMIENTO_SAP, "2026-03-17").legal_from == date(2026, 4, 10)
    refused(case, E.CIERRE, "2026-03-17")
    case = all_done(
        case,
        [
            (E.ASIGNACION, "2026-03-17"),
            (E.ANALISIS, "2026-03-18"),
            (EvidencePeriod(dias=5, comunicada_el=date(2026, 3, 19)), "2026-03-19"),
            (E.PRACTICA_PRUEBA, "2026-03-24"),
            (E.CIERRE_PRUEBAS, "2026-03-25"),
        ],
    )
    show(case, "2026-03-25")
    refused(case, E.ENTREGA_AVISO, "2026-03-26")
    case = do(case, Decision(resultado="no_accede", acto="facturacion"), "2026-04-08")
    case = do(case, E.ENVIO_CITACION, "2026-04-09")
    assert refused(case, E.ENTREGA_AVISO, "2026-04-10").legal_from == date(2026, 4, 17)
    case = do(case, E.ENTREGA_AVISO, "2026-04-17")
    show(case, "2026-04-20")
    refused(case, E.EJECUCION, "2026-04-21")
    received = Event(E.RECURSO_INTERPUESTO, at=moment("2026-04-27T23:59"), recorded_at=moment("2026-04-28T08:05"))
    case = agenda_on(case, "2026-04-28").act(received)
    print("  + 2026-04-27  recurso interpuesto a las 23:59 del último día, registrado el 28")
    assert case.state is WorkflowState.RECURRIDO
    print("  actividades:", ", ".join(activity.label() for activity, _ in case.activities()))
    refused(case, E.CIERRE, "2026-06-01")
    the_recurso(case)
    print("\nEL RECLAMO, RESUELTO SU RECURSO")
    decided = RecursoDecided(resultado="confirma", notificado_el=date(2026, 5, 11))
    case = do(case, decided, "2026-05-11")
    case = do(case, E.CIERRE, "2026-05-12")
    show(case, "2026-05-12")
    return case


def the_recurso(reclamo: Case) -> Case:
    """The recurso: a case of its own, linked to the reclamo."""
    print("\nSU RECURSO")
    case = colombia.file(
        "recurso_reposicion_apelacion",
        at=moment("2026-04-27T23:59"),
        utility="empresa",
        radicado="2026-000150",
        servicio="acueducto",
        causal=reclamo.filing.causal,
        account=reclamo.filing.account,
        canal="escrito",
        peticionario=ANA,
        acto_atacado="D-2026-77",
        attacked_notified_on=date(2026, 4, 20),
        vinculos=[Link(relacion="recurso_de", case_id=reclamo.case_id, radicado=reclamo.filing.radicado)],
    )
    case = do(case, E.ANALISIS, "2026-04-28")
    refused(case, E.TRASLADO_COMPETENCIA, "2026-04-28")
    refused(case, E.REMISION_SSPD, "2026-04-29")
    case = do(case, Decision(resultado="confirma", acto="facturacion"), "2026-05-05")
    case = do(case, E.ENVIO_CITACION, "2026-05-06")
    case = do(case, E.NOTIFICACION_PERSONAL, "2026-05-11")
    show(case, "2026-05-11")
    case = do(case, E.REMISION_SSPD, "2026-05-12")
    assert refused(case, E.CIERRE, "2026-05-13").guard == "deberes_pendientes"
    of_the_sspd = Event(E.DECISION_SSPD, on=date(2026, 7, 1), payload=NotifiedOn(notificada_el=date(2026, 7, 1)))
    case = agenda_on(case, "2026-07-01").act(of_the_sspd)
    case = do(case, E.EJECUCION, "2026-07-06")
    case = do(case, E.CIERRE, "2026-07-07")
    show(case, "2026-07-07")
    return case


def a_peticion() -> Case:
    """A petición that is completed on request and answered late: the silence has decided and must be recognised."""
    print("\nUNA PETICIÓN")
    case = colombia.file(
        "peticion",
        on=date(2026, 6, 1),
        utility="empresa",
        radicado="2026-000200",
        canal="web",
        servicio="aseo",
        peticionario=ANA,
        hechos="...",
    )
    case = do(case, E.ANALISIS, "2026-06-02")
    refused(case, E.NOTIFICACION_ELECTRONICA, "2026-06-02")
    case = do(case, Requirement(recibido_el=date(2026, 6, 4)), "2026-06-03")
    show(case, "2026-06-04")
    withdrawal = refused(case, E.DESISTIMIENTO_TACITO, "2026-06-10")
    assert withdrawal.legal_from == date(2026, 7, 7)
    case = do(case, E.COMPLEMENTO, "2026-06-18")
    refused(case, E.REQUERIMIENTO, "2026-06-19")
    show(case, "2026-06-19")
    due_on = agenda_on(case, "2026-06-19")["respuesta"].due_on
    assert due_on is not None
    late = "2026-07-28"
    answer = Decision(resultado="no_accede", acto="otro")
    assert refused(case, answer, late).guard == "silencio_positivo"
    case = case.record(event(answer, late))
    print(f"  * {late}  decisión tardía, registrada como hecho (el término venció el {due_on})")
    show(case, late)
    case = do(case, E.RECONOCIMIENTO_SAP, "2026-07-29")
    case = do(case, E.ENVIO_CITACION, "2026-07-30")
    case = do(case, E.NOTIFICACION_PERSONAL, "2026-07-31")
    assert refused(case, E.CIERRE, "2026-07-31").guard == "sin_ejecutar"
    case = do(case, E.EJECUCION, "2026-08-03")
    case = do(case, E.CIERRE, "2026-08-03")
    show(case, "2026-08-03")
    return case


def a_silence() -> Case:
    """Nobody answered: what the silence granted is recognised and carried out, and the case closes."""
    print("\nUN SILENCIO")
    case = colombia.file("queja", on=date(2026, 6, 1), utility="empresa", radicado="2026-000300")
    show(case, "2026-07-01")
    refused(case, E.DESISTIMIENTO_EXPRESO, "2026-07-01")
    return all_done(case, [(E.RECONOCIMIENTO_SAP, "2026-07-01"), (E.EJECUCION, "2026-07-03"), (E.CIERRE, "2026-07-03")])


def main() -> None:
    """Tell the three stories."""
    a_reclamo()
    a_peticion()
    a_silence()


if __name__ == "__main__":
    main()

"""Cases of October 2026 of an invented utility: one for each reason to be in the month's file, or not to be."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Consent, Decision, Event, VerbalAnswer
from pqr_core.cases.filing import Attachment, Invoice, Link
from pqr_core.facts import RowMaker, case_id_of
from pqr_core.office.desk import Office
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import EventType as E

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=colombia.ZONE)
PROFILE = evolve(
    colombia.DEFAULT_PROFILE,
    utility_id="aguas",
    name="Aguas de Prueba E.S.P.",
    reports={"sui.municipio.Dosquebradas": "66170", "sui.centro_poblado": "000"},
)


def day(text: str) -> date:
    """A day of 2026, as MM-DD."""
    return date.fromisoformat(f"2026-{text}")


def case(radicado: str, filed: str | datetime, *events: Event, tipo: str = "reclamo", **told: Any) -> Case:
    """A case with the usual fields."""
    filing: dict[str, Any] = {
        "radicado": radicado,
        "servicio": "acueducto",
        "causal": "102",
        "account": "000123",
        "municipio": "Dosquebradas",
        "canal": "web",
        "factura": Invoice(numero="F-001"),
        **told,
    }
    when: dict[str, Any] = {"at": filed} if isinstance(filed, datetime) else {"on": day(filed)}
    return colombia.file(tipo, utility="aguas", case_id=case_id_of("aguas", radicado), **when, **filing).record(*events)


def decided(on: str, outcome: str | None, number: str | None = "S-1", acto: str = "facturacion") -> Event:
    """A decision."""
    return Event.of(Decision(resultado=outcome, acto=acto, radicado_salida=number), on=day(on))


def act(kind: E, on: str) -> Event:
    """An act that has only a day."""
    return Event(kind, on=day(on))


def electronic(on: str) -> Event:
    """An electronic notice, to a user who accepted it."""
    return Event(E.NOTIFICACION_ELECTRONICA, on=day(on), payload=Consent(autorizada=True))


LATE = datetime(2026, 10, 31, 23, 30, tzinfo=colombia.ZONE)
"""An instant of October in Colombia that is in November in UTC."""
NEXT = datetime(2026, 11, 1, 0, 10, tzinfo=colombia.ZONE)

ORIGINAL = case(
    "R-008",
    "07-01",
    decided("07-15", "no_accede", acto="suspension"),
    act(E.NOTIFICACION_PERSONAL, "07-16"),
    tipo="queja",
    causal="303",
    factura=None,
)
LETTER = Attachment(referencia="S-14", sha256="0" * 64, clase="carta:desistimiento_expreso")

CASES = (
    case("R-001", "10-01", decided("10-09", "accede", "S-001"), act(E.NOTIFICACION_PERSONAL, "10-14")),
    case("R-002", LATE),
    case("R-003", NEXT),
    case(
        "R-004",
        "09-10",
        decided("10-02", "no_accede", "S-004"),
        act(E.ENVIO_CITACION, "10-05"),
        act(E.ENTREGA_AVISO, "10-15"),
        tipo="queja",
        causal="303",
        factura=None,
    ),
    case("R-005", "08-03"),
    case("R-006", "09-01", decided("09-18", "accede_parcialmente", "S-006"), electronic("10-01")),
    case(
        "R-007",
        "09-01",
        decided("09-21", "confirma", "S-007", "suspension"),
        act(E.NOTIFICACION_PERSONAL, "09-22"),
        act(E.REMISION_SSPD, "10-02"),
        tipo="recurso_reposicion_apelacion",
        acto_atacado="suspension",
        attacked_notified_on=day("08-27"),
        vinculos=(Link(relacion="recurso_de", radicado="R-008"),),
        factura=None,
    ),
    ORIGINAL,
    case("R-009", "10-05", tipo="peticion_informacion", causal=None, factura=None, account=None),
    case(
        "R-010",
        "10-06",
        decided("10-20", "accede", "S-010", "otro"),
        act(E.RESPUESTA_ENVIADA, "10-20"),
        tipo="denuncia",
        causal="315",
        factura=None,
    ),
    case(
        "R-011",
        "10-07",
        Event(E.RESPUESTA_VERBAL, on=day("10-07"), payload=VerbalAnswer("accede", radicado_salida="S-011")),
        account=None,
    ),
    case("R-012", "10-08", tipo="sugerencia"),
    case("R-112", "10-08", tipo="peticion"),
    case("R-013", "10-05", act(E.TRASLADO_COMPETENCIA, "10-08"), tipo="queja", causal="303", factura=None),
    case("R-014", "10-02", act(E.DESISTIMIENTO_EXPRESO, "10-09"), Event(E.ADJUNTO, on=day("10-09"), payload=LETTER)),
    case("R,015", "10-09"),
    case("=2+5", "10-09"),
    case("R-017", "10-09", decided("10-21", None, "S-017"), act(E.NOTIFICACION_PERSONAL, "10-22")),
    case("R-018", "10-09", decided("10-21", "accede", "S-018"), no_registrado=("notificacion",)),
    case("R-019", "10-09", municipio="Pereira"),
    case("R-020", "10-09", decided("10-30", "no_accede", "S-020"), act(E.NOTIFICACION_PERSONAL, "11-04")),
    case("R-021", "10-09", servicio="aseo", causal="316"),
    case("R-022", "10-09", decided("10-21", "no_accede", None), act(E.NOTIFICACION_PERSONAL, "10-22")),
    case("R-024", "09-01", act(E.RECONOCIMIENTO_SAP, "10-01")),
    case("R-025", "08-20", decided("09-10", "no_accede", "S-025"), act(E.NOTIFICACION_PERSONAL, "09-14")),
)


def office(*cases: Case) -> Office:
    """An office in memory with these cases; by default, with all of them."""
    store = MemoryStore(rows=RowMaker(colombia.LAW, {"aguas": PROFILE}))
    with store.begin(NOW) as unit:
        for each in sorted(cases or CASES, key=lambda one: one.filed_on):
            unit.cases.add(each)
        unit.commit()
    return Office(store, colombia.JURISDICTION, PROFILE, clock=lambda: NOW)

"""For each kind of letter, a case that has everything the letter needs, and the instant at which it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Decision,
    Delivery,
    Event,
    NotifiedOn,
    Payload,
    Requirement,
    Visit,
)
from pqr_core.cases.filing import Annex, Claim, Invoice, Notices, Petitioner
from pqr_core.colombia.catalogues import CATALOGUE
from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.custom import NO_TEMPLATES, Templates
from pqr_core.documents.letters import Letter, draft
from pqr_core.law.profiles import Profile, Signatory
from pqr_core.vocabulary import EventType

E = EventType
PROFILE: Final[Profile] = evolve(
    colombia.DEFAULT_PROFILE,
    name="Aguas del Río E.S.P.",
    nit="900.123.456-7",
    membrete="Acueducto, alcantarillado y aseo",
    direccion="Calle 40 con carrera 16, Dosquebradas",
    horario_texto="de lunes a viernes, de 8:00 a 17:00",
    lugar_notificacion="la oficina de atención al usuario, calle 40 con carrera 16",
    firmantes={
        "*": Signatory("Pedro Gil Ocampo", "Jefe de atención al usuario"),
        "decision": Signatory("Marta Ríos Vélez", "Directora comercial"),
        "recurso": Signatory("Luisa Marín Toro", "Gerente"),
    },
)
ANA: Final = Petitioner(
    clase="natural",
    tipo_documento="cc",
    nombre="Ana Pérez Gómez",
    documento="31.415.926",
    correo="ana@correo.example",
    direccion="Manzana 4 casa 12, barrio Los Alpes, Dosquebradas",
)
CLAIMS: Final = (
    Claim(id="1", texto="que se revise el consumo de febrero"),
    Claim(id="2", texto="que se cambie el medidor"),
)
FILING: Final[dict[str, Any]] = {
    "radicado": "2026-000123",
    "servicio": "acueducto",
    "canal": "escrito",
    "account": "123456",
    "causal": "102",
    "peticionario": ANA,
    "hechos": "Me cobran el doble de lo que consumo.",
    "factura": Invoice(
        numero="F-991",
        periodo="febrero de 2026",
        valor_reclamado=Decimal(85000),
        valor_no_reclamado=Decimal("41200.50"),
    ),
    "factura_expedida": date(2026, 3, 2),
    "pretensiones": CLAIMS,
    "anexos": [Annex(clase="copia de la factura"), Annex(clase="fotografía del medidor", numero=3)],
}
REASONS: Final = (
    "El medidor se revisó en el laboratorio y mide dentro de los rangos de la norma.\n\n"
    "La lectura de febrero, en cambio, se tomó mal: el registro fotográfico muestra 118, y se facturó 148."
)
DECIDES: Final[dict[str, Any]] = {
    "numero": "S-2026-0077",
    "resultado": "accede_parcialmente",
    "acto": "facturacion",
    "resultados": {"1": ("accede", "Se factura de nuevo con la lectura 118."), "2": "no_accede"},
    "fundamentos": REASONS,
    "pruebas": ["acta de revisión 12 de 2026", "registro fotográfico de la lectura"],
}


class Sample(NamedTuple):
    """A case, the instant of the letter, and the details given to it."""

    case: Case
    at: datetime | date
    given: Mapping[str, Any]
    profile: Profile = PROFILE


def at(day: int, hour: int = 10, minute: int = 20, month: int = 3) -> datetime:
    """An instant of March 2026, or of another month."""
    return datetime(2026, month, day, hour, minute, tzinfo=colombia.ZONE)


def filed(tipo: str = "reclamo", **told: Any) -> Case:
    """A case filed on Monday 16 March 2026 at 8:41."""
    return colombia.file(tipo, at=at(16, 8, 41), utility="empresa", **{**FILING, **told})


def event(kind: EventType, day: int, payload: Payload | None = None, month: int = 3) -> Event:
    """An event of a day of March 2026, or of another month."""
    on = date(2026, month, day)
    return Event(kind, on=on) if payload is None else Event(kind, on=on, payload=payload)


DENIED: Final = Decision(
    resultado="no_accede", acto="facturacion", radicado_salida="S-2026-0077", cargo="Directora comercial"
)
DECIDED: Final = filed().record(event(E.DECISION, 24, DENIED))
CITED: Final = DECIDED.record(event(E.ENVIO_CITACION, 25, Delivery(guia="RA123456789CO")))
NO_ADDRESS: Final = evolve(ANA, direccion=None, correo=None)


def required() -> Case:
    """A petition that the user was required to complete, and did not."""
    asked = Requirement(falta=["copia del contrato de arrendamiento"], recibido_el=date(2026, 3, 19))
    return filed("peticion").record(event(E.REQUERIMIENTO, 18, asked))


def recurso(**told: Any) -> Case:
    """A recurso with subsidiary apelación against a decision."""
    return filed(
        "recurso_reposicion_apelacion",
        acto_atacado="S-2026-0077",
        attacked_notified_on=date(2026, 3, 10),
        radicado="2026-000150",
        **told,
    )


def notified() -> Case:
    """A decision that was notified in person."""
    return CITED.record(event(E.NOTIFICACION_PERSONAL, 27))


def refused() -> Case:
    """A request for information that was refused, and insisted on."""
    case = filed("peticion_informacion", pretensiones=(), factura=None, factura_expedida=None)
    return case.record(
        event(E.NEGATIVA_RESERVA, 20, NotifiedOn(date(2026, 3, 24))), event(E.INSISTENCIA_INTERPUESTA, 27)
    )


DECIDED_UP: Final = recurso().record(
    event(E.DECISION, 25, Decision(resultado="confirma", acto="facturacion", radicado_salida="S-2026-0101")),
    event(E.ENVIO_CITACION, 26),
    event(E.NOTIFICACION_PERSONAL, 27),
)

SAMPLES: Final[Mapping[str, Callable[[], Sample]]] = {
    "constancia_recepcion": lambda: Sample(
        filed(puesto_al_correo_el=date(2026, 3, 13)),
        at(16, 9, 5),
        {"falta": ["el poder"], "insiste": True, "verbal": True, "recibio": "Juan Díaz, auxiliar de ventanilla"},
    ),
    "requerimiento": lambda: Sample(
        filed("peticion"), at(18), {"falta": ["copia del contrato de arrendamiento"], "motivos": "Usted no es titular."}
    ),
    "devolucion_aclaracion": lambda: Sample(
        filed("queja"),
        at(18),
        {"no_se_entiende": "Habla de dos predios distintos.", "corregir": ["de qué predio se trata", "qué pide"]},
    ),
    "prorroga": lambda: Sample(
        filed("peticion_general"), at(30), {"hasta": date(2026, 4, 20), "motivos": "El archivo central está inundado."}
    ),
    "auto_pruebas": lambda: Sample(
        filed(),
        at(19),
        {"pruebas": ["revisión del medidor en laboratorio"], "hasta": date(2026, 4, 1), "otras_partes": True},
    ),
    "traslado_peticionario": lambda: Sample(
        filed("peticion_general"),
        at(18),
        {"autoridad": "la Alcaldía de Dosquebradas", "motivos": "El alumbrado público lo presta el municipio."},
    ),
    "traslado_competente": lambda: Sample(
        filed("peticion_general"),
        at(18),
        {"destinatario": "Alcaldía de Dosquebradas", "motivos": "El alumbrado público lo presta el municipio."},
    ),
    "decision": lambda: Sample(filed(factura_expedida=date(2025, 9, 1)), at(24), DECIDES),
    "citacion": lambda: Sample(DECIDED, at(25), {"guia": "RA123456789CO"}),
    "publicacion_citacion": lambda: Sample(
        filed(peticionario=NO_ADDRESS).record(event(E.DECISION, 24, DENIED)),
        at(25),
        {"medio": "la página web www.aguasdelrio.example"},
    ),
    "acta_notificacion_personal": lambda: Sample(
        CITED,
        at(27, 15, 30),
        {
            "recibido_por": "Luis Gómez Arias",
            "calidad": "autorizado",
            "identificacion": "cédula de ciudadanía 2.718.281",
        },
    ),
    "aviso": lambda: Sample(CITED, at(6, month=4), {"guia": "RA987654321CO"}),
    "publicacion_aviso": lambda: Sample(
        CITED,
        at(6, month=4),
        {
            "pagina_web": "www.aguasdelrio.example/avisos",
            "cartelera": "la cartelera de la sede principal",
            "causa": "la dirección no existe",
        },
    ),
    "notificacion_electronica": lambda: Sample(
        filed(
            notificaciones=Notices(
                correo="ana@correo.example", acepta_electronica=True, aceptada_el=date(2026, 3, 16), aceptacion="Acepto"
            )
        ).record(event(E.DECISION, 24, DENIED)),
        at(25),
        {"guia": "cert-551"},
    ),
    "decision_recurso": lambda: Sample(
        recurso(),
        at(25),
        {
            **DECIDES,
            "resultado": "confirma",
            "resultados": {"1": "no_accede", "2": "no_accede"},
            "numero": "S-2026-0101",
        },
    ),
    "rechazo_recurso": lambda: Sample(
        recurso(),
        at(25),
        {
            "acto": "facturacion",
            "requisito": "decir por qué no se está de acuerdo (CPACA, art. 77.2)",
            "fundamentos": "El escrito solo dice «apelo»; el expediente no permite saber por qué.",
            "numero": "S-2026-0102",
        },
    ),
    "remision_sspd": lambda: Sample(
        DECIDED_UP,
        at(30),
        {
            "folios": 42,
            "indice": ["la reclamación", "la decisión y su notificación", "el recurso"],
            "destinatario": "Dirección Territorial Occidente",
            "numero": "S-2026-0110",
        },
    ),
    "reconocimiento_silencio": lambda: Sample(
        filed(),
        at(10, month=4),
        {
            "concedido": ["se factura de nuevo febrero con el promedio", "se cambia el medidor sin costo"],
            "ejecucion": "el cambio se hace el lunes 20 de abril y el abono va en la próxima factura.",
            "imposible": "devolver lo pagado en 2019, que no se discutió en su momento.",
            "numero": "S-2026-0120",
        },
    ),
    "constancia_ejecutoria": lambda: Sample(notified(), at(20, month=4), {}),
    "desistimiento_tacito": lambda: Sample(required(), at(21, month=4), {"numero": "S-2026-0130"}),
    "desistimiento_expreso": lambda: Sample(
        recurso().record(event(E.DESISTIMIENTO_EXPRESO, 20)), at(24), {"numero": "S-2026-0131"}
    ),
    "negativa_reserva": lambda: Sample(
        filed("peticion_informacion", pretensiones=(), factura=None, factura_expedida=None),
        at(20),
        {
            "negado": ["los nombres de los denunciantes"],
            "disposiciones": ["Ley 1581 de 2012, artículo 4, literal h"],
            "fundamentos": "Los nombres son datos personales de terceros.",
            "entregado": ["las actas, sin esos nombres"],
            "numero": "S-2026-0140",
        },
    ),
    "remision_insistencia": lambda: Sample(
        refused(),
        at(30),
        {"destinatario": "Tribunal Administrativo de Risaralda", "documentos": ["la solicitud", "la negativa"]},
    ),
    "aviso_visita": lambda: Sample(
        filed().record(event(E.VISITA_PROGRAMADA, 18, Visit(date(2026, 3, 27)))),
        at(19),
        {"objeto": "revisar el medidor y las instalaciones internas", "franja": "entre las 8:00 y las 10:00"},
    ),
    "requerimiento_respuesta": lambda: Sample(
        filed("requerimiento_autoridad", fecha_limite=date(2026, 3, 30), pretensiones=(), factura=None),
        at(24),
        {
            "destinatario": "Superintendencia de Servicios Públicos Domiciliarios",
            "requerimiento": "20268000123451 del 13 de marzo de 2026",
            "respuesta": "1. La tarifa se publicó el 2 de enero.\n\n2. Se adjunta la publicación.",
            "documentos": ["publicación de la tarifa"],
        },
    ),
}
"""By kind."""


OTHERWISE: Final[Mapping[tuple[str, str], Sample]] = {
    ("traslado_peticionario", "nadie"): Sample(
        filed("peticion_general"), at(18), {"motivos": "Pide indultar a alguien.", "nadie_es_competente": True}
    )
}
"""Samples of elements that the sample of their kind cannot have, because they exclude other elements."""


@cache
def whole(kind: str) -> Letter:
    """The letter of a kind's sample, drafted once."""
    return letter(kind)


@cache
def html(kind: str) -> str:
    """Its web page, made once."""
    return whole(kind).html()


@cache
def pdf(kind: str) -> bytes:
    """Its PDF, made once."""
    return whole(kind).pdf()


@cache
def docx(kind: str) -> bytes:
    """Its Word document, made once."""
    return whole(kind).docx()


def letter(kind: str, sample: Sample | None = None, templates: Templates = NO_TEMPLATES) -> Letter:
    """The letter of a sample; by default, of the kind's own sample."""
    case, moment, given, profile = sample or SAMPLES[kind]()
    agenda = colombia.agenda(case, moment, profile=profile)
    return draft(LETTERS[kind], agenda, given, catalogue=CATALOGUE, templates=templates)

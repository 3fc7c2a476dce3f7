"""The Formato A of the SUI as data: columns, codes, and the choices on which the sources differ, with a default.

The annex of Resolución SSPD 20151300054575 de 2015 could not be read at its source. The columns and codes here are
those on which independent programs of utilities agree. Where they differ, the utility chooses. The sources, by letter,
are [A] acueducto comunitario (2026), [B] a working table of the SSPD in a utility's program (2016), [C] an energy
utility, and [D] a gas utility (2016-2024). Each citation says how its source was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import (
    SSPD_11295_2016,
    SSPD_54575_2015,
    SSPD_76635_2018,
    SSPD_204125_2017,
)
from pqr_core.colombia.sui_rules import ROW_RULES
from pqr_core.dated import Dated, Version
from pqr_core.language import Said
from pqr_core.reports.choices import Choice, Choices, Option
from pqr_core.reports.formats import Codes, Format, FormatColumn
from pqr_core.vocabulary import EventType, Outcome

__all__ = ("CHOICES", "CODES", "COLUMNS", "FORMATO_A", "NOTICE_TABLES")

_FIRST_DAY: Final = date(2016, 7, 1)

COLUMNS: Final = (
    FormatColumn("departamento", "Codigo Departamento", "código del departamento", "department code"),
    FormatColumn("municipio", "Codigo Municipio", "código del municipio", "municipality code"),
    FormatColumn("centro_poblado", "Codigo Centro Poblado", "código del centro poblado", "populated centre code"),
    FormatColumn("radicado", "Radicado Recibido", "radicado recibido", "number of the filing"),
    FormatColumn("fecha_radicacion", "Fecha Radicacion", "fecha de radicación", "day of filing", is_day=True),
    FormatColumn("tramite", "Tipo de Tramite", "tipo de trámite", "kind of procedure"),
    FormatColumn("causal", "Causal", "grupo de la causal", "group of the causal"),
    FormatColumn("detalle", "Detalle de Causal", "detalle de la causal", "detail of the causal"),
    FormatColumn("cuenta", "Numero de Cuenta", "número de cuenta", "account"),
    FormatColumn("factura", "Numero o Identificador de Factura", "número de la factura", "invoice number"),
    FormatColumn("tipo_respuesta", "Tipo Respuesta", "tipo de respuesta", "kind of answer"),
    FormatColumn("fecha_respuesta", "Fecha Respuesta", "fecha de respuesta", "day of the answer", is_day=True),
    FormatColumn("radicado_respuesta", "Radicado Respuesta", "radicado de la respuesta", "number of the answer"),
    FormatColumn(
        "fecha_notificacion",
        "Fecha Notificacion o Ejecucion",
        "fecha de notificación o ejecución",
        "day of notice or of carrying out",
        is_day=True,
    ),
    FormatColumn("tipo_notificacion", "Tipo de Notificacion", "tipo de notificación", "kind of notice"),
    FormatColumn(
        "fecha_traslado", "Fecha Traslado a la SSPD", "fecha de traslado a la SSPD", "day sent to the SSPD", is_day=True
    ),
)
"""The columns of the file, in order."""

CODES: Final = Codes(
    procedures=MappingProxyType(
        {
            "reclamo": "1",
            "queja": "2",
            "denuncia": "3",
            "recurso_reposicion": "4",
            "recurso_reposicion_apelacion": "5",
            "peticion_informacion": "6",
        }
    ),
    optional=MappingProxyType({"6": "tramite_6"}),
    appeal="5",
    answers=MappingProxyType(
        {
            Outcome.ACCEDE: "1",
            Outcome.ACCEDE_PARCIALMENTE: "2",
            Outcome.NO_ACCEDE: "3",
            Outcome.CONFIRMA: "4",
            Outcome.MODIFICA: "5",
            Outcome.REVOCA: "6",
            Outcome.RECHAZA: "7",
            Outcome.TRASLADA: "8",
            Outcome.ARCHIVA: "11",
        }
    ),
    endings=MappingProxyType(
        {
            EventType.TRASLADO_COMPETENCIA: "8",
            EventType.RECONOCIMIENTO_SAP: "10",
            EventType.DESISTIMIENTO_EXPRESO: "11",
            EventType.DESISTIMIENTO_TACITO: "11",
            EventType.ACEPTACION_DESISTIMIENTO: "11",
            EventType.ARCHIVO: "11",
        }
    ),
    pending="9",
    unanswered="10",
    confirms="4",
    grants=frozenset({"1", "2", "5", "6"}),
    ways=MappingProxyType(
        {
            EventType.NOTIFICACION_PERSONAL: "personal",
            EventType.RESPUESTA_VERBAL: "personal",
            EventType.ENTREGA_AVISO: "aviso",
            EventType.PUBLICACION_AVISO: "aviso",
            EventType.NOTIFICACION_ELECTRONICA: "electronica",
            EventType.COMUNICACION_CERTIFICADA: "certificada",
            EventType.CONDUCTA_CONCLUYENTE: "conducta_concluyente",
            EventType.RECURSO_INTERPUESTO: "conducta_concluyente",
            EventType.QUEJA_INTERPUESTA: "conducta_concluyente",
        }
    ),
    letters=MappingProxyType(
        {
            EventType.DECISION: ("decision", "decision_recurso", "rechazo_recurso"),
            EventType.TRASLADO_COMPETENCIA: ("traslado_competente", "traslado_peticionario"),
            EventType.DESISTIMIENTO_EXPRESO: ("desistimiento_expreso",),
            EventType.DESISTIMIENTO_TACITO: ("desistimiento_tacito",),
        }
    ),
    no_invoice="N",
)
"""The codes that the file uses for procedures, answers and ways of notice."""

NOTICE_TABLES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        # [C] and [D] agree on 1, on 2 and on the code for no notice. An electronic notice is a personal one
        # (CPACA art. 67 num. 1), so it has the personal code where the table has no other.
        "energia_gas": MappingProxyType({"personal": "1", "electronica": "1", "aviso": "2", "pendiente": "5"}),
        "acueducto": MappingProxyType(
            {
                "personal": "1",
                "electronica": "1",
                "pendiente": "3",
                "aviso": "4",
                "conducta_concluyente": "5",
            }
        ),
    }
)
"""The codes of column 15 by the way of notice, as the programs of utilities have them; other ways have no code."""

_WAYS: Final = {
    "personal": ("notificación personal", "personal notice"),
    "electronica": ("notificación electrónica", "electronic notice"),
    "aviso": ("notificación por aviso", "notice by aviso"),
    "certificada": ("comunicación por correo certificado", "certified mail"),
    "conducta_concluyente": ("conducta concluyente", "conduct showing knowledge"),
    "pendiente": ("sin notificación todavía", "no notice yet"),
}
_NUMBER: Final = "[0-9]{1,2}"


def _notice(choices: Choices, way: str | None) -> str:
    """The code of a way of notice: the utility's own code, or else that of the table that the utility follows."""
    named = "pendiente" if way is None else way
    return choices[f"notificacion.{named}"] or NOTICE_TABLES[choices["tabla_notificacion"]].get(named, "")


CHOICES: Final = (
    Choice(
        "encabezado",
        "fila de encabezados",
        "header row",
        default="si",
        options=(
            Option("si", "la primera fila son los encabezados", "[A] y [D]; el cargador no valida su texto, según [A]"),
            Option("no", "el archivo empieza con los datos", "[C] lee archivos sin ella"),
        ),
    ),
    Choice(
        "separador_fecha",
        "separador de las fechas",
        "separator of dates",
        default="-",
        options=(
            Option("-", "DD-MM-AAAA", "[A] y [C]; [D] en la columna 5"),
            Option("/", "DD/MM/AAAA", "[D] en las columnas 12, 14 y 16"),
        ),
    ),
    Choice(
        "nombre_archivo",
        "nombre del archivo",
        "file name",
        default="sui_pqr_{aaaa}{mm}.csv",
        options=(
            Option("sui_pqr_{aaaa}{mm}.csv", "", "[A], elección propia; no se halló un nombre oficial"),
            Option("formato_15_{aaaa}{mm}.csv", "", "[C]"),
            Option("Formato_anexo_A_{aaaa}_{m}.csv", "", "[D]"),
        ),
        pattern=r"[A-Za-z0-9_-]+(\{(aaaa|mm|m)\}[A-Za-z0-9_-]*)+\.csv",
    ),
    Choice(
        "cuenta_vacia",
        "cuenta de quien no tiene",
        "account of a petitioner without one",
        default="0000",
        options=(Option("0000", "", "[A]"), Option("000", "", "[D] y una versión anterior de [C]")),
        pattern="[0-9A-Za-z]{1,20}",
    ),
    Choice(
        "tramite_6",
        "si se reporta el trámite 6 (solicitud de información o de copias)",
        "whether procedure 6 is reported",
        default="si",
        options=(
            Option(
                "si", "", "[A]; el título de la resolución de 2016 habla de derechos de petición", Confidence.EN_DISPUTA
            ),
            Option("no", "", "el validador más nuevo de [C] solo admite 1 a 5"),
        ),
    ),
    Choice(
        "tramite.*",
        "trámite de un tipo de caso",
        "procedure of a case type",
        pattern="[1-6]",
    ),
    Choice(
        "traslado",
        "cuándo se escribe la fecha de traslado a la SSPD (columna 16)",
        "when column 16 is written",
        default="confirma",
        options=(
            Option("confirma", "trámite 5 con respuesta Confirma", "[D]"),
            Option("remitido", "trámite 5 cuyo expediente se remitió, con cualquier respuesta", "lectura propia"),
            Option("siempre", "obligatoria en el trámite 5", "[C]"),
        ),
    ),
    Choice(
        "traslado_vacio",
        "lo que va en la columna 16 cuando no hay traslado",
        "column 16 without a transfer",
        default="",
        options=(
            Option("", "vacía", "[A] y la versión más nueva de [C]"),
            Option("N", "la letra N", "versión anterior de [C]"),
        ),
    ),
    Choice(
        "tabla_notificacion",
        "tabla de códigos de notificación (columna 15)",
        "table of codes of notice",
        default="energia_gas",
        options=(
            Option(
                "energia_gas",
                "1 personal, 2 aviso, 5 sin notificación",
                "[C] y [D], dos empresas en producción",
                Confidence.EN_DISPUTA,
            ),
            Option(
                "acueducto",
                "1 personal, 2 edicto, 3 no aplica, 4 aviso, 5 conducta concluyente",
                "[A]; cita el parágrafo del numeral 15 del anexo para el 3",
                Confidence.EN_DISPUTA,
            ),
        ),
    ),
    *(
        Choice(
            f"notificacion.{way}",
            f"código de la {es}" if way != "pendiente" else f"código {es}",
            f"code of {en}",
            pattern=_NUMBER,
        )
        for way, (es, en) in _WAYS.items()
    ),
    Choice(
        "columna_14",
        "qué fecha va en la columna 14 cuando se accede",
        "which day column 14 holds where the answer grants",
        default="notificacion",
        options=(
            Option("notificacion", "la de la notificación", "[C] y [D]"),
            Option("ejecucion", "la de la ejecución, si consta", "nombre de la columna"),
        ),
    ),
    Choice(
        "factura_facturacion",
        "factura en las causales de facturación",
        "invoice of causales of billing",
        default="N",
        options=(
            Option("N", "se admite la letra N", "[A]", Confidence.EN_DISPUTA),
            Option("exigida", "se exige un número", "[C]", Confidence.EN_DISPUTA),
        ),
    ),
    Choice(
        "vence_dia_habil",
        "día hábil del mes siguiente en que vence el reporte",
        "business day of the next month on which it is due",
        options=(),
        pattern="[1-9]|1[0-9]|2[0-3]",
    ),
    Choice(
        "centro_poblado",
        "centro poblado de los casos que no lo dicen",
        "populated centre of cases that do not say it",
        options=(Option("000", "la cabecera municipal", "[B]", Confidence.CITADA),),
        pattern="[0-9]{3}",
    ),
    Choice("municipio.*", "código DANE de un municipio", "DANE code of a municipality", pattern="[0-9]{5}"),
)
"""What the utility chooses, with the options seen in the sources and the default."""

FORMATO_A: Final[Dated[Format]] = Dated(
    "sui",
    (
        Version(
            Format(
                code="sui",
                es="Formato A del SUI",
                en="Formato A of the SUI",
                columns=COLUMNS,
                codes=CODES,
                choices=CHOICES,
                rules=ROW_RULES,
                notice=_notice,
                norms=(
                    Citation(SSPD_54575_2015, "Anexo A", Confidence.CITADA),
                    Citation(SSPD_11295_2016, "", Confidence.CITADA),
                    Citation(SSPD_76635_2018, "", Confidence.CITADA),
                ),
                correction=Said(
                    f"lo que ya se cargó no se carga de nuevo: se corrige con una solicitud ({SSPD_204125_2017.name})",
                    f"what was loaded is not loaded again: it is corrected by a request ({SSPD_204125_2017.name})",
                ),
            ),
            first_day=_FIRST_DAY,
            citations=(Citation(SSPD_54575_2015, "Anexo A", Confidence.CITADA),),
        ),
    ),
)
"""The format of the file, for the months from July 2016 on."""

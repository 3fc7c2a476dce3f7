"""The rules that each row of the Formato A must keep, as data: column, fault, remedy and source.

The annex could not be read at its source, so each rule cites the programs in which it was seen, by the letters of
`sui`. A rule that leaves a row out concerns a row that the loader would refuse, or that would be false.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from pqr_core.cases.identifiers import DEPARTMENTS
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import LEY_142_1994, SSPD_54575_2015, SSPD_76635_2018
from pqr_core.errors import NoRuleInForceError
from pqr_core.language import Said
from pqr_core.reports.flat import is_safe
from pqr_core.reports.formats import Checked, RowRule

__all__ = ("ROW_RULES",)

_COMPLAINTS: Final = frozenset("1236")
_RECURSOS: Final = frozenset("45")
_OF_COMPLAINTS: Final = frozenset("123")
_OF_RECURSOS: Final = frozenset("4567")
_OPEN: Final = frozenset({"9", "10"})
_ANSWERS: Final = frozenset(str(code) for code in range(1, 12))
_FREE_TEXTS: Final = ("radicado", "cuenta", "factura", "radicado_respuesta")


def _annex(note: str, confidence: Confidence = Confidence.CITADA) -> Citation:
    return Citation(SSPD_54575_2015, "Anexo A", confidence, note)


def _rule(
    code: str,
    column: str,
    what: tuple[str, str],
    remedy: tuple[str, str],
    norm: Citation,
    holds: Callable[[Checked], bool],
    *,
    blocks: bool = True,
) -> RowRule:
    return RowRule(
        code=code, column=column, what=Said(*what), remedy=Said(*remedy), norm=norm, holds=holds, blocks=blocks
    )


def _digits(text: str, n: int) -> bool:
    return len(text) == n and text.isascii() and text.isdigit()


def _listed(row: Checked) -> str | None:
    """The group of the causal in the list in force on the day of filing; None if the list does not have it."""
    day = row.day("fecha_radicacion")
    if day is None:
        return None
    try:
        causal = row.catalogue.causales.at(day).value.get(row["detalle"])
    except NoRuleInForceError:
        return None
    return None if causal is None else causal.group


def _is_in_order(row: Checked, column: str, after: str) -> bool:
    day, before = row.day(column), row.day(after)
    return day is None or before is None or day >= before


def _is_by_the_end(row: Checked, column: str) -> bool:
    day = row.day(column)
    return day is None or day <= row.period.last_day


def _is_written(row: Checked, column: str) -> bool:
    """Whether the cell is a day, written with the date separator that the utility chose."""
    text = row[column]
    return row.day(column) is not None and row.choices["separador_fecha"] in text


def _holds_safe(column: str) -> Callable[[Checked], bool]:
    return lambda row: is_safe(row[column])


def _ways(row: Checked) -> set[str]:
    """The codes of notice that the utility uses, without the code of no notice."""
    ways = set(row.format.codes.ways.values())
    return {code for way in ways if (code := row.format.notice(row.choices, way))}


def _sent_day(row: Checked) -> date | None:
    return row.day("fecha_traslado")


def _is_blank(row: Checked) -> bool:
    return row["fecha_traslado"] == row.choices["traslado_vacio"]


def _is_answer_of(row: Checked) -> bool:
    """Whether the procedure can have that answer."""
    answer, procedure = row["tipo_respuesta"], row["tramite"]
    if answer in _OF_COMPLAINTS:
        return procedure in _COMPLAINTS
    return procedure in _RECURSOS if answer in _OF_RECURSOS else True


_PLACE: Final = (
    "registre el municipio con sus cinco cifras del DANE, o diga su código en el perfil: reports.sui.municipio",
    "record the municipality as five digits of the DANE, or say its code in the profile: reports.sui.municipio",
)
_CODE_AND_NAME: Final = _annex("columnas y nombres según [A], [B], [C] y [D]")
_DATES: Final = _annex("fechas según [A] y [C]")
_ORDER: Final = _annex("orden de las fechas según [C] y [D]")
_REQUIRED: Final = _annex("vacíos con respuesta 9 o 10, obligatorios con las demás, según [A] y [C]")
_TEXT: Final = _annex("los cargadores vistos no leen comillas, según [D]")
_CAUSALES: Final = Citation(
    SSPD_76635_2018, "", Confidence.CITADA, "grupos y detalles según [A] y la exportación del SUI"
)

ROW_RULES: Final = (
    _rule(
        "departamento",
        "departamento",
        (
            "el código del departamento no es uno del DANE (dos cifras)",
            "the department is not a code of the DANE (two digits)",
        ),
        _PLACE,
        _CODE_AND_NAME,
        lambda row: row["departamento"] in DEPARTMENTS,
    ),
    _rule(
        "municipio",
        "municipio",
        ("el código del municipio no tiene tres cifras", "the municipality is not three digits"),
        _PLACE,
        _CODE_AND_NAME,
        lambda row: _digits(row["municipio"], 3),
    ),
    _rule(
        "centro_poblado",
        "centro_poblado",
        ("el centro poblado no tiene tres cifras", "the populated centre is not three digits"),
        (
            "regístrelo (000 es la cabecera), o diga en el perfil cuál es si no consta: reports.sui.centro_poblado",
            "record it (000 is the seat), or say in the profile which it is where not told: reports.sui.centro_poblado",
        ),
        _annex("000 es la cabecera, según [B]"),
        lambda row: _digits(row["centro_poblado"], 3),
    ),
    _rule(
        "radicado",
        "radicado",
        ("falta el radicado", "the number of the filing is missing"),
        ("registre el radicado del caso", "give the case its number"),
        _CODE_AND_NAME,
        lambda row: bool(row["radicado"]),
    ),
    _rule(
        "radicado_repetido",
        "radicado",
        (
            "el radicado ya está en otra fila con el mismo trámite",
            "the number stands in another row with the same procedure",
        ),
        (
            "deje una sola fila, o corrija el radicado de una de ellas",
            "leave one row, or correct the number of one of them",
        ),
        _annex("[C] deja una fila de cada radicado"),
        lambda row: not row.repeated,
    ),
    *(
        _rule(
            f"texto_{column}",
            column,
            (
                "tiene signos que rompen el archivo o que una hoja de cálculo ejecuta",
                "it has signs that break the file, or that a spreadsheet would run",
            ),
            (
                "use letras sin tilde, cifras, espacios y . / _ # -, y comience con letra o cifra; corrija el registro",
                "use letters of ASCII, digits, spaces and . / _ # -, a letter or digit first; correct the register",
            ),
            _TEXT,
            _holds_safe(column),
        )
        for column in _FREE_TEXTS
    ),
    _rule(
        "fecha_radicacion",
        "fecha_radicacion",
        (
            "la fecha de radicación falta o no está escrita como el archivo",
            "the day of filing is missing, or not as the file writes days",
        ),
        (
            "escríbala como DD-MM-AAAA, con el separador del archivo",
            "write it as DD-MM-YYYY, with the separator of the file",
        ),
        _DATES,
        lambda row: _is_written(row, "fecha_radicacion"),
    ),
    _rule(
        "radicado_despues",
        "fecha_radicacion",
        ("se radicó después del mes del archivo", "it was filed after the month of the file"),
        ("va en el archivo de su mes", "it belongs to the file of its own month"),
        _annex("artículo primero, según [A]"),
        lambda row: _is_by_the_end(row, "fecha_radicacion"),
    ),
    _rule(
        "tramite",
        "tramite",
        ("el tipo de trámite no es un código del 1 al 6", "the procedure is not a code from 1 to 6"),
        (
            "clasifique el caso, o diga su trámite en el perfil: reports.sui.tramite",
            "classify the case, or say its procedure in the profile: reports.sui.tramite",
        ),
        _CODE_AND_NAME,
        lambda row: row["tramite"] in _COMPLAINTS | _RECURSOS,
    ),
    _rule(
        "tramite_6",
        "tramite",
        ("el trámite 6 no se reporta, según el perfil", "procedure 6 is not reported, by the profile"),
        (
            'quite la fila, o diga en el perfil reports.sui.tramite_6 = "si"',
            'leave the row out, or say reports.sui.tramite_6 = "si" in the profile',
        ),
        _annex("en disputa: [A] lo admite, la versión más nueva de [C] no", Confidence.EN_DISPUTA),
        lambda row: row["tramite"] != "6" or row.choices["tramite_6"] == "si",
    ),
    _rule(
        "causal",
        "causal",
        (
            "falta el grupo de la causal, o no es F ni P (I hasta 2018)",
            "the group of the causal is missing, or is neither F nor P (I until 2018)",
        ),
        (
            "clasifique el caso con una causal vigente de su servicio",
            "classify the case with a causal in force for its service",
        ),
        _CAUSALES,
        lambda row: row["causal"] in {"F", "P", "I"},
    ),
    _rule(
        "detalle",
        "detalle",
        (
            "la causal no está en la lista vigente el día de la radicación",
            "the causal is not in the list in force on the day of filing",
        ),
        ("clasifique el caso con una causal vigente", "classify the case with a causal in force"),
        _CAUSALES,
        lambda row: _listed(row) is not None,
    ),
    _rule(
        "grupo_de_otro_detalle",
        "causal",
        (
            "el grupo no es el de la causal en la lista vigente",
            "the group is not that of the causal in the list in force",
        ),
        (
            "corrija el grupo: F de facturación, P de prestación",
            "correct the group: F billing, P provision of the service",
        ),
        _CAUSALES,
        lambda row: not row["causal"] or _listed(row) in {None, row["causal"]},
    ),
    _rule(
        "cuenta",
        "cuenta",
        ("falta el número de cuenta", "the account is missing"),
        (
            "registre la cuenta, o use el número de quien no la tiene",
            "record the account, or use the number of who has none",
        ),
        _CODE_AND_NAME,
        lambda row: bool(row["cuenta"]),
    ),
    _rule(
        "factura",
        "factura",
        ("falta el número de la factura o la letra N", "the invoice number or the letter N is missing"),
        ("registre la factura, o escriba N si no hay", "record the invoice, or write N where there is none"),
        _annex("N si no hay factura, según [A], [C] y [D]"),
        lambda row: bool(row["factura"]),
    ),
    _rule(
        "factura_exigida",
        "factura",
        ("una causal de facturación sin número de factura", "a causal of billing without an invoice number"),
        ("registre el número de la factura reclamada", "record the number of the invoice attacked"),
        _annex(
            "exigida por [C], no por [A]; la exige el perfil: reports.sui.factura_facturacion", Confidence.EN_DISPUTA
        ),
        lambda row: row["causal"] != "F" or row["factura"] != "N" or row.choices["factura_facturacion"] == "N",
    ),
    _rule(
        "factura_sin_numero",
        "factura",
        ("una causal de facturación sin número de factura", "a causal of billing without an invoice number"),
        (
            "registre el número de la factura reclamada; algunos validadores lo exigen",
            "record the invoice number; some validators ask for it",
        ),
        _annex("exigida por [C], no por [A]", Confidence.EN_DISPUTA),
        lambda row: row["causal"] != "F" or row["factura"] != "N" or row.choices["factura_facturacion"] != "N",
        blocks=False,
    ),
    _rule(
        "tipo_respuesta",
        "tipo_respuesta",
        (
            "no consta el resultado de la respuesta, o su código no es del 1 al 11",
            "the outcome of the answer is not known, or its code is not from 1 to 11",
        ),
        ("registre el resultado de la decisión", "record the outcome of the decision"),
        _annex("códigos según [A] y [B]"),
        lambda row: row["tipo_respuesta"] in _ANSWERS,
    ),
    _rule(
        "respuesta_de_otro_tramite",
        "tipo_respuesta",
        (
            "la respuesta no es de ese trámite: 4 a 7 son de recursos, y 1 a 3 de los demás",
            "the answer is not of that procedure: 4 to 7 are of recursos, 1 to 3 of the others",
        ),
        (
            "corrija el resultado de la decisión o el tipo del caso",
            "correct the outcome of the decision, or the type of the case",
        ),
        _annex("deducido de las definiciones de [B]", Confidence.RECORDADA),
        _is_answer_of,
    ),
    _rule(
        "sin_respuesta",
        "tipo_respuesta",
        (
            "el término venció sin respuesta: es un posible silencio administrativo positivo",
            "the term has passed without an answer: the silence may have decided",
        ),
        (
            "responda o reconozca el silencio; revise el caso antes de enviar el archivo",
            "answer, or recognise the silence; look at the case before the file is sent",
        ),
        Citation(LEY_142_1994, "art. 158", Confidence.VISTA),
        lambda row: row["tipo_respuesta"] != "10",
        blocks=False,
    ),
    _rule(
        "fecha_respuesta",
        "fecha_respuesta",
        (
            "falta la fecha de la respuesta, o no está escrita como el archivo",
            "the day of the answer is missing, or not as the file writes days",
        ),
        ("registre la respuesta con su fecha", "record the answer with its day"),
        _REQUIRED,
        lambda row: row.is_open or _is_written(row, "fecha_respuesta"),
    ),
    _rule(
        "fecha_respuesta_sobra",
        "fecha_respuesta",
        (
            "hay fecha de respuesta en un caso sin responder (9 o 10)",
            "there is a day of answer in a case without one (9 or 10)",
        ),
        ("déjela vacía, o corrija el tipo de respuesta", "leave it empty, or correct the kind of answer"),
        _REQUIRED,
        lambda row: not row.is_open or not row["fecha_respuesta"],
    ),
    _rule(
        "respuesta_antes",
        "fecha_respuesta",
        ("la respuesta es anterior a la radicación", "the answer is before the filing"),
        ("corrija una de las dos fechas", "correct one of both days"),
        _ORDER,
        lambda row: _is_in_order(row, "fecha_respuesta", "fecha_radicacion"),
    ),
    _rule(
        "respuesta_despues",
        "fecha_respuesta",
        ("la respuesta es posterior al mes del archivo", "the answer is after the month of the file"),
        ("va en el archivo del mes en que se respondió", "it belongs to the file of the month in which it was given"),
        _annex("artículo primero, según [A]"),
        lambda row: _is_by_the_end(row, "fecha_respuesta"),
    ),
    _rule(
        "radicado_respuesta",
        "radicado_respuesta",
        ("falta el radicado de la respuesta", "the number of the answer is missing"),
        (
            "registre el número de salida de la respuesta, o expida su carta con pqr letter --issue",
            "record the outgoing number of the answer, or issue its letter",
        ),
        _REQUIRED,
        lambda row: row.is_open or bool(row["radicado_respuesta"]),
    ),
    _rule(
        "radicado_respuesta_sobra",
        "radicado_respuesta",
        (
            "hay radicado de respuesta en un caso sin responder (9 o 10)",
            "there is a number of answer in a case without one (9 or 10)",
        ),
        ("déjelo vacío, o corrija el tipo de respuesta", "leave it empty, or correct the kind of answer"),
        _REQUIRED,
        lambda row: not row.is_open or not row["radicado_respuesta"],
    ),
    _rule(
        "radicado_respuesta_igual",
        "radicado_respuesta",
        ("el radicado de la respuesta es el mismo de la petición", "the number of the answer is that of the petition"),
        ("registre el número de salida de la respuesta", "record the outgoing number of the answer"),
        _annex("defecto visto en [A]"),
        lambda row: row["radicado_respuesta"] != row["radicado"] or not row["radicado"],
        blocks=False,
    ),
    _rule(
        "fecha_notificacion",
        "fecha_notificacion",
        (
            "la fecha de notificación no está escrita como el archivo",
            "the day of notice is not as the file writes days",
        ),
        (
            "escríbala como DD-MM-AAAA, con el separador del archivo",
            "write it as DD-MM-YYYY, with the separator of the file",
        ),
        _DATES,
        lambda row: not row["fecha_notificacion"] or _is_written(row, "fecha_notificacion"),
    ),
    _rule(
        "fecha_notificacion_sobra",
        "fecha_notificacion",
        (
            "hay fecha de notificación en un caso sin responder (9 o 10)",
            "there is a day of notice in a case without an answer (9 or 10)",
        ),
        ("déjela vacía, o corrija el tipo de respuesta", "leave it empty, or correct the kind of answer"),
        _REQUIRED,
        lambda row: not row.is_open or not row["fecha_notificacion"],
    ),
    _rule(
        "notificacion_antes",
        "fecha_notificacion",
        ("la notificación es anterior a la respuesta", "the notice is before the answer"),
        ("corrija una de las dos fechas", "correct one of both days"),
        _ORDER,
        lambda row: _is_in_order(row, "fecha_notificacion", "fecha_respuesta"),
    ),
    _rule(
        "notificacion_despues",
        "fecha_notificacion",
        ("la notificación es posterior al mes del archivo", "the notice is after the month of the file"),
        ("va en el archivo del mes en que se notificó", "it belongs to the file of the month in which it was made"),
        _annex("artículo primero, según [A]"),
        lambda row: _is_by_the_end(row, "fecha_notificacion"),
    ),
    _rule(
        "tipo_notificacion",
        "tipo_notificacion",
        (
            "no consta cómo se notificó, o esa forma no tiene código en la tabla de la empresa",
            "it is not known how it was notified, or that way has no code in the table of the utility",
        ),
        (
            "registre la notificación, o diga el código de esa forma en el perfil: reports.sui.notificacion",
            "record the notice, or say the code of that way in the profile: reports.sui.notificacion",
        ),
        _annex("la tabla está en disputa", Confidence.EN_DISPUTA),
        lambda row: (
            row["tipo_notificacion"] in _ways(row) | {row.format.notice(row.choices, None)}
            and bool(row["tipo_notificacion"])
        ),
    ),
    _rule(
        "notificacion_sin_respuesta",
        "tipo_notificacion",
        (
            "un caso sin responder (9 o 10) lleva el código de sin notificación",
            "a case without an answer (9 or 10) takes the code of no notice",
        ),
        (
            "escriba el código de sin notificación de la tabla de la empresa",
            "write the code of no notice of the table of the utility",
        ),
        _annex("parágrafo del numeral 15, según [A]; [C] también lo exige, con otro código", Confidence.EN_DISPUTA),
        lambda row: not row.is_open or row["tipo_notificacion"] == row.format.notice(row.choices, None),
    ),
    _rule(
        "notificacion_sin_fecha",
        "fecha_notificacion",
        ("hay forma de notificación y falta su fecha", "there is a way of notice and its day is missing"),
        ("registre la fecha de la notificación", "record the day of the notice"),
        _annex("se reporta de nuevo cuando se notifica, según [D]"),
        lambda row: (
            bool(row["fecha_notificacion"]) or row["tipo_notificacion"] in {"", row.format.notice(row.choices, None)}
        ),
    ),
    _rule(
        "traslado_ajeno",
        "fecha_traslado",
        ("solo el trámite 5 lleva fecha de traslado a la SSPD", "only procedure 5 has a day sent to the SSPD"),
        ("déjela vacía, o corrija el trámite", "leave it empty, or correct the procedure"),
        _annex("según [C] y [D]"),
        lambda row: row["tramite"] == "5" or _is_blank(row),
    ),
    _rule(
        "fecha_traslado",
        "fecha_traslado",
        (
            "la fecha de traslado no está escrita como el archivo",
            "the day sent to the SSPD is not as the file writes days",
        ),
        (
            "escríbala como DD-MM-AAAA, o déjela como va cuando no hay traslado",
            "write it as DD-MM-YYYY, or as the file has it where there is none",
        ),
        _DATES,
        lambda row: _is_blank(row) or _is_written(row, "fecha_traslado"),
    ),
    _rule(
        "traslado_falta",
        "fecha_traslado",
        (
            "falta la fecha de traslado a la SSPD, que el perfil exige en el trámite 5",
            "the day sent to the SSPD is missing, which the profile asks for in procedure 5",
        ),
        ("registre la remisión del expediente a la SSPD", "record that the file was sent to the SSPD"),
        _annex("según [C]", Confidence.EN_DISPUTA),
        lambda row: (
            row["tramite"] != "5" or row.choices["traslado"] != "siempre" or row.is_open or _sent_day(row) is not None
        ),
    ),
    _rule(
        "traslado_pendiente",
        "fecha_traslado",
        (
            "se confirmó una decisión con apelación subsidiaria y no consta el traslado a la SSPD",
            "a decision was confirmed with a subsidiary appeal, and no transfer to the SSPD is told",
        ),
        (
            "remita el expediente y regístrelo: el caso se reporta de nuevo en el mes del traslado",
            "send the file and record it: the case is reported again in the month it is sent",
        ),
        Citation(LEY_142_1994, "art. 159", Confidence.VISTA),
        lambda row: (
            row["tramite"] != "5"
            or row["tipo_respuesta"] != "4"
            or row.choices["traslado"] == "siempre"
            or _sent_day(row) is not None
        ),
        blocks=False,
    ),
    _rule(
        "traslado_antes",
        "fecha_traslado",
        ("el traslado a la SSPD es anterior a la respuesta", "the transfer to the SSPD is before the answer"),
        ("corrija una de las dos fechas", "correct one of both days"),
        _ORDER,
        lambda row: _is_in_order(row, "fecha_traslado", "fecha_respuesta"),
    ),
)
"""The rules, in the order of the columns."""

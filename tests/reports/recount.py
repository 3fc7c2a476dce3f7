"""Count the Formato A of the sample again, from its register and the facts of the format; it imports nothing of ours.

Holidays are those of the package `holidays`. If the term of a case was suspended or extended, this script does not work
out whether it has passed; it then accepts both type 9 and type 10.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta

import holidays

HOLIDAYS = holidays.country_holidays("CO", years=range(2025, 2028), observed=True)
PROCEDURES = {
    "reclamo": "1",
    "queja": "2",
    "denuncia": "3",
    "recurso_reposicion": "4",
    "recurso_reposicion_apelacion": "5",
    "peticion_informacion": "6",
}
ANSWERS = {
    "accede": "1",
    "accede_parcialmente": "2",
    "no_accede": "3",
    "confirma": "4",
    "modifica": "5",
    "revoca": "6",
    "rechaza": "7",
}
TERMS = {"peticion_informacion": 10}
STOPPED = ("fecha_requerimiento", "fecha_pruebas", "fecha_prorroga")
Row = dict[str, str]


def is_business(day: date) -> bool:
    """Whether the day is from Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in HOLIDAYS


def add(day: date, n: int) -> date:
    """The n-th business day after a day."""
    while n:
        day += timedelta(days=1)
        n -= is_business(day)
    return day


def on(row: Row, column: str, by: date) -> date | None:
    """The day in a column; None if the column is empty or the day is after `by`."""
    found = date.fromisoformat(row[column]) if row[column] else None
    return None if found is None or found > by else found


def notified(row: Row, by: date) -> tuple[date | None, str]:
    """The day on which the notice counts as made, with its code: for an aviso the day after, otherwise the same day."""
    answered, told, kind = on(row, "fecha_respuesta", by), on(row, "fecha_notificacion", by), row["tipo_notificacion"]
    if row["verbal"] == "si" and answered and row["resultado"] in {"accede", "revoca"}:
        return answered, "1"
    if told is None or (kind == "electronica" and row["notificacion_autorizada"] != "si"):
        return None, "5"
    if kind == "aviso":
        cited = on(row, "fecha_citacion", by)
        valid = cited is not None and cited < told and told > add(cited, 5)
        deemed = add(told, 1)
        return (deemed, "2") if valid and deemed <= by else (None, "5")
    return told, "1"


def ended(row: Row, by: date) -> tuple[date | None, str]:
    """The day on which the case ended without an answer, with the code."""
    for column, code in (("fecha_traslado", "8"), ("fecha_desistimiento", "11"), ("fecha_desistimiento_tacito", "11")):
        if found := on(row, column, by):
            return found, code
    return None, ""


def recognised(row: Row, by: date) -> date | None:
    """The day on which the silence was recognised, if there was no answer before; a later answer does not count."""
    found, answered = on(row, "fecha_reconocimiento_sap", by), on(row, "fecha_respuesta", by)
    return found if found is not None and (answered is None or found <= answered) else None


def selected(row: Row, first: date, last: date) -> bool:
    """Whether the case belongs in the file of the month."""
    filed = date.fromisoformat(row["fecha_radicacion"])
    if row["tipo"] not in PROCEDURES or filed > last:
        return False
    silent = recognised(row, last)
    done = silent or on(row, "fecha_respuesta", last) or ended(row, last)[0]
    deemed = None if silent else notified(row, last)[0]
    sent = on(row, "fecha_remision_sspd", last)
    is_sent = row["tipo"].endswith("apelacion") and sent is not None and sent >= first
    return filed >= first or done is None or done >= first or (deemed is not None and deemed >= first) or is_sent


def dmy(day: date | None) -> str:
    """The day as DD-MM-YYYY."""
    return "" if day is None else f"{day.day:02}-{day.month:02}-{day.year}"


def cells(row: Row, last: date) -> list[str]:
    """The sixteen cells; a question mark where both 9 and 10 are accepted."""
    answered, filed = on(row, "fecha_respuesta", last), date.fromisoformat(row["fecha_radicacion"])
    done, code = (answered, ANSWERS[row["resultado"]]) if answered else ended(row, last)
    deemed, way = notified(row, last)
    if silent := recognised(row, last):
        answered, done = None, None
    if done is None:
        stopped = not silent and any(row[column] for column in STOPPED)
        is_late = silent or add(filed, TERMS.get(row["tipo"], 15)) < last
        code = "?" if stopped else ("10" if is_late else "9")
        deemed, way = None, "5"
    sent = on(row, "fecha_remision_sspd", last) if PROCEDURES[row["tipo"]] == "5" and code == "4" else None
    group = {"1": "F", "3": "P", "4": "P"}.get(row["causal"][:1], "")
    out = row["radicado_salida"] if answered else ""
    return [
        *("66", "999", row["centro_poblado"], row["radicado"], dmy(filed), PROCEDURES[row["tipo"]], group),
        *(row["causal"], row["cuenta"] or "0000", row["numero_factura"] or "N", code, dmy(done), out),
        *(dmy(deemed), way, dmy(sent)),
    ]


def expected(register: Iterable[str], first: date, last: date) -> dict[str, list[str]]:
    """The cells of every case of the month, by radicado."""
    rows = csv.DictReader(register)
    return {row["radicado"]: cells(row, last) for row in rows if selected(row, first, last)}

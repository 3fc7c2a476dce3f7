"""Check Formato A files. It is written only from what is known of the format, and imports nothing from the library.

    python tests/reports/independent.py FILE 2026-10

A file has sixteen columns in order, dates as DD-MM-YYYY, and the codes that two independent programs of utilities use.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "Codigo Departamento,Codigo Municipio,Codigo Centro Poblado,Radicado Recibido,Fecha Radicacion,Tipo de Tramite,"
    "Causal,Detalle de Causal,Numero de Cuenta,Numero o Identificador de Factura,Tipo Respuesta,Fecha Respuesta,"
    "Radicado Respuesta,Fecha Notificacion o Ejecucion,Tipo de Notificacion,Fecha Traslado a la SSPD"
)
DEPARTMENTS = "05 08 11 13 15 17 18 19 20 23 25 27 41 44 47 50 52 54 63 66 68 70 73 76 81 85 86 88 91 94 95 97 99"
BILLING = (
    "101 102 103 105 106 107 108 109 110 111 112 113 115 117 118 119 120 121 122 123 124 127 129 131 133 "
    "114 116 125 132 301"
)
SERVING = "303 304 306 308 309 312 314 315 316 305 310 311 302 313 401 402"


def day(text: str) -> date | None:
    """DD-MM-YYYY."""
    if not text:
        return None
    assert len(text) == 10 and text[2] == text[5] == "-", text  # noqa: PT018 - one fact
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def last_of(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def faults(text: str, month: str) -> list[str]:
    """The faults of a file, line by line."""
    lines = text.split("\r\n") if "\r\n" in text else text.split("\n")
    found = [] if lines[0] == HEADER else ["header"]
    if lines.pop():
        found.append("the last line does not end")
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines[1:], 2):
        cells = line.split(",")
        wrong = [f"{len(cells)} cells"] if len(cells) != 16 else list(row_faults(cells, last_of(month)))
        key = (cells[3], cells[5])
        if key in seen:
            wrong.append("twice")
        seen.add(key)
        found += [f"line {number}: {each}" for each in wrong]
    return found


def row_faults(cells: list[str], end: date) -> list[str]:
    """The faults of a row of sixteen cells."""
    (dep, mun, place, number, filed, procedure, group, detail, account, invoice) = cells[:10]
    (answer, answered, out, notified, way, sent) = cells[10:]
    first, second, third, fourth = map(day, (filed, answered, notified, sent))
    assert first is not None
    is_open = answer in {"9", "10"}
    rules = {
        "1": dep in DEPARTMENTS.split(" "),
        "2": len(mun) == 3 and mun.isdigit(),
        "3": len(place) == 3 and place.isdigit(),
        "4": number != "" and '"' not in number,
        "5": first <= end,
        "6": procedure in {"1", "2", "3", "4", "5", "6"},
        "7": group in {"F", "P"},
        "8": detail in (BILLING if group == "F" else SERVING).split(" "),
        "9": account != "",
        "10": invoice != "",
        "11": answer in {str(each) for each in range(1, 12)},
        "11 and 6": (answer not in {"1", "2", "3"} or procedure in {"1", "2", "3", "6"})
        and (answer not in {"4", "5", "6", "7"} or procedure in {"4", "5"}),
        "12": (second is None) == is_open and (second is None or first <= second <= end),
        "13": (out == "") == is_open,
        "14": third is None or (second is not None and second <= third <= end),
        "15": way in {"1", "2", "5"} and (not is_open or way == "5") and ((third is None) == (way == "5")),
        "16": fourth is None or (procedure == "5" and answer == "4" and second is not None and second <= fourth <= end),
    }
    return [f"column {name}: {','.join(cells)}" for name, holds in rules.items() if not holds]


if __name__ == "__main__":
    told = faults(Path(sys.argv[1]).read_bytes().decode(), sys.argv[2])
    sys.stdout.write("\n".join(told or ["nothing wrong"]) + "\n")
    sys.exit(bool(told))

"""Make the messy workbook of the samples: a register of 200 rows like those that utilities keep.

It has title rows above the headings, its own codes and words, days written in four ways, answers in free text, numbers
that a spreadsheet damaged, formulas that failed, and totals and signatures between the rows. Everything in it is
invented; the draws depend only on the seed.

    python scripts/make_register.py
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter

TARGET: Final = Path(__file__).parents[1] / "src" / "pqr_core" / "samples" / "sintetico_registro.xlsx"
SEED: Final = 20260331
ROWS: Final = 200
TITLES: Final = (
    ("EMPRESA SINTÉTICA E.S.P. - DATOS INVENTADOS",),
    ("REGISTRO DE PETICIONES, QUEJAS, RECLAMOS Y RECURSOS",),
    ("Código: GSC-FO-012   Versión: 3   Período: enero a marzo de 2026",),
    (),
)
HEADINGS: Final = (
    "Ítem",
    "N° Radicado",
    "Fecha de recibido",
    "Hora",
    "Nombre del usuario",
    "Código suscriptor",
    "Municipio",
    "Servicio",
    "Clase de PQR",
    "Motivo",
    "Medio",
    "Fecha de respuesta",
    "Sentido",
    "Respuesta",
    "Observaciones",
)
KINDS: Final = (
    *("RECLAMO",) * 9,
    *("Reclamo por facturación",) * 5,
    *("Queja",) * 3,
    *("PETICION ",) * 4,
    *("Derecho de Petición (15 Días)",) * 3,
    *("Solicitud de Copias",) * 2,
    *("RR",) * 2,
    "RRA",
    "Felicitación",
)
SERVICES: Final = ("Acueducto", "ACUEDUCTO", "Alcantarillado", "Aseo ", "Acueducto")
CHANNELS: Final = ("Ventanilla", "Correo", "Telefónico", "Página WEB", "Ventanilla")
SENSES: Final = ("Favorable", "No accede", "Parcial", "", "", "Accede")
REASONS: Final = ("Alto consumo", "Fuga en el andén", "Cobro de reconexión", "Lectura del medidor", "Poda", "")
ANSWERS: Final = (
    "Se le informó al usuario que la lectura es correcta",
    "Se ajusta la factura de febrero,\nse notifica en la dirección del predio",
    "Se programa visita técnica",
    "",
)

Row = list[Any]


def rows() -> list[Row]:
    """The rows below the headings, in order."""
    dice = random.Random(SEED)  # noqa: S311 - a sample, not a secret

    def pick(values: tuple[Any, ...]) -> Any:
        return values[int(dice.random() * len(values))]

    made: list[Row] = []
    day = date(2026, 1, 5)
    for n in range(1, ROWS + 1):
        day += timedelta(days=int(dice.random() * 1.4))
        while day.weekday() > 4:
            day += timedelta(days=1)
        answered = day + timedelta(days=3 + int(dice.random() * 18)) if dice.random() < 0.82 else None
        kind = pick(KINDS)
        made.append(
            [
                n,
                20260000 + n,
                day if dice.random() < 0.7 else f"{day:%d/%m/%Y}",
                pick(("8:15 a. m.", "10:40", "3:05 p. m.", "", "")),
                f"Usuario {n:03}",
                100_000 + int(dice.random() * 900),
                "Villa Sintética",
                pick(SERVICES),
                kind,
                pick(REASONS),
                pick(CHANNELS),
                pick(("N.A", "NO TRAMITADA", ""))
                if answered is None
                else answered
                if dice.random() < 0.8
                else f"{answered:%d/%m/%Y}",
                pick(SENSES) if answered is not None else "",
                pick(ANSWERS) if answered is not None else "",
                "",
            ]
        )
    damage(made)
    return made


def damage(made: list[Row]) -> None:
    """Damage the rows as months of use do: by item, column and the value that stands there."""
    number, received, account, kind, answer = 1, 2, 5, 8, 11
    told: tuple[tuple[int, int, Any], ...] = (
        (12, number, "2,02512E+13"),
        (13, number, 20260013.0),
        (25, number, "#N/A"),
        (37, number, ""),
        (41, number, 20260040),  # the number of the row before, but with other content
        (52, received, 46070),  # a day that lost its date format
        (53, received, "31/02/2026"),
        (54, received, "18-feb-2026"),
        (66, received, ""),
        (77, answer, "#REF!"),
        (78, answer, "pendiente"),
        (79, answer, date(1900, 1, 1)),
        (88, answer, date(2025, 12, 30)),  # a day before it was received
        (90, account, "#N/A"),
        (91, account, "S/D"),
        (103, kind, "Sugerencia?"),
        (104, kind, ""),
        (115, kind, "Reclmo"),
        (120, kind, "Tutela"),
    )
    for item, place, value in told:
        made[item - 1][place] = value


def cells() -> list[Row]:
    """Every row of the sheet, including totals and signatures."""
    body: list[Row] = []
    for n, row in enumerate(rows(), 1):
        body.append(row)
        if n in (70, 140):
            body += [["", f"Total a la fecha: {n}"], []]
    signed = [[], ["Elaboró: auxiliar de PQR"], ["Revisó: jefe de atención al usuario"]]
    return [*map(list, TITLES), list(HEADINGS), *body, *signed]


def make(target: Path) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": datetime(2026, 3, 31), "author": "pqr_core"})  # noqa: DTZ001 - of the file
        summary, sheet = book.add_worksheet("Resumen"), book.add_worksheet("PQR 2026")
        summary.write_row(0, 0, ["Mes", "Recibidas"])
        for line, month in enumerate(("Enero", "Febrero", "Marzo"), 1):
            summary.write_row(line, 0, [month, ROWS // 3])
        for line, row in enumerate(cells()):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(line, place, "=NA()", None, cell)
                elif cell not in ("", None):
                    sheet.write(line, place, cell)


if __name__ == "__main__":
    make(TARGET)
    print(f"{TARGET.name}: {ROWS} rows, {TARGET.stat().st_size} bytes")

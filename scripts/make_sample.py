"""Make the synthetic year of the samples: cases, subscribers and surveys of a utility that does not exist.

    python scripts/make_sample.py

writes `src/pqr_core/samples/sintetico_*.csv.gz`, with the same content at every run and on every machine: all draws
come from one seeded stream of `random()`, whose sequence Python guarantees. The figures are invented; their order of
magnitude is that of a utility with 60,000 subscribers and about 900 cases a month. The days are plausible because the
library's own calendar and rule book count them.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final, TypeVar

from pqr_core import colombia

TARGET: Final = Path(__file__).parents[1] / "src" / "pqr_core" / "samples"
SEED: Final = 142_1994
FIRST_DAY: Final = date(2025, 11, 1)
HORIZON: Final = date(2026, 11, 20)
"""The last day of which anything is known; the demonstration looks at the data on the Monday after."""
SUBSCRIBERS: Final = 60_000
MUNICIPIO: Final = "Villa Sintética"
SEAT: Final = "000"
"""The DANE code of the populated centre that is the seat of the municipality."""

CAL: Final = colombia.calendar(check="off")

Row = dict[str, str]
T = TypeVar("T")

COLUMNS: Final = (
    "radicado",
    "fecha_radicacion",
    "hora_radicacion",
    "tipo",
    "servicio",
    "causal",
    "canal",
    "cuenta",
    "municipio",
    "centro_poblado",
    "numero_factura",
    "fecha_limite",
    "fecha_notificacion_recurrida",
    "fecha_asignacion",
    "fecha_analisis",
    "fecha_requerimiento",
    "fecha_complemento",
    "fecha_pruebas",
    "pruebas_dias",
    "pruebas_comunicadas",
    "fecha_prorroga",
    "prorroga_hasta",
    "fecha_traslado",
    "fecha_desistimiento",
    "fecha_desistimiento_tacito",
    "fecha_respuesta",
    "resultado",
    "radicado_salida",
    "acto",
    "verbal",
    "fecha_citacion",
    "fecha_notificacion",
    "tipo_notificacion",
    "notificacion_autorizada",
    "fecha_recurso",
    "fecha_remision_sspd",
    "fecha_reconocimiento_sap",
    "fecha_cierre",
)

TYPES: Final = (
    ("reclamo", 600),
    ("peticion", 190),
    ("queja", 120),
    ("peticion_informacion", 35),
    ("peticion_general", 14),
    ("denuncia", 6),
    ("consulta", 5),
    ("peticion_autoridad", 5),
    ("requerimiento_autoridad", 5),
    ("sugerencia", 6),
    ("felicitacion", 5),
    ("habeas_data_consulta", 3),
    ("habeas_data_reclamo", 3),
    ("peticion_congreso", 1),
)
SERVICES: Final = (("acueducto", 62), ("alcantarillado", 14), ("aseo", 24))
CHANNELS: Final = (("presencial", 46), ("web", 22), ("telefonico", 17), ("escrito", 9), ("correo", 6))
BILLING: Final = {  # causal (SUI) by service, with its weight
    "acueducto": (("102", 40), ("127", 14), ("120", 12), ("105", 6), ("107", 5), ("108", 6), ("126", 3), ("110", 5)),
    "alcantarillado": (("102", 30), ("105", 20), ("107", 6), ("117", 6), ("103", 4)),
    "aseo": (("105", 24), ("114", 20), ("116", 16), ("112", 6), ("101", 8), ("118", 6)),
}
SERVING: Final = {
    "acueducto": (("303", 40), ("304", 24), ("309", 16), ("315", 14), ("316", 6)),
    "alcantarillado": (("316", 34), ("303", 20), ("306", 14), ("314", 12), ("315", 12)),
    "aseo": (("303", 40), ("304", 22), ("311", 10), ("310", 8), ("315", 16)),
}
OUTCOMES: Final = (("accede", 38), ("accede_parcialmente", 17), ("no_accede", 45))
RECURSO_OUTCOMES: Final = (("confirma", 55), ("modifica", 20), ("revoca", 17), ("rechaza", 8))
SLOWNESS: Final = {1: 2, 7: 2, 12: 1, 3: -1, 5: -1, 9: -1}
"""Business days that a month of filing adds to the answer: holidays, a strike of meter readers, quiet months."""


class Dice:
    """Draws that depend only on the seed and their order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a sample, not a secret

    def chance(self, percent: float) -> bool:
        """True in `percent` of a hundred draws, on average."""
        return self._random.random() * 100 < percent

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def unit(self) -> float:
        """A number from 0 (included) to 1 (excluded)."""
        return self._random.random()

    def skewed(self) -> float:
        """A number from 0 to 1, more often near 1; it uses only square roots, which every machine rounds alike."""
        root = math.sqrt(self.unit())
        return root * math.sqrt(root)

    def pick(self, weighted: Sequence[tuple[T, int]]) -> T:
        """One of the values, by weight."""
        ticket = self._random.random() * sum(weight for _, weight in weighted)
        for value, weight in weighted:
            ticket -= weight
            if ticket < 0:
                return value
        return weighted[-1][0]


def _answer(row: Row) -> tuple[str, str]:
    return row["fecha_respuesta"], row["radicado"]


def later(day: date, business_days: int) -> date:
    """The day `business_days` after `day`; `day` itself for 0."""
    return CAL.add_business_days(day, business_days) if business_days else day


class Year:
    """The cases, drawn day by day, so that a recurso comes after the decision it attacks."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.rows: list[Row] = []

    def fill(self) -> list[Row]:
        """All cases in the order of their filing, with their radicados."""
        day = FIRST_DAY
        while day <= HORIZON:
            expected = 43 if CAL.is_business_day(day) else 3
            for _ in range(self.dice.between(int(expected * 0.7), int(expected * 1.3))):
                self.file(day)
            day += timedelta(days=1)
        self.rows.sort(key=lambda row: (row["fecha_radicacion"], row["hora_radicacion"]))
        numbers: dict[str, int] = {}
        for row in self.rows:
            filed = date.fromisoformat(row["fecha_radicacion"])
            year = row["fecha_radicacion"][:4]
            numbers[year] = numbers.get(year, 0) + 1
            row["radicado"] = f"SINT-{year}-{numbers[year]:06d}"
            row["centro_poblado"] = SEAT
            if row.get("causal", "")[:1] == "1":  # a billing causal attacks an invoice
                row["numero_factura"] = f"{filed:%y%m}{row['cuenta']}"
        self.number_answers()
        return self.rows

    def number_answers(self) -> None:
        """Give the outgoing numbers, in the order of the answers."""
        answered = sorted((row for row in self.rows if row.get("fecha_respuesta")), key=_answer)
        numbers: dict[str, int] = {}
        for row in answered:
            year = row["fecha_respuesta"][:4]
            numbers[year] = numbers.get(year, 0) + 1
            row["radicado_salida"] = f"S-{year}-{numbers[year]:06d}"

    def file(self, day: date) -> None:
        """Make one case filed on `day`, with what becomes of it, and the recurso against it."""
        dice = self.dice
        tipo, service = dice.pick(TYPES), dice.pick(SERVICES)
        open_hours = CAL.is_business_day(day)
        channel = dice.pick(CHANNELS) if open_hours else "web"
        billing = tipo == "reclamo" and dice.chance(78)
        contract = colombia.RULES.types[tipo].contract
        row = {
            "fecha_radicacion": day.isoformat(),
            "hora_radicacion": self.hour(channel),
            "tipo": tipo,
            "servicio": service,
            "causal": dice.pick((BILLING if billing else SERVING)[service]) if contract else "",
            "canal": channel,
            "cuenta": f"{1 + int(SUBSCRIBERS * dice.unit() * dice.unit()):06d}" if contract else "",
            "municipio": MUNICIPIO,
        }
        if tipo == "requerimiento_autoridad":
            row["fecha_limite"] = later(day, dice.between(3, 12)).isoformat()
        if contract:
            row["acto"] = "facturacion" if billing else dice.pick((("otro", 7), ("suspension", 2), ("corte", 1)))
        self.rows.append(row)
        self.live(row, day)

    def hour(self, channel: str) -> str:
        """The time of filing: at any time on the web, else during office hours."""
        low, high = (0, 1439) if channel == "web" and self.dice.chance(45) else (7 * 60 + 30, 17 * 60)
        minutes = self.dice.between(low, high)
        return time(minutes // 60, minutes % 60).isoformat("minutes")

    def live(self, row: Row, filed: date) -> None:
        """Add what becomes of the case, up to the horizon."""
        dice = self.dice
        case_type = colombia.RULES.types[row["tipo"]]
        act = row.pop("acto", "")
        if case_type.response is None and not case_type.given_date:
            return
        if case_type.contract and row["canal"] in {"presencial", "telefonico"} and dice.chance(6):
            self.answer(row, filed, act, verbal="si")
            return
        self.note(row, "fecha_asignacion", later(filed, dice.between(0, 1)))
        self.note(row, "fecha_analisis", later(filed, dice.between(2, 3)))
        if case_type.transferable and dice.chance(1):
            self.note(row, "fecha_traslado", later(filed, dice.between(1, 5)))
        elif dice.chance(0.6):
            self.note(row, "fecha_desistimiento", later(filed, dice.between(2, 9)))
        elif not dice.chance(0.4):  # the others were forgotten, and are still overdue
            due = self.due(row, filed)
            answered = self.detours(row, filed, self.drawn_answer(filed, due))
            if answered is not None and answered <= HORIZON:
                self.answer(row, answered, act)
                self.notify(row, answered)

    @staticmethod
    def note(row: Row, column: str, day: date) -> None:
        """Write `day` into the row, unless it is after the horizon."""
        if day <= HORIZON:
            row[column] = day.isoformat()

    def due(self, row: Row, filed: date) -> int:
        """The term, in business days."""
        response = colombia.RULES.types[row["tipo"]].response
        if response is None:
            return max(CAL.business_days_between(filed, date.fromisoformat(row["fecha_limite"])), 1)
        term: int = response.term.at(filed).value.n
        return term

    def drawn_answer(self, filed: date, term: int) -> int:
        """The business days to answer if nothing stops the clock: towards the end of the term, and some beyond."""
        if self.dice.chance(2.6):
            return term + self.dice.between(1, 9)
        slow = SLOWNESS.get(filed.month, 0) if term > 10 else 0
        share = 0.42 + 0.62 * self.dice.skewed()
        return max(1, min(term, round(term * share) + slow))

    def detours(self, row: Row, filed: date, days: int) -> date | None:
        """The day of the answer after what stops or lengthens the clock; None if the case ended without an answer."""
        dice, case_type = self.dice, colombia.RULES.types[row["tipo"]]
        term = self.due(row, filed)
        if case_type.requirement.value.startswith("art_17") and dice.chance(4) and days > 3:
            asked = later(filed, dice.between(1, min(8, days - 1)))
            self.note(row, "fecha_requerimiento", asked)
            if dice.chance(24):
                self.note(row, "fecha_desistimiento_tacito", later(asked, dice.between(24, 29)))
                return None
            completed = later(asked, dice.between(2, 14))
            self.note(row, "fecha_complemento", completed)
            return later(completed, days - CAL.business_days_between(filed, asked))
        if case_type.sap and dice.chance(3.5) and days > 5:
            opened, length = later(filed, dice.between(3, min(9, days - 1))), dice.between(5, 20)
            self.note(row, "fecha_pruebas", opened)
            if "fecha_pruebas" in row:
                row["pruebas_dias"] = str(length)
                self.note(row, "pruebas_comunicadas", later(opened, dice.between(0, 2)))
            return later(filed, days + length)
        if case_type.response is not None and case_type.response.extension and not case_type.sap and dice.chance(9):
            told = later(filed, dice.between(max(term - 3, 1), term))
            self.note(row, "fecha_prorroga", told)
            if "fecha_prorroga" in row:
                row["prorroga_hasta"] = later(filed, term + 5).isoformat()
            return later(filed, max(term + dice.between(1, 5), CAL.business_days_between(filed, told)))
        return later(filed, days)

    def answer(self, row: Row, day: date, act: str, verbal: str = "") -> None:
        """Add the answer with its outcome."""
        recurso = colombia.RULES.types[row["tipo"]].recurso
        row["fecha_respuesta"] = day.isoformat()
        row["resultado"] = self.dice.pick(RECURSO_OUTCOMES if recurso else OUTCOMES)
        row["acto"] = act
        row["verbal"] = verbal
        late = CAL.business_days_between(date.fromisoformat(row["fecha_radicacion"]), day) > self.due_days(row)
        if late and "fecha_pruebas" not in row and "fecha_requerimiento" not in row and self.dice.chance(93):
            self.note(row, "fecha_reconocimiento_sap", later(day, self.dice.between(0, 2)))

    def due_days(self, row: Row) -> int:
        """The term if silence decides after it; else so many days that nothing is late."""
        filed = date.fromisoformat(row["fecha_radicacion"])
        return self.due(row, filed) if colombia.RULES.types[row["tipo"]].sap else 10_000

    def notify(self, row: Row, answered: date) -> None:
        """Add citation and notification if the type has a positive silence, the recurso and the closing."""
        dice, case_type = self.dice, colombia.RULES.types[row["tipo"]]
        if not case_type.sap:
            self.note(row, "fecha_cierre", later(answered, dice.between(0, 3)))
            return
        if dice.chance(16):
            kind, notified = "electronica", later(answered, dice.between(0, 3))
        else:
            if dice.chance(0.3):
                return
            cited = later(answered, dice.between(6, 9) if dice.chance(0.7) else dice.between(0, 4))
            self.note(row, "fecha_citacion", cited)
            personal = dice.chance(64)
            kind = "personal" if personal else "aviso"
            notified = later(cited, dice.between(1, 5) if personal else dice.between(6, 9))
        if notified > HORIZON or dice.chance(0.3):
            return
        row["fecha_notificacion"], row["tipo_notificacion"] = notified.isoformat(), kind
        if kind == "electronica" and dice.chance(99):
            row["notificacion_autorizada"] = "si"
        if row["tipo"] == "recurso_reposicion_apelacion" and row["resultado"] in {"confirma", "modifica"}:
            self.note(row, "fecha_remision_sspd", later(notified, dice.between(2, 8)))
        attackable = case_type.contract and row["acto"] != "otro" and row["resultado"] != "accede"
        if attackable and dice.chance(20):
            self.appeal(row, notified, kind)
        else:
            self.note(row, "fecha_cierre", later(notified, dice.between(7, 11)))

    def appeal(self, row: Row, notified: date, kind: str) -> None:
        """File a recurso against the decision; most are filed within their five days."""
        known = later(notified, 1) if kind == "aviso" else notified
        filed = later(known, self.dice.between(6, 8) if self.dice.chance(4) else self.dice.between(1, 5))
        if filed > HORIZON:
            return
        row["fecha_recurso"] = filed.isoformat()
        recurso = {column: row[column] for column in ("servicio", "causal", "cuenta", "municipio")} | {
            "fecha_radicacion": filed.isoformat(),
            "hora_radicacion": self.hour("escrito"),
            "tipo": "recurso_reposicion_apelacion" if self.dice.chance(62) else "recurso_reposicion",
            "canal": "escrito",
            "acto": row["acto"],
            "fecha_notificacion_recurrida": known.isoformat(),
        }
        self.rows.append(recurso)
        self.live(recurso, filed)


def months() -> Iterator[date]:
    """The first day of each month with volumes: the month before the first case, so that growth begins with it."""
    yield from (date(2025, month, 1) for month in (10, 11, 12))
    yield from (date(2026, month, 1) for month in range(1, 11))


def volumes(dice: Dice) -> Iterator[Row]:
    """Subscribers and invoices by month and service, growing by about 0.33 % a month."""
    subscribers = {"acueducto": 60_214, "alcantarillado": 58_430, "aseo": 59_377}
    for month in months():
        for service, count in subscribers.items():
            invoices = count - dice.between(60, 420)
            yield {
                "mes": month.isoformat(),
                "servicio": service,
                "suscriptores": str(count),
                "facturas": str(invoices),
                "origen": "sintetico",
            }
        growth = 0.0033 + 0.0022 * (dice.unit() - 0.5)
        subscribers = {
            service: round(count * (1 + growth + 0.0006 * (dice.unit() - 0.5)))
            for service, count in subscribers.items()
        }


def surveys(dice: Dice, rows: Iterable[Row]) -> Iterator[Row]:
    """What some users said some days after their answer; about 82 of a hundred were satisfied."""
    for row in rows:
        notified = row.get("fecha_notificacion") or row.get("fecha_respuesta")
        if not notified or not dice.chance(22):
            continue
        asked = date.fromisoformat(notified) + timedelta(days=dice.between(2, 9))
        late_months = 3 if asked.month in {1, 2, 7} else 0
        satisfied = dice.chance(85.2 - late_months - (6 if row["resultado"] == "no_accede" else 0))
        if asked <= HORIZON:
            yield {
                "fecha": asked.isoformat(),
                "satisfecho": "si" if satisfied else "no",
                "radicado": row["radicado"],
                "origen": "sintetico",
            }


def text(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """The rows as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def make() -> dict[str, str]:
    """The content of each file, by name."""
    dice = Dice(SEED)
    rows = Year(dice).fill()
    said = sorted(surveys(dice, rows), key=lambda survey: (survey["fecha"], survey["radicado"]))
    return {
        "sintetico_casos.csv": text(rows, COLUMNS),
        "sintetico_encuestas.csv": text(said, ("fecha", "satisfecho", "radicado", "origen")),
        "sintetico_volumenes.csv": text(volumes(dice), ("mes", "servicio", "suscriptores", "facturas", "origen")),
    }


def main() -> None:
    """Write the files."""
    for name, content in make().items():
        path = TARGET / f"{name}.gz"
        path.write_bytes(gzip.compress(content.encode(), mtime=0))
        print(f"{path.name}: {content.count(chr(10)) - 1} rows, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()

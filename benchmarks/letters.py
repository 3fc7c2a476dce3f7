"""One letter in each format, drafted, made and checked, compared with docxtpl filling a finished Word page.

python -m benchmarks.letters
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from attrs import evolve

from benchmarks.side_by_side import OURS, Row, Target, measure, report
from pqr_core import Claim, Filing, MemoryStore, Petitioner, Signatory, colombia
from pqr_core.documents.letters import Letter
from pqr_core.documents.word import docx_of

BARE: Final = "docxtpl alone, unchecked"
AT: Final = colombia.instant(datetime.fromisoformat("2026-03-24T10:00"))
PROFILE: Final = evolve(
    colombia.DEFAULT_PROFILE, name="Aguas del Río E.S.P.", firmantes={"decision": Signatory("Marta Ríos", "Gerente")}
)
TOLD: Final[dict[str, Any]] = {
    "resultado": "no_accede",
    "acto": "facturacion",
    "fundamentos": "El medidor se revisó en el laboratorio y mide dentro de los rangos de la norma.",
    "resultados": {"1": ("no_accede", "Se revisó en el laboratorio.")},
}
FORMATS: Final[Mapping[str, tuple[Callable[[Letter], object], float]]] = {
    "HTML": (lambda letter: letter.html(), 0.3),
    "PDF": (lambda letter: letter.pdf(), 3),
    "Word": (lambda letter: letter.docx(), 3),
}
"""How each format is made, and how many times as long it may take as the bare library that offices use."""


def _drafted(letter: Letter, make: Callable[[Letter], object]) -> object:
    return make(letter.again(letter.agenda))


def main() -> int:
    """Print a table for each format; return 0 if every promise is kept."""
    office = colombia.office(MemoryStore(), PROFILE, clock=lambda: AT)
    ana = Petitioner(clase="natural", nombre="Ana Pérez", direccion="Calle 1 # 2-3")
    claims = [Claim(id="1", texto="que se revise el consumo")]
    filed = office.file(Filing(tipo="reclamo", peticionario=ana, pretensiones=claims), at=AT)
    assert filed.radicado is not None
    letter = office.letter(filed.radicado, "decision", at=AT, **TOLD)
    kept = True
    for name, (ours, factor) in FORMATS.items():
        rows = [Row(OURS, partial(_drafted, letter, ours), 1), Row(BARE, partial(docx_of, letter.page), 1)]
        found = {label: taken and taken / 1e6 for label, taken in measure(rows, 5).items()}
        kept &= report(f"A decision as {name}", "ms", found, BARE, [Target(BARE, factor, faster=False)])
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""The messy workbook of the samples: every row is imported or rejected, in Spanish that a clerk understands."""

from __future__ import annotations

import importlib.util
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve
from python_calamine import CalamineWorkbook

from pqr_core import colombia, samples
from pqr_core.exchange.faults import Rejected
from pqr_core.exchange.files import RejectsWriter, read_cases
from pqr_core.exchange.reading import load_reading
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.office import worklist
from pqr_core.office.imports import Tally, import_cases
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import WorkClass

PROFILE = evolve(colombia.DEFAULT_PROFILE, utility_id="sintetica")
NOW = datetime(2026, 4, 15, 10, tzinfo=colombia.ZONE)
NAMED = {
    ("N° Radicado", "vacio"): 3,  # one forgotten, two signatures below the rows
    ("Fecha de recibido", "vacio"): 3,  # one forgotten, two totals between the rows
    ("N° Radicado", "danado"): 2,
    ("N° Radicado", "repetido"): 2,
    ("Fecha de respuesta", "anterior"): 2,
    ("Fecha de recibido", "fecha"): 1,
    ("Fecha de respuesta", "fecha"): 1,
    ("Código suscriptor", "danado"): 1,
    ("Clase de PQR", "vacio"): 1,
    ("Clase de PQR", "palabra"): 2,
}


@pytest.fixture
def imported(tmp_path: Path) -> tuple[MemoryStore, Tally, list[Rejected]]:
    """The store, the results of the rows, and the rejects."""
    book, mapping = samples.copy_register(tmp_path)
    store, refused = MemoryStore(), list[Rejected]()
    tally = import_cases(
        store,
        book,
        law=colombia.LAW,
        profile=PROFILE,
        recorded_at=NOW,
        reading=load_reading(mapping),
        on_reject=refused.append,
    )
    return store, tally, refused


def test_every_row_is_in_or_named(imported: tuple[MemoryStore, Tally, list[Rejected]]) -> None:
    """Two hundred rows, two totals and two signatures; each reject has its column, its value and the reason."""
    store, tally, refused = imported
    assert (tally.rows, tally.added, tally.rejected) == (204, 186, 18)
    found: dict[tuple[str, str], int] = {}
    for each in refused:
        found[each.column, each.kind] = found.get((each.column, each.kind), 0) + 1
    assert found == NAMED
    assert tally.blanks == {"Fecha de respuesta": [(84, "#REF!")]}
    with store.read() as unit:
        kept = {row.radicado for row in unit.facts.stream("sintetica")}
    items = {int(each.raw[0]) for each in refused if isinstance(each.raw[0], int | float)}
    assert {f"{20260000 + n}" for n in range(1, 201)} - kept == {f"{20260000 + n}" for n in items}


def test_what_is_told_is_plain_spanish(imported: tuple[MemoryStore, Tally, list[Rejected]]) -> None:
    """The headings of the file, what stands there, and what to do; no code and no English."""
    told = [fault.text() for fault in imported[1].faults]
    damaged = "2 filas (líneas 17, 30), columna N° Radicado: '2,02512E+13', '#N/A' la hoja de cálculo dañó este dato"
    assert any(line.startswith(damaged) for line in told)
    assert any("'Reclmo' no se reconoce (¿quiso decir 'reclamo'?)" in line for line in told)
    assert not any("fecha_" in line for line in told)


def test_the_work_and_the_indicators_are_there(imported: tuple[MemoryStore, Tally, list[Rejected]]) -> None:
    """Only cases not answered in time are overdue, and the time to answer is a number."""
    store, _tally, _refused = imported
    definitions, day = colombia.definitions(PROFILE), date(2026, 4, 15)
    with store.read() as unit:
        overdue = list(worklist.items(unit, "sintetica", day, definitions, work_class=WorkClass.OVERDUE))
        answered = sum(1 for row in unit.facts.stream("sintetica") if row.answered_on is not None)
        indicator = colombia.INDICATORS["tiempo_respuesta_pqr"]
        february = Period.of(date(2026, 2, 1))
        counts = count(unit.source("sintetica"), [indicator], periods=[february], until=day)
    assert answered > 140
    # Neither a citation nor a notice is owed: the register does not keep them.
    assert {item.duty.code for item in overdue} == {"respuesta", "entrega_copias"}
    assert IndicatorSeries.of(indicator, counts, [february]).points[0].result.text("es").endswith("días hábiles")


def test_the_corrected_rejects_come_in(tmp_path: Path) -> None:
    """After a cell is corrected, the file of rejects is imported with the same mapping."""
    book, mapping = samples.copy_register(tmp_path)
    reading = load_reading(mapping)
    rejects = tmp_path / "registro.rechazos.csv"
    with (
        read_cases(book, utility_id="sintetica", law=colombia.LAW, reading=reading) as file,
        rejects.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = RejectsWriter(file, target)
        for each in file:
            if isinstance(each, Rejected):
                writer.write(each)
    text = rejects.read_text(encoding="utf-8").replace("Reclmo", "Reclamo").replace("31/02/2026", "28/02/2026")
    rejects.write_text(text, encoding="utf-8")
    with read_cases(rejects, utility_id="sintetica", law=colombia.LAW, reading=reading) as file:
        results = list(file)
    # With them the second of the two of one number: the other has come in, and is contradicted when it is imported.
    assert len([each for each in results if not isinstance(each, Rejected)]) == 2
    assert len(results) == 18


def _script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "make_register.py"
    spec = importlib.util.spec_from_file_location("make_register", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_the_packaged_workbook(tmp_path: Path) -> None:
    """Cell by cell."""
    script = _script()
    made = tmp_path / "made.xlsx"
    script.make(made)
    books = [CalamineWorkbook.from_path(path) for path in (made, script.TARGET)]
    sheets = [[book.get_sheet_by_name(name).to_python() for name in book.sheet_names] for book in books]
    assert sheets[0] == sheets[1]

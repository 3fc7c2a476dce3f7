"""Tables of commands as CSV and as workbooks, due days as iCalendar, and `tables due`."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cli import Run

from pqr_core import colombia
from pqr_core.law.answers import due_table

calamine = pytest.importorskip("python_calamine")
icalendar = pytest.importorskip("icalendar")
pytest.importorskip("xlsxwriter")

ROOT = Path(__file__).parents[2]
CASE = ROOT / "docs" / "es" / "caso.json"
REGISTER = """radicado,fecha_radicacion,tipo,fecha_respuesta,resultado
R-1,2026-03-16,reclamo,2026-04-08,accede
R-2,2026-03-17,queja,,
=R-3,2026-03-18,peticion,,
"""
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """A store with three cases, one of which has a radicado that a spreadsheet would run as a formula."""
    path, register = tmp_path / "pqr.sqlite", tmp_path / "casos.csv"
    register.write_text(REGISTER, encoding="utf-8")
    assert run("import", register, "--store", path).status == 0
    return path


def rows_of(out: str) -> list[dict[str, str]]:
    """The rows of a CSV that was printed."""
    return list(csv.DictReader(io.StringIO(out, newline="")))


def of_xlsx(path: Path) -> list[list[object]]:
    """The cells of the first sheet."""
    rows: list[list[object]] = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return rows


def commands(store: Path) -> dict[str, tuple[object, ...]]:
    """Every command that prints a table."""
    return {
        "worklist": ("worklist", "--store", store, "--as-of", "2026-04-20"),
        "indicators": ("indicators", "--store", store, "--period", "2026-04", "--as-of", "2026-04-30", "--by", "tipo"),
        "agenda": ("agenda", CASE, "--as-of", "2026-04-20", "--readings"),
        "calendar": ("calendar", "2026", "--closure", "2026-12-24..2026-12-31", "Acta 1"),
        "columns": ("import", "--columns"),
        "tables": ("tables", "due", "--years", "2026"),
        "show": ("show", "R-2", "--store", store, "--as-of", "2026-04-20"),
    }


@pytest.mark.parametrize("name", ["worklist", "indicators", "agenda", "calendar", "columns", "tables", "show"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_table_can_be_had(run: Run, store: Path, tmp_path: Path, name: str, lang: str) -> None:
    """Each table has the same cells as CSV, as a workbook and as JSON."""
    words, book = commands(store)[name], tmp_path / "tabla.xlsx"
    ran = run(*words, "--csv", "--xlsx", book, "--lang", lang)
    assert ran.status == 0
    told = list(csv.reader(io.StringIO(ran.out, newline="")))
    assert len(told) > 1
    assert len(set(told[0])) == len(told[0])
    sheet = of_xlsx(book)
    assert len(sheet) == len(told)
    assert [str(cell) for cell in sheet[0]] == told[0]
    assert not any(str(cell).startswith("=") and not cell.startswith("'") for row in told for cell in row)
    if name != "columns":  # which holds no day
        assert any(isinstance(cell, date) for row in sheet for cell in row) == any(
            cell[:2] == "20" and cell[4:5] == cell[7:8] == "-" for row in told[1:] for cell in row
        )
    assert json.loads(run(*words, "--json").out)
    refused = run(*words, "--json", "--csv")
    assert refused.status == 2


LEFT = "Faltan / mora (días hábiles)"


def test_the_work_of_a_day_as_a_table(run: Run, store: Path, tmp_path: Path) -> None:
    """The table has all the work in order; nobody else can read the file, and no cell is a formula."""
    book = tmp_path / "trabajo.xlsx"
    rows = rows_of(run("worklist", "--store", store, "--as-of", "2026-04-10", "--csv", "--xlsx", book).out)
    assert [(row["Radicado"], row["Tipo"], row["Vence"], row[LEFT]) for row in rows] == [
        ("R-2", "Queja", "2026-04-10", "0"),
        ("'=R-3", "Petición", "2026-04-13", "1"),
    ]
    assert [row[1] for row in of_xlsx(book)[1:]] == ["R-2", "=R-3"]
    assert [row[5] for row in of_xlsx(book)[1:]] == [date(2026, 4, 10), date(2026, 4, 13)]
    if sys.platform != "win32":
        assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_the_work_of_a_day_as_a_calendar(run: Run, store: Path, tmp_path: Path) -> None:
    """The calendar has an event for each duty with a day, with the alarms of the profile; nobody else can read it."""
    path = tmp_path / "trabajo.ics"
    ran = run("worklist", "--store", store, "--as-of", "2026-04-10", "--ics", path)
    assert ran.status == 0
    assert f"archivo guardado: {path}" in ran.err
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert sorted((str(event["summary"]), event["dtstart"].dt) for event in events) == [
        ("Responder: =R-3", date(2026, 4, 13)),
        ("Responder: R-2", date(2026, 4, 10)),
    ]
    steps = colombia.DEFAULT_PROFILE.ladder("respuesta")
    assert [len(event.walk("VALARM")) for event in events] == [len(steps) or 2] * 2
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_due_day_as_a_calendar(run: Run, tmp_path: Path) -> None:
    """With its explanation, and an alarm in the morning of its last day."""
    path = tmp_path / "plazo.ics"
    assert run("due", "reclamo", "2026-03-16", "--ics", path).status == 0
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 4, 9)
    assert "15 días hábiles" in str(event["description"])
    opens = colombia.DEFAULT_PROFILE.office_hours.opens
    assert timedelta(hours=opens.hour, minutes=opens.minute) in [each["trigger"].dt for each in event.walk("VALARM")]


def test_a_page_of_a_case_is_for_nobody_else(run: Run, tmp_path: Path) -> None:
    """Nobody else can read the page of a case, nor its workbook."""
    page, book = tmp_path / "caso.html", tmp_path / "caso.xlsx"
    assert run("agenda", CASE, "--as-of", "2026-04-20", "--html", page, "--xlsx", book).status == 0
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (page, book)} == {0o600}


def test_indicators_as_a_table(run: Run, store: Path) -> None:
    """The table has exact counts, the value or why there is none, and the accompanying figures in their columns."""
    asked = ("indicators", "--store", store, "--period", "2026-04", "--as-of", "2026-04-30")
    rows = {row["Código"]: row for row in rows_of(run(*asked, "--csv").out)}
    time = rows["tiempo_respuesta_pqr"]
    assert (time["Numerador"], time["Denominador"], time["Valor"], time["Unidad"]) == ("14", "1", "14", "días hábiles")
    assert (time["Meta"], time["Cumplimiento"], time["abiertos"], time["vencidos"]) == ("12", "no cumple", "2", "2")
    assert (rows["satisfaccion_cliente"]["Valor"], rows["satisfaccion_cliente"]["Sin valor"]) == (
        "",
        "el denominador es cero",
    )


# --- tables due ----------------------------------------------------------------------------------------------------


def test_due_days_go_into_the_database(run: Run, store: Path) -> None:
    """The table is that of the profile's utility, to be joined to other tables; a second run changes nothing."""
    for _ in range(2):
        ran = run("tables", "due", "--store", store, "--years", "2026", "--utility", "aguas")
        assert ran.status == 0
    expected = list(due_table(colombia.definitions(), FIRST, LAST))
    assert f"filas escritas en la tabla pqr_due_days: {len(expected)}" in ran.err
    query = "SELECT due_on FROM pqr_due_days WHERE utility = ? AND tipo = ? AND filed_on = ?"
    with sqlite3.connect(store) as connection:
        assert connection.execute(query, ("aguas", "reclamo", "2026-03-16")).fetchall() == [("2026-04-09",)]
        joined = connection.execute(
            "SELECT radicado, f.due_on = d.due_on FROM pqr_facts f JOIN pqr_due_days d USING (tipo, filed_on)"
        ).fetchall()
    assert sorted(joined) == [("=R-3", 1), ("R-1", 1), ("R-2", 1)]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_due_days_go_into_a_file(run: Run, tmp_path: Path, suffix: str) -> None:
    """Each format has the same rows; the name of the file decides the format."""
    pytest.importorskip("pyarrow")
    path = tmp_path / f"due{suffix}"
    assert run("tables", "due", "--out", path, "--years", "2025-2026").status == 0
    expected = [tuple(map(str, row)) for row in due_table(colombia.definitions(), date(2025, 1, 1), date(2026, 12, 31))]
    match suffix:
        case ".csv":
            found = [tuple(row) for row in csv.reader(path.read_text(encoding="utf-8").splitlines())][1:]
        case ".xlsx":
            found = [tuple(map(str, row)) for row in of_xlsx(path)[1:]]
        case _:
            from pyarrow import parquet

            table = parquet.read_table(path)
            assert [str(kind) for kind in table.schema.types[1:5]] == ["string", *["date32[day]"] * 2, "string"]
            found = [tuple(map(str, row.values())) for row in table.to_pylist()]
    assert found == expected


def test_the_years_are_those_around_now(run: Run) -> None:
    """By default, the five years before this one, this one and the next."""
    rows = rows_of(run("tables", "due", "--csv").out)
    years = sorted({row["filed_on"][:4] for row in rows})
    assert len(years) == 7
    assert int(years[-1]) - int(years[0]) == 6


def test_settings_move_the_days(run: Run) -> None:
    """Saturdays and a closure move the days, and change the fingerprint."""
    plain = rows_of(run("tables", "due", "--csv", "--years", "2026").out)
    own = rows_of(run("tables", "due", "--csv", "--years", "2026", "--saturday", "--utility", "rio").out)
    assert len(plain) == len(own)
    assert {row["utility"] for row in own} == {"rio"}
    assert {row["fingerprint"] for row in plain}.isdisjoint(row["fingerprint"] for row in own)
    assert any(a["due_on"] > b["due_on"] for a, b in zip(plain, own, strict=True))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "diga dónde va la tabla"),
        (("--out", "due.txt"), "escriba .csv, .parquet, .xlsx"),
        (("--csv", "--years", "2026-2020"), "el último año es anterior al primero"),
        (("--csv", "--years", "mañana"), "se esperaba un año como 2026, llegó 'mañana'"),
        (("--csv", "--years", "2099-2101"), "2101-12-31 está fuera del calendario"),
        (("--store", "no.sqlite", "--years", "2026"), "no existe no.sqlite"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    """Before anything is written."""
    ran = run("tables", "due", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_only_the_table_of_columns_is_a_table_of_import(run: Run, tmp_path: Path, store: Path) -> None:
    """Other output of `import` is printed as sentences and as JSON."""
    ran = run("import", tmp_path / "casos.csv", "--store", store, "--csv")
    assert ran.status == 2
    assert "--columns" in ran.err

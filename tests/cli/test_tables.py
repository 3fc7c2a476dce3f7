"""Tables of commands as CSV and as workbooks, due days as iCalendar, and `tables due`."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cli import Run

from pqr_core import colombia
from pqr_core.cli import main
from pqr_core.cli.base import Output
from pqr_core.cli.parsing import parser_of, whole_parser
from pqr_core.facts import Facts
from pqr_core.law.answers import due_table
from pqr_core.storage.sql import SqlStore

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


NO_TABLE = {
    "demo": "shows what other commands print",
    "due": "explains one deadline, in sentences and drawn months",
    "minutes": "one sentence",
    "action": "one sentence",
    "db": "sentences",
    "verify": "one line for each question, and sentences",
    "lint": "one line for each place in a program",
    "completion": "a program for the shell",
}
"""The commands that print no table, and what they print instead. Every other one has its tables in each format."""


def commands(store: Path) -> dict[str, tuple[object, ...]]:
    """Every command that prints a table."""
    return {
        "agenda": ("agenda", CASE, "--as-of", "2026-04-20", "--readings"),
        "calendar": ("calendar", "2026", "--closure", "2026-12-24..2026-12-31", "Acta 1"),
        "file": ("file", "queja", "--store", store, "--on", "2026-04-01", "--key", "correo-1"),
        "act": ("act", "R-2", "nota", "--store", store, "--on", "2026-04-01", "--set", "texto=llamó"),
        "show": ("show", "R-2", "--store", store, "--as-of", "2026-04-20"),
        "import": ("import", "--columns"),
        "worklist": ("worklist", "--store", store, "--as-of", "2026-04-20"),
        "letter": ("letter", "decision", "--fields"),
        "followup": ("followup", "--store", store, "--period", "2026-04", "--as-of", "2026-04-30"),
        "report": ("report", "transparencia", "--store", store, "--period", "2026-03", "--as-of", "2026-04-30"),
        "indicators": ("indicators", "--store", store, "--period", "2026-04", "--as-of", "2026-04-30", "--by", "tipo"),
        "tables": ("tables", "due", "--years", "2026"),
    }


def test_a_command_without_tables_takes_no_format_of_tables() -> None:
    """The list of exceptions holds commands that exist, and none that has tables."""
    parsers = whole_parser(Output("es")).commands
    assert [name for name in NO_TABLE if "--csv" in parsers[name].format_help()] == []


@pytest.mark.parametrize("name", [name for name in parser_of(Output("es")).commands if name not in NO_TABLE])
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
    if name != "import":  # which holds no day
        assert any(isinstance(cell, date) for row in sheet for cell in row) == any(
            cell[:2] == "20" and cell[4:5] == cell[7:8] == "-" for row in told[1:] for cell in row
        )
    assert json.loads(run(*words, "--json").out)
    refused = run(*words, "--json", "--csv")
    assert refused.status == 2


@pytest.mark.parametrize(
    ("name", "first", "sheets"),
    [
        ("show", "Plazo", ["R-2 ", "Procede ahora", "Por completar en la radicación"]),
        ("followup", "Indicador", ["Indicadores", "Casos del período y cambios des"]),
        (
            "report",
            "Solicitudes",
            ["Solicitudes de acceso a la info", "El tiempo de respuesta de cada ", "Todas", "Medios"],
        ),
    ],
)
def test_several_tables(run: Run, store: Path, tmp_path: Path, name: str, first: str, sheets: list[str]) -> None:
    """The workbook has every table, and CSV the first; nobody else can read the tables of a case."""
    book = tmp_path / "tablas.xlsx"
    ran = run(*commands(store)[name], "--csv", "--xlsx", book)
    assert ran.out.startswith(f"{first},")
    names = calamine.CalamineWorkbook.from_path(book).sheet_names
    assert len(names) == len(sheets)
    assert all(found.startswith(expected) for found, expected in zip(names, sheets, strict=True))
    if sys.platform != "win32" and name == "show":
        assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_the_tables_of_a_case_say_what_the_terminal_says(run: Run, store: Path, tmp_path: Path) -> None:
    """What may be done, until which day, and what the filing lacks."""
    book = tmp_path / "caso.xlsx"
    assert run(*commands(store)["show"], "--xlsx", book).status == 0
    _deadlines, offered, missing = map(calamine.CalamineWorkbook.from_path(book).get_sheet_by_index, range(3))
    assert ["reconocimiento del silencio", "reconocimiento_sap", date(2026, 4, 13)] in offered.to_python()
    assert ["canal por el que llegó", "canal=", "falta"] in missing.to_python()


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


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store with few open cases, and one with many more."""
    folder, made = tmp_path_factory.mktemp("open"), []
    for number in (2000, 5000):  # both more than a page
        made.append(folder / f"{number}.sqlite")
        with SqlStore(f"sqlite:///{made[-1]}") as store:
            store.create()
            with store.begin() as unit:
                unit.facts.put(
                    Facts(utility="empresa", radicado=f"R-{n}", tipo="reclamo", filed_on=FIRST, due_on=LAST)
                    for n in range(number)
                )
                unit.commit()
    few, many = made
    return few, many


@pytest.mark.parametrize(
    "words",
    [
        lambda _: (),
        lambda _: ("--json",),
        lambda folder: ("--csv", "--xlsx", folder / "trabajo.xlsx"),
    ],
    ids=["text", "json", "tables"],
)
def test_s18_the_work_is_written_in_constant_memory(
    stores: tuple[Path, Path], tmp_path: Path, words: Callable[[Path], tuple[object, ...]]
) -> None:
    """Many more open cases take no more memory, in each format."""

    def peak(store: Path) -> int:
        command = ("worklist", "--store", store, "--as-of", "2026-12-30", *words(tmp_path))
        with (tmp_path / "out").open("w", encoding="utf-8") as out, redirect_stdout(out):
            tracemalloc.start()
            assert main([str(word) for word in command]) == 0
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    few, many = stores
    peak(few)  # imports modules
    assert peak(many) < 1.5 * peak(few)


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


def test_the_readings_are_told_in_full(run: Run) -> None:
    """The table of deadlines has every column of the readings that the terminal shows, also the disputed one."""
    rows = rows_of(run(*commands(CASE)["agenda"], "--csv").out)
    assert {name for name in rows[0] if name.startswith("Lecturas: ")} == {
        f"Lecturas: {each}" for each in ("Primer día", "Último día", "Día seguro", "El primero, con")
    }
    assert any(row["Lecturas: El primero, con"] for row in rows)
    assert not any(row["Lecturas: El primero, con"] for row in rows if not row["Lecturas: Primer día"])


# --- tables due ----------------------------------------------------------------------------------------------------


def test_due_days_go_into_the_database(run: Run, store: Path) -> None:
    """The table is that of the profile's utility, to be joined to other tables; a second run changes nothing."""
    for _ in range(2):
        ran = run("tables", "due", "--store", store, "--years", "2026", "--utility", "aguas")
        assert ran.status == 0
    expected = list(due_table(colombia.definitions(), FIRST, LAST))
    assert f"filas escritas en la tabla pqr_due_days: {len(expected)}" in ran.err
    query = "SELECT due_on FROM pqr_due_days WHERE utility = ? AND tipo = ? AND filed_on = ?"
    with closing(sqlite3.connect(store)) as connection, connection:
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


def test_only_the_table_of_fields_is_a_table_of_letter(run: Run, tmp_path: Path, store: Path) -> None:
    """A letter is no table."""
    ran = run("letter", "decision", "R-2", "--store", store, "--xlsx", tmp_path / "carta.xlsx")
    assert ran.status == 2
    assert "--fields" in ran.err
    assert not (tmp_path / "carta.xlsx").exists()


def test_only_the_table_of_columns_is_a_table_of_import(run: Run, tmp_path: Path, store: Path) -> None:
    """Other output of `import` is printed as sentences and as JSON."""
    ran = run("import", tmp_path / "casos.csv", "--store", store, "--csv")
    assert ran.status == 2
    assert "--columns" in ran.err

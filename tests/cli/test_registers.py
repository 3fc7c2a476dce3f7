"""`import`, `worklist`, `indicators` and `db`: import a file of cases, and read from the store."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.cli import Run

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.drawing.text import width_of
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import standing_of
from pqr_core.office import projection
from pqr_core.storage.sql import SqlStore
from pqr_core.testing import conformance

DATA = Path(__file__).parents[1] / "storage" / "data"
HEADINGS = "radicado,fecha_radicacion,tipo,fecha_vencimiento,fecha_asignacion,fecha_respuesta,resultado"
ROWS = (
    "R-1,2026-03-16,reclamo,2026-04-09,,2026-04-08,accede",
    "R-2,2026-03-17,queja,2026-04-07,,,",
    "R-3,2026-03-18,peticion,,,,",
)


def _csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """A store with the three cases."""
    path = tmp_path / "pqr.sqlite"
    assert run("import", _csv(tmp_path / "first.csv", *ROWS), "--store", path).status == 0
    return path


@pytest.mark.parametrize("name", ["50%20.sqlite", "a?b.sqlite", "a#b.sqlite", "2026 pqr.sqlite"])
def test_s19_any_path_of_a_file_is_a_store(tmp_path: Path, run: Run, name: str) -> None:
    """A path is taken as it is; what means something in a URL means nothing in it."""
    path = tmp_path / name
    assert run("import", _csv(tmp_path / "first.csv", *ROWS), "--store", path).status == 0
    assert path.exists()
    assert run("worklist", "--store", path, "--as-of", "2026-03-19").status == 0


# --- import --------------------------------------------------------------------------------------------------------


def test_import_keeps_every_row_and_compares_due_days(run: Run, tmp_path: Path) -> None:
    """New cases are counted, and the due days in the file are compared with those of the law."""
    ran = run("import", _csv(tmp_path / "a.csv", *ROWS), "--store", f"sqlite:///{tmp_path / 'a.sqlite'}")
    assert ran.status == 0
    assert "3 filas; 3 casos nuevos, 0 actualizaciones" in " ".join(ran.out.split())
    assert "De 2 vencimientos que trae el archivo, 1 son los de la ley." in ran.out
    assert not (tmp_path / "a.rechazos.csv").exists()


def test_the_same_file_again_changes_nothing(run: Run, tmp_path: Path, store: Path) -> None:
    """No event and no row of facts is written a second time."""

    def content() -> list[object]:
        with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
            return [*unit.cases.stream("empresa"), *unit.facts.stream("empresa")]

    before = content()
    document = json.loads(run("import", tmp_path / "first.csv", "--store", store, "--json").out)
    assert (document["added"], document["updated"], document["unchanged"]) == (0, 0, 3)
    assert content() == before
    assert len(before) == 6


def test_a_later_file_adds_what_happened_since(run: Run, tmp_path: Path, store: Path) -> None:
    """A case answered since gets its answer, also where an earlier column was filled in later."""
    later = _csv(tmp_path / "later.csv", ROWS[0], "R-2,2026-03-17,queja,,2026-03-18,2026-04-01,no_accede", ROWS[2])
    document = json.loads(run("import", later, "--store", store, "--json").out)
    assert (document["updated"], document["unchanged"], document["rejected"]) == (1, 2, [])
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        row = unit.facts.by_radicado("empresa", "R-2")
        assert row is not None
        assert str(row.answered_on) == "2026-04-01"
        assert unit.cases.by_radicado("empresa", "R-2").version == 2


def test_a_case_updated_from_a_file_is_unchanged_by_the_same_file(run: Run, tmp_path: Path, store: Path) -> None:
    """The order in which a history was recorded is no difference."""
    later = _csv(tmp_path / "later.csv", "R-2,2026-03-17,queja,,2026-03-18,2026-04-01,no_accede")
    earlier = _csv(tmp_path / "earlier.csv", "R-2,2026-03-17,queja,,,2026-04-01,no_accede")
    found = [json.loads(run("import", each, "--store", store, "--json").out) for each in (earlier, later, later)]
    assert [(each["updated"], each["unchanged"]) for each in found] == [(1, 0), (1, 0), (0, 1)]


def test_columns_that_mean_nothing_are_named(run: Run, tmp_path: Path) -> None:
    """Columns that are not imported are listed."""
    source = tmp_path / "more.csv"
    source.write_text("radicado,fecha_radicacion,tipo,color\nR-1,2026-03-16,queja,rojo\n", encoding="utf-8")
    assert "Columnas que no se importan: color" in run("import", source, "--store", tmp_path / "m.sqlite").out


def test_a_file_cannot_rewrite_history(run: Run, tmp_path: Path, store: Path) -> None:
    """A row that contradicts what is stored is rejected by name; the others of the file are kept."""
    other = _csv(tmp_path / "other.csv", "R-1,2026-03-16,reclamo,,,2026-04-01,no_accede", "R-4,2026-03-20,queja,,,,")
    document = json.loads(run("import", other, "--store", store, "--json").out)
    assert document["added"] == 1
    assert [each["line"] for each in document["rejected"]] == [2]


def test_every_bad_row_is_named_and_none_lost(run: Run, tmp_path: Path) -> None:
    """Line, column, value and reason in the language asked; the rows stand in a file that can be corrected."""
    source = _csv(
        tmp_path / "bad.csv",
        *ROWS,
        "R-5,2026-02-31,reclamo,,,,",
        "R-6,2026-03-16,cosa,,,,",
        "R-7,1990-03-16,reclamo,,,,",
    )
    rejects = tmp_path / "rejects.csv"
    ran = run("import", source, "--store", tmp_path / "b.sqlite", "--date-format", "iso", "--rejects", rejects)
    assert ran.status == 1
    told = " ".join(ran.out.split())
    for expected in (
        "línea 5, columna fecha_radicacion: '2026-02-31' no es una fecha",
        "línea 6, columna tipo: 'cosa' no se reconoce",
        "línea 7, columna fecha_radicacion: '1990-03-16' no hay regla",
        "3 casos nuevos",
        "3 filas rechazadas",
    ):
        assert expected in told
    assert str(rejects) in ran.err
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        assert [row["radicado"] for row in csv.DictReader(file)] == ["R-5", "R-6", "R-7"]
    english = run("import", source, "--store", tmp_path / "c.sqlite", "--date-format", "iso", "--lang", "en")
    assert "line 5, column fecha_radicacion" in english.out
    assert (tmp_path / "bad.rechazos.csv").exists()


def test_a_radicado_of_another_case_is_that_row_s_fault(run: Run, tmp_path: Path, store: Path) -> None:
    """If the number belongs to a case with another filing, only that row is refused."""
    at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    case = Case.file(Filing(tipo="queja", radicado="R-8"), utility_id="empresa", zone=colombia.ZONE, at=at)
    with SqlStore(f"sqlite:///{store}", rows=conformance.ROWS) as opened, opened.begin(at) as unit:
        unit.cases.add(case)
        unit.commit()
    source = _csv(tmp_path / "taken.csv", "R-8,2026-03-20,queja,,,,", "R-9,2026-03-20,queja,,,,")
    document = json.loads(run("import", source, "--store", store, "--json").out)
    assert document["added"] == 1
    assert [(each["line"], "R-8" in each["reason"]) for each in document["rejected"]] == [(2, True)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("radicado,tipo\nR-1,queja\n", "falta la columna"),
        ("radicado,fecha_radicacion,tipo\nR-1,03/04/2026,queja\n", "--date-format"),
        ("", "falta la columna"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(run: Run, tmp_path: Path, content: str, expected: str) -> None:
    """Nothing is stored, and the message says which option decides."""
    source = tmp_path / "x.csv"
    source.write_text(content, encoding="utf-8")
    ran = run("import", source, "--store", tmp_path / "x.sqlite")
    assert (ran.status, ran.out) == (2, "")
    assert expected in ran.err


def test_a_missing_file_is_told(run: Run, tmp_path: Path) -> None:
    """A mistyped name is an error, not an empty import."""
    ran = run("import", tmp_path / "no.csv", "--store", tmp_path / "x.sqlite")
    assert ran.status == 2
    assert "no existe el archivo" in ran.err
    assert not (tmp_path / "x.sqlite").exists()


# --- what is read --------------------------------------------------------------------------------------------------


def test_worklist_shows_each_open_case_once(run: Run, store: Path) -> None:
    """Overdue, today, soon: with the business days left, within a terminal."""
    ran = run("worklist", "--store", store, "--as-of", "2026-04-13")
    assert ran.status == 0
    assert "R-2" in ran.out
    assert ran.out.count("R-3") == 1
    assert all(width_of(line) <= 80 for line in ran.out.splitlines())


@pytest.mark.parametrize("words", [("worklist",), ("indicators", "--period", "2026-04")])
def test_a_utility_that_is_not_there_is_told_from_one_without_cases(run: Run, store: Path, words: tuple[str]) -> None:
    """A mistyped name is refused with the names that exist, in the language asked."""
    asked = (*words, "--store", store, "--utility", "empressa")
    spanish, english = run(*asked), run(*asked, "--lang", "en")
    assert (spanish.status, spanish.out, english.status, english.out) == (2, "", 2, "")
    assert "no hay casos de la empresa empressa en esta base de datos; hay de empresa" in spanish.err
    assert "there are no cases of utility empressa in this store; there are of empresa" in english.err


def test_an_empty_store_has_no_utility(run: Run, tmp_path: Path) -> None:
    """In a store without rows there is no utility to name."""
    run("db", "upgrade", "--store", tmp_path / "empty.sqlite")
    ran = run("worklist", "--store", tmp_path / "empty.sqlite")
    assert (ran.status, ran.err) == (
        2, "pqr: error: no hay casos de la empresa empresa en esta base de datos (--utility)\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--limit", "-3"), "--limit: se esperaba un número entero no negativo, llegó -3"),
        (("--limit", "tres"), "no es un número entero: 'tres'"),
        (("--as-of", "2200-01-01"), "2200-01-01 está fuera del calendario"),
        (("--as-of", "9999-12-31T23:00:00-14:00"), "está fuera del calendario"),
        (("--closure", "2026-03-20", ""), "diga qué acto ordena el cierre"),
        (("--closure", "2026-03-20..2026-03-19", "x"), "termina el 2026-03-19, antes de su primer día"),
    ],
)
def test_a_work_list_refused_prints_nothing(run: Run, store: Path, words: tuple[str, ...], expected: str) -> None:
    """An invalid limit, day or closure is refused before anything is printed."""
    ran = run("worklist", "--store", store, *words)
    assert (ran.status, ran.out) == (2, "")
    assert expected in ran.err


# --- the work of any day -------------------------------------------------------------------------------------------


SETTINGS = '[utility]\nid = "empresa"\n'
NOTICES = (
    "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado,fecha_citacion\n"
    "R-1,2026-03-16,reclamo,2026-04-08,accede,2026-04-09\n"
    "R-2,2026-03-30,reclamo,,,\n"
)


@pytest.fixture
def notices(tmp_path: Path, run: Run) -> tuple[Path, Path]:
    """A store of a utility whose profile sets three business days for the aviso, with the profile."""
    source, profile = tmp_path / "notices.csv", tmp_path / "empresa.toml"
    source.write_text(NOTICES, encoding="utf-8")
    profile.write_text(f"{SETTINGS}aviso_business_days = 3\n", encoding="utf-8")
    path = tmp_path / "notices.sqlite"
    assert run("import", source, "--store", path, "--profile", profile).status == 0
    return path, profile


def listed(run: Run, day: str, *words: object) -> dict[str, list[tuple[str, str, str | None]]]:
    """The work list of a day: number, duty and last day, by class."""
    document = json.loads(run("worklist", "--as-of", day, "--json", *words).out)
    del document["as_of"]
    return {
        code: [(row["radicado"], row["duty"], row["due_on"]) for row in rows] for code, rows in document.items() if rows
    }


def test_what_came_due_since_the_last_event_is_on_the_list(run: Run, notices: tuple[Path, Path]) -> None:
    """Decided on 8 April, cited on the 9th, nobody came: on the 27th the aviso is overdue since the 21st."""
    store, profile = notices
    asked = ("--store", store, "--profile", profile)
    assert listed(run, "2026-04-27", *asked) == {
        "vencido": [("R-1", "aviso", "2026-04-21"), ("R-2", "respuesta", "2026-04-22")]
    }
    shown = run("worklist", *asked, "--as-of", "2026-04-27").out
    assert "R-1 Reclamo Notificar por aviso 2026-04-21 mora 4" in [
        " ".join(line.split()) for line in shown.splitlines()
    ]


def test_an_earlier_day_lists_what_was_there(run: Run, notices: tuple[Path, Path]) -> None:
    """A case filed later is not on the list; one answered later is."""
    store, profile = notices
    asked = ("--store", store, "--profile", profile)
    assert listed(run, "2026-03-27", *asked) == {"vence_despues": [("R-1", "respuesta", "2026-04-09")]}
    assert listed(run, "2026-03-13", *asked) == {}
    assert "R-2" not in run("worklist", *asked, "--as-of", "2026-03-27").out


def test_other_settings_are_told_what_to_run(run: Run, notices: tuple[Path, Path]) -> None:
    """A list under other settings is refused, with the command to run; that command needs the settings to be given."""
    store, profile = notices
    refused = run("worklist", "--store", store, "--as-of", "2026-04-27")
    assert (refused.status, refused.out) == (2, "")
    assert "2 filas de la empresa empresa se hicieron con otras definiciones" in refused.err
    assert "pqr db project --store URL" in refused.err
    for words in (("project",), ("upgrade",)):
        ran = run("db", *words, "--store", store)
        assert (ran.status, "--profile de cada empresa" in ran.err) == (2, True)
    assert run("db", "project", "--store", store, "--profile", profile).out.splitlines()[-1] == (
        "empresa: filas rehechas: 0; casos con un día movido: 0."
    )


def test_a_closure_makes_anew_what_it_touches(run: Run, notices: tuple[Path, Path], tmp_path: Path) -> None:
    """A row that ends before the closure does not change; the list reads old and new rows; a note has the reason."""
    store, profile = notices
    closed = tmp_path / "closed.toml"
    closed.write_text(
        f'{SETTINGS}aviso_business_days = 3\n[[closures]]\nfrom = 2026-04-22\nact = "Decreto 1"\n',
        encoding="utf-8",
    )
    asked = ("db", "project", "--store", store, "--profile", closed, "--since", profile, "--reason", "Decreto 1")
    assert json.loads(run(*asked, "--json").out)["projected"] == {"empresa": {"rows": 1, "moved": 1, "refused": []}}
    assert listed(run, "2026-04-27", "--store", store, "--profile", closed) == {
        "vencido": [("R-1", "aviso", "2026-04-21"), ("R-2", "respuesta", "2026-04-23")]
    }
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        cases = [stored.case for stored in unit.cases.stream("empresa")]
    evidence = {str(case.filing.radicado): case.events[-1].evidence for case in cases}
    assert evidence == {"R-1": (), "R-2": ("Decreto 1",)}


def test_an_upgrade_makes_the_rows_anew(run: Run, tmp_path: Path) -> None:
    """An upgrade remakes the rows of the earlier version with the default settings; with `--no-project` it does not."""
    for words, rows in (((), 13), (("--no-project",), 0)):
        store = tmp_path / f"{rows}.sqlite"
        shutil.copyfile(DATA / "before_spells.db", store)
        ran = run("db", "upgrade", "--store", store, *words)
        assert ran.status == 0
        assert ("filas rehechas: 13; casos con un día movido: 1." in ran.out) is bool(rows)
        assert run("worklist", "--store", store, "--as-of", "2026-04-27").status == (0 if rows else 2)


def test_a_case_that_cannot_be_counted_is_shown(
    run: Run, notices: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id and the reason are shown to people and to programs, and the command fails; an empty list has a heading."""
    store, profile = notices
    assert "... y 2 más" in run("worklist", "--store", store, "--profile", profile, "--limit", "0").out
    other = profile.with_name("other.toml")
    other.write_text(f"{SETTINGS}aviso_business_days = 4\n", encoding="utf-8")

    def refused(case: Case, definitions: Definitions) -> Agenda:
        if case.filing.radicado == "R-1":
            raise InvalidInputError(place="case", detail=Said("no hay regla", "no rule"))
        return standing_of(case, definitions)

    monkeypatch.setattr(projection, "standing_of", refused)
    ran = run("db", "project", "--store", store, "--profile", other)
    assert (ran.status, "no hay regla" in ran.out) == (1, True)
    document = json.loads(run("db", "project", "--store", store, "--profile", other, "--json").out)
    (told,) = document["projected"]["empresa"]["refused"]
    assert (told["error"], document["projected"]["empresa"]["rows"]) == ("vector_invalido", 0)
    assert told["case_id"] in ran.out


def test_rows_of_unknown_settings_wait_for_a_profile(run: Run, tmp_path: Path) -> None:
    """The first release stored no definitions: the upgrade changes the tables; the rows wait for a profile."""
    store, profile = tmp_path / "first.sqlite", tmp_path / "aguas.toml"
    shutil.copyfile(DATA / "first_schema.db", store)
    profile.write_text('[utility]\nid = "aguas"\n', encoding="utf-8")
    ran = run("db", "upgrade", "--store", store, "--lang", "en")
    assert (ran.status, "the rows of aguas were made with other settings" in ran.err) == (2, True)
    assert run("db", "check", "--store", store).status == 0
    assert "5; casos con un día movido: 0" in run("db", "project", "--store", store, "--profile", profile).out
    assert run("worklist", "--store", store, "--profile", profile, "--as-of", "2026-04-13").status == 0


def test_worklist_answers_programs(run: Run, store: Path) -> None:
    """Every class is in the output, by its code, even without cases."""
    document = json.loads(run("worklist", "--store", store, "--as-of", "2026-04-13", "--json").out)
    assert document.pop("as_of") == "2026-04-13"
    assert set(document) == {"vencido", "vence_hoy", "vence_pronto", "vence_despues", "suspendido", "sin_fecha"}
    found = {row["radicado"]: (code, row["due_on"]) for code, rows in document.items() for row in rows}
    assert found["R-2"] == ("vencido", "2026-04-10")
    assert found["R-3"] == ("vence_hoy", "2026-04-13")


def test_indicators_are_held_against_their_targets(run: Run, store: Path) -> None:
    """The mean of the month has its code, its target and its verdict; an indicator without data says so."""
    ran = run("indicators", "--store", store, "--period", "2026-04")
    assert ran.status == 0
    assert "no cumple" in ran.out
    told = " ".join(ran.out.split())
    assert re.search(r"^tiempo_respuesta_pqr +14,0 días +\d+ +máx\. 12", ran.out, re.MULTILINE)
    assert "satisfaccion_cliente" not in told
    document = json.loads(run("indicators", "--store", store, "--period", "2026-04", "--json").out)
    empty = sum(each["total"]["reason"] is not None for each in document["indicators"])
    assert f"Sin datos, y no se muestran: {empty} (--indicator CÓDIGO; --list)" in told
    alone = run("indicators", "--store", store, "--period", "2026-04", "--indicator", "satisfaccion_cliente").out
    assert "Satisfacción del cliente: la meta es anual, no juzga abr 2026" in alone
    assert "no se muestran" not in alone


def test_indicators_are_held_against_the_targets_of_their_own_utility(run: Run, store: Path, tmp_path: Path) -> None:
    """The profile of another one is refused, and a profile alone says whose the cases are."""
    profile = tmp_path / "rio.toml"
    profile.write_text('[utility]\nid = "rio"\n[targets]\ntiempo_respuesta_pqr = 20\n', encoding="utf-8")
    asked = ("indicators", "--store", store, "--period", "2026-04", "--profile", profile)
    of_another = run(*asked, "--utility", "empresa")
    assert (of_another.status, of_another.out) == (2, "")
    assert "el caso es de la empresa 'empresa' y el perfil de 'rio'" in of_another.err
    assert "no hay casos de la empresa rio" in run(*asked).err


def test_an_indicator_has_its_code_and_its_target_a_unit_at_any_width(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the code it can be asked for alone; its name stands beside it where there is room."""
    asked = ("indicators", "--store", store, "--period", "2026-04", "--indicator", "tiempo_respuesta_pqr")
    for columns, name in (("60", ""), ("80", ""), ("120", "Tiempo de respuesta")):
        monkeypatch.setenv("COLUMNS", columns)
        told = run(*asked).out
        assert told.partition("─\n")[2].startswith("tiempo_")
        assert ("Indicador " in told) == bool(name)
        assert name in told
        assert {"máx.", "12", "días", "hábiles"} <= set(told.split())


def test_indicators_by_a_column_answer_programs(run: Run, store: Path) -> None:
    """Values are exact, with one cell per group and the total."""
    document = json.loads(run("indicators", "--store", store, "--period", "2026-04", "--by", "tipo", "--json").out)
    found = {each["code"]: each for each in document["indicators"]}
    days = found["tiempo_respuesta_pqr"]
    assert days["total"]["text"] == "14,0 días hábiles"
    english = json.loads(run("indicators", "--store", store, "--period", "2026-04", "--json", "--lang", "en").out)
    assert "14.0 business days" in [each["total"]["text"] for each in english["indicators"]]
    assert (days["total"]["value"], days["total"]["verdict"], days["target"]) == ("14", "missed", "12")
    assert {"tipo": "reclamo"} in [cell["group"] for cell in days["groups"]]
    assert "satisfaccion_cliente" not in found


def test_indicators_say_what_is_missing_and_when_they_were_looked_at(run: Run, store: Path) -> None:
    """Ages in bands, why a value is undefined, and the day of the question beside the end of the period."""
    asked = ("indicators", "--store", store, "--period", "2026-04", "--as-of", "2026-05-20")
    document = json.loads(run(*asked, "--json").out)
    assert (document["as_of"], document["closing_day"]) == ("2026-05-20", "2026-04-30")
    found = {each["code"]: each["total"] for each in document["indicators"]}
    assert found["incremento_usuarios"]["reason"] == "no_rows"
    assert found["satisfaccion_cliente"]["reason"] == "zero_denominator"
    assert found["satisfaccion_cliente"]["verdict"] is None  # a target of years says nothing of a month
    assert found["satisfaccion_cliente"]["n"] == 0
    assert found["tiempo_respuesta_pqr"]["reason"] is None
    ages = found["pendientes_por_edad"]["bands"]
    assert [(each["from"], each["to"]) for each in ages] == [(None, 15), (16, 30), (31, 60), (61, 90), (91, None)]
    assert sum(each["n"] for each in ages) == found["pendientes_por_edad"]["numerator"] > 0
    shown = run(*asked, "--by", "servicio").out
    assert "desde 91: " in shown
    assert "sin dato" in shown
    assert "None" not in shown
    assert "sin datos: faltan datos de ese período o del que se compara" in shown
    assert "sin datos: el denominador es cero" in run(*asked).out
    repeats = ("indicators", "--store", store, "--period", "2026-03", "--indicator", "reincidencia")
    assert "sin datos: falta repeat_days en el perfil" in run(*repeats).out
    assert "no data: the profile of the utility lacks repeat_days" in run(*repeats, "--lang", "en").out


def test_f13_a_period_that_runs_is_in_progress_and_one_to_come_has_not_begun(run: Run, store: Path) -> None:
    """In words, in JSON and in the table; the day after the last one, it is judged."""
    asked = (
        "indicators",
        "--store",
        store,
        "--indicator",
        "tiempo_respuesta_pqr",
        "--indicator",
        "pendientes_por_edad",
    )
    for period, day, told in (
        ("2026-04", "2026-04-26", ("en curso", "in_progress", True, None)),
        ("2026-04", "2026-04-30", ("no cumple", "missed", False, None)),
        ("2026-05", "2026-04-26", ("no ha comenzado", None, False, "not_begun")),
    ):
        words = (*asked, "--period", period, "--as-of", day)
        shown, (days, ages) = run(*words).out, json.loads(run(*words, "--json").out)["indicators"]
        total = days["total"]
        assert told == (told[0], total["verdict"], total["in_progress"], total["reason"])
        assert told[0] in shown
        assert told[0] in run(*words, "--csv").out
        assert all((band["n"] is None) == (told[-1] is not None) for band in ages["total"]["bands"])
        assert ("desde 91" in shown) == (told[-1] is None)


def test_f15_a_group_with_overdue_cases_and_no_answer_is_shown(run: Run, tmp_path: Path) -> None:
    """The rows of the groups hold all open and overdue cases of the total."""
    told = [f"D-{n},2026-03-{n % 9 + 1:02},reclamo,,,Dosquebradas" for n in range(40)]
    told += ["P-1,2026-04-01,reclamo,2026-04-10,accede,Pereira", "S-1,2026-03-02,reclamo,,,"]
    path, file = tmp_path / "pqr.sqlite", tmp_path / "a.csv"
    headings = "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado,municipio"
    file.write_text("\n".join((headings, *told)) + "\n", "utf-8")
    assert run("import", file, "--store", path).status == 0
    asked = ("indicators", "--store", path, "--period", "2026-04", "--as-of", "2026-05-05", "--by", "municipio")
    for each in json.loads(run(*asked, "--json").out)["indicators"]:
        for standing in {"abiertos", "vencidos"} & each["total"].keys():
            assert sum(group[standing] for group in each["groups"]) == each["total"][standing]
    (days,) = json.loads(run(*asked, "--indicator", "tiempo_respuesta_pqr", "--json").out)["indicators"]
    found = {group["group"]["municipio"]: (group["n"], group["vencidos"]) for group in days["groups"]}
    assert found == {"Dosquebradas": (0, 40), "Pereira": (1, 0), None: (0, 1)}
    shown = run(*asked, "--indicator", "tiempo_respuesta_pqr").out
    assert "40 / 40" in shown
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--indicator", "tiempo_respuesta_pqr", "--csv").out)))
    assert [(row["municipio"], row["vencidos"]) for row in rows if row["municipio"] == "Dosquebradas"] == [
        ("Dosquebradas", "40")
    ]


def test_a_value_just_beside_its_target_shows_it_missed(run: Run, store: Path) -> None:
    """12.03 days miss 12, and the table does not print 12,0 beside it."""
    with SqlStore(f"sqlite:///{store}") as opened, opened.begin(datetime(2026, 3, 1, tzinfo=UTC)) as unit:
        day = date(2026, 2, 20)
        facts = [
            Facts(
                utility="empresa",
                radicado=f"N-{n}",
                tipo="queja",
                filed_on=date(2026, 2, 2),
                answered_on=day,
                business_days_to_answer=12 + (n == 0),
            )
            for n in range(30)
        ]
        unit.facts.put(facts)
        unit.commit()
    asked = ("indicators", "--store", store, "--period", "2026-02", "--indicator", "tiempo_respuesta_pqr")
    assert "12,03 días" in run(*asked).out
    (each,) = json.loads(run(*asked, "--json").out)["indicators"]
    assert (each["total"]["text"], each["total"]["verdict"]) == ("12,03 días hábiles", "missed")


def test_indicators_that_cannot_be_grouped_are_named(run: Run, store: Path) -> None:
    """Surveys have no type: the indicator left out is named; an unknown column is refused."""
    assert "No se agrupan así: satisfaccion_cliente" in run(
        "indicators", "--store", store, "--period", "2026-04", "--by", "tipo"
    ).out.replace("\n  ", " ")
    asked = ("indicators", "--store", store, "--period", "2026-04", "--by")
    for by in ("color", "tipo,subscribers"):
        refused = run(*asked, by)
        assert refused.status == 2
        assert by.replace(",", ", ") in refused.err
    assert "'mncipio' (¿quiso decir 'municipio'?)" in run(*asked, "tipo,mncipio").err


def test_a_period_mistyped_is_refused(run: Run, store: Path) -> None:
    """The error lists the accepted forms."""
    ran = run("indicators", "--store", store, "--period", "marzo")
    assert ran.status == 2
    assert "2026-Q1" in ran.err


# --- the database --------------------------------------------------------------------------------------------------


def test_db_makes_the_tables_and_tells_their_version(run: Run, tmp_path: Path) -> None:
    """`check` fails on an empty database and passes after `upgrade`, which can be run again."""
    path = tmp_path / "new.sqlite"
    assert run("db", "check", "--store", path).status == 2
    assert not path.exists()
    path.touch()
    ran = run("db", "check", "--store", path, "--json")
    assert (ran.status, json.loads(ran.out)["current"], json.loads(ran.out)["found"]) == (2, False, "none")
    for _time in range(2):
        assert run("db", "upgrade", "--store", path).status == 0
    assert run("db", "check", "--store", path).status == 0
    assert json.loads(run("db", "check", "--store", path, "--json").out) == {"current": True}


def test_db_shows_what_an_upgrade_would_run(run: Run, tmp_path: Path) -> None:
    """`sql` prints the statements and runs none."""
    path = tmp_path / "empty.sqlite"
    path.touch()
    ran = run("db", "sql", "--store", path)
    assert ran.status == 0
    assert "CREATE TABLE IF NOT EXISTS pqr_personal" in ran.out
    assert json.loads(run("db", "sql", "--store", path, "--json").out)["sql"].splitlines() == ran.out.splitlines()
    assert path.stat().st_size == 0


def test_a_file_without_our_tables_says_what_to_run(run: Run, tmp_path: Path) -> None:
    """A database without our tables is not changed."""
    path = tmp_path / "empty.sqlite"
    path.touch()
    ran = run("worklist", "--store", path)
    assert ran.status == 2
    assert "pqr db upgrade" in ran.err


@pytest.mark.parametrize("url", ["nothing://x/y", "sqlite:////no/such/folder/x.sqlite"])
def test_a_database_that_cannot_be_reached_is_one_line(run: Run, url: str) -> None:
    """No driver's traceback reaches the user."""
    ran = run("db", "upgrade", "--store", url)
    assert (ran.status, ran.err.count("\n")) == (2, 1)


def test_a_quarter_is_charted_by_groups(run: Run, store: Path, tmp_path: Path) -> None:
    """Groups by several columns; a page of charts, one indicator as a picture; a picture of several is refused."""
    ran = run(
        "indicators", "--store", store, "--period", "2026-Q2", "--by", "tipo,servicio",
        "--indicator", "tiempo_respuesta_pqr", "--as-of", "2026-04-20", "--chart", tmp_path / "q.html", "--json",
    )  # fmt: skip
    document = json.loads(ran.out)
    assert (document["period"], document["as_of"]) == ("2026-Q2", "2026-04-20")
    assert [each["group"] for each in document["indicators"][0]["groups"]] == [
        {"tipo": tipo, "servicio": None} for tipo in ("peticion", "queja", "reclamo")
    ]  # those with nothing answered too, for something of them is open
    page = (tmp_path / "q.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "servicio: sin dato" in page
    assert "T2 2026: 2 abiertos" in page
    alone = ("indicators", "--store", store, "--period", "2026", "--chart", tmp_path / "one.svg")
    assert run(*alone).status != 0
    assert run(*alone, "--indicator", "oportunidad").status == 0
    assert (tmp_path / "one.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run("indicators", "--store", store, "--period", "2026", "--indicator", "ius").status != 0


def test_only_what_was_recorded_by_a_day_counts(run: Run, store: Path) -> None:
    """The file was imported after 1 May, so on that day the register was empty."""
    asked = ("indicators", "--store", store, "--period", "2026-04", "--as-of", "2026-05-01", "--json")
    known, recorded = json.loads(run(*asked).out), json.loads(run(*asked, "--as-recorded").out)
    values = [
        {each["code"]: each["total"]["text"] for each in document["indicators"]}["tiempo_respuesta_pqr"]
        for document in (known, recorded)
    ]
    assert values == ["14,0 días hábiles", "sin datos"]

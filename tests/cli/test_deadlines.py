"""`due`, `agenda` and `calendar`: what people and programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.cli import Run

from pqr_core.drawing.text import width_of

CASE = {
    "radicado": "R-1",
    "tipo": "reclamo",
    "filed_at": "2026-03-16T10:00:00-05:00",
    "events": [
        {"type": "decision", "at": "2026-04-10T09:00:00-05:00", "resultado": "accede"},
        {"type": "envio_citacion", "at": "2026-04-13T09:00:00-05:00"},
    ],
}


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """The case of the contract's example, alone in a file."""
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


def test_due_explains_and_draws(run: Run) -> None:
    """It prints sentences with the norm and the months with their key, no wider than a terminal."""
    ran = run("due", "reclamo", "2026-03-16")
    assert (ran.status, ran.err) == (0, "")
    for expected in ("jueves 9 de abril de 2026", "Ley 142 de 1994, art. 158", "23*", " 9!", "* festivo"):
        assert expected in ran.out
    assert all(width_of(line) <= 80 for line in ran.out.splitlines())


def test_due_answers_programs(run: Run) -> None:
    """`--json` prints one object with the trace."""
    document = json.loads(run("due", "reclamo", "2026-03-16", "--json").out)
    assert document["due_on"] == "2026-04-09"
    assert len([day for day in document["trace"] if day["number"]]) == 15


def test_due_takes_the_days_of_a_utility(run: Run) -> None:
    """Saturdays and closures move the day; an hour without offset is Colombia's."""
    saturday = run("due", "reclamo", "2026-03-16", "--saturday", "--json").out
    closed = run("due", "reclamo", "2026-03-16", "--closure", "2026-03-17..2026-03-18", "Resolución 1", "--json").out
    at = run("due", "reclamo", "2026-03-16T23:30", "--json").out
    assert [json.loads(each)["due_on"] for each in (saturday, closed, at)] == ["2026-04-06", "2026-04-13", "2026-04-09"]


def test_agenda_tells_deadlines_findings_and_the_answer(run: Run, case_file: Path) -> None:
    """The example of the contract, as a person reads it."""
    ran = run("agenda", case_file, "--as-of", "2026-04-14T12:00:00-05:00")
    assert ran.status == 0
    for expected in ("R-1 - Reclamo", "cumplido tarde", "vencido", "! Operó el silencio", "San José"):
        assert expected in ran.out
    assert all(width_of(line) <= 80 for line in ran.out.splitlines())


def test_agenda_answers_programs_as_the_contract_says(run: Run, case_file: Path) -> None:
    """The dates and states of the contract's example."""
    document = json.loads(run("agenda", case_file, "--as-of", "2026-04-14", "--json").out)
    found = {each["code"]: (each["due_on"], each["state"]) for each in document["deadlines"]}
    assert found["respuesta"] == ("2026-04-09", "cumplido_tarde")
    assert found["reconocimiento_sap"] == ("2026-04-12", "vencido")
    assert document["findings"] == ["silencio_positivo"]


def test_agenda_reads_the_settings_of_the_utility(run: Run, tmp_path: Path) -> None:
    """A file may hold the utility beside the case."""
    path = tmp_path / "wrapped.json"
    path.write_text(json.dumps({"utility": {"saturday_is_business_day": True}, "case": CASE}), encoding="utf-8")
    document = json.loads(run("agenda", path, "--as-of", "2026-04-14", "--json").out)
    assert document["deadlines"][0]["due_on"] == "2026-04-06"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "línea 1"),
        ("[]", "se esperaba un objeto, llegó una lista"),
        ('{"tipo": "reclamo"}', "filed_at"),
        ('{"tipo": "reclamo", "filed_on": "2026-03-16", "colour": 1}', "case.colour"),
        ('{"case": {"tipo": "reclamo", "filed_on": "2026-03-16"}, "op": "agenda"}', "op: clave desconocida"),
    ],
)
def test_a_case_that_cannot_be_read_names_the_place(run: Run, tmp_path: Path, content: str, expected: str) -> None:
    """The error says where, and the status is 2."""
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    ran = run("agenda", path, "--as-of", "2026-04-14")
    assert ran.status == 2
    assert expected in ran.err


def test_agenda_is_asked_now_unless_a_day_is_given(run: Run, case_file: Path) -> None:
    """Without `--as-of` the command reads the clock; nothing below it does."""
    document = json.loads(run("agenda", case_file, "--json").out)
    assert document["as_of"] > "2026-11"


def test_agenda_writes_a_page(run: Run, case_file: Path, tmp_path: Path) -> None:
    """The page needs no other file; it is announced on the error stream, so that JSON output stays JSON."""
    page = tmp_path / "agenda.html"
    ran = run("agenda", case_file, "--as-of", "2026-04-14", "--html", page, "--json")
    json.loads(ran.out)
    assert str(page) in ran.err
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "prefers-color-scheme" in html


def test_a_year_is_drawn_with_its_norms(run: Run) -> None:
    """Twelve months, every holiday marked and listed with the norm that orders it, within a terminal."""
    ran = run("calendar", "2026", "--closure", "2026-12-24", "Resolución 12 de 2026")
    grid, _blank, listed = ran.out.partition("* festivo")
    assert grid.count("*") == 19
    assert "24x" in grid
    assert listed.count("Ley ") == 19
    assert "Ley 2578 de 2026, art. 6;" in listed
    assert "Resolución 12 de 2026" in listed
    assert all(width_of(line) <= 80 for line in ran.out.splitlines())


def test_both_holidays_of_one_day_are_listed(run: Run) -> None:
    """30 June 2025 is two holidays."""
    assert run("calendar", "2025").out.count("lunes 30 de junio") == 2


def test_a_year_not_verified_says_so(run: Run) -> None:
    """After the verified year the drawing is a projection."""
    assert "Proyectado" in run("calendar", "2027").out
    assert "Proyectado" not in run("calendar", "2026").out


def test_a_year_answers_programs(run: Run) -> None:
    """Holidays with code and norm, the count, and the fingerprint."""
    document = json.loads(run("calendar", "2026", "--saturday", "--json").out)
    assert document["business_days"] > 242
    assert {"day": "2026-07-13", "code": "chiquinquira"}.items() <= document["holidays"][10].items()
    english = json.loads(run("calendar", "2026", "--lang", "en", "--json").out)
    names = [each["holidays"][0]["name"] for each in (document, english)]
    assert names == ["Año Nuevo", "New Year's Day"]
    assert document["holidays"][10]["citations"][0]["confidence"] == "citada"
    assert len(document["fingerprint"]) == 64


def test_a_year_is_exported(run: Run, tmp_path: Path) -> None:
    """`--ics` writes what calendars import."""
    path = tmp_path / "2026.ics"
    assert run("calendar", "2026", "--ics", path).status == 0
    assert len(list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))) == 21


PROFILE = """
[utility]
id = "aguas"
saturday_is_business_day = true

[policies]
sap_recognition = "business_days"
"""


def test_a_profile_file_gives_the_days_and_readings(run: Run, case_file: Path, tmp_path: Path) -> None:
    """`--profile` moves the days of `due` and of `agenda`; the settings in the case file come first."""
    profile = tmp_path / "aguas.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    assert json.loads(run("due", "reclamo", "2026-03-16", "--profile", profile, "--json").out)["due_on"] == "2026-04-06"
    told = json.loads(run("agenda", case_file, "--as-of", "2026-04-14", "--profile", profile, "--json").out)
    assert {d["code"]: d["due_on"] for d in told["deadlines"]}["reconocimiento_sap"] == "2026-04-09"
    case_file.write_text(json.dumps({"case": CASE, "utility": {"saturday_is_business_day": False}}), encoding="utf-8")
    told = json.loads(run("agenda", case_file, "--as-of", "2026-04-14", "--profile", profile, "--json").out)
    assert {d["code"]: d["due_on"] for d in told["deadlines"]}["reconocimiento_sap"] == "2026-04-14"


def test_a_profile_that_cannot_be_read_is_told_by_its_place(run: Run, tmp_path: Path) -> None:
    """The error has the key path, and the exit status is 2."""
    profile = tmp_path / "aguas.toml"
    profile.write_text('[utility]\nid = "a"\ncolor = 1', encoding="utf-8")
    ran = run("due", "reclamo", "2026-03-16", "--profile", profile)
    assert ran.status == 2
    assert "utility.color" in ran.err


def test_readings_show_the_earliest_and_the_latest_day(run: Run, case_file: Path) -> None:
    """`--readings` adds the bounds over the disputed readings, for people and for programs."""
    ran = run("agenda", case_file, "--as-of", "2026-04-14", "--readings")
    assert "lecturas en disputa" in ran.out
    assert "2026-04-08" in ran.out
    assert all(width_of(line) <= 80 for line in ran.out.splitlines())
    told = json.loads(run("agenda", case_file, "--as-of", "2026-04-14", "--readings", "--json").out)
    bounds = {each["code"]: each for each in told["readings"]["bounds"]}
    assert (bounds["respuesta"]["earliest_on"], bounds["respuesta"]["latest_on"]) == ("2026-04-08", "2026-04-09")

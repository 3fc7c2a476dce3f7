"""`pqr letter`: a letter about a case in a store, to the screen or to a file."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from tests.cli import Run
from tests.documents.samples import FILING, PROFILE, at

from pqr_core import colombia
from pqr_core.cases.events import Filing
from pqr_core.office.correspondence import issued_in
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import WorkflowState

DECISION = (
    *("--set", "resultado=accede_parcialmente", "--set", "acto=facturacion"),
    *("--set", "resultados=1=accede: se factura de nuevo; 2=no_accede", "--set", "fundamentos=Se leyó mal."),
    *("--set", "firmante=Marta Ríos", "--set", "cargo=Directora"),
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A database with the reclamo of the samples."""
    url = f"sqlite:///{tmp_path / 'cartas.db'}"
    with SqlStore(url) as kept:
        kept.create()
        office = colombia.office(kept, PROFILE, clock=lambda: at(16, 12))
        office.file(Filing(tipo="reclamo", **FILING), at=at(16, 8, 41))
    return url


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A profile with a name."""
    file = tmp_path / "perfil.toml"
    file.write_text('[utility]\nid = "empresa"\nname = "Aguas del Río E.S.P."\n', encoding="utf-8")
    return str(file)


def test_a_letter_is_printed_or_written(run: Run, store: str, profile: str, tmp_path: Path) -> None:
    """It is printed as text, or written to a file, whose name decides the format and which nobody else can read."""
    words = ("letter", "decision", FILING["radicado"], "--store", store, "--profile", profile, "--at", "2026-03-24")
    shown = run(*words, *DECISION)
    assert shown.status == 0
    assert "accede en parte a lo que se pide" in shown.out
    assert "el número de salida" in shown.err
    for form, begins in (("html", b"<!doctype"), ("pdf", b"%PDF"), ("docx", b"PK"), ("txt", b"Aguas")):
        file = tmp_path / f"carta.{form}"
        assert run(*words, *DECISION, "--out", file, "--paper", "a4").status == 0
        assert file.read_bytes().lstrip().startswith(begins)
        assert file.stat().st_mode & 0o077 == 0


def test_what_is_missing_is_told_as_a_list(run: Run, store: str, profile: str) -> None:
    """Each missing element has its norm, its consequence and the detail that fills it; no file is written."""
    words = ("letter", "decision", FILING["radicado"], "--store", store, "--profile", profile, "--at", "2026-03-24")
    found = run(*words, "--check")
    assert found.status == 1
    told = " ".join(found.out.split())
    assert "las razones de hecho y de derecho (CPACA, art. 42)" in told
    assert "Falta: fundamentos (las razones de hecho y de derecho)" in told
    document = json.loads(run(*words, "--json").out)
    assert not document["can_be_made"]
    assert {"fundamentos", "resuelve", "resultado", "firma"} <= {each["element"] for each in document["missing"]}
    whole = run(*words, *DECISION, "--set", "numero=S-1", "--set", "pruebas=acta 1; fotos", "--check")
    assert (whole.status, whole.out.strip()) == (0, "no falta nada")
    assert run(*words).status == 2
    assert "fundamentos" in run(*words).err


def test_what_the_filing_lacks_names_the_act_that_completes_it(run: Run, store: str, profile: str) -> None:
    """A petition without petitioner: the list names the act that adds it."""
    where = ("--store", store, "--profile", profile)
    filed = run("file", "peticion", *where, "--at", "2026-03-16T10:00", "--set", "canal=verbal")
    assert filed.status == 0
    radicado = next(word for word in filed.out.split() if word.startswith("2026")).strip(".,:")
    words = ("letter", "constancia_recepcion", radicado, *where, "--at", "2026-03-16T11:00")
    told = " ".join(run(*words, "--check").out.split())
    assert "peticionario.nombre, en la radicación. La radicación se completa con el acto correccion." in told
    assert run(*words, "--check", "--lang", "en").out.count("The act correccion completes the filing.") >= 1


def test_outcomes_that_cannot_be_read_are_told_how_to_write(run: Run, store: str) -> None:
    """The error shows how to write outcomes; no text reads as an answer to the user."""
    told = run("letter", "decision", FILING["radicado"], "--store", store, "--set", "resultados=accede").err
    assert "como 1=accede; 2=no_accede (tras dos puntos va la razón, si la hay), llegó 'accede'" in told


def test_an_act_that_is_not_legal_is_refused(run: Run, store: str, profile: str) -> None:
    """The refusal gives the reason of the law."""
    words = ("letter", "aviso", FILING["radicado"], "--store", store, "--profile", profile, "--at", "2026-03-24")
    found = run(*words)
    assert found.status == 2
    assert "no hay decisión" in found.err
    assert run(*words, "--check").status == 1


def test_the_data_of_a_letter_are_shown(run: Run) -> None:
    """`--fields` prints them in the language asked, or as JSON, and needs no store."""
    assert "hasta" in run("letter", "prorroga", "--fields").out
    assert "the day of the answer" in run("letter", "prorroga", "--fields", "--lang", "en").out
    told = json.loads(run("letter", "citacion", "--fields", "--json").out)
    assert told[0] == {"field": "guia", "kind": "text", "label": "número de la guía de correo"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "nada"), "DATO=VALOR"),
        (("--set", "nada=1"), "clave desconocida"),
        (("--set", "resultado=quizas"), "no_accede"),
        (("--set", "resultados=1"), "1=accede"),
        (("--out", "carta.odt"), ".docx"),
        (("--templates", "no/existe"), "no existe"),
    ],
    ids=["form", "unknown", "word", "outcomes", "out", "templates"],
)
def test_what_cannot_be_is_refused_by_name(run: Run, store: str, words: tuple[str, ...], said: str) -> None:
    """In Spanish, with status 2."""
    found = run("letter", "decision", FILING["radicado"], "--store", store, "--at", "2026-03-24", *words)
    assert found.status == 2
    assert said in found.err


def test_a_case_is_needed(run: Run, store: str) -> None:
    """A letter needs a radicado and a store, and the case must exist."""
    assert run("letter", "decision").status == 2
    assert run("letter", "decision", "R-0", "--store", store).status == 2


def test_templates_of_the_utility_are_used(run: Run, store: str, profile: str, tmp_path: Path) -> None:
    """`--templates` takes a directory."""
    own = tmp_path / "plantillas"
    own.mkdir()
    (own / "fundamentos.txt").write_text("# Consideraciones\n\n{{ fundamentos }}", encoding="utf-8")
    words = ("letter", "decision", FILING["radicado"], "--store", store, "--profile", profile, "--at", "2026-03-24")
    assert "Consideraciones" in run(*words, *DECISION, "--templates", own).out


def test_a_letter_is_issued_once(run: Run, store: str, profile: str, tmp_path: Path) -> None:
    """`--issue` takes a number, writes the file and records the sending; a second letter is then refused."""
    out = tmp_path / "decision.html"
    words = ("letter", "decision", FILING["radicado"], "--store", store, "--profile", profile)
    told = (*words, "--at", "2026-03-24T10:00", *DECISION, "--issue", "--actor", "ana")
    assert run(*told).status == 2
    assert run(*told, "--out", tmp_path / "no" / "x.html").status == 2
    issued = run(*told, "--out", out, "--paper", "a4")
    assert (issued.status, issued.out) == (0, "")
    assert "expedida con el número S-2026-000001; en el expediente: decisión" in issued.err
    assert "el número de salida" not in issued.err
    page = out.read_bytes()
    assert b"S-2026-000001" in page
    assert b"a4" in page.lower()
    with SqlStore(store) as kept:
        office = colombia.office(kept, PROFILE, clock=lambda: at(24, 12))
        view = office.look(FILING["radicado"])
    assert (view.state, view.case.events[-1].actor) == (WorkflowState.DECIDIDO, "ana")
    (letter,) = issued_in(view.case)
    assert letter.sha256 == sha256(page).hexdigest()
    again = run(*told, "--out", tmp_path / "otra.html")
    assert (again.status, "ya se había expedido, con el número S-2026-000001" in again.err) == (0, True)
    assert not (tmp_path / "otra.html").exists()
    late = run(*words, "--at", "2026-03-25", "--check")
    assert late.status == 1
    assert late.out.startswith("! no procede decisión")

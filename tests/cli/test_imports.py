"""`import`: where the rejects go, the reason for each rejected row, and what reaches the terminal."""

from __future__ import annotations

import io
import json
import os
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from attrs import evolve
from tests.cli import Run

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Correction, Decision, Event, EvidencePeriod, Registration, Until
from pqr_core.cases.filing import Attachment
from pqr_core.cli import imports
from pqr_core.colombia.holidays import SPAN
from pqr_core.errors import StorageError
from pqr_core.facts import Facts, facts_of
from pqr_core.language import Said
from pqr_core.law.engine import standing_of
from pqr_core.office.projection import project
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType

HEAD = "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado\n"
GOOD = "R-1,2026-03-16,reclamo,2026-04-08,accede\n"
NOW = datetime(2026, 5, 4, 10, tzinfo=colombia.ZONE)
BAD = "R-2,2026-03-16,cosa,,\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with one good row and one bad row."""
    path = tmp_path / "casos.csv"
    path.write_text(HEAD + GOOD + BAD, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The path of a store that does not exist yet."""
    return tmp_path / "pqr.sqlite"


def rejected(run: Run, path: Path, store: Path, *words: object) -> list[dict[str, str]]:
    """The rejects of an import, as `--json` prints them."""
    found: list[dict[str, str]] = json.loads(run("import", path, "--store", store, "--json", *words).out)["rejected"]
    return found


# --- the file of rejects -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["none/x.csv", "casos.csv/x.csv", "."])
def test_rejects_that_cannot_be_written_are_refused_before_anything_is_stored(
    run: Run, source: Path, store: Path, tmp_path: Path, place: str
) -> None:
    """A missing folder, a file in its place, or a folder as the file: one line of error, and no store is made."""
    ran = run("import", source, "--store", store, "--rejects", tmp_path / place)
    assert (ran.status, ran.out) == (2, "")
    assert "no se puede escribir el archivo de rechazos" in ran.err
    assert not store.exists()
    assert sorted(tmp_path.iterdir()) == [source]


def test_rejects_are_never_the_file_itself(
    run: Run, source: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own name, a relative one, or a link is refused before the file is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "enlace.csv").symlink_to(source)
    before = source.read_bytes()
    for name in (source, "casos.csv", f"../{tmp_path.name}/casos.csv", "enlace.csv"):
        ran = run("import", source, "--store", store, "--rejects", name)
        assert (ran.status, ran.out) == (2, "")
        assert "es el mismo archivo" in ran.err
    assert source.read_bytes() == before
    assert not store.exists()


@pytest.mark.parametrize("words", [(), ("--rejects", "otro.csv")])
def test_what_stands_at_the_place_of_the_rejects_is_kept(
    run: Run, source: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A file with other content is not overwritten; the rejects get another name, the same each time."""
    monkeypatch.chdir(tmp_path)
    taken = tmp_path / (words[1] if words else "casos.rechazos.csv")
    taken.write_text("corregido a mano", encoding="utf-8")
    for _time in range(2):
        ran = run("import", source, "--store", store, *words)
        assert ran.status == 1
        assert "ya existe con otro contenido" in ran.err
        assert f"{taken.stem}-2.csv" in ran.err
    assert taken.read_text(encoding="utf-8") == "corregido a mano"
    assert "cosa" in (tmp_path / f"{taken.stem}-2.csv").read_text(encoding="utf-8-sig")
    assert sorted(tmp_path.glob("*rechazos*-*")) == ([] if words else [tmp_path / "casos.rechazos-2.csv"])
    assert not list(tmp_path.glob(".*"))


def test_the_same_rejects_again_are_the_same_file(run: Run, source: Path, store: Path, tmp_path: Path) -> None:
    """Importing twice leaves one file of rejects."""
    for _time in range(2):
        document = json.loads(run("import", source, "--store", store, "--json").out)
        assert document["rejects_file"] == str(tmp_path / "casos.rechazos.csv")
    assert len(list(tmp_path.glob("*rechazos*"))) == 1


def test_an_import_that_ends_early_tells_what_it_did(
    run: Run, source: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the store fails, the rejects so far are printed and written, and the error comes last."""

    def fail(*_given: object) -> None:
        raise StorageError(detail=Said("se fue", "gone"))

    monkeypatch.setattr("pqr_core.office.imports._Importer._keep", fail)
    ran = run("import", source, "--store", store)
    assert ran.status == 2
    assert "línea 3, columna tipo: 'cosa'" in ran.out
    assert "La importación no terminó: 1 de 2 filas." in ran.out
    assert "se fue" in ran.err
    assert (tmp_path / "casos.rechazos.csv").exists()


def test_rejects_that_fail_at_the_end_are_shown_all_the_same(
    run: Run, source: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a full disk there is no file of rejects, but they are all printed."""

    def fail(*_given: object) -> None:
        raise OSError(28, os.strerror(28), "casos.rechazos.csv")

    monkeypatch.setattr(imports._RejectsFile, "keep", fail)  # noqa: SLF001 - the disk is full at that moment
    ran = run("import", source, "--store", store)
    assert ran.status == 2
    assert "línea 3, columna tipo: 'cosa'" in ran.out
    assert "1 caso nuevo," in " ".join(ran.out.split())
    assert "casos.rechazos.csv" in ran.err


def test_rejects_do_not_go_to_the_output(run: Run, source: Path, store: Path) -> None:
    """`-` is refused as the name of the file of rejects."""
    ran = run("import", source, "--store", store, "--rejects", "-")
    assert ran.status == 2
    assert "--rejects" in ran.err
    assert not store.exists()


def test_cases_may_come_by_the_input(run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input; its rejects are written in the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((HEAD + GOOD + BAD).encode())))
    document = json.loads(run("import", "-", "--store", store, "--json").out)
    assert (document["added"], document["rejects_file"], document["complete"]) == (1, "stdin.rechazos.csv", True)
    assert (tmp_path / "stdin.rechazos.csv").exists()


# --- what is told of a row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "told"), [("es", "no se reconoce"), ("en", "unknown word")])
def test_reasons_for_programs_are_in_the_language_asked(
    run: Run, source: Path, store: Path, lang: str, told: str
) -> None:
    """`--json` gives the reasons in the language asked."""
    assert rejected(run, source, store, "--lang", lang)[0]["reason"].startswith(told)


def test_a_filing_that_the_law_refuses_names_its_day(run: Run, store: Path, tmp_path: Path) -> None:
    """Before any rule, and after today."""
    later = SPAN[1]
    path = tmp_path / "dias.csv"
    path.write_text(
        f"N° de Radicado,Fecha de recibido,Trámite\nA,1990-03-16,Reclamos\nB,{later},Quejas\n", encoding="utf-8"
    )
    found = rejected(run, path, store)
    assert [(each["column"], each["value"]) for each in found] == [
        ("Fecha de recibido", "1990-03-16"),
        ("Fecha de recibido", str(later)),
    ]
    assert found[1]["reason"].startswith("es posterior a hoy")
    assert "as_of" not in str(found)


def test_a_row_that_contradicts_the_store_names_both_values(
    run: Run, source: Path, store: Path, tmp_path: Path
) -> None:
    """If the answer or the type differs, the reason has the columns, the stored value and that of the file."""
    run("import", source, "--store", store)
    path = tmp_path / "otra.csv"
    for row, column, told in (
        ("R-1,2026-03-16,reclamo,2026-04-01,accede", "fecha_respuesta", "antes 2026-04-08, ahora 2026-04-01"),
        ("R-1,2026-03-16,queja,2026-04-08,accede", "tipo", "tipo: antes reclamo, ahora queja"),
    ):
        path.write_text(HEAD + row + "\n", encoding="utf-8")
        (found,) = rejected(run, path, store)
        assert found["column"] == column
        assert told in found["reason"]
        assert "before" in rejected(run, path, store, "--lang", "en")[0]["reason"]


# --- the same file again ---------------------------------------------------------------------------------------------


def imported_again(run: Run, path: Path, store: Path) -> tuple[int, int, int, list[str]]:
    """What a second import adds, updates and leaves, and the reasons of its rejects."""
    told = json.loads(run("import", path, "--store", store, "--json").out)
    return told["added"], told["updated"], told["unchanged"], [each["reason"] for each in told["rejected"]]


def record(store: Path, *events: Event) -> None:
    """Acts of the office on the only case, with its row of facts."""
    with SqlStore(f"sqlite:///{store}") as opened, opened.begin(NOW) as unit:
        (stored,) = unit.cases.stream("empresa")
        case = stored.case.record(*events)
        unit.cases.save(stored, case, facts_of(standing_of(case, colombia.definitions())))
        unit.commit()


def only(store: Path) -> tuple[Case, Facts]:
    """The only case and its row."""
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        (stored,), (row,) = unit.cases.stream("empresa"), unit.facts.stream("empresa")
        return stored.case, row


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file with one good row."""
    path = tmp_path / "buena.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return path


def written(path: Path, text: str) -> Path:
    """The file with that text."""
    path.write_text(text, encoding="utf-8")
    return path


def test_acts_of_the_office_contradict_no_file(run: Run, good: Path, store: Path) -> None:
    """After a note, an assignment, a registration, a document or a partial decision, row and history are unchanged."""
    run("import", good, "--store", store)
    record(
        store,
        Event(EventType.NOTA, on=date(2026, 3, 17), evidence=("Resolución 1",)),
        Event(EventType.ASIGNACION, on=date(2026, 3, 17), actor="ana"),
        Event(EventType.REGISTRO, on=date(2026, 3, 17), payload=Registration(causal="102", account="77")),
        Event(EventType.ADJUNTO, on=date(2026, 3, 17), payload=Attachment(referencia="r", sha256="0" * 64)),
        Event(EventType.PRORROGA, on=date(2026, 3, 18), payload=Until(date(2026, 4, 20))),
    )
    before = only(store)
    assert imported_again(run, good, store) == (0, 0, 1, [])
    assert only(store) == before


def test_a_projection_anew_contradicts_no_file(run: Run, good: Path, store: Path) -> None:
    """A new projection leaves a note in every case it moves; the old file still agrees."""
    written(good, HEAD + "R-1,2026-03-16,reclamo,,\n")
    run("import", good, "--store", store)
    closure = Closure(date(2026, 4, 6), date(2026, 4, 7), act="Resolución 1", known_on=date(2026, 3, 1))
    closed = evolve(colombia.DEFAULT_PROFILE, utility_id="empresa", closures=(closure,))
    with SqlStore(f"sqlite:///{store}") as opened:
        done = project(opened, "empresa", colombia.definitions(closed), at=NOW, reason="Resolución 1")
    assert done.moved == 1
    assert imported_again(run, good, store) == (0, 0, 1, [])


def test_what_was_corrected_may_be_told_again(run: Run, good: Path, store: Path) -> None:
    """A file with the old value and a file with the corrected one both agree; a third value is contradicted."""
    run("import", good, "--store", store)
    decision = only(store)[0].events[1]
    right = Correction(decision.identity, evolve(decision, on=date(2026, 4, 7)))
    record(store, Event(EventType.CORRECCION, on=date(2026, 4, 10), payload=right))
    for day in (8, 7):
        written(good, f"{HEAD}R-1,2026-03-16,reclamo,2026-04-0{day},accede\n")
        assert imported_again(run, good, store) == (0, 0, 1, [])
    written(good, HEAD + "R-1,2026-03-16,reclamo,2026-04-06,accede\n")
    (reason,) = imported_again(run, good, store)[3]
    assert "fecha_respuesta: antes 2026-04-07, ahora 2026-04-06" in reason


def test_what_was_annulled_is_not_recorded_anew(run: Run, good: Path, store: Path) -> None:
    """The old file changes nothing; another answer is recorded as new."""
    run("import", good, "--store", store)
    annulment = Annulment(only(store)[0].events[1].identity)
    record(store, Event(EventType.ANULACION, on=date(2026, 4, 10), payload=annulment))
    assert imported_again(run, good, store) == (0, 0, 1, [])
    written(good, HEAD + "R-1,2026-03-16,reclamo,2026-04-13,accede\n")
    assert imported_again(run, good, store) == (0, 1, 0, [])
    assert only(store)[1].answered_on == date(2026, 4, 13)


def test_an_answer_of_two_acts_gets_the_one_that_is_missing(run: Run, good: Path, store: Path) -> None:
    """The office decided and the file says it was answered that day: the sending is added; another day contradicts."""
    written(good, HEAD + "R-1,2026-03-16,peticion_general,,\n")
    run("import", good, "--store", store)
    decided = Decision(resultado="accede")
    record(store, Event(EventType.DECISION, at=datetime(2026, 4, 1, 10, 5, tzinfo=colombia.ZONE), payload=decided))
    written(good, HEAD + "R-1,2026-03-16,peticion_general,2026-04-02,accede\n")
    (reason,) = imported_again(run, good, store)[3]
    assert "fecha_respuesta: antes 2026-04-01 10:05, ahora 2026-04-02" in reason
    written(good, HEAD + "R-1,2026-03-16,peticion_general,2026-04-01,accede\n")
    assert imported_again(run, good, store) == (0, 1, 0, [])
    assert [event.type for event in only(store)[0].events[1:]] == [EventType.DECISION, EventType.RESPUESTA_ENVIADA]
    assert imported_again(run, good, store) == (0, 0, 1, [])


def test_a_file_that_says_less_contradicts_nothing(run: Run, store: Path, good: Path) -> None:
    """The file may lack the answer, the hour or the channel."""
    head = "radicado,fecha_radicacion,hora_radicacion,tipo,canal,fecha_respuesta,resultado\n"
    written(good, head + "R-1,2026-03-16,9:00,reclamo,web,2026-04-08,accede\n")
    run("import", good, "--store", store)
    written(good, head + "R-1,2026-03-16,,reclamo,,,\n")
    assert imported_again(run, good, store) == (0, 0, 1, [])


def test_a_contradiction_never_has_an_empty_reason(run: Run, store: Path, good: Path) -> None:
    """A value that the store lacks, or an answer of another form, is named by its column."""
    head = "radicado,fecha_radicacion,tipo,canal,fecha_respuesta,resultado,verbal\n"
    written(good, head + "R-1,2026-03-16,reclamo,,2026-04-08,accede,\n")
    run("import", good, "--store", store)
    written(good, head + "R-1,2026-03-16,reclamo,web,2026-04-08,accede,\n")
    assert "(canal: antes -, ahora web)" in imported_again(run, good, store)[3][0]
    written(good, head + "R-1,2026-03-16,reclamo,,2026-04-08,accede,si\n")
    assert "(verbal: antes no, ahora si)" in imported_again(run, good, store)[3][0]


def test_what_a_file_adds_is_counted_with_what_the_office_did(run: Run, store: Path, good: Path) -> None:
    """The row of facts is made from the whole history, and keeps what related cases added to it."""
    written(good, HEAD + "R-1,2026-03-16,reclamo,,\n")
    run("import", good, "--store", store)
    record(store, Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 18), payload=EvidencePeriod(dias=10)))
    with SqlStore(f"sqlite:///{store}") as opened, opened.begin(NOW) as unit:
        (row,) = unit.facts.stream("empresa")
        unit.facts.put([evolve(row, satisfied=True, petitioner="h")])
        unit.commit()
    written(good, HEAD + "R-1,2026-03-16,reclamo,2026-04-15,accede\n")
    assert imported_again(run, good, store) == (0, 1, 0, [])
    case, row = only(store)
    assert [event.type for event in case.events[1:]] == [EventType.APERTURA_PRUEBAS, EventType.DECISION]
    assert (row.answered_on, row.satisfied, row.petitioner) == (date(2026, 4, 15), True, "h")
    assert row.due_on == colombia.agenda(case, NOW)["respuesta"].due_on
    assert row.in_term(date(2026, 4, 15))
    assert imported_again(run, good, store) == (0, 0, 1, [])


def test_accents_of_two_signs_are_no_other_data(run: Run, store: Path, good: Path) -> None:
    """A file as macOS writes it, twice, and then with accents of one sign; the utility as well."""
    head = "radicado,fecha_radicacion,tipo,municipio\n"
    for text, told in (("Bogota\u0301", (1, 0, 0)), ("Bogota\u0301", (0, 0, 1)), ("Bogot\u00e1", (0, 0, 1))):
        written(good, f"{head}n\u0303-1,2026-03-16,reclamo,{text}\n")
        ran = json.loads(run("import", good, "--store", store, "--json", "--utility", text).out)
        assert (ran["added"], ran["updated"], ran["unchanged"], ran["rejected"]) == (*told, [])


def test_facts_name_definitions_that_are_stored(run: Run, store: Path, good: Path) -> None:
    """The fingerprint of a row leads to calendar, rule book and profile, as those of a projection do."""
    run("import", good, "--store", store)
    _, row = only(store)
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        digests = str(unit.definition(row.fingerprint)).splitlines()
        texts = [unit.definition(digest) for digest in digests]
    assert len(texts) == 3
    assert all(texts)


# --- what is told of a file ------------------------------------------------------------------------------------------


def test_the_advice_about_a_heading_can_be_followed(run: Run, store: Path, tmp_path: Path) -> None:
    """The error names `--column`, and with it the file is imported."""
    path = tmp_path / "otros.csv"
    path.write_text("Expediente,Día,tipo\nA,2026-03-16,reclamo\n", encoding="utf-8")
    refused = run("import", path, "--store", store)
    assert refused.status == 2
    assert "--column NOMBRE=ENCABEZADO" in refused.err
    columns = ("--column", "radicado=Expediente", "--column", "fecha_radicacion=Día")
    assert json.loads(run("import", path, "--store", store, "--json", *columns).out)["added"] == 1


@pytest.mark.parametrize(
    ("argument", "form"), [("--column", "NAME=HEADING"), ("--default", "COLUMN=VALUE"), ("--value", "COLUMN:FROM=TO")]
)
def test_the_form_of_a_setting_is_told_in_english(
    run: Run, source: Path, store: Path, argument: str, form: str
) -> None:
    """In the language of the command, as its help tells it."""
    refused = run("import", source, "--store", store, argument, "tipo", "--lang", "en")
    assert refused.status == 2
    assert f"write {form}, as " in refused.err


@pytest.mark.parametrize("text", ["radicado", "=Expediente", "radicado=", "nada=Expediente", "radicado=Nada"])
def test_a_column_that_says_nothing_is_refused(run: Run, source: Path, store: Path, text: str) -> None:
    """An incomplete `--column`, an unknown column or a heading that is not in the file is refused."""
    ran = run("import", source, "--store", store, "--column", text)
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize("tipo", ["Reclamación", "RECLAMO", "reclamos"])
def test_due_reads_the_words_that_a_file_may_have(run: Run, tipo: str) -> None:
    """`due` reads types as `import` does."""
    assert run("due", tipo, "2026-03-16", "--json").out == run("due", "reclamo", "2026-03-16", "--json").out


# --- what reaches the terminal -------------------------------------------------------------------------------------


def test_no_order_to_the_terminal_is_printed(run: Run, store: Path, tmp_path: Path) -> None:
    """An escape sequence in a cell or a heading is shown as text, in what people and in what programs read."""
    path = tmp_path / "trampa.csv"
    path.write_text("radicado,fecha_radicacion,tipo,\x1b[2J\nR\x1b[2J,2026-03-16,reclamo,\nB,2026-03-16,\x9b1m,\n",
                    encoding="utf-8")  # fmt: skip
    for words in ((), ("--json",)):
        ran = run("import", path, "--store", store, *words)
        assert ran.status == 1
        assert not {"\x1b", "\x9b"} & set(ran.out + ran.err)
        assert "u001b[2J" in ran.out
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        assert list(unit.cases.stream("empresa")) == []


def test_the_group_of_a_causal_is_that_of_its_day(run: Run, tmp_path: Path) -> None:
    """402 was of the installation until 2018 and is of the provision since; without a known causal there is none."""
    file = tmp_path / "casos.csv"
    file.write_text(
        "radicado,fecha_radicacion,tipo,servicio,causal\n"
        "A1,2017-03-16,reclamo,acueducto,402\n"
        "A2,2026-03-16,reclamo,acueducto,402\n"
        "A3,2026-03-17,reclamo,acueducto,102\n"
        "A4,2026-03-18,reclamo,acueducto,999\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path / 'pqr.sqlite'}"
    assert run("import", file, "--store", url, "--utility", "aguas").status == 0
    with closing(SqlStore(url)) as store, store.begin() as work:
        found = {row.radicado: row.grupo_causal for row in work.facts.stream("aguas")}
    assert found == {"A1": "I", "A2": "P", "A3": "F", "A4": None}


# --- registers as they are -------------------------------------------------------------------------------------------

MESSY = (
    "EMPRESA DE ACUEDUCTO\nRegistro de marzo\n"
    "N° Exp;Fecha de recibido;Clase;Fecha de respuesta;Motivo\n"
    "1;16/03/2026;RR;20/03/2026;x\n2;16/03/2026;Derecho de Petición (15 Días);N.A;y\n3;16/03/2026;RRA;;z\n"
)


def test_a_register_gets_in_without_code_and_next_month_is_one_word(run: Run, store: Path, tmp_path: Path) -> None:
    """It has its own titles, headings, words and days; the mapping written is enough for the next month."""
    path, mapping = written(tmp_path / "marzo.csv", MESSY), tmp_path / "mapa.toml"
    words = (
        *("--column", "radicado=N° Exp", "--column", "tipo=Clase", "--value", "tipo:RR=recurso_reposicion"),
        *("--value", "tipo:Derecho de Petición (15 Días)=peticion_general", "--default", "servicio=acueducto"),
        *("--write-map", mapping),
    )
    ran = run("import", path, "--store", store, *words)
    assert ran.status == 1
    assert ran.out.startswith("El registro no lleva las notificaciones: se toman como desconocidas")
    assert "--recorded notificacion" in " ".join(ran.out.split())
    assert "Encabezados en la línea 3, después de 2 filas de título." in ran.out
    assert "línea 6, columna Clase: 'RRA' no se reconoce" in ran.out
    assert '--value "tipo:RRA=..."' in " ".join(ran.out.split())
    assert "Columnas que no se importan: Motivo" in ran.out
    known = "peticion, queja, reclamo, recurso_reposicion, "
    assert " ".join(ran.out.split()).count(known) == 1
    assert f"Palabras de Clase: {known}" in " ".join(ran.out.split())
    assert known in (tmp_path / "marzo.rechazos.csv").read_text(encoding="utf-8-sig")
    kept = mapping.read_bytes()
    refused = run("import", path, "--store", store, "--write-map", mapping)
    assert (refused.status, refused.out, mapping.read_bytes()) == (2, "", kept)
    assert "ya existe y no se toca" in refused.err
    written(path, MESSY.replace("\n1;", "\n4;").replace("\n2;", "\n5;").replace("RRA", "RR"))
    again = json.loads(run("import", path, "--store", store, "--map", mapping, "--json").out)
    assert (again["added"], again["not_recorded"], again["title_rows"]) == (3, ["notificacion"], 2)


def test_the_rejects_import_again_once_corrected(run: Run, store: Path, tmp_path: Path) -> None:
    """With the same mapping as the first time; their cells are those of the user."""
    path = written(tmp_path / "marzo.csv", MESSY)
    words = ("--column", "radicado=N° Exp", "--column", "tipo=Clase")
    assert json.loads(run("import", path, "--store", store, "--json", *words).out)["added"] == 0
    rejects = tmp_path / "marzo.rechazos.csv"
    assert rejects.stat().st_mode & 0o777 == 0o600
    text = rejects.read_text(encoding="utf-8-sig")
    assert "EMPRESA" not in text
    for wrong, right in (("RRA", "queja"), ("RR", "queja"), ("Derecho de Petición (15 Días)", "queja")):
        text = text.replace(f";{wrong};", f";{right};")
    written(rejects, text)
    found = json.loads(run("import", rejects, "--store", store, "--json", *words).out)
    assert (found["added"], found["rejected"]) == (3, [])


def test_many_rejects_are_few_lines(run: Run, store: Path, tmp_path: Path) -> None:
    """People get a count and the first three; programs get all of them, grouped."""
    path = written(tmp_path / "m.csv", HEAD + "".join(f"R-{n},ayer,reclamo,,\n" for n in range(3000)))
    ran = run("import", path, "--store", store)
    assert "3000 filas (líneas 2, 3, 4, ...), columna fecha_radicacion: 'ayer' no es una fecha" in " ".join(
        ran.out.split()
    )
    assert len(ran.out.splitlines()) < 12
    found = json.loads(run("import", path, "--store", store, "--json").out)
    assert len(found["rejected"]) == 3000
    (fault,) = found["faults"]
    assert (fault["kind"], fault["count"], fault["lines"]) == ("fecha", 3000, [2, 3, 4])


def test_errors_of_a_spreadsheet_taken_for_nothing_are_told(run: Run, store: Path, tmp_path: Path) -> None:
    """The note has the column, the lines and the content."""
    path = written(tmp_path / "m.csv", HEAD + "A,2026-03-16,reclamo,#N/A,\nB,2026-03-16,reclamo,#REF!,\n")
    ran = run("import", path, "--store", store)
    assert ran.status == 0
    told = " ".join(ran.out.split())
    assert (
        "Columna fecha_respuesta: errores de hoja de cálculo (#N/A, #REF!) tomados como celdas vacías (líneas 2, 3"
        in told
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("volumes", "mes;servicio;usuarios\n2026-03;aseo;1000\n2026-04;aseo;mil\n"),
        ("surveys", "radicado;fecha;satisfecho\nA;2026-03-22;sí\nB;2026-03-22;7\n"),
        ("tickets", "turno;fecha;tomado;llamado\nA1;2026-03-02;8:00;8:12\nA2;2026-03-02;8:00;7:12\n"),
    ],
)
def test_f18_registers_beside_the_cases_come_in(run: Run, store: Path, tmp_path: Path, kind: str, text: str) -> None:
    """Their rows are kept, the bad ones named; what is there already is told as that."""
    path = written(tmp_path / "m.csv", text)
    for added in (1, 0):
        found = json.loads(run("import", path, "--store", store, "--kind", kind, "--json").out)
        assert (found["kind"], found["added"], len(found["rejected"])) == (kind, added, 1)
    assert "filas nuevas" in run("import", path, "--store", store, "--kind", kind).out
    with SqlStore(f"sqlite:///{store}") as opened, opened.read() as unit:
        assert len(list(getattr(unit, kind).stream("empresa"))) == 1


@pytest.mark.parametrize("kind", ["cases", "volumes", "surveys", "tickets"])
def test_the_columns_are_told(run: Run, kind: str) -> None:
    """Each with its other headings, what it takes and whether it is needed, to people and to programs."""
    found = json.loads(run("import", "--columns", "--kind", kind, "--json").out)
    ran = run("import", "--columns", "--kind", kind, "--lang", "en")
    assert ran.status == 0
    for each in found:
        assert each["column"] in ran.out
        assert set(each) == {"column", "headings", "takes", "words", "needed", "needs"}
    assert ran.out.count("(needed)") == sum(each["needed"] for each in found)


@pytest.mark.parametrize(
    "words",
    [
        ("--value", "tipo=queja"),
        ("--value", "tipo:RR"),
        ("--default", "tipo"),
        ("--skip-rows", "-1"),
        ("--jobs", "0"),
        ("--not-recorded", "todo"),
        ("--map", "no.toml"),
        ("--date-format", "ymd"),
        ("--sheet", "Hoja"),
    ],
)
def test_what_an_import_cannot_be_told_is_refused(run: Run, source: Path, store: Path, words: tuple[str, str]) -> None:
    """A wrong option is refused in one line before anything is made; `--sheet` is ignored for a file without sheets."""
    ran = run("import", source, "--store", store, *words)
    if words[0] == "--sheet":
        assert ran.status == 1
    else:
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert not store.exists()


def test_a_file_and_a_store_are_needed(run: Run, source: Path) -> None:
    """`import` needs a file and a store, unless only `--columns` is asked for."""
    for words in ((), (source,)):
        ran = run("import", *words)
        assert ran.status == 2
        assert "--store" in ran.err


def test_two_processes_import_as_one(run: Run, store: Path, tmp_path: Path) -> None:
    """`--jobs 2`."""
    path = written(tmp_path / "m.csv", HEAD + "".join(f"R-{n},2026-03-16,reclamo,,\n" for n in range(1200)))
    assert json.loads(run("import", path, "--store", store, "--jobs", 2, "--json").out)["added"] == 1200
    assert json.loads(run("import", path, "--store", store, "--json").out)["unchanged"] == 1200

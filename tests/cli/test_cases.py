"""`pqr file`, `pqr act` and `pqr show`: a small office at the terminal."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli import Ran, Run

from pqr_core import colombia
from pqr_core.office.views import view_schema

VALIDATOR = Draft202012Validator(view_schema())


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The path of a database that does not exist yet."""
    return str(tmp_path / "oficina.sqlite")


def shown(ran: Ran) -> dict[str, Any]:
    """The output of a command with `--json`, checked against the published schema."""
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    VALIDATOR.validate(document)
    return document


def filed(run: Run, store: str, *words: object) -> dict[str, Any]:
    """A reclamo of 16 March 2026."""
    return shown(run("file", "reclamo", "--store", store, "--on", "2026-03-16", "--json", *words))


def test_a_small_office_can_run_on_it(run: Run, store: str) -> None:
    """`file`, `act` and `show` report the same case; each act makes a new version."""
    first = filed(run, store, "--set", "canal=web", "--set", "peticionario.clase=natural", "--actor", "ana")
    assert (first["radicado"], first["version"], first["filing"]["canal"]) == ("2026-000001", 1, "web")
    assert first["activities"][0]["events"][0]["actor"] == "ana"
    words = ("--set", "resultado=accede", "--set", "acto=facturacion", "--at", "2026-03-20T10:00")
    done = shown(run("act", "2026-000001", "decision", "--store", store, "--json", *words))
    assert (done["version"], done["state"]) == (2, "decidido")
    assert done["activities"][-1]["events"][0]["at"] == "2026-03-20T10:00:00-05:00"
    assert shown(run("show", "2026-000001", "--store", store, "--json"))["version"] == 2
    earlier = shown(run("show", "2026-000001", "--store", store, "--json", "--as-of", "2026-03-18"))
    assert earlier["state"] == "radicado"


def test_s10_numbers_of_five_thousand_digits_are_refused_by_name(run: Run, store: str) -> None:
    """A count, an amount that a short text says, and how many cases to look at: each at its place."""
    filed(run, store)
    digits = "9" * 5000
    for words, place in (
        (("act", "2026-000001", "apertura_pruebas", "--set", f"dias={digits}"), "--set dias"),
        (("file", "reclamo", "--set", "factura.valor_reclamado=1e999999999"), "--set factura.valor_reclamado"),
        (("followup", "--period", "2026-03", "--audit", digits), "--audit"),
    ):
        ran = run(*words, "--store", store)
        assert ran.status == 2
        assert place in ran.err
        assert len(ran.err) < 1000


def test_a_number_has_the_digits_0_to_9(run: Run, store: str) -> None:
    """Digits of another script are no number at any place, as in a document."""
    filed(run, store)
    for words in (
        ("act", "2026-000001", "apertura_pruebas", "--set", "dias=\u0661\u0660"),
        ("followup", "--period", "2026-03", "--audit", "\u0663"),
    ):
        ran = run(*words, "--store", store)
        assert ran.status == 2
        assert "se esperaba" in ran.err


def test_what_people_read_says_what_is_due_and_what_may_be_done(run: Run, store: str) -> None:
    """In Spanish, and in English when asked."""
    filed(run, store)
    told = run("show", "2026-000001", "--store", store, "--as-of", "2026-03-18").out
    for words in (
        "Reclamo",
        "Estado: radicado.",
        "2026-04-09",
        "Procede ahora",
        "decision",
        "Por completar en la radicación",
    ):
        assert words in told
    english = run("--lang", "en", "show", "2026-000001", "--store", store, "--as-of", "2026-05-18").out
    assert "May be done now" in english
    assert "! The silence has decided for the user." in english
    assert re.search(r"silence recognised +reconocimiento_sap +2026-04-12, overdue\n", english)
    on_the_day = run("show", "2026-000001", "--store", store, "--as-of", "2026-04-12").out
    assert re.search(r"reconocimiento del silencio +reconocimiento_sap +2026-04-12\n", on_the_day)


def test_store_and_utility_may_stand_in_the_environment(run: Run, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PQR_STORE` and `PQR_UTILITY` are used; options of the command come first."""
    monkeypatch.setenv("PQR_STORE", store)
    monkeypatch.setenv("PQR_UTILITY", "aguas")
    assert shown(run("file", "Queja", "--on", "2026-03-16", "--json"))["utility_id"] == "aguas"
    assert shown(run("show", "2026-000001", "--json"))["tipo"] == "queja"
    assert run("show", "2026-000001", "--utility", "rio").status == 2
    assert run("worklist").status == 0


def test_the_data_of_the_petitioner_are_told_when_asked(run: Run, store: str) -> None:
    """Only the command that asks for them shows them."""
    data = ("--set", "peticionario.clase=natural", "--set", "peticionario.nombre=Ana Pérez", "--set", "hechos=Ana dice")
    assert "Ana" not in json.dumps(filed(run, store, *data))
    assert "Ana" not in run("show", "2026-000001", "--store", store).out
    assert "Ana" in json.dumps(shown(run("show", "2026-000001", "--store", store, "--json", "--personal")))


def test_details_are_read_by_their_kind(run: Run, store: str) -> None:
    """Flags, numbers, lists, and repeated and nested details are read."""
    told = filed(
        run,
        store,
        *("--set", "no_registrado=notificacion", "--set", "no_registrado=silencio"),
        *("--set", "anexos.clase=factura", "--set", "anexos.numero=2"),
        *("--set", "notificaciones.acepta_electronica=sí", "--set", "factura.valor_reclamado=120000.50"),
        *("--set", "vinculos.relacion=duplicado_de", "--set", "vinculos.radicado=R-9"),
    )["filing"]
    assert told["no_registrado"] == ["notificacion", "silencio"]
    assert told["anexos"] == [{"clase": "factura", "numero": 2}]
    assert told["notificaciones"]["acepta_electronica"] is True
    assert told["factura"]["valor_reclamado"] == "120000.50"
    assert told["vinculos"] == [{"radicado": "R-9", "relacion": "duplicado_de"}]


def test_a_key_files_once(run: Run, store: str) -> None:
    """Filing again under the key gives the same case; other content under it is refused."""
    assert filed(run, store, "--key", "k")["radicado"] == filed(run, store, "--key", "k")["radicado"] == "2026-000001"
    untold = [shown(run("file", "queja", "--store", store, "--key", "n", "--json"))["case_id"] for _ in range(2)]
    assert untold[0] == untold[1]
    other = run("file", "queja", "--store", store, "--key", "n", "--set", "canal=web")
    assert (other.status, other.out) == (2, "")


def test_all_that_a_filing_lacks_can_be_told_later(run: Run, store: str) -> None:
    """The commands that `show` prints complete it, each field once; other values and the day of filing stay."""
    filed(run, store, "--set", "canal=wbe", "--set", "servicio=gasolina", "--set", "anexos.clase=factura")
    told = " ".join(run("show", "2026-000001", "--store", store).out.split())
    assert "pqr act 2026-000001 registro --set cuenta=... --set causal=..." in told
    late = "peticionario.clase=... --set peticionario.nombre=... --set hechos=... --set servicio=... --set canal=..."
    assert f"pqr act 2026-000001 correccion --set {late}" in told
    act = ("act", "2026-000001", "correccion", "--store", store, "--json", "--set")
    who = ("peticionario.clase=natural", "--set", "peticionario.nombre=Ana", "--set", "canal=web")
    shown(run(*act, *who, "--set", "servicio=acueducto", "--set", "hechos=No llega"))
    later = shown(run(*act, "peticionario.documento=52", "--set", "notificaciones.direccion=Calle 1"))
    assert (later["version"], later["filed_on"]) == (3, "2026-03-16")
    assert {each["field"] for each in later["missing"]} == {"account", "causal"}
    filing = shown(run("show", "2026-000001", "--store", store, "--json", "--personal"))["filing"]
    assert (filing["canal"], filing["hechos"], filing["anexos"]) == (
        "web",
        "No llega",
        [{"clase": "factura", "numero": 1}],
    )
    assert (filing["peticionario"]["nombre"], filing["peticionario"]["documento"]) == ("Ana", "52")
    assert filing["notificaciones"]["direccion"] == "Calle 1"
    nothing = run("act", "2026-000001", "correccion", "--store", store)
    assert (nothing.status, "--set" in nothing.err) == (2, True)


def test_a_fact_is_recorded_with_its_reason(run: Run, store: str) -> None:
    """Also a fact that the law would not permit as an act."""
    filed(run, store)
    words = ("act", "2026-000001", "complemento", "--store", store, "--on", "2026-03-20")
    refused = run(*words)
    assert (refused.status, refused.out) == (2, "")
    assert "no procede complemento de la petición" in refused.err
    done = shown(run(*words, "--record", "lo trajo el usuario", "--json"))
    assert [each["type"] for activity in done["activities"] for each in activity["events"]].count("complemento") == 1
    note = shown(run("act", "2026-000001", "nota", "--store", store, "--record", "", "--json"))
    assert note["version"] == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--set", "canal"), "--set: escriba CAMPO=VALOR"),
        (("--set", "cnal=web"), "¿quiso decir 'canal'?"),
        (("--set", "workflow=x"), "workflow"),
        (("--set", "notificaciones.acepta_electronica=tal vez"), "acepta_electronica"),
        (("--on", "2026-03-16T10:00"), "--on es un día"),
        (("--at", "2026-03-16"), "--on es un día"),
        (("--on", "2099-01-02"), "anterior a la radicación"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, store: str, words: tuple[str, ...], told: str) -> None:
    """The error is one line on the error stream, and says how to write the command."""
    ran = run("file", "reclamo", "--store", store, *words)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err


def test_a_case_or_a_type_that_is_not_there(run: Run, store: str) -> None:
    """They are named, with similar names; a command that only reads does not create a database."""
    assert run("show", "2026-000001", "--store", store).status == 2
    assert not Path(store).exists()
    filed(run, store)
    assert "2026-000009" in run("show", "2026-000009", "--store", store).err
    assert "¿quiso decir 'decision'?" in run("act", "2026-000001", "decisin", "--store", store).err
    assert "tipo de trámite no reconocido" in run("file", "tutela", "--store", store).err


def test_a_profile_moves_the_days(run: Run, store: str, tmp_path: Path) -> None:
    """`--profile` moves the days, as in every command."""
    profile = tmp_path / "perfil.toml"
    profile.write_text('[utility]\nid = "rio"\nsaturday_is_business_day = true\n', encoding="utf-8")
    told = shown(run("file", "reclamo", "--store", store, "--profile", profile, "--on", "2026-03-16", "--json"))
    assert told["utility_id"] == "rio"
    assert told["deadlines"][0]["due_on"] < colombia.due("reclamo", date(2026, 3, 16)).due_on.isoformat()  # type: ignore[union-attr]

"""A case as a screen shows it: its content, its form, and which personal data are left out."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from tests.law.stories import agenda, at, case, day, event

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.catalogues import Gap
from pqr_core.cases.filing import Attention, Petitioner
from pqr_core.errors import PQRError
from pqr_core.language import Language
from pqr_core.law.explanations import noticed
from pqr_core.office.views import CaseView, view_schema
from pqr_core.testing.strategies import cases
from pqr_core.vocabulary import Activity, Finding, Role, WorkflowState

VALIDATOR = Draft202012Validator(view_schema())
ANA = Petitioner(clase="natural", nombre="Ana Pérez", documento="31415926", correo="ana@example.org")
CASE = case(
    "reclamo",
    event("asignacion", day(1), responsable="laura"),
    event("nota", day(1), texto="llamó Ana Pérez"),
    event("decision", at(day(16)), resultado="no_accede", acto="facturacion"),
    radicado="2026-000123",
    peticionario=ANA,
    hechos="Ana Pérez reclama por su factura",
)


TODAY = day(17)


def view(told: Case = CASE, on: date = TODAY, **more: object) -> CaseView:
    """The view of a case on a day."""
    return CaseView(version=3, agenda=agenda(told, on), **more)  # type: ignore[arg-type]  # what a test says


def test_the_published_file_is_the_schema() -> None:
    """The file in the package is made from the classes; if it differs, run `python scripts/make_pages.py`."""
    Draft202012Validator.check_schema(view_schema())
    published = files("pqr_core.office").joinpath("case_view.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == view_schema() == CaseView.json_schema()


def test_it_says_what_a_screen_shows() -> None:
    """State, activities, deadlines in words, findings as sentences, offers with what they need, and gaps."""
    shown = view(missing=(Gap("canal", "falta", "missing"),))
    told = shown.as_dict()
    VALIDATOR.validate(told)
    assert (told["radicado"], told["version"], told["state"]) == ("2026-000123", 3, "decidido")
    assert [each["activity"] for each in told["activities"]] == ["recepcion", "registro", "analisis", "respuesta"]
    decision = told["activities"][-1]["events"][0]
    assert decision["details"] == {"resultado": "no_accede", "acto": "facturacion", "completa": True}
    assert decision["at"] == "2026-02-24T10:00:00-05:00"
    answer = told["deadlines"][0]
    assert (answer["code"], answer["label"], answer["state"]) == ("respuesta", "Responder", "cumplido_tarde")
    assert answer["citations"][0]["norm"] == "ley-142-1994"
    assert answer["text"].startswith("Reclamo: la empresa debía responder")
    noticed = {each["code"]: each for each in told["findings"]}
    assert noticed["silencio_positivo"]["text"] == "Operó el silencio administrativo positivo."
    assert noticed["silencio_positivo"]["norms"]
    assert told["offered"][0]["act"] == "reconocimiento_sap"
    assert told["missing"] == [{"field": "canal", "text": "falta"}]
    assert (shown.state, shown.findings, shown.deadlines) == (
        WorkflowState.DECIDIDO,
        shown.agenda.findings,
        shown.agenda.deadlines,
    )


def test_an_offer_says_what_it_needs() -> None:
    """An offer names the keys it needs: an outcome for a decision; an end or a number of days for evidence."""
    offered = {each["act"]: each for each in view(on=day(2)).as_dict("en")["offered"]}
    assert offered["decision"]["needs"] == [["resultado"]]
    assert offered["apertura_pruebas"]["needs"] == [["hasta", "dias"]]
    assert offered["decision"]["until"] == day(15).isoformat()
    assert "accede" in offered["decision"]["details"]["properties"]["resultado"]["anyOf"][0]["enum"]
    assert {each.act for each in view(on=day(2), role=Role.ANALISTA).offered} < {
        each.act for each in view(on=day(2)).offered
    }


def test_it_is_of_the_instant_shown() -> None:
    """Later events are not in it."""
    told = view(on=day(2)).as_dict()
    assert told["state"] == "asignado"
    assert "respuesta" not in [each["activity"] for each in told["activities"]]
    assert told["work_class"] == "vence_despues"


def test_personal_data_are_shown_only_when_asked() -> None:
    """They are not in the JSON, in a notebook or in a repr; notes are never shown."""
    plain = view()
    for text in (json.dumps(plain.as_dict(trace=True), ensure_ascii=False), repr(plain), plain._repr_html_()):
        assert "Ana" not in text
        assert "31415926" not in text
    assert plain.filing.peticionario == Petitioner(clase="natural")
    asked = view(personal=True)
    assert asked.as_dict()["filing"]["peticionario"]["nombre"] == "Ana Pérez"
    VALIDATOR.validate(asked.as_dict())


def test_the_working_comes_when_asked() -> None:
    """The working has every day counted, and the definitions used."""
    assert "trace" not in view().as_dict()["deadlines"][0]
    told = view().as_dict("en", trace=True)
    VALIDATOR.validate(told)
    assert len(told["deadlines"][0]["trace"]) > 15
    assert told["deadlines"][0]["fingerprints"] == view().agenda.basis.fingerprints


def test_a_repr_is_short_and_tells_no_more_than_it_needs() -> None:
    """The `repr` is short, also for a case with a long number or none."""
    assert repr(view()) == "<CaseView 2026-000123 reclamo decidido, version 3: reconocimiento_sap 2026-02-26>"
    assert len(repr(view(case("reclamo", radicado="R" * 250), day(1)))) < 300
    unnumbered = view(case("reclamo"))
    assert unnumbered.radicado == str(unnumbered.case.case_id)


def test_the_attention_has_no_events() -> None:
    """The attention is an activity before the filing, so it has no events."""
    told = view(case("peticion", atencion=Attention(turno="A-7")), day(1)).as_dict()
    first = told["activities"][0]
    assert (first["activity"], first["label"], first["events"]) == (Activity.ATENCION, "atención", [])
    VALIDATOR.validate(told)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_case_fits_the_schema(told: Case) -> None:
    """Every view is valid against the schema, in both languages."""
    try:
        shown = CaseView(version=1, agenda=colombia.agenda(told, date(2028, 1, 3)), personal=True)
    except PQRError:
        return
    languages: tuple[Language, ...] = ("es", "en")
    for lang in languages:
        VALIDATOR.validate(json.loads(json.dumps(shown.as_dict(lang, trace=True))))


def test_every_finding_has_a_sentence() -> None:
    """In both languages, with a capital and a full stop."""
    for finding in Finding:
        for text in (noticed(finding), noticed(finding, "en")):
            assert text[0] == text[0].upper()
            assert text.endswith(".")

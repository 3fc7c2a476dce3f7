"""The oracle against the published examples, and against what the contract says outright."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from tests.oracle.agenda import evaluate
from tests.oracle.compare import differences, seen, shrunk
from tests.oracle.days import Calendar, easter, holidays_of
from tests.oracle.generate import FINDINGS, STATES
from tests.oracle.histories import vector, vectors
from tests.oracle.reading import EVENT_KEYS, POLICIES, TYPES

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "examples.json").read_text(encoding="utf-8")
)["vectors"]

REFUSALS = {
    "vector_invalido", "fecha_sin_zona", "tipo_desconocido", "politica_desconocida", "evento_desconocido",
    "evento_incompleto", "evento_anterior", "regla_inexistente", "fuera_de_rango", "dia_no_habil",
}  # fmt: skip


def assert_holds(expected: object, answered: object) -> None:
    """Compare as the vector format asks: fields given, codes set to null absent, findings exactly that set."""
    if not isinstance(expected, dict) or "refused" in expected:
        assert answered == expected
        return
    assert isinstance(answered, dict)
    assert "refused" not in answered, answered
    for code, row in expected.get("deadlines", {}).items():
        found = answered["deadlines"].get(code)
        if row is not None and found is not None:
            found = {name: found[name] for name in row}
        assert found == row, code
    if "findings" in expected:
        assert answered["findings"] == sorted(expected["findings"])


@pytest.mark.parametrize("vector", EXAMPLES, ids=[vector["id"] for vector in EXAMPLES])
def test_published_example(vector: dict[str, Any]) -> None:
    """The oracle answers every published vector as it is published."""
    assert_holds(vector["expect"], evaluate(vector))


def test_no_example_is_lost() -> None:
    """All 213 published vectors are here."""
    assert len(EXAMPLES) == 213


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1984, date(1984, 4, 22)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2038, date(2038, 4, 25)),
        (2100, date(2100, 3, 28)),
    ],
)
def test_easter(year: int, sunday: date) -> None:
    """Easter falls where the almanac puts it, the earliest and latest of the span among them."""
    assert easter(year) == sunday


def test_holidays_of_two_years() -> None:
    """2025 has seventeen dates, two of its eighteen holidays falling on one; 2026 has the nineteenth."""
    written = "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25"
    assert holidays_of(2025) == {date.fromisoformat(f"2025-{day}") for day in written.split()}
    written = (
        "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 08-17 10-12 11-02 11-16 "
        "12-08 12-25"
    )
    assert holidays_of(2026) == {date.fromisoformat(f"2026-{day}") for day in written.split()}


@pytest.mark.parametrize("saturday", [False, True])
def test_counting_forth_and_back(*, saturday: bool) -> None:
    """Between a day and its n-th bd lie n bd, whichever way one walks."""
    calendar = Calendar(saturday_is_business_day=saturday, closures=((date(2026, 3, 30), date(2026, 4, 1)),))
    for start in (date(2026, 3, 1) + timedelta(day) for day in range(60)):
        for count in (1, 2, 20):
            assert calendar.business_days_between(start, calendar.add_business_days(start, count)) == count
            back = calendar.add_business_days(start, -count) - timedelta(1)
            assert calendar.business_days_between(back, start - timedelta(1)) == count


@given(vectors())
def test_any_history_is_answered(vector: dict[str, Any]) -> None:
    """Whatever is told, the oracle answers or refuses with a code of section 8; the order told is nothing to it."""
    answer = evaluate(vector)
    if isinstance(answer, dict) and "refused" in answer:
        assert answer["refused"] in REFUSALS
    if vector["op"] == "agenda":
        events = vector["case"]["events"]
        ties = Counter((event.get("at", event.get("on")), event["type"]) for event in events if "type" in event)
        if set(ties.values()) <= {1}:
            assert evaluate(vector | {"case": vector["case"] | {"events": events[::-1]}}) == answer


@pytest.mark.parametrize("tipo", ["reclamo", "consulta", "habeas_data_reclamo", "requerimiento_defensoria"])
def test_a_lone_filing(tipo: str) -> None:
    """With no event, the answer is due the n-th bd after filing, whatever the reading of the rest."""
    case = {"radicado": "R", "tipo": tipo, "filed_on": "2026-03-16", "events": []}
    answer: Any = evaluate({"op": "agenda", "case": case, "as_of_on": "2026-03-16"})
    term = {"reclamo": 15, "consulta": 30, "habeas_data_reclamo": 15, "requerimiento_defensoria": 5}[tipo]
    due = Calendar().add_business_days(date(2026, 3, 16), term)
    assert answer["deadlines"]["respuesta"] == {"due": due.isoformat(), "state": "pendiente"}
    assert answer["findings"] == []


def told(
    tipo: str, *events: str, asked: str, policies: str = "", settings: dict[str, int] | None = None, **case: object
) -> Any:
    """The agenda of a filing of 2 February 2026, whose answer of 15 bd is due on the 23rd.

    An event is written "MM-DD type key=value"; a policy "name=value".
    """
    acts: list[dict[str, object]] = []
    for event in events:
        day, name, *keys = event.split()
        written = dict(pair.split("=") for pair in keys)
        values = {key: {"true": True, "false": False}.get(value, value) for key, value in written.items()}
        acts.append({"type": name, "on": f"2026-{day}", **values})
    return evaluate(
        {
            "op": "agenda",
            "case": {"radicado": "R", "tipo": tipo, "filed_on": "2026-02-02", "events": acts, **case},
            "as_of_on": f"2026-{asked}",
            "utility": settings or {},
            "policies": dict(pair.split("=") for pair in policies.split()),
        }
    )


def row(answer: Any, code: str) -> str | None:
    """A row in words: its due day and its state."""
    found = answer["deadlines"].get(code)
    return None if found is None else f"{(found['due'] or 'null').removeprefix('2026-')} {found['state']}"


def test_recognising_the_silence_ends_the_answer() -> None:
    """It extinguishes from the day after the due day on, and what is decided at the same moment decides nothing."""
    answer = told("reclamo", "02-24 reconocimiento_sap", "02-24 decision resultado=no_accede", asked="02-25")
    assert row(answer, "respuesta") == "02-23 extinguido"
    assert row(answer, "reconocimiento_sap") == "02-26 cumplido"
    assert row(answer, "citacion") is None
    assert answer["findings"] == ["silencio_positivo"]
    early = told("reclamo", "02-23 reconocimiento_sap", asked="02-23")
    assert row(early, "respuesta") == "02-23 pendiente"


@pytest.mark.parametrize(
    ("act", "asked", "silent"),
    [
        ("02-17 envio_citacion", "02-24", False),
        ("02-18 envio_citacion", "02-23", False),
        ("02-18 envio_citacion", "02-24", True),
        ("02-23 conducta_concluyente", "02-24", False),
        ("02-24 conducta_concluyente", "02-24", True),
        ("02-23 notificacion_electronica", "02-24", True),
        ("02-17 envio_notificacion_electronica autorizada=true", "02-24", False),
    ],
)
def test_a_decision_neither_cited_nor_notified_in_time(act: str, asked: str, *, silent: bool) -> None:
    """It leaves a silence from the day after L, the later of both due days, that nothing removes."""
    decision = "02-10 decision resultado=accede acto=otro"
    answer = told("reclamo", decision, act, asked=asked)
    assert ("silencio_positivo" in answer["findings"]) is silent
    assert (row(answer, "reconocimiento_sap") is not None) is silent
    assert "silencio_positivo" not in told("reclamo", decision, act, asked=asked, policies="answer_met_by=decision")


@pytest.mark.parametrize(
    ("tipo", "policies", "suspended"),
    [
        ("peticion_general", "", True),
        ("reclamo", "", False),
        ("reclamo", "art39_contract=suspends", True),
        ("recurso_reposicion", "art39_contract=suspends", False),
    ],
)
def test_a_conflict_of_competence(tipo: str, policies: str, *, suspended: bool) -> None:
    """It stops the clock until it is resolved: five days here, where it stops it."""
    raised = "02-05 conflicto_planteado"
    answer = told(tipo, raised, asked="02-10", policies=policies)
    assert row(answer, "respuesta") == ("null suspendido" if suspended else "02-23 pendiente")
    answer = told(tipo, raised, "02-12 conflicto_resuelto", asked="02-13", policies=policies)
    assert row(answer, "respuesta") == ("03-02 pendiente" if suspended else "02-23 pendiente")


def test_evidence_nobody_was_told_of() -> None:
    """Where notice is required it suspends nothing, gives no row, and is not the first of two."""
    acts = ("02-04 apertura_pruebas hasta=2026-02-10", "02-05 apertura_pruebas hasta=2026-02-10")
    answer = told("reclamo", *acts, asked="02-11")
    assert (row(answer, "respuesta"), row(answer, "pruebas")) == ("02-27 pendiente", "02-10 cumplido")
    assert answer["findings"] == ["pruebas_repetidas", "pruebas_sin_comunicar"]
    answer = told("reclamo", *acts, asked="02-11", policies="pruebas_notice=required")
    assert (row(answer, "respuesta"), row(answer, "pruebas")) == ("02-23 pendiente", None)
    assert answer["findings"] == ["pruebas_sin_comunicar"]


@pytest.mark.parametrize(("policy", "due"), [("sent", "02-27"), ("received", "02-25")])
def test_whence_a_requirement_suspends(policy: str, due: str) -> None:
    """From the day it was sent, or from that on which it was received."""
    acts = ("02-04 requerimiento recibido_el=2026-02-06", "02-10 complemento")
    answer = told("peticion_general", *acts, asked="02-11", policies=f"requirement_from={policy}")
    assert row(answer, "respuesta") == f"{due} pendiente"
    assert row(answer, "complemento") == "03-09 cumplido"


def test_an_outcome_that_nobody_wrote_down() -> None:
    """The decision neither grants nor sends up; what hangs on its outcome waits."""
    acts = ("02-10 decision", "02-11 conducta_concluyente")
    answer = told("recurso_reposicion_apelacion", *acts, asked="03-10")
    assert answer["findings"] == ["resultado_desconocido"]
    assert row(answer, "firmeza") == "null pendiente"
    assert row(answer, "no_suspender") == "null pendiente"
    assert row(answer, "remision_sspd") is None
    late = told("recurso_reposicion", "02-24 decision", asked="02-24")
    assert late["findings"] == ["decision_posterior_al_silencio", "resultado_desconocido", "silencio_positivo"]


def test_what_a_register_does_not_keep() -> None:
    """Notices it does not keep are unknown, not undone; one that was told makes all of them matter."""
    decision = "02-10 decision resultado=no_accede acto=otro"
    answer = told("reclamo", decision, asked="03-10", no_registrado=["notificacion"])
    assert answer["findings"] == ["notificacion_no_registrada"]
    assert row(answer, "citacion") is None
    answer = told("reclamo", decision, "03-09 envio_citacion", asked="03-10", no_registrado=["notificacion"])
    assert answer["findings"] == ["citacion_tardia", "silencio_positivo"]
    assert row(answer, "citacion") == "02-17 cumplido_tarde"
    answer = told("reclamo", asked="03-10", no_registrado=["silencio"])
    assert (row(answer, "reconocimiento_sap"), answer["findings"]) == (None, ["silencio_positivo"])
    answer = told("reclamo", "03-10 reconocimiento_sap", asked="03-10", no_registrado=["silencio"])
    assert row(answer, "reconocimiento_sap") == "02-26 cumplido_tarde"


def test_a_part_sent_on() -> None:
    """It meets the window and leaves the clock alone, but not on a day after the answer."""
    answer = told("reclamo", "02-10 traslado_parcial", asked="02-10")
    assert row(answer, "traslado_competencia") == "02-09 cumplido_tarde"
    assert (row(answer, "respuesta"), answer["findings"]) == ("02-23 pendiente", ["traslado_extemporaneo"])
    acts = ("02-04 respuesta_enviada", "02-05 traslado_parcial")
    assert row(told("consulta", *acts, asked="02-05"), "traslado_competencia") == "02-09 precluido"


def test_the_legend_of_a_data_claim() -> None:
    """It is due two days after the filing, or after the complement; absent between the two."""
    assert row(told("credito_reclamo", asked="02-03"), "leyenda_tramite") == "02-04 pendiente"
    required = "02-03 requerimiento"
    assert row(told("credito_reclamo", required, asked="02-03"), "leyenda_tramite") is None
    completed = told("credito_reclamo", required, "02-10 complemento", asked="02-13")
    assert row(completed, "leyenda_tramite") == "02-12 vencido"
    assert row(completed, "requerimiento") is None
    answered = told("credito_reclamo", "02-24 respuesta_enviada", asked="02-24")
    assert row(answered, "leyenda_tramite") == "02-04 no_aplica"
    assert answered["findings"] == ["silencio_credito"]


def test_information_refused_as_reserved() -> None:
    """The user may insist for 10 bd; what was insisted in time is sent on, by a day that no norm gives."""
    acts = ("02-04 negativa_reserva notificada_el=2026-02-05", "02-19 insistencia_interpuesta")
    answer = told("consulta", *acts, asked="02-20")
    assert row(answer, "insistencia") == "02-19 cumplido"
    assert (row(answer, "remision_insistencia"), answer["findings"]) == ("null pendiente", ["sin_plazo"])
    assert row(told("recurso_reposicion", *acts, asked="02-20"), "insistencia") is None


@pytest.mark.parametrize(("outcome", "notified"), [("accede", True), ("no_accede", False), (None, False)])
def test_an_answer_by_word_of_mouth(outcome: str | None, *, notified: bool) -> None:
    """What grants is notified at once; what does not is still to be notified with its text."""
    spoken = "02-10 respuesta_verbal" + ("" if outcome is None else f" resultado={outcome}")
    answer = told("reclamo", spoken, asked="02-10")
    assert row(answer, "recurso") == ("02-17 pendiente" if notified else None)
    assert row(answer, "citacion") == ("02-17 no_aplica" if notified else "02-17 pendiente")
    assert answer["findings"] == ["acto_sin_clasificar" if notified else "respuesta_verbal_sin_escrito"]


def test_a_recurso_that_came_by_post() -> None:
    """It is filed when it was put in the post, and notifies on the day it came."""
    acts = ("02-10 decision resultado=no_accede acto=corte", "02-10 notificacion_personal")
    brought = "02-20 recurso_interpuesto"
    posted = f"{brought} puesto_al_correo_el=2026-02-17"
    assert row(told("reclamo", *acts, posted, asked="02-20"), "firmeza") == "null no_aplica"
    assert row(told("reclamo", *acts, brought, asked="02-20"), "firmeza") == "02-18 cumplido"
    alone = told("reclamo", acts[0], posted, asked="02-20")
    assert row(alone, "recurso") == "02-27 cumplido"
    attacked = {"notified_on": "2026-01-23"}
    assert "recurso_extemporaneo" in told("recurso_reposicion", asked="02-02", attacks=attacked)["findings"]
    by_post = told("recurso_reposicion", asked="02-02", attacks=attacked, puesto_al_correo_el="2026-01-30")
    assert by_post["findings"] == []


def test_a_recurso_withdrawn() -> None:
    """What it attacked is firm once the withdrawal was accepted and notified."""
    withdrawn = "02-10 desistimiento_expreso"
    answer = told("recurso_reposicion", withdrawn, asked="02-12")
    assert (row(answer, "firmeza"), row(answer, "no_suspender")) == ("null pendiente", "null no_aplica")
    accepted = "02-11 aceptacion_desistimiento notificada_el=2026-02-13"
    assert row(told("recurso_reposicion", withdrawn, accepted, asked="02-12"), "firmeza") == "02-14 pendiente"


@pytest.mark.parametrize(
    ("acts", "asked", "expected"),
    [
        ("rechaza", "02-17", "pendiente"),
        ("rechaza", "02-18", "cumplido"),
        ("rechaza/02-18 queja_interpuesta", "02-19", "pendiente"),
        ("rechaza/02-19 queja_interpuesta", "02-19", "cumplido"),
        ("rechaza/02-18 queja_interpuesta/02-19 decision_sspd notificada_el=2026-02-23", "02-20", "pendiente"),
        ("rechaza/02-18 queja_interpuesta/02-19 decision_sspd notificada_el=2026-02-23", "02-23", "cumplido"),
        ("confirma", "03-20", "pendiente"),
        ("confirma/02-19 decision_sspd notificada_el=2026-02-23", "02-23", "cumplido"),
        ("revoca", "02-11", "cumplido"),
    ],
)
def test_how_long_the_service_goes_on(acts: str, asked: str, expected: str) -> None:
    """Until the decision on every recurso that was filed has been notified."""
    outcome, *rest = acts.split("/")
    decided = (f"02-10 decision resultado={outcome}", "02-11 notificacion_personal", *rest)
    answer = told("recurso_reposicion_apelacion", *decided, asked=asked)
    assert row(answer, "no_suspender") == f"null {expected}"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("02-20 conducta_concluyente", "02-20 no_aplica"),
        ("02-23 conducta_concluyente", "02-20 cumplido_tarde"),
        ("02-20 entrega_aviso", "02-20 cumplido"),
        ("02-23 entrega_aviso", "02-20 cumplido_tarde"),
        ("02-23 nota", "02-20 vencido"),
    ],
)
def test_an_aviso_within_its_days(act: str, expected: str) -> None:
    """Notified otherwise after its day, the aviso was late, not spared."""
    acts = ("02-10 decision resultado=accede", "02-11 envio_citacion", act)
    assert row(told("reclamo", *acts, asked="02-24", settings={"aviso_business_days": 2}), "aviso") == expected


@pytest.mark.parametrize(
    ("tipo", "act", "notifies"),
    [
        ("reclamo", "recurso_interpuesto", True),
        ("recurso_reposicion_apelacion", "recurso_interpuesto", False),
        ("recurso_reposicion_apelacion", "queja_interpuesta", True),
        ("recurso_reposicion", "queja_interpuesta", False),
        ("recurso_reposicion", "comunicacion_certificada", True),
        ("reclamo", "comunicacion_certificada", False),
        ("reclamo", "envio_citacion", False),
    ],
)
def test_what_notifies(tipo: str, act: str, *, notifies: bool) -> None:
    """Who attacks a decision knows it; certified mail notifies the decision of a recurso only."""
    answer = told(tipo, "02-10 decision resultado=accede", f"02-12 {act}", asked="02-16")
    assert ("firmeza" in answer["deadlines"]) is notifies


def test_an_instant_is_an_instant_when_the_clocks_were_moved() -> None:
    """The clocks were put forward in May 1992: 24 hours later they showed one hour more."""
    case = {
        "radicado": "R",
        "tipo": "sugerencia",
        "filed_on": "1992-05-01",
        "events": [{"type": "causa_eliminada", "at": "1992-05-02T23:30:00-05:00"}],
    }
    answer: Any = evaluate({"op": "agenda", "case": case, "as_of_on": "1992-05-03"})
    assert answer["deadlines"]["reconexion"] == {"due": "1992-05-04", "state": "pendiente"}


def test_what_differs_is_named_and_cut_down() -> None:
    """`compare` names the rows and findings that differ, and leaves out what the difference does not need."""

    def engine(vector: dict[str, Any]) -> Any:
        answer: Any = evaluate(vector)
        return answer | {"findings": [name for name in answer.get("findings", ()) if name != "silencio_positivo"]}

    def differs(vector: dict[str, Any]) -> bool:
        return differences(evaluate(vector), engine(vector)) == {"finding silencio_positivo"}

    events = [{"type": "nota", "on": "2026-02-03"}, {"type": "decision", "on": "2026-02-24", "resultado": "accede"}]
    case = {"radicado": "R", "tipo": "reclamo", "filed_on": "2026-02-02", "events": events}
    vector = {"op": "agenda", "case": case, "as_of_on": "2026-02-24", "policies": {"first_day": "next_business_day"}}
    assert differs(vector)
    assert shrunk(vector, differs) == {"op": "agenda", "case": case | {"events": []}, "as_of_on": "2026-02-24"}


def test_stories_reach_what_the_contract_has() -> None:
    """Two thousand stories show every type, act, policy value and finding, and all but a few states of the rows."""
    shown = set()
    for number in range(2000):
        story = vector(Random(number))  # noqa: S311 - a seed, not a secret
        shown |= {*seen(story, evaluate(story))}
    assert {f"tipo {name}" for name in TYPES} <= shown
    assert {f"act {name}" for name in EVENT_KEYS} <= shown
    assert {f"policy {name} {value}" for name, values in POLICIES.items() for value in values} <= shown
    assert {f"finding {name}" for name in FINDINGS} <= shown
    rows = {f"row {code} {state}" for code, states in STATES.items() for state in states}
    assert len(rows - shown) < len(rows) / 20, sorted(rows - shown)
    assert {word for word in shown if word.startswith("row")} <= rows

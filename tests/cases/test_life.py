"""The whole life of a case as typed data: ticket, registration, links, outcome, activities, catalogue, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pqr_core import colombia
from pqr_core.cases import workflow
from pqr_core.cases.case import Case
from pqr_core.cases.drawings import workflow_graph, workflow_rows
from pqr_core.cases.events import Decision, Event, Execution, Filing, Registration
from pqr_core.cases.filing import Attachment, Attention, Invoice, Link, Petitioner
from pqr_core.cases.workflow import ACTIVITIES, ROLES, TRANSITIONS, WORKFLOWS, Workflow, workflow_of
from pqr_core.colombia.catalogues import CATALOGUE, REQUIRED_FIELDS
from pqr_core.drawing.graphs import mermaid
from pqr_core.errors import IncompleteEventError, InvalidInputError
from pqr_core.vocabulary import Activity, EventType, Outcome, WorkflowState

E, S = EventType, WorkflowState
MONDAY = date(2026, 3, 16)


def at(hour: int, minute: int) -> datetime:
    """A time of that Monday."""
    return datetime(2026, 3, 16, hour, minute, tzinfo=colombia.ZONE)


def filed(**filing: Any) -> Case:
    """A claim filed that Monday."""
    return Case.file(Filing(tipo="reclamo", **filing), utility_id="aguas", zone=colombia.ZONE, on=MONDAY)


def later(kind: EventType, days: int, payload: Any = None) -> Event:
    """An event some days after the filing."""
    given = {} if payload is None else {"payload": payload}
    return Event(kind, on=MONDAY + timedelta(days=days), **given)


def test_the_ticket_measures_waiting_and_service() -> None:
    """A ticket is taken, called and served: two spans, each unknown while one of its ends is."""
    ticket = Attention(turno="B-12", tomado_at=at(8, 0), llamado_at=at(8, 25), atendido_at=at(8, 40))
    assert (ticket.waiting, ticket.service) == (timedelta(minutes=25), timedelta(minutes=15))
    assert Attention(tomado_at=at(8, 0)).waiting is None
    with pytest.raises(InvalidInputError, match="taken, then called"):
        Attention(tomado_at=at(9, 0), llamado_at=at(8, 0))


def test_the_radicado_may_come_after_attention() -> None:
    """A registration fills in what the filing left empty, and overwrites nothing."""
    case = filed(causal="102").record(later(E.REGISTRO, 1, Registration(radicado="R-1", causal="103", servicio="aseo")))
    assert (case.filing.radicado, case.filing.causal, case.filing.servicio) == ("R-1", "102", "aseo")
    assert case.state is S.REGISTRADO


def test_a_case_goes_through_the_activities_of_the_process_sheet() -> None:
    """Attention to answer in their order, then notification, carrying out and closing."""
    kinds = (E.REGISTRO, E.ANALISIS, E.PRACTICA_PRUEBA, E.DECISION, E.NOTIFICACION_PERSONAL, E.EJECUCION, E.CIERRE)
    case = filed(atencion=Attention(turno="B-12"))
    for days, kind in enumerate(kinds, start=1):
        case = case.act(later(kind, days, Decision(resultado="accede") if kind is E.DECISION else None))
    told = case.activities()
    assert [activity for activity, _ in told] == [a for a in Activity if a is not Activity.RECURSO]
    assert [o.event.type for _, occurrences in told for o in occurrences] == [E.RADICACION, *kinds]
    assert case.state is S.CERRADO


def test_the_outcome_is_no_state() -> None:
    """Granted or refused, the state is the same; a partial answer is no outcome; the last complete one counts."""
    granted, refused = (filed().act(later(E.DECISION, 3, Decision(resultado=r))) for r in ("accede", "no_accede"))
    assert granted.state is refused.state is S.DECIDIDO
    assert (granted.outcome, refused.outcome) == (Outcome.ACCEDE, Outcome.NO_ACCEDE)
    part = filed().act(later(E.DECISION, 3, Decision(resultado="accede", completa=False)))
    assert part.outcome is None
    assert (
        part.act(later(E.DECISION, 4, Decision(resultado="accede_parcialmente"))).outcome is Outcome.ACCEDE_PARCIALMENTE
    )
    assert filed().outcome is None


def test_links_and_attachments_come_with_the_filing_or_later() -> None:
    """Both places are read; a link says of which case."""
    first, second = Link(relacion="recurso_de", radicado="R-0"), Link(relacion="duplicado_de", radicado="R-2")
    paper = Attachment(referencia="carpeta/1.pdf", sha256="0" * 64, folios=3)
    case = filed(vinculos=[first]).record(later(E.VINCULO, 1, second), later(E.ADJUNTO, 1, paper))
    assert case.links == (first, second)
    assert case.attachments == (paper,)
    with pytest.raises(IncompleteEventError):
        Link(relacion="recurso_de")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "ABC"},
        {"sha256": "0" * 64, "folios": -1},
        {"sha256": "0" * 64, "folios": True},
    ],
    ids=["digest", "negative", "truth"],
)
def test_what_is_no_attachment(wrong: Mapping[str, Any]) -> None:
    """A digest is 64 hexadecimal digits, leaves are counted."""
    with pytest.raises(InvalidInputError):
        Attachment(referencia="x", **wrong)


def test_money_is_decimal() -> None:
    """An amount in COP is a finite Decimal, of no more digits than can be written."""
    assert Invoice(numero="1", valor_reclamado=Decimal(85000)).valor_reclamado == Decimal(85000)
    wrong: Any = 85000.0
    for amount in (wrong, Decimal("NaN"), *map(Decimal, ("1e999999999", "-1e101", "1e-999999999", "0e999999999"))):
        with pytest.raises(InvalidInputError, match="Decimal"):
            Invoice(numero="1", valor_reclamado=amount)


def test_silence_recognised_is_an_exit_with_its_own_state() -> None:
    """So do transfer, withdrawal and a return that nobody clarified; each such case can be closed."""
    exits = {
        E.RECONOCIMIENTO_SAP: S.SILENCIO,
        E.TRASLADO_COMPETENCIA: S.TRASLADADO,
        E.DESISTIMIENTO_EXPRESO: S.DESISTIDO,
        E.DESISTIMIENTO_TACITO: S.DESISTIDO,
        E.ARCHIVO: S.DEVUELTO,
    }
    for kind, state in exits.items():
        case = filed().act(later(kind, 1))
        assert case.state is state
        assert case.act(later(E.CIERRE, 2)).state is S.CERRADO


def test_a_running_case_keeps_the_version_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the table changes, a case filed under the old version follows the old one."""
    table = {**TRANSITIONS, S.RADICADO: {**TRANSITIONS[S.RADICADO], E.ANALISIS: S.ASIGNADO}}
    monkeypatch.setattr(workflow, "WORKFLOWS", {**WORKFLOWS, 2: Workflow(version=2, transitions=table, roles=ROLES)})
    old, new = filed(), filed(workflow=2)
    assert old.act(later(E.ANALISIS, 1)).state is S.EN_ANALISIS
    assert new.act(later(E.ANALISIS, 1)).state is S.ASIGNADO
    with pytest.raises(InvalidInputError, match="known versions: 1, 2"):
        workflow_of(3)


def test_every_act_has_a_role_and_every_event_an_activity() -> None:
    """No act lacks a role, and no event lacks an activity."""
    assert set(ROLES) == {event for row in TRANSITIONS.values() for event in row}
    assert all(ROLES.values())
    assert set(ACTIVITIES) == set(EventType)


# --- the catalogue -------------------------------------------------------------------------------------------------


def test_causales_are_dated_and_of_a_service() -> None:
    """401 was installation until 2018; 126 left the list; 114 is of aseo only; before 2016 nothing is known."""
    before, now = date(2017, 3, 1), date(2026, 3, 2)
    assert [CATALOGUE.causal("401", "acueducto", day).group for day in (before, now)] == ["I", "P"]
    assert CATALOGUE.causal("126", "acueducto", before).group == "F"
    for code, service in (("126", "acueducto"), ("114", "acueducto"), ("102", "energia")):
        with pytest.raises(InvalidInputError):
            CATALOGUE.causal(code, service, now)
    assert CATALOGUE.group(Filing(tipo="reclamo", servicio="aseo", causal="114"), now) == "F"
    assert CATALOGUE.group(Filing(tipo="reclamo", servicio="aseo", causal="114"), date(2015, 1, 1)) is None


def test_the_list_since_2018_is_that_of_the_sui_for_acueducto() -> None:
    """The 37 codes of acueducto, 35 of which the SUI's own export shows."""
    listed = CATALOGUE.causales.at(date(2026, 1, 1)).value
    assert sum("acueducto" in each.services for each in listed.values()) == 37
    assert {each.group for each in listed.values()} == {"F", "P"}
    assert all(each.es and each.services <= set(CATALOGUE.services) for each in listed.values())


def test_gaps_say_what_to_complete() -> None:
    """Gaps name missing fields and unknown codes, and show no personal value."""
    filing = Filing(
        tipo="reclamo", servicio="gas", canal="paloma", causal="102", peticionario=Petitioner(clase="natural")
    )
    assert [gap.field for gap in CATALOGUE.gaps(filing, MONDAY)] == ["account", "hechos", "servicio", "canal"]
    wrong = Filing(tipo="felicitacion", servicio="aseo", canal="web", causal="999", hechos="gracias")
    assert [gap.field for gap in CATALOGUE.gaps(wrong, MONDAY)] == ["causal"]


def test_every_case_type_has_its_required_fields() -> None:
    """A type without a row would have no required field."""
    assert set(REQUIRED_FIELDS) == set(colombia.RULES.types)


# --- pictures ------------------------------------------------------------------------------------------------------


def test_pictures_show_every_state_and_arrow() -> None:
    """The Mermaid picture and the rows of the page come from the same table."""
    graph = workflow_graph(WORKFLOWS[1])
    assert set(graph.labels) == set(S)
    assert graph.ends == ("cerrado",)
    text = mermaid(graph)
    for one, other in graph.arrows:
        assert f"    {one} --> {other}: " in text
    assert all(f"    {state}: {state.label()}\n" in text for state in S)
    rows = list(workflow_rows(WORKFLOWS[1], "en"))
    assert len(rows) == len(graph.arrows) + len(S)
    assert ("filed", "assigned", "assignment") in rows


def test_execution_says_whether_it_is_all() -> None:
    """A partial execution is told apart from a complete one."""
    case = filed().record(later(E.EJECUCION, 2, Execution(completa=False)))
    assert case.events[-1].detail(Execution).completa is False

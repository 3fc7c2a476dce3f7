"""The notification of a decision: which acts are valid, when each takes effect, and which findings it leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.stories import at, case, day, event

from pqr_core import colombia
from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.events import Event
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.notification import Notice, Notified, notified
from pqr_core.law.resolution import resolve
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, Finding

DECIDING = (EventType.DECISION, EventType.DESISTIMIENTO_TACITO, EventType.RESPUESTA_VERBAL)
DECIDED = event("decision", day(10), resultado="no_accede", acto="facturacion")
REJECTED = event("decision", day(10), resultado="rechaza", acto="facturacion")
WITHDRAWN = event("desistimiento_tacito", day(10))
RECURSO, APPEAL = "recurso_reposicion", "recurso_reposicion_apelacion"


def told(tipo: str, *events: Event) -> Notified:
    """The notification of the first decision in those events."""
    story: Case = case(tipo, *events)
    timeline: tuple[Occurrence, ...] = tuple(story.timeline(at(day(90))))
    decided = next(each for each in timeline if each.event.type in DECIDING)
    rules = resolve(colombia.RULES, tipo, story.filed_on, Policies())
    return notified(decided, timeline, rules, AnnouncedDays(colombia.calendar()))


def test_nothing_was_done() -> None:
    """A decision alone has no notification, no citation and no day."""
    found = told("reclamo", DECIDED)
    assert (found.is_told, found.cited_on, found.sent_on, found.made_on, found.deemed_on) == (False, *[None] * 4)
    assert (found.notices, found.findings) == ([], set())


@pytest.mark.parametrize(
    ("tipo", "act", "sent", "deemed"),
    [
        ("reclamo", event("envio_citacion", day(12)), day(12), None),
        ("reclamo", event("publicacion_citacion", day(12)), day(12), None),
        ("reclamo", event("notificacion_personal", day(12)), None, day(12)),
        ("reclamo", event("conducta_concluyente", day(12)), None, day(12)),
        ("reclamo", event("notificacion_electronica", day(12), autorizada=True), None, day(12)),
        ("reclamo", event("envio_notificacion_electronica", day(12), autorizada=True), day(12), None),
        (RECURSO, event("envio_comunicacion_certificada", day(12)), day(12), None),
        (RECURSO, event("comunicacion_certificada", day(12)), None, day(13)),
        ("reclamo", event("envio_comunicacion_certificada", day(12)), None, None),
        ("reclamo", event("comunicacion_certificada", day(12)), None, None),
    ],
)
def test_what_each_act_is(tipo: str, act: Event, sent: date | None, deemed: date | None) -> None:
    """Some acts meet the duty to cite; some notify on their day; certified mail on the next day, only in recursos."""
    found = told(tipo, DECIDED, act)
    assert (found.is_told, found.sent_on, found.deemed_on, found.findings) == (True, sent, deemed, set())
    assert found.notices == ([] if deemed is None else [Notice(deemed, day(12), act.type)])
    assert found.cited_on == (sent if act.type.value.endswith("_citacion") else None)


@pytest.mark.parametrize("kind", ["notificacion_electronica", "envio_notificacion_electronica"])
@pytest.mark.parametrize("consent", [{}, {"autorizada": False}])
def test_without_consent_nothing_electronic_counts(kind: str, consent: dict[str, Any]) -> None:
    """It has no effect and leaves a finding, even if the decision was already notified."""
    found = told("reclamo", DECIDED, event(kind, day(12), **consent))
    assert (found.is_told, found.sent_on, found.deemed_on) == (True, None, None)
    assert found.findings == {Finding.NOTIFICACION_SIN_AUTORIZACION}
    before = told("reclamo", DECIDED, event("notificacion_personal", day(11)), event(kind, day(12), **consent))
    assert (before.deemed_on, before.findings) == (day(11), {Finding.NOTIFICACION_SIN_AUTORIZACION})


def test_only_acts_from_the_day_of_the_decision_count() -> None:
    """The day before is too early; an earlier hour of the same day is not."""
    early = told("reclamo", event("envio_citacion", day(9)), event("notificacion_electronica", day(9)), DECIDED)
    assert (early.is_told, early.sent_on, early.findings) == (False, None, set())
    decided = event("decision", at(day(10), 15), resultado="no_accede")
    same = told("reclamo", event("envio_citacion", at(day(10), 9)), decided)
    assert (same.is_told, same.cited_on) == (True, day(10))


def test_the_first_citation_counts() -> None:
    """The window runs from the first citation; an earlier sending of another kind may meet the duty to cite."""
    sent = event("envio_notificacion_electronica", day(11), autorizada=True)
    found = told("reclamo", DECIDED, sent, event("envio_citacion", day(12)), event("publicacion_citacion", day(13)))
    assert (found.sent_on, found.cited_on) == (day(11), day(12))


def test_the_earliest_valid_day_counts_whatever_was_made_first() -> None:
    """A published aviso notifies after six days; a user who comes in person before is notified on that day."""
    cited, published = event("envio_citacion", day(11)), event("publicacion_aviso", day(17))
    found = told("reclamo", DECIDED, cited, published, event("notificacion_personal", day(19)))
    assert found.notices == [
        Notice(day(23), day(17), EventType.PUBLICACION_AVISO),
        Notice(day(19), day(19), EventType.NOTIFICACION_PERSONAL),
    ]
    assert (found.made_on, found.deemed_on) == (day(17), day(19))


@pytest.mark.parametrize(("kind", "deemed"), [("entrega_aviso", day(18)), ("publicacion_aviso", day(23))])
def test_an_aviso_comes_after_the_window(kind: str, deemed: date) -> None:
    """Without a citation, or before the five days to come in person are over, it has no effect: a finding."""
    cited = event("envio_citacion", day(11))
    assert told("reclamo", DECIDED, cited, event(kind, day(17))).deemed_on == deemed
    early = told("reclamo", DECIDED, cited, event(kind, day(16)))
    assert (early.deemed_on, early.findings) == (None, {Finding.AVISO_PREMATURO})
    for uncited in ((event(kind, day(17)),), (event(kind, day(11)), cited)):
        found = told("reclamo", DECIDED, *uncited)
        assert (found.deemed_on, found.findings, found.is_told) == (None, {Finding.AVISO_SIN_CITACION}, True)


@pytest.mark.parametrize(
    ("tipo", "decided", "act", "knows"),
    [
        ("reclamo", DECIDED, "recurso_interpuesto", True),
        ("reclamo", DECIDED, "queja_interpuesta", False),
        (APPEAL, REJECTED, "queja_interpuesta", True),
        (APPEAL, REJECTED, "recurso_interpuesto", False),
        (RECURSO, DECIDED, "recurso_interpuesto", False),
        (RECURSO, DECIDED, "queja_interpuesta", False),
        ("peticion_general", WITHDRAWN, "recurso_interpuesto", True),
        ("peticion_general", WITHDRAWN, "queja_interpuesta", False),
        ("reclamo", WITHDRAWN, "recurso_interpuesto", True),
    ],
)
def test_who_files_the_remedy_knows_the_decision(tipo: str, decided: Event, act: str, *, knows: bool) -> None:
    """CPACA art. 72: a recurso notifies the decision on the day it is received; it is no notice in a register."""
    found = told(tipo, decided, event(act, day(12)))
    assert (found.deemed_on, found.is_told) == (day(12) if knows else None, False)
    assert told(tipo, event(act, day(9)), decided).deemed_on is None


def test_a_recurso_that_was_posted_notifies_when_it_comes() -> None:
    """The day of posting decides whether it was in time; it notifies on the day it is received."""
    assert told("reclamo", DECIDED, event("recurso_interpuesto", day(12), puesto_al_correo_el=day(11))).deemed_on == (
        day(12)
    )


@pytest.mark.parametrize(
    ("resultado", "notifies"),
    [("accede", True), ("revoca", True), ("accede_parcialmente", False), ("no_accede", False), (None, False)],
)
def test_an_answer_on_the_spot_notifies_what_it_grants(resultado: str | None, *, notifies: bool) -> None:
    """CPACA art. 67: an answer on the spot that does not grant everything must still be notified with its text."""
    found = told("reclamo", event("respuesta_verbal", day(3), resultado=resultado))
    assert (found.deemed_on, found.is_told) == (day(3) if notifies else None, False)


_KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("envio_citacion", {}),
    ("notificacion_personal", {}),
    ("notificacion_electronica", {"autorizada": True}),
    ("notificacion_electronica", {}),
    ("comunicacion_certificada", {}),
    ("entrega_aviso", {}),
    ("publicacion_aviso", {}),
    ("recurso_interpuesto", {}),
)
ACTS = [event(kind, day(n), **detail) for n in (9, 10, 12, 17, 18, 24) for kind, detail in _KINDS]


@given(st.sampled_from(["reclamo", RECURSO, APPEAL]), st.lists(st.sampled_from(ACTS), max_size=6), st.data())
def test_a_further_act_never_delays_the_day(tipo: str, acts: list[Event], data: st.DataObject) -> None:
    """One more act never makes the notification later, and removes no finding."""
    more = data.draw(st.sampled_from([each for each in ACTS if each.type is not EventType.ENVIO_CITACION]))
    less, found = told(tipo, DECIDED, *acts), told(tipo, DECIDED, *acts, more)
    assert (found.deemed_on or date.max) <= (less.deemed_on or date.max)
    assert less.findings <= found.findings
    assert all(each.deemed_on >= each.made_on >= day(10) for each in found.notices)

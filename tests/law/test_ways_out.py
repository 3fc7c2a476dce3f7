"""From every state a case can be closed, and whatever is permitted works. The states are searched, not sampled.

A short search runs with the suite; `-m full` searches every place that facts can lead to, and ten thousand walks.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final

import pytest
from attrs import evolve
from tests.law.lives import (
    PROFILES,
    E,
    S,
    agenda,
    filed,
    next_day,
    reached,
    to_the_end,
)

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Until
from pqr_core.law import acts, guards
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import Profile
from pqr_core.law.standing import MEETS, Situation, days_to_come
from pqr_core.testing.strategies import AMENDMENTS, FILED_ON, KINDS, told
from pqr_core.vocabulary import EventType, Finding, WorkflowState

TYPES: Final = tuple(colombia.RULES.types)
NO_EFFECT: Final = re.compile(
    "_extemporane|_prematuro|_sin_efecto|_repetid|_no_procede|excede|archivo_sin_causa|aviso_sin_citacion"
    "|sin_autorizacion|posterior_al_silencio|resultado_desconocido"
)
"""The findings that say of an act that it had no effect, or not the one it was meant to have."""
ABOUT: Final[dict[EventType, str | tuple[str, ...]]] = {
    **{kind: kind.partition("_")[0] for kind in (E.REQUERIMIENTO, E.DEMORA_USUARIO, E.PRORROGA, E.FUERZA_MAYOR)},
    **dict.fromkeys((E.APERTURA_PRUEBAS, E.PRORROGA_PRUEBAS, E.CIERRE_PRUEBAS), "pruebas"),
    **dict.fromkeys((E.TRASLADO_COMPETENCIA, E.TRASLADO_PARCIAL), "traslado"),
    **dict.fromkeys((E.DESISTIMIENTO_TACITO, E.DESISTIMIENTO_EXPRESO), "desistimiento"),
    **dict.fromkeys((E.ENTREGA_AVISO, E.PUBLICACION_AVISO), "aviso"),
    **dict.fromkeys((E.NOTIFICACION_ELECTRONICA, E.ENVIO_NOTIFICACION_ELECTRONICA), "notificacion"),
    **dict.fromkeys((E.DECISION, E.RESPUESTA_VERBAL), ("decision", "resultado")),
    E.ARCHIVO: "archivo",
}
"""The first words of findings about an act."""
DAY: Final = timedelta(days=1)
EVENTS_ALONE: Final = frozenset({E.DECISION, E.RESPUESTA_VERBAL, E.RECURSO_INTERPUESTO})
"""Acts that certain details can make legal: a decision that grants everything, a recurso posted in time."""


def blames(kind: EventType, before: Agenda, after: Agenda) -> set[Finding]:
    """What is said only after an act, of acts of its kind: that they had no effect."""
    stem = ABOUT.get(kind, "-")
    new = set(after.findings) - set(before.findings)
    return {finding for finding in new if NO_EFFECT.search(finding) and finding.startswith(stem)}


def fitting(kind: EventType, day: date, now: Agenda) -> Iterator[Event]:
    """The act with each set of details that makes a difference, and with the last day that it could give."""
    for event in told(kind, day):
        yield event
        latest = next((refusal.latest for refusal in acts.refusals(now, event) if refusal.latest), None)
        if latest is not None and isinstance(event.payload, Until):
            yield Event(kind, on=day, payload=Until(latest))


def faults(case: Case, day: date, profile: Profile) -> Iterator[str]:
    """The promises about acts that are broken for a case on a day."""
    now = agenda(case, day, profile)
    ahead = list(days_to_come(Situation(now)))
    owed = {row.code for row in now.open_duties()}
    offered = {permit.act for permit in acts.allowed(now)}
    met = {"no_suspender"}  # by what notifies the decision, or the SSPD's: shown by the way to the end
    for kind in EventType:
        refused = acts.refusals(now, kind)
        yield from _of_the_refusals(kind, refused, now, ahead, profile)
        if kind is E.RADICACION or kind in AMENDMENTS:
            continue
        permitted = [event for event in fitting(kind, day, now) if not acts.refusals(now, event)]
        if kind in offered and (refused or not permitted):
            yield f"{kind} is offered, and refused"
        if refused and permitted and kind not in EVENTS_ALONE:
            yield f"{kind} is refused by {refused[0].guard.code}, and permitted with details"
        for event in permitted:
            after = agenda(acts.act(now, event), day, profile)
            met |= owed - {row.code for row in after.open_duties()}
            for finding in blames(kind, now, after):
                yield f"{kind} is permitted, and leaves {finding}: {event.payload}"
    for code in owed - met:
        yield f"nothing that is permitted meets {code}"


def _of_the_refusals(
    kind: EventType, refused: tuple[acts.Refusal, ...], now: Agenda, ahead: list[Situation], profile: Profile
) -> Iterator[str]:
    for refusal in refused:
        if not refusal.norms or not refusal.remedy.es or not refusal.remedy.en:
            yield f"{kind} is refused by {refusal.guard.code} without norm or remedy"
        if refusal.guard.code == "sin_efecto":
            yield f"no guard foresees that {kind} has no effect"
    if not refused:
        return
    named = refused[0].legal_from
    first = next((then.today for then in ahead if not acts.refusals(then.agenda, kind)), None)
    if named != first:
        yield f"{kind} is refused by {refused[0].guard.code} until {named}, but is legal from {first}"
    if named is not None and not acts.refusals(agenda(now.case, named - DAY, profile), kind):
        yield f"{kind} is legal before {named}"


def history(case: Case, day: date) -> str:
    """The history of a case, as text for a failure message."""
    return f"{case.filing.tipo}: {[(str(o.day), str(o.event.type)) for o in case.timeline()]} on {day}"


def stuck(case: Case, day: date, profile: Profile) -> str | None:
    """What prevents a case from being closed; None if permitted acts lead there."""
    last, then, done = to_the_end(case, day, profile)
    if last.state is S.CERRADO:
        return None
    owed = [row.code for row in agenda(last, then, profile).open_duties()]
    return f"{history(case, day)}: {last.state} on {then} after {[str(each.type) for each in done]}, owed {owed}"


# --- all that facts lead to ----------------------------------------------------------------------------------------

KINDRED: Final = {
    "queja": "peticion",
    "reclamo": "peticion",
    "denuncia": "peticion_general",
    "felicitacion": "sugerencia",
}
"""Types that the law treats alike."""


def search(tipo: str, profile: Profile, limit: int | None) -> tuple[set[WorkflowState], list[str]]:
    """The workflow states that were reached, and what prevents cases from being closed."""
    states, found = set(), []
    for case, day in reached(tipo, profile, limit):
        states.add(case.state)
        fault = stuck(case, day, profile)
        if fault is not None:
            found.append(fault)
    return states, found


@pytest.mark.parametrize("tipo", TYPES)
def test_from_every_state_permitted_acts_lead_to_a_closed_case(tipo: str) -> None:
    """This holds from the nearest places that facts lead to, under the default readings and two other sets."""
    for profile, limit in zip(PROFILES, (50, 20, 20), strict=True):
        states, found = search(tipo, profile, limit)
        assert found == []
        assert len(states) > len(S) // 2


@pytest.mark.parametrize("tipo", TYPES)
def test_a_permit_is_a_promise_and_a_refusal_names_its_day(tipo: str) -> None:
    """At some of the nearest places that facts lead to, of every act with all the details that make a difference."""
    start = TYPES.index(tipo)
    profile = PROFILES[start % len(PROFILES)]
    for case, day in islice(reached(tipo, profile, limit=45), start, None, 15):
        assert list(faults(case, day, profile)) == [], history(case, day)


@pytest.mark.full
@pytest.mark.parametrize("tipo", [tipo for tipo in TYPES if tipo not in KINDRED])
def test_every_place_has_a_way_out(tipo: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All the places that facts lead to, not the nearest alone; the states never reached are printed."""
    states, found = search(tipo, colombia.DEFAULT_PROFILE, None)
    with capsys.disabled():
        sys.stdout.write(f"\n{tipo}: states never reached: {', '.join(sorted(set(S) - states)) or 'none'}\n")
    assert found == []


@pytest.mark.full
@pytest.mark.parametrize("tipo", TYPES)
def test_the_promises_hold_at_many_places(tipo: str) -> None:
    """The same as the short test, at a hundred places under each profile."""
    for profile in PROFILES:
        for case, day in islice(reached(tipo, profile, limit=1500), 0, None, 15):
            assert list(faults(case, day, profile)) == [], history(case, day)


# --- walks ---------------------------------------------------------------------------------------------------------


class Walk:
    """A random life of a case: permitted acts, facts of any kind, acts recorded late, and passing days."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a walk, not a secret
        self.profile = self.random.choice(PROFILES)
        self.day = FILED_ON
        self.case = filed(self.random.choice(TYPES))
        self.faults: list[str] = []

    def run(self) -> list[str]:
        """Walk, then close the case; return the broken promises."""
        for _ in range(self.random.randint(3, 14)):
            self.random.choices((self.do, self.tell, self.wait), (6, 1, 4))[0]()
        self.ask()
        fault = stuck(self.case, self.day, self.profile)
        return [*self.faults, *([fault] if fault else [])]

    def do(self) -> None:
        """Do a permitted act, now and then on an earlier day."""
        now = agenda(self.case, self.day, self.profile)
        late = self.random.random() < 0.2
        day = max(self.case.filed_on, self.day - timedelta(days=self.random.randint(1, 20))) if late else self.day
        kinds = [permit.act for permit in acts.allowed(now)] if self.random.random() < 0.7 else list(KINDS)
        event = self.random.choice(list(fitting(self.random.choice(kinds or KINDS), day, now)))
        if acts.refusals(now, event):
            return
        after = acts.act(now, event)
        for seen in {day, self.day}:
            new = blames(event.type, agenda(self.case, seen, self.profile), agenda(after, seen, self.profile))
            if new:
                self.faults.append(f"{history(self.case, self.day)}: {event.type} on {day} leaves {new}")
        self.case = after

    def tell(self) -> None:
        """Record any fact."""
        self.case = self.case.record(self.random.choice(list(told(self.random.choice(KINDS), self.day))))

    def wait(self) -> None:
        """Wait until something changes, or a few days."""
        later = next_day(agenda(self.case, self.day, self.profile)) if self.random.random() < 0.6 else None
        self.day = later or self.day + timedelta(days=self.random.randint(1, 9))

    def ask(self) -> None:
        """Check that each open duty can be met, and that some refusals name the right day."""
        now = agenda(self.case, self.day, self.profile)
        for row in now.open_duties():
            kinds = [kind for kind, codes in MEETS.items() if row.code in codes]
            events = (event for kind in kinds for event in fitting(kind, self.day, now))
            if row.code != "no_suspender" and all(acts.refusals(now, event) for event in events):
                self.faults.append(f"{history(self.case, self.day)}: nothing that is permitted meets {row.code}")
        ahead = list(days_to_come(Situation(now)))
        for kind in self.random.sample(KINDS, 4):
            said = _of_the_refusals(kind, acts.refusals(now, kind), now, ahead, self.profile)
            self.faults += [f"{history(self.case, self.day)}: {each}" for each in said]


def test_walks_end_closed_and_keep_their_promises() -> None:
    """Two hundred walks of all types, always the same."""
    assert [fault for seed in range(200) for fault in Walk(seed).run()] == []


@pytest.mark.full
def test_ten_thousand_walks_end_closed_and_keep_their_promises() -> None:
    """The acceptance test of the workflow."""
    assert [fault for seed in range(10_000) for fault in Walk(seed).run()] == []


# --- the search is not blind ---------------------------------------------------------------------------------------


def test_a_state_without_a_way_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the recognition of the silence forbidden, the commonest silence is stuck again."""
    forbidden = evolve(guards.FUTURE, code="planted", acts=(E.RECONOCIMIENTO_SAP,))
    monkeypatch.setitem(acts.GUARDS_OF, E.RECONOCIMIENTO_SAP, (forbidden,))
    assert stuck(filed("reclamo"), FILED_ON + timedelta(days=60), PROFILES[0]) is not None


def test_a_broken_promise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its guard, a late requirement is permitted, and the finding that it was late shows the fault."""
    monkeypatch.setitem(acts.GUARDS_OF, E.REQUERIMIENTO, ())
    monkeypatch.setattr(acts, "EFFECT", evolve(guards.EFFECT, acts=()))
    found = list(faults(filed("reclamo"), FILED_ON + timedelta(days=18), PROFILES[0]))
    assert any("requerimiento_extemporaneo" in fault for fault in found)

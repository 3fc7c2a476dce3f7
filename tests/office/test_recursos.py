"""A case attacked by a recurso has the same data of it as the case of the recurso."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.law.stories import agenda, case, day, event

from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Correction, Event, RecursoDecided, RecursoFiled
from pqr_core.law.acts import refusals
from pqr_core.law.agenda import Agenda
from pqr_core.office.recursos import to_tell
from pqr_core.vocabulary import EventType

NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)
ORIGINAL = case("reclamo", event("decision", day(3), resultado="no_accede", acto="facturacion"), filed=day(0))
NOTICE = event("notificacion_personal", day(14), id="n")
FILED = case("recurso_reposicion", filed=day(8), radicado="R-2", puesto_al_correo_el=day(7))
DECIDED = FILED.record(event("decision", day(12), resultado="modifica"), NOTICE)


def told(original: Case, recurso: Case, by: Event | None = None, on: date | None = None) -> Case:
    """The case attacked, with the new events of the recurso."""
    seen: Agenda = agenda(recurso, on or day(30))
    return original.record(*to_tell(original, seen, told_at=NOW, by=by, actor="ana"))


def last(case_: Case) -> Event:
    """The last event of its history."""
    return case_.events[-1]


def test_the_filing_is_told_once_with_its_day_and_its_number() -> None:
    """The filing is copied with its day and number, also by post; the second time nothing is new."""
    after = told(ORIGINAL, FILED)
    assert (last(after).type, last(after).on, last(after).evidence) == ("recurso_interpuesto", day(8), ("R-2",))
    assert last(after).payload == RecursoFiled(day(7))
    assert (last(after).actor, last(after).recorded_at) == ("ana", NOW)
    assert told(after, FILED) is not after
    assert told(after, FILED) == after


def test_the_decision_is_told_when_it_is_notified() -> None:
    """It is copied when notified, with the day on which that counts; a decision that is not notified is not."""
    filed = told(ORIGINAL, FILED)
    undecided = FILED.record(event("decision", day(12), resultado="modifica"))
    assert told(filed, undecided) == filed
    after = told(filed, DECIDED, by=NOTICE)
    assert (last(after).type, last(after).on) == ("recurso_resuelto", day(14))
    assert last(after).payload == RecursoDecided(resultado="modifica", notificado_el=day(14))
    assert told(after, DECIDED, by=event("nota", day(20))) == after


def test_a_case_that_never_heard_of_the_recurso_is_told_all() -> None:
    """A case from a register, which never had the recurso, gets all of it."""
    after = told(ORIGINAL, DECIDED, by=NOTICE)
    assert [each.type for each in after.events[-2:]] == ["recurso_interpuesto", "recurso_resuelto"]


def test_the_case_attacked_waits_for_every_recurso_against_it() -> None:
    """Two were filed, one is decided: it closes once the other is, told by its case or by hand (CPACA, art. 80)."""
    notified = ORIGINAL.record(event("envio_citacion", day(4)), event("notificacion_personal", day(6)))
    second = case("recurso_reposicion", filed=day(9), radicado="R-3")
    one_decided = told(told(told(notified, FILED), second), DECIDED, by=NOTICE)
    assert waits(one_decided)
    notice = event("notificacion_personal", day(15))
    decided = second.record(event("decision", day(13), resultado="confirma"), notice)
    assert not waits(told(one_decided, decided, by=notice))
    by_hand = event("recurso_resuelto", day(16), resultado="confirma", notificado_el=day(16))
    assert not waits(one_decided.record(by_hand))


def test_recursos_recorded_by_hand_are_counted() -> None:
    """Two by hand need two decisions; the decision of a case that is recorded again by hand is one (CPACA, art. 80)."""
    notified = ORIGINAL.record(event("envio_citacion", day(4)), event("notificacion_personal", day(6)))
    two = notified.record(event("recurso_interpuesto", day(8), id="1"), event("recurso_interpuesto", day(9), id="2"))
    one_decided = two.record(event("recurso_resuelto", day(14), resultado="confirma", notificado_el=day(14)))
    assert waits(two)
    assert waits(one_decided)
    assert not waits(
        one_decided.record(event("recurso_resuelto", day(16), resultado="modifica", notificado_el=day(16)))
    )
    second = case("recurso_reposicion", filed=day(9), radicado="R-3")
    by_case = told(told(told(notified, FILED), second), DECIDED, by=NOTICE)
    assert waits(by_case.record(event("recurso_resuelto", day(15), resultado="modifica", notificado_el=day(14))))


@pytest.mark.parametrize(("end", "outcome"), [("desistimiento_expreso", "archiva"), ("reconocimiento_sap", "accede")])
def test_a_recurso_that_ends_without_a_decision_bars_no_closing(end: str, outcome: str) -> None:
    """A withdrawal and a silence that is recognised (Ley 142 de 1994, art. 158): the case is told."""
    ended_on = day(60) if end == "reconocimiento_sap" else day(12)
    ended = FILED.record(event(end, ended_on))
    after = told(told(ORIGINAL, FILED), ended, by=event(end, ended_on), on=day(61))
    assert last(after).payload == RecursoDecided(resultado=outcome, notificado_el=ended_on)


def waits(attacked: Case) -> bool:
    """Whether a recurso that waits bars its closing."""
    return "recurso_sin_resolver" in {each.guard.code for each in refusals(agenda(attacked, day(30)), EventType.CIERRE)}


def test_what_changes_there_is_corrected_here_and_what_is_taken_back_annulled() -> None:
    """An earlier notice recorded late, both annulled, then a new one: the case attacked agrees each time."""
    after = told(ORIGINAL, DECIDED, by=NOTICE)
    earlier = DECIDED.record(event("notificacion_personal", day(13), id="e"))
    after = told(after, earlier)
    assert isinstance(last(after).payload, Correction)
    assert _resolved(after) == day(13)
    nothing = earlier.record(_annul("e"), _annul("n"))
    after = told(after, nothing)
    assert isinstance(last(after).payload, Annulment)
    assert _resolved(after) is None
    after = told(after, nothing.record(event("notificacion_personal", day(16))))
    assert _resolved(after) == day(16)
    assert told(after, nothing.record(event("notificacion_personal", day(16)))) == after


def test_a_filing_that_was_corrected_is_told_on_its_right_day() -> None:
    """If the filing is corrected to a day earlier, so is the copy."""
    after = told(ORIGINAL, FILED)
    filing = FILED.events[0]
    right = Event(EventType.RADICACION, on=day(7), payload=filing.payload)
    corrected = FILED.record(Event(EventType.CORRECCION, on=day(20), payload=Correction(filing.identity, right)))
    after = told(after, corrected)
    (standing,) = (o for o in after.timeline() if o.event.type is EventType.RECURSO_INTERPUESTO)
    assert standing.day == day(7)


def test_a_recurso_filed_before_the_case_it_names_tells_it_nothing() -> None:
    """The link or the day is wrong, so nothing is copied; an earlier copy is annulled if the day is corrected."""
    later = case("reclamo", filed=day(9))
    assert told(later, FILED) == later
    after = told(ORIGINAL, FILED)
    filing = FILED.events[0]
    early = Event(EventType.RADICACION, on=day(-1), payload=filing.payload)
    corrected = FILED.record(Event(EventType.CORRECCION, on=day(20), payload=Correction(filing.identity, early)))
    after = told(after, corrected)
    assert isinstance(last(after).payload, Annulment)
    assert told(after, corrected) == after


def _annul(identity: str) -> Event:
    return Event(EventType.ANULACION, on=day(25), payload=Annulment(identity))


def _resolved(case_: Case) -> date | None:
    days = [
        o.event.detail(RecursoDecided).notificado_el for o in case_.timeline() if o.event.type == "recurso_resuelto"
    ]
    assert len(days) < 2
    return days[0] if days else None

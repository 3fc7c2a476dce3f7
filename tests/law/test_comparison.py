"""Why a date changed: each kind of difference gives a reason, and only a difference that moves the date does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Decision, Event, EvidencePeriod, Filing, Until
from pqr_core.colombia.holidays import CHIQUINQUIRA, LAWS
from pqr_core.errors import InvalidInputError
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.comparison import Change, ReasonKind, compare
from pqr_core.law.engine import agenda_of
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, LegalState, Outcome

FILED = date(2026, 7, 6)
AS_OF = date(2026, 7, 14)
CASE = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=FILED)
EVIDENCE = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 7, 8), payload=EvidencePeriod(dias=5))


def agenda(case: Case = CASE, as_of: date = AS_OF, **changes: Any) -> Agenda:
    """The agenda of the claim, with some default settings changed."""
    profile = evolve(colombia.DEFAULT_PROFILE, **{key: changes[key] for key in changes if key != "calendar"})
    calendar = changes.get("calendar") or colombia.calendar_of(profile)
    return agenda_of(case, as_of, Definitions(rules=colombia.RULES, calendar=calendar, profile=profile))


def change(before: Agenda, after: Agenda, code: str = "respuesta") -> Change:
    """The change of one deadline, which must exist."""
    (found,) = [each for each in compare(before, after) if each.code == code]
    return found


def kinds(found: Change) -> list[ReasonKind]:
    """The kinds of its reasons."""
    return [reason.kind for reason in found.reasons]


def test_equal_agendas_have_no_changes() -> None:
    """Equal agendas have no changes."""
    assert compare(agenda(), agenda()) == ()


def test_a_holiday_law_is_the_reason_that_it_moves() -> None:
    """Ley 2578 de 2026 makes a term that crosses 13 July 2026 end a day later."""
    without = colombia.calendar(laws=[law for law in LAWS if law != CHIQUINQUIRA], check="off")
    found = change(agenda(calendar=without), agenda())
    assert found.before == (date(2026, 7, 28), LegalState.PENDIENTE)
    assert found.after == (date(2026, 7, 29), LegalState.PENDIENTE)
    assert kinds(found) == [ReasonKind.HOLIDAY_LAW]
    assert "Ley 2578 de 2026" in found.reasons[0].detail
    assert found.reasons[0].text("es").startswith("ley de festivos: +")
    back = change(agenda(), agenda(calendar=without))
    assert back.reasons[0].text("en").startswith("holiday law: -")


def test_a_closure_and_its_act_are_named() -> None:
    """A closure is a reason when added and when removed; one outside the count is not."""
    near = Closure(date(2026, 7, 16), act="Decreto municipal 7 de 2026")
    far = Closure(date(2026, 12, 24), act="Decreto municipal 9 de 2026")
    found = change(agenda(), agenda(closures=(near, far)))
    assert [reason.detail for reason in found.reasons] == ["+ 2026-07-16 - 2026-07-16: Decreto municipal 7 de 2026"]
    (taken,) = change(agenda(closures=(near, far)), agenda()).reasons
    assert taken.detail.startswith("- 2026-07-16")


def test_the_saturday_rule_is_a_reason() -> None:
    """Saturdays that count bring the day forward."""
    assert kinds(change(agenda(), agenda(saturday_is_business_day=True))) == [ReasonKind.SATURDAY]


def test_an_event_is_a_reason_when_added_and_when_taken_away() -> None:
    """Evidence moves the answer; a note beside it does not."""
    note = Event(EventType.NOTA, on=date(2026, 7, 9))
    with_both = agenda(CASE.record(EVIDENCE, note))
    found = change(agenda(), with_both)
    assert [reason.detail for reason in found.reasons] == ["+ apertura_pruebas 2026-07-08"]
    assert [reason.detail for reason in change(with_both, agenda()).reasons] == ["- apertura_pruebas 2026-07-08"]


def test_a_row_that_has_arisen_was_nothing_before() -> None:
    """The evidence row of the second agenda did not exist before."""
    assert change(agenda(), agenda(CASE.record(EVIDENCE)), "pruebas").before is None


def test_time_alone_is_a_reason() -> None:
    """What is pending one day is overdue another, with no other difference."""
    found = change(agenda(), agenda(as_of=date(2026, 7, 30)))
    assert kinds(found) == [ReasonKind.TIME]
    assert found.reasons[0].detail == "2026-07-14 - 2026-07-30"


def test_an_event_of_meanwhile_is_the_reason_beside_the_time() -> None:
    """An answer given in between is the reason for the new state, not the time that passed."""
    decision = Event(EventType.DECISION, on=date(2026, 7, 20), payload=Decision(resultado=Outcome.ACCEDE))
    found = change(agenda(), agenda(CASE.record(decision), as_of=date(2026, 7, 21)))
    assert kinds(found) == [ReasonKind.EVENT]


def test_a_reading_of_the_law_is_a_reason() -> None:
    """Counting from the filing day brings the answer forward by one business day."""
    found = change(agenda(), agenda(policies=Policies.of({"first_day": "filing_day", "months": "trigger_day"})))
    assert [reason.detail for reason in found.reasons] == ["first_day: next_business_day - filing_day"]


def test_a_setting_of_the_utility_is_a_reason() -> None:
    """The days the utility sets for the aviso date a row that had no date."""
    decision = Event(EventType.DECISION, on=date(2026, 7, 7), payload=Decision(resultado=Outcome.ACCEDE))
    case = CASE.record(decision, Event(EventType.ENVIO_CITACION, on=date(2026, 7, 8)))
    as_of = date(2026, 7, 27)
    found = change(agenda(case, as_of), agenda(case, as_of, aviso_business_days=5), "aviso")
    assert [reason.detail for reason in found.reasons] == ["aviso_business_days: None - 5"]


def test_another_rule_book_is_a_reason() -> None:
    """A term changed in the rule book is told as a rule version."""
    rules = colombia.RULES
    reclamo = rules.types["reclamo"]
    assert reclamo.response is not None
    general = rules.types["consulta"].response
    assert general is not None
    longer = evolve(reclamo, response=evolve(reclamo.response, term=general.term))
    other = evolve(rules, types={**rules.types, "reclamo": longer})
    after = agenda_of(
        CASE, AS_OF, Definitions(rules=other, calendar=agenda().basis.calendar, profile=colombia.DEFAULT_PROFILE)
    )
    assert kinds(change(agenda(), after)) == [ReasonKind.RULE_VERSION]


def test_reasons_that_only_work_together_are_given_together() -> None:
    """An extension moves the answer of a claim only under another reading: both are given, since neither is enough."""
    extension = Event(EventType.PRORROGA, on=date(2026, 7, 10), payload=Until(hasta=date(2026, 8, 3)))
    found = change(agenda(), agenda(CASE.record(extension), policies=Policies.of({"art14_extension": "allowed"})))
    assert found.after == (date(2026, 8, 3), LegalState.PENDIENTE)
    assert found.together
    assert kinds(found) == [ReasonKind.EVENT, ReasonKind.POLICY]


def test_a_closure_that_both_have_is_no_reason() -> None:
    """Only a closure of one of the two agendas is a reason, whichever it is."""
    both, near = (Closure(day, act="Decreto municipal 7 de 2026") for day in (date(2026, 7, 15), date(2026, 7, 16)))
    found = change(agenda(closures=(both,)), agenda(closures=(both, near)))
    assert [reason.detail[0] for reason in found.reasons] == ["+"]
    back = change(agenda(closures=(both, near)), agenda(closures=(both,)))
    assert [reason.detail[0] for reason in back.reasons] == ["-"]


def test_something_that_alone_is_refused_is_no_reason() -> None:
    """Annulled evidence cannot be removed alone, since the annulment names it; it is then no reason."""
    evidence = evolve(EVIDENCE, id="e-1")
    annulment = Event(EventType.ANULACION, on=date(2026, 7, 9), payload=Annulment("e-1"))
    near = Closure(date(2026, 7, 16), act="Decreto municipal 7 de 2026")
    found = change(agenda(CASE.record(evidence, annulment)), agenda(closures=(near,)))
    assert [reason.detail.split(":")[0] for reason in found.reasons] == [
        "- anulacion 2026-07-09",
        "+ 2026-07-16 - 2026-07-16",
    ]


def test_agendas_of_different_cases_are_refused() -> None:
    """Two cases cannot be compared."""
    other = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=FILED)
    with pytest.raises(InvalidInputError, match="different cases"):
        compare(agenda(), agenda(other))

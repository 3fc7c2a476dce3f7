"""Which open cases a change of the calendar moves: arrays agree with the engine, case by case."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, EvidencePeriod, Filing, Until
from pqr_core.errors import InvalidInputError, UnknownCaseTypeError
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.facts import Facts, facts_of
from pqr_core.law.agenda import Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.profiles import Profile
from pqr_core.office.impact import Columns, Impact, affected
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, Outcome

OLD = colombia.calendar(check="off")
CLOSURE = Closure(date(2026, 4, 1), act="Decreto municipal 12 de 2026")
NEW = OLD.with_closures(CLOSURE)


def filed(on: date, *events: Event, tipo: str = "reclamo") -> Case:
    """A case of the utility."""
    return Case.file(Filing(tipo=tipo), utility_id="empresa", zone=colombia.ZONE, on=on, events=events)


def row(case: Case, as_of: date, profile: Profile = colombia.DEFAULT_PROFILE) -> Facts:
    """Its fact row under the old calendar."""
    return facts_of(agenda_of(case, as_of, Definitions(rules=colombia.RULES, calendar=OLD, profile=profile)))


def impact_on(*rows: Facts, new: object = NEW, profile: Profile = colombia.DEFAULT_PROFILE) -> Impact:
    """The impact of the closure on these cases."""
    assert isinstance(new, type(OLD))
    return affected(rows, OLD, new, rules=colombia.RULES, profile=profile)


def test_a_term_that_crosses_the_closure_moves() -> None:
    """The claim of 16 March moves from 9 to 10 April; the one of 6 April does not."""
    crossing, after = row(filed(date(2026, 3, 16)), date(2026, 3, 17)), row(filed(date(2026, 4, 6)), date(2026, 4, 7))
    (move,) = impact_on(crossing, after).moves()
    assert (move.key, move.due_on, move.new_due_on) == (crossing.case_id, date(2026, 4, 9), date(2026, 4, 10))


def test_only_open_cases_are_asked_about() -> None:
    """A case answered in full, and one that owes no answer, are left out."""
    sent = Event(EventType.RESPUESTA_ENVIADA, on=date(2026, 3, 20))
    answered = row(filed(date(2026, 3, 16), sent, tipo="consulta"), date(2026, 3, 21))
    praise = row(filed(date(2026, 3, 16), tipo="felicitacion"), date(2026, 3, 21))
    assert len(impact_on(answered, praise).columns.keys) == 0


def test_an_answer_that_would_no_longer_be_late_is_to_be_reviewed() -> None:
    """A decision a day late, still to be cited: with one day more there would be no silence, so it needs review."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 10), payload=Decision(resultado=Outcome.ACCEDE))
    late = row(filed(date(2026, 3, 16), decision), date(2026, 4, 11))
    impact = impact_on(late)
    assert (list(impact.moves()), impact.keys_to_review()) == ([], [late.case_id])
    assert impact_on(late, new=OLD).keys_to_review() == []


def test_what_is_not_the_plain_count_is_to_be_reviewed() -> None:
    """Evidence, an extension or an open wait need review: their days cannot be counted again from a row."""
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 18), payload=EvidencePeriod(dias=4))
    extension = Event(EventType.PRORROGA, on=date(2026, 3, 18), payload=Until(hasta=date(2026, 4, 20)))
    requirement = Event(EventType.REQUERIMIENTO, on=date(2026, 3, 18))
    as_of = date(2026, 3, 20)
    rows = [
        row(filed(date(2026, 3, 16), evidence), as_of),
        row(filed(date(2026, 3, 16), extension, tipo="peticion_general"), as_of),
        row(filed(date(2026, 3, 16), requirement), as_of),
    ]
    impact = impact_on(*rows)
    assert impact.keys_to_review() == [each.case_id for each in rows]
    assert not list(impact.moves())


def test_a_date_given_by_the_request_is_moved_by_nothing() -> None:
    """The order of a control body keeps its own day."""
    order = Case.file(
        Filing(tipo="requerimiento_autoridad", fecha_limite=date(2026, 4, 9)),
        utility_id="empresa",
        zone=colombia.ZONE,
        on=date(2026, 3, 16),
    )
    impact = impact_on(row(order, date(2026, 3, 17)))
    assert (list(impact.moves()), impact.keys_to_review()) == ([], [])


def test_a_closure_announced_late_moves_only_what_was_not_yet_due() -> None:
    """Announced on 10 April: the case due on the 9th does not move, a later one does; a retroactive act moves both."""
    early, late = row(filed(date(2026, 3, 16)), date(2026, 3, 17)), row(filed(date(2026, 3, 20)), date(2026, 3, 21))
    announced = evolve(CLOSURE, known_on=date(2026, 4, 10))
    assert [move.key for move in impact_on(early, late, new=OLD.with_closures(announced)).moves()] == [late.case_id]
    retroactive = evolve(announced, retroactive=True)
    assert len(list(impact_on(early, late, new=OLD.with_closures(retroactive)).moves())) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2019, 1, 1), date(2027, 12, 1)),
            st.sampled_from(["reclamo", "peticion_general", "consulta", "peticion_congreso", "habeas_data_consulta"]),
        ),
        max_size=12,
    ),
    st.dates(date(2019, 1, 1), date(2028, 1, 1)),
    st.sampled_from([{}, {"first_day": "filing_day"}, {"congress_days": "calendar_days"}]),
)
def test_the_array_path_says_what_the_engine_says(
    filings: list[tuple[date, str]], closed_on: date, choices: dict[str, str]
) -> None:
    """Every case that needs no review moves exactly if its agenda moves."""
    profile = evolve(colombia.DEFAULT_PROFILE, policies=Policies.of(choices))
    cases = {case.case_id: case for case in (filed(on, tipo=tipo) for on, tipo in filings)}
    rows = [row(case, case.filed_on + timedelta(days=1), profile) for case in cases.values()]
    new = OLD.with_closures(Closure(closed_on, act="Decreto municipal 1"))
    impact = impact_on(*rows, new=new, profile=profile)
    moved = {move.key: move.new_due_on for move in impact.moves()}
    reviewed = set(impact.keys_to_review())
    for each in rows:
        case = cases[each.case_id]
        agenda = agenda_of(
            case, case.filed_on + timedelta(days=1), Definitions(rules=colombia.RULES, calendar=new, profile=profile)
        )
        if each.case_id not in reviewed and each.tipo != "peticion_congreso":
            assert moved.get(each.case_id, each.due_on) == agenda["respuesta"].due_on


def test_dated_readings_hold_each_for_their_days() -> None:
    """A case filed under the old reading and one under the new are each counted by their own."""
    profile = profile_from_toml(
        '[utility]\nid = "empresa"\n[[policies]]\n[[policies]]\nsince = 2026-03-17\nfirst_day = "filing_day"',
        colombia.LAW,
    )
    rows = [row(filed(on), on + timedelta(days=1), profile) for on in (date(2026, 3, 16), date(2026, 3, 17))]
    impact = impact_on(*rows, profile=profile)
    assert [move.due_on for move in impact.moves()] == [date(2026, 4, 9), date(2026, 4, 9)]
    assert impact.keys_to_review() == []


def test_columns_of_several_lengths_are_refused() -> None:
    """Every column has a value for each case."""
    day = np.array(["2026-03-16"], dtype="datetime64[D]")
    with pytest.raises(InvalidInputError, match="one length"):
        Columns(
            keys=np.arange(2),
            tipo=np.array(["reclamo"]),
            filed_on=day,
            due_on=day,
            suspended=np.array([False]),
            answered=np.array([False]),
        )


def test_an_unknown_type_is_refused() -> None:
    """An unknown type is refused, since it has no rule."""
    day = np.array(["2026-03-16"], dtype="datetime64[D]")
    columns = Columns(
        keys=np.arange(1),
        tipo=np.array(["reclamacion"]),
        filed_on=day,
        due_on=day,
        suspended=np.array([False]),
        answered=np.array([False]),
    )
    with pytest.raises(UnknownCaseTypeError):
        affected(columns, OLD, NEW, rules=colombia.RULES, profile=colombia.DEFAULT_PROFILE)


def test_a_base_that_a_closure_moves_is_to_be_reviewed() -> None:
    """Under off_hours of the next business day, a case filed on the day that is closed counts from the day after."""
    profile = evolve(colombia.DEFAULT_PROFILE, policies=Policies(off_hours="next_business_day"))
    at = datetime(2026, 4, 1, 10, tzinfo=colombia.ZONE)
    case = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, at=at)
    other = filed(date(2026, 4, 6))
    found = impact_on(*(row(each, date(2026, 4, 7), profile) for each in (case, other)), profile=profile)
    assert (found.keys_to_review(), list(found.moves())) == ([case.case_id], [])
    before, after = (
        agenda_of(case, date(2026, 4, 7), Definitions(rules=colombia.RULES, calendar=calendar, profile=profile))[
            "respuesta"
        ].due_on
        for calendar in (OLD, NEW)
    )
    assert before != after

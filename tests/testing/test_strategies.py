"""The strategies draw valid values, as documented."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from types import NoneType
from typing import TypeVar, get_args, get_type_hints

import pytest
from attrs import AttrsInstance, evolve
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.cases.serialization import case_from_json, case_to_json
from pqr_core.errors import InvalidInputError
from pqr_core.law import acts
from pqr_core.law.profiles import Profile
from pqr_core.policies import Policies
from pqr_core.sources import Rows
from pqr_core.testing.strategies import KINDS, cases, events, filings, histories, profiles, registers, told
from pqr_core.vocabulary import EventType, Outcome, WorkflowState

T = TypeVar("T")

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LATER = date(2028, 12, 31)


@QUICK
@given(filings())
def test_filings_are_of_types_that_there_are(filing: Filing) -> None:
    """Filings are of known types, with the date that their type needs."""
    kind = colombia.RULES.case_type(filing.tipo)
    assert filing.fecha_limite is not None or not kind.given_date


@QUICK
@given(filings("reclamo"), events(EventType.DECISION))
def test_a_type_can_be_said(filing: Filing, event: Event) -> None:
    """The type of the filing and of the event can be chosen."""
    assert (filing.tipo, event.type) == ("reclamo", EventType.DECISION)


@QUICK
@given(cases(utility="aguas"))
def test_cases_survive_and_have_an_agenda(case: Case) -> None:
    """Each case survives writing and reading, and has an agenda or is refused by name."""
    assert case.utility_id == "aguas"
    assert case_from_json(case_to_json(case)) == case


@QUICK
@given(histories())
def test_in_a_history_every_act_was_permitted(case: Case) -> None:
    """Every act was permitted at the end of its day, given what had been recorded by then."""
    so_far = Case.file(
        case.filing, utility_id=case.utility_id, case_id=case.case_id, zone=case.zone, on=case.filed_on, id=None
    )
    for event in case.events[1:]:
        assert event.on is not None
        agenda = colombia.agenda(so_far, datetime.combine(event.on, time.max, colombia.ZONE))
        so_far = acts.act(agenda, event)
    assert so_far.events[1:] == case.events[1:]


@pytest.mark.parametrize("state", [WorkflowState.RADICADO, WorkflowState.NOTIFICADO])
def test_histories_begin_and_go_far(state: WorkflowState) -> None:
    """Some histories have only the filing; in some the decision has been notified."""
    search = settings(
        max_examples=1000, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    find(histories("reclamo"), lambda case: case.state is state, settings=search)


@QUICK
@given(st.data())
def test_a_history_is_of_the_utility_of_its_profile(data: st.DataObject) -> None:
    """A history follows the settings of its profile."""
    profile = data.draw(profiles("aguas"))
    assert data.draw(histories("queja", profile=profile, filed_on=st.just(date(2026, 3, 16)))).utility_id == "aguas"


@QUICK
@given(profiles())
def test_profiles_are_told_apart_by_what_moves_a_date(profile: Profile) -> None:
    """Each has a calendar."""
    assert colombia.LAW.calendar_of(profile).business_days_between(date(2026, 1, 1), LATER) > 0


@QUICK
@given(registers("aguas", date(2026, 1, 5), date(2026, 3, 20)))
def test_registers_lie_within_their_days(register: Rows) -> None:
    """Facts by their filing, volumes by their month, surveys by their answer; each key once."""
    facts, volumes, surveys = list(register.facts), list(register.volumes), list(register.surveys)
    assert all(date(2026, 1, 5) <= row.filed_on <= date(2026, 3, 20) for row in facts)
    assert all(date(2026, 1, 1) <= row.month <= date(2026, 3, 1) for row in volumes)
    assert all(date(2026, 1, 5) <= (row.answered_on or date(2026, 1, 5)) <= date(2026, 3, 20) for row in surveys)
    assert len({row.case_id for row in facts}) == len(facts)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_may_be_told_is_told_of_that_day(kind: EventType) -> None:
    """One event or more, each of the type and of the day."""
    found = list(told(kind, date(2026, 3, 17)))
    assert found
    assert {(event.type, event.on) for event in found} == {(kind, date(2026, 3, 17))}


# --- they find what is wrong ---------------------------------------------------------------------------------------

SEARCH = settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def require_drawn(strategy: st.SearchStrategy[T], check: Callable[[list[T]], None]) -> None:
    """Draw a hundred values at a time until `check` has no objection to all that were drawn, ten times at most.

    What is drawn first depends on the modules that are loaded, so one batch may miss what the next one brings.
    """
    found: list[T] = []
    for batch in range(10):

        @seed(batch)
        @settings(SEARCH, max_examples=100, derandomize=False)
        @given(strategy)
        def draw(value: T) -> None:
            found.append(value)

        draw()
        try:
            return check(found)
        except AssertionError:
            continue
    return check(found)


def always_alike(values: Iterable[AttrsInstance]) -> list[str]:
    """The fields that may be missing, or be true or false, and are the same in all of the values."""
    several = list(values)
    hints = get_type_hints(type(several[0]))
    asked = [(name, kind) for name, kind in hints.items() if {bool, NoneType} & {kind, *get_args(kind)}]
    return [
        name
        for name, kind in asked
        if {getattr(each, name) is None for each in several}
        != ({True, False} if NoneType in get_args(kind) else {False})
        or (bool in {kind, *get_args(kind)} and not {True, False} <= {getattr(each, name) for each in several})
    ]


def test_filings_are_of_every_type_and_tell_more_or_less() -> None:
    """Each type is drawn, and each optional field is filled in some filings and not in others."""

    def check(found: list[Filing]) -> None:
        assert {each.tipo for each in found} == set(colombia.RULES.types)
        assert always_alike(found) == []

    require_drawn(filings(), check)


def test_events_are_of_any_type_by_day_and_by_instant() -> None:
    """Types of every kind are drawn, with and without evidence, with and without an actor."""

    def check(found: list[Event]) -> None:
        assert len({each.type for each in found}) > 0.9 * len(KINDS)  # Hypothesis draws some much more often
        assert {each.on is None for each in found} == {each.at is None for each in found} == {True, False}
        assert {bool(each.evidence) for each in found} == {each.actor is None for each in found} == {True, False}

    require_drawn(events(), check)


def test_some_cases_are_corrected_and_some_have_only_been_filed() -> None:
    """Cases have any number of facts."""

    def check(found: list[Case]) -> None:
        assert {EventType.CORRECCION in {event.type for event in case.events} for case in found} == {True, False}
        assert {len(case.events) for case in found} >= {1, 2, 3, 4, 5}

    require_drawn(cases(), check)


def test_a_decision_is_told_with_each_outcome() -> None:
    """Whole, and of a part."""
    details = [event.detail(Decision) for event in told(EventType.DECISION, date(2026, 3, 17))]
    assert {each.resultado for each in details if each.completa} == {*_DECIDED, None}
    assert {each.completa for each in details} == {True, False}


_DECIDED = (Outcome.ACCEDE, Outcome.NO_ACCEDE, Outcome.ACCEDE_PARCIALMENTE, Outcome.RECHAZA)


def test_an_office_sometimes_waits() -> None:
    """Its first act comes on a later day, though something could be done on the day of filing."""
    find(
        histories("reclamo", acts_at_most=2),
        lambda case: len(case.events) == 2 and case.last_on > case.filed_on,
        settings=SEARCH,
    )


TIMES = ("aviso_business_days", "remision_sspd_business_days", "remision_insistencia_business_days", "repeat_days")


def test_profiles_have_every_setting_in_every_way() -> None:
    """Saturdays never, always and from a day on; closures of a day and of several; each value of each reading."""

    def check(found: list[Profile]) -> None:
        assert {type(each.saturday_is_business_day) for each in found} == {bool, date}
        assert {True, False} <= {each.saturday_is_business_day for each in found}
        closures = [closure for profile in found for closure in profile.closures]
        assert {each.last > each.first for each in closures} == {True, False}
        assert {each.known_on is None or each.known_on <= each.first for each in closures} == {True, False}
        assert always_alike(closures) == []
        for name, values in Policies.choices().items():
            assert {getattr(each.policies_at(LATER), name) for each in found} == set(values), name
        assert not set(always_alike(found)) & set(TIMES)

    require_drawn(profiles(), check)


FOUND_BY_STORES = ("last_on", "repeat_days", "recurso_of_radicado", "suspended_from")
"""What follows from a case, or has a store change other rows: the strategy says that it leaves them alone."""


def test_registers_have_rows_of_every_kind() -> None:
    """Each optional column is filled in some rows and not in others."""

    def check(found: list[Rows]) -> None:
        for name in ("facts", "volumes", "surveys", "tickets"):
            rows = [list(getattr(each, name)) for each in found]
            assert {bool(each) for each in rows} == {True, False}, name
            assert set(always_alike(row for each in rows for row in each)) <= set(FOUND_BY_STORES), name

    require_drawn(registers(), check)


def test_cases_find_a_serialiser_that_drops_something() -> None:
    """Planted fault: evidence is lost in serialisation."""

    def round_trip(case: Case) -> Case:
        kept = case_from_json(case_to_json(case))
        return evolve(kept, events=tuple(evolve(event, evidence=()) for event in kept.events))

    def is_lost(case: Case) -> bool:
        try:
            return round_trip(case) != case
        except InvalidInputError:  # a correction names an event by an id that its evidence is part of
            return True

    found = find(cases(), is_lost, settings=SEARCH)
    assert any(event.evidence for event in found.events)


def test_histories_find_a_count_that_knows_no_suspension() -> None:
    """Planted fault: fifteen business days from the filing, whatever happened."""

    def due_on(case: Case) -> date:
        return colombia.calendar().add_business_days(case.filed_on, 15)

    def differs(case: Case) -> bool:
        answer = colombia.agenda(case, case.last_on).get("respuesta")
        return answer is not None and answer.due_on is not None and answer.due_on != due_on(case)

    find(histories("reclamo"), differs, settings=SEARCH)


def test_profiles_find_a_calendar_without_closures() -> None:
    """Planted fault: closures are ignored."""

    def days(profile: Profile) -> int:
        return colombia.calendar(saturday_is_business_day=profile.saturday_is_business_day).business_days_between(
            date(2016, 1, 1), LATER
        )

    def differs(profile: Profile) -> bool:
        return colombia.LAW.calendar_of(profile).business_days_between(date(2016, 1, 1), LATER) != days(profile)

    assert find(profiles(), differs, settings=SEARCH).closures


def test_registers_find_a_count_that_knows_no_other_end() -> None:
    """Planted fault: a transferred or withdrawn case is still open."""

    def still_open(rows: Rows) -> int:
        return sum(row.answered_on is None for row in rows.facts)

    def differs(rows: Rows) -> bool:
        return still_open(rows) != sum(row.answered_on is None and row.ended_on is None for row in rows.facts)

    assert any(row.ended_on for row in find(registers(), differs, settings=SEARCH).facts)

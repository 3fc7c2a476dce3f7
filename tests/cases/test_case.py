"""A case: its state from its events, its timeline and its amendments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Correction, Decision, Event, Filing
from pqr_core.errors import EventBeforeFilingError, InvalidInputError
from pqr_core.vocabulary import EventType, Outcome, WorkflowState

BOGOTA = ZoneInfo("America/Bogota")
FILED = date(2026, 2, 2)
DAY = timedelta(days=1)
DECISION = Event(EventType.DECISION, on=FILED + 5 * DAY, payload=Decision(resultado=Outcome.ACCEDE), id="d")


def case(*events: Event, at: datetime | None = None) -> Case:
    """A claim filed on 2 February 2026, or at an instant."""
    return Case.file(
        Filing(tipo="reclamo", radicado="R-1"),
        utility_id="aguas",
        zone=BOGOTA,
        at=at,
        on=None if at else FILED,
        events=events,
        id="f",
    )


def note(after: int, **given_keys: str) -> Event:
    """A note so many days after the filing."""
    return Event(EventType.NOTA, on=FILED + after * DAY, **given_keys)  # type: ignore[arg-type]


def annulled(target: str, after: int, **given_keys: str) -> Event:
    """An annulment."""
    return Event(EventType.ANULACION, on=FILED + after * DAY, payload=Annulment(anula=target), **given_keys)  # type: ignore[arg-type]


def corrected(target: str, right: Event, after: int) -> Event:
    """A correction."""
    return Event(EventType.CORRECCION, on=FILED + after * DAY, payload=Correction(corrige=target, event=right))


def types(told: Case, until: datetime | None = None) -> list[str]:
    """The types on the timeline."""
    return [each.event.type.value for each in told.timeline(until)]


def noon(after: int) -> datetime:
    """Noon, so many days after the filing."""
    return datetime(2026, 2, 2, 12, 0, tzinfo=BOGOTA) + after * DAY


def test_what_was_filed() -> None:
    """The filing is the first event, with its day, its hour where known, and an id of the case."""
    told = case()
    assert (told.filing.radicado, told.filed_on, told.filed.has_hour) == ("R-1", FILED, False)
    assert told.state is WorkflowState.RADICADO
    assert isinstance(told.case_id, UUID)
    assert case().case_id != told.case_id
    late = case(at=datetime(2026, 2, 3, 3, 0, tzinfo=UTC))
    assert (late.filed_on, late.filed.has_hour) == (FILED, True)


def test_a_case_is_filed_once_and_first() -> None:
    """Without a filing, with one that is not first, or with two, there is no case."""
    filing = case().events[0]
    for events in ((), (DECISION,), (DECISION, filing), (filing, filing)):
        with pytest.raises(InvalidInputError):
            Case(utility_id="aguas", case_id=UUID(int=1), events=events, zone=BOGOTA)


def test_a_key_is_of_its_kind() -> None:
    """The id of the utility is a text, that of the case a UUID."""
    with pytest.raises(InvalidInputError, match="utility_id"):
        evolve(case(), utility_id=7)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="case_id"):
        evolve(case(), case_id="1")  # type: ignore[arg-type]


# --- the timeline --------------------------------------------------------------------------------------------------


def test_the_timeline_is_in_the_order_of_what_happened() -> None:
    """Events are ordered by instant, then as in the table, then by id; the filing is left out."""
    told = case(
        note(3, id="b"),
        note(3, id="a"),
        Event(EventType.ACUSE, on=FILED + 3 * DAY),
        Event(EventType.NOTA, at=datetime(2026, 2, 5, 11, 59, tzinfo=BOGOTA), id="c"),
        note(1, id="z"),
    )
    assert [each.event.id for each in told.timeline()] == ["z", "c", None, "a", "b"]


@given(st.permutations([note(1), note(2), DECISION, annulled("d", 7), Event(EventType.ASIGNACION, on=FILED + 2 * DAY)]))
def test_the_order_of_recording_is_irrelevant(events: list[Event]) -> None:
    """Timeline and state are the same in every order, the annulment before what it annuls included."""
    assert types(case(*events)) == ["nota", "asignacion", "nota"]
    assert case(*events).state is WorkflowState.ASIGNADO


def test_the_timeline_ends_at_the_instant_asked() -> None:
    """An event at the instant asked is on the timeline; a later one is not."""
    told = case(note(1), note(3))
    assert types(told, noon(1)) == ["nota"]
    assert types(told, noon(1) - timedelta(seconds=1)) == []
    assert types(told, noon(3)) == types(told) == ["nota", "nota"]


def test_nothing_happens_before_the_filing() -> None:
    """By the instant where both have an hour, else by the day."""
    filed_at = datetime(2026, 2, 2, 10, 0, tzinfo=BOGOTA)
    with pytest.raises(EventBeforeFilingError):
        case(note(-1)).timeline()
    with pytest.raises(EventBeforeFilingError):
        case(Event(EventType.NOTA, at=filed_at - timedelta(seconds=1)), at=filed_at).timeline()
    assert types(case(Event(EventType.NOTA, at=filed_at), at=filed_at)) == ["nota"]
    assert types(case(note(0), at=datetime(2026, 2, 2, 23, 0, tzinfo=BOGOTA))) == ["nota"]
    assert types(case(Event(EventType.NOTA, at=datetime(2026, 2, 2, 0, 1, tzinfo=BOGOTA)))) == ["nota"]


# --- amendments ----------------------------------------------------------------------------------------------------


def test_an_annulled_event_is_on_no_timeline_but_in_the_history() -> None:
    """It counts until the day of the annulment, and not from then on; it is never erased."""
    told = case(DECISION, annulled("d", 9))
    assert types(told) == types(told, noon(9)) == []
    assert types(told, noon(8)) == ["decision"]
    assert DECISION in told.events
    assert told.state is WorkflowState.RADICADO


def test_a_corrected_event_gives_its_place_to_the_right_one() -> None:
    """From the correction on the right event counts, on its own day."""
    told = case(DECISION, corrected("d", evolve(DECISION, on=FILED + 2 * DAY, id="d2"), 9))
    assert [each.day for each in told.timeline()] == [FILED + 2 * DAY]
    assert [each.day for each in told.timeline(noon(8))] == [FILED + 5 * DAY]


def test_the_right_event_can_itself_be_amended() -> None:
    """It has an id as any event has."""
    first = corrected("d", evolve(DECISION, on=FILED + 2 * DAY, id="d2"), 9)
    assert types(case(DECISION, first, annulled("d2", 10))) == []
    assert [each.day for each in case(DECISION, first, corrected("d2", note(4), 10)).timeline()] == [FILED + 4 * DAY]


def test_an_event_without_an_id_is_amended_by_its_identity() -> None:
    """An amendment may name it by the identity made of its content."""
    unnamed = note(3)
    assert types(case(unnamed, annulled(unnamed.identity, 4))) == []


def test_a_filing_is_corrected_and_never_annulled() -> None:
    """A wrong day or type is corrected; it cannot be annulled, because there is no case without a filing."""
    right = Event(EventType.RADICACION, on=FILED - DAY, payload=Filing(tipo="queja"))
    told = case(note(0), corrected("f", right, 1))
    assert (told.filed_on, told.filing.tipo) == (FILED - DAY, "queja")
    assert types(told) == ["nota"]
    with pytest.raises(InvalidInputError, match="corrected, not annulled"):
        case(annulled("f", 1))


def test_an_amendment_names_an_act() -> None:
    """An unknown id, and an amendment as its target, are refused when recorded."""
    with pytest.raises(InvalidInputError, match="no event has the id 'x'"):
        case(annulled("x", 1))
    with pytest.raises(InvalidInputError, match="is a correction or an annulment"):
        case(DECISION, annulled("d", 6, id="a"), annulled("a", 7))


def test_an_id_names_one_event() -> None:
    """Two events of one id, a replacement included, are refused."""
    with pytest.raises(InvalidInputError, match="same id"):
        case(note(1, id="n"), note(2, id="n"))
    with pytest.raises(InvalidInputError, match="same id"):
        case(DECISION, corrected("d", DECISION, 9))


def test_record_adds_and_changes_no_case() -> None:
    """A case is a value: recording gives another, with the history of the first before it."""
    told = case()
    more = told.record(note(1), note(2))
    assert (len(told.events), more.events[:1], len(more.events)) == (1, told.events, 3)
    assert (more.case_id, more.utility_id) == (told.case_id, told.utility_id)
    assert told.record() == told


def test_what_is_told_once_more_after_it_was_removed_counts() -> None:
    """Two equal events without an id have one identity; an amendment affects the first, not the one after it."""
    told = case().record(note(1))
    once = told.record(annulled(note(1).identity, 2))
    assert types(once) == []
    assert types(once.record(note(1))) == ["nota"]
    assert types(once.record(annulled(note(1).identity, 3), note(1))) == ["nota"]
    assert types(told.record(corrected(note(1).identity, note(1), 2))) == ["nota"]


def test_the_last_correction_of_the_filing_is_the_one_made_last() -> None:
    """In whatever order they were recorded: a history is ordered by what happened."""

    def refiled(on: int) -> Event:
        return Event(EventType.RADICACION, on=FILED + on * DAY, payload=Filing(tipo="queja"))

    both = case().record(corrected("f", refiled(2), 9), corrected("f", refiled(1), 8))
    assert both.filed_on == FILED + 2 * DAY

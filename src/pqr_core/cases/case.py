"""A case: the fold of its events.

`events` is the history in the order it was recorded, the filing first; it only grows. The timeline (events by when
they happened, without those annulled or corrected) and the workflow state are derived from it.

>>> from datetime import date
>>> from zoneinfo import ZoneInfo
>>> case = Case.file(Filing(tipo="reclamo"), on=date(2026, 3, 16), utility_id="aguas", zone=ZoneInfo("America/Bogota"))
>>> case = case.act(Event(EventType.ASIGNACION, on=date(2026, 3, 17)))
>>> case.state.value, case.filed_on.isoformat()
('asignado', '2026-03-16')
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import cached_property
from itertools import takewhile
from operator import lt
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID, uuid4

from attrs import evolve, field, fields, frozen

from pqr_core.cases.events import Annulment, Correction, Decision, Event, Filing, Registration, VerbalAnswer
from pqr_core.cases.filing import Attachment, Link
from pqr_core.cases.workflow import ACTIVITIES, Workflow, workflow_of
from pqr_core.errors import EventBeforeFilingError, InvalidInputError
from pqr_core.fields import are, is_a, is_text, nfc, several
from pqr_core.vocabulary import Activity, EventType, Outcome, WorkflowState

__all__ = ("Case", "Occurrence")

_P = TypeVar("_P")
_REGISTERED: Final = tuple(attribute.name for attribute in fields(Registration))
_AMENDMENTS: Final = (EventType.ANULACION, EventType.CORRECCION)


class Occurrence(NamedTuple):
    """An event at its place in legal time: its legal day, the instant it sorts by, and whether its hour is known."""

    day: date
    at: datetime
    event: Event

    @property
    def has_hour(self) -> bool:
        """Whether the hour is known (else `at` is noon)."""
        return self.event.at is not None


def _order(occurrence: Occurrence) -> tuple[datetime, int, str]:
    return occurrence.at, occurrence.event.type.rank, occurrence.event.identity


def _history(events: Iterable[Event]) -> tuple[Event, ...]:
    return several(events)


def _filing_first(_instance: object, _attribute: object, events: tuple[Event, ...]) -> None:
    if not events or events[0].type is not EventType.RADICACION:
        raise InvalidInputError(place="events", detail="the first event of a case is its radicacion")
    if any(event.type is EventType.RADICACION for event in events[1:]):
        raise InvalidInputError(place="events", detail="a case is filed once")


@frozen(kw_only=True)
class Case:
    """One PQR of one utility.

    Args:
        utility_id: the utility, part of every key.
        case_id: the case, unique in the utility.
        events: the history as recorded, the `radicacion` first.
        zone: the zone of legal time (of the jurisdiction).

    Raises:
        InvalidInputError: an annulment or correction names an event that is not there or that cannot be annulled.
    """

    utility_id: str = field(converter=nfc, validator=is_text)
    case_id: UUID = field(validator=is_a(UUID))
    events: tuple[Event, ...] = field(converter=_history, validator=[are(Event), _filing_first])
    zone: tzinfo = field(eq=str, order=False, repr=False, validator=is_a(tzinfo))

    def __attrs_post_init__(self) -> None:
        ids = [event.id for event in self.told if event.id is not None]
        if len(ids) != len(set(ids)):
            raise InvalidInputError(place="events", detail="two events of a case have the same id")
        for event in self.events:
            if event.type in _AMENDMENTS:
                self._check_target(event)

    @classmethod
    def file(
        cls,
        filing: Filing,
        *,
        utility_id: str,
        zone: tzinfo,
        at: datetime | None = None,
        on: date | None = None,
        events: Iterable[Event] = (),
        case_id: UUID | None = None,
        id: str | None = None,  # noqa: A002 - the name of the event's field
    ) -> Case:
        """A new case, filed at the instant `at` or on the legal day `on`, with the facts of `events` recorded."""
        filed = Event(EventType.RADICACION, at=at, on=on, payload=filing, id=id)
        return cls(utility_id=utility_id, case_id=case_id or uuid4(), events=(filed, *events), zone=zone)

    # --- what was filed --------------------------------------------------------------------------------------------

    @cached_property
    def filing(self) -> Filing:
        """What was filed, as corrected, with what its registration added where the filing left it open."""
        filing = self.filed.event.detail(Filing)
        told = [e.detail(Registration) for e in self.events if e.type is EventType.REGISTRO]
        if not told:
            return filing
        told = [o.event.detail(Registration) for o in self.timeline() if o.event.type is EventType.REGISTRO]
        added: dict[str, Any] = {name: value for name in _REGISTERED if (value := _first(filing, told, name))}
        return evolve(filing, **added)

    @cached_property
    def filed(self) -> Occurrence:
        """The filing in legal time, as corrected if it was."""
        filing = self.events[0]
        if self._amendments is None:
            return self._occurrence(filing)
        names = {filing.identity}
        for _, _, event in sorted(self._amendments, key=_order):
            if event.type is EventType.CORRECCION and event.detail(Correction).corrige in names:
                filing = event.detail(Correction).event
                names.add(filing.identity)
        return self._occurrence(filing)

    @property
    def filed_on(self) -> date:
        """The legal day of filing."""
        return self.filed.day

    @property
    def links(self) -> tuple[Link, ...]:
        """What the case is to other cases, told at the filing or since."""
        return (*self.filing.vinculos, *self._details(EventType.VINCULO, Link))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The documents that came with the filing or since."""
        return (*self.filing.adjuntos, *self._details(EventType.ADJUNTO, Attachment))

    @property
    def outcome(self) -> Outcome | None:
        """What was decided: the outcome of the last decision that answers everything; None before one.

        It is no state: a case that was granted and one that was refused are decided alike.
        """
        return self.outcome_at(None)

    def outcome_at(self, until: datetime | None) -> Outcome | None:
        """What had been decided at the instant `until`."""
        for occurrence in reversed(self.timeline(until)):
            match occurrence.event.payload:
                case Decision(completa=True, resultado=outcome) | VerbalAnswer(resultado=Outcome() as outcome):
                    return outcome
        return None

    def activities(self) -> tuple[tuple[Activity, tuple[Occurrence, ...]], ...]:
        """The activities of the process sheet that the case has been through, each with its events, in their order.

        The attention stands there, without events, when the filing tells of its ticket.
        """
        found: dict[Activity, list[Occurrence]] = {}
        if self.filing.atencion is not None:
            found[Activity.ATENCION] = []
        for occurrence in (self.filed, *self.timeline()):
            found.setdefault(ACTIVITIES[occurrence.event.type], []).append(occurrence)
        return tuple((each, tuple(found[each])) for each in Activity if each in found)

    # --- the history -----------------------------------------------------------------------------------------------

    def record(self, *events: Event) -> Case:
        """The case with facts added to its history, whether the table allows them or not.

        What the user or an authority did is a fact, always recorded, and so is what the company did against the
        advice given. The agenda says what effect the law gives it.
        """
        return evolve(self, events=(*self.events, *events))

    def act(self, event: Event) -> Case:
        """The case after what the company is about to do, which the table of the workflow allows now.

        The table alone is asked, not the law, which is for `law.acts`.

        Raises:
            TransitionRefused: the act is not allowed in the state the case is in; nothing changes.
        """
        self.workflow.step(self.state, event.type)
        return self.record(event)

    def timeline(self, until: datetime | None = None) -> tuple[Occurrence, ...]:
        """The events in the order they happened, up to and including the instant `until`, the filing left out.

        Annulled and corrected events are not in it, nor are the annulments and corrections themselves.

        Raises:
            EventBeforeFilingError: an event happened before the filing.
        """
        timeline = self._whole_timeline if self._amendments is None else self._amended(until)
        if until is None or not timeline or timeline[-1].at <= until:
            return timeline
        return tuple(occurrence for occurrence in timeline if occurrence.at <= until)

    @property
    def last_on(self) -> date:
        """The last legal day on which anything of the history happened, annulments and corrections among it."""
        return max(event.on or event.local(self.zone).date() for event in self.told)

    @cached_property
    def state(self) -> WorkflowState:
        """The workflow state after the whole history; a fact outside the table leaves it as it is."""
        return self._folded(self.timeline())

    def state_at(self, until: datetime) -> WorkflowState:
        """The workflow state at the instant `until`."""
        happened = self.timeline(until)
        return self.state if happened is self.timeline() else self._folded(happened)

    @property
    def workflow(self) -> Workflow:
        """The version of the workflow that the case began with."""
        return workflow_of(self.filed.event.detail(Filing).workflow)

    # --- how the timeline is made ----------------------------------------------------------------------------------

    def _folded(self, timeline: Iterable[Occurrence]) -> WorkflowState:
        return self.workflow.fold(occurrence.event.type for occurrence in timeline)

    def _occurrence(self, event: Event) -> Occurrence:
        at = event.local(self.zone)
        return Occurrence(event.on or at.date(), at, event)

    def _details(self, kind: EventType, payload: type[_P]) -> tuple[_P, ...]:
        return tuple(o.event.detail(payload) for o in self.timeline() if o.event.type is kind)

    @cached_property
    def _amendments(self) -> tuple[Occurrence, ...] | None:
        """The annulments and corrections, or None where there are none (the ordinary case)."""
        return tuple(self._occurrence(event) for event in self.events if event.type in _AMENDMENTS) or None

    def _check_target(self, amendment: Event) -> None:
        target = _target(amendment)
        replaceable = {event.identity: event.type for event in self.told}
        if target not in replaceable:
            raise InvalidInputError(place=amendment.type, detail=f"no event has the id {target!r}")
        if replaceable[target] in _AMENDMENTS:
            raise InvalidInputError(place=amendment.type, detail=f"{target!r} is itself an amendment, and stands")
        if replaceable[target] is EventType.RADICACION and amendment.type is EventType.ANULACION:
            raise InvalidInputError(place=amendment.type, detail="a filing can be corrected, not annulled")

    @cached_property
    def told(self) -> tuple[Event, ...]:
        """Every event of the history, and those that its corrections put in the place of others."""
        replacements = (e.detail(Correction).event for e in self.events if e.type is EventType.CORRECCION)
        return (*self.events, *replacements)

    @cached_property
    def _whole_timeline(self) -> tuple[Occurrence, ...]:
        return self._sorted(self.events[1:])

    def _amended(self, until: datetime | None) -> tuple[Occurrence, ...]:
        amendments = sorted(self._amendments or (), key=_order)
        self._refuse_before_filing(amendments)
        active = {id(o.event) for o in amendments if until is None or o.at <= until}
        kept: list[Event] = []
        seen, ahead = set[str](), set[str]()
        # In the order of recording: what is told once more after it was removed is told anew, and counts.
        for event in self.events:
            if event.type not in _AMENDMENTS:
                seen.add(event.identity)
                if event.identity not in ahead:
                    kept.append(event)
            elif id(event) in active:
                target = _target(event)
                kept = [each for each in kept if each.identity != target]
                if target not in seen:
                    ahead.add(target)
                if event.type is EventType.CORRECCION:
                    replacement = event.detail(Correction).event
                    seen.add(replacement.identity)
                    if replacement.identity not in ahead:
                        kept.append(replacement)
        return self._sorted(event for event in kept if event.type is not EventType.RADICACION)

    def _sorted(self, events: Iterable[Event]) -> tuple[Occurrence, ...]:
        timeline = [self._occurrence(event) for event in events]
        places = [(at, event.type.rank) for _, at, event in timeline]
        if not all(map(lt, places, places[1:])):  # most are recorded as they happen, and the identity costs a digest
            timeline.sort(key=_order)
        self._refuse_before_filing(timeline)
        return tuple(timeline)

    def _refuse_before_filing(self, timeline: Iterable[Occurrence]) -> None:
        filed = self.filed
        # Not the first alone: one without hour stands at noon, and is not before a filing of that afternoon.
        for early in takewhile(lambda occurrence: occurrence.at < filed.at, timeline):
            if (early.has_hour and filed.has_hour) or early.day < filed.day:
                raise EventBeforeFilingError(what=early.event.type, day=early.day, filed=filed.day)


def _first(filing: Filing, told: Iterable[Registration], name: str) -> str | None:
    values = [getattr(filing, name), *(getattr(each, name) for each in told)]
    return next((value for value in values if value is not None), None)


def _target(amendment: Event) -> str:
    if amendment.type is EventType.ANULACION:
        return amendment.detail(Annulment).anula
    return amendment.detail(Correction).corrige

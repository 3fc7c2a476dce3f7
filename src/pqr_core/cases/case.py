"""A case, derived from its events.

`events` is the history in the order in which it was recorded, with the filing first; it only grows. The timeline (the
events by when they happened, without those annulled or corrected) and the workflow state are derived from it.

>>> from datetime import date
>>> from zoneinfo import ZoneInfo
>>> case = Case.file(Filing(tipo="reclamo"), on=date(2026, 3, 16), utility_id="aguas", zone=ZoneInfo("America/Bogota"))
>>> case = case.act(Event(EventType.ASIGNACION, on=date(2026, 3, 17)))
>>> case.state.value, case.filed_on.isoformat()
('asignado', '2026-03-16')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from functools import cached_property
from operator import lt
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID, uuid4

from attrs import Attribute, evolve, field, fields, frozen

from pqr_core.cases.events import (
    Annulment,
    Assignment,
    Correction,
    Decision,
    Event,
    Filing,
    Registration,
    VerbalAnswer,
    require_event,
)
from pqr_core.cases.filing import Attachment, Link, Petitioner
from pqr_core.cases.workflow import ACTIVITIES, Workflow, workflow_of
from pqr_core.errors import EventBeforeFilingError, InvalidInputError
from pqr_core.fields import are, is_a, is_text, nfc, several
from pqr_core.language import Said
from pqr_core.names import no_such_id
from pqr_core.vocabulary import Activity, EventType, Outcome, WorkflowState

__all__ = ("Case", "Occurrence")

_P = TypeVar("_P")
_REGISTERED: Final = tuple(attribute.name for attribute in fields(Registration))
_AMENDMENTS: Final = frozenset({EventType.ANULACION, EventType.CORRECCION})


class Occurrence(NamedTuple):
    """An event in legal time: its legal day, and the instant by which it is sorted."""

    day: date
    at: datetime
    event: Event

    @property
    def has_hour(self) -> bool:
        """Whether the hour is known; if not, `at` is noon."""
        return self.event.at is not None

    def __repr__(self) -> str:
        return f"<Occurrence {self.event.type} {self.day}>"


def _order(occurrence: Occurrence) -> tuple[datetime, int, str]:
    return occurrence.at, occurrence.event.type.rank, occurrence.event.identity


def _history(events: Iterable[Event]) -> tuple[Event, ...]:
    return several(events)


_FILING_FIRST: Final = Said(
    "la primera actuación de un caso es su radicación", "the first event of a case is its radicacion"
)
_FILED_ONCE: Final = Said("un caso se radica una sola vez", "a case is filed once")
_SAME_ID: Final = Said("dos actuaciones del caso tienen el mismo id", "two events of the case have the same id")
_FILING_STANDS: Final = Said("una radicación se corrige, no se anula", "a filing can be corrected, not annulled")


_are_events: Final = are(Event)


def _is_history(instance: object, attribute: Attribute[Any], events: tuple[Event, ...]) -> None:
    """Validator: events, the filing first and once."""
    _are_events(instance, attribute, events)
    types = [event.type for event in events]
    if not types or types[0] is not EventType.RADICACION:
        raise InvalidInputError(place="events", detail=_FILING_FIRST)
    if types.count(EventType.RADICACION) > 1:
        raise InvalidInputError(place="events", detail=_FILED_ONCE)


@frozen(kw_only=True)
class Case:
    """One PQR of one utility.

    Args:
        utility_id: the id of the utility, which is part of every key.
        case_id: the id of the case, unique in the utility.
        events: the history as recorded, with the `radicacion` first.
        zone: the time zone of legal time, which is that of the jurisdiction.

    Raises:
        InvalidInputError: the history does not begin with its only `radicacion`, two events have the same id, or an
            annulment or correction names an event that does not exist or cannot be annulled or corrected.
    """

    utility_id: str = field(converter=nfc, validator=is_text)
    case_id: UUID = field(validator=is_a(UUID))
    events: tuple[Event, ...] = field(converter=_history, validator=_is_history)
    zone: tzinfo = field(eq=str, order=False, repr=False, validator=is_a(tzinfo))

    def __repr__(self) -> str:
        filing, last = self.events[0].detail(Filing), self.events[-1]
        named = f"{filing.radicado or str(self.case_id)!r} of {self.utility_id!r}"
        return f"<Case {named}: {filing.tipo!r}, the last of {len(self.events)} events {last.type}>"

    def __attrs_post_init__(self) -> None:
        ids = [event.id for event in self.every_event if event.id is not None]
        if len(ids) != len(set(ids)):
            raise InvalidInputError(place="events", detail=_SAME_ID)
        for amendment in self._amendments:
            self._check_target(amendment)

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
        """A new case, filed at the aware instant `at` or on the legal day `on`; `events` are recorded after the filing.

        Raises:
            IncompleteEventError: both `at` and `on` are given, or neither.
            InvalidInputError: the history is refused; see `Case`.
        """
        filed = Event(EventType.RADICACION, at=at, on=on, payload=filing, id=id)
        return cls(utility_id=utility_id, case_id=case_id or uuid4(), events=(filed, *events), zone=zone)

    # --- what was filed --------------------------------------------------------------------------------------------

    @cached_property
    def filing(self) -> Filing:
        """What was filed, as corrected; a `registro` adds a value only where the filing has none."""
        filing = self.filed.event.detail(Filing)
        told = [e.detail(Registration) for e in self.events if e.type is EventType.REGISTRO]
        if not told:
            return filing
        told = [o.event.detail(Registration) for o in self.timeline() if o.event.type is EventType.REGISTRO]
        added: dict[str, Any] = {name: value for name in _REGISTERED if (value := _first(filing, told, name))}
        return evolve(filing, **added)

    @cached_property
    def filed(self) -> Occurrence:
        """The filing in legal time, as corrected."""
        filing = self.events[0]
        if not self._amendments:
            return self._occurrence(filing)
        names = {filing.identity}
        for _, _, event in sorted(map(self._occurrence, self._amendments), key=_order):
            if event.type is EventType.CORRECCION and event.detail(Correction).corrige in names:
                filing = event.detail(Correction).event
                names.add(filing.identity)
        return self._occurrence(filing)

    @property
    def filed_on(self) -> date:
        """The legal day of filing."""
        return self.filed.day

    @property
    def petitioners(self) -> tuple[Petitioner, ...]:
        """All petitioners; empty if the filing does not say who they are."""
        filing = self.filing
        if filing.peticionarios:
            return filing.peticionarios
        return () if filing.peticionario is None else (filing.peticionario,)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links to other cases, made by the filing or later."""
        return (*self.filing.vinculos, *self._details(EventType.VINCULO, Link))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The documents attached to the filing or later."""
        return (*self.filing.adjuntos, *self._details(EventType.ADJUNTO, Attachment))

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the last complete decision, or of a later verbal answer that states one; None before them.

        It is not a state: a case that was granted and one that was refused have the same state.
        """
        return self.outcome_at(None)

    @property
    def responsable(self) -> str | None:
        """The account of the office that works on the case, by its last assignment to an account; None before one."""
        told = (each.responsable for each in reversed(self._details(EventType.ASIGNACION, Assignment)))
        return next((account for account in told if account is not None), None)

    def outcome_at(self, until: datetime | None) -> Outcome | None:
        """The same as `outcome`, by the events up to and including the instant `until`; None means all events."""
        for occurrence in reversed(self.timeline(until)):
            match occurrence.event.payload:
                case Decision(completa=True, resultado=outcome) | VerbalAnswer(resultado=Outcome() as outcome):
                    return outcome
        return None

    def activities(self, until: datetime | None = None) -> tuple[tuple[Activity, tuple[Occurrence, ...]], ...]:
        """The activities of the process sheet that the case has been through, in their order, each with its events.

        With `until`, only the events up to and including that instant count. If the filing has an `atencion`, the
        activity of attention comes first, without events.
        """
        found: dict[Activity, list[Occurrence]] = {}
        if self.filing.atencion is not None:
            found[Activity.ATENCION] = []
        for occurrence in (self.filed, *self.timeline(until)):
            found.setdefault(ACTIVITIES[occurrence.event.type], []).append(occurrence)
        return tuple((each, tuple(found[each])) for each in Activity if each in found)

    # --- the history -----------------------------------------------------------------------------------------------

    def record(self, *events: Event) -> Case:
        """The case with further events in its history, whether or not the workflow allows them.

        What the user or an authority did is a fact and is always recorded. So is what the utility did against advice.
        The agenda says what effect the law gives to it.

        Raises:
            InvalidInputError: the history is refused; see `Case`.
        """
        return evolve(self, events=(*self.events, *events))

    def act(self, event: Event) -> Case:
        """The case after an act of the utility that the workflow allows now.

        Only the workflow is asked, not the law (`law.acts`).

        Raises:
            TransitionRefused: the act is not allowed in the present state. Nothing changes.
            InvalidInputError: `event` is not an event.
        """
        require_event(event)
        self.workflow.step(self.state, event.type)
        return self.record(event)

    def timeline(self, until: datetime | None = None) -> tuple[Occurrence, ...]:
        """The events in the order in which they happened, up to and including the instant `until`, without the filing.

        Annulled and corrected events are left out, and so are the annulments and corrections themselves. Decisions are
        as `judged`.

        Raises:
            EventBeforeFilingError: an event happened before the filing.
        """
        timeline = self._amended(until) if self._amendments else self._whole_timeline
        if until is None or not timeline or timeline[-1].at <= until:
            return timeline
        return tuple(occurrence for occurrence in timeline if occurrence.at <= until)

    def judged(self, event: Event) -> Event:
        """A decision with `completa` as its outcomes make it; any other event unchanged.

        A decision with outcomes is complete if it does not say otherwise and everything requested
        (`Filing.pretensiones`) has an outcome, in it or in an earlier decision. It keeps the identity with which it was
        recorded.
        """
        if not _tells_outcomes(event):
            return event
        place = _order(self._occurrence(event))
        return self._judged(o.event for o in self.timeline() if _order(o) < place)(event)

    @property
    def last_on(self) -> date:
        """The last legal day on which an event of the history happened, with annulments and corrections."""
        return max(event.on or event.local(self.zone).date() for event in self.every_event)

    @cached_property
    def state(self) -> WorkflowState:
        """The workflow state after the whole history; an event that the workflow does not have changes nothing."""
        return self._folded(self.timeline())

    def state_at(self, until: datetime) -> WorkflowState:
        """The workflow state after the events up to and including the instant `until`."""
        happened = self.timeline(until)
        return self.state if happened is self.timeline() else self._folded(happened)

    @property
    def workflow(self) -> Workflow:
        """The version of the workflow with which the case began."""
        return workflow_of(self.filed.event.detail(Filing).workflow)

    # --- how the timeline is made ----------------------------------------------------------------------------------

    def _folded(self, timeline: Iterable[Occurrence]) -> WorkflowState:
        return self.workflow.fold([event.type for _, _, event in timeline])

    def _occurrence(self, event: Event) -> Occurrence:
        at = event.local(self.zone)
        return Occurrence(event.on or at.date(), at, event)

    def _details(self, kind: EventType, payload: type[_P]) -> tuple[_P, ...]:
        return tuple(o.event.detail(payload) for o in self.timeline() if o.event.type is kind)

    @cached_property
    def _amendments(self) -> tuple[Event, ...]:
        """The annulments and corrections; most cases have none."""
        return tuple([event for event in self.events if event.type in _AMENDMENTS])

    def _check_target(self, amendment: Event) -> None:
        target = _target(amendment)
        replaceable = {event.identity: event.type for event in self.every_event}
        if target not in replaceable:
            raise InvalidInputError(place=amendment.type, detail=no_such_id(target))
        if replaceable[target] in _AMENDMENTS:
            es = f"{target!r} es una corrección o anulación, y esas quedan en firme"
            raise InvalidInputError(
                place=amendment.type, detail=Said(es, f"{target!r} is a correction or an annulment, which stand")
            )
        if replaceable[target] is EventType.RADICACION and amendment.type is EventType.ANULACION:
            raise InvalidInputError(place=amendment.type, detail=_FILING_STANDS)

    @property
    def every_event(self) -> tuple[Event, ...]:
        """Every event of the history, with the events that its corrections put in the place of others."""
        if not self._amendments:
            return self.events
        replacements = [e.detail(Correction).event for e in self._amendments if e.type is EventType.CORRECCION]
        return (*self.events, *replacements)

    @cached_property
    def _whole_timeline(self) -> tuple[Occurrence, ...]:
        return self._sorted(self.events[1:])

    def _amended(self, until: datetime | None) -> tuple[Occurrence, ...]:
        amendments = sorted(map(self._occurrence, self._amendments), key=_order)
        self._refuse_before_filing(amendments)
        active = {id(o.event) for o in amendments if until is None or o.at <= until}
        kept: list[Event] = []
        seen, ahead = set[str](), set[str]()
        # In the order of recording: an event recorded again after its removal counts as a new one.
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
        if not all(map(lt, places, places[1:])):  # usually in order already; an identity costs a digest
            timeline.sort(key=_order)
        if any(_tells_outcomes(event) for _, _, event in timeline if event.type is EventType.DECISION):
            judge = self._judged(())
            timeline = [o._replace(event=judge(o.event)) for o in timeline]
        self._refuse_before_filing(timeline)
        return tuple(timeline)

    def _judged(self, before: Iterable[Event]) -> Callable[[Event], Event]:
        """A function that judges decisions in the order in which they were made, after those of `before`."""
        open_claims = {claim.id for claim in self.filed.event.detail(Filing).pretensiones}

        def judge(event: Event) -> Event:
            if not _tells_outcomes(event):
                return event
            decision = event.detail(Decision)
            open_claims.update(each.id for each in decision.pretensiones if each.resultado is None)
            open_claims.difference_update(each.id for each in decision.pretensiones if each.resultado is not None)
            is_whole = decision.completa and not open_claims
            if is_whole is decision.completa:
                return event
            return evolve(event, id=event.identity, payload=evolve(decision, completa=is_whole))

        for each in before:
            judge(each)
        return judge

    def _refuse_before_filing(self, timeline: Iterable[Occurrence]) -> None:
        filed = self.filed
        # Not only the first: an event without an hour is at noon, yet not before a filing of the same afternoon.
        for early in timeline:
            if early.at >= filed.at:
                return
            if (early.has_hour and filed.has_hour) or early.day < filed.day:
                raise EventBeforeFilingError(what=early.event.type, day=early.day, filed=filed.day)


def _tells_outcomes(event: Event) -> bool:
    return isinstance(event.payload, Decision) and bool(event.payload.pretensiones)


def _first(filing: Filing, told: Iterable[Registration], name: str) -> str | None:
    values = [getattr(filing, name), *(getattr(each, name) for each in told)]
    return next((value for value in values if value is not None), None)


def _target(amendment: Event) -> str:
    if amendment.type is EventType.ANULACION:
        return amendment.detail(Annulment).anula
    return amendment.detail(Correction).corrige

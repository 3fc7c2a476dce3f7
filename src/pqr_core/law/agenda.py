"""The values of an answer: what a case owes and is owed at an instant, and what that rests on.

The engine makes them (`law.engine`) and hands them the words and pictures in which they tell themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, NamedTuple, Protocol

from attrs import field, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.calendars.terms import Segment, TracedDay, Walk
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.citations import Citation
from pqr_core.language import Language, Said
from pqr_core.law.profiles import Profile
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.rules import ObligationRule, RuleBook, Term, Unit
from pqr_core.law.urgency import work_class
from pqr_core.vocabulary import EventType, Finding, Kind, LegalState, Outcome, Role, WorkClass

__all__ = (
    "ENDLESS",
    "Agenda",
    "Basis",
    "Cause",
    "Course",
    "Deadline",
    "Definitions",
    "Duty",
    "Engine",
    "Missed",
    "Permit",
    "Refused",
    "Silence",
    "Words",
    "owed",
)

ENDLESS: Final = date.max
"""The end of a spell that time alone does not end."""

_DAY: Final = timedelta(days=1)


@frozen(kw_only=True, eq=False)
class Definitions:
    """What the days of a utility are counted with: calendar, rule book, profile."""

    calendar: BusinessCalendar
    rules: RuleBook
    profile: Profile

    @property
    def fingerprints(self) -> dict[str, str]:
        """The digests that tell whether another computation had the same law, days and settings."""
        return {
            "calendar": self.calendar.fingerprint,
            "rules": self.rules.fingerprint,
            "profile": self.profile.fingerprint,
        }

    @property
    def definition(self) -> str:
        """The digests, one on each line: the text whose digest is `fingerprint`, fit for a text column."""
        return "\n".join(self.fingerprints.values())

    @property
    def fingerprint(self) -> str:
        """One digest (SHA-256, hexadecimal) of them all, by which a row of facts names what gave its days."""
        return sha256(self.definition.encode()).hexdigest()


@frozen(kw_only=True, eq=False)
class Basis(Definitions):
    """What all deadlines of one agenda rest on: the same, the rules that the case is subject to, and the day asked."""

    resolved: ResolvedRules
    today: date
    words: Words = field(repr=False)
    engine: Engine = field(repr=False)


@frozen(kw_only=True, eq=False)
class Words:
    """How a deadline and an agenda are told; the engine hands it to them, so that they know no words themselves.

    Args:
        deadline_text: in plain sentences, one a line.
        deadline_line: in one line, for a `repr`.
        deadline_dict: as JSON can hold it.
        deadline_html: as a part of a page.
        agenda_text: as `deadline_text`.
        agenda_dict: as `deadline_dict`.
        agenda_html: as `deadline_html`.
    """

    deadline_text: Callable[[Deadline, Language], str]
    deadline_line: Callable[[Deadline], str]
    deadline_dict: Callable[[Deadline, Language], dict[str, Any]]
    deadline_html: Callable[[Deadline], str]
    agenda_text: Callable[[Agenda, Language], str]
    agenda_dict: Callable[[Agenda, Language], dict[str, Any]]
    agenda_html: Callable[[Agenda], str]


@frozen(kw_only=True)
class Permit:
    """An act that the case calls for and that may be done now, by whom, and its last day if it has one.

    The last day is past already for a duty that is overdue.
    """

    act: EventType
    roles: tuple[Role, ...]
    until: date | None = None


class Refused(Protocol):
    """Why an act may not be done (`law.acts.Refusal`)."""

    @property
    def act(self) -> EventType:
        """The type of the act."""

    @property
    def norms(self) -> tuple[Citation, ...]:
        """What it rests on."""

    @property
    def remedy(self) -> Said:
        """What would make the act legal, or what to do instead."""

    @property
    def legal_from(self) -> date | None:
        """The first day on which nothing refuses it if nothing else happens; None where waiting does not help."""

    def text(self, lang: Language = "es") -> str:
        """The reason in one sentence."""


@frozen(kw_only=True, eq=False)
class Engine:
    """What makes agendas and judges acts; the engine hands itself to its answers, so that they can be asked on.

    Args:
        agenda: the agenda of a case at an instant.
        allowed: what the case calls for and may be done, for everybody or for one role.
        refusals: the reasons against an act.
        act: the case after an act.
    """

    agenda: Callable[[Case, datetime | date, Definitions], Agenda]
    allowed: Callable[[Agenda, Role | None], tuple[Permit, ...]]
    refusals: Callable[[Agenda, EventType | Event], tuple[Refused, ...]]
    act: Callable[[Agenda, Event], Case]


class Cause(NamedTuple):
    """Something that happened to a term: from which day on, and by what event."""

    on: date
    by: EventType


class Missed(StrEnum):
    """What was not done in time, so that the positive silence decided."""

    ANSWER = "answer"
    ANSWER_IN_TIME = "answer_in_time"
    CITATION = "citation"
    NOTIFICATION = "notification"


class Silence(NamedTuple):
    """Why the positive silence decides: what was missed, and the last day on which it could still be kept away.

    `cite_by` is the last day to cite, where a citation too would have kept it away; `answered_on`, the day of an answer
    that came late.
    """

    missed: Missed
    last_on: date
    cite_by: date | None = None
    answered_on: date | None = None

    @property
    def on(self) -> date:
        """The first day on which it has decided."""
        return self.last_on + _DAY


_OPEN: Final = frozenset({LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.VENCIDO})


@frozen(kw_only=True)
class Course:
    """How the clock of the answer ran, and how it goes on if nobody acts: the one account that all others read.

    Args:
        met_on: the day the answer was met.
        ended_on: the day an answer ceased to be owed without one (transfer, withdrawal, archive, silence recognised);
            the day of filing for a type that owes none.
        resultado: the outcome of what met the answer, where it is told.
        due_on: the last day to answer; None where there is none, or while waits of unknown end hide it.
        due_if_lapsed_on: the last day to answer if the user lets those waits lapse.
        days_left: the days of the term left after them.
        suspended_from: the day that opened the suspension that has not ended (itself not suspended).
        suspended_until: its last day, or the one on which the waits that hide the due day lapse.
        notified_on: the day the decision counts as notified; it may lie ahead.
        silence_on: the first day on which the positive silence has decided; it may lie ahead.
        transferred_on: the day it was sent to the competent authority, in whole or in part.
    """

    met_on: date | None = None
    ended_on: date | None = None
    resultado: Outcome | None = None
    due_on: date | None = None
    due_if_lapsed_on: date | None = None
    days_left: int | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None
    notified_on: date | None = None
    silence_on: date | None = None
    transferred_on: date | None = None


@frozen
class Duty:
    """A duty of the company that is open from `from_on` to the eve of `until_on`, if nobody acts: one spell of it.

    What it is on a day holds at the last instant of that day.

    Args:
        code: the obligation.
        from_on: the first day of the spell.
        until_on: the first day on which it is open no more, or something else of it holds; `ENDLESS` where none is.
        due_on: its last day; None while it is not known, or where neither the law nor the profile sets one.
        due_at: its last instant, for a term of hours.
        waits: whether its clock stands still.
        leads: whether it is the most urgent open duty of its case: exactly one is, on each day on which one is open.
    """

    code: str
    from_on: date
    until_on: date
    due_on: date | None
    due_at: datetime | None
    waits: bool
    leads: bool

    def same(self, other: Duty) -> bool:
        """Whether both say the same of the duty, on whatever days."""
        mine = (self.due_on, self.due_at, self.waits, self.leads)
        return self.code == other.code and mine == (other.due_on, other.due_at, other.waits, other.leads)

    def is_overdue(self, day: date) -> bool:
        """Whether its time has passed at the end of `day`: a term of hours ends within its last day."""
        return self.due_on is not None and (self.due_on < day or (self.due_at is not None and self.due_on <= day))


@frozen
class Deadline:
    """One deadline.

    Args:
        rule: the obligation, with its code, kind and names.
        state: how it stands at the instant asked.
        base_on: the day it is counted from; None where the day is given, or nothing has set it yet.
        due_on: the last day; None where there is no date.
        term: what was counted from the base, where anything was.
        citations: the norms of the date (of the version in force, for the answer).
        basis: calendar, rule book, profile and readings.
        met_on: the day it was met, or the burden discharged.
        due_at: the last instant, where the term is of hours.
        walk: the walk that found `due_on`, where it was more than the term from the base.
        days_left: the days of the term left after a wait of unknown end, while it hides `due_on`.
        closes_on: the day from which it can no longer be met, where there is one (the visit that was to be told).
        base_at: the instant it is counted from, where the term is of hours.
        ended: what extinguished it, and when.
        waits: what stops its clock while that hides `due_on`, and the first day that does not count.
        restarted_on: the day the petition was completed, where the whole term is counted anew from it.
        needless: whether `met_on` is only the day that made it needless: it was never done, and its term had ended.
        silence: why the positive silence decided, of the duty to recognise it.
        received_on: the day it was received, where it counts as filed on an earlier one (`met_on`), when it was posted.
    """

    rule: ObligationRule
    state: LegalState
    base_on: date | None
    due_on: date | None
    term: Term | None
    citations: tuple[Citation, ...] = field(repr=False)
    basis: Basis = field(repr=False, eq=False)
    met_on: date | None = None
    due_at: datetime | None = None
    walk: Walk | None = field(default=None, repr=False, eq=False)
    days_left: int | None = None
    closes_on: date | None = None
    base_at: datetime | None = None
    ended: Cause | None = None
    waits: Cause | None = None
    restarted_on: date | None = None
    needless: bool = False
    silence: Silence | None = None
    received_on: date | None = None

    @property
    def code(self) -> str:
        """The wire code: `respuesta`, `citacion`..."""
        return self.rule.code

    @property
    def kind(self) -> Kind:
        """What happens when it passes unused."""
        return self.rule.kind

    def is_owed(self, day: date) -> bool:
        """Whether it is a duty of the company that is open on `day`, the day it is of, and can still be met."""
        is_open = self.rule.kind is Kind.DEBER and self.state in _OPEN
        return is_open and (self.closes_on is None or day < self.closes_on)

    @property
    def is_projected(self) -> bool:
        """Whether it lies after the last year in which the holiday law was verified (`proyectado`)."""
        return self.due_on is not None and self.basis.calendar.is_projected(self.due_on)

    @property
    def disputed_days(self) -> tuple[date, ...]:
        """The days of the count about which the holiday sources disagree."""
        since = self.counted_since
        if since is None or self.due_on is None:
            return ()
        return self.basis.calendar.disputed_in(min(since, self.due_on), max(since, self.due_on))

    @property
    def counted_since(self) -> date | None:
        """The day the count starts from: the base, or the completion that had it counted anew."""
        return self.restarted_on or self.base_on

    @property
    def lacks_date(self) -> bool:
        """Whether it is a duty of the company for which neither the law nor the profile sets a day (`sin_plazo`)."""
        return self.due_on is None and self.state is LegalState.PENDIENTE and self.rule.by_setting

    @cached_property
    def trace(self) -> tuple[TracedDay, ...]:
        """Each day walked to the due day, with its number or why it has none; of a term counted back, back to it."""
        walk = self.walked
        return () if walk is None else walk.trace(self.days_of(walk))

    @property
    def walked(self) -> Walk | None:
        """The walk from the base to the due day; None where nothing was counted, or the due day is not known."""
        if self.walk is not None or self.base_on is None or self.due_on is None or self.term is None:
            return self.walk
        every_day = self.term.unit is not Unit.BUSINESS_DAYS
        return Walk(self.due_on, (Segment(self.base_on, self.due_on, counted=True),), every_day)

    def days_of(self, walk: Walk) -> BusinessCalendar:
        """The days with which `walk` was counted: those known by the day it ends (`AnnouncedDays`)."""
        return self.basis.calendar.known_by(walk.counted_to)

    # --- the answer shows its working ---

    def text(self, lang: Language = "es") -> str:
        """The deadline explained in plain sentences, as for a citizen's letter; one a line."""
        return self.basis.words.deadline_text(self, lang)

    def as_dict(self, lang: Language = "es") -> dict[str, Any]:
        """The deadline with its trace as JSON can hold it; only what is text is written in `lang`."""
        return self.basis.words.deadline_dict(self, lang)

    def __repr__(self) -> str:
        return f"<Deadline {self.basis.words.deadline_line(self)}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.basis.words.deadline_html(self)


@frozen(kw_only=True, repr=False)
class Agenda:
    """The deadlines of one case at one instant, and what was noticed.

    Args:
        case: the case.
        as_of: the instant asked, in legal time.
        deadlines: those that had arisen, in the order of the procedure.
        findings: sorted by code.
        course: the account of the clock, from which rows, reports and guards take what they tell.
        duties: where it was asked for (`standing_of`), what is owed from this day on if nobody acts.
    """

    case: Case
    as_of: datetime
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]
    basis: Basis
    course: Course = field(repr=False)
    duties: tuple[Duty, ...] | None = field(default=None, repr=False)

    def get(self, code: str) -> Deadline | None:
        """The deadline with that code, or None where it has not arisen."""
        return next((deadline for deadline in self.deadlines if deadline.code == code), None)

    def __getitem__(self, code: str) -> Deadline:
        deadline = self.get(code)
        if deadline is None:
            raise KeyError(code)
        return deadline

    def open_duties(self) -> tuple[Deadline, ...]:
        """The duties of the company still to be met: dated ones first, by their day, then suspended, then undated."""
        return owed(self.deadlines, self.as_of.date())

    @property
    def work_class(self) -> WorkClass | None:
        """Where the case stands in the work of the office: that of its earliest unmet duty; None when none is open."""
        duties = self.open_duties()
        if not duties:
            return None
        return work_class(
            duties[0].due_on,
            self.as_of.date(),
            overdue=duties[0].state is LegalState.VENCIDO,
            suspended=duties[0].state is LegalState.SUSPENDIDO,
            calendar=self.basis.calendar,
            soon=self.basis.profile.soon_business_days,
        )

    @property
    def internal_due_on(self) -> date | None:
        """The day by which the utility itself wants to answer, from its `internal_targets`; None where it set none."""
        target = self.basis.profile.internal_target(self.case.filing.tipo)
        answer = self.get("respuesta")
        if target is None or answer is None or answer.base_on is None:
            return None
        return self.basis.calendar.add_business_days(answer.base_on, target)

    # --- what may be done ---

    def again(self, case: Case | None = None, as_of: datetime | date | None = None) -> Agenda:
        """The agenda of the case, or of it with further events, at the same instant or at another."""
        return self.basis.engine.agenda(case or self.case, as_of or self.as_of, self.basis)

    def allowed(self, role: Role | None = None) -> tuple[Permit, ...]:
        """What the case calls for now and may be done, the most urgent first, for everybody or for one role."""
        return self.basis.engine.allowed(self, role)

    def refusals(self, act: EventType | Event) -> tuple[Refused, ...]:
        """The reasons against an act, the first one first; empty when it is permitted.

        A type is judged at the instant of the agenda, by what can be said without its details; an event at its own.
        """
        return self.basis.engine.refusals(self, act)

    def act(self, event: Event) -> Case:
        """The case after an act of the company, judged by the workflow and the law at the instant of the act.

        What the user or an authority did is a fact: it is recorded whatever the workflow says (`Case.record`).

        Raises:
            TransitionRefused: the act is in the future, or not allowed when it happened. Nothing changes.
            EventBeforeFilingError: it is before the filing.
        """
        return self.basis.engine.act(self, event)

    # --- the answer shows its working ---

    def text(self, lang: Language = "es") -> str:
        """The agenda in plain sentences: every deadline, what was noticed, and the answer explained."""
        return self.basis.words.agenda_text(self, lang)

    def as_dict(self, lang: Language = "es") -> dict[str, Any]:
        """The agenda with every trace as JSON can hold it; only what is text is written in `lang`."""
        return self.basis.words.agenda_dict(self, lang)

    def __repr__(self) -> str:
        open_ones = ", ".join(f"{duty.code} {duty.due_on or '-'}" for duty in self.open_duties())
        number = self.case.filing.radicado or self.case.case_id
        return f"<Agenda {number} {self.basis.resolved.type.code} {self.as_of:%Y-%m-%d %H:%M}: {open_ones or '-'}>"

    def _repr_html_(self) -> str:
        return self.basis.words.agenda_html(self)


def owed(deadlines: Iterable[Deadline], day: date) -> tuple[Deadline, ...]:
    """The duties open on `day`, the most urgent first: dated ones by their day, then suspended, then undated."""
    return tuple(sorted((each for each in deadlines if each.is_owed(day)), key=_urgency))


def _urgency(duty: Deadline) -> tuple[bool, date, bool]:
    return duty.due_on is None, duty.due_on or date.max, duty.state is not LegalState.SUSPENDIDO

"""The values of an answer: what a case owes and is owed at an instant, and what supports it.

The engine makes them (`law.engine`). It gives them the functions that show them as text, JSON and HTML (`Words`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple, Protocol

from attrs import field, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.calendars.terms import Segment, TracedDay, Walk
from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.events import Decision, Event, VerbalAnswer
from pqr_core.citations import Citation
from pqr_core.errors import TransitionRefused
from pqr_core.fields import Brief, short
from pqr_core.language import Language, Said
from pqr_core.law.forms import AgendaForm, DeadlineForm
from pqr_core.law.profiles import Profile
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.rules import ObligationRule, RuleBook, Term, Unit
from pqr_core.law.urgency import Alert, last_alert, work_class
from pqr_core.portable import Portable
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
"""The end of a spell that does not end by the mere passing of time."""

_DAY: Final = timedelta(days=1)


@frozen(kw_only=True, eq=False)
class Definitions(Brief):
    """What the days of a utility are counted with: its calendar, the rule book and its profile."""

    calendar: BusinessCalendar
    rules: RuleBook
    profile: Profile

    @property
    def fingerprints(self) -> dict[str, str]:
        """The digests of calendar, rule book and profile; equal digests mean the same law, days and settings."""
        return {
            "calendar": self.calendar.fingerprint,
            "rules": self.rules.fingerprint,
            "profile": self.profile.fingerprint,
        }

    @property
    def definition(self) -> str:
        """The digests, one per line: the text whose digest is `fingerprint`. It fits in a text column."""
        return "\n".join(self.fingerprints.values())

    @property
    def fingerprint(self) -> str:
        """One digest of all three (SHA-256, hexadecimal), stored in each row of facts with the days that they gave."""
        return sha256(self.definition.encode()).hexdigest()


@frozen(kw_only=True, eq=False)
class Basis(Definitions):
    """What all deadlines of one agenda share: the definitions, the rules of the case, and the day of the question."""

    resolved: ResolvedRules
    today: date
    words: Words = field(repr=False)
    engine: Engine = field(repr=False)


@frozen(kw_only=True, eq=False)
class Words(Brief):
    """The functions that show a deadline and an agenda, so that these classes need no words of their own.

    Args:
        deadline_text: plain sentences, one per line.
        deadline_line: one line, for `repr`.
        deadline_dict: a JSON object.
        deadline_html: a part of an HTML page.
        agenda_text: plain sentences, one per line.
        agenda_dict: a JSON object.
        agenda_html: a part of an HTML page.
    """

    deadline_text: Callable[[Deadline, Language], str]
    deadline_line: Callable[[Deadline], str]
    deadline_dict: Callable[[Deadline, Language], DeadlineForm]
    deadline_html: Callable[[Deadline], str]
    agenda_text: Callable[[Agenda, Language], str]
    agenda_dict: Callable[[Agenda, Language], AgendaForm]
    agenda_html: Callable[[Agenda], str]


@frozen(kw_only=True)
class Permit(Portable):
    """An act that the case calls for and that is allowed now.

    Args:
        act: the type of the act.
        roles: the roles that may record it.
        until: its last day, if it has one; already past for an overdue duty.
    """

    act: EventType
    roles: tuple[Role, ...]
    until: date | None = None


class Refused(Protocol):
    """The reason why an act is not allowed (`law.acts.Refusal`)."""

    @property
    def act(self) -> EventType:
        """The type of the act."""

    @property
    def norms(self) -> tuple[Citation, ...]:
        """The norms that support the refusal."""

    @property
    def remedy(self) -> Said:
        """What would make the act legal, or what to do instead."""

    @property
    def legal_from(self) -> date | None:
        """The first day on which nothing refuses the act if nothing else happens; None if waiting does not help."""

    def text(self, lang: Language = "es") -> str:
        """The reason in one sentence."""

    def error(self) -> TransitionRefused:
        """The refusal as an error."""


@frozen(kw_only=True, eq=False)
class Engine:
    """The functions that make agendas and judge acts; every agenda holds them, so that it can be asked further.

    Args:
        agenda: returns the agenda of a case at an instant.
        allowed: returns the acts that the case calls for and that are allowed, for everybody or for one role.
        refusals: returns the reasons against an act.
        act: returns the case after an act.
    """

    agenda: Callable[[Case, datetime | date, Definitions], Agenda]
    allowed: Callable[[Agenda, Role | None], tuple[Permit, ...]]
    refusals: Callable[[Agenda, EventType | Event], tuple[Refused, ...]]
    act: Callable[[Agenda, Event], Case]


class Cause(NamedTuple):
    """An event that affected a term, and the first day of its effect."""

    on: date
    by: EventType


class Missed(StrEnum):
    """What was not done in time, so that the positive silence decided."""

    ANSWER = "answer"
    ANSWER_IN_TIME = "answer_in_time"
    CITATION = "citation"
    NOTIFICATION = "notification"


class Silence(NamedTuple):
    """Why the positive silence decides.

    Args:
        missed: what was not done in time.
        last_on: the last day on which it could be done.
        cite_by: the last day to cite, if a citation would also have prevented the silence.
        answered_on: the day of an answer that came late.
    """

    missed: Missed
    last_on: date
    cite_by: date | None = None
    answered_on: date | None = None

    @property
    def on(self) -> date:
        """The first day on which the silence has decided."""
        return self.last_on + _DAY


_OPEN: Final = frozenset({LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.VENCIDO})


@frozen(kw_only=True)
class Course(Brief):
    """How the clock of the answer ran, and how it goes on if nobody acts. Rows, reports and guards all read it.

    Args:
        met_on: the day on which the duty to answer was met.
        ended_on: the day on which the duty to answer ended without an answer (transfer, withdrawal, archive, silence
            recognised); the day of filing for a type that owes no answer.
        ended_by: the act that ended it.
        decided: the act that states what was decided: the complete decision or the verbal answer that counts, or an
            effective tacit withdrawal. None if there is none. An act without effect is not it. It is not compared.
        resultado: the outcome of the decision, once the duty was met; None if none is stated.
        due_on: the last day to answer, included; None if there is none, or while it depends on a wait of unknown end.
        due_if_lapsed_on: the last day to answer if the user lets that wait lapse.
        days_left: the days of the term that remain after that wait.
        suspended_from: the day of the event that opened the suspension that has not ended; that day is not suspended.
        suspended_until: the last day of that suspension, included, or the day on which a wait of unknown end lapses.
        notified_on: the day on which the decision counts as notified; it may be in the future.
        notified_by: the act that notified it.
        silence_on: the first day on which the positive silence has decided; it may be in the future.
        transferred_on: the day on which the case, or a part of it, was sent to the competent authority.
    """

    met_on: date | None = None
    ended_on: date | None = None
    ended_by: EventType | None = None
    decided: Occurrence | None = field(default=None, eq=False, repr=False)
    resultado: Outcome | None = None
    due_on: date | None = None
    due_if_lapsed_on: date | None = None
    days_left: int | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None
    notified_on: date | None = None
    notified_by: EventType | None = None
    silence_on: date | None = None
    transferred_on: date | None = None

    @property
    def outgoing_number(self) -> str | None:
        """The outgoing number of the decision or verbal answer that counts; None if it states none."""
        match self.decided.event.payload if self.decided is not None else None:
            case Decision(radicado_salida=number) | VerbalAnswer(radicado_salida=number):
                return number
        return None


@frozen
class Duty(Portable):
    """One spell of a duty of the utility: the days on which it is open with the same values, if nobody acts.

    The values for a day are those at the last instant of that day.

    Args:
        code: the code of the obligation.
        from_on: the first day of the spell, included.
        until_on: the day after the spell: the duty is no longer open, or another value changes. `ENDLESS` if neither.
        due_on: the last day of the duty; None while it is not known, or if neither the law nor the profile sets one.
        due_at: the last instant of the duty, for a term of hours; otherwise None.
        waits: whether its clock stands still.
        leads: whether it is the most urgent open duty of its case. On each day with an open duty, exactly one leads.
    """

    code: str
    from_on: date
    until_on: date
    due_on: date | None
    due_at: datetime | None
    waits: bool
    leads: bool

    def same(self, other: Duty) -> bool:
        """Whether both spells have the same values; their days are not compared."""
        mine = (self.due_on, self.due_at, self.waits, self.leads)
        return self.code == other.code and mine == (other.due_on, other.due_at, other.waits, other.leads)

    def is_overdue(self, day: date) -> bool:
        """Whether the time of the duty has passed at the end of `day`; a term of hours ends within its last day."""
        return self.due_on is not None and (self.due_on < day or (self.due_at is not None and self.due_on <= day))


@frozen
class Deadline(Portable):
    """One deadline of a case, as it stands at the instant of its agenda.

    Args:
        rule: the obligation, with its code, kind and names.
        state: the legal state at the instant of the agenda.
        base_on: the day it is counted from; None if the last day is given, or nothing has set the base yet.
        due_on: the last day, included; None if there is no date.
        term: the term that was counted from the base; None if none was.
        citations: the norms of the date; for the answer, those of the version in force.
        basis: the calendar, rule book, profile and readings.
        met_on: the day on which it was met, or the burden discharged.
        due_at: the last instant, for a term of hours.
        walk: the walk that found `due_on`, if that was more than the term counted from the base.
        days_left: the days of the term that remain after a wait of unknown end, while `due_on` depends on it.
        closes_on: the first day on which it can no longer be met, if there is one (the day of an announced visit).
        base_at: the instant it is counted from, for a term of hours.
        ended: what ended it without being met, and the day.
        waits: what stops its clock while `due_on` depends on that wait, and the first day that does not count.
        restarted_on: the day on which the petition was completed, if the whole term is counted anew from there.
        needless: whether `met_on` is only the day that made it unnecessary: it was never done, and its term had ended.
        silence: for the duty to recognise the positive silence, why that silence decided.
        received_on: the day on which a posted recurso was received, if it counts as filed earlier, when posted
            (`met_on`).
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
        """The code of the obligation, as in JSON: `respuesta`, `citacion`..."""
        return self.rule.code

    @property
    def kind(self) -> Kind:
        """The kind of the obligation: what happens when its time passes unused."""
        return self.rule.kind

    def is_owed(self, day: date) -> bool:
        """Whether it is an open duty of the utility that can still be met on `day`, the day of the agenda."""
        is_open = self.rule.kind is Kind.DEBER and self.state in _OPEN
        return is_open and (self.closes_on is None or day < self.closes_on)

    @property
    def is_projected(self) -> bool:
        """Whether `due_on` is after the last year for which the holiday law was verified (`proyectado`)."""
        return self.due_on is not None and self.basis.calendar.is_projected(self.due_on)

    @property
    def disputed_days(self) -> tuple[date, ...]:
        """The days of the count on which the sources of holidays disagree, from the base to `due_on`, both included."""
        since = self.counted_since
        if since is None or self.due_on is None:
            return ()
        return self.basis.calendar.disputed_in(min(since, self.due_on), max(since, self.due_on))

    @property
    def counted_since(self) -> date | None:
        """The day from which the term is counted: the base, or the completion that restarted the whole term."""
        return self.restarted_on or self.base_on

    @property
    def lacks_date(self) -> bool:
        """Whether it is an open duty for which neither the law nor the profile sets a day (`sin_plazo`)."""
        return self.due_on is None and self.state is LegalState.PENDIENTE and self.rule.by_setting

    @cached_property
    def trace(self) -> tuple[TracedDay, ...]:
        """Each day of the walk to `due_on`, with its number or why it has none; backwards for a term counted back."""
        walk = self.walked
        return () if walk is None else walk.trace(self.days_of(walk))

    @property
    def walked(self) -> Walk | None:
        """The walk from the base to `due_on`; None if nothing was counted, or `due_on` is not known."""
        if self.walk is not None or self.base_on is None or self.due_on is None or self.term is None:
            return self.walk
        every_day = self.term.unit is not Unit.BUSINESS_DAYS
        return Walk(self.due_on, (Segment(self.base_on, self.due_on, counted=True),), every_day)

    def days_of(self, walk: Walk) -> BusinessCalendar:
        """The calendar that counted `walk`: its closures are those known by the day it ends (`AnnouncedDays`)."""
        return self.basis.calendar.known_by(walk.counted_to)

    # --- how the answer was computed ---

    def text(self, lang: Language = "es") -> str:
        """The deadline explained in plain sentences, as in a letter to a citizen; one sentence per line."""
        return self.basis.words.deadline_text(self, lang)

    def as_dict(self, lang: Language = "es") -> DeadlineForm:
        """The deadline with its trace, as a JSON object; only `text` and `label` depend on `lang`."""
        return self.basis.words.deadline_dict(self, lang)

    def __repr__(self) -> str:
        return f"<Deadline {short(self.basis.words.deadline_line(self))}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.basis.words.deadline_html(self)


@frozen(kw_only=True, repr=False)
class Agenda(Portable):
    """The deadlines of one case at one instant, and the findings.

    Args:
        case: the case.
        as_of: the instant of the question, in legal time.
        deadlines: the deadlines that have arisen by then, in the order of the procedure.
        findings: the findings, sorted by code.
        basis: the calendar, rule book, profile and readings.
        course: how the clock of the answer ran; rows, reports and guards read it.
        duties: what is owed from this day on if nobody acts; None unless `standing_of` made the agenda.
    """

    case: Case
    as_of: datetime
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]
    basis: Basis
    course: Course = field(repr=False)
    duties: tuple[Duty, ...] | None = field(default=None, repr=False)

    def get(self, code: str) -> Deadline | None:
        """The deadline with that code; None if it has not arisen."""
        return next((deadline for deadline in self.deadlines if deadline.code == code), None)

    def __getitem__(self, code: str) -> Deadline:
        deadline = self.get(code)
        if deadline is None:
            raise KeyError(code)
        return deadline

    def open_duties(self) -> tuple[Deadline, ...]:
        """The duties of the utility still to be met: those with a day, by that day; then suspended; then undated."""
        return owed(self.deadlines, self.as_of.date())

    @property
    def work_class(self) -> WorkClass | None:
        """The class of the case in the work of the office: that of its most urgent open duty; None if no duty is open.

        Raises:
            OutOfSpanError: the day of the agenda or the last day of the duty is outside the calendar.
        """
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

    def alerts(self) -> tuple[Alert, ...]:
        """The alerts that have fired by the day of the agenda, by that day: at most one per open duty whose clock runs.

        `office.worklist.alerts` gives the alerts of all cases of a store.
        """
        case, basis, today = self.case, self.basis, self.as_of.date()
        of = (case.utility_id, case.case_id, case.filing.radicado)
        found = (
            last_alert(duty.rule, duty.due_on, today, of=of, calendar=basis.calendar, profile=basis.profile)
            for duty in self.open_duties()
            if duty.due_on is not None and duty.state is not LegalState.SUSPENDIDO
        )
        return tuple(sorted(filter(None, found), key=lambda alert: (alert.fires_on, alert.key)))

    @property
    def internal_due_on(self) -> date | None:
        """The day by which the utility itself wants to answer (`internal_targets`); None if it set no target."""
        target = self.basis.profile.internal_target(self.case.filing.tipo)
        answer = self.get("respuesta")
        if target is None or answer is None or answer.base_on is None:
            return None
        return self.basis.calendar.add_business_days(answer.base_on, target)

    # --- what may be done ---

    def again(self, case: Case | None = None, as_of: datetime | date | None = None) -> Agenda:
        """The agenda of the case, or of `case` if given, at the same instant or at `as_of`.

        Raises:
            PQRError: the same as `law.engine.agenda_of`.
        """
        return self.basis.engine.agenda(case or self.case, as_of or self.as_of, self.basis)

    def allowed(self, role: Role | None = None) -> tuple[Permit, ...]:
        """The acts that the case calls for and that are allowed now, most urgent first, for everybody or one role.

        Raises:
            InvalidInputError: there is no such role.
        """
        return self.basis.engine.allowed(self, role)

    def refusals(self, act: EventType | Event) -> tuple[Refused, ...]:
        """The reasons against an act, the first one first; empty if it is allowed.

        A type of act, or its code, is judged at the instant of the agenda, as far as that is possible without its
        details. An event is judged at its own instant.

        Raises:
            InvalidInputError: `act` is no event and no type of one.
        """
        return self.basis.engine.refusals(self, act)

    def act(self, event: Event) -> Case:
        """The case after an act of the utility, judged by the workflow and the law at the instant of the act.

        What the user or an authority did is a fact: it is recorded whatever the workflow says (`Case.record`).

        Raises:
            TransitionRefused: the act is in the future, or was not allowed when it happened. Nothing changes.
            EventBeforeFilingError: the act is before the filing.
            InvalidInputError: `event` is not an event.
        """
        return self.basis.engine.act(self, event)

    # --- how the answer was computed ---

    def text(self, lang: Language = "es") -> str:
        """The agenda in plain sentences: every deadline, the findings, and the answer explained."""
        return self.basis.words.agenda_text(self, lang)

    def as_dict(self, lang: Language = "es") -> AgendaForm:
        """The agenda with every trace, as a JSON object; only texts and labels depend on `lang`."""
        return self.basis.words.agenda_dict(self, lang)

    def __repr__(self) -> str:
        open_ones = ", ".join(f"{duty.code} {duty.due_on or '-'}" for duty in self.open_duties())
        number = self.case.filing.radicado or self.case.case_id
        return f"<Agenda {number} {self.basis.resolved.type.code} {self.as_of:%Y-%m-%d %H:%M}: {open_ones or '-'}>"

    def _repr_html_(self) -> str:
        return self.basis.words.agenda_html(self)


def owed(deadlines: Iterable[Deadline], day: date) -> tuple[Deadline, ...]:
    """The duties open on `day`, most urgent first: those with a day, by that day; then suspended; then undated."""
    return tuple(sorted((each for each in deadlines if each.is_owed(day)), key=_urgency))


def _urgency(duty: Deadline) -> tuple[bool, date, bool]:
    return duty.due_on is None, duty.due_on or date.max, duty.state is not LegalState.SUSPENDIDO

"""The office: one method for each thing that a utility does with its cases.

Each call is one transaction: the store's own or, with `within=`, the transaction of the host. It does all that belongs
to the act: it uses the profile of the utility, writes the row of the case together with its history, takes a radicado
only for a filing that the law accepts, and records in the attacked case what a recurso does to it.

In every method, `at` is the instant at which something happened and `on` is its legal day. `recorded_at` is the instant
of recording, by default now. An act is judged at the moment at which it happened. A moment that lies in the future is
refused.

>>> from datetime import UTC, date, datetime
>>> from pqr_core import colombia
>>> from pqr_core.cases.events import Decision, Filing
>>> from pqr_core.storage.memory import MemoryStore
>>> office = Office(MemoryStore(), colombia.JURISDICTION, colombia.DEFAULT_PROFILE)
>>> view = office.file(Filing(tipo="reclamo"), on=date(2026, 3, 16), recorded_at=datetime(2026, 3, 16, 20, tzinfo=UTC))
>>> view.radicado, view.agenda["respuesta"].due_on
('2026-000001', datetime.date(2026, 4, 9))
>>> on = date(2026, 3, 20)
>>> office.act(view.radicado, Decision(resultado="accede", acto="facturacion"), on=on).state.label("en")
'decided'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID, uuid4, uuid5

from attrs import evolve

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.documents.custom import NO_TEMPLATES, Templates
from pqr_core.documents.html import PAPERS
from pqr_core.documents.letters import Letter
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    EventBeforeFilingError,
    InvalidInputError,
    StaleCaseError,
)
from pqr_core.fields import misleads
from pqr_core.language import Language, Said
from pqr_core.law.acts import Refusal, is_ahead, refusals
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import Profile
from pqr_core.law.urgency import Alert
from pqr_core.moments import at_end
from pqr_core.names import WHOLE, shown
from pqr_core.office import correspondence, worklist
from pqr_core.office.backoffice import LOG, BackOffice
from pqr_core.office.casework import (
    Call,
    Told,
    added,
    attacked_after,
    day_without_hour,
    event_of,
    facing,
    filed_meanwhile,
    is_same,
    keyed,
    locked,
    moved,
    present,
    read_outbox,
    recorded,
    require_one_moment,
    require_role,
    require_unmoved,
    row_of,
    saved,
    take_back,
    tell_attacked,
    written,
)
from pqr_core.office.correspondence import Form, Issued
from pqr_core.office.feeds import work_ics
from pqr_core.office.recursos import told_by_recurso
from pqr_core.office.views import CaseView
from pqr_core.office.worklist import Worklist
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.cases import StoredCase
from pqr_core.storage.outbox import Posted
from pqr_core.vocabulary import EventType, Role, WorkClass

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

__all__ = ("Office",)

T = TypeVar("T")

_MISLEADING: Final = Said(
    "trae caracteres que no se ven, o cifras de otra escritura",
    "it has characters that cannot be seen, or digits of another script",
)
_FILING: Final = Said("una radicación (Filing)", "a Filing")
_KEYED: Final = UUID("5c0f5f0e-3a07-5a0c-9f8a-6d1f7f0b9e52")
"""The UUID namespace for the ids of cases that are filed under a key of the host."""


class Office(BackOffice):
    """The object that a host program creates and calls.

    Every method with a `utility` raises `InvalidInputError` if the office has no profile of it, or if none is named and
    the office has several. Every method that uses the store may raise its errors (`StorageError`,
    `SchemaVersionError`).

    Args:
        store: where cases are kept.
        jurisdiction: the law, with its indicators, letters and reports.
        profiles: the profile of the utility, or a mapping from the id of each utility to its profile. With several
            profiles, each call names its `utility`.
        numbering: gives the radicado of a case that is filed without one.
        outgoing: gives the number of a letter that is issued without one.
        clock: returns the present instant, with a time zone; by default the clock of the system.
        roles_of: returns the roles of an account of the host. It is used for utilities whose profile sets
            `enforce_roles`.

    Raises:
        InvalidInputError: there is no profile, or a profile stands under the id of another utility.
    """

    # --- a case --------------------------------------------------------------------------------------------------

    def file(
        self,
        filing: Filing,
        *,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
        recorded_at: datetime | None = None,
        key: str | None = None,
        actor: str | None = None,
        within: Connection | Session | None = None,
    ) -> CaseView:
        """File a case. A filing without a radicado gets one.

        A recurso (`vinculos` with `recurso_de`) is recorded in the case that it attacks too, in the same transaction.
        `key` makes the call idempotent: the same filing under the same key returns the case that exists and takes no
        number.

        Raises:
            DuplicateCaseError: another filing was made under the key.
            DuplicateRadicadoError: another case has the radicado of the filing.
            EventBeforeFilingError: the day or the instant lies in the future.
            IncompleteEventError: both `on` and `at` are given.
            InvalidInputError: `filing` is no `Filing`, or its radicado looks like another one (`fields.misleads`).
            PQRError: the law does not know the type, or has no rule for it on that day.
        """
        _require_filing(filing)
        call = self._call(utility, recorded_at, within)
        profile, now, law = call.profile, call.now, self.jurisdiction.law
        filed_at = partial(event_of, filing, on=on, at=at, actor=actor)
        filed = filed_at(now=now)
        case_id = uuid4() if key is None else uuid5(_KEYED, f"{profile.utility_id}\0{key}")
        case = Case(utility_id=profile.utility_id, case_id=case_id, events=(filed,), zone=law.zone)
        if is_ahead(filed, now, law.zone):
            raise EventBeforeFilingError(what="recorded_at", day=now.astimezone(law.zone).date(), filed=case.filed_on)
        self._agenda(call, case)  # raises before a number is taken

        def again(stored: StoredCase) -> CaseView:
            if not is_same(stored.case, filed, told=at is not None or on is not None):
                number = stored.case.filing.radicado or stored.case.case_id
                raise DuplicateCaseError(key=key, radicado=number, utility=profile.utility_id)
            holding = call.holding(stored.case)
            return self._view(stored, self._agenda(holding, stored.case), holding.now)

        def work(unit: UnitOfWork) -> CaseView:
            if key is not None and (known := keyed(unit, profile.utility_id, key)) is not None:
                return again(known)
            attacked, holding = facing(unit, call, case, law.rules)
            told = filed_at(now=holding.now)
            numbered = evolve(case, events=(told,))
            if filing.radicado is None:
                number = self.numbering(unit, profile.utility_id, numbered.filed_on)
                numbered = evolve(case, events=(evolve(told, payload=evolve(filing, radicado=number)),))
                if key is not None and (known := filed_meanwhile(unit, case)) is not None:
                    return again(known)
            agenda = self._agenda(holding, numbered)
            try:
                stored = added(unit, numbered, self._rows, key=key)
            except (DuplicateCaseError, DuplicateRadicadoError):
                if key is None or (known := filed_meanwhile(unit, case)) is None:
                    raise
                return again(known)
            tell_attacked(unit, attacked, agenda, told, self._rows)
            unit.commit()
            return self._view(stored, agenda, holding.now)

        view = written(self.store, call, work)
        LOG.info("%s: filed %s (%s)", profile.utility_id, view.radicado, filing.tipo)
        return view

    def look(
        self,
        radicado: str | UUID,
        *,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
        role: Role | None = None,
        personal: bool = False,
    ) -> CaseView:
        """The case with a radicado or an id, at an instant (`at`) or at the end of a legal day (`on`); by default now.

        With `role`, the view offers only the acts of that role. With `personal`, it shows the personal data of the
        petitioner.

        Raises:
            CaseNotFoundError: the utility has no such case.
            EventBeforeFilingError: the case had not been filed by then.
            InvalidInputError: both `on` and `at` are given.
        """
        require_one_moment(on, at)
        profile, law = self._profile(utility), self.jurisdiction.law
        stored = self._stored(profile, radicado)
        seen_at = at or self.clock()
        as_of = at or present(stored.case, seen_at)
        if on is not None:
            seen_at = as_of = at_end(on, law.zone)
        return self._view(stored, law.agenda(stored.case, as_of, profile), seen_at, role=role, personal=personal)

    def act(  # noqa: PLR0913 - keyword-only arguments
        self,
        radicado: str | UUID,
        told: Told,
        *,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
        recorded_at: datetime | None = None,
        version: int | None = None,
        actor: str | None = None,
        within: Connection | Session | None = None,
    ) -> CaseView:
        """Record an act of the company, if the workflow and the law permit it at the moment of the act.

        `told` is a type of event or its code, the details of one type, or an event, which carries its own moment. With
        `version` (the one of a view), the act is refused if the case was saved after that view. Without it, the act is
        judged on the case as stored.

        An act that notifies the decision of a recurso is recorded in the attacked case too, in the same transaction.

        Raises:
            TransitionRefused: the act is not permitted. The error holds the reason, its norm, the remedy and the first
                day on which the act is possible.
            RoleRefusedError: the profile sets `enforce_roles`, and the actor has no role that may do the act.
            IncompleteEventError: `told` is an event and `on` or `at` is given too; both are given; or details that the
                type requires are missing.
            EventBeforeFilingError: the act lies before the filing.
            StaleCaseError: the stored case has another version than `version`.
            CaseNotFoundError: the utility has no such case.
            InvalidInputError: the type of event does not exist, the details belong to several types, or a new radicado
                (`correccion`, `registro`) looks like another one, as in `file`.
        """

        def judged(agenda: Agenda, event: Event) -> Case:
            return agenda.act(event)

        event = partial(event_of, told, on=on, at=at, actor=actor)
        return self._tell(self._call(utility, recorded_at, within), radicado, event, version, judged)

    def record(  # noqa: PLR0913 - as `act`
        self,
        radicado: str | UUID,
        told: Told,
        *,
        reason: str | None = None,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
        recorded_at: datetime | None = None,
        version: int | None = None,
        actor: str | None = None,
        within: Connection | Session | None = None,
    ) -> CaseView:
        """Record a fact: an act of the user or of an authority, or an act of the company that was not permitted.

        The fact is recorded whether or not the workflow and the law permit it. If they do not, a `reason` is required;
        it is kept as a note after the fact.

        Raises:
            IncompleteEventError: the fact is not permitted, and there is no `reason`.
            TransitionRefused: the moment lies in the future; or the event annuls or corrects what the case of a recurso
                recorded here, which is done in the case of the recurso.
            PQRError: as in `act`.
        """

        def told_so(agenda: Agenda, event: Event) -> Case:
            return recorded(agenda, event, reason)

        event = partial(event_of, told, on=on, at=at, actor=actor)
        return self._tell(self._call(utility, recorded_at, within), radicado, event, version, told_so)

    def why_not(
        self,
        radicado: str | UUID,
        told: Told,
        *,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
    ) -> tuple[Refusal, ...]:
        """The reasons against an act at a moment, by default now, in order of precedence; empty if it is permitted.

        A bare type of event is judged only by the rules that do not need its details.

        Raises:
            CaseNotFoundError: the utility has no such case.
            EventBeforeFilingError: the case had not been filed by that moment.
            InvalidInputError, IncompleteEventError: as in `act`.
        """
        view = self.look(radicado, utility=utility, on=on, at=at)
        if isinstance(told, str):
            return refusals(view.agenda, EventType(told))
        case = view.case
        now = self._call(utility, None, None).holding(case).now
        event = event_of(told, on=on, at=at, now=now, actor=None, today=day_without_hour(case, now))
        elsewhere = told_by_recurso(view.agenda, event)
        return (*(() if elsewhere is None else (elsewhere,)), *refusals(view.agenda, event))

    # --- the work of every day -------------------------------------------------------------------------------------

    def worklist(
        self,
        *,
        utility: str | None = None,
        on: date | None = None,
        role: Role | None = None,
        work_class: WorkClass | None = None,
        assignee: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Worklist:
        """One page of the cases with an open duty at the end of a day, by default today; the most urgent come first.

        With `role`, each case stands under the most urgent duty that this role works on (`Profile.roles`). With
        `assignee`, the list holds only the cases that this account works on. `after` is the `next` of the previous
        page.

        Raises:
            RowsToProjectError: some rows were made under other definitions; `recalculate` remakes them.
            InvalidInputError: `limit` is not a whole number above 0, or `after` is not the `next` of a page.
        """
        definitions = self.jurisdiction.law.definitions(self._profile(utility))
        place = None if after is None else worklist.key_from_text(after)
        with self.store.read() as unit:
            return worklist.of_day(
                unit,
                on or self._today(),
                definitions,
                role=role,
                work_class=work_class,
                responsable=assignee,
                after=place,
                limit=limit,
            )

    def calendar_feed(
        self,
        *,
        utility: str | None = None,
        role: Role | None = None,
        assignee: str | None = None,
        lang: Language = "es",
    ) -> bytes:
        """The due days of today's work as an iCalendar with alarms; `role` and `assignee` are as in `worklist`.

        Raises:
            RowsToProjectError: some rows were made under other definitions; `recalculate` remakes them.
            MissingExtraError: icalendar is not installed.
        """
        definitions = self.jurisdiction.law.definitions(self._profile(utility))
        of, codes = definitions.profile.utility_id, worklist.codes_of(definitions, role)
        with self.store.read() as unit:
            items = worklist.items(unit, of, self._today(), definitions, codes=codes, responsable=assignee)
            return work_ics(items, definitions, lang)

    def nightly(self, *, within: Connection | Session | None = None) -> tuple[Alert, ...]:
        """The warnings of every utility that are due today and were never given; each is given once.

        Send them after the transaction is committed: the next call does not return them again.

        Raises:
            RowsToProjectError: some rows were made under other definitions; `recalculate` remakes them.
        """
        day, law = self._today(), self.jurisdiction.law

        def work(unit: UnitOfWork) -> tuple[Alert, ...]:
            due = (worklist.alerts(unit, name, day, law.definitions(each)) for name, each in self.profiles.items())
            fired = worklist.fire(unit, chain.from_iterable(due))
            unit.commit()
            return fired

        call = Call(next(iter(self.profiles.values())), self.clock(), within)
        fired = written(self.store, call, work)
        LOG.info("%d warnings", len(fired))
        return fired

    def outbox(
        self,
        reader: str,
        *,
        utility: str | None = None,
        limit: int = 100,
        within: Connection | Session | None = None,
    ) -> Iterator[tuple[Posted, ...]]:
        """The recorded events that `reader` has not read, in batches: each at least once, those of a case in order.

        `limit` is the size of a batch. A batch is marked as read when the loop asks for the next one. If the loop ends
        earlier, the batch stays unread. With `within`, the mark is part of the transaction of the host, and no other
        worker can read under the same name until that transaction ends. Without it, nothing is locked between batches,
        and two workers with one name may get the same event.
        """
        return read_outbox(self.store, self._call(utility, None, within), reader, limit)

    # --- letters ---------------------------------------------------------------------------------------------------

    def letter(
        self,
        radicado: str | UUID,
        kind: str,
        *,
        utility: str | None = None,
        on: date | None = None,
        at: datetime | None = None,
        templates: Templates = NO_TEMPLATES,
        **given: Any,
    ) -> Letter:
        """The draft of a letter about a case at an instant, or at the end of a legal day (`on`); by default now.

        With `on`, the letter has no hour, and everything that happened on that day counts.

        The draft says what it lacks (`missing`). It cannot be rendered without what a norm demands. Nothing is kept and
        no number is taken; `issue` does both. `given` holds the data of the letter that are not in the case; each kind
        of letter lists what it takes.

        Raises:
            CaseNotFoundError: the utility has no such case.
            InvalidInputError: the kind of letter does not exist, or does not take something in `given`; both `on` and
                `at` are given.
        """
        require_one_moment(on, at)
        profile, law = self._profile(utility), self.jurisdiction.law
        case = self._stored(profile, radicado).case
        moment = at or present(case, self.clock())
        if on is not None:
            moment = at_end(on, law.zone)
        agenda = law.agenda(case, moment, profile)
        return correspondence.drafted(self.jurisdiction, agenda, kind, given, templates)

    def issue(
        self,
        letter: Letter,
        *,
        form: Form = "pdf",
        paper: str = PAPERS[0],
        recorded_at: datetime | None = None,
        actor: str | None = None,
        within: Connection | Session | None = None,
    ) -> Issued:
        """Issue a letter: take its outgoing number, render it, keep it, and record the act that its sending is.

        `form` is "pdf", "html", "docx" or "txt". The first two take the size of the `paper`: "letter" or "a4".

        The case keeps the text, the SHA-256 of the bytes and the number. The host sends and stores the bytes. Issuing
        the same letter again returns the number that it has and records nothing.

        Raises:
            IncompleteLetterError: something that a norm demands is missing, or the page does not show it.
            TransitionRefused: the law does not permit the act, or the letter is of a moment that has not come.
            RoleRefusedError: the profile sets `enforce_roles`, and the actor has no role that may send the letter.
            LetterNotDueError: the event that the letter reports has not happened.
        """
        call = self._call(letter.agenda.case.utility_id, recorded_at, within)

        def work(unit: UnitOfWork) -> Issued:
            issued = correspondence.issue(
                unit, letter, self.outgoing, self._rows, call, form=form, paper=paper, actor=actor
            )
            for event in issued.events:
                require_role(call.profile, self.roles_of, letter.agenda.case, event)
            unit.commit()
            return issued

        issued = written(self.store, call, work, StaleCaseError)
        LOG.info("%s: issued %s %s", call.profile.utility_id, letter.kind.code, issued.numero)
        return issued

    # --- how a case is written -------------------------------------------------------------------------------------

    def _stored(self, profile: Profile, radicado: str | UUID) -> StoredCase:
        with self.store.read() as unit:
            return unit.cases.get(profile.utility_id, row_of(unit, profile.utility_id, radicado).case_id)

    def _call(self, utility: str | None, recorded_at: datetime | None, within: Connection | Session | None) -> Call:
        told = recorded_at is not None
        return Call(self._profile(utility), recorded_at or self.clock(), within, None if told else self.clock)

    def _tell(
        self,
        call: Call,
        radicado: str | UUID,
        event_at: Callable[..., Event],
        version: int | None,
        told_in: Callable[[Agenda, Event], Case],
    ) -> CaseView:
        """Record an event in a case, and its effect in the case that this one attacks.

        `event_at(now=..., today=...)` makes the event as recorded at an instant, known once the case is locked.
        """
        utility, first, rules = call.profile.utility_id, event_at(now=call.now), self.jurisdiction.law.rules
        if version is not None and type(version) is not int:  # the text of an ETag is equal to no version
            raise InvalidInputError.expected(WHOLE, shown(version), place="version")

        def work(unit: UnitOfWork) -> CaseView:
            row = row_of(unit, utility, radicado)
            before, after = row.recurso_of, attacked_after(unit, row, first, rules)
            held = locked(unit, utility, row.case_id, before, after)
            stored = held.get(row.case_id)
            if stored is None:
                raise CaseNotFoundError(key=radicado, utility=utility)
            require_unmoved(unit, row, stored, rules)
            if attacked_after(unit, row, first, rules, stored.case) != after:
                raise moved(stored.case)
            if version not in (None, stored.version):
                number = stored.case.filing.radicado or stored.case.case_id
                raise StaleCaseError(key=number, stored=stored.version, expected=version)
            holding = call.holding(*(each.case for each in held.values()))
            unit.record_from(holding.now)
            event = event_at(now=holding.now, today=day_without_hour(stored.case, holding.now))
            require_role(call.profile, self.roles_of, stored.case, event)
            agenda = self._agenda(holding, stored.case)
            if (refusal := told_by_recurso(agenda, event)) is not None:
                raise refusal.error()
            case = told_in(agenda, event)
            if case.filing.radicado != stored.case.filing.radicado:  # an older one that is kept can still be corrected
                _require_plain(case.filing.radicado)
            agenda = self._agenda(holding, case)
            kept = saved(unit, stored, case, self._rows)
            if before != after:
                take_back(unit, held.get(before), case, event, self._rows)
            tell_attacked(unit, held.get(after), agenda, event, self._rows)
            unit.commit()
            return self._view(kept, agenda, holding.now)

        view = written(self.store, call, work, *((StaleCaseError,) if version is None else ()))
        LOG.info("%s: %s in %s, version %d", utility, first.type, view.radicado, view.version)
        return view

    def _agenda(self, call: Call, case: Case) -> Agenda:
        return self.jurisdiction.law.agenda(case, present(case, call.now), call.profile)

    def _view(
        self,
        stored: StoredCase,
        agenda: Agenda,
        seen_at: datetime,
        *,
        role: Role | None = None,
        personal: bool = False,
    ) -> CaseView:
        gaps = self.jurisdiction.law.catalogue.gaps(stored.case.filing, stored.case.filed_on)
        return CaseView(
            version=stored.version, agenda=agenda, missing=gaps, role=role, personal=personal, seen_at=seen_at
        )


def _require_filing(filing: object) -> None:
    """Refuse what is no filing, such as the dictionary of a form, and a radicado that looks like another one."""
    if not isinstance(filing, Filing):
        raise InvalidInputError.expected(_FILING, filing, place="payload")
    _require_plain(filing.radicado)


def _require_plain(radicado: str | None) -> None:
    """Refuse a new radicado that looks like another one; what is stored already is read as it is."""
    if radicado is not None and misleads(radicado):
        raise InvalidInputError(place="radicado", detail=_MISLEADING)

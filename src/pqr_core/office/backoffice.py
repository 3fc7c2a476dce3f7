"""What an office is made of, and what it does with all its cases: indicators, reports, imports, remaking rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from attrs import field, frozen

from pqr_core.cases.filing import Petitioner
from pqr_core.errors import InvalidInputError
from pqr_core.exchange.reading import Reading
from pqr_core.facts import Report, RowMaker
from pqr_core.fields import listed, nfc
from pqr_core.indicators.base import Indicators
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.language import Said
from pqr_core.law.profiles import Profile
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.moments import require_date
from pqr_core.office import imports, reporting
from pqr_core.office.health import Health, health_of
from pqr_core.office.imports import Tally
from pqr_core.office.jurisdiction import Jurisdiction
from pqr_core.office.measured import measured
from pqr_core.office.persons import KeptData, kept_of
from pqr_core.office.projection import Projection, project
from pqr_core.reports.followup import FollowUp, followup_of
from pqr_core.reports.official import OfficialReport, handed_in
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.numbering import Numbering, YearlyNumbering
from pqr_core.vocabulary import Role

__all__ = ("LOG", "BackOffice")

LOG: Final = logging.getLogger("pqr_core.office")
"""Logs what an office does, without personal data."""

_PROFILES: Final = Said("se espera el perfil de cada empresa, por su nombre", "expected one of each utility, by name")


_NO_PLAN: Final = Said("esta jurisdicción no dice qué muestra", "this jurisdiction does not say what it shows")


def _now() -> datetime:
    return datetime.now(UTC)


def _by_utility(profiles: Profile | Mapping[str, Profile]) -> Mapping[str, Profile]:
    return {profiles.utility_id: profiles} if isinstance(profiles, Profile) else dict(profiles)


@frozen(eq=False, repr=False)
class BackOffice:
    """The part of an office that works on all cases; `office.desk.Office` describes the arguments.

    Raises:
        InvalidInputError: there is no profile, or a profile stands under the id of another utility.
    """

    store: Store
    jurisdiction: Jurisdiction
    profiles: Mapping[str, Profile] = field(converter=_by_utility)
    numbering: Numbering = field(default=YearlyNumbering(), kw_only=True)
    outgoing: Numbering = field(default=YearlyNumbering("S-{year}-{number:06}", "salida {year}"), kw_only=True)
    clock: Callable[[], datetime] = field(default=_now, kw_only=True)
    roles_of: Callable[[str], Iterable[Role]] | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.profiles or any(name != each.utility_id for name, each in self.profiles.items()):
            raise InvalidInputError(place="profiles", detail=_PROFILES)

    @property
    def _rows(self) -> RowMaker:
        """The maker of rows. It belongs to the office, because several offices may share one store."""
        return RowMaker(self.jurisdiction.law, self.profiles)

    def __repr__(self) -> str:
        return f"<Office of {', '.join(self.profiles)} on {self.store!r}>"

    def indicators(
        self,
        periods: str | Period | Iterable[str | Period],
        *,
        utility: str | None = None,
        codes: Iterable[str] | None = None,
        by: Sequence[str] = (),
    ) -> tuple[IndicatorSeries, ...]:
        """The indicators of one or several periods as they stand today: one series each, or one per group with `by`.

        Raises:
            InvalidInputError: the indicator does not exist or cannot be grouped by these columns; a period cannot be
                read; or the profile sets a target for an indicator that does not exist.
        """
        return measured(
            self.store,
            self._indicators(utility),
            self._profile(utility).utility_id,
            periods=periods,
            codes=codes,
            by=by,
            until=self._today(),
        )

    def report(
        self,
        kind: str,
        period: str | Period | None = None,
        *,
        utility: str | None = None,
        on: date | None = None,
        recommendations: Iterable[str] = (),
        progress: Callable[[int, int], None] | None = None,
    ) -> OfficialReport:
        """A report for an authority or the public (`Jurisdiction.reports`), as known on a day, by default today.

        A day after today counts as today.

        Without a period, it is the report of the last period that ended before that day: a month, a quarter or a half
        year, as its kind and the profile say. `report.write(folder)` writes its files; `hand_in` keeps what was handed
        in.

        Raises:
            InvalidInputError: the report does not exist, its period has not begun, or its settings in the profile are
                invalid.
            PeriodError: the period cannot be read, or this report has no such period.
            NotADateError: `on` is not a calendar day.
            RowsToProjectError: some rows were made under other definitions; `recalculate` remakes them.
        """
        profile, law, today = self._profile(utility), self.jurisdiction.law, self._today()
        until = today if on is None else min(require_date(on, "on"), today)
        with self.store.read() as unit:
            return reporting.made(
                unit,
                law,
                profile,
                listed(self.jurisdiction.reports, kind, "report"),
                period=period,
                until=until,
                recommendations=tuple(recommendations),
                progress=progress,
            )

    def hand_in(
        self,
        report: OfficialReport,
        *,
        on: date | None = None,
        reference: str | None = None,
        correction: bool = False,
        incomplete: bool = False,
    ) -> Report:
        """Keep a report as it was handed in, with its SHA-256 and the day, by default today.

        `reference` is the number under which the authority received it; for a `correction`, the number of the request.
        A report that is not `complete` is kept only with `incomplete=True`.

        Raises:
            InvalidInputError: its period is not over; or rows are left out and `incomplete` is False.
            ReportHandedInError: another text was handed in before, and this is not a `correction` with a `reference`.
        """
        day = self._today() if on is None else require_date(on, "on")

        def work(unit: UnitOfWork) -> Report:
            return reporting.hand_in(
                unit, report, on=day, reference=reference, correction=correction, incomplete=incomplete
            )

        kept = self.store.do(work, self.clock())
        LOG.info("%s: handed in %s %s (%s)", report.utility, report.code, report.period, kept.sha256)
        return kept

    def handed_in(self, kind: str, period: str | Period, *, utility: str | None = None) -> Report | None:
        """The last text handed in of a report for a period; None if nothing was handed in.

        Raises:
            InvalidInputError: the report does not exist.
            PeriodError: the period cannot be read.
        """
        code = listed(self.jurisdiction.reports, kind, "report").code
        with self.store.read() as unit:
            return handed_in(unit, self._profile(utility).utility_id, code, Period.read(period))

    def followup(
        self,
        period: str | Period,
        *,
        utility: str | None = None,
        on: date | None = None,
        made_by: str | None = None,
        sample: int | None = None,
        every_case: bool = False,
        notes: tuple[Said, ...] = (),
    ) -> FollowUp:
        """The follow-up of a period (`reports.followup`), as known on a day, by default today.

        The self-audit checks a `sample` of that many cases; every case with `every_case`.

        Raises:
            InvalidInputError: the period has not begun, or the jurisdiction has no follow-up.
            NotADateError: `on` is not a calendar day.
        """
        profile, law, plan = self._profile(utility), self.jurisdiction.law, self.jurisdiction.followup
        if plan is None:
            raise InvalidInputError(place="followup", detail=_NO_PLAN)
        with self.store.read() as unit:
            return followup_of(
                unit,
                law,
                law.definitions(profile),
                self._indicators(utility),
                plan,
                Period.read(period),
                now=self.clock(),
                looked_at=None if on is None else require_date(on, "on"),
                made_by=made_by,
                sample=sample,
                every_case=every_case,
                notes=notes,
            )

    def keep_minutes(self, minutes: Minutes) -> None:
        """Keep the minutes of a meeting; they replace those of the same period and day.

        Raises:
            InvalidInputError: this office has no such utility.
        """
        self._profile(minutes.utility)
        self.store.do(lambda unit: unit.minutes.put([minutes]), self.clock())

    def keep_action(self, action: ImprovementAction) -> None:
        """Keep an improvement action, opened or closed; its earlier states can still be read.

        Raises:
            InvalidInputError: this office has no such utility, or its profile does not have the risk that the action
                names.
        """
        profile = self._profile(action.utility)
        if action.riesgo is not None and action.riesgo not in dict(profile.riesgos):
            raise InvalidInputError.unlisted(dict(profile.riesgos), action.riesgo, place="riesgo")
        self.store.do(lambda unit: unit.actions.put([action]), self.clock())

    def action(self, name: str, *, utility: str | None = None) -> ImprovementAction:
        """The improvement action whose id begins with `name`.

        Raises:
            InvalidInputError: there is none, or there are several such actions.
        """
        with self.store.read() as unit:
            known = {str(each.action_id): each for each in unit.actions.stream(self._profile(utility).utility_id)}
        found = [each for key, each in known.items() if name and key.startswith(name)]
        if len(found) != 1:
            raise InvalidInputError.unlisted(known, name, place="action")
        return found[0]

    def import_cases(self, source: Any, *, utility: str | None = None, post: bool = True, **told: Any) -> Tally:
        """Import the cases of a file, a stream or a frame; the arguments are those of `office.imports.import_cases`.

        New events are put in the outbox, like all that is recorded through the office. Use `post=False` for a register
        of past years, about which no message must go out.

        Raises:
            PQRError: as in `office.imports.import_cases`.
        """
        return imports.import_cases(self.store, source, post=post, **self._importing(utility, told))

    def import_volumes(self, source: Any, *, utility: str | None = None, **told: Any) -> Tally:
        """Import the subscribers by month of a file; arguments and errors as in `office.imports.import_rows`."""
        return self._import_rows("volumes", source, utility, told)

    def import_surveys(self, source: Any, *, utility: str | None = None, **told: Any) -> Tally:
        """Import the surveys of a file; arguments and errors as in `office.imports.import_rows`."""
        return self._import_rows("surveys", source, utility, told)

    def import_tickets(self, source: Any, *, utility: str | None = None, **told: Any) -> Tally:
        """Import the tickets of a queue; arguments and errors as in `office.imports.import_rows`."""
        return self._import_rows("tickets", source, utility, told)

    def recalculate(self, reason: str, *, utility: str | None = None, actor: str | None = None) -> Projection:
        """Remake the rows that were made under another law, other days or settings, of one utility or of all.

        If a legal day of a case moves, a note with the `reason` is recorded in it; see `office.projection.project`.

        Raises:
            StorageError: the store cannot go on; the batches done before it stay.
        """
        done = Projection()
        for profile in self.profiles.values() if utility is None else (self._profile(utility),):
            of, definitions = profile.utility_id, self.jurisdiction.law.definitions(profile)
            done += project(self.store, of, definitions, at=self.clock(), reason=reason, actor=actor)
        LOG.info("%d rows made anew, %d moved", done.rows, done.moved)
        return done

    def personal_data(self, petitioner: str | Petitioner, *, utility: str | None = None) -> tuple[KeptData, ...]:
        """The personal data kept about a petitioner (Ley 1581 de 2012, art. 8), by case, in the order of filing.

        `petitioner` is the keyed hash that the host put in the rows, which an index finds; or a `Petitioner` with a
        document, for which every case of the utility is read.

        Raises:
            InvalidInputError: the `Petitioner` has no document.
        """
        with self.store.read() as unit:
            return kept_of(unit, self._profile(utility).utility_id, petitioner)

    def health(self) -> Health:
        """Whether the office can work: its store answers, with current tables and rows; a fault does not raise."""
        return health_of(self.store, self.jurisdiction.law, self.profiles)

    def _indicators(self, utility: str | None) -> Indicators:
        """The indicators of the jurisdiction, with the targets of the utility."""
        return self.jurisdiction.indicators.with_targets(dict(self._profile(utility).targets))

    def _today(self) -> date:
        return self.clock().astimezone(self.jurisdiction.law.zone).date()

    def _importing(self, utility: str | None, told: Mapping[str, Any]) -> dict[str, Any]:
        own = {"law": self.jurisdiction.law, "profile": self._profile(utility), "recorded_at": self.clock()}
        return {**own, **told}

    def _import_rows(self, kind: str, source: Any, utility: str | None, told: Mapping[str, Any]) -> Tally:
        reading = told.get("reading") or Reading(kind=kind)
        if reading.kind != kind:
            raise InvalidInputError.unlisted((kind,), reading.kind, place="reading.kind")
        return imports.import_rows(self.store, source, **self._importing(utility, {**told, "reading": reading}))

    def _profile(self, utility: str | None) -> Profile:
        if utility is None and len(self.profiles) == 1:
            return next(iter(self.profiles.values()))
        profile = self.profiles.get(nfc(utility or ""))
        if profile is None:
            raise InvalidInputError.unlisted(self.profiles, utility, place="utility")
        return profile

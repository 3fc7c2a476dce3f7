"""The follow-up of a period: what the working group of the process looks at in its meeting, counted from a store.

It is a value, not a page: `followup_page`, `followup_book` and `followup_word` show it. Everything is counted at the
end of one day: the last day of the period or, while the period runs, the day looked at. Every number can be counted
again from the rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from attrs import evolve, field, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts
from pqr_core.fields import Brief, listed
from pqr_core.indicators.base import Addend, Indicator, Indicators, Standing
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.counts import Counts
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.indicators.questions import Group
from pqr_core.indicators.series import IndicatorSeries, Point, point_of
from pqr_core.language import Named, Said
from pqr_core.law.agenda import Definitions
from pqr_core.law.jurisdiction import Law
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.moments import at_end
from pqr_core.sources import Source
from pqr_core.storage.base import UnitOfWork
from pqr_core.vocabulary import ActionState, Finding

__all__ = (
    "Actions",
    "Audit",
    "DueDays",
    "Flow",
    "FollowUp",
    "FollowUpPlan",
    "GroupRow",
    "Noticed",
    "Risk",
    "followup_of",
)


@frozen(kw_only=True)
class FollowUpPlan(Brief):
    """Which indicators a follow-up shows, and where; indicators are named by their codes.

    Args:
        sheet: the indicators of the process, each shown with its series.
        flows: the indicators that count cases, shown in total, by service and by causal.
        standing: the indicator whose `beside` counts the open and overdue cases.
        ages: the indicator whose bands are the ages of the open cases.
        due: the indicator whose values are the calendar days since the last day to answer of each open case.
        periods: how many periods a series has: the one asked for and those before it.
        ahead: for how many coming business days the cases that fall due are shown by day.
        sample: how many cases a self-audit looks at by default.
        rows: how many causales a page shows one by one, and how many cases it names beside a finding.
        cases: how many cases at risk a page names; a workbook has all of them.
        most: the share of the cases (from 0 to 1) for which the page says how few causales make it up.
    """

    sheet: tuple[str, ...]
    flows: tuple[str, ...]
    standing: str
    ages: str
    due: str
    periods: int
    ahead: int
    sample: int
    rows: int
    cases: int
    most: Fraction


@frozen(kw_only=True)
class Flow:
    """A count of cases in the period and in the period before; None for a count that is not known.

    `code` is the code of the indicator that counts them or, for those open at the end, of the number beside one.
    """

    code: str
    es: str
    en: str
    n: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """The change since the period before; None if either count is not known."""
        return None if self.n is None or self.before is None else self.n - self.before


@frozen(kw_only=True)
class GroupRow:
    """The counts of one service or causal, in the order of `FollowUp.flows`; `code` is None for rows without one."""

    code: str | None
    name: str | None
    counts: tuple[int | None, ...]


@frozen(kw_only=True)
class DueDays:
    """The open cases by the last day to answer.

    Args:
        overdue: how many have a last day before the closing day.
        days: each of the next business days, with how many cases fall due on it. What falls due on the closing day or
            on a day that is not a business day counts on the next business day.
        later: how many fall due after those days.
        undated: how many have no known last day, or wait for the user.
    """

    overdue: int
    days: tuple[tuple[date, int], ...]
    later: int
    undated: int


@frozen
class Risk:
    """An open case that is overdue or due soon.

    Args:
        row: the row of the case.
        due_on: the last day to answer, inclusive.
        business_days: the business days left; negative after the last day. It is also 0 after the last day until a
            business day has passed.
        is_overdue: whether the last day is before the closing day.
    """

    row: Facts
    due_on: date
    business_days: int
    is_overdue: bool


@frozen(kw_only=True)
class Noticed:
    """What a self-audit noticed: a finding, its norms, and the radicados of the cases that have it."""

    finding: Finding
    citations: tuple[Citation, ...]
    radicados: tuple[str, ...]


@frozen(kw_only=True)
class Audit:
    """A self-audit.

    Args:
        looked_at: how many cases were looked at.
        of: how many cases there are to choose from.
        with_findings: how many of those looked at have a finding.
        noticed: the findings, the most frequent first.
    """

    looked_at: int
    of: int
    with_findings: int
    noticed: tuple[Noticed, ...]


@frozen(kw_only=True)
class Actions:
    """Improvement actions on the day on which the follow-up is made: open, overdue, closed since the period began."""

    open: tuple[ImprovementAction, ...]
    overdue: tuple[ImprovementAction, ...]
    closed: tuple[ImprovementAction, ...]

    def __len__(self) -> int:
        return len(self.open) + len(self.overdue) + len(self.closed)


@frozen(kw_only=True)
class FollowUp(Brief):
    """The follow-up of one utility and period.

    Args:
        plan: which indicators are shown where.
        utility: the utility.
        name: the name of the utility; empty if the profile has none.
        period: the period.
        closing_day: the day at the end of which everything is counted.
        made_at: the instant at which the data were read, in legal time.
        made_by: who made the follow-up; None if it is not given.
        in_progress: whether the period ends after the closing day.
        sheet: the series of each indicator of the process; the last period is the one asked for.
        year: the same indicators for the year up to the closing day, in the same order. For an indicator that compares
            one month with the month before, it is the change since the end of the previous year.
        flows: the counts of the period and of the period before; the open and overdue cases come last.
        by_service: the same counts by service, the greatest first.
        by_causal: the same counts by causal, the greatest first.
        ages: the open cases by age in calendar days: first day, last day (None if unbounded), how many cases.
        due: the open cases by their last day to answer.
        at_risk: the open cases that are overdue or due soon, the most urgent first.
        soon: a case with at most this many business days left is due soon.
        actions: the improvement actions.
        audit: the self-audit.
        minutes: the minutes of the meetings about the period, by day.
        riesgos: the risks in the map of the utility, by code.
        types: the case types of the law, by code; they give the names.
        notes: what the reader must know about the data.
    """

    plan: FollowUpPlan = field(repr=False)
    utility: str
    name: str
    period: Period
    closing_day: date
    made_at: datetime
    made_by: str | None
    in_progress: bool
    sheet: tuple[IndicatorSeries, ...] = field(repr=False)
    year: tuple[Point, ...] = field(repr=False)
    flows: tuple[Flow, ...] = field(repr=False)
    by_service: tuple[GroupRow, ...] = field(repr=False)
    by_causal: tuple[GroupRow, ...] = field(repr=False)
    ages: tuple[tuple[int | None, int | None, int], ...] = field(repr=False)
    due: DueDays = field(repr=False)
    at_risk: tuple[Risk, ...] = field(repr=False)
    soon: int
    actions: Actions = field(repr=False)
    audit: Audit = field(repr=False)
    minutes: tuple[Minutes, ...] = field(repr=False)
    riesgos: Mapping[str, str] = field(repr=False)
    types: Mapping[str, Named] = field(repr=False)
    notes: tuple[Said, ...] = field(default=(), repr=False)


def followup_of(  # noqa: PLR0913 - keyword-only arguments
    unit: UnitOfWork,
    law: Law,
    definitions: Definitions,
    indicators: Indicators,
    plan: FollowUpPlan,
    period: Period,
    *,
    now: datetime,
    looked_at: date | None = None,
    made_by: str | None = None,
    sample: int | None = None,
    every_case: bool = False,
    notes: tuple[Said, ...] = (),
) -> FollowUp:
    """The follow-up of the utility of `definitions`, as known on the day `looked_at`, by default the day of `now`.

    The self-audit covers the cases that were filed or answered in the period or are open at its end. It looks at
    `sample` of them (by default `plan.sample`), always the same ones, or at all with `every_case`. A day `looked_at`
    after `now` counts as the day of `now`.

    Raises:
        InvalidInputError: the period has not begun, or the plan names an indicator that does not exist.
    """
    made_at, profile = now.astimezone(law.zone), definitions.profile
    today, utility = made_at.date(), profile.utility_id
    looked_at = min(looked_at or today, today)
    if looked_at < period.first_day:
        es, en = f"{period} no ha comenzado el {looked_at}", f"{period} has not begun on {looked_at}"
        raise InvalidInputError(place="period", detail=Said(es, en))
    closing_day = period.closing_day(looked_at)
    counted = _Counted.of(unit, utility, indicators, plan, period, closing_day)
    chosen = None if every_case else plan.sample if sample is None else sample
    open_cases = {
        each.key: each for each in behind(counted.source, counted.due, period, until=closing_day).numerator
    }  # only those with a known last day
    return FollowUp(
        plan=plan,
        utility=utility,
        name=profile.name,
        period=period,
        closing_day=closing_day,
        made_at=made_at,
        made_by=made_by,
        in_progress=closing_day < period.last_day,
        sheet=counted.series(),
        year=counted.year(),
        flows=tuple(counted.flows()),
        by_service=counted.grouped("servicio", {code: each.es for code, each in law.catalogue.services.items()}),
        by_causal=counted.grouped("causal", _causales(law, closing_day)),
        ages=counted.bands(),
        due=counted.due_days(definitions.calendar, plan.ahead),
        at_risk=_at_risk(
            unit.facts.get_many(utility, [key for key in open_cases if isinstance(key, UUID)]),
            closing_day,
            definitions.calendar,
            profile.soon_business_days,
        ),
        soon=profile.soon_business_days,
        actions=_actions(unit.actions.stream(utility), today, period),
        audit=_audit(unit, law, definitions, counted.cases(), closing_day, chosen),
        minutes=tuple(
            sorted(
                (each for each in unit.minutes.stream(utility) if each.period == str(period)),
                key=lambda each: each.held_on,
            )
        ),
        riesgos=dict(profile.riesgos),
        types=law.rules.types,
        notes=notes,
    )


def _causales(law: Law, day: date) -> Mapping[str, str]:
    return {code: each.es for code, each in law.catalogue.causales.at(day).value.items()}


@frozen
class _Counted:
    """The counts read from the store, and the parts of the follow-up made from them."""

    source: Source
    drawn: list[Period]
    period: Period
    closing_day: date
    sheet: tuple[Indicator, ...]
    totals: tuple[Indicator, ...]
    standing: tuple[Standing, ...]
    ages: Indicator
    due: Indicator
    of_sheet: Counts
    of_year: Mapping[str, Counts]
    whole: Counts
    by: Mapping[str, Counts]

    @classmethod
    def of(
        cls,
        unit: UnitOfWork,
        utility: str,
        indicators: Indicators,
        plan: FollowUpPlan,
        period: Period,
        closing_day: date,
    ) -> _Counted:
        source = unit.source(utility)
        sheet = tuple(listed(indicators, code, "plan") for code in plan.sheet)
        totals = tuple(listed(indicators, code, "plan") for code in plan.flows)
        ages, due = listed(indicators, plan.ages, "plan"), listed(indicators, plan.due, "plan")
        drawn = [period.shift(-back) for back in reversed(range(plan.periods))]
        return cls(
            drawn=drawn,
            source=source,
            period=period,
            closing_day=closing_day,
            sheet=sheet,
            totals=totals,
            standing=listed(indicators, plan.standing, "plan").beside,
            ages=ages,
            due=due,
            of_sheet=count(source, sheet, periods=drawn, until=closing_day),
            of_year={
                each.code: count(source, [own], periods=[span], until=closing_day)
                for each, (own, span) in ((each, _year_to_date(each, closing_day)) for each in sheet)
            },
            whole=count(source, (*totals, ages, due), periods=[period.shift(-1), period], until=closing_day),
            by={
                column: count(source, totals, by=(column,), periods=[period], until=closing_day)
                for column in ("servicio", "causal")
            },
        )

    def series(self) -> tuple[IndicatorSeries, ...]:
        return tuple(IndicatorSeries.of(each, self.of_sheet, self.drawn) for each in self.sheet)

    def year(self) -> tuple[Point, ...]:
        asked = ((self.of_year[each.code], *_year_to_date(each, self.closing_day)) for each in self.sheet)
        return tuple(point_of(own, counts, span) for counts, own, span in asked)

    def flows(self) -> Iterator[Flow]:
        before = self.period.shift(-1)
        for each in self.totals:
            n, earlier = _whole(self.whole, each, self.period), _whole(self.whole, each, before)
            yield Flow(code=each.code, es=each.name_es, en=each.name_en, n=n, before=earlier)
        for standing in self.standing:
            n = self.whole.standing(standing, self.closing_day)
            earlier = self.whole.standing(standing, before.last_day)
            yield Flow(
                code=standing.code,
                es=f"{standing.es.capitalize()} al cierre",
                en=f"{standing.en.capitalize()} at the end",
                n=n,
                before=earlier,
            )

    def grouped(self, column: str, names: Mapping[str, str]) -> tuple[GroupRow, ...]:
        """The counts of each group, without the groups whose counts are all 0."""
        counts = self.by[column]
        groups = {group for each in self.totals for group in counts.groups(each)}

        def row(group: Group) -> GroupRow:
            code = None if group[0] is None else str(group[0])
            flows = [_whole(counts, each, self.period, group) for each in self.totals]
            standing = [counts.standing(each, self.closing_day, group) for each in self.standing]
            return GroupRow(code=code, name=names.get(code or ""), counts=(*flows, *standing))

        rows = [row(group) for group in groups]
        kept = [each for each in rows if any(n != 0 for n in each.counts)]
        return tuple(sorted(kept, key=lambda each: (*(-(n or 0) for n in each.counts), each.code or "")))

    def bands(self) -> tuple[tuple[int | None, int | None, int], ...]:
        found = zip(self.ages.band_limits, self.whole.bands(self.ages, self.period), strict=True)
        return tuple((first, last, n) for (first, last), n in found)

    def due_days(self, calendar: BusinessCalendar, ahead: int) -> DueDays:
        """The open cases by last day. A last day that is not a business day counts on the next business day."""
        by_day: Counter[date] = Counter()
        for term in self.due.numerator:
            for passed, n in self.whole.distribution(term.measure, self.period).counts.items():
                by_day[date.fromordinal(self.closing_day.toordinal() - passed)] += n
        next_days = [calendar.add_business_days(self.closing_day, n) for n in range(1, ahead + 1)]
        days: dict[date, int] = dict.fromkeys(next_days, 0)
        overdue = later = 0
        for day, n in by_day.items():
            if day < self.closing_day:
                overdue += n
            elif day > next_days[-1]:
                later += n
            else:
                days[next(each for each in next_days if day <= each)] += n
        open_ = self.whole.distribution(self.ages.numerator[0].measure, self.period).n
        return DueDays(overdue=overdue, days=tuple(days.items()), later=later, undated=open_ - sum(by_day.values()))

    def cases(self) -> frozenset[UUID]:
        """The cases that a self-audit covers: filed or answered in the period, or open at its end."""
        asked = (*self.totals, self.ages)
        found = (behind(self.source, each, self.period, until=self.closing_day) for each in asked)
        return frozenset(each.key for one in found for each in one.numerator if isinstance(each.key, UUID))


def _year_to_date(indicator: Indicator, day: date) -> tuple[Indicator, Period]:
    """The indicator and the period that give its value for the year up to a day.

    An indicator that compares with the month before is compared with the last month of the previous year instead. It
    then has no target, because a target for the change of one month does not apply to several.
    """
    if not indicator.compares:
        return indicator, Period.of(day, Frequency.YEAR)

    def since(terms: tuple[Addend, ...]) -> tuple[Addend, ...]:
        return tuple(evolve(term, lag=term.lag * day.month) for term in terms)

    own = evolve(indicator, numerator=since(indicator.numerator), denominator=since(indicator.denominator), target=None)
    return own, Period.of(day)


def _whole(counts: Counts, indicator: Indicator, period: Period, group: Group | None = None) -> int | None:
    value = counts.result(indicator, period, group).exact
    return None if value is None else value.numerator


def _at_risk(rows: Iterable[Facts], day: date, calendar: BusinessCalendar, soon: int) -> tuple[Risk, ...]:
    """The rows that are overdue or due within `soon` business days, the most urgent first."""
    found = []
    for row in rows:
        due_on = row.due(day)
        if due_on is None:
            continue
        left = calendar.business_days_between(day, due_on)
        if left <= soon:
            found.append(Risk(row, due_on, left, is_overdue=due_on < day))
    return tuple(sorted(found, key=lambda each: (each.due_on, each.row.radicado or "", str(each.row.case_id))))


def _actions(actions: Iterable[ImprovementAction], today: date, period: Period) -> Actions:
    by_state: dict[ActionState, list[ImprovementAction]] = defaultdict(list)
    for each in sorted(actions, key=lambda each: (each.due_on, str(each.action_id))):
        if each.opened_on <= today:
            by_state[each.state(today)].append(each)
    closed = [each for each in by_state[ActionState.CERRADA] if each.closed_on and each.closed_on >= period.first_day]
    return Actions(
        open=tuple(by_state[ActionState.ABIERTA]), overdue=tuple(by_state[ActionState.VENCIDA]), closed=tuple(closed)
    )


def _audit(
    unit: UnitOfWork, law: Law, definitions: Definitions, cases: Collection[UUID], day: date, sample: int | None
) -> Audit:
    chosen = sorted(cases, key=lambda each: sha256(each.bytes).digest())[:sample]
    found: dict[Finding, list[str]] = defaultdict(list)
    looked_at = carrying = 0
    end = at_end(day, law.zone)
    for stored in unit.cases.get_many(definitions.profile.utility_id, chosen):
        looked_at += 1
        noticed = law.agenda(stored.case, end, definitions.profile).findings
        carrying += bool(noticed)
        for finding in noticed:
            found[finding].append(stored.case.filing.radicado or str(stored.case.case_id))
    return Audit(
        looked_at=looked_at,
        of=len(cases),
        with_findings=carrying,
        noticed=tuple(
            Noticed(
                finding=finding,
                citations=tuple(definitions.rules.findings.get(finding, ())),
                radicados=tuple(sorted(radicados)),
            )
            for finding, radicados in sorted(found.items(), key=lambda each: (-len(each[1]), each[0].value))
        ),
    )

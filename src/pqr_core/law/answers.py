"""The term to answer a case as it is filed, before any other event: for the clock, and for many days at once.

>>> from pqr_core import colombia
>>> week = due_days(colombia.definitions(), "reclamo", date(2026, 3, 16), date(2026, 3, 18))
>>> [day.due_on.isoformat() for day in week]
['2026-04-09', '2026-04-10', '2026-04-13']
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.dated import Version
from pqr_core.errors import NoRuleInForceError, OutOfSpanError
from pqr_core.language import Language
from pqr_core.law.agenda import Definitions
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.resolution import ResolvedRules, resolve
from pqr_core.law.rules import Term

__all__ = ("AnswerTerm", "DueDay", "DueRow", "answer_term", "due_days", "due_table", "rule_text")

_DAY: Final = timedelta(days=1)


class AnswerTerm(NamedTuple):
    """The answer term: `n` days, counted after the day `after`.

    Args:
        after: the day after which the count begins; it is not counted itself.
        n: the days of the term.
        version: the version of the law that sets the term; None if the type has no term.
        extension_total: the days of the whole term after an extension; None if no extension sets it.
    """

    after: date
    n: int
    version: Version[Term] | None
    extension_total: int | None


def answer_term(rules: ResolvedRules, days: AnnouncedDays, base_on: date) -> AnswerTerm:
    """The answer term of a case with the base day `base_on`.

    Raises:
        OutOfSpanError: a day of the count is outside the calendar.
    """
    after = _eve_or(rules, days, base_on)
    pending = rules.pending
    if pending is not None and days.add(after, rules.n) >= pending.first_day:
        return AnswerTerm(after, pending.n, pending.version, pending.extension_total)
    return AnswerTerm(after, rules.n, rules.response, rules.extension_total)


def _eve_or(rules: ResolvedRules, days: AnnouncedDays, base_on: date) -> date:
    """The day after which the count begins: the base, or its eve if the base itself is counted."""
    if not rules.from_filing_day:
        return base_on
    eve = base_on - _DAY

    def due_on(calendar: BusinessCalendar) -> date:
        return calendar.add_business_days(eve if calendar.is_business_day(base_on) else base_on, rules.n)

    return eve if days.counts(base_on, due_on) else base_on


class DueDay(NamedTuple):
    """The last day to answer a case filed on one day, and the version of the rule that gives it.

    Both are None if there is no such day: no rule was in force, or the day is outside the calendar.
    """

    filed_on: date
    due_on: date | None
    version: Version[Term] | None


def due_days(definitions: Definitions, tipo: str, first: date, last: date) -> Iterator[DueDay]:
    """The last day to answer a case of one type, as `Law.due` gives it, for each day of filing.

    The days go from `first` to `last`, both included. There is no last day if the law sets no term for the type, or the
    request itself sets it.

    Raises:
        UnknownCaseTypeError: the rule book has no such type.
        NoRuleInForceError: no set of policies is in force on one of the days.
    """
    days = AnnouncedDays(definitions.calendar)
    here = first
    for until in (*_turns(definitions, first, last), last + _DAY):
        rules = _rules_on(definitions, tipo, here)
        while here < until:
            yield DueDay(here, None, None) if rules is None else _due_day(rules, days, here)
            here += _DAY


def _turns(definitions: Definitions, first: date, last: date) -> list[date]:
    """The days after `first`, up to `last`, on which another rule or another reading may begin."""
    versions = definitions.profile.policies.versions
    begun = {version.first_day for version in versions if version.first_day is not None}
    ended = {version.last_day + _DAY for version in versions if version.last_day is not None}
    return sorted(turn for turn in {*definitions.rules.eras, *begun, *ended} if first < turn <= last)


def _rules_on(definitions: Definitions, tipo: str, day: date) -> ResolvedRules | None:
    """The rules of the type on that day; None if it has no answer term then."""
    try:
        rules = resolve(definitions.rules, tipo, day, definitions.profile.policies_at(day))
    except NoRuleInForceError:
        return None
    return None if rules.response is None else rules


def _due_day(rules: ResolvedRules, days: AnnouncedDays, filed_on: date) -> DueDay:
    try:
        after, n, version, _total = answer_term(rules, days, filed_on)
        due_on = days.calendar_days(after, n) if rules.every_day else days.add(after, n)
    except OutOfSpanError:
        return DueDay(filed_on, None, None)
    return DueDay(filed_on, due_on, version)


class DueRow(NamedTuple):
    """A row of the table of due days, to be joined by utility, type and day of filing.

    Args:
        utility: the utility.
        tipo: the case type.
        filed_on: the legal day of filing.
        due_on: the last day to answer, included.
        rule: the term and its norms, in words.
        fingerprint: the digest of the definitions.
    """

    utility: str
    tipo: str
    filed_on: date
    due_on: date
    rule: str
    fingerprint: str


def due_table(definitions: Definitions, first: date, last: date, lang: Language = "es") -> Iterator[DueRow]:
    """The last day to answer for each type and each day from `first` to `last`, both included, where there is one.

    >>> from pqr_core import colombia
    >>> next(due_table(colombia.definitions(), date(2026, 3, 16), date(2026, 3, 16)))[1:4]
    ('peticion', datetime.date(2026, 3, 16), datetime.date(2026, 4, 9))
    """
    utility, fingerprint = definitions.profile.utility_id, definitions.fingerprint
    for tipo in definitions.rules.types:
        told: dict[int, str] = {}  # by identity: there are few versions, and comparing them is slow
        for filed_on, due_on, version in due_days(definitions, tipo, first, last):
            if due_on is not None and version is not None:
                rule = told.get(id(version)) or told.setdefault(id(version), rule_text(version, lang))
                yield DueRow(utility, tipo, filed_on, due_on, rule, fingerprint)


def rule_text(version: Version[Term], lang: Language = "es") -> str:
    """A version of a term in one line, with its norms.

    >>> from pqr_core import colombia
    >>> rule_text(next(due_days(colombia.definitions(), "reclamo", date(2026, 3, 16), date(2026, 3, 16))).version)
    '15 días hábiles: Ley 142 de 1994, art. 158; Decreto 2150 de 1995, art. 123'
    """
    return f"{version.value.text(lang)}: {'; '.join(citation.text(lang) for citation in version.citations)}"

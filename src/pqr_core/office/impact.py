"""Which open cases get another last day when a closure is ordered or a holiday law is added, counted by columns.

A last day that is the plain n-th business day from the filing is counted again with arrays. A row of facts does not
hold what else moves a last day (a suspension, an extension, a filing outside office hours). Those cases are named, and
their days must be computed from their events.

>>> from datetime import date
>>> from pqr_core import colombia
>>> from pqr_core.facts import Facts
>>> old = colombia.calendar(check="off")
>>> new = old.with_closures(colombia.Closure(date(2026, 4, 1), act="Decreto municipal 12 de 2026"))
>>> row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> impact = affected([row], old, new, rules=colombia.RULES, profile=colombia.DEFAULT_PROFILE)
>>> [(move.due_on, move.new_due_on) for move in impact.moves()]
[(datetime.date(2026, 4, 9), datetime.date(2026, 4, 10))]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from attrs import field, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import InvalidInputError, MissingExtraError
from pqr_core.facts import Facts
from pqr_core.language import Said
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.profiles import Profile
from pqr_core.law.resolution import resolve
from pqr_core.law.rules import RuleBook
from pqr_core.policies import OffHours

try:
    import numpy as np
    import numpy.typing as npt
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.office.impact", package="numpy", extra="arrays") from error

from pqr_core.calendars import arrays

__all__ = ("Columns", "Impact", "Move", "affected")


_ONE_LENGTH: Final = Said("columnas del mismo largo", "columns of one length")


@frozen(kw_only=True, eq=False)
class Columns:
    """Open cases as columns of one length, for a host that holds them as arrays.

    Args:
        keys: the name of each case: an id or a radicado.
        tipo: the case type of each.
        filed_on: `datetime64[D]`, the legal day of filing.
        due_on: `datetime64[D]`, the last day to answer under the old calendar, inclusive; NaT if it is unknown.
        suspended: whether a suspension has stopped the term of the case at some time.
        answered: whether the answer was given, so that only other duties are open.
    """

    keys: npt.NDArray[Any] = field(repr=False)
    tipo: npt.NDArray[Any] = field(repr=False)
    filed_on: npt.NDArray[np.datetime64] = field(repr=False)
    due_on: npt.NDArray[np.datetime64] = field(repr=False)
    suspended: npt.NDArray[np.bool_] = field(repr=False)
    answered: npt.NDArray[np.bool_] = field(repr=False)

    def __attrs_post_init__(self) -> None:
        columns = (self.keys, self.tipo, self.filed_on, self.due_on, self.suspended, self.answered)
        lengths = {len(each) for each in columns}
        if len(lengths) != 1:
            told = Said.alike(", ".join(map(str, sorted(lengths))))
            raise InvalidInputError.expected(_ONE_LENGTH, told, place="columns")

    @classmethod
    def of(cls, facts: Iterable[Facts]) -> Columns:
        """The open cases of `facts` as columns. A case is open if it owes an answer or another duty."""
        keys: list[UUID] = []
        tipos: list[str] = []
        filed: list[date] = []
        due: list[date | None] = []
        suspended: list[bool] = []
        answered: list[bool] = []
        for row in facts:
            is_open = row.answered_on is None and row.ended_on is None
            if is_open or row.duties:
                keys.append(row.case_id)
                tipos.append(row.tipo)
                filed.append(row.filed_on)
                due.append(row.due_on)
                suspended.append(row.suspended_from is not None)
                answered.append(not is_open)
        return cls(
            keys=np.fromiter(keys, dtype=object, count=len(keys)),
            tipo=np.array(tipos, dtype=object),
            filed_on=np.array(filed, dtype="datetime64[D]"),
            due_on=np.array(due, dtype="datetime64[D]"),
            suspended=np.array(suspended, dtype=bool),
            answered=np.array(answered, dtype=bool),
        )


@frozen
class Move:
    """One case that gets another last day to answer."""

    key: Any
    due_on: date
    new_due_on: date


@frozen(kw_only=True, eq=False)
class Impact:
    """The effect of a change of the calendar on open cases; the arrays hold positions in `columns`.

    Args:
        columns: the cases that were counted.
        moved: the positions of the cases whose last day changes.
        new_due_on: the new last day of each case of `moved`, inclusive.
        to_review: the positions of the cases whose last day is not the plain count, and of the answered cases whose
            last day changes, so that the answer may have become late or timely. Compute these from their events.
    """

    columns: Columns
    moved: npt.NDArray[np.int64] = field(repr=False)
    new_due_on: npt.NDArray[np.datetime64] = field(repr=False)
    to_review: npt.NDArray[np.int64] = field(repr=False)

    def moves(self) -> Iterator[Move]:
        """The cases of `moved`, one by one."""
        columns = self.columns
        for position, new_due_on in zip(self.moved.tolist(), self.new_due_on.tolist(), strict=True):
            yield Move(columns.keys[position], columns.due_on[position].item(), new_due_on)

    def keys_to_review(self) -> list[Any]:
        """The keys of the cases of `to_review`."""
        return list(self.columns.keys[self.to_review])


def affected(
    facts: Iterable[Facts] | Columns,
    old: BusinessCalendar,
    new: BusinessCalendar,
    *,
    rules: RuleBook,
    profile: Profile,
) -> Impact:
    """The open cases of `facts` whose last day to answer under `old` is another day under `new`.

    A closure that was made known after a last day had passed does not move that day, unless it is retroactive.

    Raises:
        UnknownCaseTypeError, NoRuleInForceError: the law has no rule for the type of a case or for its day of filing.
        OutOfSpanError: a day lies outside the calendar.
    """
    columns = facts if isinstance(facts, Columns) else Columns.of(facts)
    after, terms, rebased = _plain_terms(columns, old, new, rules, profile)
    counted = arrays.business_days_between(old, after, np.where(np.isnat(columns.due_on), after, columns.due_on))
    plain = ~columns.suspended & ~np.isnat(columns.due_on) & (counted == terms) & ~rebased
    (positions,) = np.nonzero(plain)
    new_due_on = arrays.add_business_days(new, after[positions], terms[positions])
    _undo_late_closures(new, after[positions], terms[positions], columns.due_on[positions], new_due_on)
    changes = new_due_on != columns.due_on[positions]
    review = ~plain & (terms > 0)
    review[positions] = changes & columns.answered[positions]
    changes &= ~columns.answered[positions]
    return Impact(
        columns=columns,
        moved=positions[changes],
        new_due_on=new_due_on[changes],
        to_review=np.nonzero(review)[0],
    )


def _plain_terms(
    columns: Columns, old: BusinessCalendar, new: BusinessCalendar, rules: RuleBook, profile: Profile
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each case: the day after which its term counts, its term in business days, whether its base may move.

    The term is 0 if the type has no answer counted in business days. The base may move if the case was filed on a day
    that is closed in one of the two calendars only, under a policy `off_hours` of the next business day.
    """
    after = columns.filed_on.copy()
    terms = np.zeros(len(after), dtype=np.int64)
    rebased = np.zeros(len(after), dtype=np.bool_)
    eves = after - np.timedelta64(1, "D")
    closed = [arrays.business_days_between(calendar, eves, after) == 0 for calendar in (old, new)]
    tipos, which = np.unique(columns.tipo.astype(str), return_inverse=True)
    eras = np.array(rules.eras, dtype="datetime64[D]")
    policies = [version.first_day for version in profile.policies.versions if version.first_day is not None]
    starts = np.unique(np.concatenate((eras, np.array(policies, dtype="datetime64[D]"))))
    group = which * len(starts) + np.searchsorted(starts, columns.filed_on, side="right") - 1
    for each in np.unique(group):
        (members,) = np.nonzero(group == each)
        filed_on: date = columns.filed_on[members[0]].item()
        resolved = resolve(rules, str(tipos[which[members[0]]]), filed_on, profile.policies_at(filed_on))
        if resolved.response is None or resolved.every_day:
            continue
        terms[members] = resolved.n
        if resolved.policies.off_hours is OffHours.NEXT_BUSINESS_DAY:
            rebased[members] = closed[0][members] != closed[1][members]
        if resolved.from_filing_day:
            eve = after[members] - np.timedelta64(1, "D")
            counts = arrays.business_days_between(old, eve, after[members]) > 0
            after[members] = np.where(counts, eve, after[members])
    return after, terms, rebased


def _undo_late_closures(
    new: BusinessCalendar,
    after: npt.NDArray[np.datetime64],
    terms: npt.NDArray[np.int64],
    due_on: npt.NDArray[np.datetime64],
    new_due_on: npt.NDArray[np.datetime64],
) -> None:
    announced = [each.known_on for each in new.closures if each.known_on is not None and not each.retroactive]
    if not announced:
        return
    days = AnnouncedDays(new)
    (late,) = np.nonzero((due_on < np.datetime64(max(announced))) & (new_due_on != due_on))
    for position in late.tolist():
        new_due_on[position] = np.datetime64(days.add(after[position].item(), int(terms[position])))

"""The second opinion: the `holidays` package compared with a calendar's laws, day by day and name by name.

A difference never changes an answer; it is told, as a `Drift`, to whoever asked. A package that is missing, too old
to be asked, or that fails is drift too: `problem` says so and nothing is disputed that it did not speak about.
"""

from __future__ import annotations

import functools
import importlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

if TYPE_CHECKING:
    from pqr_core.calendars.business import Holiday

__all__ = ("Drift", "NameDrift", "SecondOpinion", "compare")

_PACKAGE: Final = "holidays"
_NAMED: Final = 12


@frozen(kw_only=True)
class SecondOpinion:
    """How to ask the package: its country and language codes, and which law each of its names stands for.

    `observed_suffix` is what it appends to the name of a holiday that was moved.
    """

    country: str
    language: str
    observed_suffix: str
    codes: Mapping[str, str] = field(hash=False)


@frozen
class NameDrift:
    """A holiday for both under other names: our law codes, and theirs (its own name where no code is known)."""

    day: date
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@frozen(kw_only=True)
class Drift:
    """What differs: days that only our laws have, days that only the package has, and days named differently."""

    version: str
    only_ours: tuple[date, ...] = ()
    only_theirs: tuple[date, ...] = ()
    names: tuple[NameDrift, ...] = ()
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.only_ours or self.only_theirs or self.names or self.problem)

    @property
    def disputed(self) -> tuple[date, ...]:
        """The days on which the two differ about whether it is a holiday."""
        return tuple(sorted({*self.only_ours, *self.only_theirs}))

    def summary(self) -> str:
        """The days in one line, the first dozen of each sort by name."""
        parts = [self.problem] if self.problem else []
        if self.only_ours:
            parts.append(f"only in the law table: {_listed(map(str, self.only_ours))}")
        if self.only_theirs:
            parts.append(f"only in the package: {_listed(map(str, self.only_theirs))}")
        if self.names:
            named = (f"{each.day} {'+'.join(each.ours)} / {'+'.join(each.theirs)}" for each in self.names)
            parts.append(f"named differently: {_listed(named)}")
        return "; ".join(parts)


def _listed(items: Iterable[str]) -> str:
    every = list(items)
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more


def compare(holidays: Iterable[Holiday], span: tuple[date, date], opinion: SecondOpinion) -> Drift:
    """The drift between `holidays` (all of `span`) and the package; empty, so false, when they agree."""
    theirs, version, problem = _asked(opinion, span)
    if problem:
        return Drift(version=version, problem=problem)
    ours: defaultdict[date, set[str]] = defaultdict(set)
    for holiday in holidays:
        ours[holiday.day].add(holiday.law.code)
    return Drift(
        version=version,
        only_ours=tuple(sorted(ours.keys() - theirs.keys())),
        only_theirs=tuple(sorted(theirs.keys() - ours.keys())),
        names=tuple(
            NameDrift(day, tuple(sorted(ours[day])), tuple(sorted(theirs[day])))
            for day in sorted(ours.keys() & theirs.keys())
            if ours[day] != theirs[day]
        ),
    )


_LOCK: Final = threading.Lock()


def _asked(opinion: SecondOpinion, span: tuple[date, date]) -> tuple[Mapping[date, frozenset[str]], str, str]:
    # The package's calendar fills itself while it is read, so that only one thread may be at it.
    with _LOCK:
        return _ask(opinion, span)


@functools.lru_cache(maxsize=1)
def _ask(opinion: SecondOpinion, span: tuple[date, date]) -> tuple[Mapping[date, frozenset[str]], str, str]:
    """Law codes (or unknown names) by day, the package's version, and the problem if it could not be asked."""
    first, last = span
    version = "not installed"
    try:
        package = importlib.import_module(_PACKAGE)
        version = str(package.__version__)
        # The language is said because the default follows the locale of the process.
        days = package.country_holidays(
            opinion.country, years=range(first.year, last.year + 1), language=opinion.language
        )
        found = {
            day: frozenset(
                opinion.codes.get(plain, plain)
                for plain in (name.removesuffix(opinion.observed_suffix) for name in names.split("; "))
            )
            for day, names in sorted(days.items())
            if first <= day <= last
        }
    except Exception as error:  # noqa: BLE001 - whatever ails the second opinion, the first one stands
        return {}, version, f"the package could not be asked ({type(error).__name__}: {error})"
    return found, version, ""

"""The second opinion: compares the laws of a calendar with the `holidays` package, day by day and name by name.

A difference never changes an answer; the caller gets it as a `Drift`. If the package is missing, too old to be asked,
or fails, that is drift too: `problem` says so, and no day is disputed.
"""

from __future__ import annotations

import functools
import importlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from attrs import field, frozen

from pqr_core.calendars.business import Holiday
from pqr_core.fields import Brief
from pqr_core.language import Language, Said

__all__ = ("Drift", "NameDrift", "SecondOpinion", "drift_of")

_PACKAGE: Final = "holidays"
_NAMED: Final = 12
_NO_MORE: Final = Said("", "")
_Answer: TypeAlias = tuple[Mapping[date, frozenset[str]], str, Said | None]


@frozen(kw_only=True)
class SecondOpinion(Brief):
    """How to ask the package.

    Args:
        country: the code of the country in the package.
        language: the code of the language in which the package gives names.
        observed_suffix: what the package appends to the name of a holiday that was moved.
        codes: the law code for each name of the package.
    """

    country: str
    language: str
    observed_suffix: str
    codes: Mapping[str, str] = field(hash=False)


@frozen
class NameDrift:
    """A holiday with different names: our law codes, and theirs (the package's own name if it has no code)."""

    day: date
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@frozen(kw_only=True)
class Drift:
    """The differences: days that only our laws have, days that only the package has, and days named differently.

    It is false if there is no difference. `problem` says why the package could not be asked; `version` is its version.
    """

    version: str
    only_ours: tuple[date, ...] = ()
    only_theirs: tuple[date, ...] = ()
    names: tuple[NameDrift, ...] = ()
    problem: Said | None = None

    def __bool__(self) -> bool:
        return bool(self.only_ours or self.only_theirs or self.names or self.problem)

    @property
    def disputed(self) -> tuple[date, ...]:
        """The days that are a holiday for only one of the two."""
        return tuple(sorted({*self.only_ours, *self.only_theirs}))

    def summary(self, lang: Language = "en") -> str:
        """The differences in one line; the first twelve days of each sort are listed."""
        names = (f"{each.day} {'+'.join(each.ours)} / {'+'.join(each.theirs)}" for each in self.names)
        sorts = (map(str, self.only_ours), map(str, self.only_theirs), names)
        parts = [self.problem.text(lang)] if self.problem else []
        parts += [_listed(what, [*days], lang) for what, days in zip(_SORTS, sorts, strict=True)]
        return "; ".join(filter(None, parts))


_SORTS: Final = (
    Said("solo en la tabla de festivos", "only in the law table"),
    Said("solo en el paquete", "only in the package"),
    Said("con otro nombre", "named differently"),
)


def _listed(what: Said, days: list[str], lang: Language) -> str:
    more = Said(f" y {len(days) - _NAMED} más", f" and {len(days) - _NAMED} more") if len(days) > _NAMED else _NO_MORE
    return f"{what.text(lang)}: {', '.join(days[:_NAMED])}{more.text(lang)}" if days else ""


def drift_of(holidays: Iterable[Holiday], span: tuple[date, date], opinion: SecondOpinion) -> Drift:
    """The drift between `holidays`, which are all holidays of `span`, and the package; false if they agree."""
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


def _asked(opinion: SecondOpinion, span: tuple[date, date]) -> _Answer:
    # The calendar of the package fills itself while it is read, so only one thread may read it.
    with _LOCK:
        return _ask(opinion, span)


@functools.lru_cache(maxsize=1)
def _ask(opinion: SecondOpinion, span: tuple[date, date]) -> _Answer:
    """The law codes (or unknown names) by day, the version of the package, and the problem if it could not be asked."""
    first, last = span
    version = "not installed"
    try:
        package = importlib.import_module(_PACKAGE)
        version = str(package.__version__)
        # The language is given because the default follows the locale of the process.
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
    except Exception as error:  # noqa: BLE001 - no failure of the second opinion changes the first
        kind = type(error).__name__
        es = f"no se pudo consultar el paquete ({kind})"
        return {}, version, Said(es, f"the package could not be asked ({kind}: {error})")
    return found, version, None

"""Values of the law that hold from one day to another.

>>> from datetime import date
>>> term = Dated("respuesta", (Version(15, first_day=date(1994, 7, 11)),))
>>> term.at(date(2026, 3, 16)).value
15
>>> term.at(date(1990, 1, 1))
Traceback (most recent call last):
...
pqr_core.errors.NoRuleInForceError: no rule 'respuesta' in force on 1990-01-01; the first version begins on 1994-07-11
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from attrs import field, frozen, validators

from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.language import Said

__all__ = ("Dated", "Version")

T = TypeVar("T")


@frozen(kw_only=True)
class Version(Generic[T]):
    """One value with the days on which it is law: `first_day` and `last_day` both included, None = open end.

    `citations` are where the value stands; `in_force_by` is where the first day stands, when that is elsewhere.
    """

    value: T = field(kw_only=False)
    first_day: date | None = field(default=None, validator=validators.optional(validators.instance_of(date)))
    last_day: date | None = field(default=None, validator=validators.optional(validators.instance_of(date)))
    citations: tuple[Citation, ...] = ()
    in_force_by: Citation | None = None

    def covers(self, day: date) -> bool:
        """Whether the version is in force on `day`."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


def _ordered(_instance: object, _attribute: object, versions: tuple[Version[T], ...]) -> None:
    """Versions follow one another without overlapping; a gap between them is allowed and refuses."""
    for earlier, later in pairwise(versions):
        if earlier.last_day is None or later.first_day is None or earlier.last_day >= later.first_day:
            raise InvalidInputError(
                place="versions", detail=f"{later.first_day} must come after the last day before it, {earlier.last_day}"
            )
    if not versions:
        raise InvalidInputError(place="versions", detail="at least one version is needed")


@frozen
class Dated(Generic[T]):
    """The versions of one rule, oldest first; a day before the first, in a gap or after the last is refused."""

    name: str
    versions: tuple[Version[T], ...] = field(validator=_ordered)

    def at(self, day: date) -> Version[T]:
        """The version in force on `day`.

        Raises:
            NoRuleInForceError: `day` is before the first version, in a gap or after a repeal.
        """
        for version in reversed(self.versions):
            if version.covers(day):
                return version
        raise NoRuleInForceError(rule=self.name, day=day, span=self._span(day))

    def _span(self, day: date) -> Said:
        first, last = self.versions[0].first_day, self.versions[-1].last_day
        if first is not None and day < first:
            return Said(es=f"la primera versión rige desde el {first}", en=f"the first version begins on {first}")
        if last is not None and day > last:
            return Said(es=f"dejó de regir después del {last}", en=f"it was repealed with effect after {last}")
        return Said(es="queda entre dos versiones", en="it lies between two versions")

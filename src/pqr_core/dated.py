"""Legal values that are in force from one day to another.

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
from typing import Final, Generic, TypeVar

from attrs import field, frozen

from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.fields import Brief, is_day_or_none
from pqr_core.language import Said
from pqr_core.names import NOTHING

__all__ = ("Dated", "Version")

T = TypeVar("T")
_SOME: Final = Said("al menos una versión", "at least one version")


@frozen(kw_only=True)
class Version(Brief, Generic[T]):
    """One value and the days on which it is in force.

    Args:
        value: the value.
        first_day: the first day in force, included; None if there is no first day.
        last_day: the last day in force, included; None if there is no last day.
        citations: the places in norms that state the value.
        in_force_by: the place that states the first day, where it is another one.

    Raises:
        NotADateError: `first_day` or `last_day` is neither a date nor None.
    """

    value: T = field(kw_only=False)
    first_day: date | None = field(default=None, validator=is_day_or_none)
    last_day: date | None = field(default=None, validator=is_day_or_none)
    citations: tuple[Citation, ...] = ()
    in_force_by: Citation | None = None

    def covers(self, day: date) -> bool:
        """Whether the version is in force on `day`."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


def _ordered(_instance: object, _attribute: object, versions: tuple[Version[T], ...]) -> None:
    """Refuse versions that are out of order or overlap; a gap is allowed, and `Dated.at` refuses the days in it."""
    for earlier, later in pairwise(versions):
        if earlier.last_day is None or later.first_day is None or earlier.last_day >= later.first_day:
            es = f"{later.first_day} no es después del último día anterior, {earlier.last_day}"
            en = f"{later.first_day} does not come after the last day before it, {earlier.last_day}"
            raise InvalidInputError(place="versions", detail=Said(es, en))
    if not versions:
        raise InvalidInputError.expected(_SOME, NOTHING, place="versions")


@frozen
class Dated(Brief, Generic[T]):
    """The versions of one rule, oldest first, without overlaps.

    Raises:
        InvalidInputError: there is no version, or a version does not begin after the one before it ends.
    """

    name: str
    versions: tuple[Version[T], ...] = field(validator=_ordered)

    def at(self, day: date) -> Version[T]:
        """The version in force on `day`.

        Raises:
                NoRuleInForceError: `day` is before the first version, between two versions or after the last one.
        """
        version = self.on(day)
        if version is not None:
            return version
        raise NoRuleInForceError(rule=self.name, day=day, span=self._span(day))

    def on(self, day: date) -> Version[T] | None:
        """The version in force on `day`; None if no version is."""
        for version in reversed(self.versions):
            if version.covers(day):
                return version
        return None

    def _span(self, day: date) -> Said:
        first, last = self.versions[0].first_day, self.versions[-1].last_day
        if first is not None and day < first:
            return Said(es=f"la primera versión rige desde el {first}", en=f"the first version begins on {first}")
        if last is not None and day > last:
            return Said(es=f"dejó de regir después del {last}", en=f"it was repealed with effect after {last}")
        return Said(es="queda entre dos versiones", en="it lies between two versions")

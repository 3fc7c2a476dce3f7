"""A utility's settings: which days it works, which readings of the law it follows, which times it sets itself.

Nothing here has a default that is a legal figure; `colombia.DEFAULT_PROFILE` is the profile of a utility that has
decided nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from attrs import Attribute, field, frozen, validators

from pqr_core.calendars.business import Closure, require_closures
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError
from pqr_core.fields import nfc
from pqr_core.language import Said
from pqr_core.policies import Policies

__all__ = ("OfficeHours", "Profile")

T = TypeVar("T")


@frozen
class OfficeHours:
    """The hours of attention; what is filed at `closes` itself is still inside."""

    opens: time = field(validator=validators.instance_of(time))
    closes: time = field(validator=validators.instance_of(time))

    def __attrs_post_init__(self) -> None:
        if self.closes <= self.opens:
            es, en = f"{self.closes} no es después de {self.opens}", f"{self.closes} is not after {self.opens}"
            raise InvalidInputError(place="office_hours", detail=Said(es, en))


def _dated(policies: Policies | Dated[Policies]) -> Dated[Policies]:
    return policies if isinstance(policies, Dated) else Dated("policies", (Version(policies),))


def _by_code(settings: Mapping[str, T] | Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    """A table by code as a hashable value, in the order of the codes."""
    return tuple(sorted(dict(settings).items()))


def _ladders(
    settings: Mapping[str, Iterable[int]] | Iterable[tuple[str, Iterable[int]]],
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return _by_code({code: tuple(sorted(set(steps), reverse=True)) for code, steps in dict(settings).items()})


def _positive(_instance: object, attribute: Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 1:
        es = f"se espera un número positivo de días hábiles, no {value!r}"
        en = f"a positive number of business days is expected, not {value!r}"
        raise InvalidInputError(place=attribute.name, detail=Said(es, en))


_positive_or_none = validators.optional(_positive)


@frozen(kw_only=True)
class Profile:
    """The settings of one utility.

    Args:
        utility_id: the utility, as in the keys of its cases.
        name: its name.
        office_hours: when it attends.
        saturday_is_business_day: whether Saturdays count, or the first day from which they do.
        closures: the days on which it does not attend, each with its act.
        policies: its readings of the law, one set or dated sets; the day of filing selects.
        aviso_business_days: days to send the aviso after the personal window (the law gives no number).
        remision_sspd_business_days: days to send the file to the SSPD (the law gives no number).
        remision_insistencia_business_days: days to send an insistence to the judge (the law gives no number).
        soon_business_days: an open deadline this close is "due soon".
        internal_targets: business days in which the utility itself wants to answer, by case type.
        ladders: when to warn, by obligation: business days before its due day, negative after it; `*` for the others.
    """

    utility_id: str = field(converter=nfc, validator=validators.instance_of(str))
    name: str = field(default="", validator=validators.instance_of(str))
    office_hours: OfficeHours = field(validator=validators.instance_of(OfficeHours))
    saturday_is_business_day: bool | date = False
    closures: tuple[Closure, ...] = field(default=(), converter=require_closures)
    policies: Dated[Policies] = field(factory=Policies, converter=_dated)
    aviso_business_days: int | None = field(default=None, validator=_positive_or_none)
    remision_sspd_business_days: int | None = field(default=None, validator=_positive_or_none)
    remision_insistencia_business_days: int | None = field(default=None, validator=_positive_or_none)
    soon_business_days: int = field(validator=_positive)
    internal_targets: tuple[tuple[str, int], ...] = field(default=(), converter=_by_code)
    ladders: tuple[tuple[str, tuple[int, ...]], ...] = field(default=(), converter=_ladders)

    def internal_target(self, tipo: str) -> int | None:
        """The business days in which the utility wants to answer a case of that type; None where it set none."""
        return dict(self.internal_targets).get(tipo)

    def ladder(self, code: str) -> tuple[int, ...]:
        """The warnings of an obligation, the earliest first: business days before its due day, negative after it."""
        ladders = dict(self.ladders)
        return ladders.get(code, ladders.get("*", ()))

    def policies_at(self, filed_on: date) -> Policies:
        """The readings for a case filed on that legal day."""
        return self.policies.at(filed_on).value

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the `definition`."""
        return sha256(self.definition.encode()).hexdigest()

    @property
    def definition(self) -> str:
        """Every setting that can move a date as canonical JSON; names are left out."""
        content = [
            str(self.saturday_is_business_day),
            self.office_hours.closes.isoformat(),
            [[str(c.first), str(c.last), str(c.known_on), c.retroactive, c.own_act] for c in self.closures],
            [[str(v.first_day), str(v.last_day), v.value.as_dict()] for v in self.policies.versions],
            [self.aviso_business_days, self.remision_sspd_business_days, self.remision_insistencia_business_days],
        ]
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

"""A law by value: what a country or a sector brings, and the questions it answers.

Engines, readers and stores take a `Law` and name no country. A second jurisdiction is another value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from typing import Any, Final
from uuid import UUID

from attrs import frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cases.case import Case
from pqr_core.cases.catalogues import Catalogue
from pqr_core.cases.events import Filing
from pqr_core.errors import InvalidInputError
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda, Deadline, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.envelope import Envelope, envelope_of
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook

__all__ = ("Law",)

_NO_CASE: Final = UUID(int=0)


@frozen(kw_only=True, eq=False)
class Law:
    """The law of one jurisdiction.

    Args:
        zone: the zone of legal time.
        span: the first and last day that can be counted, both included.
        rules: types, figures, obligations and readings.
        catalogue: the codes of services, channels and causales.
        calendar_of: the days of a utility, by its profile; the same object for the same settings.
        default_profile: that of a utility that has decided nothing.
    """

    zone: tzinfo
    span: tuple[date, date]
    rules: RuleBook
    catalogue: Catalogue
    calendar_of: Callable[[Profile], BusinessCalendar]
    default_profile: Profile

    def definitions(self, profile: Profile | None = None) -> Definitions:
        """What the days of a utility are counted with: its calendar, the law, its settings."""
        own = profile or self.default_profile
        return Definitions(calendar=self.calendar_of(own), rules=self.rules, profile=own)

    def agenda(self, case: Case, as_of: datetime | date, profile: Profile | None = None) -> Agenda:
        """The deadlines and findings of `case` at `as_of`, an aware instant or a legal day (meant at noon).

        Raises:
            ForeignProfileError: the profile is of another utility than the case.
            PQRError: the case, the day or the instant is refused; see `law.engine.agenda_of`.
        """
        return agenda_of(case, as_of, self.definitions(profile))

    def envelope(
        self,
        case: Case,
        as_of: datetime | date,
        profile: Profile | None = None,
        *,
        open_policies: Iterable[str] | None = None,
    ) -> Envelope:
        """The earliest and latest day of each deadline over the open readings of the law (all of them when None).

        Raises:
            UnknownPolicyError: `open_policies` names one that does not exist.
            PQRError: as `agenda`.
        """
        return envelope_of(case, as_of, self.definitions(profile), open_policies=open_policies)

    def file(
        self,
        tipo: str,
        *,
        utility: str,
        at: datetime | None = None,
        on: date | None = None,
        case_id: UUID | None = None,
        **filing: Any,
    ) -> Case:
        """A new case of type `tipo`, filed at the instant `at` or on the legal day `on`; more of the `Filing` by name.

        Raises:
            UnknownCaseTypeError: there is no such type.
            IncompleteEventError: neither `at` nor `on`, or both.
        """
        self.rules.case_type(tipo)
        told = Filing(tipo=tipo, **filing)
        return Case.file(told, utility_id=utility, zone=self.zone, at=at, on=on, case_id=case_id)

    def due(self, tipo: str, filed: date | datetime, profile: Profile | None = None) -> Deadline:
        """The deadline to answer a case of type `tipo` filed on a legal day or at an aware instant, with nothing after.

        Raises:
            UnknownCaseTypeError: there is no such type.
            InvalidInputError: the type has no answer term in the law.
            NoRuleInForceError: the type had no rule on that day.
            OutOfSpanError: the day is outside the calendar.
        """
        own = profile or self.default_profile
        moment = {"at": filed} if isinstance(filed, datetime) else {"on": filed}
        case = Case.file(Filing(tipo=tipo), utility_id=own.utility_id, zone=self.zone, case_id=_NO_CASE, **moment)
        deadline = self.agenda(case, filed, own).get("respuesta")
        if deadline is None:
            es, en = f"{tipo} no tiene término: ninguna norma lo fija", f"{tipo} has no answer term: no norm sets one"
            raise InvalidInputError(place="tipo", detail=Said(es, en))
        return deadline

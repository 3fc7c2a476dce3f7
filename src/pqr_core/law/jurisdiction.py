"""A jurisdiction as a value: its law, its calendar and its catalogue, and the questions that it answers.

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
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda, Deadline, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.law.envelope import Envelope, envelope_of
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook
from pqr_core.moments import require_instant
from pqr_core.names import NAIVE, shown

__all__ = ("Law",)

_NO_CASE: Final = UUID(int=0)


@frozen(kw_only=True, eq=False)
class Law(Brief):
    """The law of one jurisdiction.

    Args:
        zone: the time zone of legal time.
        span: the first and the last day that can be counted, both included.
        rules: the rule book: types, figures, obligations and readings.
        catalogue: the codes of services, channels and causales.
        calendar_of: returns the calendar of a utility from its profile; the same object for the same settings.
        default_profile: the profile of a utility that has decided nothing.
    """

    zone: tzinfo
    span: tuple[date, date]
    rules: RuleBook
    catalogue: Catalogue
    calendar_of: Callable[[Profile], BusinessCalendar]
    default_profile: Profile

    def definitions(self, profile: Profile | None = None) -> Definitions:
        """The calendar, the rule book and the profile of a utility; without a profile, those of the default profile."""
        own = profile or self.default_profile
        return Definitions(calendar=self.calendar_of(own), rules=self.rules, profile=own)

    def agenda(self, case: Case, as_of: datetime | date, profile: Profile | None = None) -> Agenda:
        """The deadlines and findings of `case` at `as_of`, an aware instant or a legal day; a day stands for its noon.

        `profile` is that of the utility of the case. If it is not given, the default profile is used, and the case must
        be of the utility of that profile.

        Raises:
            ForeignProfileError: the profile is that of another utility.
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
        """The earliest and latest day of each deadline over the readings of `open_policies`; None opens all of them.

        Raises:
            UnknownPolicyError: `open_policies` names a policy that does not exist.
            PQRError: the same as `agenda`.
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
        """A new case of type `tipo`, filed at the aware instant `at` or on the legal day `on`.

        Further keywords are fields of the `Filing`: `file("reclamo", on=day, utility="aguas", radicado="R-1")`.

        Raises:
            UnknownCaseTypeError: the rule book has no such type.
            IncompleteEventError: neither `at` nor `on` is given, or both are.
            InvalidInputError: a field of the filing has a value that is not allowed.
        """
        self.rules.case_type(tipo)
        told = Filing(tipo=tipo, **filing)
        return Case.file(told, utility_id=utility, zone=self.zone, at=at, on=on, case_id=case_id)

    def due(self, tipo: str, filed: date | datetime, profile: Profile | None = None) -> Deadline:
        """The deadline to answer a case of type `tipo` that has only its filing, on a legal day or at an aware instant.

        Raises:
            UnknownCaseTypeError: the rule book has no such type.
            InvalidInputError: the type has no answer term.
            IncompleteEventError: the request itself sets the day of its answer.
            NoRuleInForceError: the type, a figure or the policies have no version in force on that day.
            OutOfSpanError: a day of the count is outside the calendar.
        """
        own = profile or self.default_profile
        moment = {"at": filed} if isinstance(filed, datetime) else {"on": filed}
        case = Case.file(Filing(tipo=tipo), utility_id=own.utility_id, zone=self.zone, case_id=_NO_CASE, **moment)
        deadline = self.agenda(case, filed, own).get("respuesta")
        if deadline is None:
            es, en = f"{tipo} no tiene término: ninguna norma lo fija", f"{tipo} has no answer term: no norm sets one"
            raise InvalidInputError(place="tipo", detail=Said(es, en))
        return deadline

    def instant(self, naive: datetime) -> datetime:
        """A naive local time as an aware instant in the zone of legal time, for hosts that store naive times.

        Raises:
            NotADateError: the value is not a datetime.
            InvalidInputError: the time has a UTC offset already.
        """
        if not isinstance(naive, datetime):
            raise NotADateError(place="instant", expected=NAIVE, got=shown(naive))
        if naive.tzinfo is not None:
            raise InvalidInputError.expected(NAIVE, Said.alike(naive.isoformat()), place="instant")
        return require_instant(naive.replace(tzinfo=self.zone), "instant")

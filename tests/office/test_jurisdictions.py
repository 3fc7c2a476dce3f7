"""A law comes in by value: a second country and a second sector run a case, a store and an indicator."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, fields

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar, FixedDay, HolidayLaw
from pqr_core.cases.catalogues import Catalogue, Causal, Code
from pqr_core.cases.events import Event
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.indicators import INDICATORS
from pqr_core.dated import Dated, Version
from pqr_core.facts import facts_of
from pqr_core.indicators.base import Value
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.law.engine import standing_of
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.law.rules import CaseType, Clauses, Figures, ObligationRule, Response, RuleBook, Term, Unit
from pqr_core.office.worklist import counts, page
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import EventType, Kind, WorkClass

SPAN = (date(2020, 1, 1), date(2040, 12, 31))


def toyland() -> Law:
    """A country of two holidays and one type, answered within four business days; no silence, no transfer."""
    norm = Citation(Norm(id="toy-1", name="Toy Act"), "s. 1", Confidence.VISTA)
    term = Dated("answer", (Version(Term(4, Unit.BUSINESS_DAYS), citations=(norm,)),))
    holidays = tuple(
        HolidayLaw(code=code, name_es=name, name_en=name, citations=(norm,), rule=FixedDay(month, day), first_year=2020)
        for code, name, month, day in (("kite", "Kite Day", 3, 18), ("train", "Train Day", 6, 1))
    )
    letter = CaseType(code="letter", es="Carta", en="Letter", response=Response(term=term), transferable=False)
    clauses = Clauses(now=Said("debe responder{by}", "must answer{by}"), then=Said("debía", "had to"))
    answer = ObligationRule(
        code="respuesta", kind=Kind.DEBER, es="Responder", en="Answer", clauses=clauses, citations=(norm,)
    )
    rules = RuleBook(
        types={"letter": letter},
        figures=Figures(**dict.fromkeys((each.name for each in fields(Figures)), term)),
        obligations={"respuesta": answer},
        policies={},
        verified_on=date(2026, 1, 1),
    )
    catalogue = Catalogue(
        services={"mail": Code("mail", "correo", "mail")},
        channels={},
        groups={},
        causales=Dated("none", (Version({}),)),
        required={},
    )

    @cache
    def calendar_of(_profile: Profile) -> BusinessCalendar:
        return BusinessCalendar(laws=holidays, span=SPAN, verified_through=2040)

    profile = Profile(utility_id="toys", office_hours=OfficeHours(*map(_hour, (9, 17))), soon_business_days=1)
    zone = ZoneInfo("Europe/Paris")
    return Law(zone=zone, span=SPAN, rules=rules, catalogue=catalogue, calendar_of=calendar_of, default_profile=profile)


def _hour(hour: int) -> time:
    return datetime(2026, 1, 1, hour, tzinfo=UTC).time()


def gas() -> Law:
    """The gas sector: the law of the Colombian utilities with three causales of its own."""
    causales = {
        code: Causal(code, "S", name, frozenset({"gas"}))
        for code, name in (("901", "olor a gas"), ("902", "revisión periódica"), ("903", "medidor detenido"))
    }
    catalogue = evolve(
        colombia.LAW.catalogue,
        services={"gas": Code("gas", "gas natural", "natural gas")},
        groups={"S": Code("S", "seguridad", "safety")},
        causales=Dated("gas", (Version(causales),)),
    )
    return evolve(colombia.LAW, catalogue=catalogue)


TIPO = {"toyland": ("letter", date(2026, 3, 20)), "gas": ("reclamo", date(2026, 4, 8))}


@pytest.mark.parametrize(("law", "name"), [(toyland(), "toyland"), (gas(), "gas")], ids=("toyland", "gas"))
def test_a_case_a_store_and_an_indicator(law: Law, name: str) -> None:
    """Filed, kept, listed, answered and measured, by the law that was passed in and no other."""
    tipo, due_on = TIPO[name]
    filed_on, at, utility = date(2026, 3, 13), datetime(2026, 3, 13, 15, tzinfo=UTC), law.default_profile.utility_id
    assert law.due(tipo, filed_on).due_on == due_on
    case = law.file(tipo, utility=utility, on=filed_on, radicado="T-1", servicio="gas", causal="902")
    definitions = law.definitions()
    group = law.catalogue.group(case.filing, filed_on)
    with MemoryStore().begin() as unit:
        stored = unit.cases.add(case, facts_of(standing_of(case, definitions), grupo_causal=group), at=at)
        assert page(unit, utility, due_on, definitions).items[0].due_on == due_on
        assert counts(unit, utility, date(2026, 5, 4), definitions)[WorkClass.OVERDUE] == 1
        answered = case.record(Event(EventType.RESPUESTA_VERBAL, on=date(2026, 3, 17)))
        unit.cases.save(stored, answered, facts_of(standing_of(answered, definitions), grupo_causal=group), at=at)
        march, days = Period.parse("2026-03"), INDICATORS["tiempo_respuesta_pqr"]
        result = count(unit.source(utility), [days], by=("grupo_causal",), periods=[march]).result(days, march)
    assert isinstance(result, Value)
    assert result.exact == 2
    assert group == ("S" if name == "gas" else None)


def test_holidays_of_one_country_are_not_those_of_another() -> None:
    """Kite Day is no business day in the toy country, and one in Colombia."""
    kite = date(2026, 3, 18)
    toy, ours = (law.calendar_of(law.default_profile) for law in (toyland(), colombia.LAW))
    assert not toy.is_business_day(kite)
    assert ours.is_business_day(kite)


def test_a_causal_of_one_sector_is_unknown_to_another() -> None:
    """What the gas sector codes is a gap in a filing of the water sector."""
    filing = gas().file("reclamo", utility="g", on=date(2026, 3, 13), servicio="gas", causal="902").filing
    assert [gap.field for gap in gas().catalogue.gaps(filing, date(2026, 3, 13))].count("causal") == 0
    assert "servicio" in [gap.field for gap in colombia.LAW.catalogue.gaps(filing, date(2026, 3, 13))]

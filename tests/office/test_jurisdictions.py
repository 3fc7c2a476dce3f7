"""The law is an argument: a second country and a second sector work with a case, a store and an indicator."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, fields, frozen

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar, FixedDay, HolidayLaw
from pqr_core.cases.catalogues import Catalogue, CatalogueCode, Causal
from pqr_core.cases.events import Event
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.dated import Dated, Version
from pqr_core.exchange.files import read_cases
from pqr_core.facts import facts_of
from pqr_core.indicators.base import Addend, Better, Indicator, Indicators, Value, ValueUnit, Verdict
from pqr_core.indicators.counting import count
from pqr_core.indicators.measures import Measure
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.language import Said
from pqr_core.law.engine import standing_of
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.law.rules import CaseType, Clauses, Figures, ObligationRule, Response, RuleBook, Term, Unit
from pqr_core.office.imports import import_cases
from pqr_core.office.jurisdiction import Jurisdiction
from pqr_core.office.worklist import counts, items, page
from pqr_core.sources import Origin
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import EventType, Kind, WorkClass

AT = datetime(2026, 3, 13, 15, tzinfo=UTC)
SPAN = (date(2020, 1, 1), date(2040, 12, 31))
NINE_TO_FIVE = OfficeHours(time.fromisoformat("09:00"), time.fromisoformat("17:00"))
DAYS = Measure(origin=Origin.FACTS, of="business_days_to_answer", period_on="answered_on")
PATIENCE = Indicator(
    code="patience",
    name_es="Paciencia",
    name_en="Patience",
    formula_es="días para responder / cartas respondidas",
    numerator=(Addend(DAYS),),
    denominator=(Addend(DAYS, rows=True),),
    unit=ValueUnit.BUSINESS_DAYS,
    frequency=Frequency.MONTH,
    better=Better.LOWER,
    target=Dated("patience", (Version(Fraction(3)),)),
    source=Citation(Norm(id="toy-2", name="Toy Sheet"), "1", Confidence.VISTA),
)


def toyland() -> Jurisdiction:
    """A country of two holidays and one type, answered within four business days; no silence, no transfer."""
    norm = Citation(Norm(id="toy-1", name="Toy Act"), "s. 1", Confidence.VISTA)
    term = Dated("answer", (Version(Term(4, Unit.BUSINESS_DAYS), citations=(norm,)),))
    holidays = tuple(
        HolidayLaw(code=code, name_es=name, name_en=name, citations=(norm,), rule=FixedDay(month, day), first_year=2020)
        for code, name, month, day in (("kite", "Kite Day", 3, 18), ("train", "Train Day", 6, 1))
    )
    clauses = Clauses(now=Said("debe responder{by}", "must answer{by}"), then=Said("debía", "had to"))
    answer = ObligationRule(
        code="respuesta", kind=Kind.DEBER, es="Responder", en="Answer", clauses=clauses, citations=(norm,)
    )
    letter = CaseType(code="letter", es="Carta", en="Letter", response=Response(term=term), transferable=False)
    rules = RuleBook(
        types={"letter": letter},
        figures=Figures(**dict.fromkeys((each.name for each in fields(Figures)), term)),
        obligations={"respuesta": answer},
        verified_on=date(2026, 1, 1),
    )
    calendar = BusinessCalendar(laws=holidays, span=SPAN, verified_through=2040)
    law = Law(
        zone=ZoneInfo("Europe/Paris"),
        span=SPAN,
        rules=rules,
        catalogue=Catalogue(),
        calendar_of=lambda _profile: calendar,
        default_profile=Profile(utility_id="toys", office_hours=NINE_TO_FIVE, soon_business_days=1),
    )
    return Jurisdiction(law=law, indicators=Indicators((PATIENCE,)))


def gas() -> Jurisdiction:
    """The gas sector: the law and the indicators of the Colombian utilities, with three causales of its own."""
    causales = {
        code: Causal(code, "S", name, frozenset({"gas"}))
        for code, name in (("901", "olor a gas"), ("902", "revisión periódica"), ("903", "medidor detenido"))
    }
    catalogue = evolve(
        colombia.CATALOGUE,
        services={"gas": CatalogueCode("gas", "gas natural", "natural gas")},
        groups={"S": CatalogueCode("S", "seguridad", "safety")},
        causales=Dated("gas", (Version(causales),)),
    )
    return evolve(colombia.JURISDICTION, law=evolve(colombia.LAW, catalogue=catalogue))


@frozen
class Tried:
    """A question to a jurisdiction, with the expected day and group."""

    jurisdiction: Jurisdiction
    tipo: str
    due_on: date
    indicator: str
    group: str | None


TRIED = {
    "toyland": Tried(toyland(), "letter", date(2026, 3, 20), "patience", None),
    "gas": Tried(gas(), "reclamo", date(2026, 4, 8), "tiempo_respuesta_pqr", "S"),
}


@pytest.mark.parametrize("name", TRIED)
def test_a_case_a_store_and_an_indicator(name: str) -> None:
    """A case is filed, stored, listed, answered and measured by the given jurisdiction only."""
    tried = TRIED[name]
    law, tipo, due_on = tried.jurisdiction.law, tried.tipo, tried.due_on
    filed_on, utility = date(2026, 3, 13), law.default_profile.utility_id
    assert law.due(tipo, filed_on).due_on == due_on
    case = law.file(tipo, utility=utility, on=filed_on, radicado="T-1", servicio="gas", causal="902")
    definitions = law.definitions()
    group = law.catalogue.group(case.filing, filed_on)
    with MemoryStore().begin(AT) as unit:
        stored = unit.cases.add(case, facts_of(standing_of(case, definitions), grupo_causal=group))
        assert page(unit, utility, due_on, definitions).items[0].due_on == due_on
        assert counts(unit, utility, date(2026, 5, 4), definitions)[WorkClass.OVERDUE] == 1
        answered = case.record(Event(EventType.RESPUESTA_VERBAL, on=date(2026, 3, 17)))
        unit.cases.save(stored, answered, facts_of(standing_of(answered, definitions), grupo_causal=group))
        march, days = Period.parse("2026-03"), tried.jurisdiction.indicators[tried.indicator]
        result = count(unit.source(utility), [days], by=("grupo_causal",), periods=[march]).result(days, march)
    assert isinstance(result, Value)
    assert result.exact == 2
    assert days.verdict(result, days.target_at(march)) is Verdict.MET
    assert group == tried.group


def test_a_register_comes_in_by_the_law_of_its_sector(tmp_path: Path) -> None:
    """A file is read, counted and stored under the law of the jurisdiction, with its groups of causales."""
    path, law = tmp_path / "gas.csv", gas().law
    path.write_text(
        "radicado,tipo,fecha_radicacion,servicio,causal\nG-1,reclamo,2026-03-13,gas,902\n", encoding="utf-8"
    )
    profile = law.default_profile
    with MemoryStore() as store, read_cases(path, utility_id=profile.utility_id, law=law) as file:
        assert import_cases(store, file, law=law, profile=profile, recorded_at=AT).added == 1
        with store.begin() as unit:
            (item,) = items(unit, profile.utility_id, date(2026, 4, 8), law.definitions())
    assert (item.row.grupo_causal, item.due_on, item.work_class) == ("S", date(2026, 4, 8), WorkClass.TODAY)


def test_holidays_of_one_country_are_not_those_of_another() -> None:
    """Kite Day is a holiday in the toy country, and a business day in Colombia."""
    kite = date(2026, 3, 18)
    toy, ours = (law.calendar_of(law.default_profile) for law in (toyland().law, colombia.LAW))
    assert not toy.is_business_day(kite)
    assert ours.is_business_day(kite)


def test_a_causal_of_one_sector_is_unknown_to_another() -> None:
    """A causal of the gas sector is an unknown code in a filing of the water sector."""
    filing = gas().law.file("reclamo", utility="g", on=date(2026, 3, 13), servicio="gas", causal="902").filing
    assert [gap.field for gap in gas().law.catalogue.gaps(filing, date(2026, 3, 13))].count("causal") == 0
    assert "servicio" in [gap.field for gap in colombia.LAW.catalogue.gaps(filing, date(2026, 3, 13))]

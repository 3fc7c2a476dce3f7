from __future__ import annotations

import gzip
import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.exchange.files import Imported
from pqr_core.facts import Facts, facts_of
from pqr_core.law.engine import standing_of
from pqr_core.samples import DEMO_AS_OF, MINISTRY, SYNTHETIC_YEAR, Sample, surveys, volumes

TODAY = DEMO_AS_OF.date()


def _cases(sample: Sample) -> Iterator[Case]:
    with sample.cases() as file:
        assert file.unknown in ((), ("serie", "tipologia"))
        for row in file:
            assert isinstance(row, Imported)
            yield row.case


@pytest.fixture(scope="module")
def facts() -> list[Facts]:
    """The invented year as it stands on the day of the demonstration."""
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id=SYNTHETIC_YEAR.utility_id)
    return [facts_of(standing_of(case, colombia.definitions(profile))) for case in _cases(SYNTHETIC_YEAR)]


@pytest.fixture(scope="module")
def generator() -> Iterator[ModuleType]:
    """The script that makes the files."""
    path = Path(__file__).parents[1] / "scripts" / "make_sample.py"
    spec = importlib.util.spec_from_file_location("make_sample", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_the_script_makes_the_packaged_files(generator: ModuleType) -> None:
    """Every byte of the content is what the script makes, and the compressed files bear no date."""
    for name, content in generator.make().items():
        packed = (files("pqr_core.samples") / f"{name}.gz").read_bytes()
        assert packed[4:8] == b"\0\0\0\0"
        assert gzip.decompress(packed).decode() == content


def test_the_package_stays_small() -> None:
    """All samples together are a few hundred kilobytes."""
    folder = files("pqr_core.samples")
    assert sum(len(file.read_bytes()) for file in folder.iterdir() if file.name.endswith((".csv", ".gz"))) < 400_000


def test_the_ministry_set_its_days_at_three_weeks() -> None:
    """77 rows, all due 21 calendar days after filing, of which 4 are the fifteen business days of CPACA art. 14."""
    with MINISTRY.cases() as file:
        rows = [row for row in file if isinstance(row, Imported)]
    assert len(rows) == file.total == 77
    assert {(row.stated_due_on - row.case.filed_on).days for row in rows if row.stated_due_on} == {21}
    lawful = [row for row in rows if colombia.due("peticion_general", row.case.filed_on).due_on == row.stated_due_on]
    assert len(lawful) == 4


def test_nobody_is_named() -> None:
    """The ministry's rows have neither names nor subjects; the origin is said of both samples in both languages."""
    with MINISTRY.cases() as file:
        assert file.headings == ("radicado", "fecha_radicacion", "fecha_vencimiento", "tipo", "serie", "tipologia")
    assert "ed0170d8" in MINISTRY.origin("es")
    assert "inventados" in SYNTHETIC_YEAR.origin("es")
    assert "invented" in SYNTHETIC_YEAR.name("en")


def test_what_is_invented_says_so(facts: list[Facts]) -> None:
    """In its utility, its number and its municipality."""
    assert all(row.radicado is not None and row.radicado.startswith("SINT-") for row in facts)
    assert {row.utility for row in facts} == {"sintetica"}
    assert {row.municipio for row in facts} == {"Villa Sintética"}


def test_the_year_has_everything_an_office_meets(facts: list[Facts]) -> None:
    """The usual types, about 900 cases a month, in time and late, open, suspended, appealed, notified and not."""
    seldom = {"requerimiento_defensoria", "credito_consulta", "credito_reclamo"}
    assert {row.tipo for row in facts} == set(colombia.RULES.types) - seldom
    assert {row.servicio for row in facts} == {"acueducto", "alcantarillado", "aseo"}
    months = Counter((row.filed_on.year, row.filed_on.month) for row in facts)
    assert all(800 < count < 1_100 for month, count in months.items() if month != (2026, 11))
    answered = [row for row in facts if row.answered_on]
    # A case whose silence was recognised first is not answered late: its answer had ended.
    assert 0.015 < sum(row.in_term(TODAY) is False for row in answered) / len(answered) < 0.08
    assert sum(row.recurso_filed for row in facts) > 500
    assert sum(row.transferred_on is not None for row in facts) > 50
    assert any(row.notified_on is None for row in answered)
    assert any(case.filed.has_hour for case in _cases(SYNTHETIC_YEAR))


def test_there_is_work_on_the_day_of_the_demonstration(facts: list[Facts]) -> None:
    """Some answers are overdue, due today, due soon, due later and suspended."""
    calendar = colombia.calendar()
    answers = (row for row in facts if (duty := row.leading(TODAY)) is not None and duty.code == "respuesta")
    classes = Counter(row.work_class(TODAY, calendar=calendar, soon=3) for row in answers)
    for name in ("vencido", "vence_hoy", "vence_pronto", "vence_despues", "suspendido"):
        assert classes[name] >= 3, name  # type: ignore[index]  # a work class is its code


def test_nothing_is_known_after_the_horizon(facts: list[Facts], generator: ModuleType) -> None:
    """No filing, answer or survey is later than the Friday before the demonstration."""
    days = [row.filed_on for row in facts] + [row.answered_on for row in facts if row.answered_on]
    assert max(days) <= generator.HORIZON < TODAY
    assert max(survey.answered_on for survey in surveys() if survey.answered_on) <= generator.HORIZON


def test_the_town_grows_and_is_mostly_content() -> None:
    """Some 60,000 subscribers to each service, about 0.33 % more each month; about 82 of a hundred satisfied."""
    by_month = Counter[object]()
    for row in volumes():
        by_month[row.month] += row.subscribers
    counts = list(by_month.values())
    assert len(counts) == 13
    assert 0.002 < (counts[-1] / counts[0]) ** (1 / 12) - 1 < 0.004
    said = [bool(survey.satisfied) for survey in surveys()]
    assert 0.79 < sum(said) / len(said) < 0.85
    numbers = {case.filing.radicado for case in _cases(SYNTHETIC_YEAR)}
    assert {survey.radicado for survey in surveys()} <= numbers

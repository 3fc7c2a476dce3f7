"""Make `docs/es/indicadores.md` from the catalogue of indicators: each formula in words and in mathematics.

A test compares the page with the output of this script, so a formula cannot change without its page.

    python scripts/make_indicators_page.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pqr_core.citations import Confidence
from pqr_core.colombia.indicators import INDICATORS
from pqr_core.indicators.base import Addend, Indicator, ValueUnit, number_text
from pqr_core.indicators.measures import Asked, Column, Condition, DaysBetween, Measure, Test

PAGE: Final = Path(__file__).parents[1] / "docs" / "es" / "indicadores.md"

OPENING: Final = """\
# Indicadores

<!-- Página hecha por scripts/make_indicators_page.py a partir de pqr_core.colombia.indicators; no se edita a mano. -->

Cada fórmula está en palabras y en matemáticas. En las fórmulas, **P** es el período, **d** el último día que se cuenta
(el del cierre del período, o el día consultado si es anterior), **n{…}** el número de filas que cumplen las
condiciones y **Σ x{…}** la suma de x sobre ellas. Las filas son los casos, salvo donde dice volúmenes, encuestas o
turnos. Una columna vacía no cumple ninguna condición, salvo «vacía o». Un denominador cero no da cero: el valor es
*sin datos*. La meta se juzga en períodos de la frecuencia del indicador o más largos: un mes no incumple la meta del
año. La de un cambio de un período a otro, solo en los de su frecuencia.
"""

TESTS: Final = {
    Test.SET: "no vacía",
    Test.UNSET: "vacía",
    Test.EQUAL: "=",
    Test.ONE_OF: "∈",
    Test.BEFORE: "<",
    Test.BY: "≤",
    Test.NOT_BY: "vacía o >",
}
SOURCES: Final = {"facts": "", "volumes": "volúmenes: ", "surveys": "encuestas: ", "tickets": "turnos: "}


def page() -> str:
    """The whole page."""
    return "\n".join([OPENING, *(line for indicator in INDICATORS.values() for line in section(indicator))])


def section(indicator: Indicator) -> Iterator[str]:
    """The section of one indicator."""
    yield f"## {indicator.name()}\n"
    yield f"`{indicator.code}`: {indicator.formula_es}.\n"
    yield f"> {mathematics(indicator)}\n"
    facts = [
        ("Unidad", indicator.unit.words().strip()),
        ("Frecuencia", indicator.frequency.label()),
        ("Sentido", indicator.better.label()),
        ("Meta", _target(indicator)),
        ("Se muestra con", ", ".join(standing.label() for standing in indicator.beside) or "-"),
        *([("Se muestra por", f"tramos de hasta {_bands(indicator)}")] if indicator.bands else []),
        ("Fuente", _source(indicator)),
    ]
    yield "| | |\n|---|---|"
    for name, text in facts:
        yield f"| {name} | {text} |"
    yield ""


def _bands(indicator: Indicator) -> str:
    *bands, last = map(str, indicator.bands)
    return f"{', '.join(bands)} y {last} días, y más"


def mathematics(indicator: Indicator) -> str:
    """The formula, with the names of the columns in it."""
    numerator = _sum(indicator.numerator)
    if indicator.quantile is not None:
        (term,) = indicator.numerator
        share = number_text(indicator.quantile * 100, 0)
        return f"mín x tal que n{{{_rows(term)}; {_number(term.measure)} ≤ x}} ≥ {share} % · n{{{_rows(term)}}}"
    if not indicator.denominator:
        return numerator
    factor = {ValueUnit.PERCENT: "100 · ", ValueUnit.PER_THOUSAND: "1.000 · ", ValueUnit.PER_TEN_THOUSAND: "10.000 · "}
    return f"{factor.get(indicator.unit, '')}({numerator}) / ({_sum(indicator.denominator)})"


def _sum(terms: tuple[Addend, ...]) -> str:
    text = ""
    for term in terms:
        sign = " - " if term.weight < 0 else " + " if text else ""
        times = "" if abs(term.weight) == 1 else f"{abs(term.weight)} · "
        counted = "n" if term.rows or term.measure.of is None else f"Σ {_number(term.measure)}"
        text += f"{sign}{times}{counted}{{{_rows(term)}}}"
    return text


def _number(measure: Measure) -> str:
    of = measure.of
    if isinstance(of, DaysBetween):
        return f"({'d' if isinstance(of.last, Asked) else of.last} - {of.first})"
    return str(of)


def _rows(term: Addend) -> str:
    measure = term.measure
    period = "P" if not term.lag else f"P - {term.lag}"
    when = "" if measure.period_on is None else f"{measure.period_on} ∈ {period}"
    if measure.stock:
        when = f"{measure.period_on} = último mes de {period}"
    return SOURCES[measure.origin.value] + ", ".join(filter(None, [when, *map(_condition, measure.where)]))


def _condition(condition: Condition) -> str:
    operand = condition.operand
    if operand is None:
        return f"{condition.column} {TESTS[condition.test]}"
    shown = {True: "sí", False: "no"}.get(operand, operand) if isinstance(operand, bool) else operand
    if isinstance(operand, Asked):
        shown = "d"
    elif isinstance(operand, Column):
        shown = operand.name
    elif isinstance(operand, tuple):
        shown = f"({', '.join(operand)})"
    return f"{condition.column} {TESTS[condition.test]} {shown or '«»'}"


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return "-"
    versions = []
    for version in indicator.target.versions:
        value = number_text(version.value, 0 if version.value.denominator == 1 else indicator.decimals)
        since = f" desde {version.first_day}" if version.first_day else ""
        versions.append(f"{value}{indicator.unit.words()}{since}")
    return "; ".join(versions)


def _source(indicator: Indicator) -> str:
    cited = indicator.source
    sure = "" if cited.confidence is Confidence.VISTA else f" (**{cited.confidence.label()}**)"
    note = f": {cited.note}" if cited.note else ""
    return f"{cited}{sure}{note}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

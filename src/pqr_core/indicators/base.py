"""An indicator as data, and what its formula gives: an exact value, or undefined with the reason.

An evaluator only counts what the formula measures (`counts.Histogram`); the arithmetic is here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise
from typing import Final, TypeAlias

from attrs import evolve, field, frozen, validators

from pqr_core.citations import Citation
from pqr_core.dated import Dated
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.indicators.measures import COLUMNS, Measure
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.language import Language

__all__ = (
    "Better",
    "Indicator",
    "Indicators",
    "Result",
    "Standing",
    "Target",
    "Term",
    "Undefined",
    "Unit",
    "Value",
    "Verdict",
    "Why",
    "number_text",
    "value_text",
)


@frozen
class Term:
    """A measure in a formula: times `weight`, as it was `lag` periods before.

    `rows` takes the number of its rows instead of the sum of their column, so that a mean needs one measure.

    Raises:
        InvalidInputError: a weight of 0, or a lag before 0.
    """

    measure: Measure
    weight: int = field(default=1, kw_only=True)
    lag: int = field(default=0, kw_only=True)
    rows: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.weight:
            raise InvalidInputError(place="weight", detail="a term that counts for something is meant, not 0 times it")
        if self.lag < 0:
            raise InvalidInputError(place="lag", detail=f"0 or more periods before, not {self.lag}")


@frozen(kw_only=True)
class Standing:
    """A count at the end of a day, shown beside an indicator that it puts into proportion; its measures add up."""

    code: str
    es: str
    en: str
    one_es: str
    one_en: str
    measures: tuple[Measure, ...] = field(repr=False)

    def label(self, lang: Language = "es") -> str:
        """What people read."""
        return self.es if lang == "es" else self.en

    def text(self, n: int, lang: Language = "es") -> str:
        """So many of them: `2 abiertos`, `1 abierto`."""
        one = self.one_es if lang == "es" else self.one_en
        return f"{number_text(n, 0, lang)} {one if n == 1 else self.label(lang)}"


class Unit(Enum):
    """What a value is shown in: the factor on the quotient, and the words after the number, or after a 1 alone."""

    PERCENT = (100, " %", "%", " %", "%")
    BUSINESS_DAYS = (1, " días hábiles", " business days", " día hábil", " business day")
    CALENDAR_DAYS = (1, " días calendario", " calendar days", " día calendario", " calendar day")
    CASES = (1, " casos", " cases", " caso", " case")
    PER_THOUSAND = (1000, " por mil", " per thousand", " por mil", " per thousand")
    PER_TEN_THOUSAND = (10_000, " por diez mil", " per ten thousand", " por diez mil", " per ten thousand")

    def __init__(self, factor: int, es: str, en: str, one_es: str, one_en: str) -> None:
        self.factor = factor
        self._words = {"es": es, "en": en}
        self._one = {"es": one_es, "en": one_en}

    def __repr__(self) -> str:
        return f"Unit.{self.name}"

    def words(self, lang: Language = "es") -> str:
        """What follows a number."""
        return self._words[lang]

    def after(self, number: str, lang: Language = "es") -> str:
        """A number as it is shown, and its unit: `2 casos`, `1 caso`, `1,0 días hábiles`."""
        return number + (self._one if number in ("1", "-1") else self._words)[lang]


class _Labelled(Enum):
    """A word in Spanish and in English."""

    def label(self, lang: Language = "es") -> str:
        """What people read."""
        return str(self.value[0 if lang == "es" else 1])

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class Better(_Labelled):
    """Which way is better."""

    HIGHER = ("mayor es mejor", "higher is better")
    LOWER = ("menor es mejor", "lower is better")


class Verdict(_Labelled):
    """A value against the target in force."""

    MET = ("cumple", "met")
    MISSED = ("no cumple", "missed")
    UNDEFINED = ("sin datos", "no data")


class Why(_Labelled):
    """Why a value is undefined."""

    ZERO_DENOMINATOR = ("el denominador es cero", "the denominator is zero")
    NO_ROWS = (
        "faltan datos de ese período o del que se compara",
        "data of the period, or of the one compared, are missing",
    )


@frozen
class Undefined:
    """No value, and why; never zero."""

    why: Why

    def text(self, lang: Language = "es") -> str:
        """What is shown instead of a number."""
        return Verdict.UNDEFINED.label(lang)


@frozen(kw_only=True)
class Value:
    """An exact value: `numerator` and `denominator` as counted, `exact` the quotient in the unit."""

    numerator: int
    denominator: int
    unit: Unit
    decimals: int

    @cached_property
    def exact(self) -> Fraction:
        """The value in its unit."""
        return Fraction(self.numerator * self.unit.factor, self.denominator)

    def text(self, lang: Language = "es") -> str:
        """The value rounded for people, as `12,5 días hábiles`; judge by `exact`, never by this."""
        return self.unit.after(number_text(self.exact, self.decimals, lang), lang)


_NAMED: Final = 3
"""Indicators that a `repr` names."""

Result: TypeAlias = Value | Undefined
Target: TypeAlias = Dated[Fraction]


@frozen(kw_only=True)
class Indicator:
    """A quotient of sums of counts, a count, or a quantile of counts, with its target.

    Args:
        code: stable.
        name_es: its name in the utility's papers.
        name_en: the same in English.
        formula_es: the formula in words.
        numerator: terms that add up.
        denominator: terms that add up; zero makes the value undefined. Empty where the numerator is the value.
        quantile: takes, instead of the sum, the smallest number that this share of the rows of the one term of the
            numerator do not exceed: 1/2 is the median.
        unit: the unit of the value and the target.
        frequency: how often the target is judged; on a shorter period the verdict is a foretaste.
        better: which way is better.
        target: dated, in the unit.
        decimals: how many are shown.
        beside: standing counts without which the value misleads.
        bands: the numbers up to which the rows of the one term of the numerator are shown apart, ascending: (15, 30)
            shows those up to 15, from 16 to 30, and above.
        source: where formula and target come from.

    Raises:
        InvalidInputError: what cannot be shown or computed: decimals before 0; bands that do not ascend, or a quantile
            that is no share, or either of more than the number of one term.
    """

    code: str = field(validator=validators.min_len(1))
    name_es: str
    name_en: str
    formula_es: str
    numerator: tuple[Term, ...] = field(validator=validators.min_len(1))
    denominator: tuple[Term, ...] = ()
    quantile: Fraction | None = None
    unit: Unit
    frequency: Frequency
    better: Better
    target: Target | None = None
    decimals: int = 1
    beside: tuple[Standing, ...] = ()
    bands: tuple[int, ...] = ()
    source: Citation

    def __attrs_post_init__(self) -> None:
        if self.decimals < 0:
            raise InvalidInputError(place="decimals", detail=f"0 or more are shown, not {self.decimals}")
        numbered = len(self.numerator) == 1 and self.numerator[0].measure.of is not None
        if self.bands and (not numbered or any(low >= high for low, high in pairwise(self.bands))):
            raise InvalidInputError(place="bands", detail="ascending limits of the number of one term are meant")
        if self.quantile is None:
            return
        if not 0 < self.quantile <= 1:
            raise InvalidInputError(place="quantile", detail=f"a share above 0 and up to 1, not {self.quantile}")
        if self.denominator or not numbered:
            detail = "it is taken of one term with a number, and has no denominator"
            raise InvalidInputError(place="quantile", detail=detail)
        if self.numerator != (Term(self.numerator[0].measure),):
            raise InvalidInputError(place="quantile", detail="its term has neither weight nor lag, and is of no rows")

    def __repr__(self) -> str:
        return f"Indicator({self.code!r})"

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of the formula."""
        return (*self.numerator, *self.denominator)

    @property
    def band_limits(self) -> tuple[tuple[int | None, int | None], ...]:
        """First and last number of each band, included; None where there is no bound."""
        if not self.bands:
            return ()
        return tuple(zip((None, *(limit + 1 for limit in self.bands)), (*self.bands, None), strict=True))

    @property
    def compares(self) -> bool:
        """Whether it tells a change from one period to another."""
        return any(term.lag for term in self.terms)

    def name(self, lang: Language = "es") -> str:
        """What people read."""
        return self.name_es if lang == "es" else self.name_en

    @property
    def measures(self) -> frozenset[Measure]:
        """All that has to be counted."""
        own = (term.measure for term in self.terms)
        return frozenset((*own, *(measure for standing in self.beside for measure in standing.measures)))

    def can_group_by(self, columns: tuple[str, ...]) -> bool:
        """Whether every register of the formula has these columns."""
        return all(COLUMNS[measure.origin].keys() >= set(columns) for measure in self.measures)

    def target_at(self, period: Period) -> Fraction | None:
        """The target in force at the end of the period; None where there is none, or where it says nothing of it.

        A target on a change from one period to the next says nothing of periods of another length.
        """
        if self.target is None or (self.compares and period.frequency is not self.frequency):
            return None
        try:
            return self.target.at(period.last_day).value
        except NoRuleInForceError:
            return None

    def verdict(self, result: Result, target: Fraction | None) -> Verdict | None:
        """The exact value against the target; a value that equals it meets it. None without target."""
        if target is None:
            return None
        if isinstance(result, Undefined):
            return Verdict.UNDEFINED
        met = result.exact >= target if self.better is Better.HIGHER else result.exact <= target
        return Verdict.MET if met else Verdict.MISSED

    def value(self, numerator: int, denominator: int) -> Result:
        """The quotient, undefined when nothing is there to divide by; of a count and a quantile, over 1."""
        if not denominator:
            return Undefined(Why.ZERO_DENOMINATOR)
        return Value(numerator=numerator, denominator=denominator, unit=self.unit, decimals=self.decimals)


class Indicators(Mapping[str, Indicator]):
    """Indicators by their code, in the order in which they are shown.

    Raises:
        InvalidInputError: two have the same code.
    """

    def __init__(self, indicators: Iterable[Indicator] = ()) -> None:
        self._by_code: dict[str, Indicator] = {}
        for each in indicators:
            if self._by_code.setdefault(each.code, each) is not each:
                raise InvalidInputError(place="indicators", detail=f"two have the code {each.code!r}")

    def __getitem__(self, code: str) -> Indicator:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def __repr__(self) -> str:
        named = ", ".join((*islice(self, _NAMED), *(["..."] if len(self) > _NAMED else [])))
        return f"Indicators({len(self)}: {named})"


def number_text(value: Fraction | int, decimals: int, lang: Language = "es") -> str:
    """`value` with so many decimals, halves away from zero: `1.234,5` in Spanish, `1,234.5` in English.

    >>> number_text(Fraction(2469, 2), 0), number_text(Fraction(-1, 3), 2), number_text(1234, 1, "en")
    ('1.235', '-0,33', '1,234.0')
    """
    scaled = abs(Fraction(value)) * 10**decimals
    digits = f"{(2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator):0{decimals + 1}d}"
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}"
    text = f"{grouped}.{rest}" if rest else grouped
    sign = "-" if value < 0 and digits.strip("0") else ""
    return sign + (text.translate(str.maketrans(",.", ".,")) if lang == "es" else text)


def value_text(result: Result, target: Fraction | None, verdict: Verdict | None, lang: Language = "es") -> str:
    """The value with as many decimals as it takes to see that it is not the target it misses."""
    if isinstance(result, Value) and target is not None and verdict is Verdict.MISSED:
        decimals = result.decimals
        while number_text(result.exact, decimals) == number_text(target, decimals):
            decimals += 1
        result = evolve(result, decimals=decimals)
    return result.text(lang)

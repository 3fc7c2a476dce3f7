"""An indicator as data, and the result of its formula: an exact value, or undefined with the reason.

Evaluators only count what the formula measures (`counts.Histogram`); the arithmetic is here, once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from pqr_core.citations import Citation
from pqr_core.dated import Dated
from pqr_core.errors import InvalidInputError, NoRuleInForceError
from pqr_core.fields import is_filled
from pqr_core.indicators.measures import REGISTER_COLUMNS, Measure
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.language import Language, Named, Said
from pqr_core.names import COUNT, NOTHING, SHARE, shown

__all__ = (
    "UNKNOWN",
    "Addend",
    "Better",
    "Indicator",
    "Indicators",
    "Result",
    "Standing",
    "Target",
    "Undefined",
    "Value",
    "ValueUnit",
    "Verdict",
    "Why",
    "count_text",
    "legible",
    "number_text",
    "value_text",
)


@frozen
class Addend:
    """A term of a formula: a measure times `weight`, as it was `lag` periods before.

    With `rows`, the term is the number of rows instead of the sum of their numbers, so that a mean needs one measure.

    Raises:
        InvalidInputError: the weight is 0, or the lag is negative.
    """

    measure: Measure
    weight: int = field(default=1, kw_only=True)
    lag: int = field(default=0, kw_only=True)
    rows: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.weight:
            raise InvalidInputError.expected(_WEIGHT, shown(self.weight), place="weight")
        if self.lag < 0:
            raise InvalidInputError.expected(COUNT, shown(self.lag), place="lag")


UNKNOWN: Final = Said("desconocido", "unknown")
"""The text for a count that is not known."""


@frozen(kw_only=True)
class Standing(Named):
    """A count at the end of a day, the sum of its measures, shown beside an indicator to put it into proportion.

    `unknown` measures rows for which the data do not say whether they count. If there is such a row, the count is
    unknown.
    """

    code: str
    es: str
    en: str
    one_es: str
    one_en: str
    measures: tuple[Measure, ...] = field(repr=False)
    unknown: tuple[Measure, ...] = field(default=(), repr=False)

    def text(self, n: int | None, lang: Language = "es") -> str:
        """The count in words: `2 abiertos`, `1 abierto`; `vencidos: desconocido` if `n` is None."""
        if n is None:
            return f"{self.label(lang)}: {UNKNOWN.text(lang)}"
        one = self.one_es if lang == "es" else self.one_en
        return f"{number_text(n, 0, lang)} {one if n == 1 else self.label(lang)}"


class ValueUnit(Enum):
    """The unit of a value: the factor on the quotient, and the words after a number and after a 1."""

    PERCENT = (100, " %", "%", " %", "%")
    BUSINESS_DAYS = (1, " días hábiles", " business days", " día hábil", " business day")
    MINUTES = (1, " minutos", " minutes", " minuto", " minute")
    CALENDAR_DAYS = (1, " días calendario", " calendar days", " día calendario", " calendar day")
    CASES = (1, " casos", " cases", " caso", " case")
    PER_THOUSAND = (1000, " por mil", " per thousand", " por mil", " per thousand")
    PER_TEN_THOUSAND = (10_000, " por diez mil", " per ten thousand", " por diez mil", " per ten thousand")

    def __init__(self, factor: int, es: str, en: str, one_es: str, one_en: str) -> None:
        self.factor = factor
        self._words = {"es": es, "en": en}
        self._one = {"es": one_es, "en": one_en}

    def __repr__(self) -> str:
        return f"ValueUnit.{self.name}"

    def words(self, lang: Language = "es") -> str:
        """The words after a number."""
        return self._words[lang]

    def after(self, number: str, lang: Language = "es") -> str:
        """A number, as text, with its unit: `2 casos`, `1 caso`, `1,0 días hábiles`."""
        return number + (self._one if number in ("1", "-1") else self._words)[lang]


class _Labelled(Enum):
    """A word with a label in Spanish and in English."""

    def label(self, lang: Language = "es") -> str:
        """The text for people, in `lang`."""
        return str(self.value[0 if lang == "es" else 1])

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


_WEIGHT: Final = Said("un peso distinto de 0", "a weight that is not 0")
_BANDS: Final = Said("límites ascendentes del número de un solo término", "ascending limits of the number of one term")
_OTHER: Final = Said("otra cosa", "something else")
_MOST_DECIMALS: Final = 30
_DECIMALS: Final = Said(f"un número entero de 0 a {_MOST_DECIMALS}", f"a whole number from 0 to {_MOST_DECIMALS}")
_SOME_TERM: Final = Said("al menos un término", "at least one term")
_OF_ONE_TERM: Final = Said(
    "se toma de un solo término con un número, y no tiene denominador",
    "it is taken of one term with a number, and has no denominator",
)
_OF_A_PLAIN_TERM: Final = Said(
    "su término no lleva peso ni rezago, y no es de filas", "its term has neither weight nor lag, and is of no rows"
)


class Better(_Labelled):
    """Whether higher or lower values are better."""

    HIGHER = ("mayor es mejor", "higher is better")
    LOWER = ("menor es mejor", "lower is better")


class Verdict(_Labelled):
    """The result of comparing a value with the target in force."""

    MET = ("cumple", "met")
    MISSED = ("no cumple", "missed")
    UNDEFINED = ("sin datos", "no data")
    IN_PROGRESS = ("en curso", "in progress")


class Why(_Labelled):
    """The reason why a value is undefined."""

    ZERO_DENOMINATOR = ("el denominador es cero", "the denominator is zero")
    NO_REPEAT_DAYS = (
        "falta repeat_days en el perfil de la empresa: en cuántos días un caso repite otro",
        "the profile of the utility lacks repeat_days: within how many days a case repeats another",
    )
    NOT_BEGUN = ("el período no ha comenzado", "the period has not begun")
    NO_ROWS = (
        "faltan datos de ese período o del que se compara",
        "data of the period, or of the one compared, are missing",
    )


@frozen
class Undefined:
    """No value, with the reason; it is never shown as zero."""

    why: Why

    @property
    def exact(self) -> Fraction | None:
        """None, because there is no number."""
        return None

    def text(self, lang: Language = "es") -> str:
        """The text that is shown instead of a number."""
        return Verdict.UNDEFINED.label(lang)


@frozen(kw_only=True)
class Value:
    """An exact value: `numerator` and `denominator` as counted; `exact` is their quotient in the unit."""

    numerator: int
    denominator: int
    unit: ValueUnit
    decimals: int

    @cached_property
    def exact(self) -> Fraction:
        """The exact value in its unit."""
        return Fraction(self.numerator * self.unit.factor, self.denominator)

    def text(self, lang: Language = "es") -> str:
        """The value rounded for people, such as `12,5 días hábiles`; compare with `exact`, never with this text."""
        return self.unit.after(number_text(self.exact, self.decimals, lang), lang)


_NAMED: Final = 3
"""How many indicators a `repr` names."""

Result: TypeAlias = Value | Undefined
Target: TypeAlias = Dated[Fraction]


@frozen(kw_only=True)
class Indicator:
    """A quotient of sums of counts, a count, or a quantile of counts, with its target.

    Args:
        code: the code, which never changes.
        name_es: the name in Spanish, as the papers of the utility have it.
        name_en: the name in English.
        formula_es: the formula in words, in Spanish.
        numerator: the terms whose sum is the numerator.
        denominator: the terms whose sum is the denominator; a sum of zero makes the value undefined. Empty if the
            numerator is the value.
        quantile: a share above 0 and up to 1. The value is then not a sum but the smallest number that at least this
            share of the rows of the only term do not exceed: 1/2 is the median.
        unit: the unit of the value and of the target.
        frequency: the length of the periods that the target judges; a shorter period gets no verdict.
        better: whether higher or lower values are better.
        target: the target in the unit, by date; None if there is none.
        decimals: how many decimals are shown, from 0 to 30.
        beside: standing counts that are shown with the value, because it misleads without them.
        reasons: why a denominator may be zero, each with the rows that show it; the first with rows is told.
        bands: ascending limits that split the rows of the only term by their number: (15, 30) gives up to 15, 16 to 30,
            and above 30.
        source: the source of formula and target.

    Raises:
        InvalidInputError: the code or the numerator is empty; `decimals` is not from 0 to 30; the bands do not ascend;
            the quantile is not a share; the numerator of bands or of a quantile is not one term with a number; or a
            quantile has a denominator, or a term with weight, lag or `rows`.
    """

    code: str = field(validator=is_filled)
    name_es: str
    name_en: str
    formula_es: str
    numerator: tuple[Addend, ...]
    denominator: tuple[Addend, ...] = ()
    quantile: Fraction | None = None
    unit: ValueUnit
    frequency: Frequency
    better: Better
    target: Target | None = None
    decimals: int = 1
    beside: tuple[Standing, ...] = ()
    reasons: tuple[tuple[Why, Measure], ...] = ()
    bands: tuple[int, ...] = ()
    source: Citation

    def __attrs_post_init__(self) -> None:
        if not self.numerator:
            raise InvalidInputError.expected(_SOME_TERM, NOTHING, place="numerator")
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise InvalidInputError.expected(_DECIMALS, shown(self.decimals), place="decimals")
        numbered = len(self.numerator) == 1 and self.numerator[0].measure.of is not None
        if self.bands and (not numbered or any(low >= high for low, high in pairwise(self.bands))):
            raise InvalidInputError.expected(_BANDS, _OTHER, place="bands")
        if self.quantile is None:
            return
        if not 0 < self.quantile <= 1:
            raise InvalidInputError.expected(SHARE, Said.alike(str(self.quantile)), place="quantile")
        if self.denominator or not numbered:
            raise InvalidInputError(place="quantile", detail=_OF_ONE_TERM)
        if self.numerator != (Addend(self.numerator[0].measure),):
            raise InvalidInputError(place="quantile", detail=_OF_A_PLAIN_TERM)

    def __repr__(self) -> str:
        return f"Indicator({self.code!r})"

    @property
    def terms(self) -> tuple[Addend, ...]:
        """The terms of the numerator and of the denominator, and those of `reasons`."""
        return (*self.numerator, *self.denominator, *(Addend(measure) for _, measure in self.reasons))

    @property
    def band_limits(self) -> tuple[tuple[int | None, int | None], ...]:
        """The first and the last number of each band, both inclusive; None if there is no bound."""
        if not self.bands:
            return ()
        return tuple(zip((None, *(limit + 1 for limit in self.bands)), (*self.bands, None), strict=True))

    @property
    def compares(self) -> bool:
        """Whether the formula compares a period with an earlier one."""
        return any(term.lag for term in self.terms)

    def name(self, lang: Language = "es") -> str:
        """The name of the indicator in `lang`."""
        return self.name_es if lang == "es" else self.name_en

    @property
    def measures(self) -> frozenset[Measure]:
        """Every measure that must be counted, of the formula, `reasons` and `beside`."""
        own = (term.measure for term in self.terms)
        beside = (measure for standing in self.beside for measure in (*standing.measures, *standing.unknown))
        return frozenset((*own, *beside))

    def can_group_by(self, columns: tuple[str, ...]) -> bool:
        """Whether every register that is counted has these columns."""
        return all(REGISTER_COLUMNS[measure.origin].keys() >= set(columns) for measure in self.measures)

    def target_at(self, period: Period | str) -> Fraction | None:
        """The target in force on the last day of the period; None if there is none or it does not apply to the period.

        A target for a change between periods does not apply to periods of another length than `frequency`.
        """
        period = Period.read(period)
        if self.target is None or (self.compares and period.frequency is not self.frequency):
            return None
        try:
            return self.target.at(period.last_day).value
        except NoRuleInForceError:
            return None

    def judges(self, period: Period | str) -> bool:
        """Whether the target judges periods of that length: an annual target does not judge a month."""
        return Period.read(period).frequency.months >= self.frequency.months

    def verdict(
        self, result: Result, target: Fraction | None, period: Period | str | None = None, *, in_progress: bool = False
    ) -> Verdict | None:
        """Compare the exact value with the target; a value equal to the target meets it.

        The verdict is None without target, and for a `period` shorter than those that the target judges. A period in
        progress is not judged.
        """
        if target is None or (period is not None and not self.judges(period)):
            return None
        if in_progress:
            return Verdict.IN_PROGRESS
        if isinstance(result, Undefined):
            return Verdict.UNDEFINED
        met = result.exact >= target if self.better is Better.HIGHER else result.exact <= target
        return Verdict.MET if met else Verdict.MISSED

    def value(self, numerator: int, denominator: int) -> Result:
        """The quotient as a result; undefined if the denominator is 0. Counts and quantiles pass 1."""
        if not denominator:
            return Undefined(Why.ZERO_DENOMINATOR)
        return Value(numerator=numerator, denominator=denominator, unit=self.unit, decimals=self.decimals)


class Indicators(Mapping[str, Indicator]):
    """Indicators by code, in the order in which they are shown.

    Raises:
        InvalidInputError: two indicators have the same code.
    """

    def __init__(self, indicators: Iterable[Indicator] = ()) -> None:
        self._by_code: dict[str, Indicator] = {}
        for each in indicators:
            if self._by_code.setdefault(each.code, each) is not each:
                detail = Said(f"dos tienen el código {each.code!r}", f"two have the code {each.code!r}")
                raise InvalidInputError(place="indicators", detail=detail)

    def __getitem__(self, code: str) -> Indicator:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def with_targets(self, targets: Mapping[str, Target]) -> Indicators:
        """The same indicators, with the targets of a utility in place of their own (`Profile.targets`).

        Raises:
            InvalidInputError: there is a target for an indicator that is not among these.
        """
        for code in targets:
            if code not in self:
                raise InvalidInputError.unlisted(self, code, place="targets")
        own = (evolve(each, target=targets.get(each.code, each.target)) for each in self.values())
        return Indicators(own) if targets else self

    def __repr__(self) -> str:
        named = ", ".join((*islice(self, _NAMED), *(["..."] if len(self) > _NAMED else [])))
        return f"Indicators({len(self)}: {named})"


def number_text(value: Fraction | int, decimals: int, lang: Language = "es") -> str:
    """`value` with `decimals` decimals, rounded half away from zero: `1.234,5` in Spanish, `1,234.5` in English.

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


def count_text(n: int | None, lang: Language = "es") -> str:
    """A count as it is shown in a cell of a table."""
    return UNKNOWN.text(lang) if n is None else number_text(n, 0, lang)


def value_text(result: Result, target: Fraction | None, verdict: Verdict | None, lang: Language = "es") -> str:
    """The value with as many decimals as are needed to differ from a missed target."""
    return legible(result, target, verdict).text(lang)


def legible(result: Result, target: Fraction | None, verdict: Verdict | None) -> Result:
    """The result with as many decimals as are needed to differ from a missed target."""
    if isinstance(result, Value) and target is not None and verdict is Verdict.MISSED:
        decimals = result.decimals
        while number_text(result.exact, decimals) == number_text(target, decimals):
            decimals += 1
        return evolve(result, decimals=decimals)
    return result

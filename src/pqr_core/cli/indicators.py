"""`indicators`: the indicators of a period against their targets, as a table, JSON or charts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from pqr_core import colombia
from pqr_core.cli.base import Output, add_formats, file_name, unknown_word
from pqr_core.cli.settings import add_as_of, add_profile, day_of
from pqr_core.cli.stores import add_store, add_utility, base_settings_of, open_store, require_utility
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page
from pqr_core.drawing.text import Cell, Line, Span, Style, table, wrapped
from pqr_core.errors import CommandError
from pqr_core.exchange.spreadsheets import Sheet, SheetCell
from pqr_core.indicators.base import (
    Better,
    Indicator,
    Indicators,
    Undefined,
    Value,
    Verdict,
    Why,
    count_text,
    value_text,
)
from pqr_core.indicators.counting import count
from pqr_core.indicators.counts import Counts, group_texts
from pqr_core.indicators.definitions import load_indicators
from pqr_core.indicators.measures import REGISTER_COLUMNS
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import Group
from pqr_core.indicators.series import IndicatorSeries, Point, bound_text, point_of, target_text
from pqr_core.language import Language, Said
from pqr_core.law.profiles import Profile
from pqr_core.names import choices

__all__ = ("arguments", "run")

_DRAWN: Final = 12
"""The periods of a chart: the one asked for and those before it."""
_CHARTS: Final = 40
"""The most charts of a page."""
_NAMED: Final = 100
"""The columns of a terminal from which the name of an indicator is shown beside its code."""

_Cell: TypeAlias = tuple[Indicator, Group | None, Point]
"""An indicator, the group and its period."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    add_store(parser, output, required=False)
    add_utility(parser, output)
    add_profile(parser, output)
    parser.add_argument(
        "--list", action="store_true", help=say("qué indicadores hay, con su meta", "which indicators there are")
    )
    parser.add_argument(
        "--period",
        metavar=say("PERÍODO", "PERIOD"),
        help=say("2026-03, 2026-Q1, 2026-S1 o 2026", "2026-03, 2026-Q1, 2026-S1 or 2026"),
    )
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar=say("COLUMNAS", "COLUMNS"),
        help=say("agrupar por tipo, servicio, municipio...: --by tipo,servicio", "group by: --by tipo,servicio"),
    )
    parser.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar=say("CÓDIGO", "CODE"),
        help=say("solo este indicador; se puede repetir", "this indicator only; may be repeated"),
    )
    parser.add_argument(
        "--definitions",
        metavar=file_name(output, ".toml"),
        help=say("indicadores propios, además de los del catálogo", "indicators of your own, beside the catalogue"),
    )
    add_as_of(parser, output)
    parser.add_argument(
        "--as-recorded",
        action="store_true",
        help=say("solo con lo registrado hasta ese día", "only with what had been recorded by that day"),
    )
    parser.add_argument(
        "--chart",
        metavar=file_name(output),
        help=say(
            "gráfico de doce períodos: .svg o .png de un indicador, o una página .html de todos",
            "chart of twelve periods: .svg or .png of one indicator, or a .html page of all",
        ),
    )
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print the indicators of the period, or write the charts; with `--list`, the indicators there are."""
    profile = base_settings_of(args)
    known = _known(args, profile)
    if args.list:
        return _list(known, args, output)
    if args.period is None or args.store is None:
        raise CommandError(
            es="falta indicar --store y --period, o --list para ver qué indicadores hay",
            en="--store and --period are missing; --list shows which indicators there are",
        )
    period = Period.parse(args.period)
    by = tuple(column.strip() for columns in args.by for column in columns.split(","))
    _require_columns(by)
    asked = [indicator for indicator in known.values() if indicator.can_group_by(by)]
    if not asked:
        columns = ", ".join(by)
        raise CommandError(
            es=f"ningún indicador se puede agrupar por {columns}", en=f"no indicator can be grouped by {columns}"
        )
    looked_at = day_of(args)
    before = _midnight_after(looked_at) if args.as_recorded else None
    drawn = [period.shift(-back) for back in reversed(range(_DRAWN))] if args.chart else [period]
    utility = profile.utility_id
    with open_store(args.store) as store, store.read() as unit:
        require_utility(store, utility)
        source = unit.source(utility, before=before)
        counts = count(source, asked, by=by, periods=drawn, until=looked_at, days=[period.closing_day(looked_at)])
    found = [
        (each, group, point_of(each, counts, period, group))
        for each in asked
        for group in (*(counts.groups(each) if by else ()), None)
    ]
    found = [cell for cell in found if cell[1] is None or not cell[2].is_empty]
    if args.chart:
        _draw(Path(args.chart), asked, counts, drawn, f"{utility}, {_heading(period, looked_at, output)}", output)
    if output.sheets(args, lambda: [_sheet(found, by, period, output)]):
        return 0
    if args.json:
        measured = [_measured(each, counts, [cell for cell in found if cell[0] is each], output.lang) for each in asked]
        days = {"as_of": looked_at.isoformat(), "closing_day": period.closing_day(looked_at).isoformat()}
        state = {"begun": period.first_day <= looked_at, "in_progress": found[0][2].in_progress}
        output.json({"period": str(period), **days, **state, "indicators": measured})
        return 0
    left_out = [each.code for each in known.values() if each not in asked]
    if left_out:
        names = ", ".join(left_out)
        output.text(output.say(f"No se agrupan así: {names}.", f"Not grouped so: {names}."), "dim")
    output.title(_heading(period, looked_at, output))
    shown = [] if args.indicator else _with_data(found)
    output.lines(_table(found, shown or found, by, output))
    for indicator in dict.fromkeys(each for each, _group, _point in shown or found):
        for line in _bands(indicator, counts, period, output):
            output.text(line, "dim")
    return 0


def _require_columns(by: Sequence[str]) -> None:
    columns = sorted({name for register in REGISTER_COLUMNS.values() for name in register})
    for name in by:
        if name not in columns:
            raise unknown_word(Said("columna desconocida en --by", "unknown column in --by"), name, columns)


def _heading(period: Period, looked_at: date, output: Output) -> str:
    """The period; also if on the day looked at it had not begun or was in progress."""
    title = output.say(f"Indicadores de {period.label()}", f"Indicators of {period.label('en')}")
    if looked_at < period.first_day:
        return title + output.say(f" (no ha comenzado el {looked_at})", f" (not begun on {looked_at})")
    if looked_at < period.last_day:
        return title + output.say(f" (en curso, al {looked_at})", f" (in progress, on {looked_at})")
    return title


def _list(known: Mapping[str, Indicator], args: Namespace, output: Output) -> int:
    """Print which indicators there are, what they measure and how often they are judged."""
    say, lang = output.say, output.lang
    headings = (
        *(say("Código", "Code"), say("Nombre", "Name"), say("Unidad", "Unit"), say("Frecuencia", "Frequency")),
        *(say("Meta", "Target"), say("Fórmula", "Formula")),
    )

    def row(indicator: Indicator) -> tuple[str, str, str, str, str, str]:
        target = indicator.target.versions[-1].value if indicator.target else None
        return (
            *(indicator.code, indicator.name(lang), indicator.unit.words(lang).strip()),
            *(indicator.frequency.label(lang), "-" if target is None else bound_text(indicator, target, lang)),
            indicator.formula_es,
        )

    rows = [row(each) for each in known.values()]
    if output.sheets(args, lambda: [Sheet(say("Indicadores", "Indicators"), headings, rows, lang)]):
        return 0
    if args.json:
        names = ("code", "name", "unit", "frequency", "target", "formula")
        output.json({"indicators": [dict(zip(names, each, strict=True)) for each in rows]})
        return 0
    # The unit stands beside the target; the formula is left to the other formats.
    shown = [(code, name, frequency, target) for code, name, _unit, frequency, target, _formula in rows]
    output.lines(table((*headings[:2], *headings[3:5]), shown, width=output.width))
    return 0


def _known(args: Namespace, profile: Profile) -> Mapping[str, Indicator]:
    """The indicators asked for, from the catalogue and from the user's file."""
    own = load_indicators(args.definitions, beside=colombia.INDICATORS) if args.definitions else {}
    every = {**Indicators((*colombia.INDICATORS.values(), *own.values())).with_targets(dict(profile.targets))}
    for code in args.indicator:
        if code not in every:
            there = choices(every, code)
            raise CommandError(
                es=f"no hay indicador {code}; hay: {there.es}",
                en=f"there is no indicator {code}; there are: {there.en}",
            )
    return {code: every[code] for code in args.indicator} if args.indicator else every


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), colombia.ZONE)


def _draw(path: Path, asked: list[Indicator], counts: Counts, drawn: list[Period], title: str, output: Output) -> None:
    def grouped(indicator: Indicator) -> list[Group | None]:
        if not counts.by:
            return [None]
        rests_on = {group: counts.n(indicator, drawn[-1], group) or 0 for group in counts.groups(indicator)}
        return [None, *sorted(rests_on, key=lambda group: (-rests_on[group], group_texts(group)))]

    series = [
        IndicatorSeries.of(indicator, counts, drawn, group=group) for indicator in asked for group in grouped(indicator)
    ]
    if path.suffix in (".svg", ".png"):
        if len(series) != 1:
            raise CommandError(
                es=f"un {path.suffix} muestra un indicador sin grupos: diga cuál con --indicator, o escriba .html",
                en=f"a {path.suffix} shows one indicator without groups: say which with --indicator, or write .html",
            )
        path.write_bytes(series[0].png(output.lang) if path.suffix == ".png" else series[0].svg(output.lang).encode())
    elif path.suffix == ".html":
        most = max(_CHARTS // len(asked), 1)  # for each indicator the whole, and the largest groups
        kept = [each for indicator in asked for each in [one for one in series if one.indicator is indicator][:most]]
        if more := len(series) - len(kept):
            es = (
                f"se dibujan {len(kept)} gráficos, los de más casos; hay {more} más (use --indicator, o --by con menos)"
            )
            en = f"{len(kept)} charts are drawn, those with most cases; there are {more} more (use --indicator)"
            output.note(output.say(es, en))
        pictures = "".join(f"<p>{each.svg(output.lang)}</p>" for each in kept)
        path.write_text(html_page(title, f"<h1>{escape(title)}</h1>{pictures}", output.lang), encoding="utf-8")
    else:
        raise CommandError(es=f"{path}: escriba .svg, .png o .html", en=f"{path}: write .svg, .png or .html")
    output.wrote(str(path))


_STYLES: Final[Mapping[Verdict | None, Style]] = {
    Verdict.MET: "good",
    Verdict.MISSED: "bad",
    Verdict.IN_PROGRESS: "warn",
}


def _names_of(group: Group | None, by: Sequence[str], output: Output) -> tuple[str, ...]:
    """A group as the columns of a table; the whole is `total`."""
    if group is None:
        return (output.say("total", "total"), *[""] * (len(by) - 1))[: len(by)]
    return group_texts(group, output.lang)


def _verdict_of(point: Point, lang: Language) -> str:
    """The verdict; a period in progress says so, with or without a target."""
    verdict = Verdict.IN_PROGRESS if point.in_progress else point.verdict
    return "-" if verdict is None else verdict.label(lang)


def _bound(indicator: Indicator, point: Point, output: Output) -> str:
    """The target with its direction and its unit."""
    if point.target is None:
        return "-"
    lower = indicator.better is Better.LOWER
    bound = output.say("máx.", "max.") if lower else output.say("mín.", "min.")
    return f"{bound} {indicator.unit.after(target_text(point.target, indicator, output.lang), output.lang)}"


def _with_data(found: Sequence[_Cell]) -> list[_Cell]:
    """The cells of the indicators that have a value in at least one group."""
    valued = {each.code for each, _group, point in found if isinstance(point.result, Value)}
    return [cell for cell in found if cell[0].code in valued]


def _table(found: Sequence[_Cell], shown: Sequence[_Cell], by: Sequence[str], output: Output) -> list[Line]:
    """One row for each indicator and group shown, how many are not shown, and why some have no value."""
    say, lang = output.say, output.lang
    named = output.width >= _NAMED
    headings = [say("Código", "Code"), *([say("Indicador", "Indicator")] if named else ()), *by]
    headings += [say("Valor", "Value"), "n", say("Meta", "Target"), say("Cumplimiento", "Verdict")]
    headings += [say("Abiertos / vencidos", "Open / overdue")]
    rows: list[list[Cell]] = []
    for indicator, group, point in shown:
        verdict = Verdict.IN_PROGRESS if point.in_progress else point.verdict
        rows.append(
            [
                *(indicator.code, *([indicator.name(lang)] if named else ()), *_names_of(group, by, output)),
                value_text(point.result, point.target, point.verdict, lang),
                "-" if point.n is None else count_text(point.n, lang),
                _bound(indicator, point, output),
                Span(_verdict_of(point, lang), _STYLES.get(verdict, "")),
                " / ".join(count_text(point.beside[each.code], lang) for each in indicator.beside) or "-",
            ]
        )
    reasons = {point.result.why for _, _, point in found if isinstance(point.result, Undefined)}
    why_not = [f"{say('sin datos', 'no data')}: {why.label(lang)}" for why in Why if why in reasons]
    left_out = len({each.code for each, _, _ in found}) - len({each.code for each, _, _ in shown})
    if left_out:
        es, en = f"Sin datos, y no se muestran: {left_out}", f"Without data, and not shown: {left_out}"
        why_not.insert(0, say(f"{es} (--indicator CÓDIGO; --list)", f"{en} (--indicator CODE; --list)"))
    longer = [each for each, _, point in shown if point.target is not None and not each.judges(point.period)]
    annual = [
        say(
            f"{each.name()}: la meta es {each.frequency.label()}, no juzga {_period_of(found)}",
            f"{each.name('en')}: the target is {each.frequency.label('en')}, "
            f"and does not judge {_period_of(found, 'en')}",
        )
        for each in dict.fromkeys(longer)
    ]
    notes = (line for text in (*why_not, *annual) for line in wrapped(text, output.width, "  "))
    return [*table(headings, rows, width=output.width), *((Span(line, "dim"),) for line in notes)]


def _period_of(found: Sequence[_Cell], lang: Language = "es") -> str:
    """The period of the cells."""
    return found[0][2].period.label(lang)


def _bands(indicator: Indicator, counts: Counts, period: Period, output: Output) -> Iterator[str]:
    """How many rows each band of an indicator has, on one line; nothing if it has no bands or there is no count."""
    if numbers := counts.bands(indicator, period):
        banded = zip(indicator.band_limits, numbers, strict=True)
        told = ", ".join(f"{_band_text(first, last, output)}: {n}" for (first, last), n in banded)
        yield f"{indicator.name(output.lang)} - {told}"


def _sheet(found: Sequence[_Cell], by: Sequence[str], period: Period, output: Output) -> Sheet:
    """One row for each indicator and group, the whole last; the standing counts of any indicator are columns."""
    say, lang = output.say, output.lang
    beside = {standing.code: standing for indicator, _, _ in found for standing in indicator.beside}
    headings = (
        *(say("Período", "Period"), say("Indicador", "Indicator"), say("Código", "Code"), *by),
        *(say("Numerador", "Numerator"), say("Denominador", "Denominator"), say("Valor", "Value"), "n"),
        *(say("Unidad", "Unit"), say("Meta", "Target"), say("Cumplimiento", "Verdict"), say("Sin valor", "No value")),
        *(standing.label(lang) for standing in beside.values()),
    )

    def row(indicator: Indicator, group: Group | None, point: Point) -> tuple[SheetCell, ...]:
        result = point.result
        known = result if isinstance(result, Value) else None
        names = (say("total", "total"),) * len(by) if group is None else group_texts(group, lang)
        return (
            *(str(period), indicator.name(lang), indicator.code, *names),
            known.numerator if known else None,
            known.denominator if known else None,
            *(result.exact, point.n, indicator.unit.words(lang).strip(), point.target),
            None if _verdict_of(point, lang) == "-" else _verdict_of(point, lang),
            result.why.label(lang) if isinstance(result, Undefined) else None,
            *(_standing_cell(point.beside, code, lang) for code in beside),
        )

    return Sheet(say(f"Indicadores {period}", f"Indicators {period}"), headings, [row(*each) for each in found], lang)


def _standing_cell(standing: Mapping[str, int | None], code: str, lang: Language) -> SheetCell:
    """A standing count as a cell; empty if the indicator has none."""
    if code not in standing:
        return None
    number = standing[code]
    return count_text(None, lang) if number is None else number


def _band_text(first: int | None, last: int | None, output: Output) -> str:
    if first is None:
        return output.say(f"hasta {last}", f"up to {last}")
    return output.say(f"desde {first}", f"from {first}") if last is None else f"{first}-{last}"


def _measured(indicator: Indicator, counts: Counts, found: Sequence[_Cell], lang: Language) -> dict[str, Any]:
    def banded(group: Group | None, period: Period) -> list[dict[str, int | None]]:
        numbers = counts.bands(indicator, period, group) or (None,) * len(indicator.band_limits)  # not begun
        cells = zip(indicator.band_limits, numbers, strict=True)
        return [{"from": first, "to": last, "n": n} for (first, last), n in cells]

    def cell(group: Group | None, point: Point) -> dict[str, Any]:
        return {
            "group": None if group is None else dict(zip(counts.by, map(_plain, group), strict=True)),
            **point.as_dict(lang),
            **({"bands": banded(group, point.period)} if indicator.bands else {}),
        }

    *groups, (_, _, whole) = found
    return {
        "code": indicator.code,
        "name": indicator.name(lang),
        "unit": indicator.unit.name.lower(),
        "better": indicator.better.name.lower(),
        "frequency": indicator.frequency.name.lower(),
        "target": None if whole.target is None else str(whole.target),
        "target_decimal": None if whole.target is None else float(whole.target),
        "total": cell(None, whole),
        "groups": [cell(group, point) for _, group, point in groups],
    }


def _plain(part: object) -> str | None:
    return None if part is None else str(part)

"""`indicators`: what a period was, against its targets, as a table, JSON or charts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pqr_core.cli.base import Command, Output, add_json, read_moment
from pqr_core.cli.stores import add_store, add_utility, open_store, require_utility, utility_of
from pqr_core.drawing.html import html_page
from pqr_core.drawing.text import Cell, Line, Span, Style, table
from pqr_core.errors import CommandError
from pqr_core.language import Language

if TYPE_CHECKING:
    from pqr_core.indicators.base import Indicator
    from pqr_core.indicators.counts import Counts
    from pqr_core.indicators.periods import Period

__all__ = ("COMMANDS",)

_DRAWN: Final = 12
"""Periods of a chart: the one asked and those before it."""


def _arguments(parser: ArgumentParser, output: Output) -> None:
    say = output.say
    add_store(parser, output)
    add_utility(parser, output)
    parser.add_argument(
        "--period",
        required=True,
        metavar="P",
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
        metavar="TOML",
        help=say("indicadores propios, además de los del catálogo", "indicators of your own, beside the catalogue"),
    )
    parser.add_argument("--as-of", metavar="T", help=say("día en que se mira (hoy)", "day to look at (today)"))
    parser.add_argument(
        "--as-recorded",
        action="store_true",
        help=say("solo con lo registrado hasta ese día", "only with what had been recorded by that day"),
    )
    parser.add_argument(
        "--chart",
        metavar=say("ARCHIVO", "FILE"),
        help=say(
            "gráfico de doce períodos: .svg de un indicador, o una página .html de todos",
            "chart of twelve periods: .svg of one indicator, or a .html page of all",
        ),
    )
    add_json(parser, output)


def _run(args: Namespace, output: Output) -> int:
    from pqr_core.indicators.counting import count
    from pqr_core.indicators.periods import Period

    period = Period.parse(args.period)
    by = tuple(column.strip() for columns in args.by for column in columns.split(","))
    known = _known(args)
    asked = [indicator for indicator in known.values() if indicator.can_group_by(by)]
    if not asked:
        columns = ", ".join(by)
        raise CommandError(
            es=f"ningún indicador se puede agrupar por {columns}", en=f"no indicator can be grouped by {columns}"
        )
    looked_at = _day(read_moment(args.as_of))
    before = _midnight_after(looked_at) if args.as_recorded else None
    drawn = [period.shift(-back) for back in reversed(range(_DRAWN))] if args.chart else [period]
    closing_day, utility = period.closing_day(looked_at), utility_of(args)
    with open_store(args.store) as store, store.begin(writing=False) as unit:
        require_utility(store, utility)
        source = unit.source(utility, before=before)
        counts = count(source, asked, by=by, periods=drawn, until=looked_at, days=[closing_day])
    if args.chart:
        _draw(Path(args.chart), asked, counts, drawn, output)
    if args.json:
        measured = [_measured(each, counts, period, closing_day, output.lang) for each in asked]
        days = {"as_of": looked_at.isoformat(), "closing_day": closing_day.isoformat()}
        output.json({"period": str(period), **days, "indicators": measured})
        return 0
    left_out = [each.name(output.lang) for each in known.values() if each not in asked]
    if left_out:
        names = ", ".join(left_out)
        output.text(output.say(f"No se agrupan así: {names}.", f"Not grouped so: {names}."), "dim")
    for indicator in asked:
        output.title(f"{indicator.name(output.lang)} ({period})")
        output.lines(_table(indicator, counts, period, closing_day, output))
    return 0


def _known(args: Namespace) -> Mapping[str, Indicator]:
    """The indicators asked for, of the catalogue and of the user."""
    from pqr_core.colombia.indicators import INDICATORS
    from pqr_core.indicators.definitions import load_indicators

    own = load_indicators(args.definitions, beside=INDICATORS) if args.definitions else {}
    every = {**INDICATORS, **own}
    for code in args.indicator:
        if code not in every:
            raise CommandError(
                es=f"no hay indicador {code}; hay: {', '.join(every)}",
                en=f"there is no indicator {code}; there are: {', '.join(every)}",
            )
    return {code: every[code] for code in args.indicator} if args.indicator else every


def _day(moment: date | datetime) -> date:
    from pqr_core import colombia

    return moment.astimezone(colombia.ZONE).date() if isinstance(moment, datetime) else moment


def _midnight_after(day: date) -> datetime:
    from pqr_core import colombia

    return datetime.combine(day + timedelta(days=1), time(), colombia.ZONE)


def _draw(path: Path, asked: list[Indicator], counts: Counts, drawn: list[Period], output: Output) -> None:
    from pqr_core.indicators.series import IndicatorSeries

    def pictures() -> Iterator[str]:
        for indicator in asked:
            for group in (None, *(counts.groups(indicator) if counts.by else ())):
                yield IndicatorSeries.of(indicator, counts, drawn, group=group).svg(output.lang)

    svgs = list(pictures())
    if path.suffix == ".svg":
        if len(svgs) != 1:
            raise CommandError(
                es="un .svg muestra un indicador sin grupos: diga cuál con --indicator, o escriba una página .html",
                en="an .svg shows one indicator without groups: say which with --indicator, or write a .html page",
            )
        text = svgs[0]
    elif path.suffix == ".html":
        title = output.say(f"Indicadores {drawn[-1]}", f"Indicators {drawn[-1]}")
        text = html_page(title, f"<h1>{title}</h1>{''.join(f'<p>{svg}</p>' for svg in svgs)}", output.lang)
    else:
        raise CommandError(es=f"{path}: escriba .svg o .html", en=f"{path}: write .svg or .html")
    path.write_text(text, encoding="utf-8")
    output.wrote(str(path))


def _table(indicator: Indicator, counts: Counts, period: Period, day: date, output: Output) -> list[Line]:
    from pqr_core.indicators.base import Undefined, Verdict, Why, value_text
    from pqr_core.indicators.counts import group_texts
    from pqr_core.indicators.series import target_text

    say, lang = output.say, output.lang
    target = indicator.target_at(period)
    styles: dict[Verdict | None, Style] = {Verdict.MET: "good", Verdict.MISSED: "bad"}
    headings = [*counts.by, say("Valor", "Value"), say("Meta", "Target"), say("Juicio", "Verdict")]
    headings += [standing.label(lang) for standing in indicator.beside]
    headings += [_band_text(first, last, output) for first, last in indicator.band_limits]
    rows: list[list[Cell]] = []
    reasons: set[Why] = set()
    for group in (*(counts.groups(indicator) if counts.by else ()), None):
        result = counts.result(indicator, period, group)
        verdict = indicator.verdict(result, target)
        if isinstance(result, Undefined):
            reasons.add(result.why)
        names = [say("total", "total")] + [""] * (len(counts.by) - 1) if group is None else group_texts(group, lang)
        rows.append(
            [
                *(names if counts.by else []),
                value_text(result, target, verdict, lang),
                "-" if target is None else target_text(target, indicator, lang),
                Span(verdict.label(lang) if verdict else "-", styles.get(verdict, "")),
                *(str(counts.standing(each, day, group)) for each in indicator.beside),
                *map(str, counts.bands(indicator, period, group)),
            ]
        )
    why_not = [f"{say('sin datos', 'no data')}: {why.label(lang)}" for why in Why if why in reasons]
    return [*table(headings, rows), *((Span(text, "dim"),) for text in why_not)]


def _band_text(first: int | None, last: int | None, output: Output) -> str:
    if first is None:
        return output.say(f"hasta {last}", f"up to {last}")
    return output.say(f"desde {first}", f"from {first}") if last is None else f"{first}-{last}"


def _measured(indicator: Indicator, counts: Counts, period: Period, day: date, lang: Language) -> dict[str, Any]:
    from pqr_core.indicators.base import Undefined, Value, value_text

    target = indicator.target_at(period)

    def banded(group: tuple[object, ...] | None) -> list[dict[str, int | None]]:
        found = zip(indicator.band_limits, counts.bands(indicator, period, group), strict=True)
        return [{"from": first, "to": last, "n": n} for (first, last), n in found]

    def cell(group: tuple[object, ...] | None) -> dict[str, Any]:
        result = counts.result(indicator, period, group)
        verdict = indicator.verdict(result, target)
        value = result if isinstance(result, Value) else None
        return {
            "group": None if group is None else dict(zip(counts.by, map(_plain, group), strict=True)),
            "numerator": value and value.numerator,
            "denominator": value and value.denominator,
            "value": value and str(value.exact),
            "text": value_text(result, target, verdict, lang),
            "reason": result.why.name.lower() if isinstance(result, Undefined) else None,
            "verdict": None if verdict is None else verdict.name.lower(),
            **{each.code: counts.standing(each, day, group) for each in indicator.beside},
            **({"bands": banded(group)} if indicator.bands else {}),
        }

    return {
        "code": indicator.code,
        "unit": indicator.unit.name.lower(),
        "target": None if target is None else str(target),
        "total": cell(None),
        "groups": [cell(group) for group in counts.groups(indicator)] if counts.by else [],
    }


def _plain(part: object) -> str | None:
    return None if part is None else str(part)


COMMANDS: Final = (
    Command(
        name="indicators",
        es="los indicadores de un período frente a sus metas",
        en="the indicators of a period against their targets",
        arguments=_arguments,
        run=_run,
    ),
)

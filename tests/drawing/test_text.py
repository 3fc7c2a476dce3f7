"""Tables, months and bars as text: without colour, in any width, encoding or language."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.drawing.html import CSS, html_months, html_page, html_table
from pqr_core.drawing.text import (
    NARROW,
    WIDTH,
    Mark,
    Span,
    bar,
    beside,
    encodable,
    legend,
    month,
    months_between,
    plain,
    table,
    width_of,
    wrapped,
    write,
)
from pqr_core.language import date_after, long_date, span_of

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), min_size=1, max_size=30)
CELLS = st.lists(WORDS, max_size=12).map(" ".join)


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.integers(20, 100))
def test_a_table_is_never_wider_than_asked(rows: list[tuple[str, str, str]], width: int) -> None:
    """Every line fits, and no character of a cell is lost."""
    lines = plain(table(("a", "b", "c"), rows, width=width)).splitlines()
    assert all(width_of(line) <= width for line in lines)
    cells = Counter("".join("".join(row) for row in rows).replace(" ", ""))
    assert cells <= Counter("".join(lines))


def test_a_table_without_room_for_its_words_becomes_paragraphs() -> None:
    """A narrow terminal cuts no word: each row has a line for each column, and rows are parted."""
    rows = [("R-2026-1-004044-019569", "Superintendencia", "9 de abril de 2026"), ("R-2", "reclamo", "")]
    lines = plain(table(("Radicado", "Tipo", "Vence"), rows, width=40)).splitlines()
    assert lines == [
        "Radicado: R-2026-1-004044-019569",
        "Tipo: Superintendencia",
        "Vence: 9 de abril de 2026",
        "",
        "Radicado: R-2",
        "Tipo: reclamo",
    ]


def test_columns_line_up_under_accents_and_wide_characters() -> None:
    """The second column starts at the same column of the screen in every row."""
    lines = plain(
        table(("á", "x"), (("日本", "1"), ("Reclamo", "2"), ("e\N{COMBINING ACUTE ACCENT}", "3")))
    ).splitlines()
    assert {width_of(line[:-1]) for line in lines[2:]} == {9}


@given(CELLS, st.integers(8, 80))
def test_wrapped_text_keeps_every_character_within_the_width(text: str, width: int) -> None:
    """Breaking happens between words, or within one too long; nothing is lost."""
    lines = wrapped(text, width, indent="  ")
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_dates_are_written_as_in_a_letter() -> None:
    """Days and months are written in words, without using the machine's locale."""
    assert long_date(date(2026, 4, 9)) == "jueves 9 de abril de 2026"
    assert long_date(date(2026, 4, 9), "en") == "Thursday 9 April 2026"


@pytest.mark.parametrize(
    ("day", "since", "es", "en"),
    [
        (date(2026, 6, 16), date(2026, 6, 14), "martes 16", "Tuesday 16 June"),
        (date(2026, 6, 2), date(2026, 5, 31), "martes 2 de junio", "Tuesday 2 June"),
        (date(2027, 1, 4), date(2026, 12, 31), "lunes 4 de enero de 2027", "Monday 4 January 2027"),
    ],
)
def test_a_day_after_another_tells_what_differs(day: date, since: date, es: str, en: str) -> None:
    """A sentence that has named a day does not name its month and year again."""
    assert (date_after(day, since), date_after(day, since, "en")) == (es, en)


@pytest.mark.parametrize(
    ("first", "last", "es", "en"),
    [
        (
            date(2026, 3, 10),
            date(2026, 3, 24),
            "del martes 10 al martes 24 de marzo de 2026",
            "from Tuesday 10 March to Tuesday 24 March 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 4),
            "del jueves 31 de diciembre de 2026 al lunes 4 de enero de 2027",
            "from Thursday 31 December 2026 to Monday 4 January 2027",
        ),
        (date(2026, 3, 10), date(2026, 3, 10), "el martes 10 de marzo de 2026", "on Tuesday 10 March 2026"),
    ],
)
def test_a_stretch_of_days_names_both_ends(first: date, last: date, es: str, en: str) -> None:
    """Month and year once, where both ends share them; a stretch of one day is that day."""
    assert (span_of(first, last), span_of(first, last, "en")) == (es, en)


def test_a_month_shows_its_marks_without_colour() -> None:
    """The symbol of a mark stands after its day."""
    text = plain(month(2026, 7, {date(2026, 7, 20): Mark("*", "holiday")}.get))
    assert "20*" in text
    assert text.count("*") == 1
    assert re.findall(r"\d+", text) == ["2026", *map(str, range(1, 32))]


def test_three_narrow_months_fit_a_terminal() -> None:
    """A year is drawn in rows of three within eighty columns."""
    months = [month(2026, number, lambda _day: Mark("*", "holiday"), cell=NARROW) for number in range(1, 13)]
    assert max(map(width_of, plain(beside(months, across=3)).splitlines())) <= WIDTH


def test_a_code_is_broken_behind_an_underscore() -> None:
    """A code is broken between its parts if nothing else can be broken."""
    rows = [("tiempo_respuesta_pqr_calendario", "16,0 días")]
    lines = plain(table(("Código", "Valor"), rows, width=34)).splitlines()
    assert [line.split() for line in lines[2:]] == [["tiempo_respuesta_pqr_", "16,0"], ["calendario", "días"]]


def test_months_stand_below_each_other_where_the_terminal_is_narrow() -> None:
    """As many months stand side by side as there is room for, and at least one."""
    months = [month(2026, number, lambda _day: None, cell=NARROW) for number in (1, 2, 3)]
    heights = {width: len(beside(months, across=3, width=width)) for width in (20, 40, 60, 80)}
    assert heights == {20: 7 + 1 + 7 + 1 + 8, 40: 7 + 1 + 7 + 1 + 8, 60: 7 + 1 + 8, 80: 8}


def test_months_between_reach_over_the_new_year() -> None:
    """The months of both ends are included."""
    assert months_between(date(2025, 11, 30), date(2026, 2, 1)) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]


def test_a_legend_breaks_between_its_items() -> None:
    """A key that does not fit in a line goes on in the next one."""
    lines = plain(legend([Mark("*", "holiday", "festivo"), Mark("-", "dim", "fin de semana")], width=20)).splitlines()
    assert lines == ["* festivo", "- fin de semana"]


def test_a_bar_shows_little_and_caps_much() -> None:
    """Any value above zero is visible, zero is not, and a value above the maximum gives a full bar."""
    assert [bar(n, 10, 4) for n in (0, 0.1, 5, 99)] == ["░░░░", "█░░░", "██░░", "████"]


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_can_be_written_in_ascii(text: str) -> None:
    """A terminal with only ASCII gets a readable text, never an error."""
    encodable(text, "ascii").encode("ascii")


def test_ascii_keeps_the_letters_and_the_lines() -> None:
    """Accents are dropped and signs replaced, so that the text stays readable."""
    assert encodable("Petición ─█ «x»", "ascii") == 'Peticion -# "x"'
    assert encodable("Petición", "utf-8") == "Petición"


def test_a_file_gets_no_colour() -> None:
    """Output that is not a terminal gets plain text, without spaces at line ends."""
    stream = io.StringIO()
    write([(Span("mal", "bad"), Span("   "))], stream)
    assert stream.getvalue() == "mal\n"


def test_a_terminal_gets_colour_unless_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With `rich` a style is shown; with NO_COLOR the words are the same and no colour is set."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    coloured, bare = _Terminal(), _Terminal()
    write([(Span("mal", "warn"),)], coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    write([(Span("mal", "warn"),)], bare)
    assert coloured.getvalue() == "\x1b[33mmal\x1b[0m\n"
    assert bare.getvalue() == "mal\n"


def test_a_terminal_without_rich_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour is an extra: without it every command still prints."""
    monkeypatch.setitem(sys.modules, "rich.console", None)
    stream = _Terminal()
    write([(Span("mal", "bad"),)], stream)
    assert stream.getvalue() == "mal\n"


def test_html_is_escaped() -> None:
    """Text of a case cannot become markup."""
    html = html_table(("<a>",), [("<script>",), (Span('"&', "bad"),)])
    assert "<script>" not in html
    assert "<a>" not in html
    assert '<td class="bad" data-label="&lt;a&gt;">&quot;&amp;</td>' in html


def test_a_page_is_well_formed_and_tells_its_language() -> None:
    """Every element that opens closes, in order."""
    marking = {date(2026, 7, 20): Mark("*", "holiday", 'Día "de" la <Independencia>')}.get
    page = html_page("Título <x>", html_months([(2026, 7)], marking, [Mark("*", "holiday", "festivo")]), "es")
    checker = _Balance()
    checker.feed(page)
    assert checker.open == []
    assert '<html lang="es">' in page
    assert "20<span>*</span>" in page


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - of the base
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_style_sets_both_colours_or_none() -> None:
    """A mark with a background has its own text colour, so that it is readable on any page, light or dark."""
    rules = re.findall(r"\{([^{}]*background:[^{}]*)\}", CSS)
    assert len(rules) >= 8
    assert [rule for rule in rules if not re.search(r"(^|;)color:", rule)] == []
    assert "prefers-color-scheme:dark" in CSS


@pytest.mark.parametrize("sign", ["\x1b", "\r", "\x07", "\x7f", "\x9b", "\u202e", "\u2028", "\u2066"])
def test_nothing_that_orders_a_terminal_is_written(sign: str) -> None:
    """An escape sequence from a file is shown as its code, also in a picture."""
    stream = io.StringIO()
    write([(Span(f"R-1{sign}[2J"), Span("a\nb"))], stream)
    assert stream.getvalue() == f"R-1\\u{ord(sign):04x}[2Ja\\nb\n"
    assert encodable(f"\t{sign}\n", "utf-8") == f"\t\\u{ord(sign):04x}\n"
    assert json.loads(encodable(json.dumps(sign, ensure_ascii=False), "utf-8")) == sign


def test_a_table_breaks_between_words_before_it_breaks_one() -> None:
    """A column with several words is narrowed before one with a long word, if that is enough."""
    lines = table(["servicio", "valor"], [["alcantarillado", "12,5 días hábiles"]], width=24)
    text = "\n".join("".join(span.text for span in line) for line in lines)
    assert "alcantarillado" in text
    assert "hábiles" in text
    assert max(len("".join(span.text for span in line).rstrip()) for line in lines) <= 24

"""Text of a register is shown and never executed, in a terminal, a page and a picture."""

from __future__ import annotations

from datetime import date
from html import unescape
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.drawing.charts import Dot, Labels, chart
from pqr_core.drawing.escaping import escape, visible
from pqr_core.drawing.graphs import Bar, days_svg
from pqr_core.drawing.html import html_page, html_table

ANY = st.text(st.characters(exclude_categories=[]), max_size=40)
HOSTILE = ["a\x01b", "a\x1b[2Jb", "a\x0bb", "a\x85b", "a\ud800b", "a\ufffeb", "a\uffffb", "\u202eab", "<b>&\"'"]


@given(ANY)
def test_any_text_is_xml(text: str) -> None:
    """Any text in an element or attribute gives valid XML, and is read back as its visible form."""
    told = escape(text)
    read = fromstring(f'<a b="{told}">{told}</a>'.encode())  # noqa: S314 - our own text
    assert (len(read), read.text or "") == (0, unescape(told))


@pytest.mark.parametrize("text", HOSTILE)
def test_s16_pictures_are_xml_whatever_they_are_told(text: str) -> None:
    """A municipality with a control character makes no chart that a browser refuses."""
    dots = [Dot(text, 1.0, text, target=0.5, missed=True), Dot("b", None, text, running=True)]
    for picture in (
        chart(dots, title=text, subtitle=text, labels=Labels(target=text, missed=text)),
        days_svg([(date(2026, 1, 1), text)], [Bar(text, date(2026, 1, 1), date(2026, 1, 3))], date(2026, 1, 9)),
    ):
        assert fromstring(picture.encode()).tag.endswith("svg")  # noqa: S314 - our own pictures


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_show_what_they_are_told(text: str) -> None:
    """Text is shown as text, never as markup, and every character can be encoded."""
    page = html_page(text, html_table([text], [[text]]))
    assert page.encode().decode() == page
    assert not [each for each in page if each < " " and each != "\n"]
    assert "<b>" not in page


def test_what_is_visible_stays() -> None:
    """Letters, accents, tabs and line ends do not change."""
    assert visible("ñ\tá\n😀") == "ñ\tá\n😀"

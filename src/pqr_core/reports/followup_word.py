"""The follow-up as a Word document, which can be edited before it is signed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from pqr_core.errors import MissingExtraError
from pqr_core.language import Language, Said
from pqr_core.reports.followup import FollowUp
from pqr_core.reports.followup_parts import Part, Table, facts_of_header, parts_of, text_of, title_of

__all__ = ("docx_of",)

_FEATURE: Final = Said("el seguimiento en Word", "the follow-up as a Word document")
_INK: Final = {"good": "17692F", "warn": "8A5300", "bad": "B3141D"}
_LINE: Final = "________________________________________"
_PRINT: Final = ((7.0, 9.0), (9.0, 7.5), (99.0, 6.5))
"""The size of letters in points, by the most columns of a table: (columns, points)."""
_ACROSS: Final = 17.7
"""Centimetres between the left and the right margin."""
_LETTERS, _LONGEST, _PADDING = 132.0, 40.0, 5.0
"""In letters of small print: the width of the page, the most that one column may want, and the padding of a column."""


def docx_of(found: FollowUp, lang: Language = "es") -> bytes:
    """The follow-up as the bytes of a Word document; its charts are pictures.

    Raises:
        MissingExtraError: python-docx (extra `docx`) or Typst (extra `pdf`) is not installed.
    """
    try:
        from docx import Document
        from docx.shared import Cm, Pt
    except ModuleNotFoundError:
        raise MissingExtraError(feature=_FEATURE, package="python-docx", extra="docx") from None
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10.0)
    document.core_properties.title, document.core_properties.author = title_of(found, lang), found.made_by or ""
    document.core_properties.created = document.core_properties.modified = found.made_at.replace(tzinfo=None)
    document.add_heading(title_of(found, lang), level=0)
    for name, value in facts_of_header(found, lang):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    for note in found.notes:
        document.add_paragraph(note.text(lang), style="Intense Quote")
    for number, part in enumerate(parts_of(found, lang), start=1):
        document.add_heading(f"{number}. {part.title}", level=1)
        _part(document, part, lang)
    _sign(document, lang)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _part(document: Any, part: Part, lang: Language) -> None:
    from docx.shared import Cm

    tables = part.tables[:1] if part.charts else part.tables  # the charts show the figures of the other tables
    for table in tables:
        if table.title != part.title:
            document.add_heading(table.title, level=2)
        _table(document, table, lang)
    for note in part.notes:
        document.add_paragraph(note)
    for series in part.charts:
        document.add_picture(io.BytesIO(series.png(lang)), width=Cm(16.0))


def _table(document: Any, table: Table, lang: Language) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt, RGBColor

    texts = [[text_of(told, lang) for told in row] for row in table.rows]
    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, _widths([list(table.headings), *texts]), strict=True):
        column.width = Cm(width)
    size = Pt(next(points for columns, points in _PRINT if len(table.headings) <= columns))
    header = made.rows[0]
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no name for it
    for cell, heading in zip(header.cells, table.headings, strict=True):
        run = cell.paragraphs[0].add_run(heading)
        run.bold, run.font.size = True, size
    for row, shown in zip(table.rows, texts, strict=True):
        added = made.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
        for cell, told, text in zip(added.cells, row, shown, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = size
            run.bold = row[0] == "total" or None
            ink = _INK.get(getattr(told, "style", ""))
            if ink:
                run.font.color.rgb, run.bold = RGBColor.from_string(ink), True
    for row in made.rows:
        for cell, column in zip(row.cells, made.columns, strict=True):
            cell.width = column.width  # LibreOffice reads the width of cells, not of columns
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    document.add_paragraph().paragraph_format.space_after = 0


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """The width of each column in centimetres, from its longest word and its longest cell."""
    columns = list(zip(*rows, strict=True))
    words = [_PADDING + max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    wanted = [_PADDING + min(max(map(len, column)), _LONGEST) for column in columns]
    needed = [max(least, wish) for least, wish in zip(words, wanted, strict=True)]
    over = sum(needed) - _LETTERS
    if over > 0:  # words are not broken while there is room
        spare = [wish - least for wish, least in zip(needed, words, strict=True)]
        given = min(1.0, over / sum(spare)) if sum(spare) else 0.0
        needed = [round(wish - given * more) for wish, more in zip(needed, spare, strict=True)]
    total = max(sum(needed), _LETTERS // 2)
    return [_ACROSS * each / total for each in needed]


def _sign(document: Any, lang: Language) -> None:
    leader, group = ("Líder del proceso", "Grupo de trabajo") if lang == "es" else ("Process leader", "Group")
    document.add_paragraph()
    for who in (leader, group):
        document.add_paragraph(f"{_LINE}\n{who}")

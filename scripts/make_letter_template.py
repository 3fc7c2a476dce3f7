"""Make the Word template of letters, `src/pqr_core/documents/templates/carta.docx`; run it when this file changes.

python -m scripts.make_letter_template
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET: Final = Path(__file__).parents[1] / "src/pqr_core/documents/templates/carta.docx"
INK: Final = RGBColor(0x11, 0x11, 0x11)


def style(document: Any, name: str, *, size: float, bold: bool = False, before: float = 0, after: float = 0) -> None:
    """Add a paragraph style for the letter, based on none of Word's own."""
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.font.size, made.font.bold, made.font.color.rgb, made.font.name = Pt(size), bold, INK, "Georgia"
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    made.paragraph_format.keep_with_next = bold


LINES: Final = (
    ("{{ carta.empresa }}", "Carta empresa"),
    ("{%p for linea in carta.membrete %}", ""),
    ("{{ linea }}", "Carta membrete"),
    ("{%p endfor %}", ""),
    ("", ""),
    ("{{ carta.fecha }}", ""),
    ("{%p if carta.numero %}", ""),
    ("Número: {{ carta.numero }}", ""),
    ("{%p endif %}", ""),
    ("", ""),
    ("{%p for linea in carta.destinatario %}", ""),
    ("{{ linea }}", ""),
    ("{%p endfor %}", ""),
    ("{{ carta.titulo }}", "Carta titulo"),
    ("{%p for par in carta.referencia %}", ""),
    ("{{ par[0] }}: {{ par[1] }}", ""),
    ("{%p endfor %}", ""),
    ("", ""),
    ("{%p if carta.saludo %}", ""),
    ("{{ carta.saludo }}", "Carta"),
    ("{%p endif %}", ""),
    ("{%p for bloque in carta.bloques %}", ""),
    ("{%p if bloque.clase == 'titulo' %}", ""),
    ("{{ bloque.texto }}", "Carta subtitulo"),
    ("{%p elif bloque.clase == 'lista' %}", ""),
    ("{%p for punto in bloque.puntos %}", ""),
    ("• {{ punto }}", "Carta punto"),
    ("{%p endfor %}", ""),
    ("{%p else %}", ""),
    ("{{ bloque.texto }}", "Carta"),
    ("{%p endif %}", ""),
    ("{%p endfor %}", ""),
    ("{%p if carta.despedida %}", ""),
    ("{{ carta.despedida }}", "Carta"),
    ("{%p endif %}", ""),
    ("{%p for firma in carta.firmas %}", ""),
    ("", "Carta firma"),
    ("{%p for linea in firma %}", ""),
    ("{{ linea }}", ""),
    ("{%p endfor %}", ""),
    ("{%p endfor %}", ""),
    ("{%p if carta.anexos %}", ""),
    ("Anexos:", "Carta subtitulo"),
    ("{%p for anexo in carta.anexos %}", ""),
    ("• {{ anexo }}", "Carta punto"),
    ("{%p endfor %}", ""),
    ("{%p endif %}", ""),
)
"""The paragraphs of the template, each with its style; without one, the style is `Carta junto`."""


def main() -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.5))
    style(document, "Carta", size=11, after=8)
    style(document, "Carta junto", size=11)
    style(document, "Carta membrete", size=9.5)
    style(document, "Carta empresa", size=13, bold=True)
    style(document, "Carta titulo", size=12.5, bold=True, before=14, after=10)
    style(document, "Carta subtitulo", size=11, bold=True, before=10, after=4)
    style(document, "Carta punto", size=11, after=4)
    document.styles["Carta punto"].paragraph_format.left_indent = Cm(0.8)
    style(document, "Carta firma", size=11, before=36)
    for text, name in LINES:
        document.add_paragraph(text, style=name or "Carta junto")
    document.core_properties.language = "es-CO"
    document.core_properties.author = document.core_properties.title = ""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
    document.save(str(TARGET))


if __name__ == "__main__":
    main()

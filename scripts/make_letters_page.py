"""Make `docs/es/cartas.md` from the letters: each with its elements, norms, consequences and text, for lawyers.

A test compares the page with the output of this script, so a letter cannot change without its page.

    python -m scripts.make_letters_page
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.kinds import Detail, Element, LetterKind, Paragraph
from pqr_core.documents.sources import FACTS

PAGE: Final = Path(__file__).parents[1] / "docs" / "es" / "cartas.md"

OPENING: Final = """\
# Cartas

<!-- Página hecha por scripts/make_letters_page.py a partir de pqr_core.colombia.letters; no se edita a mano. -->

Cada carta es un borrador, y el programa dice qué le falta. Lo **exigido** por una norma no puede faltar: sin ello la
carta no se hace, y la página se revisa como la vería quien la lee, cualquiera que sea la plantilla. Lo que es **buena
práctica** se advierte. Las fechas, los términos y los recursos salen de los plazos del caso, nunca de quien hace la
carta.

Cada carta enlaza un ejemplo. En los textos, lo que va entre llaves se llena con los datos del caso. Una empresa puede
cambiar cualquier párrafo por el suyo; lo exigido se sigue revisando.

**Certeza**: *vista*, si se leyó el texto de la norma; *citada*, si solo se leyó una cita; *recordada*, si se escribe de
memoria y hay que verificarla.
"""


WHEN: Final = {
    "articulo_17": "si rige el artículo 17 del CPACA",
    "concede": "si se accede a algo",
    "entregado": "si hay algo que no es reservado",
    "factura": "si se trata de una factura",
    "factura_antigua": "si la factura tiene más de cinco meses",
    "falta": "si algo falta",
    "hay_competente": "si hay una autoridad competente",
    "insiste": "si la persona insistió",
    "nadie_es_competente": "si ninguna autoridad es competente",
    "otras_partes": "si hay otras personas interesadas",
    "puesta_al_correo_el": "si llegó por correo",
    "se_notifica": "si la decisión se notifica",
    "sube": "si hay apelación y no se accede a todo",
    "suspende": "si suspende el término para responder",
    "verbal": "si se presentó de palabra",
}
"""When an element is demanded that not every letter of its kind has."""
_SHARED: Final = 4
"""A paragraph that stands in this many letters is printed once, at the end."""


def page() -> str:
    """The whole page."""
    lines = [OPENING, "| Carta | Código | Lo que queda en el expediente al enviarla |", "|---|---|---|"]
    lines += [f"| [{kind.es}](#{_anchor(kind)}) | `{kind.code}` | {_event(kind)} |" for kind in LETTERS.values()]
    lines.append("")
    lines += [line for kind in LETTERS.values() for line in section(kind)]
    lines += ["## Párrafos comunes\n", "~~~text", *(_paragraph(each) for each in shared()), "~~~\n"]
    return "\n".join(lines)


def shared() -> tuple[Paragraph, ...]:
    """The paragraphs that many letters share."""
    times = Counter(each for kind in LETTERS.values() for each in kind.paragraphs)
    return tuple(each for each, n in times.items() if n >= _SHARED)


def section(kind: LetterKind) -> Iterator[str]:
    """The section of one letter."""
    yield f"## {_heading(kind)}\n"
    yield f"`{kind.code}`. {kind.purpose} [Un ejemplo](../../tests/documents/golden/{kind.code}.txt).\n"
    yield "| Elemento | Fuerza | Norma | Certeza | Si falta | Lo llena |"
    yield "|---|---|---|---|---|---|"
    for element in kind.elements:
        yield _row(*_element(element, kind))
    yield ""
    if kind.details:
        yield "Se le dice al hacerla: " + "; ".join(map(_detail, kind.details)) + ".\n"
    for name, term in kind.figures.items():
        yield f"Término propio, `plazo.{name}`: {term.text()}.\n"
    yield "<details><summary>El texto</summary>\n"
    yield f"~~~text\n{kind.title}\n"
    for paragraph in kind.paragraphs:
        yield f"[{paragraph.code}]: párrafo común\n" if paragraph in shared() else _paragraph(paragraph)
    yield "~~~\n\n</details>\n"


def _heading(kind: LetterKind) -> str:
    return f"{kind.es[0].upper()}{kind.es[1:]}"


def _anchor(kind: LetterKind) -> str:
    """The anchor that sites which show Markdown make from its heading."""
    return re.sub(r"[^\w\- ]", "", _heading(kind).lower()).replace(" ", "-")


def _paragraph(paragraph: Paragraph) -> str:
    return f"[{paragraph.code}]\n{paragraph.text}\n"


def _event(kind: LetterKind) -> str:
    if kind.event is None:
        return "nada propio"
    told = f"{kind.event.label()}{', cuando se entregue' if kind.on_delivery else ''}"
    if kind.event_in is None:
        return told
    where = {"sap": "si opera el silencio positivo", "recurso": "si es de un recurso"}[kind.event_in.value]
    otherwise = kind.event_otherwise.label() if kind.event_otherwise else "nada propio"
    return f"{told} ({where}); si no, {otherwise}"


def _element(element: Element, kind: LetterKind) -> tuple[str, ...]:
    details = {detail.name: detail for detail in kind.details}
    needs = "; ".join(f"`{name}`" if name in details else FACTS[name].es for name in element.needs)
    when = f" ({WHEN[element.when]})" if element.when else ""
    return (
        f"{element.es}{when}",
        f"**{element.strength.label()}**" if element.strength.binds else element.strength.label(),
        "<br>".join(map(_place, element.citations)) or "ninguna",
        "<br>".join(map(_confidence, element.citations)) or "—",
        element.without.es,
        needs or "el texto",
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _place(citation: Citation) -> str:
    told = f"[{citation}]({citation.url})" if citation.url else str(citation)
    return f"{told}: {citation.note}" if citation.note else told


def _confidence(citation: Citation) -> str:
    label = citation.confidence.label()
    return label if citation.confidence is Confidence.VISTA else f"**{label}**"


def _detail(detail: Detail) -> str:
    return f"`{detail.name}` ({detail.es})"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The content of a letter before its layout: head, blocks of text, signatures, annexes; plain values only.

Templates get it as nested dicts under the name `carta`, so that they find no object whose methods they could call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

from attrs import asdict, field, frozen

from pqr_core.fields import Brief

__all__ = ("Block", "Page", "Role", "bare", "blocks_of", "text_of")

_EMPTY_LINES: Final = re.compile(r"\n[ \t]*\n\s*")
_TWO_STOPS: Final = re.compile(r"(?<!\.)\.\.(?!\.)")
_ITEM: Final = "- "
_HEADING: Final = "# "


class Role(StrEnum):
    """The kind of a block."""

    PARAGRAPH = "parrafo"
    LIST = "lista"
    HEADING = "titulo"


@frozen
class Block(Brief):
    """A paragraph or a heading with a `texto`, or a list with the items `puntos`."""

    clase: Role
    texto: str = ""
    puntos: tuple[str, ...] = ()


@frozen(kw_only=True)
class Page(Brief):
    """A letter, ready for its layout.

    Args:
        forma: the form of the page (a value of `kinds.Form`).
        titulo: the title.
        empresa: the name of the utility.
        membrete: the lines of the letterhead.
        numero: the outgoing number; None if there is none yet.
        fecha: the day of the letter, in words.
        destinatario: the lines of the addressee.
        referencia: what the letter is about, as pairs of a name and a value.
        saludo: the greeting; None if there is none.
        bloques: the blocks of the text.
        despedida: the closing words above the signature; None if there are none.
        firmas: the lines under each signature.
        anexos: the names of the annexes.
        pie: the lines at the foot of the page.
        logo: the picture at the head, as a `data:` URL of a PNG; None if there is none.
    """

    forma: str
    titulo: str
    empresa: str
    membrete: tuple[str, ...]
    numero: str | None
    fecha: str
    destinatario: tuple[str, ...]
    referencia: tuple[tuple[str, str], ...]
    saludo: str | None
    bloques: tuple[Block, ...] = field(repr=False)
    despedida: str | None
    firmas: tuple[tuple[str, ...], ...]
    anexos: tuple[str, ...]
    pie: tuple[str, ...] = ()
    logo: str | None = field(default=None, repr=False)

    def plain(self) -> dict[str, Any]:
        """The page as nested dicts and tuples, for templates."""
        return asdict(self)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text, which empty lines separate; "- " begins an item of a list, "# " a heading.

    Two full stops in a row become one: the first may belong to a name such as "Aguas E.S.P.".
    """
    for part in _EMPTY_LINES.split(_TWO_STOPS.sub(".", text.strip())):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith(_ITEM):
            yield Block(Role.LIST, puntos=tuple(_items(lines)))
        elif lines[0].startswith(_HEADING):
            yield Block(Role.HEADING, " ".join(lines).removeprefix(_HEADING))
        else:
            yield Block(Role.PARAGRAPH, " ".join(lines))


def bare(line: str) -> str:
    """A line of a text as it stands on the page: without the mark of an item or a heading, and without double stops."""
    return _TWO_STOPS.sub(".", line.strip().removeprefix(_ITEM).removeprefix(_HEADING)).strip()


def _items(lines: Iterable[str]) -> Iterator[str]:
    item: list[str] = []
    for line in lines:
        if line.startswith(_ITEM) and item:
            yield " ".join(item)
            item = []
        item.append(line.removeprefix(_ITEM))
    yield " ".join(item)


def text_of(page: Page) -> str:
    """The letter as plain text, for an e-mail."""
    parts = [
        "\n".join((page.empresa, *page.membrete)),
        "\n".join(line for line in (page.fecha, page.numero and f"Número: {page.numero}") if line),
        "\n".join(page.destinatario),
        page.titulo.upper(),
        "\n".join(f"{name}: {value}" for name, value in page.referencia),
        page.saludo or "",
        *map(_block_text, page.bloques),
        page.despedida or "",
        *("\n".join(("", *lines)) for lines in page.firmas),
        "\n".join(("Anexos:", *(f"- {each}" for each in page.anexos))) if page.anexos else "",
        "\n".join(page.pie),
    ]
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _block_text(block: Block) -> str:
    return "\n".join(f"- {each}" for each in block.puntos) if block.clase is Role.LIST else block.texto

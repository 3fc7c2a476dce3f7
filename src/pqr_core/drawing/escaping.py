r"""Makes any text, whatever a register held, safe to show on a terminal, on a page and in a picture.

>>> visible("R-1\x1b[2J"), escape("a<b\x01")
('R-1\\u001b[2J', 'a&lt;b\\u0001')
"""

from __future__ import annotations

import html
from typing import Final

__all__ = ("escape", "visible")

_CONTROLS: Final = {
    code: f"\\u{code:04x}"
    for codes in (range(9), range(11, 32), range(127, 160), range(0x200E, 0x2010), range(0x2028, 0x202F),
                  range(0x2066, 0x206A), (0x061C,))
    for code in codes
}  # fmt: skip
"""Characters that move the cursor, command the terminal or turn the direction of text, each as JSON escapes it."""

_NOT_XML: Final = {code: f"\\u{code:04x}" for code in (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)}
"""Other characters that XML does not allow: surrogates and noncharacters."""


def visible(text: str) -> str:
    """`text` with its control characters, except tabs and line ends, written as their numbers."""
    return text.translate(_CONTROLS)


def escape(text: str) -> str:
    """`text` as a page or a picture shows it, in an element or in a quoted attribute; it is never read as markup."""
    return html.escape(visible(text).translate(_NOT_XML))

"""Ask a program the vectors, and collect those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pqr_core.exchange.vectors import Vector, run

__all__ = ("failed",)


def failed(vectors: Iterable[Vector], ask: Callable[[Mapping[str, Any]], Any]) -> list[str]:
    """The ids of the vectors that fail."""
    return [verdict.id for verdict in run(vectors, ask).failures]

"""Personal data taken out of a case for good (Ley 1581 de 2012), leaving everything that was done.

Deadlines, state and the ids by which events name each other stay as they were. Whoever keeps the stored text and the
salt of its digest deletes them, too; that is the store's part.

>>> from pqr_core.cases.events import Note
>>> without_personal(Note("habló con Ana Pérez")).texto is None
True
"""

from __future__ import annotations

from typing import Any, TypeVar

from attrs import AttrsInstance, evolve, fields, has

from pqr_core.cases.case import Case
from pqr_core.cases.filing import PERSONAL

__all__ = ("anonymise", "without_personal")

_V = TypeVar("_V", bound=AttrsInstance)


def without_personal(value: _V) -> _V:
    """`value` with None for every field that is personal, in it and in what is nested in it."""
    changes: dict[str, Any] = {}
    for attribute in fields(type(value)):
        held = getattr(value, attribute.name)
        if PERSONAL in attribute.metadata:
            changes[attribute.name] = None
        elif has(type(held)):
            changes[attribute.name] = without_personal(held)
    return evolve(value, **changes) if changes else value  # type: ignore[misc]  # bound to any attrs class


def anonymise(case: Case) -> Case:
    """The case without the personal data of anybody, its history otherwise unchanged."""
    return evolve(case, events=tuple(without_personal(event) for event in case.events))

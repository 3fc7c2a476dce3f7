"""Whether an office can work, for the monitoring of a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from attrs import frozen

from pqr_core.errors import PQRError
from pqr_core.language import Language, Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.portable import Portable
from pqr_core.storage.base import Store

__all__ = ("Health", "HealthForm", "health_of")


class HealthForm(TypedDict):
    """The health of an office as JSON values."""

    ok: bool
    store: str
    fault: str | None
    rows_to_project: dict[str, int]


@frozen(kw_only=True)
class Health(Portable):
    """Whether an office can work.

    Args:
        store: the store of its cases, without the password.
        fault: what keeps it from working: the store does not answer, or has tables of another version.
        rows_to_project: by utility, how many rows were made under other definitions than those in force. Lists are
            refused until these rows are remade.
    """

    store: str
    fault: Said | None = None
    rows_to_project: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether there is no fault and no row to project."""
        return self.fault is None and not any(self.rows_to_project.values())

    def as_dict(self, lang: Language = "es") -> HealthForm:
        """The health as JSON values; the fault is in `lang`."""
        fault = None if self.fault is None else self.fault.text(lang)
        return {"ok": self.ok, "store": self.store, "fault": fault, "rows_to_project": dict(self.rows_to_project)}


def health_of(store: Store, law: Law, profiles: Mapping[str, Profile]) -> Health:
    """The health of an office on a store; an error of the store is returned as its fault."""
    try:
        with store.read() as unit:
            rows = {
                name: sum(unit.facts.other_definitions(name, law.definitions(profile).fingerprint).values())
                for name, profile in profiles.items()
            }
    except PQRError as error:
        return Health(store=repr(store), fault=error.said, rows_to_project={})
    return Health(store=repr(store), rows_to_project=rows)

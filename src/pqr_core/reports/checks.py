"""Check the rows of a file of a regulator: which case, which column, what is wrong, what to do, and the norm.

The same rules check our own rows before they are written, and the rows of a file that another program wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from pqr_core.cases.catalogues import Catalogue
from pqr_core.fields import Brief
from pqr_core.indicators.periods import Period
from pqr_core.reports.choices import Choices
from pqr_core.reports.formats import Checked, Format, RowRule

__all__ = ("Checker", "RowFinding", "grouped")


@frozen
class RowFinding(Brief):
    """A rule that a row breaks.

    Args:
        row: the number of the row, counted from 1.
        radicado: the radicado as it stands in the row.
        value: the cell in the column of the rule.
        rule: the rule.
    """

    row: int
    radicado: str
    value: str
    rule: RowRule


@frozen(kw_only=True)
class Checker(Brief):
    """Checks rows against a format, the choices of a utility, a catalogue and a month; see `Checked` for the fields."""

    form: Format
    choices: Choices
    catalogue: Catalogue
    period: Period

    def check(self, rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[RowFinding, ...]]:
        """For each row, the rules that it breaks, in the order of the rules; empty if it breaks none."""
        seen = set[tuple[str, str]]()
        for number, cells in enumerate(rows, 1):
            key = cells["radicado"], cells["tramite"]
            row = Checked(
                cells=cells,
                choices=self.choices,
                format=self.form,
                catalogue=self.catalogue,
                period=self.period,
                repeated=key in seen,
            )
            seen.add(key)
            broken = (rule for rule in self.form.rules if not rule.holds(row))
            yield tuple(RowFinding(number, cells["radicado"], cells[each.column], each) for each in broken)


def grouped(findings: Iterable[RowFinding]) -> list[tuple[RowRule, int]]:
    """Each broken rule with how many rows break it: first the rules that leave rows out, then the most frequent."""
    listed = list(findings)
    rules = {finding.rule.code: finding.rule for finding in listed}
    counts = Counter(finding.rule.code for finding in listed)
    found = [(rules[code], n) for code, n in counts.items()]
    return sorted(found, key=lambda each: (not each[0].blocks, -each[1], each[0].code))

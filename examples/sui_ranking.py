"""Rank the causales of claims in an export of the SUI: per thousand claims, and per year.

    python examples/sui_ranking.py [SERVICE=FILE...]

Without files it reads an excerpt of the real export of Atlántico, which is among the tests.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from pqr_core import colombia
from pqr_core.colombia.sui_counts import read_sui_counts
from pqr_core.indicators.counts import Histogram

CUT = Path(__file__).parents[1] / "tests" / "data"
TODAY = date(2026, 11, 23)


def main(given: list[str]) -> None:
    """Print the ten most frequent causales of all files, and those that could not be mapped."""
    pairs = [each.partition("=")[::2] for each in given] or [
        (service, str(CUT / f"sui_reclamaciones_{service}.csv")) for service in ("acueducto", "alcantarillado", "aseo")
    ]
    whole = Histogram()
    for service, path in pairs:
        export = read_sui_counts(path, service=service)
        whole += export.histogram("causal", "service")
        for each in export.unmapped:
            print(f"{service}: {each.column} {each.text!r} is no code of ours: {each.n} claims")
    years = sorted({year for year, _, _ in whole.counts})
    causales: Counter[object] = Counter()
    services: dict[object, str] = {}
    for (_, (causal, seen_in), _), n in whole.counts.items():
        causales[causal] += n
        services[causal] = str(seen_in)
    total = causales.total()
    print(f"{'causal':<58}{'per 1000':>10}" + "".join(f"{year.year:>10}" for year in years))
    for code, n in causales.most_common(10):
        # A causal without a code of ours is ranked too, because users claimed for it.
        detail = "no code of ours" if code is None else colombia.CATALOGUE.causal(str(code), services[code], TODAY).es
        of_years = [sum(whole.at([year], group).n for group in whole.groups if group[0] == code) for year in years]
        shown = "".join(f"{count:>10,}" for count in of_years)
        print(f"{code or '-':<3} {detail[:53]:<54}{1000 * n // total:>10,}{shown}")
    assert total == sum(whole.counts.values())


if __name__ == "__main__":
    main(sys.argv[1:])

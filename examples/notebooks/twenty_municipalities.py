# %% [markdown]
# # A regulator's view of twenty municipalities
#
# Each municipality counts its own cases, and only the counts travel. They add up. Because they are whole histograms,
# the percentiles of the whole are exact, not means of percentiles. The municipalities are invented: the cases of the
# invented utility are divided among them.

# %%
from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add

from attrs import evolve

from pqr_core import Facts, Imported, Period, Rows, colombia, count, facts_of, samples, standing_of
from pqr_core.indicators.base import Value

QUARTER = Period.parse("2026-Q3")
UNTIL = date(2026, 10, 31)
DEFINITIONS = colombia.definitions(evolve(colombia.DEFAULT_PROFILE, utility_id=samples.SYNTHETIC_YEAR.utility_id))
CODES = ("oportunidad", "tiempo_respuesta_pqr", "p90_respuesta_pqr", "tasa_favorabilidad")
ASKED = [colombia.INDICATORS[code] for code in CODES]

# %%
shards: dict[str, list[Facts]] = {f"Municipio {number:02}": [] for number in range(1, 21)}
with samples.SYNTHETIC_YEAR.cases() as file:
    for number, row in enumerate(file):
        if isinstance(row, Imported) and row.case.filed_on <= UNTIL:
            # Divided unevenly, so that some are small.
            name = f"Municipio {1 + min(number * 7919 % 37, 19):02}"
            shards[name].append(evolve(facts_of(standing_of(row.case, DEFINITIONS)), municipio=name))

# %% [markdown]
# ## Counts travel

# %%
counted = [
    count(Rows(facts=facts), ASKED, by=("municipio",), periods=[QUARTER], until=UNTIL) for facts in shards.values()
]
whole = reduce(add, counted)

# %% [markdown]
# ## The ranking, and the whole

# %%
oportunidad, mean, p90, granted = ASKED


def line(name: str, group: tuple[object, ...] | None) -> str:
    """One row of the table."""
    cells = [whole.result(indicator, QUARTER, group).text() for indicator in ASKED]
    return f"{name:<14}" + "".join(f"{cell:>20}" for cell in cells)


def share(group: tuple[object, ...]) -> float:
    """The value by which the ranking sorts; municipalities without data come last."""
    result = whole.result(oportunidad, QUARTER, group)
    return float(result.exact) if isinstance(result, Value) else -1.0


print(f"{'':<14}" + "".join(f"{code:>20}" for code in ("in term", "mean", "p90", "granted")))
for group in sorted(whole.groups(oportunidad), key=share, reverse=True):
    print(line(str(group[0]), group))
print(line("All", None))

# %% [markdown]
# The total is counted from the rows: it is what one register with every case would give.

# %%
together = count(
    Rows(facts=[facts for each in shards.values() for facts in each]), ASKED, periods=[QUARTER], until=UNTIL
)
assert all(together.result(each, QUARTER) == whole.result(each, QUARTER) for each in ASKED)

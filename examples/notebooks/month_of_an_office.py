# %% [markdown]
# # The month of a PQR office
#
# October 2026 of an invented utility: the three indicators of the process sheet against their targets, what is behind
# a value that misses, and the action that answers it. Open it as a notebook with jupytext, or run it as a script.

# %%
from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import evolve

from pqr_core import (
    Frequency,
    Imported,
    IndicatorSeries,
    Period,
    Rows,
    Verdict,
    behind,
    colombia,
    count,
    facts_of,
    samples,
    standing_of,
)
from pqr_core.indicators.actions import open_action
from pqr_core.vocabulary import ActionKind

INDICATORS = colombia.INDICATORS

OCTOBER = Period.parse("2026-10")
LOOKED_AT = date(2026, 11, 3)
DEFINITIONS = colombia.definitions(evolve(colombia.DEFAULT_PROFILE, utility_id=samples.SYNTHETIC_YEAR.utility_id))

# %% [markdown]
# ## The register
#
# Cases become rows of facts, as a store keeps them, which are counted as of any day. Subscribers and surveys stand
# beside them.

# %%


def register() -> Rows:
    """Every case filed by 3 November; a case left out may have been open, or answered since."""
    with samples.SYNTHETIC_YEAR.cases() as file:
        facts = [
            facts_of(standing_of(row.case, DEFINITIONS))
            for row in file
            if isinstance(row, Imported) and row.case.filed_on <= LOOKED_AT
        ]
    return Rows(facts=facts, volumes=list(samples.volumes()), surveys=list(samples.surveys()))


rows = register()
months = [OCTOBER.shift(-back) for back in (3, 2, 1, 0)]
year = Period.of(LOOKED_AT, Frequency.YEAR)
counts = count(rows, INDICATORS.values(), periods=[*months, year], until=LOOKED_AT)

# %% [markdown]
# ## The sheet

# %%
for code in ("satisfaccion_cliente", "tiempo_respuesta_pqr", "incremento_usuarios"):
    indicator = INDICATORS[code]
    periods = [year] if indicator.frequency is Frequency.YEAR else months
    print(IndicatorSeries.of(indicator, counts, periods), end="\n\n")

# %% [markdown]
# ## Behind a mean
#
# A mean hides its tail: median, 90th percentile and the share answered in term come from the same counts.

# %%
for code in ("mediana_respuesta_pqr", "p90_respuesta_pqr", "oportunidad", "silencios_positivos"):
    print(f"{INDICATORS[code].name()}: {counts.result(INDICATORS[code], OCTOBER).text()}")

late = behind(rows, INDICATORS["silencios_positivos"], OCTOBER, until=LOOKED_AT).numerator
print(f"Decided by silence: {len(late)}, as {', '.join(str(each.radicado) for each in late[:3])}")

# %% [markdown]
# ## What to do about it
#
# A missed verdict opens an action; evidence closes it.

# %%
days = IndicatorSeries.of(INDICATORS["tiempo_respuesta_pqr"], counts, months)
for point in days.points:
    if point.verdict is Verdict.MISSED:
        action = open_action(
            days,
            point,
            utility=samples.SYNTHETIC_YEAR.utility_id,
            kind=ActionKind.CORRECTIVA,
            what="revisar cada viernes los casos con más de ocho días",
            responsible="coordinación de servicio al cliente",
            opened_on=LOOKED_AT,
            due_on=date(2026, 12, 18),
        )
        print(action.period, action.kind.label(), action.state(LOOKED_AT).label())

# ## Charts
# ## To look at

# %%
Path("tiempo_respuesta.svg").write_text(days.svg(), encoding="utf-8")
days  # noqa: B018 - a notebook shows it

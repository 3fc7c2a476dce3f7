# %% [markdown]
# # Three tables to three indicators
#
# From cases, surveys and users as an office keeps them to the three indicators of the process sheet, in ten lines. The
# tables may be of any engine: here they are of polars, and `three` takes tables of pandas, Arrow, DuckDB or Spark too.

# %%
from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from pqr_core import Frames, colombia, count

# %% [markdown]
# ## The ten lines

# %%
COLUMNS = {"radicado": "Número", "tipo": "Clase", "filed_on": "Entró", "answered_on": "Salió"}
MEANT = {"tipo": {"Reclamo": "reclamo", "RR": "recurso_reposicion", "Copias": "peticion_informacion"}}


def three(cases: Any, surveys: Any, users: Any, month: str, year: str) -> dict[str, str]:
    """Days to answer and growth of the month, satisfaction of the year."""
    facts = colombia.facts_from_frame(cases, utility="aguas", columns=COLUMNS, values=MEANT)
    asked = {"tiempo_respuesta_pqr": month, "incremento_usuarios": month, "satisfaccion_cliente": year}
    tables = Frames(facts=facts, surveys=surveys, volumes=users)
    counts = count(tables, [colombia.INDICATORS[code] for code in asked], periods=[month, year])
    return {code: counts.result(colombia.INDICATORS[code], period).text("en") for code, period in asked.items()}


# %% [markdown]
# ## The tables

# %%
CASES = pl.DataFrame(
    {
        "Número": ["R-1", "R-2", "R-3", "R-4"],
        "Clase": ["Reclamo", "RR", "Copias", "Reclamo"],
        "Entró": [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 20)],
        "Salió": [date(2026, 3, 13), date(2026, 3, 25), date(2026, 3, 24), None],
    }
)
SURVEYS = pl.DataFrame(
    {
        "utility": ["aguas"] * 4,
        "answered_on": [date(2026, 3, day) for day in (3, 9, 20, 30)],
        "satisfied": [True, True, False, True],
    }
)
USERS = pl.DataFrame(
    {
        "utility": ["aguas"] * 2,
        "month": [date(2026, 2, 1), date(2026, 3, 1)],
        "servicio": ["acueducto"] * 2,
        "subscribers": [8_000, 8_100],
    }
)

if __name__ == "__main__":
    for code, value in three(CASES, SURVEYS, USERS, "2026-03", "2026").items():
        print(f"{code}: {value}")

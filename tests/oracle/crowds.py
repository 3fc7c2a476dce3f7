"""Crowded vectors: few kinds of act, many of each, on the same few weeks, so that they meet in every order.

`histories` tells plausible stories; here acts collide. One story draws from one theme (waits, evidence, notification),
about the ordinary case of 2 February 2026, whose first seven weeks have no holiday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.oracle.days import Calendar
from tests.oracle.reading import ACTS, EVENT_KEYS, OUTCOMES, POLICIES

__all__ = ("crowded_vector", "crowded_vectors")

FILED = date(2026, 2, 2)
DAYS = [FILED.isoformat(), *(Calendar().add_business_days(FILED, n).isoformat() for n in range(1, 120))]
LONGEST = 60

TYPES = (
    "peticion_general", "reclamo", "reclamo", "recurso_reposicion", "recurso_reposicion_apelacion",
    "habeas_data_reclamo", "habeas_data_consulta", "peticion_informacion", "peticion_congreso", "consulta",
)  # fmt: skip
WAITS = ("requerimiento", "complemento", "prorroga_complemento", "devolucion_aclaracion", "aclaracion", "prorroga")
EVIDENCE = ("apertura_pruebas", "prorroga_pruebas", "cierre_pruebas", "demora_usuario", "prorroga")
ENDS = ("desistimiento_tacito", "archivo", "decision", "respuesta_enviada", "respuesta_verbal")
NOTICES = (
    "decision", "envio_citacion", "notificacion_personal", "conducta_concluyente", "notificacion_electronica",
    "comunicacion_certificada", "entrega_aviso", "publicacion_aviso",
)  # fmt: skip
SEQUELS = ("recurso_interpuesto", "queja_interpuesta", "decision_sspd", "remision_sspd", "reconocimiento_sap")
THEMES = (WAITS, (*WAITS, *ENDS), EVIDENCE, (*EVIDENCE, *WAITS[3:5], "decision"), NOTICES, (*NOTICES, *SEQUELS))
STEPS = {"hasta": 25, "recibido_el": 5, "comunicada_el": 5, "notificada_el": 3}


def _act(random: Random, name: str, n: int) -> dict[str, Any]:
    act: dict[str, Any] = {"type": name, "on": DAYS[n]}
    for key in EVENT_KEYS[name]:
        word = key.rstrip("?")
        if name == "apertura_pruebas" and word in {"hasta", "dias"}:
            continue
        if key != word and random.random() < 0.5:
            continue
        act[word] = _value(random, word, n)
    if name == "apertura_pruebas":
        word = random.choice(("hasta", "dias"))
        act[word] = _value(random, word, n)
    return act


def _value(random: Random, word: str, n: int) -> object:
    if word in STEPS:
        return DAYS[n + random.randint(0, STEPS[word])]
    plain: dict[str, Sequence[object]] = {
        "acto": ACTS,
        "autorizada": (True, False),
        "completa": (True, True, False),
        "dias": (1, 5, 29, 30, 31),
        "resultado": OUTCOMES,
    }
    return random.choice(plain[word])


def crowded_vector(random: Random) -> dict[str, Any]:
    """One agenda, without `expect`; no two acts of one type on one day, whose order only their ids would tell."""
    theme, horizon = random.choice(THEMES), random.choice((12, 18, 25, 45, LONGEST))
    told = {(random.choice(theme), random.randint(1, horizon)) for _ in range(random.randint(2, 8))}
    vector: dict[str, Any] = {
        "op": "agenda",
        "case": {
            "radicado": "R-1",
            "tipo": random.choice(TYPES),
            "filed_on": FILED.isoformat(),
            "events": [_act(random, name, n) for name, n in sorted(told)],
        },
        "as_of_on": DAYS[random.randint(1, horizon + 8)],
    }
    policies = {name: random.choice(values) for name, values in POLICIES.items() if random.random() < 0.3}
    if policies:
        vector["policies"] = policies
    if random.random() < 0.3:
        vector["utility"] = {"aviso_business_days": 2, "remision_sspd_business_days": 3}
    return vector


def crowded_vectors() -> st.SearchStrategy[dict[str, Any]]:
    """Hypothesis strategy of `crowded_vector`."""
    return st.randoms(use_true_random=False).map(crowded_vector)

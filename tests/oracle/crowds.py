"""Crowded vectors: many acts of few kinds within the same few weeks, so that they occur in every order.

`histories` makes plausible histories; here, acts collide. Each vector draws from one theme (waits, evidence,
notification) and is about the usual case of 2 February 2026, whose first seven weeks have no holiday.
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

CONTRACT = ("reclamo", "queja")
APPEAL = "recurso_reposicion_apelacion"
SAP = (*CONTRACT, "recurso_reposicion", APPEAL, APPEAL)
PETITIONS = ("peticion_general", "peticion_informacion", "consulta", "reclamo")
DATA = ("habeas_data_reclamo", "credito_reclamo", "habeas_data_consulta", "credito_consulta")
ANY = (*SAP, *PETITIONS, *DATA, "peticion_congreso", "requerimiento_defensoria", "sugerencia")

WAITS = ("requerimiento", "complemento", "prorroga_complemento", "devolucion_aclaracion", "aclaracion", "prorroga")
CONFLICT = ("conflicto_planteado", "conflicto_resuelto")
EVIDENCE = ("apertura_pruebas", "prorroga_pruebas", "cierre_pruebas", "demora_usuario", "prorroga")
CITATIONS = ("envio_citacion", "publicacion_citacion", "envio_notificacion_electronica")
AVISOS = ("notificacion_personal", "entrega_aviso", "publicacion_aviso")
OTHER_NOTICES = (
    "conducta_concluyente", "notificacion_electronica", "comunicacion_certificada", "envio_comunicacion_certificada",
    "respuesta_verbal",
)  # fmt: skip
SEQUELS = ("queja_interpuesta", "decision_sspd", "remision_sspd", "recurso_interpuesto", "reconocimiento_sap")

# For each theme: the types, the acts that come first (on an early day, in this order), and the acts of the crowd.
THEMES: tuple[tuple[Sequence[str], Sequence[str], Sequence[str]], ...] = (
    (ANY, (), WAITS),
    (ANY, (), (*WAITS, "desistimiento_tacito", "archivo", "respuesta_enviada", "respuesta_verbal", "decision")),
    (PETITIONS, ("requerimiento",), (*WAITS[1:], *CONFLICT)),
    (PETITIONS, ("prorroga",), (*WAITS, *CONFLICT, "respuesta_enviada")),
    (DATA, (), (*WAITS[:2], "leyenda_incluida", "prorroga", "respuesta_enviada", "respuesta_enviada")),
    (SAP, (), EVIDENCE),
    (SAP, ("apertura_pruebas",), (*EVIDENCE, *WAITS[3:5], *CONFLICT, "decision", "reconocimiento_sap")),
    (
        PETITIONS,
        ("requerimiento", "desistimiento_tacito"),
        ("recurso_interpuesto", *CITATIONS, *AVISOS, *OTHER_NOTICES),
    ),
    (SAP, ("decision",), (*CITATIONS, *AVISOS, *OTHER_NOTICES)),
    (SAP, ("decision",), ("envio_citacion", *AVISOS, *AVISOS, *OTHER_NOTICES[2:3])),
    (SAP, ("decision",), (*CITATIONS[1:], *OTHER_NOTICES, "recurso_interpuesto", "reconocimiento_sap")),
    (SAP, ("decision", "conducta_concluyente"), SEQUELS),
    ((APPEAL,), ("decision", "envio_citacion"), (*SEQUELS, *AVISOS, "comunicacion_certificada")),
    (SAP[2:], ("desistimiento_expreso",), ("aceptacion_desistimiento", "decision", "reconocimiento_sap")),
    (ANY, (), ("traslado_competencia", "traslado_parcial", "desistimiento_expreso", "respuesta_verbal", *CONFLICT)),
    (ANY, (), ("negativa_reserva", "insistencia_interpuesta", "remision_insistencia", "respuesta_enviada")),
    (ANY, (), ("visita_programada", "aviso_visita", "causa_eliminada", "reconexion", "entrega_copias")),
)
STEPS = {"hasta": 32, "recibido_el": 5, "comunicada_el": 5, "notificada_el": 3, "fecha": 8, "puesto_al_correo_el": -4}
SETTINGS = {
    "aviso_business_days": 2, "remision_sspd_business_days": 3, "remision_insistencia_business_days": 4,
}  # fmt: skip


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
        return DAYS[max(0, n + random.randint(*sorted((0, STEPS[word]))))]
    plain: dict[str, Sequence[object]] = {
        "acto": ACTS,
        "autorizada": (True, True, False),
        "completa": (True, True, True, False),
        "dias": (1, 5, 29, 30, 31),
        "resultado": (*OUTCOMES, "rechaza", "rechaza", "confirma"),
    }
    return random.choice(plain[word])


def crowded_vector(random: Random) -> dict[str, Any]:
    """One agenda, without `expect`. No two acts of a type are on one day: only their ids would decide their order."""
    types, opening, crowd = random.choice(THEMES)
    horizon = random.choice((12, 18, 25, 45, LONGEST))
    told, first = set(), 0
    for name in opening:
        first = min(first + random.choice((1, 1, 2, 4, 8, 15, 22)), horizon)
        told.add((name, first))
    told |= {(random.choice(crowd), random.randint(max(1, first - 2), horizon)) for _ in range(random.randint(2, 7))}
    vector: dict[str, Any] = {
        "op": "agenda",
        "case": {
            "radicado": "R-1",
            "tipo": random.choice(types),
            "filed_on": FILED.isoformat(),
            "events": [_act(random, name, n) for name, n in sorted(told)],
        },
        "as_of_on": DAYS[random.randint(random.choice((1, first, horizon // 2, horizon)), horizon + 8)],
    }
    policies = {name: random.choice(values) for name, values in POLICIES.items() if random.random() < 0.3}
    if policies:
        vector["policies"] = policies
    if random.random() < 0.3:
        vector["utility"] = dict(SETTINGS)
    if random.random() < 0.15:
        vector["case"]["no_registrado"] = random.choice((["notificacion"], ["silencio"], ["silencio", "notificacion"]))
    return vector


def crowded_vectors() -> st.SearchStrategy[dict[str, Any]]:
    """Hypothesis strategy of `crowded_vector`."""
    return st.randoms(use_true_random=False).map(crowded_vector)

"""Makes rows of the registers beside the cases (volumes, surveys, tickets) of the values of one row of a file.

It also knows of a row of any kind what identifies it, and when what it tells of happened.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import Any, Final
from uuid import UUID, uuid5

from attrs import field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.exchange.cases import COLUMN_OF_EVENT, moment_of
from pqr_core.exchange.cells import day_of
from pqr_core.exchange.faults import Reason, RowFault
from pqr_core.exchange.words import is_total
from pqr_core.facts import Survey, Volume
from pqr_core.law.profiles import SurveyScale
from pqr_core.tickets import Ticket, ticket_id

__all__ = ("SurveyReader", "TicketReader", "VolumeReader", "key_of", "moments_of")

_Values = Mapping[str, Any]
_NAMESPACE: Final = UUID("0b1f3e86-3f0e-5a0f-9d26-0d9a1b2a7c51")


def key_of(told: Any) -> tuple[str, str]:
    """The column that holds the key of a row, and the key; two different rows of a file may not share it."""
    match told:
        case Volume():
            return "mes", f"{told.month} {told.servicio}"
        case Survey():
            return ("radicado" if told.survey_id == told.radicado else "encuesta"), told.survey_id
        case Ticket():
            return "turno", told.ticket_id
    return "radicado", str(told.case.filing.radicado)


def moments_of(told: Any) -> Iterator[tuple[str, date | None]]:
    """The columns of a row that tell when something happened, each with its day or instant."""
    match told:
        case Volume():
            yield "mes", told.month
        case Survey():
            yield from (("fecha_envio", told.sent_on), ("fecha", told.answered_on))
        case Ticket():
            yield from (("tomado", told.taken_at), ("llamado", told.called_at))
            yield from (("atendido", told.served_at), ("retirado", told.left_at))
        case _:
            yield from ((COLUMN_OF_EVENT[event.type], event.at or event.on) for event in told.case.events)


@frozen
class VolumeReader:
    """Makes rows of volumes of one utility."""

    utility_id: str

    def __call__(self, values: _Values) -> Volume:
        """The subscribers of a month and service, with the number of invoices if it is given.

        Raises:
            RowFault: the row is the total of others.
        """
        if is_total(values["servicio"]):
            raise RowFault(Reason.TOTAL, "servicio", name="servicio")
        return Volume(
            utility=self.utility_id,
            month=values["mes"],
            servicio=values["servicio"],
            subscribers=values["suscriptores"],
            invoices=values.get("facturas"),
        )


@frozen
class SurveyReader:
    """Makes rows of surveys of one utility; scores are on `scale`.

    A survey without an id of its own gets the radicado it is about, or else an id made of its content. Of two surveys
    with the same content the second gets another id than the first, wherever the two stand in the file.
    """

    utility_id: str
    scale: SurveyScale | None
    _alike: Counter[str] = field(factory=Counter, init=False, repr=False, eq=False)

    def begun(self) -> SurveyReader:
        """The same reader at the beginning of the file."""
        return SurveyReader(self.utility_id, self.scale)

    def __call__(self, values: _Values) -> Survey:
        """The survey, answered or not.

        Raises:
            RowFault: a score without a scale or outside it; neither sent nor answered; answered before it was sent.
        """
        sent_on, answered_on = (day_of(values[name]) if name in values else None for name in ("fecha_envio", "fecha"))
        satisfied = self._satisfied(values.get("satisfecho"))
        if satisfied is not None and answered_on is None:
            answered_on = sent_on
        if sent_on is None and answered_on is None:
            raise RowFault(Reason.VACIO, "fecha")
        if sent_on is not None and answered_on is not None and answered_on < sent_on:
            raise RowFault(Reason.ANTERIOR, "fecha", other="fecha_envio", day=sent_on)
        radicado = values.get("radicado")
        return Survey(
            utility=self.utility_id,
            survey_id=values.get("encuesta") or radicado or self._made(sent_on, answered_on, satisfied),
            sent_on=sent_on,
            answered_on=answered_on,
            satisfied=satisfied,
            radicado=radicado,
        )

    def _satisfied(self, told: int | None) -> bool | None:
        if told is None or isinstance(told, bool):
            return told
        if self.scale is None:
            raise RowFault(Reason.NOTA, "satisfecho", str(told))
        if not self.scale.lowest <= told <= self.scale.highest:
            lowest, highest = self.scale.lowest, self.scale.highest
            raise RowFault(Reason.ESCALA, "satisfecho", str(told), lowest=lowest, highest=highest)
        return told >= self.scale.satisfied_from

    def _made(self, *content: object) -> str:
        text = json.dumps(content, default=str)
        self._alike[text] += 1
        return str(uuid5(_NAMESPACE, f"{self.utility_id} {text} {self._alike[text]}"))


@frozen
class TicketReader:
    """Makes rows of tickets of one utility; times of day are in `zone`."""

    utility_id: str
    zone: tzinfo

    def __call__(self, values: _Values) -> Ticket:
        """The ticket, with or without a filing.

        Raises:
            RowFault: a time of day without a day, or times out of order.
        """
        taken = values["tomado"]
        day = values.get("fecha", taken if isinstance(taken, date) else None)
        if day is None:
            raise RowFault(Reason.VACIO, "fecha")
        on = day_of(day)
        told = {
            name: moment_of(values.get(name), on, self.zone) for name in ("tomado", "llamado", "atendido", "retirado")
        }
        if told["tomado"] is None:
            raise RowFault(Reason.HORA, "tomado")
        try:
            return Ticket(
                utility=self.utility_id,
                ticket_id=ticket_id(on, values["turno"]),
                taken_at=told["tomado"],
                called_at=told["llamado"],
                served_at=told["atendido"],
                left_at=told["retirado"],
                radicado=values.get("radicado"),
                taken_on=on,
            )
        except InvalidInputError:
            raise RowFault(Reason.TURNO, "tomado") from None

"""The rows of the cases, for queries and for the admin of Django; they are read-only, and the office writes them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models

__all__ = ("CaseRow", "KnownNow")

_READ_ONLY = "a case is written by the office: office_for().act(...)"


class KnownNow(models.Manager["CaseRow"]):
    """For each case the present row; older rows remain for what was known before."""

    def get_queryset(self) -> models.QuerySet[CaseRow]:
        """The rows that no later row has replaced."""
        return super().get_queryset().filter(known_to__isnull=True)


class CaseRow(models.Model):
    """Where a case stands: the columns of its row that lists and reports need."""

    case_id = models.CharField("id", max_length=36, primary_key=True)
    utility = models.CharField("empresa", max_length=255)
    radicado = models.CharField("radicado", max_length=255, null=True)  # noqa: DJ001 - as the table has it
    tipo = models.CharField("tipo", max_length=255)
    servicio = models.CharField("servicio", max_length=255, null=True)  # noqa: DJ001 - as above
    causal = models.CharField("causal", max_length=255, null=True)  # noqa: DJ001 - as above
    responsable = models.CharField("responsable", max_length=255, null=True)  # noqa: DJ001 - as above
    filed_on = models.DateField("radicado el")
    due_on = models.DateField("vence el", null=True)
    answered_on = models.DateField("respondido el", null=True)
    ended_on = models.DateField("terminado el", null=True)
    silence_on = models.DateField("silencio desde", null=True)
    state = models.CharField("estado", max_length=255, null=True)  # noqa: DJ001 - as above
    known_to = models.DateTimeField("sabido hasta", null=True)

    objects: ClassVar[KnownNow] = KnownNow()

    class Meta:
        """The model reads the table of the store, which the store's own migrations make."""

        managed = False
        db_table = "pqr_facts"
        ordering = ("due_on", "radicado")
        verbose_name = "caso"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.radicado or self.case_id)

    def save(self, *_args: Any, **_options: Any) -> NoReturn:
        """Always refused."""
        raise PermissionDenied(_READ_ONLY)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Always refused."""
        raise PermissionDenied(_READ_ONLY)

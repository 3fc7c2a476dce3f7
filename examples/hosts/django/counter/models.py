"""The counter's own table."""

from __future__ import annotations

from django.db import models


class Contact(models.Model):
    """Who came for which case."""

    radicado = models.CharField(max_length=255)
    account = models.CharField(max_length=150)
    what = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.radicado}: {self.what}"

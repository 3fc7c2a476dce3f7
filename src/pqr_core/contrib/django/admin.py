"""The cases in the admin of Django: they can be searched and looked at with their deadlines, but not changed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from pqr_core.contrib.django.models import CaseRow
from pqr_core.contrib.django.store import office_for

__all__ = ("CaseAdmin",)


@admin.register(CaseRow)
class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the class of Django takes no argument
    """Read only."""

    list_display = ("radicado", "tipo", "state", "filed_on", "due_on", "answered_on", "responsable")
    list_filter = ("tipo", "state", "servicio", "utility")
    search_fields = ("=radicado", "=case_id", "=responsable")
    date_hierarchy = "filed_on"
    readonly_fields = ("agenda",)
    show_full_result_count = False

    @admin.display(description="plazos")
    def agenda(self, case: CaseRow) -> SafeString:
        """The case as the office sees it now, without personal data; `_repr_html_` escapes every text in it."""
        using = case._state.db or DEFAULT_DB_ALIAS  # noqa: SLF001 - where Django keeps the alias
        view = office_for(using).look(UUID(case.case_id), utility=case.utility)
        return mark_safe(view._repr_html_())  # noqa: S308 - ours

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Never permitted."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: CaseRow | None = None) -> bool:
        """Never permitted."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: CaseRow | None = None) -> bool:
        """Never permitted."""
        return False

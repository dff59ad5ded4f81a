"""What staff see of shared answers under /admin/."""

from django.contrib import admin
from django.http import HttpRequest

from morelli.web.sharing.models import SharedAnswer


@admin.register(SharedAnswer)
class SharedAnswerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shared answers can be looked up and deleted."""

    list_display = ("created", "filename", "id")
    fields = ("id", "created", "filename")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """They come from visitors alone."""
        return False

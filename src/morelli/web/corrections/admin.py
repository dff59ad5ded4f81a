"""What staff see of corrections under /admin/."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from morelli.images.small import data_uri
from morelli.web.corrections.models import Correction


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Corrections can be read and deleted."""

    list_display = ("received", "said", "answered", "comment", "has_picture", "bundle")
    search_fields = ("said", "answered", "comment")
    exclude = ("picture",)
    readonly_fields = ("received", "digest", "bundle", "answered", "preview")

    @admin.display(boolean=True, description="picture")
    def has_picture(self, correction: Correction) -> bool:
        """Whether the visitor agreed to leave the picture."""
        return correction.picture is not None

    @admin.display(description="picture")
    def preview(self, correction: Correction) -> str:
        """The picture, if the visitor agreed to leave it."""
        if correction.picture is None:
            return "kept back by the visitor"
        source = data_uri(correction.picture, "webp")
        return format_html('<img src="{}" alt="" height="320">', source)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """They come from visitors alone."""
        return False

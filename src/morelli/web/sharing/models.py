"""The table of shared answers."""

import datetime
import secrets
from typing import TYPE_CHECKING, TypeAlias

from django.db import models

if TYPE_CHECKING:
    Text: TypeAlias = models.CharField[str, str]
    Bytes: TypeAlias = models.BinaryField[bytes, bytes]
    Moment: TypeAlias = models.DateTimeField[datetime.datetime, datetime.datetime]


def token() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(12)


class SharedAnswer(models.Model):
    """An answer that a visitor wants others to see."""

    id: "Text" = models.CharField(primary_key=True, max_length=16, default=token, editable=False)
    created: "Moment" = models.DateTimeField(auto_now_add=True)
    filename: "Text" = models.CharField(max_length=255)
    answer = models.JSONField(help_text="Attribution and reasons as the API gave them.")
    thumbnail: "Bytes" = models.BinaryField(help_text="WebP.")

    class Meta:
        """Latest first."""

        app_label = "records"
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.filename} ({self.id})"

"""The tables."""

import datetime
import secrets
from typing import TYPE_CHECKING, TypeAlias

from django.db import models

if TYPE_CHECKING:
    Text: TypeAlias = models.CharField[str, str]
    Bytes: TypeAlias = models.BinaryField[bytes, bytes]
    OptionalBytes: TypeAlias = models.BinaryField[bytes | None, bytes | None]
    Moment: TypeAlias = models.DateTimeField[datetime.datetime, datetime.datetime]


def _token() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(12)


class Correction(models.Model):
    """A visitor says who painted a picture."""

    received: "Moment" = models.DateTimeField(auto_now_add=True)
    digest: "Text" = models.CharField(max_length=64, help_text="SHA-256 of the file, hexadecimal.")
    bundle: "Text" = models.CharField(max_length=100, help_text="The model that answered.")
    answered: "Text" = models.CharField(
        max_length=100, blank=True, help_text="Slug the model named."
    )
    said: "Text" = models.CharField(max_length=200, help_text="Slug of the painter, or as typed.")
    comment: "models.TextField[str, str]" = models.TextField(max_length=2000, blank=True)
    picture: "OptionalBytes" = models.BinaryField(
        null=True, help_text="WebP, if the visitor agreed."
    )

    class Meta:
        """Latest first."""

        ordering = ("-received", "-id")

    def __str__(self) -> str:
        return f"{self.said}, not {self.answered}" if self.answered else self.said


class SharedAnswer(models.Model):
    """An answer that a visitor wants others to see."""

    id: "Text" = models.CharField(primary_key=True, max_length=16, default=_token, editable=False)
    created: "Moment" = models.DateTimeField(auto_now_add=True)
    filename: "Text" = models.CharField(max_length=255)
    answer = models.JSONField(help_text="Attribution and reasons as the API gave them.")
    thumbnail: "Bytes" = models.BinaryField(help_text="WebP.")

    class Meta:
        """Latest first."""

        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.filename} ({self.id})"

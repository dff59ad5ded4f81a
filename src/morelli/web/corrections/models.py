"""The table of corrections."""

import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.db import models

if TYPE_CHECKING:
    Text: TypeAlias = models.CharField[str, str]
    OptionalBytes: TypeAlias = models.BinaryField[bytes | None, bytes | None]
    Moment: TypeAlias = models.DateTimeField[datetime.datetime, datetime.datetime]


class Correction(models.Model):
    """A visitor says who painted a picture."""

    received: "Moment" = models.DateTimeField(auto_now_add=True)
    digest: "Text" = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the file, hexadecimal, if it was sent."
    )
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

        app_label = "records"
        ordering = ("-received", "-id")

    def __str__(self) -> str:
        return f"{self.said}, not {self.answered}" if self.answered else self.said

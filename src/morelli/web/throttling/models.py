"""The table of who did what how often."""

import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.db import models

if TYPE_CHECKING:
    Text: TypeAlias = models.CharField[str, str]
    Moment: TypeAlias = models.DateTimeField[datetime.datetime, datetime.datetime]


class Tally(models.Model):
    """How often something was done since the first time in its window."""

    key: "Text" = models.CharField(primary_key=True, max_length=64)  # a hash: no address is kept
    until: "Moment" = models.DateTimeField(db_index=True)
    count: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)

    class Meta:
        """Of the app that has all tables."""

        app_label = "records"

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%H:%M:%S}"

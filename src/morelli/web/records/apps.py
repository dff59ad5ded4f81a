"""The Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Corrections and shared answers."""

    name = "morelli.web.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

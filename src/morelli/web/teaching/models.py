"""Who of the staff may teach."""

from django.db import models

MAY_TEACH = "records.teach"


class Lesson(models.Model):
    """No table (lessons are folders, see `store`), but the permission that staff need."""

    class Meta:
        """What is written at a user's or group's page under /admin/."""

        app_label = "records"
        managed = False
        default_permissions = ()
        permissions = (("teach", "Can teach the model painters and choose which model answers"),)

    def __str__(self) -> str:
        return "lesson"

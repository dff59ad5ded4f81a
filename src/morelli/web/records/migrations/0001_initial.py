"""The tables as they were first."""
# ruff: noqa: RUF012

from django.db import migrations, models

import morelli.web.sharing.models


class Migration(migrations.Migration):
    """Corrections and shared answers."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received", models.DateTimeField(auto_now_add=True)),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the file, hexadecimal.", max_length=64),
                ),
                ("bundle", models.CharField(help_text="The model that answered.", max_length=100)),
                (
                    "answered",
                    models.CharField(blank=True, help_text="Slug the model named.", max_length=100),
                ),
                (
                    "said",
                    models.CharField(help_text="Slug of the painter, or as typed.", max_length=200),
                ),
                ("comment", models.TextField(blank=True, max_length=2000)),
                (
                    "picture",
                    models.BinaryField(help_text="WebP, if the visitor agreed.", null=True),
                ),
            ],
            options={
                "ordering": ("-received", "-id"),
            },
        ),
        migrations.CreateModel(
            name="SharedAnswer",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=morelli.web.sharing.models.token,
                        editable=False,
                        max_length=16,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("filename", models.CharField(max_length=255)),
                (
                    "answer",
                    models.JSONField(help_text="Attribution and reasons as the API gave them."),
                ),
                ("thumbnail", models.BinaryField(help_text="WebP.")),
            ],
            options={
                "ordering": ("-created",),
            },
        ),
    ]

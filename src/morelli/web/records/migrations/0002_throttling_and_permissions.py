"""Who did what how often; who of the staff may teach; corrections without a picture's digest."""
# ruff: noqa: RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table, and a permission."""

    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "permissions": (
                    ("teach", "Can teach the model painters and choose which model answers"),
                ),
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AlterField(
            model_name="correction",
            name="digest",
            field=models.CharField(
                blank=True,
                help_text="SHA-256 of the file, hexadecimal, if it was sent.",
                max_length=64,
            ),
        ),
    ]

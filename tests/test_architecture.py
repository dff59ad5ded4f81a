"""What the folders promise: every module has its tests where one looks for them first."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "morelli"

NEED_NONE = {
    "errors.py": "a class of exceptions, raised everywhere",
    "images/errors.py": "likewise",
    "gallery/errors.py": "likewise",
    "bundles/onnx_format.py": "tables that bundles/wire.py reads by",
    "bundles/agreement.py": "every line of it is a kind in tests/bundles/hostile.py",
    "collection/entry.py": "what a collection is, for those that are one",
    "cli/options.py": "options that several verbs share",
    "web/records/migrations/0001_initial.py": "made by Django, run by every test of the web",
    "web/records/migrations/0002_throttling_and_permissions.py": "likewise",
    "web/records/apps.py": "a registration",
    "web/corrections/admin.py": "a registration",
    "web/sharing/admin.py": "a registration",
    "web/records/models.py": "gathers the tables for Django",
    "web/asgi.py": "what a server imports",
    "web/wsgi.py": "what a server imports",
    "web/teaching/models.py": "a permission",
    "web/throttling/models.py": "a table",
    "web/urls.py": "addresses of rooms that have tests",
}
"""Modules without behaviour of their own, and what they are."""

TESTED_TOGETHER = {
    "collection/test_catalogue.py": ("cli/works.py",),
    "gallery/test_studies.py": (
        "gallery/studies/circles.py",
        "gallery/studies/fields.py",
        "gallery/studies/optical.py",
        "gallery/studies/planes.py",
    ),
    "report/test_evaluation.py": ("report/mistakes.py",),
    "report/test_study.py": ("report/study_charts.py",),
    "study/test_engines.py": ("study/engines/cluster.py", "study/engines/local.py"),
    "study/test_run.py": (
        "study/cost.py",
        "study/frozen.py",
        "study/tables.py",
        "study/worker.py",
    ),
    "training/fit/test_fine_tuning.py": ("training/fit/precision.py",),
    "training/fit/test_heads.py": (
        "training/fit/csv_logger.py",
        "training/fit/early_stopping.py",
        "training/fit/objective.py",
    ),
    "training/models/test_backbones.py": (
        "training/models/pretrained.py",
        "training/models/torchvision_shim.py",
    ),
    "training/test_train.py": (
        "training/data/training_set.py",
        "training/run.py",
    ),
    "web/attributions/test_api.py": ("web/admission.py", "web/attributions/schemas.py"),
    "web/attributions/test_previews.py": ("web/small_copies.py",),
}
"""Test files that are the mirror of further modules, whose tests need the same costly thing: a
training, a study that has run, a catalogue, drawn studies, a server with a small queue."""


def modules() -> list[str]:
    """Paths below src/morelli of all modules, but for the `__init__.py` of packages."""
    found = (path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
    return sorted(path for path in found if not path.endswith("__init__.py"))


def mirror(module: str) -> Path:
    """Where the tests of a module stand."""
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.name}"


def together() -> set[str]:
    """Modules whose tests stand in another module's mirror."""
    return {module for those in TESTED_TOGETHER.values() for module in those}


def test_every_module_has_a_mirror() -> None:
    without = {module for module in modules() if not mirror(module).is_file()}
    assert without == NEED_NONE.keys() | together()


def test_what_is_tested_together_has_its_tests_there() -> None:
    assert [file for file in TESTED_TOGETHER if not (ROOT / "tests" / file).is_file()] == []

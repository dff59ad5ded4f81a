"""What the folders promise: every module has its tests where one looks for them first."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "morelli"

NEED_NONE = {
    "errors.py": "a class of exceptions, raised everywhere",
    "images/errors.py": "likewise",
    "gallery/errors.py": "likewise",
    "cli/options.py": "options that several verbs share",
    "web/records/migrations/0001_initial.py": "made by Django, run by every test of the web",
    "web/records/apps.py": "a registration",
    "web/corrections/admin.py": "a registration",
    "web/sharing/admin.py": "a registration",
    "web/wsgi.py": "what a server imports",
    "web/urls.py": "addresses of rooms that have tests",
}
"""Modules without behaviour of their own, and what they are."""

WITHOUT_A_MIRROR = {
    "cli": ("works.py",),
    "gallery": (
        "studies/circles.py",
        "studies/fields.py",
        "studies/optical.py",
        "studies/planes.py",
    ),
    "report": (
        "mistakes.py",
        "study_charts.py",
    ),
    "study": (
        "cost.py",
        "engines/cluster.py",
        "engines/local.py",
        "frozen.py",
        "tables.py",
        "worker.py",
    ),
    "training": (
        "data/training_set.py",
        "fit/csv_logger.py",
        "fit/early_stopping.py",
        "fit/feature_extraction.py",
        "fit/gradient_step.py",
        "fit/objective.py",
        "fit/optimiser.py",
        "fit/precision.py",
        "models/pretrained.py",
        "models/torchvision_shim.py",
        "run.py",
    ),
    "web": (
        "admission.py",
        "attributions/feature_maps.py",
        "attributions/schemas.py",
        "corrections/export.py",
        "corrections/models.py",
        "media.py",
        "model/evaluation.py",
        "records/models.py",
        "settings.py",
        "sharing/api.py",
        "sharing/models.py",
        "small_copies.py",
    ),
}
"""Modules still tested through others alone, by room. It may get shorter, never longer."""


def modules() -> list[str]:
    """Paths below src/morelli of all modules, but for the `__init__.py` of packages."""
    found = (path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
    return sorted(path for path in found if not path.endswith("__init__.py"))


def mirror(module: str) -> Path:
    """Where the tests of a module stand."""
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.name}"


def exceptions() -> set[str]:
    """Modules that do without tests of their own."""
    rooms = WITHOUT_A_MIRROR.items()
    return {*NEED_NONE, *(f"{room}/{module}" for room, those in rooms for module in those)}


def test_every_module_has_a_mirror() -> None:
    missing = [m for m in modules() if m not in exceptions() and not mirror(m).is_file()]
    assert missing == []


def test_every_exception_is_still_one() -> None:
    assert exceptions() - set(modules()) == set()
    assert [module for module in sorted(exceptions()) if mirror(module).is_file()] == []

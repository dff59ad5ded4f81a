"""Documentation that is wrong is a defect: what can be compared is compared."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def test_every_field_of_a_recipe_is_documented_with_its_default():
    from morelli.recipes.recipe import Recipe

    text = (DOCS / "recipes.md").read_text(encoding="utf-8")

    def fields(part: type[BaseModel], prefix: str = ""):
        for name, field in part.model_fields.items():
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
                yield from fields(field.annotation, f"{name}.")
            else:
                yield prefix + name

    missing = [name for name in fields(Recipe) if f"| `{name}` |" not in text]
    assert missing == []


def test_every_setting_is_documented():
    from morelli.web.environment import Environment

    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    missing = [n for n in Environment.model_fields if f"MORELLI_{n.upper()}" not in text]
    assert missing == []


@pytest.mark.parametrize("recipe", sorted((ROOT / "recipes").glob("*.toml")), ids=lambda p: p.stem)
def test_every_recipe_is_valid_and_documented(recipe):
    from morelli.recipes.files import load

    assert load(recipe).name == recipe.stem
    assert f"`{recipe.stem}.toml`" in (DOCS / "recipes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("study", sorted((ROOT / "studies").glob("*.toml")), ids=lambda p: p.stem)
def test_every_study_is_valid_and_documented(study):
    from morelli.study.grid import expand
    from morelli.study.study import load

    read = load(study)
    assert read.name == study.stem and expand(read)
    assert f"`{study.name}`" in (DOCS / "studies.md").read_text(encoding="utf-8")


def test_every_field_of_a_study_is_documented():
    from morelli.study.study import Study

    text = (DOCS / "studies.md").read_text(encoding="utf-8")
    assert [name for name in Study.model_fields if f"| `{name}` |" not in text] == []


def undocumented(schema: dict[str, Any], text: str) -> list[str]:
    """Operations that a manual doesn't name as `METHOD /path`, to the letter."""
    operations = [
        f"{method.upper()} {path}" for path, item in schema["paths"].items() for method in item
    ]
    return [operation for operation in operations if f"`{operation}`" not in text]


def test_every_endpoint_is_documented():
    command = [sys.executable, "-m", "morelli.web.schema"]
    schema = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    assert schema["paths"]
    assert undocumented(schema, text) == []
    for path, item in schema["paths"].items():  # each of them is missed where it is missing
        for method in item:
            operation = f"{method.upper()} {path}"
            assert undocumented(schema, text.replace(f"`{operation}`", "")) == [operation]


def test_constraints_pin_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        line.split("==")[0].casefold().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *(name for extra in extras.values() for name in extra)]
    names = {n.split(">")[0].split("=")[0].split("[")[0].casefold() for n in named}
    assert names - pinned == set()


def test_the_readmes_pictures_are_there_and_light():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"docs/images/[\w-]+\.webp", text))
    there = {f"docs/images/{path.name}": path.stat().st_size for path in DOCS.glob("images/*")}
    assert named == there.keys() != set()
    assert sum(there.values()) < 600_000


def test_every_page_and_section_that_is_named_is_there():
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")):
        text = document.read_text(encoding="utf-8")
        for target, section in re.findall(r"\]\(([^)#:]*)(?:#([\w-]+))?\)", text):
            page = document.parent / target if target else document
            assert page.exists(), f"{document.name} names {target}"
            assert not section or section in _sections(page), f"{document.name}: {target}#{section}"


def _sections(page: Path) -> set[str]:
    """What the sections of a page are called in addresses (GitHub's way)."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_path_that_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|docs|webapp|recipes|benchmarks)/[\w./-]*)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_test_that_the_table_of_security_names_is_there():
    text = (DOCS / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 30
    for file, function in named:
        path = ROOT / file
        assert path.is_file(), file
        assert f"def {function}(" in path.read_text(encoding="utf-8") or not function, function

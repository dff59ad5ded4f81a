"""A run's folder is its own: going on with another recipe or other data would mix results."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from morelli.documents import parse_json
from morelli.errors import MorelliError
from morelli.recipes.files import Ensemble
from morelli.recipes.recipe import Recipe
from morelli.storage import write_atomically

NOTE = "run.json"

OWN = ("bundle", "blanks", "fine-tuning", "network.safetensors")
"""What a run without a note may have left: as a member or the start of another one."""


def noted(recipe: Recipe | Ensemble, adapted: Sequence[str]) -> dict[str, Any]:
    """A recipe as files note it, with what is otherwise than it asks, where anything is."""
    asked: dict[str, Any] = {"recipe": recipe.model_dump(mode="json")}
    return {**asked, "adapted": list(adapted)} if adapted else asked


def check(folder: Path, recipe: Recipe | Ensemble) -> None:
    """Look whether a run may work in a folder, as far as can be told without the pictures.

    Raises:
        MorelliError: there is a file, a run of another recipe, or what no run leaves.
    """
    if folder.exists() and not folder.is_dir():
        raise MorelliError(f"{folder} is a file; name a folder with --out.")
    there = _note(folder)
    if there is not None:
        if there["recipe"] != recipe.model_dump(mode="json"):
            raise _other(folder, "a run of another recipe")
        return
    own = {*OWN, *(name for member in recipe.members for name in _names(member))}
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    strange = [name for name in found if name not in own and not name.startswith(("heads-", "."))]
    if strange:
        raise _other(folder, f"{strange[0]}, which is no run's")


def claim(
    folder: Path, recipe: Recipe | Ensemble, fingerprint: str, adapted: Sequence[str] = ()
) -> None:
    """Make a folder this run's own.

    Args:
        folder: is made where there is none.
        recipe: as it was asked for.
        fingerprint: of the data.
        adapted: what is otherwise than the recipe asks, see `adapt`.

    Raises:
        MorelliError: it holds something else (`check`), or a run on other data.
    """
    check(folder, recipe)
    there = _note(folder)
    if there is not None and there["data"] != fingerprint:
        raise _other(folder, "a run on other data")
    folder.mkdir(parents=True, exist_ok=True)
    note = json.dumps({**noted(recipe, adapted), "data": fingerprint}, indent=1)
    write_atomically(folder / NOTE, note.encode())


def _note(folder: Path) -> dict[str, Any] | None:
    note = folder / NOTE
    found: dict[str, Any] | None = None
    if note.is_file():
        try:
            found = parse_json(note.read_bytes())
        except ValueError:
            found = None
        if not isinstance(found, dict) or not found.keys() >= {"recipe", "data"}:
            raise MorelliError(f"{note} is damaged. Name another folder, or delete this one.")
    return found


def _names(recipe: Recipe) -> list[str]:
    """Of a recipe and all it goes on from: their folders are called so."""
    return [recipe.name, *(_names(recipe.start) if recipe.start else ())]


def _other(folder: Path, what: str) -> MorelliError:
    return MorelliError(f"{folder} holds {what}; name another folder with --out, or delete it.")

"""Recipes and studies as files: what is wrong in one, in words.

Each wrong field, what was given, what is allowed.
"""

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from morelli.errors import MorelliError

RENAMED = {
    "augmentation.views": "augmentation.copies",
    "augmentation.view_share": "augmentation.copy_share",
    "refusal": "out_of_domain",
}
"""Fields and sections of recipes by their former names."""


def renamed(field: str) -> str | None:
    """What to say of a field (dotted, from the recipe on) that had this name; None if none had."""
    for old, new in RENAMED.items():
        if field == old or field.startswith(f"{old}."):
            return f"{field} is called {field.replace(old, new, 1)} now"
    return None


def read_toml(path: Path, kind: str, error: type[MorelliError]) -> dict[str, Any]:
    """The content of a file that holds a `kind` of thing ("recipe").

    Raises:
        error: no such file, or not TOML; the message says which.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise error(f"There is no {kind} {path}.") from None
    except OSError as reason:
        raise error(f"{path} cannot be read: {reason.strerror}.") from reason
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise error(f"{path} is not valid TOML: {reason}.") from reason


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """Every wrong field of a `model`, with what is allowed and the nearest of it."""
    lines = []
    for problem in error.errors(include_url=False):
        field = ".".join(str(part) for part in problem["loc"])
        value = problem["input"]
        if problem["type"] == "extra_forbidden":
            said = renamed(field)
            if said is not None:
                lines.append(said)
                continue
            allowed = _fields_at(problem["loc"][:-1], model)
            near = nearest(str(problem["loc"][-1]), allowed)
            lines.append(f"there is no field {field}; allowed here: {', '.join(allowed)}{near}")
        else:
            got = f" (got {value!r})" if field and not isinstance(value, dict) else ""
            said = problem["msg"].removeprefix("Value error, ")
            near = ""
            if problem["type"] == "literal_error" and isinstance(value, str):
                near = nearest(value, re.findall(r"'([^']*)'", problem["ctx"]["expected"]))
            lines.append(f"{field or model.__name__.lower()}: {said}{got}{near}")
    return "; ".join(lines) + "."


def nearest(name: str, allowed: list[str]) -> str:
    """A question to end a message with, where one of the names allowed is spelt nearly so."""
    close = get_close_matches(name, allowed, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _fields_at(location: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    part = model
    for name in location:
        annotation = part.model_fields[str(name)].annotation
        assert isinstance(annotation, type)  # noqa: S101 - tables are classes
        part = annotation
    return list(part.model_fields)

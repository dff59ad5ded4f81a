"""Every bundle that can be called by name, here or elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from morelli.bundles import index, locations
from morelli.bundles.bundle import Bundle, BundleError

Where: TypeAlias = Literal["built in", "pulled", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A bundle of the catalogue.

    Attributes:
        name: what it is called by.
        where: "built in", "pulled", or "elsewhere", from where it can be pulled by its name.
        about: what the index says of it; may be empty.
        bundle: what is there; None elsewhere, or where it is damaged.
        problem: why it can't be used; may be empty.
    """

    name: str
    where: Where
    about: str
    bundle: Bundle | None = None
    problem: str = ""


def catalogue() -> list[Listed]:
    """Built-in bundles, then those that were pulled, then those that can be."""
    known = index.known()
    built_in = locations.built_in()
    pulled = {name: path for name, path in locations.pulled().items() if name not in built_in}
    return [
        *(_opened(name, path, "built in", known) for name, path in built_in.items()),
        *(_opened(name, path, "pulled", known) for name, path in pulled.items()),
        *(
            Listed(name, "elsewhere", entry.about)
            for name, entry in known.items()
            if entry.source and name not in pulled
        ),
    ]


def _opened(name: str, path: Path, where: Where, known: Mapping[str, index.Known]) -> Listed:
    about = known[name].about if name in known else ""
    try:
        return Listed(name, where, about, Bundle.open(path))
    except BundleError as error:
        return Listed(name, where, about, problem=str(error))

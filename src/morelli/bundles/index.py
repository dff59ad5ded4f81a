"""The index: bundles known by name, and where those lie that aren't built in."""

import tomllib
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from morelli.bundles.locations import NAME


class Known(BaseModel):
    """A bundle known by name.

    Attributes:
        about: a sentence for people.
        source: where to pull it from, as `morelli models pull` takes it; None: it is built in.
        sha256: of its `morelli.json`, in hexadecimal.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    source: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _pinned(self) -> "Known":
        if (self.source is None) != (self.sha256 is None):
            raise ValueError("source and sha256 belong together")
        return self


def read(text: str) -> dict[str, Known]:
    """An index in TOML, a table for each name.

    Raises:
        ValueError: it is no index; the message says which field is wrong.
    """
    index = TypeAdapter(dict[str, Known]).validate_python(tomllib.loads(text))
    for name in index:
        if not NAME.fullmatch(name):
            raise ValueError(f"a bundle can't be called {name!r}")
    return index


def known() -> dict[str, Known]:
    """The package's own index."""
    return read((files("morelli.bundles") / "index.toml").read_text(encoding="utf-8"))

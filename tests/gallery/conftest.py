"""Drawn pictures, galleries of them, and a museum's server."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("MORELLI_CACHE", str(folder))
    return folder


@pytest.fixture
def draw() -> Callable[..., Path]:
    """Draw a picture in one colour."""

    def to(path: Path, size: tuple[int, int] = (60, 40), colour: str = "teal", **save: Any) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, colour).save(path, **save)
        return path

    return to


@pytest.fixture
def museum(helper: Callable[[str], ModuleType]) -> Iterator[Callable[..., Any]]:
    """Start a museum's server, with works given or many; it stops when the test ends."""
    module = helper("gallery/museum_server.py")
    servers: list[Any] = []

    def start(*works: dict[str, Any], **behaviour: Any) -> Any:
        file = io.BytesIO()
        Image.effect_noise((60, 40), 50).convert("RGB").save(file, "JPEG")
        numbered = [work(id=number, **facts) for number, facts in enumerate(works, start=1)]
        servers.append(module.MuseumServer(numbered, file.getvalue(), **behaviour))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def work(**facts: Any) -> dict[str, Any]:
    """A public-domain painting by Monet with a picture, but for the facts given."""
    monet = {
        "title": f"Haystacks {facts['id']}",
        "artist": "Claude Monet",
        "prefix": "",
        "date": "ca. 1890–91",
        "kind": "Painting",
        "free": True,
        "image": True,
        "width": 3000,
    }
    return monet | facts


@pytest.fixture
def client() -> Any:
    """A client that notes how long it would have waited, and doesn't wait."""
    from morelli.gallery.client import RateLimitedClient

    waits: list[float] = []
    made = RateLimitedClient(1000, trusted="http://127.0.0.1", sleep=waits.append)
    made.waits = waits  # type: ignore[attr-defined]
    return made

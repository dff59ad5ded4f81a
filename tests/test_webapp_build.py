"""The built browser app: small, hashed, and in need of nobody else."""

import gzip
import re
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[1] / "src/morelli/web/app"
FIRST_LOAD = 250_000
"""Most bytes, compressed, that the first screen may load; fonts of other scripts excluded."""

NAMES_ONLY = {
    "http://www.w3.org/1998/Math/MathML": "names a format",
    "http://www.w3.org/1999/xhtml": "names a format",
    "http://www.w3.org/1999/xlink": "names a format",
    "http://www.w3.org/2000/svg": "names a format",
    "http://www.w3.org/2000/xmlns/": "names a format",
    "http://www.w3.org/XML/1998/namespace": "names a format",
    "http://fake": "Angular's router completes relative paths with it, to parse them as URLs",
    "https://angular.dev/best-practices/security": "in the text of an error of Angular",
    "https://openseadragon.github.io/examples/advanced-data-model/": "in a text of OpenSeadragon",
    "http://tile.openstreetmap.org/": "OpenSeadragon's maps of the world, which nobody asks for",
    "http://schemas.microsoft.com/deepzoom/2008": "names a format",
    **{
        f"http://library.stanford.edu/iiif/image-api/{name}": "names a format"
        for name in ("1.1/compliance.html", "1.1/context.json", "compliance.html", "ns/")
    },
    **dict.fromkeys(
        (
            "http://iiif.io/api/image",
            "http://iiif.io/api/image/1/context.json",
            "http://iiif.io/api/image/1.0/context.json",
            "http://iiif.io/api/image/2/context.json",
            "http://iiif.io/api/image/2/level0.json",
            "http://iiif.io/api/image/3/context.json",
            "https://iiif.io/api/image/3/level0.json",
        ),
        "names a format",
    ),
}
"""What looks like an address and is only a name: nothing is ever loaded from there."""


@pytest.fixture(scope="module")
def app() -> Path:
    if not (APP / "index.html").is_file():
        pytest.skip("the browser app is not built: run `make webapp`")
    return APP


def _code(app: Path) -> list[Path]:
    return [path for path in app.rglob("*") if path.suffix in {".html", ".js", ".css", ".svg"}]


def _viewer(app: Path) -> Path:
    """What looks closely at a painting, and is loaded only then."""
    (viewer,) = (path for path in _code(app) if "OpenSeadragon" in path.read_text())
    return viewer


def test_the_viewer_is_loaded_where_it_is_asked_for(app: Path) -> None:
    named = rf"(.{{7}})[\"'`]\./{re.escape(_viewer(app).name)}"
    others = " ".join(path.read_text() for path in _code(app) if path != _viewer(app))
    assert {before[-7:] for before in re.findall(named, others)} == {"import("}
    assert _viewer(app).name not in (app / "index.html").read_text()


def test_the_first_screen_loads_little(app: Path) -> None:
    first = [path for path in _code(app) if path != _viewer(app)]
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in first)
    fonts = sum(path.stat().st_size for path in app.rglob("*latin-400*.woff2"))
    assert scripts + fonts < FIRST_LOAD


def test_the_page_runs_files_and_no_inline_code(app: Path) -> None:
    page = (app / "index.html").read_text()
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    assert all("src=" in attributes and not body.strip() for attributes, body in scripts)
    assert not re.search(r"<style|\son\w+=|\sstyle=|javascript:", page)


def test_what_may_be_cached_for_ever_carries_a_hash(app: Path) -> None:
    cached = [path for path in app.rglob("*") if path.suffix in {".js", ".css", ".woff2"}]
    assert cached
    assert all(re.search(r"-[A-Za-z0-9_-]{8}$", path.stem) for path in cached)


def test_nothing_comes_from_another_host(app: Path) -> None:
    addresses = {
        address
        for path in _code(app)
        for address in re.findall(r"https?://[\w./-]+", path.read_text())
    }
    assert addresses - NAMES_ONLY.keys() == set()

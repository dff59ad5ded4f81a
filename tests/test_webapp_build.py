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
}
"""What looks like an address and is only a name: nothing is ever loaded from there."""


@pytest.fixture(scope="module")
def app() -> Path:
    if not (APP / "index.html").is_file():
        pytest.skip("the browser app is not built: run `make webapp`")
    return APP


def _code(app: Path) -> list[Path]:
    return [path for path in app.rglob("*") if path.suffix in {".html", ".js", ".css", ".svg"}]


def test_the_first_screen_loads_little(app: Path) -> None:
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in _code(app))
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

"""Make NOTICE anew: what others made that ships in the wheel, with their licences.

    python docs/notice.py          # needs webapp/node_modules (make check has them)

Weights are those that the built-in models began with (their provenance names them, and
`training/models/weights.toml` says whose they are); JavaScript is every package of
`webapp/package-lock.json` but those for development; fonts are those that `webapp/src/fonts.css`
takes. `tests/test_notice.py` compares.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTICE = ROOT / "NOTICE"
WEBAPP = ROOT / "webapp"
MODULES = WEBAPP / "node_modules"
RULE = "-" * 80

HEAD = """morelli
Copyright The morelli developers

morelli is licensed under the Apache License, Version 2.0; see LICENSE. Its wheel contains what
others made and is listed here, each under its own licence: weights that the built-in models began
with, and the fonts and JavaScript of the web app. The texts of the licences follow the lists."""

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE."""


def backbones() -> dict[str, dict[str, Any]]:
    """What is known of the backbones that the built-in bundles began with, by timm's name."""
    source = ROOT / "src/morelli"
    published = tomllib.loads((source / "training/models/weights.toml").read_text(encoding="utf-8"))
    names = set()
    for manifest in sorted((source / "bundles" / "built_in").glob("*/morelli.json")):
        recipe = json.loads(manifest.read_text(encoding="utf-8"))["provenance"]["recipe"]
        for member in recipe.get("members", [recipe]):
            names |= set(member["model"]["backbones"])
    return {name: published[name] for name in sorted(names)}


def packages() -> dict[str, str]:
    """Version of each npm package that the app is built from, development packages left out."""
    lock = json.loads((WEBAPP / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.removeprefix("node_modules/"): about["version"]
        for path, about in lock["packages"].items()
        if path and not (about.get("dev") or about.get("devOptional") or about.get("optional"))
    }


def fonts() -> list[str]:
    """The npm packages that the page's fonts come from."""
    css = (WEBAPP / "src/fonts.css").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"url\(['\"]?(@fontsource[\w-]*/[\w-]+)/", css)))


def licence(package: str) -> tuple[str, str]:
    """A package's licence as it names it, and the text that it comes with."""
    folder = MODULES / package
    named = json.loads((folder / "package.json").read_text(encoding="utf-8"))["license"]
    (text,) = folder.glob("LICENSE*")
    lines = [line.rstrip() for line in text.read_text(encoding="utf-8").strip().splitlines()]
    return named, "\n".join(lines)


def notice() -> str:
    """The whole of NOTICE."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from (HEAD, "", RULE, "Weights", RULE, "")
    for name, about in backbones().items():
        yield f"{about['network']} ({name}), in parts changed by further training"
        yield f"  by {about['authors']}"
        yield f"  from the package {about['package']}, licence: {about['licence']}"
        yield from (f"  {line}" for line in about["copyright"])
        yield ""
    yield from ("The Apache License, Version 2.0, is in LICENSE and below. The MIT licence:", "")
    yield from (MIT, "")
    together: dict[tuple[str, str], list[str]] = {}
    for name, version in packages().items():
        together.setdefault(licence(name), []).append(f"{name} {version}")
    yield from _texts("JavaScript", together)
    yield from _texts("Fonts", {licence(name): [name] for name in fonts()})


def _texts(title: str, works: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    """Each licence once, below what it is of."""
    yield from (RULE, title, RULE, "")
    for (named, text), names in works.items():
        yield from (f"{name}, licence: {named}" for name in names)
        yield from ("", text, "")


if __name__ == "__main__":
    NOTICE.write_text(notice(), encoding="utf-8")

"""What the page may say in a language: its own texts with the places in them filled, and data.

The texts are read from the folder of the language in `webapp/src/app/core/texts/`: every string and
template literal of its TypeScript, every string of its JSON.
"""

import functools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "webapp/src/app/core/texts"
DEEPEST = 6
"""Texts within texts within texts, at most."""

HOLE = "\0"
"""Stands in a text for a place that is filled."""

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/                        # comments
    |(?<=[(,=:]\ )/(?![/*])(?:\\.|[^/\n])+/|(?<=\()/(?![/*])(?:\\.|[^/\n])+/  # patterns
    |(?P<joined>\s*\+\s*)
    |'(?P<single>(?:\\.|[^'\\])*)'|"(?P<double>(?:\\.|[^"\\])*)"|(?P<template>`)""",
    re.VERBOSE | re.DOTALL,
)


def texts(language: str) -> list[str]:
    """Every text of a language, with `HOLE` where something is filled in."""
    found: list[str] = []
    for path in sorted((FOLDER / language).iterdir()):
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            found += sentences(path)
        elif path.suffix == ".ts":
            found += literals(content)
    found = [text + HOLE if text.endswith(" ") else text for text in found]
    return [plain(text) for text in found if has_words(text) or HOLE in text]


def sentences(path: Path) -> list[str]:
    """Every string of a table in JSON."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [re.sub(r"\{\w+\}", HOLE, text) for text in _leaves(content)]


def has_words(text: str) -> bool:
    """Whether there is a letter in it."""
    return re.search(r"[^\W\d_]", text) is not None


def literals(code: str) -> list[str]:
    """The string literals of TypeScript, joined where a plus joins them, but keys and paths."""
    found: list[str] = []
    at, joinable, joining = 0, False, False
    while match := _TOKEN.search(code, at):
        between = code[at : match.start()]
        joinable = joinable and not between.strip()
        at = match.end()
        if match["joined"] is not None:
            joining, joinable = joinable, False
            continue
        if match["template"]:
            text, at, inner = _template(code, at)
            found += inner
        elif (quoted := match["single"] or match["double"]) is not None:
            text = re.sub(r"\$\d", HOLE, re.sub(r"\\(.)", r"\1", quoted))
            if code[at : at + 1] == ":" or between.endswith("from "):
                joinable = joining = False
                continue
        else:
            continue
        if joining and not between.strip():
            found[-1] += text
        else:
            found.append(text)
        joinable, joining = True, False
    return found


def _template(code: str, at: int) -> tuple[str, int, list[str]]:
    """The template literal that begins before `at`: text, end, and the literals in its holes."""
    text, inner = "", []
    while code[at] != "`":
        if code.startswith("${", at):
            end, depth = at + 2, 1
            while depth:
                depth += {"{": 1, "}": -1}.get(code[end], 0)
                end += 1
            inner += literals(code[at + 2 : end - 1])
            text, at = text + HOLE, end
        else:
            text, at = text + code[at], at + 1
    return text, at + 1, inner


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for each in value.values():
            yield from _leaves(each)


def plain(text: str) -> str:
    """With one blank wherever there is room of any kind, none at either end."""
    return re.sub(r"\s+", " ", text).strip()


class Vocabulary:
    """Tells what a page may say from what it may not.

    Args:
        language: its tag.
        data: names, titles, numbers in words: what is said in every language alike.
    """

    def __init__(self, language: str, data: Iterable[str]) -> None:
        self.data = {plain(each) for each in data}
        found = set(texts(language))
        self._whole = {text for text in found if HOLE not in text}
        self._filled = [text.split(HOLE) for text in found - self._whole]
        self.knows = functools.cache(self._knows)

    def _knows(self, text: str, depth: int = 0) -> bool:
        """Whether all of a text is of the language, or data."""
        text = plain(text)
        if not has_words(text) or text in self._whole or text in self.data:
            return True
        if depth == DEEPEST:
            return False
        joints = (" · ", "; ", ", ", " – ")
        if any(
            joint in text and all(self.knows(part, depth + 1) for part in text.split(joint))
            for joint in joints
        ):
            return True
        ends = (match.end() for match in re.finditer(r"[.!?] ", text))
        if any(
            self.knows(text[:at], depth + 1) and self.knows(text[at:], depth + 1) for at in ends
        ):
            return True
        return any(self._fits(text, pieces, depth + 1) for pieces in self._filled)

    def _fits(self, text: str, pieces: list[str], depth: int) -> bool:
        """Whether a text is the pieces with something known in the places between them."""
        first, *others = pieces
        if not text.startswith(first):
            return False
        rest = text[len(first) :]
        if not others:
            return not rest
        for at in range(1, len(rest) + 1):
            if (
                rest.startswith(others[0], at)
                and (others[0] or at == len(rest) or others[1:])
                and self.knows(rest[:at], depth)
                and self._fits(rest[at:], others, depth)
            ):
                return True
        return False

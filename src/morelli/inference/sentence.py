"""The words of an answer: what the code and the parts of a decision become for people.

Every sentence stands whole in `sentences.json`, in English; the page's other languages have a table
of the same keys in their folder, and the page renders it by the same rule (`core/sentence.ts`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal, TypeAlias

from morelli.works.work import Work

Certainty: TypeAlias = Literal[
    "work",
    "very-likely",
    "probable",
    "possible",
    "unsure",
    "unknown-painter",
    "not-a-painting",
    "paintings-on-a-wall",
]
"""A known work; a painter, with a word for how sure; or why none is named."""

Table: TypeAlias = Mapping[str, str]
"""Sentences by key, with places such as `{names}` to fill; `or` joins two names."""

ENGLISH: Table = json.loads(
    resources.files("morelli.inference").joinpath("sentences.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Name:
    """A painter or a style that a sentence names."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sentence names, but for a work.

    Attributes:
        names: the likeliest painters, or styles where the bundle knows no painters: one, or two
            where it isn't sure.
        style: the likeliest style, beside a painter or instead of one; None where nothing is said.
    """

    names: tuple[Name, ...] = ()
    style: Name | None = None


def sentence(
    certainty: Certainty, parts: Parts, work: Work | None = None, table: Table = ENGLISH
) -> str:
    """An answer in words for people.

    The key in the table is the certainty, and after it, each with a plus, what optional places
    there is to fill: `very-likely+style`.
    """
    known = work or Work()
    optional = {
        "title": known.title,
        "artist": known.artist_name,
        "year": known.year,
        "style": parts.style.name if parts.style else None,
    }
    places = {place: value for place, value in optional.items() if value not in (None, "")}
    names = [each.name for each in parts.names]
    either = table["or"].format(one=names[0], other=names[1]) if names[1:] else "".join(names)
    return table["+".join([certainty, *places])].format(**places, names=either)

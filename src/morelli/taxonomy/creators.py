"""How catalogues write who painted a picture: a name, its dates, and words of doubt.

Museums write "Rembrandt (Rembrandt van Rijn)", "Dürer, Albrecht (1471-1528)", "Claude Monet
(French, 1840-1926)": these are the painters. "Rembrandt?", "workshop of Rubens", "d'après Poussin"
and "Titian or follower" are not taken for them, and "Unknown" or "Italian Painter" is nobody.
Cataloguing rules call what stands beside the name the qualifier (CDWA, "Creator").
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from morelli.taxonomy import qualifiers
from morelli.taxonomy.qualifiers import folded
from morelli.taxonomy.spelling import words_of

UNKNOWN_PAINTER = "unknown_painter"
"""A label of data sets, not a catalogue's word: painters whom a model isn't to know."""


@dataclass(frozen=True, slots=True)
class Creator:
    """Who is named, and whether as the one who painted.

    Attributes:
        name: without dates, country and words of doubt; empty where nobody is named.
        own_hand: whether it is said without doubt that this painter painted it.
        readings: what the name may be looked up as, likeliest first.
    """

    name: str
    own_hand: bool
    readings: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def read(text: str) -> Creator:
    """Read a catalogue's words for who painted a picture, in the languages of `qualifiers`."""
    label = " ".join(text.split())
    if label.casefold().replace("-", "_") == UNKNOWN_PAINTER:
        return Creator(label, True, (label,))
    if " " not in label and "_" not in label and label == label.casefold():  # a slug
        name, sure = _without_question(label)
        return _nobody() if is_nobody(name) else Creator(name, sure, (name,))
    lines = (line.strip(" ,;") for line in text.replace("_", " ").splitlines())
    plain = unicodedata.normalize("NFC", ", ".join(line for line in lines if line))
    outside, aliases, sure = _without_brackets(" ".join(plain.replace("’", "'").split()))
    name, plainly = _without_asides(outside)
    sure = sure and plainly
    before = None
    while name != before:  # "possibly copy after Rembrandt's workshop"
        before = name
        name, plainly = _without_question(name)
        name, by_hand = _without_qualifier(name)
        sure = sure and plainly and by_hand
    if is_nobody(name):
        return _nobody()
    known_as = [alias for alias in aliases if set(words_of(name)) <= set(words_of(alias))]
    untitled = re.sub(r"^Sir\s+", "", name)
    return Creator(name, sure, tuple(dict.fromkeys((name, untitled, *known_as))))


def is_nobody(name: str) -> bool:
    """Whether a name is none: empty, "Anonymous", "Artist unknown", "French School", "?"."""
    said = words_of(name)
    if not said or name.casefold() == "n/a":
        return name.strip(" ()[].,;").casefold() in qualifiers.NO_NAMES
    if name.casefold().replace("-", "_") == UNKNOWN_PAINTER:
        return False
    return said[0] in qualifiers.ANONYMOUS or (
        all(word in qualifiers.NOBODY for word in said)
        and not all(word in qualifiers.SCHOOLS for word in said)
    )


def _nobody() -> Creator:
    return Creator("", False)


def _without_brackets(text: str) -> tuple[str, list[str], bool]:
    """What stands outside brackets, the other names in them, and whether none of them doubts."""
    aliases: list[str] = []
    sure = True
    while (found := qualifiers.BRACKETS.search(text)) is not None:
        inside = found[1].strip()
        parts = [part.strip() for part in re.split("[,;]", inside)]
        if inside == "?" or any(_is_qualifier(part) for part in parts):
            sure = False
        elif inside and not _is_aside(inside):
            aliases.append(inside)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(text.split()), aliases, sure


def _without_asides(text: str) -> tuple[str, bool]:
    """A name without ", 1471-1528", ", Dutch" and ", workshop of"; whether nothing doubts."""
    first, *others = (part.strip() for part in re.split("[,;]", text))
    if first and folded(first) in qualifiers.ROLES_BEFORE:
        first, others = (others or [""])[0], others[1:]
    qualified = [part for part in others if _is_qualifier(part)]
    kept = [part for part in others if part and part not in qualified and not _is_aside(part)]
    first = qualifiers.LIFE.sub("", first) or first
    return ", ".join((first, *kept)).strip(" ,"), not qualified


def _without_question(name: str) -> tuple[str, bool]:
    """A name without question marks around it; those inside may be letters that broke."""
    if not words_of(name):
        return name, True
    asked = re.sub(r"^[?]\s+|\s*[?][\s?!.]*$|\s*[?](?=\s*,)", "", name)
    return asked.strip(), asked == name


def _without_qualifier(name: str) -> tuple[str, bool]:
    """The painter who is named, and whether without "workshop of", "after" and the like."""
    plain = folded(name)
    if (by := qualifiers.BY.match(plain)) is not None:
        return name[by.end() :], True
    for pattern in (qualifiers.BEFORE, qualifiers.BETWEEN, qualifiers.BEHIND, qualifiers.EITHER):
        if (found := pattern.match(plain)) is not None:
            return name[slice(*found.span("name"))].strip(" ,;:"), False
    return name, True


def _is_qualifier(text: str) -> bool:
    """Whether these words alone say that another held the brush, or may have."""
    return qualifiers.ALONE.match(folded(text)) is not None


def _is_aside(text: str) -> bool:
    """Whether a part of a name is dates, a country or a trade."""
    plain = folded(text)
    if re.search(r"\d{3,4}|\bcent(?:ury|\.)|\bjh\b|\bjahrhundert|\bsiecle|\beeuw\b", plain):
        return True
    said = words_of(text)
    return bool(said) and all(word in qualifiers.NOBODY for word in said)

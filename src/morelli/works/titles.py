"""Titles and years of paintings, where the name of a file clearly has them.

Sources name files `claude-monet_the-japanese-bridge-1899.jpg`, `Manet - The Balcony.jpg`,
`54. Largeness by Caspar David Friedrich, 1832.jpg`, or `137030.jpg` and `Titian_10.jpg`. A title
is taken where the painter's name stands beside it, or where at least three words and nothing else
are left; in doubt there is none.
"""

import re
import unicodedata
from pathlib import PurePosixPath

_YEAR = re.compile(r"(?<!\d)(1[2-9]\d\d|20[0-2]\d)(?!\d)")
_BY = re.compile(r"^(?:\d+\.\s*)?(?P<title>.+?) by (?P<artist>[^,]+?)(?:,.*)?$")
_NOT_TITLES = {
    *("art", "artwork", "artworks", "copy", "cropped", "detail", "full", "high", "image", "images"),
    *("img", "large", "original", "painting", "paintings", "photo", "picture", "pictures", "res"),
    *("resized", "scan", "small", "thumb", "untitled", "version"),
}
_SMALL = {
    *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or"),
    *("the", "to", "with", "de", "del", "della", "der", "des", "di", "du", "el", "et", "im", "la"),
    *("le", "les", "und", "van", "von"),
}
_FEWEST = 3
"""Words of a title beside which no painter is named."""


def title_and_year(path: str, artist: str | None = None) -> tuple[str | None, int | None]:
    """What a file's name says of a painting's title and year; None where it doesn't clearly.

    Args:
        path: the file's name, or its path with slashes, at its source.
        artist: the painter's slug.
    """
    stem = PurePosixPath(path).stem
    named = set((artist or "").split("-"))
    by = _BY.match(stem)
    if by and set(_words(by["artist"])) & named:
        stem = by["title"] + " " + " ".join(_YEAR.findall(stem)[-1:])
    years = _YEAR.findall(stem)
    year = int(years[-1]) if years else None
    # What stands before the first "_" or " - " and begins like the painter's name is all of it.
    head, _, rest = re.sub(r"\s-\s", "_", stem).partition("_")
    beside = bool(by)
    if not by and rest and (_words(head) or [""])[0] in named:
        stem, beside = rest, True
    words = _spoken(stem, years)
    if not by:
        start = _leading(words, named)
        words, beside = words[start:], beside or start > 0
    folded = [_fold(word) for word in words]
    says = {word for word in folded if len(word) > 1 and not word.isdigit()}
    if not says - _NOT_TITLES - _SMALL - named:
        return None, None
    lone = len(words) < _FEWEST or says & named or any(not w.isalpha() for w in folded)
    return (None, None) if not beside and lone else (_cased(words), year)


def _spoken(text: str, years: list[str]) -> list[str]:
    """The words of a file's name without its years, and without numbers at either end."""
    words = [w for w in re.split(r"[\s_\-–.,]+", text) if w and w not in years]
    while words and (words[-1].isdigit() or _fold(words[-1]) in _NOT_TITLES):
        words.pop()
    while words and any(letter.isdigit() for letter in words[0]):
        words.pop(0)
    return words


def _leading(words: list[str], named: set[str]) -> int:
    """How many words at the start are the painter's name."""
    count = 0
    while count < len(words) and _fold(words[count]) in (named if count else named - _SMALL):
        count += 1
    return count


def _words(text: str) -> list[str]:
    return [_fold(word) for word in re.split(r"[\s\-.]+", text) if word]


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in decomposed if c.isalnum())


def _cased(words: list[str]) -> str:
    """Capitals as titles have them, where the file's name has none or nothing else."""
    text = " ".join(words)
    if text != text.lower() and text != text.upper():
        return text
    first, *others = words
    return " ".join([first.capitalize(), *(_capital(word.lower()) for word in others)])


def _capital(word: str) -> str:
    if re.fullmatch(r"[ivx]+", word):
        return word.upper()
    return word if word in _SMALL else word.capitalize()

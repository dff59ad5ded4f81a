"""Which entry of a list a name means, however it is spelt."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, partial
from typing import Generic, Protocol, TypeVar

from morelli.errors import MorelliError

SUGGESTIONS = 5
"""How many entries an error names at most."""

SIMILARITY = 0.75
"""How alike (difflib's ratio, 0..1) two spellings must be for one to be suggested."""

EPITHETS = frozenset({"the", "of", "brothers"})
"""Words that end a surname: Bruegel *the* Elder, Wright *of* Derby, Le Nain *brothers*."""


class Named(Protocol):
    """What can be found by name."""

    @property
    def slug(self) -> str:
        """The stable key."""

    @property
    def name(self) -> str:
        """What people read."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that names the entry in full, slug and name included."""


Entry = TypeVar("Entry", bound=Named)


class UnknownNameError(MorelliError):
    """A name that means no entry, or more than one.

    What it may have meant is looked for when the message is read: that takes milliseconds, and
    who goes through thousands of names often wants to know only whether there is one.

    Attributes:
        name: the name as it was given.
    """

    def __init__(self, name: str, explain: Callable[[], tuple[str, tuple[str, ...]]]) -> None:
        """Args: the name, and what gives message and candidates."""
        super().__init__(name)
        self.name = name
        self._explain = explain

    @cached_property
    def _explained(self) -> tuple[str, tuple[str, ...]]:
        return self._explain()

    def __str__(self) -> str:
        return self._explained[0]

    @property
    def candidates(self) -> tuple[str, ...]:
        """Slugs of the entries that it may have meant, likeliest first."""
        return self._explained[1]


class AmbiguousNameError(UnknownNameError):
    """A name that means more than one entry."""


class Directory(Generic[Entry]):
    """Finds entries by their slug, by any spelling, or by a surname that one alone bears."""

    def __init__(
        self,
        kind: str,
        entries: Iterable[Entry],
        *,
        surnames: bool = False,
        homonyms: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """File the entries under everything they are called.

        Args:
            kind: what an entry is, in a word for messages: "painter".
            entries: what can be found.
            surnames: whether the names are of people, so that a surname may stand for one.
            homonyms: surnames that name nobody alone, each with those outside the list who
                bear it too.
        """
        self._kind = kind
        self._by_slug: dict[str, Entry] = {entry.slug: entry for entry in entries}
        self._by_name: dict[str, Entry] = {}
        self._by_surname: dict[str, dict[str, Entry]] = {}
        for slug, entry in self._by_slug.items():
            for words in map(words_of, entry.spellings):
                self._by_name |= dict.fromkeys(_keys(words), entry)
                for key in _surname_keys(words) if surnames else ():
                    self._by_surname.setdefault(key, {})[slug] = entry
        self._outsiders = {
            key: others
            for name, others in (homonyms or {}).items()
            for key in _keys(words_of(name))
        }

    def get(self, slug: str) -> Entry:
        """Return the entry with exactly this slug; raise `UnknownNameError` if there is none."""
        if slug not in self._by_slug:
            raise UnknownNameError(slug, partial(self._unknown, slug))
        return self._by_slug[slug]

    def find(self, name: str) -> Entry:
        """Return the entry that a name means; raise `UnknownNameError` unless it means one."""
        keys = _keys(words_of(name))
        for key in keys:
            if key in self._by_name:
                return self._by_name[key]
        for key in keys:
            bearers = list(self._by_surname.get(key, {}).values())
            outsiders = self._outsiders.get(key, ())
            if len(bearers) == 1 and not outsiders:
                return bearers[0]
            if bearers:
                raise AmbiguousNameError(name, partial(self._ambiguous, name, bearers, outsiders))
        raise UnknownNameError(name, partial(self._unknown, name))

    def _ambiguous(
        self, name: str, bearers: Sequence[Entry], outsiders: Sequence[str]
    ) -> tuple[str, tuple[str, ...]]:
        everyone = [_shown(entry) for entry in bearers]
        everyone += [f"{outsider} (not listed here)" for outsider in outsiders]
        message = (
            f"{_quoted(name)} may be more than one {self._kind}: {_alternatives(everyone)}. "
            "Write the whole name, or the slug in brackets."
        )
        return message, tuple(entry.slug for entry in bearers)

    def _unknown(self, name: str) -> tuple[str, tuple[str, ...]]:
        alike = self._alike(words_of(name))[:SUGGESTIONS]
        message = f"No {self._kind} here is called {_quoted(name)}."
        if alike:
            message += f" Did you mean {_alternatives([_shown(entry) for entry in alike])}?"
        return message, tuple(entry.slug for entry in alike)

    def _alike(self, words: Sequence[str]) -> list[Entry]:
        """Return the entries that share all the words, then those spelt nearly so."""
        if not words:
            return []
        alike = [e for key, e in self._by_name.items() if set(words) <= set(key.split())]
        pool = {key: list(bearers.values()) for key, bearers in self._by_surname.items()}
        pool |= {key: [entry] for key, entry in self._by_name.items()}
        for key in get_close_matches(_keys(words)[0], pool, n=SUGGESTIONS, cutoff=SIMILARITY):
            alike += pool[key]
        return list({entry.slug: entry for entry in alike}.values())


def words_of(name: str) -> list[str]:
    """Split a name into its words of letters and digits, without case and accents.

    Decomposing (Unicode's NFKD) turns accents into marks of their own, which are dropped;
    underscores, punctuation and everything else end a word.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain)


def _keys(words: Sequence[str]) -> tuple[str, str]:
    """Return what a name is filed under: its words in any order, and run together as written.

    The second finds "VanGogh" and "OKeeffe".
    """
    return " ".join(sorted(words)), "".join(words)


def _surname_keys(words: Sequence[str]) -> set[str]:
    """Return the keys of every surname in a name: "van Gogh" and "Gogh", but not "Vincent"."""
    end = next((i for i, word in enumerate(words) if word in EPITHETS), len(words))
    return {key for start in range(1, end) for key in _keys(words[start:end])}


def _shown(entry: Named) -> str:
    return f"{entry.name} ({entry.slug})"


def _quoted(name: str) -> str:
    """Return a name for a message: printable on every terminal, and not too long."""
    return repr(name if len(name) <= 60 else f"{name[:57]}...")


def _alternatives(names: Sequence[str]) -> str:
    """Join names as people do: "a, b or c"."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))

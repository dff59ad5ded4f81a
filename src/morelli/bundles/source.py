"""Where a bundle is pulled from: a name of the index, a hub's repository, or an address."""

import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from morelli.bundles import index
from morelli.bundles.locations import GRAPH, MANIFEST, built_in
from morelli.errors import MorelliError

HUB = "https://huggingface.co"
"""Serves the files of repositories at <hub>/<owner>/<name>/resolve/<revision>/<file>."""

_HUB = re.compile(r"hub:([\w.-]+)/([\w.-]+)(?:@([\w./-]+))?", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PullError(MorelliError):
    """A bundle can't be pulled; nothing is left of it but what a later call goes on from."""


@dataclass(frozen=True, slots=True)
class Source:
    """A bundle somewhere else.

    Attributes:
        address: of its files, with `{}` where the file's name goes.
        sha256: that its `morelli.json` must have; None takes what comes.
        name: what to call it; None leaves that to its manifest.
    """

    address: str
    sha256: str | None
    name: str | None = None

    def of(self, file: str) -> str:
        """The address of one of its files."""
        return self.address.replace("{}", file)


def find(text: str, sha256: str | None = None) -> Source:
    """What `morelli models pull` is asked for.

    Args:
        text: a name of the index; `hub:owner/name`, possibly with `@revision`; or the address
            of a bundle's `morelli.json` or of the folder that it lies in.
        sha256: of `morelli.json`, in hexadecimal; needed with an address.

    Raises:
        PullError: it is none of these; or the checksum is missing or none.
    """
    wanted = sha256.strip().lower() if sha256 else None
    if wanted and not _SHA256.fullmatch(wanted):
        raise PullError(f"{sha256} is no SHA-256: it has 64 hexadecimal digits.")
    if text.startswith("hub:"):
        return _on_hub(text, wanted)
    if "://" in text:
        return _at(text, wanted)
    return _known(text, wanted)


def _on_hub(text: str, sha256: str | None) -> Source:
    match = _HUB.fullmatch(text)
    if match is None:
        raise PullError(
            f"{text} is no repository: write hub:owner/name or hub:owner/name@revision."
        )
    owner, name, revision = match.groups()
    hub = (os.environ.get("MORELLI_HUB") or HUB).rstrip("/")
    address = f"{hub}/{owner}/{name}/resolve/{quote(revision or 'main', safe='')}/{{}}"
    return Source(address, sha256, name)


def _at(url: str, sha256: str | None) -> Source:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise PullError(f"{url} is not an http or https address.")
    path = PurePosixPath(parts.path)
    if path.name in (MANIFEST, GRAPH):
        path = path.parent
    elif path.suffix and not url.endswith("/"):
        raise PullError(
            f"{url} is not a bundle. A bundle is {MANIFEST} beside {GRAPH}: give the address of its"
            f" {MANIFEST}."
        )
    if sha256 is None:
        raise PullError(
            f"Give the SHA-256 of the bundle's {MANIFEST} with --sha256: its maker tells it, or"
            f" `sha256sum {MANIFEST}` where the bundle was made."
        )
    return Source(parts._replace(path=f"{path}/{{}}".replace("//", "/")).geturl(), sha256)


def _known(name: str, sha256: str | None) -> Source:
    if name in built_in():
        raise PullError(f"{name} is built in: use it by its name.")
    known = index.known()
    entry = known.get(name)
    if entry is None or entry.source is None:
        there = ", ".join(n for n, e in known.items() if e.source) or "none yet"
        raise PullError(
            f"No bundle is known by the name {name} (known: {there}). Give hub:owner/name, or the"
            f" address of a {MANIFEST} with --sha256."
        )
    source = find(entry.source, sha256 or entry.sha256)
    return Source(source.address, source.sha256, name)

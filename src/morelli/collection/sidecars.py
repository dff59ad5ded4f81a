"""Answers beside pictures, where photo programs find them: XMP sidecars, `a.jpg.xmp`.

What is in them is a machine's guess and says so: the painter is a keyword, never `dc:creator`. A
sidecar is ours as long as it is what we wrote, which a checksum in it tells. Any other stays as
it is, also one of ours that another program has written to since.
"""

import hashlib
import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from morelli import __version__
from morelli.inference.decision import Attribution
from morelli.storage import write_atomically

NAMESPACE = "urn:morelli:attribution:1"
KEYWORD = "attributed by a machine"
"""Keyword of every picture that has a sidecar of ours."""

_BLANK = "0" * 64
_SIGNED = re.compile(rb'morelli:sha256="([0-9a-f]{64})"')

_SIDECAR = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:morelli="{namespace}"
    xmp:CreatorTool="morelli {version}"
    morelli:machineMade="True"
    morelli:sha256="{blank}"
    {said}>
   <dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">{sentence}</rdf:li></rdf:Alt>
   </dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def sidecar_of(picture: Path) -> Path:
    """Where a picture's sidecar lies."""
    return picture.with_name(f"{picture.name}.xmp")


def is_ours(content: bytes) -> bool:
    """Whether a sidecar is one that `write` wrote, and nobody since."""
    found = _SIGNED.search(content)
    return found is not None and found[1].decode() == _checksum(_SIGNED.sub(_unsigned(), content))


def write(picture: Path, answer: Attribution) -> bool:
    """Write an answer beside a picture, in place of one of ours.

    Returns:
        whether it was written: a sidecar that isn't ours stays.

    Raises:
        OSError: it can't be.
    """
    path = sidecar_of(picture)
    if path.is_symlink() or (path.exists() and not is_ours(path.read_bytes())):
        return False
    write_atomically(path, content(answer))
    return True


def remove(picture: Path) -> bool:
    """Delete a picture's sidecar if it is ours; whether it was.

    Raises:
        OSError: it can't be.
    """
    path = sidecar_of(picture)
    if path.is_symlink() or not path.is_file() or not is_ours(path.read_bytes()):
        return False
    path.unlink()
    return True


def content(answer: Attribution) -> bytes:
    """An answer as a sidecar. Painters and styles are keywords where the painter is known."""
    keywords = [KEYWORD]
    said = {"verdict": answer.verdict, "certainty": answer.certainty, "model": answer.bundle}
    if answer.verdict == "known painter":
        for kind, candidates in (("artist", answer.artists), ("style", answer.styles)):
            if candidates:
                said[kind] = candidates[0].name
                said[f"{kind}Probability"] = f"{candidates[0].probability:.4f}"
                keywords.append(candidates[0].name)
    text = _SIDECAR.format(
        namespace=NAMESPACE,
        version=__version__,
        blank=_BLANK,
        said="\n    ".join(f"morelli:{name}={quoteattr(value)}" for name, value in said.items()),
        keywords="".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in keywords),
        sentence=escape(answer.sentence),
    ).encode()
    return text.replace(_unsigned(), b'morelli:sha256="%s"' % _checksum(text).encode())


def _checksum(unsigned: bytes) -> str:
    return hashlib.sha256(unsigned).hexdigest()


def _unsigned() -> bytes:
    return b'morelli:sha256="%s"' % _BLANK.encode()

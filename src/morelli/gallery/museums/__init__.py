"""Museums with open-access APIs, a file each, and the registry of them.

The command line's `--from` and its help, the table in docs/gallery.md and the tests' server all
come from `MUSEUMS`.
"""

from morelli.gallery.museums.artic import ArtInstitute
from morelli.gallery.museums.met import Met
from morelli.gallery.museums.museum import Museum

MUSEUMS: dict[str, type[Museum]] = {museum.key: museum for museum in (Met, ArtInstitute)}
"""Each museum's class, made with another server's address or None, by its key."""


def table() -> list[str]:
    """Lines of Markdown: a row for each museum, for the documentation."""
    lines = [
        "| `--from` | museum | requests a second, at most | a work costs | pictures |",
        "|---|---|---|---|---|",
    ]
    return lines + [
        f"| `{m.key}` | {m.title} ([API]({m.documentation})) | {m.rate:g} | {m.cost}"
        f" | {m.pictures} |"
        for m in MUSEUMS.values()
    ]

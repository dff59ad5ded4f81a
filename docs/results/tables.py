"""Make anew what the documentation says in numbers about the built-in models.

    python docs/results/tables.py              # after new built-in models
    python docs/results/tables.py --history    # history.csv, too; needs the repository's history

The numbers are those that `morelli evaluate --record` wrote into the models' `morelli.json`:

- `built-in.csv`: every measure with its 95 % interval and its pictures;
- `classes.csv`: every painter and style, how often recognised, and what most often taken for;
- `history.csv`: every measure of every built-in model that the repository has ever held;
- the tables between `<!-- built-in models -->` and `<!-- end -->` in README.md and
  docs/accuracy.md.

`tests/test_results.py` compares all but the history.
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from morelli.bundles.locations import built_in
from morelli.evaluation.columns import COMPARED, first_elsewhere, readable

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs/results"
FIELDS = ("measure", "value", "low", "high", "pictures")
TABLE = re.compile(r"(?<=<!-- built-in models -->\n).*?(?=<!-- end -->)", re.DOTALL)

README_ROWS = (
    "artist.accuracy",
    "artist.top5",
    "artist.set_coverage",
    "artist.very_likely_right",
    "style.accuracy",
    "refusal.painting_refused",
    "refusal.not_painting_noticed",
    "refusal.unknown_painter_noticed",
)
"""What the README says, as in `COMPARED`."""

KINDS = {
    "elsewhere.elsewhere.known.artist.accuracy": "painter right, other reproductions of training"
    " paintings",
    "elsewhere.gallery.new.artist.accuracy": "painter right, famous paintings",
    "elsewhere.gallery.new.style.accuracy": "style right, famous paintings",
    "copies.painter": "small and compressed copies answered with the same painter",
    "copies.painter_240_jpeg_70": "the smallest of them, JPEGs of 240 pixels",
}
"""What docs/accuracy.md says, besides, of other pictures from elsewhere, by its place."""


def metrics() -> dict[str, dict[str, Any]]:
    """What was measured of each built-in model, by its name."""
    manifests = {name: path / "morelli.json" for name, path in sorted(built_in().items())}
    return {n: json.loads(p.read_text(encoding="utf-8"))["metrics"] for n, p in manifests.items()}


def made() -> dict[Path, str]:
    """The whole of every file and page that is made, but for the history."""
    measured = metrics()
    rows = ((name, *row) for name, found in measured.items() for row in measures(found))
    kinds = [(name, *row) for name, found in measured.items() for row in classes(found)]
    fields = ("model", "head", "class", "pictures", "recognised", "most_often_taken_for", "times")
    return {
        RESULTS / "built-in.csv": _csv(("model", *FIELDS), rows),
        RESULTS / "classes.csv": _csv(fields, kinds),
        **{page: _filled(page, table) for page, table in _pages(measured).items()},
    }


def measures(found: Mapping[str, Any], place: str = "") -> Iterator[tuple[Any, ...]]:
    """Each measure below `found`, by its place: name, value, low, high, pictures."""
    for name, value in found.items():
        if not isinstance(value, dict) or name == "confusion":
            continue
        if "low" in value:
            yield (place + name, *(value[key] for key in ("value", "low", "high", "n")))
        else:
            yield from measures(value, f"{place}{name}.")


def classes(found: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Each class at home: head, slug, pictures, recognised, what most often taken for, times."""
    for head in ("artist", "style"):
        for slug, given in sorted(found[head]["confusion"].items()):
            wrong = {other: times for other, times in given.items() if other != slug}
            taken = max(wrong, key=lambda other: wrong[other], default="")
            right = given.get(slug, 0)
            yield head, slug, sum(given.values()), right, taken, wrong.get(taken, 0)


def history(bundles: Mapping[str, Path]) -> str:
    """`history.csv`: what manifests in the repository's history say, newest first.

    Args:
        bundles: folders in a checkout, by the names of the models.
    """
    rows: list[tuple[Any, ...]] = []
    for name, path in sorted(bundles.items()):
        last = None
        for commit, day, text in _versions(path / "morelli.json"):
            found = json.loads(text).get("metrics")
            if found and found != last:
                taken = (row for row in measures(found) if ".sources." not in row[0])
                rows += ((name, day, commit, *row) for row in taken)
            last = found
    return _csv(("model", "day", "commit", *FIELDS), rows)


def _versions(file: Path) -> Iterator[tuple[str, str, str]]:
    """Commit, day and text of each version of a file, newest first, in whichever folder."""
    log = _git(file, "log", "--follow", "--name-only", "--format=> %h %cs", "--", file.name)
    for entry in log.split("> ")[1:]:
        about, path = entry.strip().split("\n\n")
        if Path(path).parent.name != file.parent.name:
            return  # git goes on with the model that this one began as a copy of
        commit, day = about.split()
        yield commit, day, _git(file, "show", f"{commit}:{path}")


def _git(file: Path, *arguments: str) -> str:
    command = ["git", "-C", str(file.parent), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _pages(measured: Mapping[str, Any]) -> dict[Path, str]:
    """The table of each page, of `default` and `fast`."""
    home, other = measured["default"], measured["fast"]
    away, other_away = first_elsewhere(home), first_elsewhere(other)
    readme = {"at home": home, "**elsewhere**": away, "elsewhere, `fast`": other_away}
    accuracy = {
        "`default` at home": home,
        "`default` **elsewhere**": away,
        "`fast` at home": other,
        "`fast` **elsewhere**": other_away,
    }
    kinds = [_row(name, place, [{}, home, {}, other]) for place, name in KINDS.items()]
    return {
        ROOT / "README.md": _table(readme, README_ROWS),
        ROOT / "docs/accuracy.md": _table(accuracy, COMPARED) + "".join(kinds),
    }


def _table(columns: Mapping[str, Any], measured: Iterable[str]) -> str:
    head = f"| | {' | '.join(columns)} |\n" + "|---" * (len(columns) + 1) + "|\n"
    return head + "".join(_row(COMPARED[m], m, columns.values()) for m in measured)


def _row(name: str, place: str, columns: Iterable[Any]) -> str:
    cells = (readable(place, _find(column, place)) for column in columns)
    return f"| {name} | {' | '.join(cells)} |\n"


def _find(found: Any, place: str) -> Any:
    """What stands at a place; None where nothing does."""
    for name in place.split("."):
        found = (found or {}).get(name)
    return found


def _filled(page: Path, table: str) -> str:
    """A page with its table made anew."""
    text, count = TABLE.subn(lambda _: table, page.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"{page} has {count} tables of the built-in models instead of one.")
    return text


def _csv(fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    written = made()
    if "--history" in sys.argv[1:]:
        written[RESULTS / "history.csv"] = history(built_in())
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")

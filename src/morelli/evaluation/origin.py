"""What a model was made from, for its card: pictures, what is known of rights, backbones."""

from collections import Counter
from collections.abc import Mapping, Sequence

from morelli.bundles.bundle import Bundle
from morelli.taxonomy import Taxonomy, UnknownNameError

SHOWN = 25
"""So many sources are named; the rest are counted."""

BANDS = (1, 5, 10, 20, 50, 100)
"""Painters are told by number of training pictures: from each of these up to the next."""

SEVERAL = 4
"""So many sources of a painter's pictures, and more, are told together."""

PROTECTED = 70
"""Years after a painter's death for which copyright lasts in most countries."""


def origin(bundle: Bundle, year: int) -> list[str]:
    """Lines of Markdown; what the bundle doesn't say is left out, or said to be not recorded.

    Args:
        bundle: whose `provenance` is told.
        year: this year, to say whose works may be in copyright.
    """
    provenance = bundle.manifest.provenance
    data = provenance.get("data", {})
    return [
        f"Trained on {data.get('training_pictures', 0):,} paintings"
        f" and {data.get('not_paintings', 0):,} other pictures. Calibration and thresholds come"
        " from held-out training pictures; the test pictures were touched once, for this card.",
        "",
        *_sources(data.get("sources", {})),
        *_painters(data.get("painters", {})),
        "### Rights",
        "",
        *_rights(bundle, year),
        "",
        "### Backbones",
        "",
        *_backbones(provenance.get("backbones", [])),
    ]


def _sources(sources: Mapping[str, int]) -> list[str]:
    if not sources:
        return ["Where the pictures come from is not recorded.", ""]
    order = sorted(sources, key=lambda source: -sources[source])
    lines = ["| source | training pictures |", "|---|---:|"]
    lines += [f"| {source} | {sources[source]:,} |" for source in order[:SHOWN]]
    if rest := order[SHOWN:]:
        count = sum(sources[source] for source in rest)
        lines.append(f"| {len(rest)} others, all named in `morelli.json` | {count:,} |")
    return [*lines, ""]


def _painters(painters: Mapping[str, Mapping[str, int]]) -> list[str]:
    """How many painters there are by number of training pictures and of sources."""
    if not painters:
        return []
    cells: Counter[tuple[int, int]] = Counter()
    for counts in painters.values():
        band = max(least for least in BANDS if least <= max(counts["pictures"], 1))
        cells[band, min(counts["sources"], SEVERAL)] += 1
    columns = sorted({sources for _, sources in cells})
    names = {0: "source not said", 1: "1 source", SEVERAL: f"{SEVERAL} sources or more"}
    lines = [
        f"Painters by number of training pictures and of sources, {len(painters)} in all;"
        " whoever has few of either is known less well:",
        "",
        "| training pictures | " + " | ".join(names.get(c, f"{c} sources") for c in columns) + " |",
        "|---|" + "---:|" * len(columns),
    ]
    for least, following in zip(BANDS, (*BANDS[1:], None), strict=True):
        if any(cells[least, column] for column in columns):
            span = f"{least} or more" if following is None else f"{least} to {following - 1}"
            lines.append(f"| {span} | " + " | ".join(str(cells[least, c]) for c in columns) + " |")
    return [*lines, ""]


def _rights(bundle: Bundle, year: int) -> list[str]:
    """What is known of the pictures' rights, and what that means for who uses the model."""
    since = year - PROTECTED
    taxonomy = Taxonomy.load()
    protected = unknown = 0
    for slug in bundle.artists:
        try:
            died = taxonomy.artist(slug).died
        except UnknownNameError:
            died = None
        unknown += died is None
        protected += died is not None and died >= since
    counts = [f"{protected} died in {since} or later"] if protected else []
    counts += [f"of {unknown} the year of death is not recorded"] if unknown else []
    painters = f" (of its {len(bundle.artists)} painters {' and '.join(counts)})" if counts else ""
    return [
        "For the training pictures no licence is recorded, and works that are still in copyright"
        f" are to be expected among them{painters}. The model holds none of them as pictures, but"
        " it was learnt from them. Whether that is allowed, and what may be done with its result,"
        " differs between countries and uses: who distributes the model, trains it further or"
        " earns by it has to see to that. Its own licence covers only what its authors added.",
    ]


def _backbones(backbones: Sequence[Mapping[str, str]]) -> list[str]:
    if not backbones:
        return ["Whose networks it began with is not recorded."]
    lines = [
        "| backbone | authors | trained on | weights from | licence |",
        "|---|---|---|---|---|",
    ]
    for about in backbones:
        source = about.get("package") or about.get("from") or about.get("weights", "not recorded")
        cells = [
            about.get("network", about["name"]),
            about.get("authors", "not recorded"),
            about.get("trained_on", "not recorded"),
            source,
            about.get("licence", "not recorded"),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines

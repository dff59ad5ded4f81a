"""What was measured, part by part, and what each part and each measure is called, for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from morelli.evaluation import copies, robustness
from morelli.evaluation import works as recognition

SECTIONS = {
    "artist": "Artist",
    "style": "Style",
    "refusal": "Knowing what it doesn't know",
    "faithfulness": "Heat maps: deletion and insertion",
    "neighbours": "Nearest paintings",
    "robustness": "Photographs of paintings",
    "copies": "Copies of a picture, by size and format",
    "works": "Recognising works",
    "sources": "Telling sources apart",
}
"""Parts of an evaluation, in the order in which they are shown, before those of `ELSEWHERE`."""

ELSEWHERE = {
    "new": {
        "artist": "artist, new paintings",
        "style": "style, new paintings",
        "refusal": "knowing what it doesn't know",
        "named": "named wrongly most often, of all new paintings",
        "sources": "artist right by source, new paintings",
    },
    "known": {
        "artist": "artist, other reproductions of training paintings",
        "style": "style, other reproductions of training paintings",
        "sources": "artist right by source, other reproductions of training paintings",
    },
}
"""Parts of what was measured on a table of pictures from other sources, in their order."""

RIVALS = {"chance": "accuracy of chance", "commonest": "accuracy of the commonest"}
"""What a head is compared with; numbers without an interval."""

NAMES = {
    "accuracy": "accuracy",
    "top5": "right one in the top five",
    "macro_f1": "macro F1",
    "cross_entropy": "cross-entropy, nats",
    "cross_entropy_smoothed": "cross-entropy, smoothed labels",
    "calibration_error": "expected calibration error",
    "very_likely_right": "right where called very likely",
    "set_coverage": "right one in the prediction set",
    "set_size": "classes in the prediction set",
    "unknown_painter_auroc": "unknown painters: AUROC",
    "unknown_painter_false_accepts": "unknown painters let through when 95 % of known pass",
    "known_painter_accepted": "known painters not called unknown",
    "unknown_painter_noticed": "unknown painters called unknown",
    "unknown_painter_very_likely": "unknown painters called very likely somebody",
    "painting_refused": "paintings refused as something else",
    "not_painting_auroc": "other pictures: AUROC",
    "not_painting_false_accepts": "other pictures let through when 95 % of paintings pass",
    "not_painting_noticed": "other pictures refused",
    "deletion": "deletion, area (less is better)",
    "deletion_moved": "deletion by the map moved elsewhere",
    "deletion_gain_moved": "deletion: better than moved by",
    "deletion_centre": "deletion from the middle",
    "deletion_gain_centre": "deletion: better than the middle by",
    "insertion": "insertion, area (more is better)",
    "insertion_moved": "insertion by the map moved elsewhere",
    "insertion_gain_moved": "insertion: better than moved by",
    "insertion_centre": "insertion from the middle",
    "insertion_gain_centre": "insertion: better than the middle by",
    "artist_precision5": "of five, by the same painter",
    "artist_precision5_angle": "by the same painter, by the angle alone",
    "artist_precision5_gain": "painter: gained over the angle",
    "artist_precision5_gain_folds": "painter: gained in five folds",
    "style_precision5": "of five, of the same style",
    "style_precision5_angle": "of the same style, by the angle alone",
    "style_precision5_gain": "style: gained over the angle",
    "style_precision5_gain_folds": "style: gained in five folds",
    **robustness.NAMES,
    **copies.NAMES,
    **recognition.NAMES,
    "source_auroc": "pictures of the largest source told from all others: AUROC",
}

NUMBERS = {
    "macro_f1",
    "cross_entropy",
    "cross_entropy_smoothed",
    "calibration_error",
    "set_size",
    "unknown_painter_auroc",
    "not_painting_auroc",
    "deletion",
    "deletion_moved",
    "deletion_gain_moved",
    "deletion_centre",
    "deletion_gain_centre",
    "insertion",
    "insertion_moved",
    "insertion_gain_moved",
    "insertion_centre",
    "insertion_gain_centre",
    "source_auroc",
    "gap",
}
"""Those that aren't shares of pictures."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what was measured.

    Attributes:
        id: the same in every document, "artist" and "style" for the heads.
        title: for people.
        measures: as `Measure.to_dict` has them, by their names (see `NAMES`), and by painters' and
            sources' own.
        rivals: what a head is compared with, by name (see `RIVALS`).
    """

    id: str
    title: str
    measures: Mapping[str, Mapping[str, Any]]
    rivals: Mapping[str, float]


def sections(metrics: Mapping[str, Any]) -> list[Section]:
    """Every part that was measured, none of them empty, in the order in which they are shown.

    Args:
        metrics: as `Evaluation.to_dict` and `Bundle.metrics` give them.
    """
    return list(_sections(metrics))


def _sections(metrics: Mapping[str, Any]) -> Iterator[Section]:
    for name, title in SECTIONS.items():
        yield from _section(name, title, metrics.get(name, {}))
    for number, (table, works) in enumerate(metrics.get("elsewhere", {}).items(), start=1):
        for work, titles in ELSEWHERE.items():
            measured = works.get(work, {})
            for name, title in titles.items():
                found = measured.get(name, {})
                part = _named(found) if name == "named" else found
                place = f"elsewhere-{number}-{work}-{name}"
                yield from _section(place, f"Elsewhere, {table}: {title}", part)


def _section(name: str, title: str, found: Mapping[str, Any]) -> Iterator[Section]:
    measures = {k: m for k, m in found.items() if isinstance(m, dict) and "low" in m}
    if measures:
        yield Section(name, title, measures, {k: found[k] for k in RIVALS if k in found})


def _named(painters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{painter['name']}, {how}": painter[how]
        for painter in painters
        for how in ("wrongly", "rightly")
    }

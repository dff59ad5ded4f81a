"""At home and elsewhere: what is set side by side wherever a model says how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from morelli.evaluation.names import NUMBERS

Number: TypeAlias = Mapping[str, Any]
"""A measure as `Measure.to_dict` gives it."""

COMPARED = {
    "artist.accuracy": "painter right",
    "artist.top5": "painter among the first five",
    "artist.set_coverage": "painter in the prediction set",
    "artist.set_size": "painters in the prediction set",
    "artist.very_likely_right": "painter right where called very likely",
    "artist.calibration_error": "painters, calibration error",
    "artist.cross_entropy": "painters, cross-entropy in nats",
    "artist.macro_f1": "painters, macro F1",
    "style.accuracy": "style right",
    "style.top5": "style among the first five",
    "style.macro_f1": "styles, macro F1",
    "style.calibration_error": "styles, calibration error",
    "refusal.painting_refused": "paintings refused as something else",
    "refusal.known_painter_accepted": "known painters not called unknown",
    "refusal.unknown_painter_auroc": "unknown painters, AUROC",
    "refusal.unknown_painter_noticed": "unknown painters called unknown",
    "refusal.unknown_painter_very_likely": "unknown painters called very likely somebody",
    "refusal.not_painting_noticed": "other pictures refused",
}
"""What is compared, by the part of the metrics and the measure in it, and what to call it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure at home and elsewhere, each None where it was not taken.

    Attributes:
        measure: its key in `COMPARED`.
        home: on the test split, of the same sources as the training pictures.
        elsewhere: on new paintings from other sources.
    """

    measure: str
    home: Number | None
    elsewhere: Number | None


def compared(metrics: Mapping[str, Any]) -> list[Compared]:
    """What was measured in either place, in the order of `COMPARED`.

    Args:
        metrics: as `Evaluation.to_dict` and `Bundle.metrics` give them. Of several tables of
            pictures from other sources the first counts.
    """
    new = first_elsewhere(metrics)
    found = [
        Compared(measure, _find(metrics, measure), _find(new, measure)) for measure in COMPARED
    ]
    return [row for row in found if row.home or row.elsewhere]


def first_elsewhere(metrics: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was measured on new paintings of the first table from elsewhere; empty if nothing."""
    tables = metrics.get("elsewhere", {})
    first: Mapping[str, Any] = next(iter(tables.values()), {})
    new: Mapping[str, Any] = first.get("new", {})
    return new


def readable(measure: str, found: Number | None) -> str:
    """A measure with its interval and its count, for people: "70.4 % (68.4 to 72.3; 2,066)"."""
    if found is None:
        return ""
    value, low, high, n = (found[key] for key in ("value", "low", "high", "n"))
    if measure.rpartition(".")[2] in NUMBERS:
        return f"{value:.3f} ({low:.3f} to {high:.3f}; {n:,})"
    return f"{100 * value:.1f} % ({100 * low:.1f} to {100 * high:.1f}; {n:,})"


def _find(metrics: Mapping[str, Any], measure: str) -> Number | None:
    part, _, name = measure.partition(".")
    found: Number | None = metrics.get(part, {}).get(name)
    return found

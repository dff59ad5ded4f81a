"""The model card: what a bundle is, what it was measured at, and where it is weak."""

from typing import Any

import numpy as np

from morelli.bundle import Bundle, save
from morelli.evaluation.evaluate import Evaluation, HeadEvaluation
from morelli.evaluation.names import NAMES

NAME = "MODEL_CARD.md"
SHOWN = 12


def record(bundle: Bundle, evaluation: Evaluation) -> None:
    """Write the numbers into the bundle's manifest, and `MODEL_CARD.md` beside it."""
    manifest = bundle.manifest.model_copy(update={"metrics": evaluation.to_dict()})
    saved = save(bundle.path, manifest, bundle.graph, bundle.background, bundle.works)
    (bundle.path / NAME).write_text(card(saved, evaluation), encoding="utf-8")


def card(bundle: Bundle, evaluation: Evaluation) -> str:
    """The card, in Markdown."""
    manifest = bundle.manifest
    provenance = manifest.provenance
    data = provenance.get("data", {})
    recipe = provenance.get("recipe", {})
    models = [member.get("model", {}) for member in recipe.get("members", [recipe])]
    backbones = [name for model in models for name in model.get("backbones", [])]
    poolings = dict.fromkeys(model["pooling"] for model in models if "pooling" in model)
    size = len(bundle.graph) / 1e6
    square = manifest.preprocessing.size
    lines = [
        f"# {bundle.name}",
        "",
        f"Names the painter ({len(bundle.artists)}) and the style ({len(bundle.styles)}) of a"
        f" painting. {size:.1f} MB, input {square} x {square}"
        f" pixels ({manifest.preprocessing.fit}).",
        "",
        f"Backbones: {', '.join(backbones) or 'not recorded'}, pooling"
        f" `{'`, `'.join(poolings) or 'not recorded'}`. The whole recipe, the data's fingerprint"
        " and the versions used stand in `morelli.json` under `provenance`.",
        "",
        f"Trained on {data.get('training_pictures', 0):,} paintings"
        f" and {data.get('not_paintings', 0):,} other pictures. Calibration and thresholds come"
        " from held-out training pictures; the test split below was touched once, for this card.",
        "",
        "## Measured",
        "",
        "| | value | 95 % interval | pictures |",
        "|---|---|---|---|",
    ]
    for head, found in evaluation.heads.items():
        lines += [_row(f"{head}, {name}", m.to_dict()) for name, m in found.measures.items()]
        lines.append(f"| {head}, accuracy of chance | {found.chance:.4f} | | |")
        lines.append(f"| {head}, accuracy of naming the commonest | {found.commonest:.4f} | | |")
    for section in evaluation.sections.values():
        lines += [_row(NAMES.get(name, name), m.to_dict()) for name, m in section.items()]
    lines += ["", "## Known weaknesses", ""]
    lines += _other_sources(evaluation)
    for head, found in evaluation.heads.items():
        lines += [*_weaknesses(head, found), ""]
    lines += [
        "It knows only the painters and styles it was taught, is mostly right about pictures like"
        " those it was trained on (reproductions without frame or wall), and is no proof of"
        " authorship: copies and pupils look like their masters.",
        "",
    ]
    return "\n".join(lines)


def _row(name: str, measure: dict[str, Any]) -> str:
    interval = f"{measure['low']:.4f} to {measure['high']:.4f}"
    return f"| {name} | {measure['value']:.4f} | {interval} | {measure['n']:,} |"


def _other_sources(evaluation: Evaluation) -> list[str]:
    """What pictures from elsewhere do to it, in words, where that was measured."""
    found = evaluation.sections.get("elsewhere", {})
    if "elsewhere_artist" not in found:
        return []
    right, one = found["elsewhere_artist"], found["elsewhere_one_artist"]
    text = (
        "On pictures from other sources than its training pictures it is right less often: of"
        f" {right.n} paintings it names the painter of {100 * right.value:.0f} %"
        f" ({100 * right.low:.0f} to {100 * right.high:.0f}), and gives {100 * one.value:.0f} % of"
        " them to one and the same painter."
    )
    if "elsewhere_refused" in found:
        refused = found["elsewhere_refused"]
        text += f" {100 * refused.value:.0f} % it takes for something else than paintings."
    return [text, ""]


def _weaknesses(head: str, found: HeadEvaluation) -> list[str]:
    """The classes most often missed, and what they are taken for."""
    counts = found.confusion
    sizes = counts.sum(1)
    recall = np.divide(np.diag(counts), sizes, out=np.ones(len(sizes)), where=sizes > 0)
    usable = np.flatnonzero(sizes >= 5)
    worst = usable[np.argsort(recall[usable], kind="stable")][:SHOWN]
    lines = [
        f"The {head}s least often recognised (of those with at least 5 test pictures):",
        "",
        f"| {head} | recognised | most often taken for |",
        "|---|---|---|",
    ]
    for i in worst:
        wrong = counts[i].copy()
        wrong[i] = 0
        taken = found.names[int(wrong.argmax())] if wrong.any() else ""
        lines.append(f"| {found.names[i]} | {counts[i, i]} of {sizes[i]} | {taken} |")
    return lines

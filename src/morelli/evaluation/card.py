"""The model card: what a bundle is, what it was measured at, and where it is weak."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from morelli.bundles.bundle import Bundle, save
from morelli.evaluation.columns import COMPARED, compared, first_elsewhere, readable
from morelli.evaluation.cross_dataset import named
from morelli.evaluation.evaluate import Evaluation, HeadEvaluation
from morelli.evaluation.names import NAMES, RIVALS, sections
from morelli.evaluation.origin import origin

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
    recipe = provenance.get("recipe", {})
    models = [member.get("model", {}) for member in recipe.get("members", [recipe])]
    backbones = [name for model in models for name in model.get("backbones", [])]
    poolings = dict.fromkeys(model["pooling"] for model in models if "pooling" in model)
    size = len(bundle.graph) / 1e6
    square = manifest.preprocessing.size
    lines = [
        f"# {bundle.name}",
        "",
        f"Names {_what(bundle)} of a painting. {size:.1f} MB, input {square} x {square}"
        f" pixels ({manifest.preprocessing.fit}).",
        "",
        *(line for change in provenance.get("adapted", ()) for line in (change, "")),
        f"Backbones: {', '.join(backbones) or 'not recorded'}, pooling"
        f" `{'`, `'.join(poolings) or 'not recorded'}`. The whole recipe, the data's fingerprint"
        " and the versions used stand in `morelli.json` under `provenance`.",
        "",
        "## What to expect",
        "",
        *_columns(evaluation.to_dict()),
        "",
        "## Made from",
        "",
        *origin(bundle, date.today().year),
        "",
        "## Everything that was measured",
        "",
    ]
    for section in sections(evaluation.to_dict()):
        lines += [f"### {section.title}", "", "| | value | 95 % interval | pictures |"]
        lines += ["|---|---:|---:|---:|"]
        lines += [_row(NAMES.get(name, name), m) for name, m in section.measures.items()]
        lines += [f"| {RIVALS[name]} | {share:.4f} | | |" for name, share in section.rivals.items()]
        lines.append("")
    lines += ["## Known weaknesses", ""]
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


def _what(bundle: Bundle) -> str:
    counts = {"painter": len(bundle.artists), "style": len(bundle.styles)}
    return " and ".join(f"the {head} ({count})" for head, count in counts.items() if count)


def _columns(metrics: dict[str, Any]) -> list[str]:
    """At home and elsewhere, side by side, ready to be copied."""
    rows = compared(metrics)
    if not first_elsewhere(metrics):
        lines = [
            "Measured on pictures from the sources it was trained on alone; on pictures from"
            " others, such as your own, expect less.",
            "",
            "| | at home |",
            "|---|---|",
        ]
        return lines + [f"| {COMPARED[r.measure]} | {readable(r.measure, r.home)} |" for r in rows]
    lines = [
        "At home are pictures from the sources it was trained on, elsewhere pictures from other"
        " sources, of paintings that no training picture shows: **elsewhere is what to expect of"
        " your own pictures.** In brackets the 95 % interval, and how many pictures it rests on.",
        "",
        "| | at home | elsewhere |",
        "|---|---|---|",
    ]
    return lines + [
        f"| {COMPARED[r.measure]} | {readable(r.measure, r.home)}"
        f" | {readable(r.measure, r.elsewhere)} |"
        for r in rows
    ]


def _row(name: str, measure: Mapping[str, Any]) -> str:
    interval = f"{measure['low']:.4f} to {measure['high']:.4f}"
    return f"| {name} | {measure['value']:.4f} | {interval} | {measure['n']:,} |"


def _other_sources(evaluation: Evaluation) -> list[str]:
    """Whom it names too often on pictures from elsewhere, in words, where that was measured."""
    found = next(iter(evaluation.cross_dataset.values()), None)
    if found is None or not (most := named(found.new)):
        return []
    lines = ["Named wrongly most often on new paintings from other sources:", ""]
    lines += ["| artist | wrongly | rightly | of |", "|---|---|---|---|"]
    for painter in most:
        counts = [round(m.value * m.n) for m in (painter.wrongly, painter.rightly)]
        lines.append(f"| {painter.name} | {counts[0]} | {counts[1]} | {painter.wrongly.n:,} |")
    return [*lines, ""]


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

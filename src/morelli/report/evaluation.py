"""The report of one model: `report.html` and `report.md`, from what `morelli evaluate` measured."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.evaluate import Evaluation
from morelli.evaluation.names import sections as measured_sections
from morelli.explain import Explainer
from morelli.inference.classifier import Classifier
from morelli.report import labelled as answering
from morelli.report import page
from morelli.report.labelled import Answers, commonest_confusions
from morelli.report.parts import PLURALS, Payload, measured, part, rows, sentence, table

HTML = "report.html"
MARKDOWN = "report.md"
TIMED = 20


def write(
    evaluation: Evaluation,
    classifier: Classifier,
    data: str,
    folder: Path,
    pictures: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> Path:
    """Write `report.html` and `report.md`.

    Args:
        evaluation: what was measured.
        classifier: what was measured of; it draws the heat maps.
        data: what it was measured on, for people.
        folder: where to.
        pictures: whether small copies of the pictures may be part of it.
        progress: called with 1 after each picture that was made small.

    Returns:
        the HTML file.
    """
    found = answering.of(evaluation)
    payload = Payload()
    explainer = Explainer(classifier) if pictures else None
    parts = []
    for answers in found:
        payload.add(answers.head, answers)
        parts.append(part(answers.head, PLURALS[answers.head], answers, explainer))
    costs = cost(classifier, found[0].samples)
    contents = [(p["id"], p["title"]) for p in parts]
    sections = _sections(evaluation)
    contents += [(section["id"], section["title"]) for section in sections]
    contents += [("cost", "Cost")]
    contents += [("skipped", "Left out")] if evaluation.skipped else []
    html = page.render(
        "evaluation.html",
        payload.document(pictures, progress),
        title=f"{evaluation.bundle}: evaluation",
        eyebrow="morelli · evaluation",
        heading=f"How good is {evaluation.bundle}?",
        sentences=[sentence(answers) for answers in found],
        facts=f"Measured on {data}, through the bundle as it is used. Intervals are 95 %.",
        contents=contents,
        parts=parts,
        sections=sections,
        cost=costs,
        skipped=evaluation.skipped,
    )
    page.write(folder / HTML, html)
    page.write(folder / MARKDOWN, summary(evaluation, found, data, costs))
    return folder / HTML


def _sections(evaluation: Evaluation) -> list[dict[str, Any]]:
    """What was measured beside the heads: `id`, `title` and `rows` of each part."""
    return [
        {"id": section.id, "title": section.title, "rows": rows(measured(section.measures))}
        for section in measured_sections(evaluation.to_dict())
        if section.id not in evaluation.heads
    ]


def cost(classifier: Classifier, samples: Sequence[Sample]) -> list[tuple[str, str]]:
    """What the model costs, for people: parameters, size, time of a picture on this machine."""
    graph = classifier.bundle.graph
    costs = [
        ("parameters", f"{parameters(graph) / 1e6:.1f} million"),
        ("on disk", f"{len(graph) / 1e6:.1f} MB"),
    ]
    times = []
    for sample in samples[:TIMED]:
        started = time.perf_counter()
        try:
            classifier.classify(sample.path)
        except (MorelliError, OSError):  # it has gone since it was measured
            continue
        times.append(time.perf_counter() - started)
    if times:
        middle = 1000 * statistics.median(times)
        costs.append(("for a picture, decoded and answered here", f"{middle:.0f} ms"))
    return costs


def parameters(graph: bytes) -> int:
    """Numbers stored in an ONNX graph."""
    stored = onnx.load_from_string(graph).graph.initializer
    return sum(int(np.prod(tensor.dims)) for tensor in stored)


def summary(
    evaluation: Evaluation,
    found: Sequence[Answers],
    data: str,
    costs: Sequence[tuple[str, str]],
) -> str:
    """The report in Markdown."""
    lines = [f"# How good is {evaluation.bundle}?", ""]
    for answers in found:
        lines += [sentence(answers), ""]
    lines += [f"Measured on {data}. Intervals are 95 %. Pictures and charts: {HTML}.", ""]
    for answers in found:
        lines += [f"## {PLURALS[answers.head]}", ""]
        shown: list[dict[str, Any]] = [*rows(answers.measures)]
        header = ("", "value", "95 % interval", "pictures")
        body = [[row["name"], row["value"], row["interval"], row["n"]] for row in shown]
        body.append(["chance", page.percent(answers.chance), "", ""])
        body.append(["always the commonest", page.percent(answers.commonest), "", ""])
        lines += [*table(header, body), ""]
        confusions = commonest_confusions(answers, 10)
        if confusions:
            body = [
                [
                    f"{answers.names[c.truth]}, taken for {answers.names[c.answer]}",
                    f"{c.count}",
                    f"{c.of}",
                ]
                for c in confusions
            ]
            lines += [*table(("the commonest mistakes", "times", "of its pictures"), body), ""]
    for section in _sections(evaluation):
        body = [[r["name"], r["value"], r["interval"], r["n"]] for r in section["rows"]]
        lines += [f"## {section['title']}", ""]
        lines += [*table(("", "value", "95 % interval", "pictures"), body), ""]
    lines += ["## What it costs", "", *table(("", ""), [list(pair) for pair in costs]), ""]
    if evaluation.skipped:
        lines += [
            f"{len(evaluation.skipped)} pictures could not be read; no number counts them.",
            "",
        ]
    return "\n".join(lines)

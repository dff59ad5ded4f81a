"""The report of a study: `report.html` and `report.md`, from the study's folder alone."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from morelli.explain import Explainer
from morelli.inference.classifier import Classifier
from morelli.report import findings, page, study_charts
from morelli.report.evaluation import HTML, MARKDOWN
from morelli.report.parts import PLURALS, Payload, part, sentence, table
from morelli.report.results import Results, Row
from morelli.study import published


def write(
    folder: Path, pictures: bool = True, progress: Callable[[int], None] = lambda _: None
) -> Path:
    """Write `report.html` and `report.md` into a study's folder, finished or not.

    Args:
        folder: the study's.
        pictures: whether small copies of the pictures may be part of it.
        progress: called with 1 after each picture that was made small.

    Returns:
        the HTML file.

    Raises:
        MorelliError: the folder holds no study.
    """
    results = Results.read(folder)
    payload = Payload()
    factors = [study_charts.factor(results, name, payload) for name in results.study["factors"]]
    drawn = study_charts.curves(results, payload)
    costs = study_charts.costs(results, payload)
    parts = _best(results, payload, pictures)
    tests = _tests(results)
    beside = _published(results)
    contents = [("factors", "Factors")] if factors else []
    contents += [("best", "The best model")] if parts else []
    contents += [("published", "Published")] if beside else []
    contents += [("curves", "Learning curves")] if drawn else []
    contents += [("costs", "Cost")] if costs else []
    contents += [("cells", "All cells")]
    study = results.study
    html = page.render(
        "study.html",
        payload.document(pictures, progress),
        title=study["name"],
        eyebrow=f"morelli · study · {study['name']}",
        heading=study["question"],
        sentences=findings.answer(results),
        facts=_facts(results),
        contents=contents,
        factors=factors,
        curves=drawn,
        costs=costs,
        parts=parts,
        tests=tests,
        published=beside,
        heads=[(head, PLURALS[head].casefold()) for head in results.heads],
        cells=_cells(results),
        factor_names=[(name, findings.plain(name)) for name in study["factors"]],
        states=_states(results),
    )
    page.write(folder / HTML, html)
    page.write(folder / MARKDOWN, _markdown(results, factors, tests, beside))
    return folder / HTML


def _facts(results: Results) -> str:
    study = results.study
    data = study["data"]
    pictures = ", ".join(f"{split} {n:,}" for split, n in data["pictures"].items())
    seeds = ", ".join(map(str, study["seeds"]))
    return (
        f"Data: {data['name']} ({pictures}). {study['folds']} folds, seeds {seeds}."
        " Cells are chosen by cross-validation on the training pictures; the test split is looked"
        " at once for each chosen recipe. Intervals are 95 %."
        + "".join(f" {change}" for change in study.get("adapted", ()))
    )


def _states(results: Results) -> str:
    counts = dict.fromkeys(("done", "failed", "pending", "stale"), 0)
    for cell in results.cells:
        counts[cell["status"]] += 1
    return ", ".join(f"{n} {state}" for state, n in counts.items() if n)


def _best(results: Results, payload: Payload, pictures: bool) -> list[dict[str, Any]]:
    """The best model on the test split, head by head."""
    for cell, seed, place in results.chosen():
        if "best" not in cell["chosen_for"]:
            continue
        bundle = place / "bundle"
        explainer = Explainer(Classifier.open(bundle)) if pictures and bundle.is_dir() else None
        others = _others(results)
        parts = []
        for answers in results.test(place):
            name = f"best-{answers.head}"
            payload.add(name, answers)
            beside = others.get(answers.head, {}).get("classes")
            lead = f"{findings.named(cell).capitalize()}, seed {seed}. {sentence(answers)}"
            parts.append(part(name, PLURALS[answers.head], answers, explainer, lead, beside))
        return parts
    return []


def _tests(results: Results) -> list[Row]:
    """Every look at the test split."""
    rows = []
    for cell, seed, place in results.chosen():
        for answers in results.test(place):
            m = answers.measures["accuracy"]
            rows.append(
                {
                    "cell": findings.named(cell),
                    "why": ", ".join(cell["chosen_for"]),
                    "seed": seed,
                    "head": PLURALS[answers.head],
                    "accuracy": m,
                    "loss": answers.measures["cross_entropy"],
                }
            )
    return rows


def _others(results: Results) -> Mapping[str, Any]:
    """What others published on these data, by head."""
    name = results.study["data"]["published"]
    found: Mapping[str, Any] = published.load().get(name, {}) if name else {}
    return found


def _published(results: Results) -> list[Row]:
    """What others published, with ours beside: rows of head, who, accuracy, loss."""
    rows: list[Row] = []
    others = _others(results)
    for head in results.heads if others else ():
        rows += [{"head": PLURALS[head], "loss": None} | r for r in others[head]["results"]]
        ours = [t for t in _tests(results) if t["head"] == PLURALS[head] and "best" in t["why"]]
        for test in ours:
            accuracy, loss = test["accuracy"].value, test["loss"].value
            who = f"this study: {test['cell']}, seed {test['seed']}"
            rows.append({"head": PLURALS[head], "who": who, "accuracy": accuracy, "loss": loss})
    return rows


def _cells(results: Results) -> list[Row]:
    """Every cell with its numbers, best first, then those without."""
    done = results.done
    numbers = {cell["number"] for cell in done}
    rest = [cell for cell in results.cells if cell["number"] not in numbers]
    return [
        cell
        | {
            "accuracies": {head: results.accuracy(cell, head) for head in results.heads},
            "cost": results.summary.get(cell["number"], {}) if cell["status"] == "done" else {},
        }
        for cell in (*done, *rest)
    ]


def _markdown(
    results: Results, factors: list[dict[str, Any]], tests: list[Row], beside: list[Row]
) -> str:
    lines = [f"# {results.study['question']}", ""]
    for said in findings.answer(results):
        lines += [said, ""]
    lines += [_facts(results), "", f"Cells: {_states(results)}. Charts and pictures: {HTML}.", ""]
    for name, factor in zip(results.study["factors"], factors, strict=True):
        lines += [f"## {factor['name']}", ""]
        for head, sentences in factor["said"].items():
            lines += [f"- {head}. {said}" for said in sentences]
        lines += [""]
        rows = [r for r in study_charts.by_label(results, name, results.head) if r["best"]]
        body = [
            [r["label"], page.percent(r["accuracy"]), page.interval(r["low"], r["high"])]
            for r in rows
        ]
        title = f"{factor['name']}: {PLURALS[results.head].casefold()}, best cell"
        lines += [*table((title, "accuracy", "95 % interval"), body), ""]
    if tests:
        body = [
            [
                f"{t['cell']}, seed {t['seed']}",
                t["head"],
                page.percent(t["accuracy"].value),
                page.interval(t["accuracy"].low, t["accuracy"].high),
            ]
            for t in tests
        ]
        lines += ["## On the test split", ""]
        lines += [*table(("", "", "accuracy", "95 % interval"), body), ""]
    if beside:
        body = [
            [r["who"], r["head"], page.percent(r["accuracy"], 2), _loss(r["loss"])] for r in beside
        ]
        lines += ["## Published", "", *table(("", "", "accuracy", "loss"), body), ""]
    failed = [cell for cell in results.cells if cell["status"] == "failed"]
    if failed:
        lines += ["## Failed", ""]
        lines += [f"- {findings.named(cell)}: {cell['reason']}" for cell in failed] + [""]
    return "\n".join(lines)


def _loss(loss: float | None) -> str:
    return "" if loss is None else f"{loss:.4f}"

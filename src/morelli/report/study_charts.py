"""Charts of a study: its factors, its learning curves, what its cells cost."""

from typing import Any

from morelli.report import charts, findings
from morelli.report.parts import NOUNS, PLURALS, Payload
from morelli.report.results import Results, Row

CURVES = 8
"""Cells whose learning curves are drawn."""

COSTS = {
    "ms_per_picture": "milliseconds a picture, one at a time",
    "parameters": "parameters",
}


def factor(results: Results, name: str, payload: Payload) -> dict[str, Any]:
    """A factor's sentences, charts and comparisons, as the template reads them."""
    shown = []
    for head in results.heads:
        rows = by_label(results, name, head)
        if rows:
            place = f"factor-{len(payload.charts)}"
            title = f"{PLURALS[head].casefold()}, cross-validated accuracy"
            payload.charts[place] = charts.intervals(rows, title)
            shown.append((place, f"{PLURALS[head]} by {findings.plain(name)}"))
    return {
        "name": findings.plain(name),
        "said": {PLURALS[h]: findings.factor(results, name, h) for h in results.heads},
        "charts": shown,
        "comparisons": [
            c | {"head": PLURALS[c["head"]]} for c in results.comparisons if c["factor"] == name
        ],
    }


def by_label(results: Results, name: str, head: str) -> list[Row]:
    """Cells by their label of a factor, each label's best first."""
    rows: list[Row] = []
    for label in results.study["factors"][name]:
        found = [
            (m, cell)
            for cell in results.done
            if cell["values"].get(name) == label and (m := results.accuracy(cell, head))
        ]
        found.sort(key=lambda pair: -pair[0].value)
        for i, (m, cell) in enumerate(found):
            accuracy = {"accuracy": m.value, "low": m.low, "high": m.high}
            rows.append({"label": label, "cell": findings.named(cell), "best": i == 0} | accuracy)
    return rows


def curves(results: Results, payload: Payload) -> list[tuple[str, str]]:
    """Learning curves: their places and titles."""
    rows = results.curves(CURVES)
    losses: list[Row] = []
    accuracies: list[Row] = []
    value = f"val_{results.head}"
    for row in rows:
        cell = row["cell"]
        common = {
            "run": f"cell {cell['number']}",
            "name": findings.named(cell),
            "step": row["epoch"] + 1,
        }
        for column, what in (("train_loss", "training"), ("val_loss", "validation")):
            if isinstance(row.get(column), float):
                line = f"{row['line']} {what}"
                losses.append(common | {"loss": row[column], "what": what, "line": line})
        if isinstance(row.get(value), float):
            more = {"accuracy": row[value], "what": "validation", "line": row["line"]}
            accuracies.append(common | more)
    shown = []
    if losses:
        payload.charts["curve-loss"] = charts.curves(losses, "loss", "loss", percent=False)
        shown.append(("curve-loss", "Loss by epoch"))
    if accuracies:
        title = f"right {NOUNS[results.head]} (validation)"
        payload.charts["curve-accuracy"] = charts.curves(
            accuracies, "accuracy", title, percent=True
        )
        shown.append(("curve-accuracy", "Validation accuracy by epoch"))
    return shown


def costs(results: Results, payload: Payload) -> list[tuple[str, str]]:
    """Charts of accuracy against cost: their places and titles."""
    shown = []
    by = next((name for name in results.study["factors"] if "backbone" in name), None)
    for column, title in COSTS.items():
        rows = []
        for cell in results.done:
            m = results.accuracy(cell, results.head)
            price = results.summary[cell["number"]].get(column)
            if m and isinstance(price, float):
                series = cell["values"].get(by, "") if by else ""
                accuracy = {"accuracy": m.value, "low": m.low, "high": m.high}
                row = {"name": findings.named(cell), "series": series, column: price}
                rows.append(row | accuracy)
        if rows:
            place = f"cost-{column}"
            what = f"right {NOUNS[results.head]} (cross-validated)"
            payload.charts[place] = charts.cost(rows, column, title, what)
            shown.append((place, f"Accuracy against {title}"))
    return shown

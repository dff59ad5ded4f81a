"""Charts as Vega-Lite specifications, drawn by the page's script in the page's own colours."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import altair as alt
import numpy as np
from numpy.typing import NDArray

from morelli.evaluation.metrics import BINS, proportion
from morelli.inference.probabilities import Floats

Spec: TypeAlias = dict[str, Any]
Rows: TypeAlias = Iterable[Mapping[str, Any]]

# Custom properties of page.css: they change with light, dark and print, and the chart with them.
INK, SOFT, RULE, LINE = (f"var(--{name})" for name in ("ink", "ink-soft", "rule", "right"))
SERIES = [f"var(--series-{i})" for i in range(1, 9)]
HEIGHT = 300
# As in page.css; by name, since Vega measures texts before it draws them.
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> Spec:
    """How often answers of each certainty are right, against the diagonal (Guo et al. 2017).

    Args:
        confidence: probabilities (N,) of the answers.
        right: whether they were right (N,).
    """
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    rows = []
    for b in np.unique(bins).tolist():
        inside = bins == b
        m = proportion(int(right[inside].sum()), int(inside.sum()))
        rows.append(
            {
                "said": float(confidence[inside].mean()),
                "right": m.value,
                "low": m.low,
                "high": m.high,
                "pictures": m.n,
            }
        )
    share = alt.Axis(format=".0%", tickCount=5, labelOverlap=True)
    unit = alt.Scale(domain=[0, 1])
    diagonal = (
        alt.Chart(alt.InlineData(values=[{"said": 0, "right": 0}, {"said": 1, "right": 1}]))
        .mark_line(color=SOFT, strokeDash=[4, 4], strokeWidth=1)
        .encode(x="said:Q", y="right:Q")
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("said:Q", title="how sure it said it was", scale=unit, axis=share),
        tooltip=[
            alt.Tooltip("said:Q", title="said", format=".1%"),
            alt.Tooltip("right:Q", title="was right", format=".1%"),
            alt.Tooltip("low:Q", title="95 % from", format=".1%"),
            alt.Tooltip("high:Q", title="to", format=".1%"),
            alt.Tooltip("pictures:Q", title="pictures", format=","),
        ],
    )
    rules = base.mark_rule(color=LINE, strokeWidth=1.5).encode(
        y=alt.Y("low:Q", title="how often it was right", scale=unit, axis=share), y2="high:Q"
    )
    points = base.mark_circle(color=LINE, opacity=1).encode(
        y="right:Q", size=alt.Size("pictures:Q", legend=None, scale=alt.Scale(range=[30, 320]))
    )
    return _spec(alt.layer(diagonal, rules, points))


def intervals(rows: Rows, title: str) -> Spec:
    """Accuracies by the label of a factor: the best cell with its interval, all others as ticks.

    Args:
        rows: `label`, `accuracy`, `low`, `high`, `cell` (which cell it is), and `best`: whether it
            is the label's best.
        title: of the accuracies' axis.
    """
    values = list(rows)
    order = list(dict.fromkeys(str(row["label"]) for row in values))

    def layer(best: bool) -> alt.Chart:
        chosen = alt.InlineData(values=[row for row in values if row["best"] == best])
        return alt.Chart(chosen).encode(
            y=alt.Y(
                "label:N",
                sort=order,
                title=None,
                scale=alt.Scale(domain=order),
                axis=alt.Axis(labelLimit=180),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="value"),
                alt.Tooltip("cell:N"),
                alt.Tooltip("accuracy:Q", format=".2%"),
                alt.Tooltip("low:Q", title="95 % from", format=".2%"),
                alt.Tooltip("high:Q", title="to", format=".2%"),
            ],
        )

    x = alt.X(
        "accuracy:Q",
        title=title,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=".0%", tickCount=6),
    )
    ticks = layer(best=False).mark_tick(color=SOFT, opacity=0.45, size=14).encode(x=x)
    rules = layer(best=True).mark_rule(color=LINE, strokeWidth=2)
    rules = rules.encode(x=alt.X("low:Q", title=title), x2="high:Q")
    points = layer(best=True).mark_circle(color=LINE, size=90, opacity=1).encode(x="accuracy:Q")
    return _spec(alt.layer(ticks, rules, points), height=max(110, 36 * len(order)))


def cost(rows: Rows, x: str, title: str, accuracy: str) -> Spec:
    """Accuracy against a cost on a logarithmic axis.

    Args:
        rows: `name`, `accuracy`, `low`, `high`, `series`, and the cost under `x`.
        x: name of the cost.
        title: of its axis.
        accuracy: title of the accuracies' axis.
    """
    values = [row for row in rows if row[x] > 0]
    series = list(dict.fromkeys(str(row["series"]) for row in values))
    several = 1 < len(series) <= len(SERIES)
    most = max((row[x] for row in values), default=1)
    least = min((row[x] for row in values), default=1)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            f"{x}:Q",
            title=title,
            scale=alt.Scale(type="log", domain=[least / 1.3, most * 1.3], nice=False),
            axis=alt.Axis(format="~s", tickCount=6),
        ),
        color=alt.Color(
            "series:N",
            title=None,
            sort=series,
            scale=alt.Scale(domain=series, range=SERIES[: len(series)]),
            legend=alt.Legend(orient="top", columns=2, symbolType="circle"),
        )
        if several
        else alt.value(LINE),
        tooltip=[
            alt.Tooltip("name:N", title="cell"),
            alt.Tooltip(f"{x}:Q", title=title, format=",.4~g"),
            alt.Tooltip("accuracy:Q", format=".2%"),
            alt.Tooltip("low:Q", title="95 % from", format=".2%"),
            alt.Tooltip("high:Q", title="to", format=".2%"),
        ],
    )
    rules = base.mark_rule(opacity=0.45).encode(
        y=alt.Y("low:Q", title=accuracy, scale=alt.Scale(zero=False), axis=alt.Axis(format=".0%")),
        y2="high:Q",
    )
    points = base.mark_circle(size=60, opacity=1).encode(y="accuracy:Q")
    return _spec(alt.layer(rules, points))


def curves(rows: Rows, y: str, title: str, percent: bool) -> Spec:
    """Learning curves: a line for each run.

    Args:
        rows: `step` (epoch, from 1), `run` (of which cell), `name` (the same in full), `what`
            ("training" or "validation"), `line` (tells lines apart) and the value under `y`.
        y: name of the value.
        title: of its axis.
        percent: whether it is a share.
    """
    values = [row for row in rows if math.isfinite(row[y])]
    runs = list(dict.fromkeys(str(row["run"]) for row in values))
    whats = list(dict.fromkeys(str(row["what"]) for row in values))
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_line(strokeWidth=1.75, point=alt.OverlayMarkDef(size=18, filled=True))
        .encode(
            x=alt.X("step:Q", title="epoch", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y(
                f"{y}:Q",
                title=title,
                scale=alt.Scale(zero=False),
                axis=alt.Axis(format=".0%") if percent else alt.Axis(),
            ),
            color=alt.Color(
                "run:N",
                title=None,
                sort=runs,
                scale=alt.Scale(domain=runs, range=SERIES[: max(1, len(runs))]),
                legend=alt.Legend(orient="top", columns=4, symbolType="stroke"),
            ),
            strokeDash=alt.StrokeDash(
                "what:N",
                title=None,
                sort=whats,
                scale=alt.Scale(domain=whats, range=[[1, 0], [5, 4]][: len(whats)]),
                legend=alt.Legend(orient="bottom", symbolType="stroke", symbolStrokeColor=INK)
                if len(whats) > 1
                else None,
            ),
            detail="line:N",
            tooltip=[
                alt.Tooltip("name:N", title="cell"),
                alt.Tooltip("what:N"),
                alt.Tooltip("step:Q", title="epoch"),
                alt.Tooltip(f"{y}:Q", title=title, format=".2%" if percent else ".4f"),
            ],
        )
    )
    return _spec(chart)


def _spec(chart: alt.LayerChart | alt.FacetChart | alt.Chart, height: int = HEIGHT) -> Spec:
    finished = chart.properties(width="container", height=height, background="transparent")
    finished = finished.configure_view(stroke=None)
    finished = finished.configure_axis(
        labelColor=SOFT,
        titleColor=SOFT,
        gridColor=RULE,
        domainColor=RULE,
        tickColor=RULE,
        titleFontWeight="normal",
        labelFont=FONT,
        titleFont=FONT,
        labelFontSize=12,
        titleFontSize=13,
    ).configure_legend(labelColor=INK, labelFont=FONT, labelFontSize=12, symbolStrokeWidth=2)
    made: Spec = finished.to_dict()
    return made

"""Confusion matrices for the page: counts, and orders in which they can be read."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from morelli.report.labelled import Answers

NO_GROUP = "no style"


def matrix(answers: Answers) -> dict[str, Any]:
    """What the page's script draws a matrix from.

    Returns:
        `names`, `sizes` (pictures of each class), `counts` (triples truth, answer, count), and
        `orders`: for each way to order the classes its `title`, the class numbers in `order`
        and `groups`: names and lengths of the stretches that belong together.
    """
    counts = answers.confusion
    sizes = counts.sum(1)
    present = np.flatnonzero(sizes + counts.sum(0))
    recall = np.diag(counts) / np.maximum(sizes, 1)
    orders = {}
    if any(answers.groups):
        orders["style"] = _order("by style", *_grouped(answers, present, recall))
    orders["confusion"] = _order("confused ones together", similar_together(counts, present), [])
    best = sorted(present.tolist(), key=lambda i: (-recall[i], answers.names[i]))
    orders["recall"] = _order("best recognised first", best, [])
    named = sorted(present.tolist(), key=lambda i: answers.names[i].casefold())
    orders["name"] = _order("by name", named, [])
    return {
        "names": list(answers.names),
        "sizes": sizes.tolist(),
        "counts": [[int(t), int(a), int(counts[t, a])] for t, a in np.argwhere(counts)],
        "orders": orders,
    }


def _order(title: str, order: list[int], groups: list[tuple[str, int]]) -> dict[str, Any]:
    return {"title": title, "order": order, "groups": groups}


def _grouped(
    answers: Answers, present: NDArray[np.int64], recall: NDArray[np.float64]
) -> tuple[list[int], list[tuple[str, int]]]:
    """Classes by their group; classes without one come last."""
    groups = sorted({answers.groups[i] for i in present} - {None}, key=str)
    order: list[int] = []
    lengths = []
    for group in (*groups, None):
        members = [i for i in present.tolist() if answers.groups[i] == group]
        if members:
            order += sorted(members, key=lambda i: (-recall[i], answers.names[i]))
            lengths.append((group or NO_GROUP, len(members)))
    return order, lengths


def similar_together(counts: NDArray[np.int64], present: NDArray[np.int64]) -> list[int]:
    """Order classes so that those taken for each other stand side by side.

    Average linkage on the share of pictures exchanged, leaves ordered best (Bar-Joseph,
    Gifford, Jaakkola 2001).

    Args:
        counts: (C, C), rows are the truth.
        present: class numbers to order.
    """
    if len(present) < 3:
        return [int(i) for i in present]
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    exchanged = (shares + shares.T)[np.ix_(present, present)]
    np.fill_diagonal(exchanged, 0)
    distance = 1 - exchanged / max(exchanged.max(), 1e-9)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average", optimal_ordering=True)
    return [int(present[i]) for i in leaves_list(tree)]

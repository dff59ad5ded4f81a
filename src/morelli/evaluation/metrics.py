"""Numbers we report, each with a 95 % interval and the count it rests on."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from morelli.inference.probabilities import Floats

RESAMPLES = 1000
BINS = 15
SEED = 91

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its 95 % interval and the number of pictures it was measured on."""

    value: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """The same, rounded to five digits, ready for JSON."""
        return {k: round(v, 5) if isinstance(v, float) else v for k, v in asdict(self).items()}


def proportion(right: int, n: int) -> Measure:
    """A share with Wilson's score interval (Wilson 1927)."""
    if n == 0:
        raise ValueError("a proportion of nothing")
    z = 1.959964
    share = right / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # The interval holds the share; rounding must not move a bound past it.
    low, high = max(0.0, float(middle - half)), min(1.0, float(middle + half))
    return Measure(share, min(share, low), max(share, high), n)


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], float], n: int, *, interval: bool = True
) -> Measure:
    """A statistic of pictures chosen by index, with the percentile bootstrap over pictures.

    Without `interval` its bounds are NaN, and it takes a thousandth of the time.
    """
    value = statistic(np.arange(n))
    if not interval:
        return Measure(value, float("nan"), float("nan"), n)
    rng = np.random.default_rng(SEED)
    values = [statistic(rng.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.quantile(values, [0.025, 0.975])
    return Measure(value, float(low), float(high), n)


def mean(values: Floats, *, interval: bool = True) -> Measure:
    """The mean of a number (N,) for each picture."""
    return bootstrap(lambda chosen: float(values[chosen].mean()), len(values), interval=interval)


def confusion(labels: Labels, predicted: Labels, classes: int) -> Labels:
    """Counts (classes, classes): rows are the truth, columns the answer."""
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def top_k(probabilities: Floats, labels: Labels, k: int) -> Measure:
    """Share of pictures whose right class is among the k likeliest.

    Among equals the first class counts as the likelier, as in `argmax` and in answers.
    """
    named = np.argsort(-probabilities, axis=1, kind="stable")[:, :k]
    return proportion(int((named == labels[:, None]).sum()), len(labels))


def macro_f1(predicted: Labels, labels: Labels, classes: int, *, interval: bool = True) -> Measure:
    """Mean F1 over the classes that occur among labels."""

    def statistic(chosen: NDArray[np.int64]) -> float:
        p, t = predicted[chosen], labels[chosen]
        hits = np.bincount(t[p == t], minlength=classes)
        sizes = np.bincount(t, minlength=classes)
        f1 = 2 * hits / np.maximum(sizes + np.bincount(p, minlength=classes), 1)
        return float(f1[sizes > 0].mean())

    return bootstrap(statistic, len(labels), interval=interval)


def cross_entropy(
    probabilities: Floats, labels: Labels, smoothing: float = 0.0, *, interval: bool = True
) -> Measure:
    """Mean cross-entropy in nats, against labels smoothed as in training."""
    logs = np.log(np.maximum(probabilities, 1e-12))
    right = -logs[np.arange(len(labels)), labels]
    each = (1 - smoothing) * right - smoothing * logs.mean(1)
    return mean(each, interval=interval)


def calibration_error(probabilities: Floats, labels: Labels, *, interval: bool = True) -> Measure:
    """Expected calibration error of the top class, 15 equal bins (Guo et al. 2017)."""
    confidence = probabilities.max(1)
    right = (probabilities.argmax(1) == labels).astype(np.float64)
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)

    def statistic(chosen: NDArray[np.int64]) -> float:
        b = bins[chosen]
        gap = np.bincount(b, right[chosen] - confidence[chosen], minlength=BINS)
        return float(np.abs(gap).sum() / len(chosen))

    return bootstrap(statistic, len(labels), interval=interval)


def auroc(positive: Floats, negative: Floats) -> Measure:
    """Probability that a positive scores above a negative, ties half; bootstrap over both."""

    def area(p: Floats, q: Floats) -> float:
        below = np.searchsorted(np.sort(q), p, "left") + np.searchsorted(np.sort(q), p, "right")
        return float(below.mean() / (2 * len(q)))

    rng = np.random.default_rng(SEED)
    values = [
        area(rng.choice(positive, len(positive)), rng.choice(negative, len(negative)))
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    n = len(positive) + len(negative)
    return Measure(area(positive, negative), float(low), float(high), n)


def false_accepts(positive: Floats, negative: Floats, accepted: float = 0.95) -> Measure:
    """Share of negatives let through at the threshold that lets `accepted` of positives pass."""
    threshold = np.quantile(positive, 1 - accepted)
    return proportion(int((negative >= threshold).sum()), len(negative))

"""One more class beside those of a softmax that stay as they are.

The new class's logit is linear in the embedding. It is fitted as what it will be, a logistic
regression of "by this painter" against "by anybody else" whose offset is what all other painters
say together (the logarithm of the sum of their exponentials). So it is high only where the others
have little to say, and takes little from them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.reference_set import ReferenceSet
from morelli.inference.probabilities import Floats

RIDGE = 0.005
"""Penalty on the squared weights, for each picture of the reference set; what others do is in
docs/results/diary/teaching.md."""

SHRINKAGE = 0.1
"""Share of a multiple of the identity in the covariance within painters, to invert it safely."""


@dataclass(frozen=True, eq=False)
class Regression:
    """What there is to fit, on embeddings that are white within painters.

    Attributes:
        x: (n + M, K + 1), the painter's pictures first; the last column is 1.
        offset: (n + M,), what the other painters say, in logits.
        count: n.
        temperature: of the artist head, by which logits are divided.
        whitening: (K, K), from centred embeddings to `x`.
        centre: (K,).
    """

    x: NDArray[np.float64]
    offset: NDArray[np.float64]
    count: int
    temperature: float
    whitening: NDArray[np.float64]
    centre: NDArray[np.float64]

    @classmethod
    def of(
        cls, reference: ReferenceSet, embedding: Floats, logits: Floats, temperature: float
    ) -> "Regression":
        """Args: all others; the painter's pictures, (n, K) and (n, A); see `temperature`."""
        others = reference.embedding.astype(np.float64)
        centre = others.mean(axis=0)
        whitening = _whitening(others, reference.artists)
        white = (np.concatenate([embedding, others]) - centre) @ whitening
        said = np.concatenate([logits, reference.logits]) / temperature
        return cls(
            np.hstack([white, np.ones((len(white), 1))]),
            np.logaddexp.reduce(said, axis=1),
            len(embedding),
            temperature,
            whitening,
            centre,
        )

    def solution(self) -> tuple[NDArray[np.float64], float]:
        """Weights (K,) on the embedding, and the bias."""
        found = self._fit(np.arange(self.count))
        weights = self.temperature * self.whitening @ found[:-1]
        return weights, float(self.temperature * found[-1] - self.centre @ weights)

    def left_out(self) -> NDArray[np.float64]:
        """The logit of each of the painter's pictures (n,), by what the rest of them teach."""
        everything = np.arange(self.count)
        start = self._fit(everything)
        return self.temperature * np.array(
            [self.x[i] @ self._fit(np.delete(everything, i), start) for i in everything]
        )

    def _fit(
        self, own: NDArray[np.intp], start: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Weights and bias (K + 1,) from some of the painter's pictures, by Newton's method.

        Those weigh together as much as all the others.
        """
        x = np.concatenate([self.x[own], self.x[self.count :]])
        offset = np.concatenate([self.offset[own], self.offset[self.count :]])
        others = len(x) - len(own)
        right = np.arange(len(x)) < len(own)
        weight = np.where(right, others / len(own), 1.0)
        penalty = np.full(x.shape[1], RIDGE * others)
        penalty[-1] = 1e-6

        def loss(solution: NDArray[np.float64]) -> float:
            margins = np.where(right, -1, 1) * (x @ solution - offset)
            return float(weight @ np.logaddexp(0, margins) + penalty @ solution**2 / 2)

        solution = np.append(np.zeros(x.shape[1] - 1), offset.mean()) if start is None else start
        value = loss(solution)
        for _ in range(50):
            p = np.exp(-np.logaddexp(0, offset - x @ solution))
            slope = x.T @ (weight * (p - right)) + penalty * solution
            curvature = (x.T * (weight * p * (1 - p))) @ x + np.diag(penalty)
            step = np.linalg.solve(curvature, slope)
            while (next_value := loss(solution - step)) > value and np.abs(step).max() > 1e-9:
                step /= 2
            solution = solution - step
            if value - next_value < 1e-6 * value:
                break
            value = next_value
        return solution


def _whitening(embedding: NDArray[np.float64], artists: NDArray[np.int64]) -> NDArray[np.float64]:
    """What makes the covariance within painters the identity: (K, K)."""
    numbers, place = np.unique(artists, return_inverse=True)
    means = np.zeros((len(numbers), embedding.shape[1]))
    np.add.at(means, place, embedding)
    residuals = embedding - (means / np.bincount(place)[:, None])[place]
    covariance = residuals.T @ residuals / max(1, len(embedding) - len(numbers))
    level = np.trace(covariance) / len(covariance) + 1e-12
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * level * np.eye(len(covariance))
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors / np.sqrt(values))

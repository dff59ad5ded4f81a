"""The head that tells paintings from other pictures; the rest is `morelli.calibration`."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

REFUSED = 0.01
"""Share of held-out paintings that may be taken for something else."""

FEWEST_OTHERS = 5
"""Pictures of other things that it takes: one for each part of the cross-validation."""

MOST_PAINTINGS = 4000
"""Paintings drawn to learn what a painting is; more cost time and change nothing."""


def fit_painting(
    paintings: NDArray[np.float32], others: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A logistic head that tells paintings from other pictures.

    Its bias is set so that one half, below which a picture is refused, is the probability
    below which `REFUSED` of held-out paintings lie.

    Args:
        paintings: pooled features (N, D) of training paintings.
        others: pooled features (M, D) of pictures that aren't paintings.

    Returns:
        Weights (1, D) and bias (1,).
    """
    features = np.concatenate([paintings, others])
    is_painting = np.arange(len(features)) < len(paintings)
    mean, std = features.mean(0), np.maximum(features.std(0), 1e-6)
    standardised = (features - mean) / std
    model = LogisticRegression(C=1e-3, class_weight="balanced", max_iter=1000)
    held_out = cross_val_predict(
        model, standardised, is_painting, cv=FEWEST_OTHERS, method="decision_function"
    )
    model.fit(standardised, is_painting)
    weights = (model.coef_ / std).astype(np.float32)
    bias = model.intercept_ - weights.astype(np.float64) @ mean
    bias -= np.quantile(held_out[is_painting], REFUSED)
    return weights, bias.astype(np.float32)

"""Why the model answers as it does: where it looked, what it saw, what is similar.

Needs numpy, Pillow and onnxruntime only.

>>> from morelli import Classifier
>>> evidence = Explainer(Classifier.open()).look("starry-night.jpg")  # doctest: +SKIP
>>> evidence.saliency("artist", "vincent-van-gogh").map.shape  # doctest: +SKIP
(28, 28)
"""

from morelli.explain.evidence import Evidence, Explainer, ExplainError, Saliency, normalised
from morelli.explain.feature_maps import Level, levels
from morelli.explain.heat import grey_png, overlaid, saliency_png
from morelli.explain.neighbours import Neighbours
from morelli.explain.output_cache import OutputCache

__all__ = [
    "Evidence",
    "ExplainError",
    "Explainer",
    "Level",
    "Neighbours",
    "OutputCache",
    "Saliency",
    "grey_png",
    "levels",
    "normalised",
    "overlaid",
    "saliency_png",
]

"""The worst mistakes: where the model was surest and wrong, and where it looked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from morelli.errors import MorelliError
from morelli.explain import Evidence, Explainer, ExplainError, saliency_png
from morelli.images.small import data_uri
from morelli.report.labelled import Answers, caption
from morelli.report.thumbnails import shrunk

if TYPE_CHECKING:
    from morelli.explain.evidence import Head

SHOWN = 12
SIDE = 288


@dataclass(frozen=True, slots=True)
class Mistake:
    """A picture that was named wrongly.

    Attributes:
        picture: a data URI.
        caption: its file.
        truth: name of the right class.
        answer: name of the class that was named.
        confidence: probability given to the answer.
        for_answer: heat map of what speaks for the answer, a data URI of the picture's
            proportions; None where the bundle can't say.
        for_truth: the same for the truth.
    """

    picture: str
    caption: str
    truth: str
    answer: str
    confidence: float
    for_answer: str | None
    for_truth: str | None


def surest(answers: Answers, explainer: Explainer, most: int = SHOWN) -> list[Mistake]:
    """The mistakes made with the most confidence, surest first."""
    wrong = np.flatnonzero(~answers.right)
    order = wrong[np.argsort(-answers.confidence[wrong], kind="stable")]
    found: list[Mistake] = []
    for i in order.tolist():
        if len(found) == most:
            break
        sample, truth, answer = answers.samples[i], answers.truth[i], answers.answer[i]
        try:
            pixels = explainer.classifier.decode(sample.path)
            evidence = explainer.look(pixels)
        except (MorelliError, OSError):  # it has gone since it was classified
            continue
        found.append(
            Mistake(
                picture=shrunk(pixels, SIDE, quality=70),
                caption=caption(sample.path),
                truth=answers.names[truth],
                answer=answers.names[answer],
                confidence=float(answers.confidence[i]),
                for_answer=_heat(evidence, answers, answer),
                for_truth=_heat(evidence, answers, truth),
            )
        )
    return found


def _heat(evidence: Evidence, answers: Answers, number: int) -> str | None:
    head: Head = "artist" if answers.head == "artist" else "style"
    try:
        saliency = evidence.saliency(head, answers.slugs[number])
    except ExplainError:
        return None
    return data_uri(saliency_png(saliency.map), "png")

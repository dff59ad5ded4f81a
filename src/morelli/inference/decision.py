"""From probabilities to an answer: a verdict, names, and when to say "I don't know"."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Label, Manifest
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.inference.probabilities import Floats, probabilities
from morelli.inference.sentence import Certainty, Name, Parts, sentence
from morelli.works.work import Work

Verdict: TypeAlias = Literal[
    "known painter", "unknown painter", "not a painting", "painting on a wall"
]

CERTAIN = 0.9
LIKELY = 0.6
POSSIBLE = 0.3

RECOGNISED = 0.99
"""Probability, at least, of the painter of a work that is recognised; docs/works.md says how often
that is right. The other painters share the rest."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A painter or a style, with its calibrated probability (0..1)."""

    slug: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """The answer for one picture.

    Attributes:
        artists: the likeliest painters, best first; empty where the bundle has no artist head.
        styles: the likeliest styles, best first; empty where the bundle has no style head.
        artist_set: the painters among whom the right one is for `COVERAGE` of the paintings by
            known painters (`prediction_sets`), best first; empty where the bundle has no sets.
        style_set: the same of styles.
        familiarity: 0..1, the share of validation pictures by known painters that look less
            familiar than this one; None where the bundle cannot tell.
        painting: 0..1, the probability that this is a painting at all; None where the bundle
            was made without pictures that aren't.
        verdict: what to tell people; "painting on a wall" where it is no painting as a whole, but
            seems to show some.
        certainty: how sure it is, a code that chooses the sentence.
        parts: the names that the sentence has.
        sentence: the same in words.
        bundle: name of the bundle that answered.
        cropped: where in the picture the painting is that this is the answer for; None where it
            is for the whole picture.
        work: the painting that the picture shows, where it is one that is known; its painter then
            comes first among `artists` and alone in `artist_set`, and the verdict is "known
            painter".
    """

    artists: tuple[Candidate, ...]
    styles: tuple[Candidate, ...]
    artist_set: tuple[Candidate, ...]
    style_set: tuple[Candidate, ...]
    familiarity: float | None
    painting: float | None
    verdict: Verdict
    certainty: Certainty
    parts: Parts
    sentence: str
    bundle: str
    cropped: Quadrilateral | None = None
    work: Work | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        return asdict(self)


def certainty_of(
    verdict: Verdict, artists: Sequence[Candidate], styles: Sequence[Candidate]
) -> tuple[Certainty, Parts]:
    """How sure an answer is and what its sentence names, from the two best of each kind."""
    if verdict == "not a painting":
        return "not-a-painting", Parts()
    if verdict == "painting on a wall":
        return "paintings-on-a-wall", Parts()
    style = _name(styles[0]) if styles else None
    if verdict == "unknown painter":
        return "unknown-painter", Parts(style=style)
    candidates = artists or styles
    best = candidates[0].probability
    certainty: Certainty = (
        "very-likely"
        if best >= CERTAIN
        else "probable"
        if best >= LIKELY
        else "possible"
        if best >= POSSIBLE
        else "unsure"
    )
    named = candidates[:1] if best >= LIKELY else candidates[:2]
    return certainty, Parts(tuple(map(_name, named)), style if artists else None)


def _name(candidate: Candidate) -> Name:
    return Name(candidate.slug, candidate.name)


def decide(
    outputs: Mapping[str, Floats],
    manifest: Manifest,
    top: int = 5,
    works: Sequence[Work | None] = (),
) -> list[Attribution]:
    """Answer for each of N pictures.

    Args:
        outputs: see `probabilities`.
        manifest: the bundle's.
        top: how many painters and styles an answer names, at most.
        works: that the pictures show, N of them; none where none was looked for.
    """
    calibration = manifest.calibration
    found = probabilities(outputs, calibration)
    answers = []
    for i in range(len(next(iter(outputs.values())))):
        painting = None if found.painting is None else float(found.painting[i])
        known = None if found.familiarity is None else float(found.familiarity[i])
        verdict: Verdict = "known painter"
        if painting is not None and painting < calibration.not_painting_below:
            verdict = "not a painting"
        elif known is not None and known < calibration.unknown_below:
            verdict = "unknown painter"
        named = max(top, 2)  # the sentence may name two
        artists, artist_set = _named(found.artists, found.artist_sets, i, manifest.artists, named)
        styles, style_set = _named(found.styles, found.style_sets, i, manifest.styles, named)
        certainty, parts = certainty_of(verdict, artists, styles)
        answer = Attribution(
            artists=artists[:top],
            styles=styles[:top],
            artist_set=artist_set,
            style_set=style_set,
            familiarity=known,
            painting=painting,
            verdict=verdict,
            certainty=certainty,
            parts=parts,
            sentence=sentence(certainty, parts),
            bundle=manifest.name,
        )
        work = works[i] if works else None
        answers.append(answer if work is None else knowing(answer, work))
    return answers


def knowing(answer: Attribution, work: Work) -> Attribution:
    """The answer for a picture that shows a work which is known.

    Its painter has the probability that the model gives, or `RECOGNISED` where that is more, and
    the other painters share what is left in proportion. Where nobody says who painted it, painters
    stay as they are. Styles stay in any case, though the sentence leaves them out: they are the
    model's guess, and the work is known. So do `familiarity` and `painting`, which are of
    the picture and not of the work.
    """
    answer = replace(
        answer,
        work=work,
        verdict="known painter",
        certainty="work",
        parts=Parts(),
        sentence=sentence("work", Parts(), work),
    )
    if work.artist is None:
        return answer
    named = {candidate.slug: candidate for candidate in answer.artists}
    before = named.pop(work.artist, None)
    given = 0.0 if before is None else before.probability
    share = max(given, RECOGNISED)
    left = (1 - share) / max(1 - given, 1e-9)
    name = work.artist_name or work.artist if before is None else before.name
    painter = Candidate(work.artist, name, share)
    others = (replace(c, probability=left * c.probability) for c in named.values())
    count = max(len(answer.artists), 1)
    return replace(answer, artists=(painter, *others)[:count], artist_set=(painter,))


def on_wall(answer: Attribution) -> Attribution:
    """The answer for a picture that is no painting, but shows some."""
    certainty, parts = certainty_of("painting on a wall", (), ())
    return replace(
        answer,
        verdict="painting on a wall",
        certainty=certainty,
        parts=parts,
        sentence=sentence(certainty, parts),
    )


def _named(
    rows: Floats | None,
    sets: NDArray[np.bool_] | None,
    i: int,
    labels: Sequence[Label],
    top: int,
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """The `top` likeliest classes of picture `i`, and its set, each best first."""
    if rows is None:
        return (), ()
    order = np.argsort(-rows[i], kind="stable")
    members = order[:0] if sets is None else order[sets[i][order]]

    def candidates(numbers: NDArray[np.intp]) -> tuple[Candidate, ...]:
        return tuple(Candidate(labels[k].slug, labels[k].name, float(rows[i][k])) for k in numbers)

    return candidates(order[:top]), candidates(members)

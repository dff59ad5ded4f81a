"""Learning to know works again: a projection in which copies of a picture lie close, and the rule.

The projection is linear discriminant analysis (Fisher 1936) where a class is a picture and its
members are copies of it (`copies`): what differs between copies counts little, what differs between
pictures much, those of one series by one painter included. The rule is fitted on other pictures:
copies of them whose work is in the index, copies of them while it isn't, and unknown painters'.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.covariance import ledoit_wolf
from sklearn.linear_model import LogisticRegression
from sklearn.utils.extmath import randomized_svd

from morelli.bundles.bundle import Preprocessing
from morelli.bundles.manifest import Recognition
from morelli.datasets import Sample
from morelli.datasets.dataset import readable
from morelli.inference.probabilities import Floats
from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.training.data.features import features
from morelli.training.data.training_set import TrainingSet
from morelli.training.export.assembly import Projection, rounded
from morelli.training.run import Fitted, Run
from morelli.works.alignment import Aligner
from morelli.works.copies import Copy
from morelli.works.index import Index
from morelli.works.miniature import look, pack, unpack
from morelli.works.recognition import Candidate, ranked, similarities, usual_cosine
from morelli.works.titles import title_and_year
from morelli.works.work import Work

FEWEST = 20
"""Pictures that it takes to learn from."""

LEARNT_FROM = 3000
"""Pictures whose copies the projection is learnt from, at most."""

COPIES = 2
"""Of each of them."""

HELD_OUT = 1000
"""Other pictures whose copies the rule is fitted on, at most."""

COMPONENTS = 512
"""Principal components of pooled features that the projection is made of, at most."""

DIMENSIONS = 96
"""Of an embedding, at most."""

FALSE = 0.002
"""Share of pictures of unknown works in which the rule may see a work it knows."""

STRICTEST = 0.9
"""Highest threshold: a stricter one would be owed to two pictures of one work that nobody says are
one, and cost many works."""

LIGHTEST = 0.1
"""Least weight: both features speak for a work, whatever chance makes of few pictures."""

WRONG = 2
"""Wrong works that each picture is laid on: the nearest."""

REGULARISATION = 100.0
MARGIN = 0.01

SAME = 0.7
"""Structure two training pictures by one painter share from which on they count as one work: most
are, under two names, and where they aren't a rule can't be blamed."""


@dataclass(frozen=True)
class Known:
    """What is learnt.

    Attributes:
        projection: from pooled features to embeddings (before they are brought to length 1),
            rounded as the graph stores it.
        rule: when a work is named.
        index: of all training pictures.
    """

    projection: Projection
    rule: Recognition
    index: Index


def learn_works(
    run: Run, training: TrainingSet, fitted: Fitted, open_set: Sequence[Sample] = ()
) -> Known | None:
    """Learn to recognise the training pictures' works; None where there are too few of them.

    Args:
        run: the recipe's seed draws pictures and copies.
        training: the training pictures, held-out ones included.
        fitted: whose graphs look at them.
        open_set: paintings by other painters, that are none of them.
    """
    samples = training.data.samples
    if len(samples) < FEWEST:
        return None
    seed, square = run.recipe.seed, training.preprocessing.square
    order = np.random.default_rng(seed).permutation(len(samples))
    held = min(HELD_OUT, len(order) // 4)
    tried, learnt = order[:held], order[held : held + LEARNT_FROM]
    run.report(f"Learning to recognise {len(samples):,} works")

    def see(chosen: Sequence[Sample], copy: Copy | None = None) -> Floats:
        return features(fitted.graphs, training.preprocessing, chosen, copy, progress=run.progress)

    some = [samples[row] for row in learnt]
    plain = see(samples)
    copies = [see(some, Copy(square, seed, number)) for number in range(1, COPIES + 1)]
    projection = rounded(between_copies(plain[learnt], copies))
    miniatures = pack(_miniatures(training.preprocessing, samples))
    index = Index.of(
        _name(projection), unit(projection.embed(plain)), miniatures, map(work_of, samples)
    )
    copy, others = Copy(square, seed, 0), [samples[row] for row in tried]
    queries = [unit(projection.embed(see(others, copy)))]
    looks = [_miniatures(training.preprocessing, others, copy)]
    if open_set:
        queries.append(unit(projection.embed(see(open_set))))
        looks.append(_miniatures(training.preprocessing, open_set))
    owners = np.concatenate([tried, np.full(len(open_set), -1)])
    rule = fit_rule(index, np.concatenate(queries), np.concatenate(looks), owners)
    return Known(projection, rule, index)


def between_copies(plain: Floats, copies: Sequence[Floats]) -> Projection:
    """The projection in which copies of a picture lie close for how far apart pictures lie.

    Features are standardised and brought to principal components first, so that the covariance of
    the differences between a picture and its copies, shrunk as Ledoit and Wolf (2004) say, can be
    whitened.

    Args:
        plain: pooled features of pictures, (N, D).
        copies: of copies of each, (N, D).
    """
    centre = plain.mean(0, dtype=np.float64)
    scale = plain.std(0, dtype=np.float64)
    scale[scale < 1e-6 * max(float(scale.max()), 1e-12)] = np.inf  # says nothing
    standard = ((plain - centre) / scale).astype(np.float32)
    count = min(COMPONENTS, len(plain) - 1, plain.shape[1])
    _, _, axes = randomized_svd(standard, count, n_iter=3, random_state=0)
    total = standard @ axes.T
    within = [((copy - centre) / scale).astype(np.float32) @ axes.T - total for copy in copies]
    covariance, _ = ledoit_wolf(np.concatenate(within).astype(np.float64), assume_centered=True)
    covariance += 1e-9 * max(np.trace(covariance), 1e-9) * np.eye(count)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance)).T
    _, directions = np.linalg.eigh(np.cov((total @ whitening).T, ddof=0).reshape(count, count))
    chosen = directions[:, ::-1][:, :DIMENSIONS]
    return Projection(axes.T.astype(np.float64) @ whitening @ chosen / scale[:, None], centre)


def fit_rule(
    index: Index, embeddings: Floats, looks: Floats, owners: NDArray[np.int64]
) -> Recognition:
    """The rule by which N pictures' works are named, and no others.

    Args:
        index: of works.
        embeddings: of the pictures, of length 1, (N, K).
        looks: at them, (N, LOOK, LOOK).
        owners: numbers of the works they show, (N,); -1 where it isn't in the index.
    """
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    asked: list[int] = []
    artists = [work.artist for work in index]
    for number, owner in enumerate(owners):
        cosines = similarities(index, embeddings[number])
        usual = usual_cosine(cosines)
        aligner = Aligner(looks[number])
        nearest = [n for n in ranked(cosines, WRONG + 1) if n != owner][:WRONG]
        for found in [*([int(owner)] if owner >= 0 else []), *nearest]:
            alignment = aligner.lay(unpack(index.miniatures[found : found + 1])[0])
            alike = found != owner >= 0 and alignment.structure > SAME
            if alike and artists[found] == artists[owner]:
                continue
            rows.append(Candidate(found, float(cosines[found]) - usual, alignment).features())
            right.append(found == owner)
            asked.append(number)
    features, shown = np.array(rows), np.array(right)
    fitted = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(features, shown)
    weights, bias = list(map(float, fitted.coef_[0])), float(fitted.intercept_[0])
    wrong = np.zeros(len(owners))
    logits = features @ weights + bias
    np.maximum.at(wrong, np.array(asked)[~shown], 1 / (1 + np.exp(-logits[~shown])))
    allowed = np.sort(wrong)[::-1][int(FALSE * len(wrong))]
    return Recognition(
        space=index.space,
        weights=(round(max(weights[0], LIGHTEST), 4), round(max(weights[1], LIGHTEST), 4)),
        bias=round(bias, 4),
        threshold=round(float(np.clip(allowed + MARGIN, 0.5, STRICTEST)), 4),
    )


def work_of(sample: Sample) -> Work:
    """What a training picture shows, by its table or the name of its file at its source."""
    title, year = sample.title, sample.year
    if title is None:
        name = readable(sample.origin or sample.path.name)
        title, said = title_and_year(name, sample.artist)
        year = year if year is not None else said
    painter = _painter(sample.artist)
    return Work(title, sample.artist, painter, year, id=readable(sample.path.stem))


def unit(embeddings: Floats) -> Floats:
    """Rows of length 1."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return np.asarray(embeddings / np.maximum(lengths, 1e-12))


def _painter(slug: str | None) -> str | None:
    if slug is None:
        return None
    try:
        return Taxonomy.load().artist(slug).name
    except UnknownNameError:
        return slug.replace("-", " ").title()


def _name(projection: Projection) -> str:
    """A name for the space, which another network or projection can't have."""
    content = np.concatenate([projection.basis.ravel(), projection.centre]).astype(np.float32)
    return hashlib.sha256(content.tobytes()).hexdigest()[:16]


def _miniatures(
    preprocessing: Preprocessing, samples: Sequence[Sample], copy: Copy | None = None
) -> NDArray[np.float32]:
    """Pictures (N, LOOK, LOOK), or copies of them, as they are laid on each other."""

    def one(sample: Sample) -> NDArray[np.float32]:
        pixels = preprocessing.decode(sample.path)
        if copy is not None:
            digest = hashlib.sha256(sample.path.read_bytes()).digest()
            pixels = copy(pixels, digest)
        return look(pixels)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return np.stack(list(pool.map(one, samples)))

"""From a recipe and a data set to a bundle: the whole of training, read from top to bottom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from morelli.bundles import bundle
from morelli.bundles.bundle import Bundle
from morelli.bundles.reference_set import ReferenceSet
from morelli.datasets import Dataset, Sample
from morelli.datasets.splits import to_learn_from
from morelli.inference.calibration import calibrate, style_given_artist, with_distances
from morelli.recipes.adapt import adapt
from morelli.recipes.claim import claim
from morelli.recipes.prerequisites import open_set_to_learn_from
from morelli.training.data.augmentation import augmented_copies
from morelli.training.data.blanks import draw_blanks
from morelli.training.data.features import features
from morelli.training.data.held_out import foreign, held_out_by, rows_of_folds
from morelli.training.data.loaders import crowds_in
from morelli.training.data.training_set import TrainingSet, prepare
from morelli.training.export.assembly import Projection, assemble
from morelli.training.export.graphs import backbone_graphs
from morelli.training.export.manifest import manifest
from morelli.training.export.provenance import provenance
from morelli.training.export.reference_set import reference_set
from morelli.training.fit.ensemble import side_by_side, together
from morelli.training.fit.fine_tuning import fine_tune, frozen_backbones
from morelli.training.fit.heads import fit_heads, out_of_fold
from morelli.training.fit.out_of_domain import with_out_of_domain_head
from morelli.training.fit.works import learn_works
from morelli.training.run import Fitted, Run


def train(
    run: Run,
    data: Dataset,
    not_paintings: Sequence[Sample] = (),
    unknown: Sequence[Sample] = (),
    *,
    works: bool = True,
) -> Bundle:
    """Train, calibrate and write a bundle into `run.folder / "bundle"`.

    The same call after a kill goes on where it stopped. The test split is never looked at.

    Args:
        run: the recipe and where to work.
        data: labelled pictures; the split "train" is learnt from, and "validation" is held
            out where the data set has one. Without splits, a test split is drawn first, by the
            recipe's seed, as `morelli evaluate` does. What it has no labels for isn't learnt, see
            `adapt`.
        not_paintings: pictures of other things, for the head that refuses them; it learns from
            pictures that hold nothing as well, where the recipe asks for them.
        unknown: paintings by painters not to be known, to tell these by; half of these painters
            (see `splits.open_set_split`) are left out, for `morelli evaluate` to measure by.
        works: also learn to recognise the paintings that the pictures show.

    Raises:
        MorelliError: the folder belongs to another run, or there is nothing to learn.
    """
    # What is learnt from, and what of the recipe these pictures have labels for.
    open_set = open_set_to_learn_from(not_paintings, unknown)
    pictures = to_learn_from(data, run.recipe.seed)
    asked = run.recipe
    recipe, adapted = adapt(asked, pictures)
    claim(run.folder, asked, data.fingerprint(), adapted)
    run = replace(run, recipe=recipe)
    for change in adapted:
        run.report(change)

    # Backbones, pooled features, heads.
    training, fitted = train_networks(run, pictures)

    # What becomes of their answers: honest probabilities, refusals, works that are known.
    run.report("Calibrating on held-out pictures")
    calibration = calibrate(fitted.logits, fitted.labels, _style_table(training), fitted.foreign)
    wanted = recipe.out_of_domain.blanks
    blanks = draw_blanks(run.folder / "blanks", wanted, recipe.seed) if wanted else ()
    heads = with_out_of_domain_head(run, training, fitted, not_paintings, blanks)
    known = learn_works(run, training, fitted, open_set) if works else None

    # One graph, and what its file says of it.
    basis = Projection.of(heads)
    graph = assemble(
        fitted.graphs,
        heads,
        basis.whitened(fitted.pooled, fitted.painters),
        works=None if known is None else known.projection,
        compact=recipe.compact,
    ).SerializeToString(deterministic=True)
    origin = provenance(
        asked,
        data,
        pictures.samples,
        adapted,
        not_paintings=len(not_paintings),
        blanks=len(blanks),
        strangers=len(open_set),
    )
    about = manifest(recipe.name, training, heads, calibration, origin)
    index = None
    if known is not None:
        about = about.model_copy(update={"recognition": known.rule})
        index = known.index.to_bytes()
    folder = run.folder / "bundle"
    if "artist" not in fitted.logits:
        return bundle.save(folder, about, graph, works=index)

    # Pictures that nothing was learnt from, as the graph sees them: how far is far from all known.
    run.report("Noting some held-out pictures, for painters to be taught later")
    shrinkage = basis.shrinkage(fitted.pooled, fitted.painters)
    made, samples = Bundle(folder, about, graph), training.data.samples
    noted = reference_set(made, fitted, samples, recipe.seed, shrinkage, open_set)
    stored = ReferenceSet.of(Bundle(folder, about, graph, noted))  # rounded as it is stored
    distances = stored.own_distances()
    calibration = with_distances(calibration, stored.logits, distances, stored.foreign)
    about = about.model_copy(update={"calibration": calibration})
    return bundle.save(folder, about, graph, noted, index)


def train_networks(run: Run, pictures: Dataset) -> tuple[TrainingSet, Fitted]:
    """Train the recipe's network; an ensemble's one after another, to answer together."""
    members = run.members()
    sets = [prepare(member.member, pictures) for member in members]
    training = side_by_side(sets)
    fitted = []
    for member, own in zip(members, sets, strict=True):
        if len(members) > 1:
            member.report(f"Member {own.name}")
        frozen = member.member.fine_tuning.frozen
        fitted.append(feature_extraction(member, own) if frozen else fine_tuning(member, own))
    return training, together(fitted)


def feature_extraction(run: Run, training: TrainingSet) -> Fitted:
    """Fit heads on the features of the very graphs that ship, in minutes.

    With folds, every picture is answered by heads that never saw it, so that all of them
    calibrate. With a `start` the backbones are those that it trained.
    """
    recipe, preprocessing = run.member, training.preprocessing
    samples = training.data.samples
    frozen_backbones(run, training)
    run.report("Exporting the frozen backbones")
    graphs = backbone_graphs(training.backbones, recipe.model.storage)
    pooled = []
    for made in augmented_copies(recipe.augmentation, preprocessing, recipe.seed, samples):
        how = "as they are" if made is None else made.name
        run.report(f"Features of {len(samples):,} pictures, {how}")
        seen = features(graphs, preprocessing, samples, made, progress=run.progress)
        pooled.append(torch.from_numpy(seen))
    everything = torch.cat(pooled)
    labels = {head: n.repeat(len(pooled)) for head, n in training.targets().items()}
    folds = rows_of_folds(recipe, training.data)
    heads = []
    for number, rows in enumerate(folds):
        run.report(f"Fitting heads, {number + 1} of {len(folds)}")
        heads.append(
            fit_heads(
                run,
                run.folder / f"heads-{number}",
                everything,
                labels,
                rows,
                training.classes,
                crowded=crowds_in(recipe, samples, rows[0]),
            )
        )
    return out_of_fold(training, graphs, pooled[0], folds, heads)


def fine_tuning(run: Run, training: TrainingSet) -> Fitted:
    """Heads first, on cached features; then the top of the backbones with them, on pictures."""
    network = fine_tune(run, training)
    learn, stop = held_out_by(run.member, training.data)
    graphs = backbone_graphs(training.backbones, run.member.model.storage)
    heads = network.heads.folded()
    held = [training.data.samples[row] for row in stop]
    pooled = features(graphs, training.preprocessing, held, keep=False, progress=run.progress)
    return Fitted(
        graphs,
        heads,
        stop,
        pooled,
        dict(heads.logits(pooled)),
        {head: numbers.numpy()[stop] for head, numbers in training.targets().items()},
        foreign(training.data, learn, stop),
    )


def _style_table(training: TrainingSet) -> Any:
    """How often each painter's training pictures have each style; None without both heads."""
    if len(training.classes) < 2:
        return None
    labels = {head: numbers.numpy() for head, numbers in training.targets().items()}
    shape = (len(training.classes["artist"]), len(training.classes["style"]))
    return style_given_artist(labels["artist"], labels["style"], shape)

"""From a recipe and a data set to a bundle: the whole of training, read from top to bottom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from morelli.bundles import bundle
from morelli.bundles.bundle import Bundle, Label, Manifest, Part
from morelli.bundles.reference_set import ReferenceSet
from morelli.datasets import Dataset, Sample
from morelli.datasets.splits import to_learn_from
from morelli.inference.calibration import calibrate, style_given_artist, with_distances
from morelli.recipes.adapt import adapt
from morelli.recipes.claim import claim
from morelli.recipes.prerequisites import strangers_to_learn_from
from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.training.data.blanks import draw_blanks
from morelli.training.data.held_out import background
from morelli.training.data.training_set import Material
from morelli.training.export.assembly import Projection, assemble
from morelli.training.export.graphs import LinearHeads, public
from morelli.training.export.provenance import provenance
from morelli.training.fit.ensemble import fit
from morelli.training.fit.out_of_domain import BLANK, REFUSED, drawn, fit_painting
from morelli.training.fit.works import know_works
from morelli.training.models.backbones import Backbone
from morelli.training.run import Fitted, Run, features


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
        unknown: paintings by painters not to be known, to tell strangers by; half of these painters
            (see `splits.halves`) are left out, for `morelli evaluate` to measure by.
        works: also learn to recognise the paintings that the pictures show.

    Raises:
        MorelliError: the folder belongs to another run, or there is nothing to learn.
    """
    strangers = strangers_to_learn_from(not_paintings, unknown)
    training = to_learn_from(data, run.recipe.seed)
    asked = run.recipe
    recipe, adapted = adapt(asked, training)
    claim(run.folder, asked, data.fingerprint(), adapted)
    run = replace(run, recipe=recipe)
    for change in adapted:
        run.report(change)
    material, fitted = fit(run, training)
    run.report("Calibrating on held-out pictures")
    calibration = calibrate(fitted.logits, fitted.labels, _style_table(material), fitted.foreign)
    heads = fitted.heads
    blanks: tuple[Sample, ...] = ()
    if run.recipe.refusal.blanks:
        blanks = draw_blanks(run.folder / "blanks", run.recipe.refusal.blanks, run.recipe.seed)
    if not_paintings or blanks:
        run.report("Learning what is not a painting")
        heads = _learn_refusal(run, material, fitted, not_paintings, blanks)
    manifest = Manifest(
        name=run.recipe.name,
        sha256="0" * 64,
        artists=class_labels("artist", material.classes.get("artist", ())),
        styles=class_labels("style", material.classes.get("style", ())),
        refuses="painting" in heads.weights,
        preprocessing=material.preprocessing,
        calibration=calibration,
        parts=_parts(material.backbones),
        provenance=provenance(
            asked,
            data,
            training.samples,
            adapted,
            not_paintings=len(not_paintings),
            blanks=len(blanks),
            strangers=len(strangers),
        ),
    )
    storages = [s for member in run.recipe.members for s in member.model.storage.values()]
    compact = any(storage != "float32" for storage in storages)
    painters = fitted.labels.get("artist", fitted.labels.get("style"))
    assert painters is not None  # noqa: S101 - there is one head at least
    plain = Projection.of(heads)
    view = plain.whitened(fitted.pooled, painters)
    known = know_works(run, material, fitted, strangers) if works else None
    index = None
    if known is not None:
        manifest = manifest.model_copy(update={"recognition": known.rule})
        index = known.index.to_bytes()
    basis = None if known is None else known.view
    graph = assemble(fitted.graphs, heads, view, works=basis, compact=compact)
    serialized = graph.SerializeToString(deterministic=True)
    folder = run.folder / "bundle"
    if "artist" not in fitted.logits:
        return bundle.save(folder, manifest, serialized, works=index)
    run.report("Noting some held-out pictures, for painters to be taught later")
    made = Bundle(folder, manifest, serialized)
    apart = plain.apart(fitted.pooled, painters)
    kept = background(made, fitted, material.data.samples, run.recipe.seed, apart, strangers)
    noted = ReferenceSet.of(Bundle(folder, manifest, serialized, kept))  # rounded as it is stored
    calibration = with_distances(calibration, noted.logits, noted.own_distances(), noted.foreign)
    manifest = manifest.model_copy(update={"calibration": calibration})
    return bundle.save(folder, manifest, serialized, kept, index)


def _style_table(material: Material) -> Any:
    if len(material.classes) < 2:
        return None
    labels = {head: numbers.numpy() for head, numbers in material.targets().items()}
    shape = (len(material.classes["artist"]), len(material.classes["style"]))
    return style_given_artist(labels["artist"], labels["style"], shape)


def _learn_refusal(
    run: Run,
    material: Material,
    fitted: Fitted,
    not_paintings: Sequence[Sample],
    blanks: Sequence[Sample],
) -> LinearHeads:
    """Add the head that tells paintings from other pictures: a column for each kind of these.

    One for both would have to call paintings of little on them what it calls a blank sheet.
    """
    paintings = drawn(material.data.samples, run.recipe.seed)
    known = features(run, fitted.graphs, material.preprocessing, paintings)
    columns = []
    for others, refused in ((not_paintings, REFUSED), (blanks, BLANK)):
        if others:
            pooled = features(run, fitted.graphs, material.preprocessing, others)
            sources = [[sample.source for sample in side] for side in (paintings, others)]
            columns.append(fit_painting(known, pooled, sources[0], sources[1], refused))
    weights = np.concatenate([rows for rows, _ in columns])
    bias = np.concatenate([bias for _, bias in columns])
    heads = fitted.heads
    return LinearHeads({**heads.weights, "painting": weights}, {**heads.biases, "painting": bias})


def class_labels(head: str, slugs: Sequence[str]) -> tuple[Label, ...]:
    """Classes of a head ("artist" or "style") with their names, where the taxonomy has them."""
    taxonomy = Taxonomy.load()
    find = taxonomy.artist if head == "artist" else taxonomy.style
    found = []
    for slug in slugs:
        try:
            name = find(slug).name
        except UnknownNameError:
            name = slug.replace("-", " ").title()
        found.append(Label(slug=slug, name=name))
    return tuple(found)


def _parts(backbones: Sequence[Backbone]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for i, backbone in enumerate(backbones):
        for name, kind, width in backbone.parts():
            start = parts[-1].start + parts[-1].width if parts else 0
            block = {"source": public(i, name), "kind": kind}
            parts.append(Part.model_validate({**block, "start": start, "width": width}))
    return tuple(parts)

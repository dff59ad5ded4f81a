"""A painter more in a bundle, from what its graph makes of a few pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import (
    Bundle,
    BundleError,
    Calibration,
    Label,
    Manifest,
    Taught,
    save,
)
from morelli.bundles.reference_set import ReferenceSet
from morelli.errors import MorelliError
from morelli.inference.calibration import calibrate, with_distances
from morelli.inference.probabilities import Floats, softmax
from morelli.taxonomy import Taxonomy
from morelli.taxonomy.spelling import AmbiguousNameError, UnknownNameError
from morelli.teaching.regression import Regression

FEWEST = 5
"""Pictures that it takes."""

AMONG = 5

LONGEST = 100
"""Letters in a painter's name."""


class TeachError(MorelliError):
    """The painter can't be taught."""


class KnownPainterError(TeachError):
    """The bundle knows the painter already."""


@dataclass(frozen=True)
class Skipped:
    """A picture that nothing was learnt from, and the reason in a sentence for people."""

    source: Any
    reason: str


@dataclass(frozen=True)
class Lesson:
    """What became of teaching.

    Attributes:
        bundle: with one painter more, in memory; `Classifier(lesson.bundle)` knows the painter.
        skipped: the pictures that could not be used.
    """

    bundle: Bundle
    skipped: tuple[Skipped, ...]

    @property
    def label(self) -> Label:
        """The painter."""
        return self.bundle.manifest.artists[-1]

    @property
    def taught(self) -> Taught:
        """What was learnt, and how well that went."""
        return self.bundle.manifest.taught[-1]

    def to_dict(self) -> dict[str, Any]:
        """All but the bundle, ready for JSON."""
        skipped = [{"source": str(one.source), "reason": one.reason} for one in self.skipped]
        return {**figures(self.bundle)[-1], "skipped": skipped}

    def save(self, folder: Path, name: str | None = None) -> Bundle:
        """Write the bundle into a new folder.

        Args:
            folder: must not exist.
            name: of the bundle, which every answer carries; the folder's by default.

        Raises:
            TeachError: the folder exists.
        """
        if folder.exists():
            raise TeachError(f"{folder} exists already; name a new folder for the bundle.")
        manifest = self.bundle.manifest.model_copy(update={"name": name or folder.absolute().name})
        return save(folder, manifest, self.bundle.graph, self.bundle.background, self.bundle.works)


def figures(bundle: Bundle) -> list[dict[str, Any]]:
    """Whom a bundle was taught, by name, and how well that went: `Taught` without its weights."""
    names = {label.slug: label.name for label in bundle.manifest.artists}
    return [
        {"name": names[taught.slug], **taught.model_dump(exclude={"weights", "bias"})}
        for taught in bundle.manifest.taught
    ]


def painter(name: str) -> Label:
    """Slug and name of a painter, in any spelling that the taxonomy knows; else as it is written.

    Raises:
        AmbiguousNameError: several painters are called so.
        TeachError: it is no name.
    """
    from morelli.datasets.labels import slugify  # which starting up needs not

    try:
        found = Taxonomy.load().find(name)
    except AmbiguousNameError:
        raise
    except UnknownNameError:
        slug = slugify(name)
        if not slug or len(name) > LONGEST:
            raise TeachError(f"{name[:LONGEST]!r} is not the name of a painter.") from None
        return Label(slug=slug, name=" ".join(name.split()))
    return Label(slug=found.slug, name=found.name)


def check(bundle: Bundle, label: Label, style: str | None, *, again: bool) -> None:
    """Refuse in advance, before any picture is looked at, what can't be taught.

    Raises:
        TeachError: the painter or the style, or the bundle carries no held-out pictures.
    """
    if not bundle.artists:
        raise TeachError(f"{bundle.name} knows styles only, so it can't be taught a painter.")
    taught = {painter.slug for painter in bundle.manifest.taught}
    if label.slug in taught and not again:
        raise KnownPainterError(
            f"{bundle.name} was already taught {label.name} ({label.slug}). To replace what it"
            " learnt, send all the pictures and choose `again`."
        )
    if label.slug in bundle.artists and label.slug not in taught:
        raise KnownPainterError(
            f"{bundle.name} knows {label.name} ({label.slug}) from its training already; a painter"
            " of the graph itself can't be taught anew."
        )
    if style is not None and style not in bundle.styles:
        raise TeachError(f"{bundle.name} knows no style {style!r}.")
    try:
        ReferenceSet.of(bundle)
    except BundleError as error:
        raise TeachError(str(error)) from error


def extend(
    bundle: Bundle,
    label: Label,
    outputs: Mapping[str, Floats],
    style: str | None = None,
    skipped: Sequence[Skipped] = (),
) -> Lesson:
    """The bundle with one painter more, calibrated anew; nothing is written.

    A painter who was taught before is replaced. What was measured of the bundle is dropped, since
    its answers are others now.

    Args:
        bundle: see `check`.
        label: the painter.
        outputs: for n pictures by the painter, of the graph and of painters taught before:
            `embedding` (n, K), `artist_logits` (n, A) and, where there is that head,
            `style_logits` (n, S).
        style: slug of the style of all the pictures; else what the style head says of them.
        skipped: other pictures, of which there are no outputs.

    Raises:
        TeachError: fewer than `FEWEST` pictures.
    """
    count = len(outputs.get("embedding", ()))
    if count < FEWEST:
        why = "".join(f"\n  {one.source}: {one.reason}" for one in skipped)
        raise TeachError(
            f"Of {label.name} there are {count} pictures that can be used; it takes at least"
            f" {FEWEST}.{why}"
        )
    logits = np.asarray(outputs["artist_logits"], dtype=np.float64)
    if label.slug in bundle.artists:
        number = bundle.artists.index(label.slug)
        bundle = _forget(bundle, number)
        logits = np.delete(logits, number, axis=1)
    reference = ReferenceSet.of(bundle)
    embedding = np.asarray(outputs["embedding"], dtype=np.float64)
    temperature = bundle.manifest.calibration.artist_temperature
    regression = Regression.of(reference, embedding, logits, temperature)
    weights, bias = regression.solution()
    column = reference.embedding @ weights + bias
    answers = np.hstack([logits, regression.left_out()[:, None]])  # by what the others teach
    ranks = (answers > answers[:, -1:]).sum(axis=1)
    taught = Taught(
        slug=label.slug,
        pictures=count,
        weights=tuple(float(f"{weight:.6g}") for weight in weights),
        bias=float(f"{bias:.6g}"),
        recognised=int((ranks == 0).sum()),
        among_five=int((ranks < AMONG).sum()),
        others=len(reference.artists),
        right_before=_right(reference.logits, reference.artists),
        right_after=_right(np.hstack([reference.logits, column[:, None]]), reference.artists),
    )
    extended = reference.with_class(column, embedding, answers)
    manifest = bundle.manifest
    shares = _style_shares(manifest, outputs, style)
    update = {
        "artists": (*manifest.artists, label),
        "taught": (*manifest.taught, taught),
        "calibration": _calibrated(manifest.calibration, extended, shares),
        "metrics": {},
    }
    manifest = manifest.model_copy(update=update)
    changed = Bundle(bundle.path, manifest, bundle.graph, extended.to_json(), bundle.works)
    return Lesson(changed, tuple(skipped))


def _right(logits: NDArray[Any], artists: NDArray[np.int64]) -> int:
    return int((logits.argmax(axis=1) == artists).sum())


def _style_shares(
    manifest: Manifest, outputs: Mapping[str, Floats], style: str | None
) -> Floats | None:
    """How often the painter's pictures have each style, (S,); None without a style head.

    They lean towards the other painters' shares, by one picture's worth.
    """
    calibration = manifest.calibration
    if not calibration.style_given_artist:
        return None
    if style is None:
        found = softmax(outputs["style_logits"], calibration.style_temperature)
    else:
        slugs = [label.slug for label in manifest.styles]
        found = np.tile(np.eye(len(slugs))[slugs.index(style)], (len(outputs["embedding"]), 1))
    overall = np.mean(calibration.style_given_artist, axis=0)
    return np.asarray((found.sum(axis=0) + overall) / (len(found) + 1))


def _calibrated(
    calibration: Calibration, reference: ReferenceSet, shares: Floats | None
) -> Calibration:
    """Temperature, familiarity and sets of painters fitted anew; of styles, one row more."""
    logits, foreign = reference.logits, reference.foreign
    fitted = calibrate({"artist": logits}, {"artist": reference.artists}, None, foreign)
    if calibration.distance_weight:
        fitted = with_distances(fitted, logits, reference.own_distances(), foreign)
    update: dict[str, Any] = {
        "distance_weight": fitted.distance_weight,
        "artist_temperature": fitted.artist_temperature,
        "familiarity": fitted.familiarity if calibration.familiarity else (),
        "artist_thresholds": fitted.artist_thresholds if calibration.artist_thresholds else (),
    }
    if shares is not None:
        row = tuple(round(float(share), 5) for share in shares)
        update["style_given_artist"] = (*calibration.style_given_artist, row)
    return calibration.model_copy(update=update)


def _forget(bundle: Bundle, number: int) -> Bundle:
    """The bundle without a painter who was taught, as if it hadn't been."""
    manifest, calibration = bundle.manifest, bundle.manifest.calibration
    slug = manifest.artists[number].slug

    def rest(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*rows[:number], *rows[number + 1 :])

    update = {
        "artists": rest(manifest.artists),
        "taught": tuple(taught for taught in manifest.taught if taught.slug != slug),
        "calibration": calibration.model_copy(
            update={
                "style_given_artist": rest(calibration.style_given_artist),
                "artist_thresholds": rest(calibration.artist_thresholds),
            }
        ),
    }
    reference = ReferenceSet.of(bundle).without_class(number)
    manifest = manifest.model_copy(update=update)
    return Bundle(bundle.path, manifest, bundle.graph, reference.to_json(), bundle.works)

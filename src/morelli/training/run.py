"""One training: what is asked for, where it works, and the steps both ways of training share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnx
import pytorch_lightning as pl
import torch
from numpy.typing import NDArray

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Dataset, Sample
from morelli.datasets.splits import LEFT_OUT
from morelli.errors import MorelliError
from morelli.inference.probabilities import Floats
from morelli.recipes.files import Ensemble
from morelli.recipes.recipe import Recipe
from morelli.training.data.augmentation import Look
from morelli.training.data.features import extract
from morelli.training.data.loaders import Features, Targets, batches, crowds
from morelli.training.data.training_set import Classes
from morelli.training.export.graphs import LinearHeads, backbone_graph
from morelli.training.fit.loop import fit
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads

Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Run:
    """What is asked for, and where.

    Attributes:
        recipe: everything that changes the result.
        folder: checkpoints, learning curves and at last the bundle.
        report: called with a line of text at each stage.
        progress: called with the number of pictures whose features are done.
        accelerator: Lightning's; "auto" takes GPUs where there are some.
        workers: processes that decode pictures while the network learns.
        quiet: without Lightning's progress bars.
    """

    recipe: Recipe | Ensemble
    folder: Path
    report: Callable[[str], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None
    accelerator: str = "auto"
    workers: int = 2
    quiet: bool = False

    @property
    def member(self) -> Recipe:
        """The recipe of a run that trains a single network."""
        (recipe,) = self.recipe.members
        return recipe


@dataclass(frozen=True)
class Fitted:
    """What training leaves: graphs, heads, and their answers on held-out pictures.

    Attributes:
        graphs: of the backbones, as they ship.
        heads: on the concatenated pooled features of the graphs.
        rows: numbers (M,) of the held-out pictures among the training pictures, rising.
        pooled: of the held-out pictures, float32 (M, D).
        logits: by head, (M, C), on pictures that the heads did not learn from.
        labels: by head, class numbers (M,), negative where not known.
        foreign: which held-out pictures come from sources that nothing was learnt from, (M,).
    """

    graphs: list[onnx.ModelProto]
    heads: LinearHeads
    rows: Rows
    pooled: NDArray[np.float32]
    logits: dict[str, Floats]
    labels: dict[str, Rows]
    foreign: NDArray[np.bool_]


def graphs(run: Run, backbones: Sequence[Backbone]) -> list[onnx.ModelProto]:
    """The backbones as they ship, in the recipe's storage."""
    storage = run.member.model.storage
    return [backbone_graph(b, storage.get(b.name, "float32")) for b in backbones]


def features(
    run: Run,
    exported: Sequence[onnx.ModelProto],
    preprocessing: Preprocessing,
    samples: Sequence[Sample],
    look: Look = None,
    *,
    keep: bool = True,
) -> NDArray[np.float32]:
    """Pooled features of all backbones side by side, float32 (N, D), of a look at each picture.

    They are kept in the cache unless `keep` says otherwise.
    """
    paths = [sample.path for sample in samples]
    return np.concatenate(
        [
            extract(
                graph,
                preprocessing,
                paths,
                look=look,
                keep=keep,
                progress=run.progress,
            )
            for graph in exported
        ],
        1,
    )


def held_out(data: Dataset) -> tuple[Rows, Rows]:
    """Row numbers of the pictures to learn from and of those held out.

    Raises:
        MorelliError: there are none of either.
    """
    splits = np.array([sample.split for sample in data], dtype=object)
    validation = splits == "validation"
    learn = ~validation & (splits != LEFT_OUT)
    if not learn.any() or not validation.any():
        raise MorelliError(
            f"{data.name}: {validation.sum()} of {len(data)} training pictures are held out for"
            " validation; there must be some on both sides, so at least two of some painter."
        )
    return np.flatnonzero(learn), np.flatnonzero(validation)


def foreign(data: Dataset, learn: Rows, stop: Rows) -> NDArray[np.bool_]:
    """Which pictures to stop by, (M,), come from a source that nothing is learnt from."""
    sources = {data.samples[row].source for row in learn}
    return np.array([data.samples[row].source not in sources for row in stop], dtype=np.bool_)


def crowds_in(recipe: Recipe, samples: Sequence[Sample], learn: Rows) -> list[torch.Tensor]:
    """Of the pictures to learn from (look by look) the crowds of one look, see `crowds`."""
    once = learn[: len(learn) // recipe.augmentation.looks]
    return crowds([samples[row] for row in once], recipe.optimisation.most_of_source)


def fit_heads(
    run: Run,
    folder: Path,
    pooled: torch.Tensor,
    labels: Targets,
    rows: tuple[Rows, Rows],
    classes: Classes,
    epochs: int | None = None,
    crowded: Sequence[torch.Tensor] = (),
) -> Heads:
    """Heads on cached features.

    Args:
        run: the recipe says how.
        folder: checkpoints and the learning curve.
        pooled: float32 (N, D).
        labels: class numbers (N,) by head.
        rows: to learn from (look by look, see `looks`), and to stop by.
        classes: what the heads tell apart.
        epochs: instead of the recipe's; 0 leaves the heads at their start.
        crowded: see `crowds_in`.
    """
    recipe = run.member
    learn, stop = rows
    pl.seed_everything(recipe.seed, workers=True, verbose=False)
    counts = {head: len(slugs) for head, slugs in classes.items()}
    heads = Heads(pooled.shape[1], counts, recipe.regularisation.dropout)
    heads.standardise(pooled[learn])
    if epochs == 0:
        return heads

    def part(chosen: Rows) -> Features:
        return Features(pooled[chosen], {head: n[chosen] for head, n in labels.items()})

    fit(
        heads,
        recipe,
        batches(
            part(learn),
            recipe.optimisation.batch_size,
            shuffle=recipe.optimisation.shuffle,
            seed=recipe.seed,
            augmentation=recipe.augmentation,
            crowded=crowded,
            most=recipe.optimisation.most_of_source,
        ),
        batches(part(stop), 1024, shuffle=False, seed=recipe.seed),
        folder,
        epochs=epochs,
        accelerator=run.accelerator,
        quiet=run.quiet,
    )
    return heads.eval()

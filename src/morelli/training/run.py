"""One training: what is asked for and where it works, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray

from morelli.inference.probabilities import Floats
from morelli.recipes.files import Ensemble
from morelli.recipes.recipe import Recipe
from morelli.training.export.graphs import LinearHeads

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

    def members(self) -> list["Run"]:
        """A run for each network; an ensemble's have folders, so that a kill costs none done."""
        if isinstance(self.recipe, Recipe):
            return [self]
        return [self.below(recipe) for recipe in self.recipe.members]

    def below(self, recipe: Recipe) -> "Run":
        """The run of a recipe that this one needs, in a folder of its own, named after it."""
        return replace(self, recipe=recipe, folder=self.folder / recipe.name)


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

    @property
    def painters(self) -> Rows:
        """Class numbers (M,) of the first head: the painters, or the styles where there is none."""
        return self.labels["artist" if "artist" in self.labels else "style"]

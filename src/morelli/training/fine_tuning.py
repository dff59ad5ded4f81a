"""Training the top of the backbone, or all of it, on augmented pictures."""

from collections.abc import Callable

import pytorch_lightning as pl
import torch
from torch import Tensor

from morelli.datasets.splits import with_validation
from morelli.training.augmentation import augmenter
from morelli.training.loop import descend
from morelli.training.material import Material
from morelli.training.network import Network
from morelli.training.pictures import Pictures, batches
from morelli.training.precision import fastest
from morelli.training.run import (
    Fitted,
    Rows,
    Run,
    features,
    fit_heads,
    graphs,
    held_out,
)


def fine_tuning(run: Run, material: Material) -> Fitted:
    """Heads first, on cached features; then the top of the backbone with them, on pictures."""
    recipe, preprocessing = run.member, material.preprocessing
    data = with_validation(material.data, share=recipe.validation.share, seed=recipe.seed)
    rows = learn, stop = held_out(data)
    labels = material.targets()
    run.report(f"Features of {len(data):,} pictures, for the heads to start from")
    frozen = graphs(run, material.backbones)
    pooled = torch.from_numpy(features(run, frozen, preprocessing, data.samples))
    heads = fit_heads(
        run,
        run.folder / "heads-first",
        pooled,
        labels,
        rows,
        material.classes,
        recipe.fine_tuning.head_first,
    )
    del pooled
    network = Network(material.backbones, heads)
    pl.seed_everything(recipe.seed, workers=True, verbose=False)
    asked = recipe.fine_tuning
    learning = network.unfreeze(asked.share, asked.lowest, asked.layer_decay)
    for backbone in material.backbones:
        backbone.learn_from(asked.tokens)
    # A fifth faster for convolutions on CPUs; torch's stubs don't know the argument.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    batch = recipe.optimisation.batch_size
    precision = fastest(network, preprocessing.size, batch, run.accelerator)
    millions = sum(parameter.numel() for parameter, _ in learning) / 1e6
    run.report(f"Fine-tuning {millions:.2f} million backbone weights in {precision}")

    def pictures(chosen: Rows, change: Callable[[Tensor], Tensor] | None = None) -> Pictures:
        samples = [data.samples[row] for row in chosen]
        targets = {head: numbers[chosen] for head, numbers in labels.items()}
        return Pictures(samples, targets, preprocessing, change)

    descend(
        network,
        recipe,
        batches(
            pictures(learn, augmenter(recipe.augmentation, preprocessing.size)),
            batch,
            shuffle=recipe.optimisation.shuffle,
            seed=recipe.seed,
            workers=run.workers,
        ),
        batches(
            pictures(stop),
            batch,
            shuffle=False,
            seed=recipe.seed,
            workers=run.workers,
        ),
        run.folder / "fine-tuning",
        learning=learning,
        precision=precision,
        accelerator=run.accelerator,
        quiet=run.quiet,
    )
    exported = graphs(run, material.backbones)
    folded = heads.folded()
    held = [data.samples[row] for row in stop]
    validation = features(run, exported, preprocessing, held, keep=False)
    return Fitted(
        exported,
        folded,
        stop,
        validation,
        dict(folded.logits(validation)),
        {head: numbers.numpy()[stop] for head, numbers in labels.items()},
    )

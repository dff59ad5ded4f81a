"""Training the top of the backbone, or all of it, on augmented pictures."""

import copy
from dataclasses import replace

import pytorch_lightning as pl
import torch
from safetensors.torch import load_file
from torch import nn

from morelli.datasets import Dataset
from morelli.datasets.splits import with_validation
from morelli.errors import MorelliError
from morelli.recipes.recipe import Recipe
from morelli.training.data.augmentation import Changes
from morelli.training.data.loaders import Pictures, Targets, batches
from morelli.training.data.training_set import Material, prepare, slim_and_whiten
from morelli.training.fit.loop import fit, save_weights
from morelli.training.fit.precision import fastest
from morelli.training.models.network import Heads, Network
from morelli.training.run import (
    Fitted,
    Rows,
    Run,
    crowds_in,
    features,
    fit_heads,
    foreign,
    graphs,
    held_out,
)


def fine_tuning(run: Run, material: Material) -> Fitted:
    """Heads first, on cached features; then the top of the backbone with them, on pictures."""
    network = trained(run, material)
    data, (learn, stop), labels = _parts(run, material)
    exported = graphs(run, material.backbones)
    folded = network.heads.folded()
    held = [data.samples[row] for row in stop]
    validation = features(run, exported, material.preprocessing, held, keep=False)
    return Fitted(
        exported,
        folded,
        stop,
        validation,
        dict(folded.logits(validation)),
        {head: numbers.numpy()[stop] for head, numbers in labels.items()},
        foreign(data, learn, stop),
    )


def trained(run: Run, material: Material) -> Network:
    """The network with its best weights; `material.backbones` are trained in place.

    It is kept in the run's folder, so that what goes on from it needn't wait for it again.
    """
    recipe, preprocessing = run.member, material.preprocessing
    finished = run.folder / "network.safetensors"
    if finished.is_file():
        network = _untrained(run, material)
        network.load_state_dict(load_file(finished))
        return network
    data, (learn, stop), labels = _parts(run, material)
    network = _beginning(run, material)
    asked = recipe.fine_tuning
    before = copy.deepcopy(network.state_dict()) if asked.keep else {}
    pl.seed_everything(recipe.seed, workers=True, verbose=False)
    learning = network.unfreeze(asked.share, asked.lowest, asked.layer_decay)
    for backbone in material.backbones:
        backbone.learn_from(asked.tokens)
    # A fifth faster for convolutions on CPUs; torch's stubs don't know the argument.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    batch = recipe.optimisation.batch_size
    precision = fastest(network, preprocessing.size, batch, run.accelerator)
    millions = sum(parameter.numel() for parameter, _ in learning) / 1e6
    run.report(f"Fine-tuning {millions:.2f} million backbone weights in {precision}")

    def pictures(chosen: Rows, changes: Changes | None = None) -> Pictures:
        samples = [data.samples[row] for row in chosen]
        targets = {head: numbers[chosen] for head, numbers in labels.items()}
        return Pictures(samples, targets, preprocessing, changes)

    fit(
        network,
        recipe,
        batches(
            pictures(learn, Changes(recipe.augmentation, preprocessing)),
            batch,
            shuffle=recipe.optimisation.shuffle,
            seed=recipe.seed,
            crowded=crowds_in(recipe, data.samples, learn),
            most=recipe.optimisation.most_of_source,
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
    if asked.keep:
        for name, after in network.state_dict().items():
            if after.is_floating_point():  # counters of batches are the same, and no weights
                after.lerp_(before[name], asked.keep)
    save_weights(network, finished)
    return network


def go_on(run: Run, start: Recipe, material: Material) -> Network:
    """The network that the run's `start` trains, in a folder of its own."""
    run.report(f"Start {start.name}")
    before = replace(run, recipe=start, folder=run.folder / start.name)
    return trained(before, prepare(start, material.data))


def take_over(recipe: Recipe, ours: nn.Module, trained: nn.Module) -> None:
    """Give a module the weights that the recipe's start gave its own.

    Raises:
        MorelliError: they are of another shape.
    """
    try:
        ours.load_state_dict(trained.state_dict())
    except RuntimeError as error:
        raise MorelliError(
            f"{recipe.name} can't go on from its start: a transformer's weights fit pictures of one"
            f" size; give both recipes the same model.size. ({error})"
        ) from error


def _untrained(run: Run, material: Material) -> Network:
    counts = {head: len(slugs) for head, slugs in material.classes.items()}
    width = sum(backbone.width for backbone in material.backbones)
    heads = Heads(width, counts, run.member.regularisation.dropout)
    return Network(material.backbones, heads)


def _beginning(run: Run, material: Material) -> Network:
    """The network before it is trained: as the recipe's `start` left it, or with heads first."""
    recipe = run.member
    if recipe.start is not None:
        network = _untrained(run, material)
        take_over(recipe, network, go_on(run, recipe.start, material))
        return network
    slim_and_whiten(material, recipe)
    data, rows, labels = _parts(run, material)
    run.report(f"Features of {len(data):,} pictures, for the heads to start from")
    frozen = graphs(run, material.backbones)
    pooled = torch.from_numpy(features(run, frozen, material.preprocessing, data.samples))
    heads = fit_heads(
        run,
        run.folder / "heads-first",
        pooled,
        labels,
        rows,
        material.classes,
        recipe.fine_tuning.head_first,
        crowds_in(recipe, data.samples, rows[0]),
    )
    return Network(material.backbones, heads)


def _parts(run: Run, material: Material) -> tuple[Dataset, tuple[Rows, Rows], Targets]:
    """Pictures with a part held out, rows to learn from and to stop by, and class numbers."""
    recipe = run.member
    asked = recipe.validation
    data = with_validation(material.data, share=asked.share, seed=recipe.seed, by=asked.by)
    return data, held_out(data), material.targets()

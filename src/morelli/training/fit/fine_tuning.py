"""Training the top of the backbone, or all of it, on augmented pictures; and going on from that."""

import copy

import pytorch_lightning as pl
import torch
from safetensors.torch import load_file
from torch import nn

from morelli.errors import MorelliError
from morelli.recipes.recipe import Recipe
from morelli.training.data.augmentation import Changes
from morelli.training.data.features import features
from morelli.training.data.held_out import held_out_by
from morelli.training.data.loaders import Pictures, batches, crowds_in
from morelli.training.data.training_set import TrainingSet, prepare, prune_and_whiten
from morelli.training.export.graphs import backbone_graphs
from morelli.training.fit.gradient_step import fit, save_weights
from morelli.training.fit.heads import fit_heads
from morelli.training.fit.precision import fastest
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network
from morelli.training.run import Rows, Run


def fine_tune(run: Run, training: TrainingSet) -> Network:
    """The network with its best weights; `training.backbones` are trained in place.

    It is kept in the run's folder, so that what goes on from it needn't wait for it again.
    """
    recipe, preprocessing = run.member, training.preprocessing
    finished = run.folder / "network.safetensors"
    if finished.is_file():
        network = _untrained(run, training)
        network.load_state_dict(load_file(finished))
        return network
    samples, labels = training.data.samples, training.targets()
    learn, stop = held_out_by(recipe, training.data)
    network = _beginning(run, training)
    asked = recipe.fine_tuning
    before = copy.deepcopy(network.state_dict()) if asked.keep else {}
    pl.seed_everything(recipe.seed, workers=True, verbose=False)
    learning = network.unfreeze(asked.share, asked.lowest, asked.layer_decay)
    for backbone in training.backbones:
        backbone.learn_from(asked.tokens)
    # A fifth faster for convolutions on CPUs; torch's stubs don't know the argument.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    batch = recipe.optimisation.batch_size
    precision = fastest(network, preprocessing.size, batch, run.accelerator)
    millions = sum(parameter.numel() for parameter, _ in learning) / 1e6
    run.report(f"Fine-tuning {millions:.2f} million backbone weights in {precision}")

    def pictures(chosen: Rows, changes: Changes | None = None) -> Pictures:
        targets = {head: numbers[chosen] for head, numbers in labels.items()}
        return Pictures([samples[row] for row in chosen], targets, preprocessing, changes)

    fit(
        network,
        recipe,
        batches(
            pictures(learn, Changes(recipe.augmentation, preprocessing)),
            batch,
            shuffle=recipe.optimisation.shuffle,
            seed=recipe.seed,
            crowded=crowds_in(recipe, samples, learn),
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


def frozen_backbones(run: Run, training: TrainingSet) -> None:
    """Give `training.backbones` the weights that the recipe's start trains, where it has one.

    Then they are pruned and whitened, as the recipe asks, and don't change any more.
    """
    recipe = run.member
    if recipe.start is not None:
        started = warm_start(run, recipe.start, training).backbones
        for ours, theirs in zip(training.backbones, started, strict=True):
            assert isinstance(theirs, Backbone)  # noqa: S101
            load_weights(recipe, ours.net, theirs.net)
    prune_and_whiten(training, recipe)


def warm_start(run: Run, start: Recipe, training: TrainingSet) -> Network:
    """The network that the run's `start` trains, in a folder of its own."""
    run.report(f"Start {start.name}")
    return fine_tune(run.below(start), prepare(start, training.data))


def load_weights(recipe: Recipe, ours: nn.Module, started: nn.Module) -> None:
    """Give a module the weights that the recipe's start gave its own.

    Raises:
        MorelliError: they are of another shape.
    """
    try:
        ours.load_state_dict(started.state_dict())
    except RuntimeError as error:
        raise MorelliError(
            f"{recipe.name} can't go on from its start: a transformer's weights fit pictures of one"
            f" size; give both recipes the same model.size. ({error})"
        ) from error


def _untrained(run: Run, training: TrainingSet) -> Network:
    counts = {head: len(slugs) for head, slugs in training.classes.items()}
    width = sum(backbone.width for backbone in training.backbones)
    heads = Heads(width, counts, run.member.regularisation.dropout)
    return Network(training.backbones, heads)


def _beginning(run: Run, training: TrainingSet) -> Network:
    """The network before it is trained: as the recipe's `start` left it, or with heads first."""
    recipe, data = run.member, training.data
    if recipe.start is not None:
        network = _untrained(run, training)
        load_weights(recipe, network, warm_start(run, recipe.start, training))
        return network
    prune_and_whiten(training, recipe)
    rows = held_out_by(recipe, data)
    run.report(f"Features of {len(data):,} pictures, for the heads to start from")
    graphs = backbone_graphs(training.backbones, recipe.model.storage)
    pooled = features(graphs, training.preprocessing, data.samples, progress=run.progress)
    heads = fit_heads(
        run,
        run.folder / "heads-first",
        torch.from_numpy(pooled),
        training.targets(),
        rows,
        training.classes,
        recipe.fine_tuning.head_first,
        crowds_in(recipe, data.samples, rows[0]),
    )
    return Network(training.backbones, heads)

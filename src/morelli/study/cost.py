"""What a recipe costs: weights, weights that learn, and time for a picture."""

import time
from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime as ort

from morelli.recipes.recipe import Recipe
from morelli.training.data.training_set import TrainingSet

PICTURES = 20


def milliseconds(graphs: Sequence[onnx.ModelProto], size: int) -> float:
    """Median time of one picture (size x size pixels) through all graphs, one CPU thread.

    It is the time the thread is at work, so that other processes hardly change it.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    sessions = [
        ort.InferenceSession(g.SerializeToString(), options, providers=["CPUExecutionProvider"])
        for g in graphs
    ]
    picture = np.full((1, 3, size, size), 0.5, np.float32)
    times = []
    for _ in range(PICTURES + 3):
        start = time.thread_time()
        for session in sessions:
            session.run(["pooled"], {"pictures": picture})
        times.append(time.thread_time() - start)
    return float(1000 * np.median(times[3:]))


def weights(recipe: Recipe, training: TrainingSet) -> dict[str, int]:
    """`parameters` of backbones and heads, and how many of them are trained."""
    width = sum(backbone.width for backbone in training.backbones) + 1
    heads = width * sum(len(slugs) for slugs in training.classes.values())
    everything = sum(p.numel() for b in training.backbones for p in b.net.parameters())
    asked = recipe.fine_tuning
    learning = sum(
        p.numel()
        for backbone in training.backbones
        for layer in ([] if asked.frozen else backbone.top(asked.share, asked.lowest))
        for p in layer.parameters(recurse=False)
    )
    return {"trained_parameters": heads + learning, "parameters": heads + everything}

"""What a model costs: the graph of each bundle against plain EfficientNet-Lite0.

The rival is EfficientNet-Lite0 with one linear head, in float32, for one picture of 224 pixels a
side, as its authors publish it. All graphs run in the same onnxruntime on one thread, in turn; of
each the median of several rounds counts, in the processor's time, which other programs don't eat.

Usage: python benchmarks/models.py [BUNDLE ...] (all built-in bundles by default; needs the extra
`train`, for the rival's graph)
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from morelli.bundles.bundle import Bundle
from morelli.bundles.locations import built_in
from morelli.training.models.pretrained import create

RIVAL = "tf_efficientnet_lite0"
SIZE = 224
ROUNDS = 40


def session(graph: bytes | str) -> ort.InferenceSession:
    """A graph in memory or of a file, on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def rival() -> Callable[[], object]:
    """Plain EfficientNet-Lite0; what its weights are doesn't change what it costs."""
    trunk = create(RIVAL, SIZE, pretrained=False)
    network = torch.nn.Sequential(trunk, torch.nn.Linear(1280, 233)).eval()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "rival.onnx")
        example = torch.zeros(1, 3, SIZE, SIZE)
        torch.onnx.export(network, (example,), path, dynamo=True, verbose=False)
        found = session(path)
    pictures = np.random.default_rng(0).random((1, 3, SIZE, SIZE), dtype=np.float32)
    name = found.get_inputs()[0].name
    return lambda: found.run(None, {name: pictures})


def ours(bundle: Bundle) -> Callable[[], object]:
    """A bundle's graph, what an answer asks of it: logits, and the embedding."""
    found = session(bundle.graph)
    asked = found.get_inputs()[0]
    side = bundle.manifest.preprocessing.size
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    pictures = bundle.manifest.preprocessing([noise])
    outputs = [output.name for output in found.get_outputs()]
    names = [name for name in outputs if name == "embedding" or name.endswith("_logits")]
    return lambda: found.run(names, {asked.name: pictures})


def main() -> None:
    """Print a line for each bundle: its time, the rival's, and the ratio."""
    named = sys.argv[1:] or list(built_in())
    ways = {RIVAL: rival(), **{name: ours(Bundle.open(name)) for name in named}}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(ROUNDS + 3):
        for name, run in ways.items():
            start = time.thread_time()
            run()
            if round_ >= 3:  # the first rounds warm up
                seconds[name].append(time.thread_time() - start)
    theirs = statistics.median(seconds[RIVAL])
    for name in named:
        own = statistics.median(seconds[name])
        print(
            f"{name:<24} {1000 * own:7.1f} ms   {RIVAL} {1000 * theirs:6.1f} ms"
            f"   {own / theirs:5.2f} x the cost"
        )


if __name__ == "__main__":
    main()

"""Features of frozen backbones, computed once for each picture and kept.

The cache is addressed by content: the folder by the backbone's graph and the preprocessing,
the row by the picture's bytes. So a renamed picture, another split or one more painter costs
nothing, and a changed weight can never meet a stale feature.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.storage import atomic_write, cache_folder
from morelli.training.data.augmentation import Transform

SHARD = 512
"""Pictures in a file of the cache: what is lost at most when a run is killed."""

BATCH = 8

Entry: TypeAlias = tuple[bytes, Path]
"""A picture's digest and where it lies."""


def features(
    graphs: Sequence[onnx.ModelProto],
    preprocessing: Preprocessing,
    samples: Sequence[Sample],
    transform: Transform | None = None,
    *,
    keep: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Pooled features of all backbones side by side, float32 (N, D); see `extract`."""
    paths = [sample.path for sample in samples]
    options: dict[str, Any] = {"transform": transform, "keep": keep, "progress": progress}
    return np.concatenate([extract(graph, preprocessing, paths, **options) for graph in graphs], 1)


def extract(
    graph: onnx.ModelProto,
    preprocessing: Preprocessing,
    paths: Sequence[Path],
    *,
    transform: Transform | None = None,
    keep: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Pooled features of every picture, from the cache or computed now.

    Args:
        graph: a backbone's, see `morelli.training.export.graphs.backbone_graph`.
        preprocessing: the bundle's.
        paths: pictures that can be decoded.
        transform: of each picture, if it isn't taken as it is.
        keep: in the cache; a fine-tuned backbone's are hardly ever asked for again.
        progress: called with the number of pictures done since the last call.

    Returns:
        float32 (len(paths), D), in the order of `paths`.
    """
    serialized = graph.SerializeToString(deterministic=True)
    described = preprocessing.model_dump_json() + (transform.key if transform else "")
    key = hashlib.sha256(serialized + described.encode()).hexdigest()
    folder = cache_folder("features") / key[:20]
    if keep:
        folder.mkdir(parents=True, exist_ok=True)
    cached = dict(_read(folder))
    digests = [_digest(path) for path in paths]
    missing: dict[bytes, Path] = {}
    for digest, path in zip(digests, paths, strict=True):
        if digest not in cached:
            missing.setdefault(digest, path)
    progress(len(paths) - len(missing))
    if missing:
        run = _runner(serialized, preprocessing, transform)
        todo = list(missing.items())
        for start in range(0, len(todo), SHARD):
            shard = todo[start : start + SHARD]
            rows = run(shard, progress)
            if keep:
                _write(folder, [digest for digest, _ in shard], rows)
            cached.update(zip((digest for digest, _ in shard), rows, strict=True))
    return np.stack([cached[digest] for digest in digests])


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _runner(
    graph: bytes, preprocessing: Preprocessing, transform: Transform | None
) -> Callable[[list[Entry], Callable[[int], None]], NDArray[np.float32]]:
    """Small batches in one single-threaded session from a thread for each core.

    On the CPU that is faster than one session with many threads.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def batch(entries: list[Entry]) -> NDArray[np.float32]:
        pictures = [preprocessing.decode(path) for _, path in entries]
        if transform is not None:
            lots = [digest for digest, _ in entries]
            pictures = [transform(p, lot) for p, lot in zip(pictures, lots, strict=True)]
        inputs = {"pictures": preprocessing(pictures)}
        pooled: NDArray[np.float32] = session.run(["pooled"], inputs)[0]
        return pooled

    def run(entries: list[Entry], progress: Callable[[int], None]) -> NDArray[np.float32]:
        batches = [entries[i : i + BATCH] for i in range(0, len(entries), BATCH)]
        done = []
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for rows in pool.map(batch, batches):
                done.append(rows)
                progress(len(rows))
        return np.concatenate(done)

    return run


def _read(folder: Path) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
    for file in sorted(folder.glob("*.npz")):
        with np.load(file, allow_pickle=False) as shard:
            for digest, row in zip(shard["digests"], shard["features"], strict=True):
                yield digest.tobytes(), row


def _write(folder: Path, digests: list[bytes], rows: NDArray[np.float32]) -> None:
    """Write a shard under a name of its own, complete or not at all."""
    name = hashlib.sha256(b"".join(digests)).hexdigest()[:20]
    stored = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 32)
    with atomic_write(folder / f"{name}.npz") as partial, partial.open("wb") as file:
        np.savez(file, digests=stored, features=rows)

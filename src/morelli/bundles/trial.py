"""One run of a graph that nobody knows yet, in a process of its own that has limits.

What a graph takes in memory and time can't be told from its file. `morelli.bundles.graph_check`
sees to it that all pictures cost the same, so that one run tells; a graph that is too large, that
crashes onnxruntime or gives other shapes than it says ends this process and no other. A graph that
has passed is noted in the cache folder, by its checksum, and never tried again.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from morelli.bundles.graph_check import Graph, Shape
from morelli.storage import cache_folder, write_atomically

MEMORY = 1 << 30
"""Bytes that a graph may take besides `PER_BYTE` for each byte of its file."""

PER_BYTE = 16
"""Weights in int8 are unpacked to four bytes each, and onnxruntime arranges them anew."""

SECONDS = 30
"""Seconds of a processor to load a graph and look at two pictures; one more for each
`BYTES_A_SECOND` of its file. A large ViT takes ten in all."""

BYTES_A_SECOND = 20_000_000

PATIENCE = 20
"""A busy machine may take so many times as long."""

PICTURES = 2
"""Pictures of a run: more than one, since the classifier asks for several at once."""

_passed: set[str] = set()


def vouch(graph: bytes) -> None:
    """Take a graph that this process itself has made as one that has passed."""
    _passed.add(hashlib.sha256(graph).hexdigest())


def attempt(content: bytes, sha256: str, graph: Graph) -> None:
    """Run a graph once, where that has not been done before.

    Args:
        content: the graph's.
        sha256: its checksum, in hexadecimal.
        graph: what it says that it takes and gives.

    Raises:
        ValueError: it takes too much, crashes, or gives something else; the message says which.
    """
    note = cache_folder("graphs") / sha256
    if sha256 in _passed or note.is_file():
        return
    _compare(_run(content, int(graph.inputs["pictures"][2])), graph.outputs)
    _passed.add(sha256)
    with suppress(OSError):  # then it is tried again another time
        write_atomically(note, b"")


def _run(content: bytes, side: int) -> dict[str, list[int]]:
    """Shapes of what it gives, by name."""
    memory = MEMORY + PER_BYTE * len(content)
    seconds = SECONDS + len(content) // BYTES_A_SECOND
    command = [sys.executable, "-P", "-m", __name__, *map(str, (side, memory, seconds))]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - this module
            command, input=content, capture_output=True, env=environment,
            timeout=PATIENCE * seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ValueError(f"looking at {PICTURES} pictures takes it too long") from None
    if -done.returncode in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
        raise ValueError(f"it takes more than {seconds} seconds for {PICTURES} pictures, too many")
    if done.returncode < 0:
        raise ValueError(f"it crashes onnxruntime, or takes more than {memory / 1e9:.1f} GB")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it does not run"]
        raise ValueError(f"onnxruntime refuses the graph: {said[-1][:300]}")
    found: dict[str, list[int]] = json.loads(done.stdout)
    return found


def _compare(found: Mapping[str, list[int]], said: Mapping[str, Shape]) -> None:
    for name, shape in said.items():
        # Where any length will do, the first is that of the pictures.
        free = (not isinstance(length, int) for length in shape)
        expected = [PICTURES if any_ else length for any_, length in zip(free, shape, strict=True)]
        if found.get(name) != expected:
            raise ValueError(
                f"{name} has the shape {found.get(name)} for {PICTURES} pictures, not {expected}"
            )


def _main(side: int, memory: int, seconds: int) -> None:
    """In the process of its own: limit it, run the graph from standard input, print the shapes."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time is bounded by who called
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import numpy as np
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = ort.InferenceSession(
            sys.stdin.buffer.read(), options, providers=["CPUExecutionProvider"]
        )
        names = [output.name for output in session.get_outputs()]
        pictures = np.random.default_rng(0).random((PICTURES, 3, side, side), np.float32)
        outputs = session.run(names, {"pictures": pictures})
    except Exception as error:
        sys.exit(" ".join(str(error).split()) or type(error).__name__)
    wrong = [n for n, values in zip(names, outputs, strict=True) if not np.isfinite(values).all()]
    if wrong:
        sys.exit(f"{wrong[0]} is no number for some picture")
    print(json.dumps({n: values.shape for n, values in zip(names, outputs, strict=True)}))


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))

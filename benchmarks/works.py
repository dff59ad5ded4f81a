"""Recognising a picture among many works: what a catalogue costs in bytes, memory and time.

Works are drawn by lot: embeddings in every direction and miniatures of noise, which costs search
and confirmation as much as paintings do. The rival of the mapped index is the same rows in float32
in memory, multiplied with the query at once. Both answer the same queries in turn, and the medians
of the processor's time count. Confirmation is five candidates laid on one picture. Memory is what
a fresh process takes more after opening the index and all queries than before.

Usage: python benchmarks/works.py [WORKS ...] (100,000 by default)
"""

import os
import statistics
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from morelli.works.alignment import Aligner
from morelli.works.index import Index
from morelli.works.miniature import BYTES, LOOK, unpack
from morelli.works.recognition import CANDIDATES, ranked, similarities
from morelli.works.work import Work

DIMENSIONS = 96
QUERIES = 30


def resident() -> int:
    """Bytes of memory that this process holds, mapped pages included (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def milliseconds(times: list[float]) -> str:
    """Median of seconds."""
    return f"{1000 * statistics.median(times):.1f} ms"


def measure(count: int, folder: Path) -> None:
    """Print what an index of so many works costs."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(count, DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    miniatures = rng.integers(0, 256, (count, BYTES), dtype=np.uint8)
    works = (
        Work(f"Landscape with figures {n}", "claude-lorrain", "Claude Lorrain", 1650, id=f"M-{n}")
        for n in range(count)
    )
    file = folder / "works.index"
    Index.of("0" * 16, rows, miniatures, works).save(file)
    with get_context("spawn").Pool(1) as fresh:
        print(fresh.apply(ask, (file,)))


def ask(file: Path) -> str:
    """What the index in a file costs a process that opens and asks it."""
    rng = np.random.default_rng(1)
    before = resident()
    start = time.process_time()
    index = Index.open(file)
    opened = time.process_time() - start
    mapped, memory, confirming = [], [], []
    queries = rng.normal(size=(QUERIES, DIMENSIONS)).astype(np.float32)
    for query in queries:
        start = time.process_time()
        found = ranked(similarities(index, query))
        mapped.append(time.process_time() - start)
        start = time.process_time()
        aligner = Aligner(rng.uniform(0, 255, (LOOK, LOOK)).astype(np.float32))
        for number in found[:CANDIDATES]:
            aligner.lay(unpack(index.miniatures[number : number + 1])[0])
        confirming.append(time.process_time() - start)
    grown = resident() - before
    rows = index.embeddings.astype(np.float32)
    for query in queries:
        start = time.process_time()
        ranked(rows @ query)
        memory.append(time.process_time() - start)
    count, size = len(index), file.stat().st_size
    ratio = statistics.median(mapped) / statistics.median(memory)
    return (
        f"{count:,} works: {size / 1e6:.1f} MB ({size / count:.0f} bytes a work), opened and"
        f" checked in {1000 * opened:.0f} ms, memory {grown / 1e6:.0f} MB more; search"
        f" {milliseconds(mapped)}, float32 in memory ({rows.nbytes / 1e6:.0f} MB)"
        f" {milliseconds(memory)}, ratio {ratio:.1f}; confirmation {milliseconds(confirming)}"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for asked in [int(word.replace(",", "")) for word in sys.argv[1:]] or [100_000]:
            measure(asked, Path(scratch))

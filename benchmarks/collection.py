"""A whole collection: how near it comes to what the network, or decoding, would take alone.

`classify --out` against what it is made of, on the same pictures and cores, in turns: decoding
alone (read, decode, bring to the network's size), the network alone (onnxruntime on inputs that are
ready, a thread a core), looking for frames alone (what `--crop` adds), and what there was before,
`Classifier.stream`. What decoding and network together could reach on these cores is
1 / (1 / decoding + 1 / network). Rates are by the clock, and by the processors' time, which other
programs on the machine change less; of several rounds the best counts.

Then memory: the most that a process holds while it answers for folders of a thousand and of ten
thousand names, which are no pictures, so that names are what grows. And kills: a run is killed
twenty times at random, goes on, and must come to the table of a run that wasn't.

Usage: python benchmarks/collection.py [rate|memory|kills] [--csv FILE] [BUNDLE ...]
(with MORELLI_TEST_DATA on the gallery's paintings; else pictures are drawn)
"""

import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from morelli import Classifier
from morelli.collection.table import Options, Run
from morelli.cropping.finding import find_painting

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, PICTURES = 3, 48
CORES = os.cpu_count() or 1
NAMES = (1_000, 10_000)
KILLS, SEED = 20, 1

Line = tuple[str, str, float, str]
"""What was measured, of which bundle, how much, and in which unit."""

HOLDING = r"""
import re, sys
from pathlib import Path
from morelli import Classifier
from morelli.collection.table import Run
Run(Classifier.open("fast", threads=1), Path(sys.argv[1]), sys.argv[2]).finish()
# Not getrusage, which counts what the process was forked from.
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def pictures(folder: Path) -> Path:
    """A folder of JPEGs: the gallery's paintings, or drawn ones of 1,024 x 768 pixels."""
    gallery = Path(os.environ.get("MORELLI_TEST_DATA", "")) / "gallery"
    if any(gallery.glob("*.jpg")):
        return gallery
    for number in range(PICTURES):
        rng = np.random.default_rng(number)
        ground = rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        soft = np.asarray(Image.fromarray(ground).resize((1024, 768)), dtype=float)
        grain = np.clip(soft + rng.normal(0, 12, (768, 1024, 1)), 0, 255).astype(np.uint8)
        Image.fromarray(grain).save(folder / f"{number}.jpg", quality=90)
    return folder


def rates(bundle: str, folder: Path, scratch: Path) -> list[Line]:
    """Pictures a second of all ways, and how they compare."""
    classifier, rival = Classifier.open(bundle, threads=1), Classifier.open(bundle)
    paths = sorted(folder.glob("*.jpg"))
    preprocessing = classifier.bundle.manifest.preprocessing
    decoded = [classifier.decode(path) for path in paths]
    inputs = [preprocessing([pixels]) for pixels in decoded]
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(classifier.bundle.graph, options, ["CPUExecutionProvider"])
    names = [name for name in classifier.seen_by if name != "work_look"]

    def on_all_cores(step: Callable[[int], object]) -> None:
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(step, range(len(paths))))

    def decode(number: int) -> None:
        preprocessing([preprocessing.decode(paths[number], classifier.limits)])

    def look(number: int) -> None:
        find_painting(decoded[number])

    def ask(number: int) -> None:
        session.run(names, {"pictures": inputs[number]})

    def out(crop: bool) -> None:
        for old in scratch.glob("out.csv*"):
            old.unlink()
        assert Run(classifier, folder, str(scratch / "out.csv"), Options(crop=crop)).finish().rows

    ways: dict[str, Callable[[], None]] = {
        "decoding alone": lambda: on_all_cores(decode),
        "network alone": lambda: on_all_cores(ask),
        "looking for frames alone": lambda: on_all_cores(look),
        "classify --out --no-crop": lambda: out(crop=False),
        "classify --out": lambda: out(crop=True),
        "Classifier.stream": lambda: list(rival.stream(paths)).clear(),
    }
    clock, processor = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start, busy = time.perf_counter(), time.process_time()
            way()
            took, used = time.perf_counter() - start, time.process_time() - busy
            clock[name] = max(clock[name], len(paths) / took)
            processor[name] = max(processor[name], CORES * len(paths) / used)
    found: list[Line] = []
    for unit, by in (("a second", clock), ("a second of all cores", processor)):
        found += [(name, bundle, by[name], unit) for name in ways]
        decoding, network, looking, plain, cropping, stream = by.values()
        both = 1 / (1 / decoding + 1 / network)
        all_three = 1 / (1 / both + 1 / looking)
        ratios = {
            "--no-crop of the slower alone": plain / min(decoding, network),
            "--no-crop of both on the same cores": plain / both,
            "classify --out of all three likewise": cropping / all_three,
            "classify --out of Classifier.stream": cropping / stream,
        }
        found += [(name, bundle, ratio, f"ratio, {unit}") for name, ratio in ratios.items()]
    return found


def memory(scratch: Path) -> list[Line]:
    """MiB that a process holds at most for so many names, a thousand in a folder."""
    found: list[Line] = []
    for count in NAMES:
        folder = scratch / str(count)
        for number in range(count):
            path = folder / str(number // 1000) / f"{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"no picture")
        command = [sys.executable, "-c", HOLDING, folder, scratch / f"{count}.csv"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append((f"memory at {count:,} names", "fast", float(done.stdout), "MiB"))
    found.append(("memory, ten times the names", "fast", found[1][2] / found[0][2], "ratio"))
    return found


def kills(scratch: Path) -> list[Line]:
    """Kill a run at random, again and again; the table must be that of a run without kills."""
    folder = scratch / "many"
    folder.mkdir()
    for number in range(400):
        ground = np.random.default_rng(number).integers(0, 256, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(ground).resize((320, 240)).save(folder / f"{number}.png")
    script, table = ROOT / "tests/collection/killed.py", scratch / "killed.csv"
    command = [sys.executable, script, folder, table, str(KILLS), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cut, vain = map(float, done.stdout.split())
    Run(Classifier.open("fast", threads=1), folder, str(scratch / "whole.csv")).finish()
    killed, whole = (
        sorted((scratch / f"{n}.csv").read_bytes().splitlines()) for n in ("killed", "whole")
    )
    assert killed == whole, "the tables differ"
    return [
        ("kills", "fast", cut, f"seed {SEED}"),
        ("rows of both tables that differ", "fast", 0, "rows"),
        ("pictures asked in vain", "fast", vain / 400, "of all"),
    ]


def machine() -> str:
    """What it was measured on, and how busy that was."""
    versions = f"Python {platform.python_version()}, onnxruntime {ort.__version__}"
    load = f"load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "load unknown"
    return f"{CORES} cores of {platform.machine()}, {load}, {versions}"


def main(arguments: Sequence[str]) -> None:
    """Measure what is named, or all, and print it; write it to a CSV file where one is named."""
    rest = list(arguments)
    table = rest.pop(rest.index("--csv") + 1) if "--csv" in rest else None
    parts = [part for part in rest if part in ("rate", "memory", "kills")]
    bundles = [name for name in rest if name not in (*parts, "--csv")] or ["fast", "default"]
    parts = parts or ["rate", "memory", "kills"]
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "drawn").mkdir()
        if "rate" in parts:
            folder = pictures(scratch / "drawn")
            lines += [line for bundle in bundles for line in rates(bundle, folder, scratch)]
        lines += memory(scratch) if "memory" in parts else []
        lines += kills(scratch) if "kills" in parts else []
    for what, bundle, amount, unit in lines:
        print(f"{bundle:<8} {what:<34} {amount:10.3f}  {unit}")
    if table:
        with Path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("what", "bundle", "amount", "unit", "measured on"))
            writer.writerows((w, b, f"{a:.4g}", u, machine()) for w, b, a, u in lines)


if __name__ == "__main__":
    main(sys.argv[1:])

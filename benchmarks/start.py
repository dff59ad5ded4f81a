"""How long until the first answer: `import morelli` and `morelli classify` against `import torch`.

A classifier built on PyTorch cannot answer before torch is imported, so that import is the lower
bound of such a rival. Every run is a fresh process; the contenders take turns, so that other work
on the machine disturbs all alike, and the median counts.

Usage: python benchmarks/start.py [PICTURE]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROUNDS = 7
PYTHON = [sys.executable, "-c"]


def picture(folder: Path) -> Path:
    """A drawn JPEG of 1,024 pixels."""
    ground = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    path = folder / "drawn.jpg"
    Image.fromarray(ground).resize((1024, 768), Image.Resampling.BICUBIC).save(path, quality=90)
    return path


def seconds(command: list[str]) -> float | None:
    """Wall time of a process; None where it fails, as without torch."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start if done.returncode == 0 else None


def main() -> None:
    """Print medians and how they compare with the import of torch."""
    with tempfile.TemporaryDirectory() as folder:
        path = sys.argv[1] if len(sys.argv) > 1 else str(picture(Path(folder)))
        contenders = {
            "python alone": [*PYTHON, "pass"],
            "import morelli": [*PYTHON, "import morelli"],
            "morelli classify, first answer": [
                *PYTHON,
                f"from morelli.cli import main; import sys; sys.argv[1:] = ['classify', {path!r}];"
                " main()",
            ],
            "import torch (rival's lower bound)": [*PYTHON, "import torch"],
        }
        times: dict[str, list[float | None]] = {name: [] for name in contenders}
        for _ in range(ROUNDS + 1):
            for name, command in contenders.items():
                times[name].append(seconds(command))
    # The first round reads everything from the disk.
    medians = {
        name: statistics.median(t for t in taken[1:] if t is not None)
        for name, taken in times.items()
        if None not in taken
    }
    rival = medians.get("import torch (rival's lower bound)")
    for name in contenders:
        if name not in medians:
            print(f"{name:<36} not here")
            continue
        ratio = f"{rival / medians[name]:6.2f} x as fast as import torch" if rival else ""
        print(f"{name:<36} {medians[name]:6.3f} s   {ratio}")


if __name__ == "__main__":
    main()

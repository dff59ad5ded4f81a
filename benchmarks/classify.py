"""Many pictures: `Classifier.stream` against `classify`, one picture after the other.

The stream decodes the next pictures by threads while the network answers for a batch; the rival
does what a loop over files does. Both answer for the same pictures with the same session, in
turn, and the best of several rounds counts.

Usage: python benchmarks/classify.py [BUNDLE] (with MORELLI_TEST_DATA on the gallery's paintings)
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from morelli import Classifier

ROUNDS = 3
DRAWN = 48


def drawn(folder: Path) -> list[Path]:
    """JPEGs of 1,024 x 768 pixels."""
    paths = []
    for number in range(DRAWN):
        generator = np.random.default_rng(number)
        ground = generator.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        soft = np.asarray(Image.fromarray(ground).resize((1024, 768)), dtype=float)
        grain = generator.normal(0, 12, (768, 1024, 1))
        path = folder / f"{number}.jpg"
        Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8)).save(path, quality=90)
        paths.append(path)
    return paths


def compare(name: str, classifier: Classifier, paths: Sequence[Path]) -> None:
    """Print one line: pictures a second of both, and the ratio."""

    def stream() -> None:
        assert all(result.error is None for result in classifier.stream(paths))

    def one_by_one() -> None:
        for path in paths:
            classifier.classify(path)

    best: dict[Callable[[], None], float] = {stream: 0.0, one_by_one: 0.0}
    for _ in range(ROUNDS):
        for way in best:
            start = time.perf_counter()
            way()
            best[way] = max(best[way], len(paths) / (time.perf_counter() - start))
    ours, theirs = best[stream], best[one_by_one]
    print(
        f"{name:<36} stream {ours:6.1f} a second   one by one {theirs:6.1f}"
        f"   {ours / theirs:5.2f} x as fast"
    )


def main() -> None:
    """Compare on drawn pictures, and on real ones where there are any."""
    classifier = Classifier.open(*sys.argv[1:2])
    gallery = Path(os.environ.get("MORELLI_TEST_DATA", "")) / "gallery"
    with tempfile.TemporaryDirectory() as folder:
        compare(f"{DRAWN} drawn, 1024 x 768", classifier, drawn(Path(folder)))
    files = sorted(gallery.glob("*.jpg"))
    if files:
        compare(f"{len(files)} paintings up to 1024 pixels", classifier, files)


if __name__ == "__main__":
    main()

"""Reduced decoding against plain Pillow: from JPEG bytes to the square that the model sees.

The rival decodes in full, applies EXIF orientation, and resizes in full (bicubic, antialiased),
as most tutorials do. Both run in turn, picture by picture, and the best of several rounds
counts, so that other work on the machine disturbs both alike.

Usage: python benchmarks/decode.py            (with MORELLI_TEST_DATA also on real paintings)
"""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from morelli.bundles.bundle import Preprocessing

ROUNDS = 9
PREPROCESSING = Preprocessing(size=224)


def morelli(data: bytes) -> None:
    """The road of `Classifier`: scaled decode, then a reducing resize."""
    PREPROCESSING.square(PREPROCESSING.decode(data))


def pillow(data: bytes) -> None:
    """The rival: full decode, then a full bicubic resize."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    side = PREPROCESSING.size
    np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))


def drawn(width: int, height: int) -> bytes:
    """A JPEG of soft colours and fine grain, about as large in bytes as a photograph."""
    random = np.random.default_rng(0)
    ground = Image.fromarray(random.integers(0, 256, (12, 16, 3), dtype=np.uint8))
    soft = np.asarray(ground.resize((width, height), Image.Resampling.BICUBIC), dtype=float)
    grain = random.normal(0, 12, (height, width, 1))
    file = io.BytesIO()
    Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


def best(function: Callable[[bytes], None], data: bytes, so_far: float) -> float:
    """The shorter of `so_far` and one more run, in milliseconds."""
    start = time.perf_counter()
    function(data)
    return min(so_far, (time.perf_counter() - start) * 1000)


def compare(name: str, files: list[bytes]) -> None:
    """Print one line: milliseconds of both, and the ratio."""
    ours, theirs = [np.inf] * len(files), [np.inf] * len(files)
    for _ in range(ROUNDS):
        for i, data in enumerate(files):
            ours[i] = best(morelli, data, ours[i])
            theirs[i] = best(pillow, data, theirs[i])
    a, b = float(np.mean(ours)), float(np.mean(theirs))
    print(f"{name:<36} morelli {a:6.1f} ms   Pillow in full {b:6.1f} ms   {b / a:5.2f} x as fast")


def main() -> None:
    """Compare on drawn pictures, and on real ones where there are any."""
    for width, height in ((1024, 1024), (1024, 768), (3000, 2250), (6000, 4000)):
        compare(f"drawn, {width} x {height}", [drawn(width, height)])
    gallery = Path(os.environ.get("MORELLI_TEST_DATA", "")) / "gallery"
    files = [path.read_bytes() for path in sorted(gallery.glob("*.jpg"))]
    if files:
        compare(f"{len(files)} paintings up to 1024 pixels", files)


if __name__ == "__main__":
    main()

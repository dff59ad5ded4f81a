"""Paintings that the tests draw themselves: painters who differ by colour and by stroke."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PAINTERS = {
    "claude-monet": ("impressionism", 3, (90, 130, 180)),
    "piet-mondrian": ("constructivism", 40, (210, 40, 40)),
    "mark-rothko": ("abstract-expressionism", 80, (120, 20, 30)),
    "rembrandt-van-rijn": ("baroque", 9, (70, 50, 30)),
}


def painting(painter: str, number: int, size: int = 96) -> NDArray[np.uint8]:
    """A picture by a painter, uint8 (size, size, 3), the same whenever it is drawn."""
    _, grain, colour = PAINTERS[painter]
    rng = np.random.default_rng([number, grain])
    cells = rng.normal(0, 45, (size // grain + 1, size // grain + 1, 3))
    texture = cells.repeat(grain, 0).repeat(grain, 1)[:size, :size]
    return np.clip(np.array(colour) + texture, 0, 255).astype(np.uint8)


def folder(root: Path, each: int = 12) -> Path:
    """A folder for each painter, and `styles.csv` beside them."""
    for painter in PAINTERS:
        (root / "pictures" / painter).mkdir(parents=True)
        for number in range(each):
            file = root / "pictures" / painter / f"{number}.png"
            Image.fromarray(painting(painter, number)).save(file)
    rows = [f"{painter},{style}" for painter, (style, _, _) in PAINTERS.items()]
    (root / "styles.csv").write_text("painter,style\n" + "\n".join(rows) + "\n")
    return root / "pictures"


def others(root: Path, count: int = 20) -> Path:
    """A folder of pictures that aren't paintings: white pages with black lines."""
    root.mkdir()
    for number in range(count):
        page = np.full((96, 96, 3), 255, np.uint8)
        page[6 + number % 5 :: 9, 8:88] = 20
        Image.fromarray(page).save(root / f"page-{number}.png")
    return root

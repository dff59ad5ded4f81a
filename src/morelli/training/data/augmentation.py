"""Random changes of training pictures, on RGB uint8, between preprocessing's resize and the net.

Besides the study's changes there are three that undo what a picture's *source* left in it:
every web site resizes, sharpens and compresses in its own way, and where a painter's pictures
come from one of them, a network learns the site instead of the hand. And one makes of scans what
visitors bring: photographs.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from morelli.bundles.bundle import Preprocessing
from morelli.cropping.photograph import STRENGTHS, Change, photograph
from morelli.datasets import Sample
from morelli.images import Pixels
from morelli.images.resaving import resaved
from morelli.recipes.sections import Augmentation
from morelli.training.data.history import history
from morelli.training.data.sources import largest_source
from morelli.works.copies import Copy


class Resolution(nn.Module):
    """Shrink by a random factor, down to `smallest`, and enlarge again with a random filter."""

    FILTERS = (
        Image.Resampling.BILINEAR,
        Image.Resampling.BICUBIC,
        Image.Resampling.LANCZOS,
        Image.Resampling.BOX,
    )

    def __init__(self, smallest: float) -> None:
        super().__init__()
        self.smallest = smallest

    def forward(self, picture: Tensor) -> Tensor:
        """Change a picture, uint8 (3, H, W)."""
        height, width = picture.shape[-2:]
        factor = _uniform(self.smallest, 1)
        size = (max(1, round(height * factor)), max(1, round(width * factor)))
        image = Image.fromarray(picture.permute(1, 2, 0).numpy())
        for side in (size[::-1], (width, height)):
            chosen = int(torch.randint(len(self.FILTERS), ()))
            image = image.resize(side, self.FILTERS[chosen])
        return _tensor(image)


class Sharpness(nn.Module):
    """Blur or sharpen by a random factor: 1 - `most` to 1 + `most`, 1 changes nothing."""

    def __init__(self, most: float) -> None:
        super().__init__()
        self.most = most

    def forward(self, picture: Tensor) -> Tensor:
        """Change a picture, uint8 (3, H, W)."""
        factor = max(0.0, _uniform(1 - self.most, 1 + self.most))
        sharpened: Tensor = functional.adjust_sharpness(picture, factor)
        return sharpened


class Jpeg(nn.Module):
    """Compress as JPEG at a random quality from `lowest` to 95."""

    def __init__(self, lowest: int) -> None:
        super().__init__()
        self.lowest = lowest

    def forward(self, picture: Tensor) -> Tensor:
        """Change a picture, uint8 (3, H, W)."""
        quality = round(_uniform(self.lowest, 95))
        return _tensor(resaved(Image.fromarray(picture.permute(1, 2, 0).numpy()), quality=quality))


class Photographed(nn.Module):
    """Make a photograph of some of the pictures, as visitors take them of paintings on walls.

    Each change is drawn by itself. The strongest are left to measuring: little of a painting's
    hand is left in them.
    """

    CHANGES: tuple[tuple[Change, float], ...] = (
        ("frame", 0.3),
        ("perspective", 0.4),
        ("lighting", 0.6),
        ("glare", 0.3),
        ("blur", 0.4),
    )

    def __init__(self, share: float, size: int) -> None:
        super().__init__()
        self.share = share
        self.size = size

    def forward(self, picture: Tensor) -> Tensor:
        """Change a picture, uint8 (3, S, S)."""
        if torch.rand(()) >= self.share:
            return picture
        pixels = picture.permute(1, 2, 0).numpy()
        for change, likely in self.CHANGES:
            if torch.rand(()) < likely:
                strength = STRENGTHS[int(torch.randint(2, ()))]
                seed = int(torch.randint(1 << 31, ()))
                pixels = photograph(pixels, change, strength, seed).pixels
        image = Image.fromarray(pixels)
        return _tensor(image.resize((self.size, self.size), Image.Resampling.BILINEAR))


def augmenter(recipe: Augmentation, size: int) -> v2.Transform:
    """The recipe's changes, for uint8 (3, size, size), drawn anew at each call."""
    steps: list[nn.Module] = []
    if recipe.photographs:
        steps.append(Photographed(recipe.photographs, size))
    if recipe.crop < 1:
        steps.append(v2.RandomResizedCrop(size, scale=(recipe.crop, 1.0), antialias=True))
    if recipe.flip:
        steps.append(v2.RandomHorizontalFlip())
    if recipe.rotation or recipe.translation or recipe.zoom:
        steps.append(
            v2.RandomAffine(
                recipe.rotation,
                translate=(recipe.translation, recipe.translation),
                scale=(1 - recipe.zoom, 1 + recipe.zoom),
                interpolation=v2.InterpolationMode.BILINEAR,
            )
        )
    if recipe.contrast:
        steps.append(v2.ColorJitter(contrast=recipe.contrast))
    if recipe.randaugment:
        steps.append(v2.RandAugment(num_ops=recipe.randaugment))
    if recipe.resolution < 1:
        steps.append(Resolution(recipe.resolution))
    if recipe.sharpness:
        steps.append(Sharpness(recipe.sharpness))
    if recipe.jpeg < 100:
        steps.append(Jpeg(recipe.jpeg))
    return v2.Compose(steps) if steps else v2.Identity()


class Changes:
    """All changes that a recipe asks for, of a decoded picture, drawn anew at each call."""

    def __init__(self, recipe: Augmentation, preprocessing: Preprocessing) -> None:
        """Changes of what `preprocessing` brings to the network's size."""
        self.share = recipe.history
        self.preprocessing = preprocessing
        self.augment = augmenter(recipe, preprocessing.size)

    def __call__(self, pixels: Pixels) -> Pixels:
        """A picture, uint8 (H, W, 3), changed and squared: uint8 (S, S, 3)."""
        if self.share and torch.rand(()) < self.share:
            pixels = history(pixels)
        square = np.ascontiguousarray(self.preprocessing.square(pixels).transpose(2, 0, 1))
        changed = self.augment(torch.from_numpy(square))
        return np.asarray(changed.permute(1, 2, 0).numpy(), dtype=np.uint8)


class RandomCopy:
    """One fixed augmented copy of every picture, the same whenever it is asked for.

    A frozen backbone's features are cached, so its augmentation cannot be drawn anew each
    epoch; instead the recipe asks for a number of such copies.
    """

    _lock = threading.Lock()

    def __init__(
        self, recipe: Augmentation, preprocessing: Preprocessing, seed: int, number: int
    ) -> None:
        """Copy `number` (from 1) by the recipe's changes and seed."""
        self.changes = Changes(recipe, preprocessing)
        others = {"mirrored", "resaved", "copies", "copy_share", "mixup", "cutmix"}
        self.key = f"{recipe.model_dump_json(exclude=others)} {seed} {number}"
        self.name = f"augmented copy {number}"

    def __call__(self, pixels: Pixels, digest: bytes) -> Pixels:
        """The copy, uint8 (S, S, 3), of a picture, uint8 (H, W, 3), whose file has this digest."""
        lot = hashlib.sha256(self.key.encode() + digest).digest()
        # torchvision draws from torch's global generator: one at a time, from a known state.
        with self._lock, torch.random.fork_rng(devices=[]):
            torch.manual_seed(int.from_bytes(lot[:8], "big") >> 1)
            return self.changes(pixels)


class MirroredCopy:
    """Every picture's mirror image, as fixed as a `RandomCopy`."""

    key = name = "mirrored"

    def __init__(self, preprocessing: Preprocessing) -> None:
        self.preprocessing = preprocessing

    def __call__(self, pixels: Pixels, digest: bytes) -> Pixels:  # noqa: ARG002 - as a copy is made
        """The mirror image, uint8 (S, S, 3), of a picture, uint8 (H, W, 3)."""
        return np.ascontiguousarray(self.preprocessing.square(pixels)[:, ::-1])


class ResavedCopy:
    """Every picture as the largest source would have saved it: squared, compressed likewise.

    Most painters may have nothing but small pictures from one site. Seen beside pictures from
    elsewhere that look as if they came from there, too, its traces tell nothing of a painter.
    """

    name = "saved as by the largest source"

    def __init__(self, preprocessing: Preprocessing, samples: Sequence[Sample]) -> None:
        """As most of some pictures of the largest source among the samples were compressed."""
        self.preprocessing = preprocessing
        self.tables = _commonest_tables(samples)
        self.key = f"resaved {self.tables}"

    def __call__(self, pixels: Pixels, digest: bytes) -> Pixels:  # noqa: ARG002 - as a copy is made
        """A picture, uint8 (H, W, 3), resaved: uint8 (S, S, 3)."""
        square = Image.fromarray(self.preprocessing.square(pixels))
        if not self.tables:  # that source doesn't compress
            return np.asarray(square, dtype=np.uint8)
        tables = [list(table) for table in self.tables]
        return np.asarray(resaved(square, qtables=tables), dtype=np.uint8)


OPENED = 50
"""Pictures of the largest source that are opened to see how it compresses."""


def _commonest_tables(samples: Sequence[Sample]) -> tuple[tuple[int, ...], ...]:
    """Quantisation tables of most pictures of the largest source; none if they aren't JPEGs.

    Where no picture says where it comes from, all are of one source.
    """
    largest = largest_source(samples)
    found: Counter[tuple[tuple[int, ...], ...]] = Counter()
    for sample in [s for s in samples if s.source == largest][:OPENED]:
        with Image.open(sample.path) as image:
            tables: dict[int, list[int]] = getattr(image, "quantization", {})
            found[tuple(tuple(tables[number]) for number in sorted(tables))] += 1
    ((commonest, _),) = found.most_common(1)
    return commonest


Transform: TypeAlias = RandomCopy | MirroredCopy | ResavedCopy | Copy
"""What makes a fixed copy of a picture: at random, mirrored, saved as by another site, or as others
reproduce a work."""


def augmented_copies(
    recipe: Augmentation, preprocessing: Preprocessing, seed: int, samples: Sequence[Sample] = ()
) -> list[Transform | None]:
    """All copies of each picture that heads on cached features learn from.

    The first, None, is the picture as it is; random ones come last.

    The samples say how the largest source saves its pictures, where the recipe asks for it.
    """
    found: list[Transform | None] = [None]
    if recipe.mirrored:
        found.append(MirroredCopy(preprocessing))
    if recipe.resaved:
        found.append(ResavedCopy(preprocessing, samples))
    random = (RandomCopy(recipe, preprocessing, seed, n + 1) for n in range(recipe.copies))
    return [*found, *random]


def to_input(picture: Tensor) -> Tensor:
    """uint8 0..255 to float32 0..1, as `Preprocessing` does when serving."""
    return picture.to(torch.float32) / 255


def _uniform(low: float, high: float) -> float:
    return low + (high - low) * float(torch.rand(()))


def _tensor(image: Image.Image) -> Tensor:
    return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1)

"""What a network made of a picture: all that its answer is decided by, and none of its pixels.

Answers change when a painter is taught or works are added; this doesn't, so it can be kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morelli.cropping.finding import shows_frames
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.images import Pixels


@dataclass(slots=True)
class Seen:
    """A picture as the network saw it.

    Attributes:
        where: for each of V views, where in the picture it is; None for all of it.
        outputs: the graph's by name, and `work_look`, of each view: (V, …).
        searched: whether a painting was looked for in it.
        whole: decodes all of it, uint8 (H, W, 3); see `morelli.images.decode` for what it raises.
        frames: whether it shows several framed things; None as long as nobody asked.
    """

    where: tuple[Quadrilateral | None, ...]
    outputs: Mapping[str, NDArray[np.float32]]
    searched: bool
    whole: Callable[[], Pixels]
    frames: bool | None = None

    def shows_frames(self) -> bool:
        """Whether several framed things hang in it, where that was to be looked for."""
        if self.frames is None:
            self.frames = self.searched and shows_frames(self.whole())
        return self.frames

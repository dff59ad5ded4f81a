"""Held-out pictures that a bundle carries as numbers: what teaching needs of all other painters.

`background.json` lies beside the graph. It holds no picture, only what the graph made of some
and who painted them, so that a painter can be taught and the bundle be calibrated and measured
anew where its training data isn't at hand.
"""

import base64
import zlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from morelli.bundles.bundle import BACKGROUND, Bundle, BundleError
from morelli.bundles.manifest import Number
from morelli.documents import first_fault, parse_json

MOST = 1500
"""Held-out pictures in a bundle; more would make it larger, and teaching hardly better."""

LARGEST = 100_000_000
"""Numbers in a matrix that is read."""

STEPS = 63
"""Each column is stored in so many steps from its least to its largest number."""


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


class _Columns(BaseModel):
    """A matrix, each column rounded to steps: uint8, column after column, deflated, in base64."""

    model_config = ConfigDict(extra="forbid")

    low: tuple[Number, ...]
    step: tuple[Number, ...]
    codes: str

    @classmethod
    def of(cls, matrix: NDArray[Any]) -> "_Columns":
        low = matrix.min(axis=0)
        step = np.maximum((matrix.max(axis=0) - low) / STEPS, 1e-9)
        codes = np.rint((matrix - low) / step).astype(np.uint8).T.tobytes()
        return cls(
            low=tuple(map(_rounded, low)),
            step=tuple(map(_rounded, step)),
            codes=base64.b64encode(zlib.compress(codes, 9)).decode(),
        )

    def matrix(self, rows: int) -> NDArray[np.float32]:
        """The matrix, float32 (rows, columns).

        Raises:
            ValueError: the codes are damaged, or of another size.
        """
        size = rows * len(self.low)
        if len(self.step) != len(self.low) or not size or size > LARGEST:
            raise ValueError(
                f"{rows} rows with {len(self.low)} least numbers and {len(self.step)} steps are no"
                " matrix that can be read"
            )
        unpacked = zlib.decompressobj().decompress(base64.b64decode(self.codes), size + 1)
        if len(unpacked) != size:
            raise ValueError(f"it does not hold {rows} rows of {len(self.low)} numbers")
        codes = np.frombuffer(unpacked, dtype=np.uint8).reshape(-1, rows).T
        return np.asarray(np.array(self.low) + codes * np.array(self.step), dtype=np.float32)


class _Document(BaseModel):
    """The content of `background.json`."""

    model_config = ConfigDict(extra="forbid")

    artists: tuple[int, ...]
    embedding: _Columns
    artist_logits: _Columns
    apart: float = Field(default=1.0, ge=0, le=1e6)
    strangers: tuple[Number, ...] | None = None
    foreign: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class ReferenceSet:
    """M pictures that the artist head didn't learn from.

    Attributes:
        artists: int64 (M,), whose they are: column numbers of the artist head.
        embedding: float32 (M, K), the graph's output.
        logits: float32 (M, A), of all painters, answered by heads that hadn't seen the picture.
        shrinkage: how many times as far from these pictures a fresh one is as they are from each
            other, because the embedding was whitened by them.
        foreign: bool (M,), which of them come from sources that nothing was learnt from.
        open_set: float32 (K,), the direction in which paintings by other painters lie, as long as
            a step along it counts beside the distance; None where none were shown in training.
    """

    artists: NDArray[np.int64]
    embedding: NDArray[np.float32]
    logits: NDArray[np.float32]
    shrinkage: float = 1.0
    open_set: NDArray[np.float32] | None = None
    foreign: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, bundle: Bundle) -> "ReferenceSet":
        """A bundle's.

        Raises:
            BundleError: it has none, or it is damaged.
        """
        if bundle.background is None:
            raise BundleError(
                f"{bundle.name} carries no held-out pictures ({BACKGROUND}), which it takes to"
                " teach it and to tell unknown painters; train it anew, or use another bundle."
            )
        try:
            document = _Document.model_validate(parse_json(bundle.background))
            rows = len(document.artists)
            found = cls(
                np.array(document.artists, dtype=np.int64),
                document.embedding.matrix(rows),
                document.artist_logits.matrix(rows),
                document.apart,
                None
                if document.strangers is None
                else np.array(document.strangers, dtype=np.float32),
                np.isin(np.arange(rows), document.foreign),
            )
            known = len(bundle.artists)
            if found.open_set is not None and len(found.open_set) != found.embedding.shape[1]:
                raise ValueError("strangers lie in another space than the pictures")
            if found.logits.shape[1] != known or not set(document.artists) <= set(range(known)):
                raise ValueError(f"it is not about the {known} painters of the bundle")
            if not set(document.foreign) <= set(range(rows)):
                raise ValueError(f"foreign names other pictures than its {rows}")
        except ValidationError as error:
            fault = first_fault(error)
            raise BundleError(f"{bundle.path / BACKGROUND} is damaged: {fault}.") from error
        except (ValueError, zlib.error) as error:
            raise BundleError(f"{bundle.path / BACKGROUND} is damaged: {error}.") from error
        return found

    def distances(self, embedding: NDArray[Any]) -> NDArray[np.float32]:
        """How far each of N embeddings (N, K) is from what is known, (N,).

        That is the distance to the nearest picture here, and where unknown painters were shown how
        far it lies in their direction, which may be negative.
        """
        return np.asarray(np.sqrt(self._squares(embedding).min(axis=1)) + self._along(embedding))

    def own_distances(self) -> NDArray[np.float32]:
        """The same of each picture here from the other ones, as if it were fresh: (M,)."""
        squares = self._squares(self.embedding)
        np.fill_diagonal(squares, np.inf)
        nearest = np.sqrt(squares.min(axis=1))
        return np.asarray(self.shrinkage * nearest + self._along(self.embedding))

    def _along(self, embedding: NDArray[Any]) -> NDArray[np.float32]:
        if self.open_set is None:
            return np.zeros(len(embedding), dtype=np.float32)
        return np.asarray(embedding.astype(np.float32) @ self.open_set)

    def _squares(self, embedding: NDArray[Any]) -> NDArray[np.float32]:
        there, here = embedding.astype(np.float32), self.embedding
        lengths = (there**2).sum(axis=1)[:, None] + self._lengths
        return np.asarray(np.maximum(lengths - 2 * there @ here.T, 0), dtype=np.float32)

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        """Squares of the lengths of the embeddings here, (M,)."""
        return np.asarray((self.embedding**2).sum(axis=1))

    def to_json(self) -> bytes:
        """The content of `background.json`; numbers are rounded to a 63rd of their range."""
        document = _Document(
            artists=tuple(map(int, self.artists)),
            embedding=_Columns.of(self.embedding),
            artist_logits=_Columns.of(self.logits),
            apart=round(self.shrinkage, 4),
            strangers=None if self.open_set is None else tuple(map(_rounded, self.open_set)),
            foreign=() if self.foreign is None else tuple(map(int, np.flatnonzero(self.foreign))),
        )
        return document.model_dump_json().encode()

    def with_class(
        self, column: NDArray[Any], embedding: NDArray[Any], logits: NDArray[Any]
    ) -> "ReferenceSet":
        """With one more painter, and his n pictures.

        Args:
            column: his logits for the pictures here, (M,).
            embedding: of his pictures, (n, K).
            logits: of his pictures, (n, A + 1).
        """
        number = self.logits.shape[1]
        before = np.hstack([self.logits, column[:, None]])
        return replace(
            self,
            artists=np.concatenate([self.artists, np.full(len(logits), number)]),
            embedding=np.concatenate([self.embedding, embedding]).astype(np.float32),
            foreign=None
            if self.foreign is None
            else np.concatenate([self.foreign, np.zeros(len(logits), dtype=np.bool_)]),
            logits=np.concatenate([before, logits]).astype(np.float32),
        )

    def without_class(self, number: int) -> "ReferenceSet":
        """Without a painter and his pictures; those after him move down by one."""
        rows = self.artists != number
        artists = self.artists[rows]
        return replace(
            self,
            artists=artists - (artists > number),
            embedding=self.embedding[rows],
            foreign=None if self.foreign is None else self.foreign[rows],
            logits=np.delete(self.logits[rows], number, axis=1),
        )

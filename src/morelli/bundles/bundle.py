"""The model on disk: a folder with `model.onnx`, `morelli.json`, `background.json` and an index.

`morelli.json` says what the graph's outputs mean and how a picture is brought to it: labels,
preprocessing, calibration, thresholds, painters taught later, where it all comes from, and the
SHA-256 of the other files. `background.json` (see `morelli.bundles.reference_set`) may be missing,
and then no painter can be taught. `works.index` (see `morelli.works.index`) may be missing, and
then no painting is recognised. Nothing else is ever loaded, and no pickle.

A bundle may come from anywhere. Before a graph is loaded here, its operators and sizes are checked
(`graph_check`), it is compared with the manifest (`agreement`), and run once in a process with
limits (`trial`).
"""

import hashlib
import json
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from morelli.bundles import agreement, graph_check, locations, trial
from morelli.bundles.locations import GRAPH, MANIFEST
from morelli.bundles.manifest import (
    FORMAT,
    Calibration,
    FeatureBlock,
    Label,
    Manifest,
    Preprocessing,
    Recognition,
    Taught,
)
from morelli.documents import first_fault, parse_json, read_file
from morelli.errors import MorelliError
from morelli.storage import atomic_write

__all__ = [
    "BACKGROUND",
    "FORMAT",
    "WORKS",
    "Bundle",
    "BundleError",
    "Calibration",
    "FeatureBlock",
    "Label",
    "Manifest",
    "Preprocessing",
    "Recognition",
    "Taught",
    "read_manifest",
    "save",
]

BACKGROUND = "background.json"
WORKS = "works.index"

LARGEST_MANIFEST = 50_000_000
"""Bytes: it holds labels, calibration and what was measured."""

LARGEST_BESIDE = 200_000_000
"""Bytes: of numbers made of pictures, and of works."""

LARGEST_GRAPH = 2_147_483_647
"""Bytes: ONNX can't hold more in one file."""


class BundleError(MorelliError):
    """A bundle is missing, damaged or of another format; nothing of it was loaded."""


class Bundle:
    """A verified bundle.

    Attributes:
        path: its folder.
        manifest: what `morelli.json` says.
        graph: the content of `model.onnx`.
        background: the content of `background.json`; None where the bundle has none.
        works: the content of `works.index`; likewise.
    """

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        graph: bytes,
        background: bytes | None = None,
        works: bytes | None = None,
    ) -> None:
        self.path = path
        self.manifest = manifest
        self.graph = graph
        self.background = background
        self.works = works

    def without_works(self) -> "Bundle":
        """The same, recognising nothing: it answers by how a picture is painted alone."""
        return Bundle(self.path, self.manifest, self.graph, self.background)

    @classmethod
    def open(cls, bundle: str | os.PathLike[str] = "default") -> "Bundle":
        """Read and verify a bundle.

        Args:
            bundle: a folder, or the name of a bundle that is built in or was pulled.

        Raises:
            BundleError: it is missing, damaged (the checksum is named) or of another format.
        """
        path = _locate(bundle)
        manifest = read_manifest(_read(path / MANIFEST, LARGEST_MANIFEST), path / MANIFEST)
        content = _read(path / GRAPH, LARGEST_GRAPH)
        _verify(path / GRAPH, content, manifest.sha256)
        background = _verified(path / BACKGROUND, manifest.background_sha256)
        works = _verified(path / WORKS, manifest.works_sha256)
        # Those that come with morelli are as much to be trusted as its code.
        if path not in locations.built_in().values():
            try:
                graph = graph_check.check(content)
                agreement.check(manifest, graph)
                trial.attempt(content, manifest.sha256, graph)
            except ValueError as error:
                raise BundleError(f"{path / GRAPH} can't be used: {error}.") from error
        return cls(path, manifest, content, background, works)

    @property
    def name(self) -> str:
        """The bundle's name."""
        return self.manifest.name

    @cached_property
    def artists(self) -> tuple[str, ...]:
        """Slugs of the painters it knows, in the order of the logits."""
        return tuple(label.slug for label in self.manifest.artists)

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """Slugs of the styles it knows, in the order of the logits."""
        return tuple(label.slug for label in self.manifest.styles)

    @property
    def metrics(self) -> dict[str, Any]:
        """What was measured of it on the test split."""
        return self.manifest.metrics

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that decides which logits a picture gets."""
        digest = hashlib.sha256(self.manifest.sha256.encode())
        for taught in self.manifest.taught:
            digest.update(taught.model_dump_json().encode())
        return digest.hexdigest()


def read_manifest(content: bytes, where: Path | str) -> Manifest:
    """The manifest in a file's content.

    Args:
        content: all of the file.
        where: what the file is called, for what is said about it.

    Raises:
        BundleError: it is damaged, of another format, or a field of it is wrong, which is named.
    """
    try:
        document = parse_json(content)
        if isinstance(document, dict) and document.get("format") != FORMAT:
            raise BundleError(
                f"{where} has format {document.get('format')!r:.80}; this morelli reads"
                f" {FORMAT}. Update morelli, or export the model anew."
            )
        return Manifest.model_validate(document)
    except ValidationError as error:
        raise BundleError(f"{where}: {first_fault(error)}.") from error
    except ValueError as error:
        raise BundleError(f"{where} is damaged: {error}.") from error


def save(
    path: Path,
    manifest: Manifest,
    graph: bytes,
    background: bytes | None = None,
    works: bytes | None = None,
) -> Bundle:
    """Write a bundle into the folder `path`; the checksums in `manifest` are set.

    Without `works` it recognises none, whatever the manifest says of how. Each file is replaced as
    a whole, so that a kill leaves the old one or the new one.
    """
    update = {
        "recognition": manifest.recognition if works else None,
        "sha256": hashlib.sha256(graph).hexdigest(),
        "background_sha256": background and hashlib.sha256(background).hexdigest(),
        "works_sha256": works and hashlib.sha256(works).hexdigest(),
    }
    manifest = manifest.model_copy(update=update)
    trial.vouch(graph)
    contents = {
        GRAPH: graph,
        BACKGROUND: background,
        WORKS: works,
        MANIFEST: _readable(manifest).encode(),
    }
    for name, content in contents.items():
        if content is not None:
            with atomic_write(path / name) as partial:
                partial.write_bytes(content)
    return Bundle(path, manifest, graph, background, works)


def _readable(manifest: Manifest) -> str:
    """JSON with a line for each field and each row of numbers, so that a diff can be read.

    Rows are the lists four deep: of a painter's styles, and a taught one's weights.
    """
    text = json.dumps(manifest.model_dump(mode="json", by_alias=True), indent=1, ensure_ascii=False)
    return re.sub(r"\[\n {4}[-+.\deE,\s]+\]", lambda row: json.dumps(json.loads(row[0])), text)


def _read(path: Path, largest: int) -> bytes:
    try:
        return read_file(path, largest)
    except FileNotFoundError as error:
        raise BundleError(f"{path.parent} is not a bundle: {path} is missing.") from error
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BundleError(f"{path} cannot be read: {error}.") from error


def _verified(path: Path, sha256: str | None) -> bytes | None:
    """The content of a file that a bundle may have; None where its manifest names none."""
    if sha256 is None:
        return None
    content = _read(path, LARGEST_BESIDE)
    _verify(path, content, sha256)
    return content


def _verify(path: Path, content: bytes, sha256: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise BundleError(
            f"{path} is damaged: its SHA-256 is {found}, {MANIFEST} says {sha256}. Nothing was"
            " loaded; get the bundle again."
        )


def _locate(bundle: str | os.PathLike[str]) -> Path:
    path = Path(bundle)
    if path.is_dir():
        return path
    named = locations.find(bundle) if isinstance(bundle, str) else None
    if named is None:
        raise BundleError(
            f"There is no bundle {bundle}: neither a folder nor a name that"
            " `morelli models list` shows."
        )
    return named

"""Whether a graph gives what its manifest says that it does."""

from morelli.bundles.graph_check import Graph, Shape
from morelli.bundles.manifest import FeatureBlock, Manifest

MOST_KINDS = 16
"""Columns of the head that tells paintings from other pictures: one for each kind of those."""


def check(manifest: Manifest, graph: Graph) -> None:
    """Compare a graph's input and outputs with a manifest.

    Raises:
        ValueError: they don't agree; the message names the output and both sides.
    """
    side = manifest.preprocessing.size
    if list(graph.inputs) != ["pictures"] or not _is(graph.inputs["pictures"], 3, side, side):
        raise ValueError(
            f"it takes {_said(graph.inputs)}, where the manifest's preprocessing gives"
            f" pictures (any number, 3, {side}, {side})"
        )
    painters = len(manifest.artists) - len(manifest.taught)
    _logits(graph, "artist", painters, "painters that were not taught later")
    _logits(graph, "style", len(manifest.styles), "styles")
    kinds = _width(graph, "painting_logits")
    if manifest.refuses != bool(kinds) or kinds > MOST_KINDS:
        raise ValueError(
            f"painting_logits has {kinds} columns, where `refuses` of the manifest is"
            f" {str(manifest.refuses).lower()}"
        )
    width = _width(graph, "embedding")
    if not width:
        raise ValueError("it has no output embedding (any number, K)")
    for taught in manifest.taught:
        if len(taught.weights) != width:
            raise ValueError(
                f"embedding has {width} columns, where {taught.slug} was taught on"
                f" {len(taught.weights)}"
            )
    if manifest.recognition is not None and not _width(graph, "work_embedding"):
        raise ValueError("it has no output work_embedding, by which the manifest's works are known")
    features = _features(graph, width, {"artist": painters, "style": len(manifest.styles)})
    start = 0
    for block in manifest.feature_blocks:
        _block(graph, block)
        if block.start != start:
            raise ValueError(f"the part of {block.source} starts at {block.start}, not at {start}")
        start += block.width
    if features is not None and manifest.feature_blocks and start != features:
        raise ValueError(f"basis has {features} rows, where the manifest's parts have {start}")


def _logits(graph: Graph, head: str, expected: int, what: str) -> None:
    found = _width(graph, f"{head}_logits")
    if found != expected:
        raise ValueError(f"{head}_logits has {found} columns, where there are {expected} {what}")


def _features(graph: Graph, width: int, classes: dict[str, int]) -> int | None:
    """Rows of the matrices from pooled features, which must agree; None where there are none."""
    rows: set[int | str] = set()
    for name, columns in (("basis", width), *((f"head_{h}", n) for h, n in classes.items())):
        shape = graph.outputs.get(name)
        if shape is None:
            continue
        if len(shape) != 2 or shape[1] != columns:
            raise ValueError(
                f"{name} has the shape {shape}, where it should have {columns} columns"
            )
        rows.add(shape[0])
    if len(rows) > 1 or not all(isinstance(row, int) for row in rows):
        raise ValueError("basis, head_artist and head_style have not the same number of rows")
    return next((row for row in rows if isinstance(row, int)), None)


def _block(graph: Graph, block: FeatureBlock) -> None:
    shape = graph.outputs.get(block.source)
    if shape is None or len(shape) != 4 or not all(isinstance(length, int) for length in shape[1:]):
        raise ValueError(f"it has no maps {block.source} (any number, C, H, W), of which a part is")
    maps = int(shape[1])
    columns = maps * (maps + 1) // 2 if block.kind == "covariance" else maps
    # What a transformer pools besides its maps may be wider than they are.
    if block.kind != "token" and block.width != columns:
        raise ValueError(
            f"{block.source} has {maps} maps, where its {block.kind} has {block.width} columns in"
            f" the manifest's parts, not {columns}"
        )


def _width(graph: Graph, name: str) -> int:
    """Columns of an output with a row for each picture; 0 where there is none.

    Raises:
        ValueError: it is no matrix with a row for each picture.
    """
    shape = graph.outputs.get(name)
    if shape is None:
        return 0
    if len(shape) != 2 or not isinstance(shape[0], str) or not isinstance(shape[1], int):
        raise ValueError(f"{name} has the shape {shape}, not (any number, columns)")
    return shape[1]


def _is(shape: Shape, *lengths: int) -> bool:
    return bool(shape) and isinstance(shape[0], str) and shape[1:] == lengths


def _said(values: dict[str, Shape]) -> str:
    return ", ".join(f"{name} {shape}" for name, shape in list(values.items())[:3]) or "nothing"

"""Bundles that somebody made to do harm: each kind a change of the tiny one."""

from __future__ import annotations

import base64
import gzip
import json
import os
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

NODE = helper.make_node
DEEP = "[" * 100_000 + "]" * 100_000


def kinds(tiny: ModuleType) -> dict[str, tuple[Callable[[Path], object], str]]:
    """By a name for each: what to do to the folder of the tiny bundle, and what is said then."""
    return {**_graphs(tiny), **_manifests(tiny), **_files(tiny), **_besides(tiny)}


def _graphs(tiny: ModuleType) -> dict[str, tuple[Callable[[Path], object], str]]:
    def graph(change: Callable[[onnx.ModelProto], object]) -> Callable[[Path], object]:
        return lambda folder: tiny.regraph(folder, change)

    def first(*nodes: onnx.NodeProto) -> Callable[[Path], object]:
        """Nodes before all others."""

        def change(model: onnx.ModelProto) -> None:
            there = list(model.graph.node)
            del model.graph.node[:]
            model.graph.node.extend([*nodes, *there])

        return graph(change)

    def constants(*tensors: Any) -> Callable[[onnx.ModelProto], None]:
        return lambda model: model.graph.initializer.extend(tensors)

    def external(location: str) -> Callable[[Path], object]:
        def change(model: onnx.ModelProto) -> None:
            tensor = model.graph.initializer[1]
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in (("location", location), ("length", "36")):
                tensor.external_data.add(key=key, value=value)

        return graph(change)

    def body(*inputs: Any) -> onnx.GraphProto:
        yes = numpy_helper.from_array(np.array(True), "yes")
        out = helper.make_tensor_value_info("still", TensorProto.BOOL, [])
        return helper.make_graph([NODE("Identity", ["yes"], ["still"])], "b", inputs, [out], [yes])

    def loop(model: onnx.ModelProto) -> None:
        turn = helper.make_tensor_value_info("turn", TensorProto.INT64, [])
        go_on = helper.make_tensor_value_info("go_on", TensorProto.BOOL, [])
        forever = numpy_helper.from_array(np.array(True), "forever")
        model.graph.initializer.append(forever)
        model.graph.node.insert(0, NODE("Loop", ["", "forever"], [], body=body(turn, go_on)))

    def function(model: onnx.ModelProto) -> None:
        imports = [helper.make_opsetid("", 20)]
        made = helper.make_function(
            "own", "F", ["x"], ["y"], [NODE("Identity", ["x"], ["y"])], imports
        )
        model.functions.append(made)

    def without(name: str) -> Callable[[Path], object]:
        def change(model: onnx.ModelProto) -> None:
            kept = [output for output in model.graph.output if output.name != name]
            del model.graph.output[:]
            model.graph.output.extend(kept)

        return graph(change)

    def said(name: str, *shape: int | str, kind: int = TensorProto.FLOAT) -> Callable[[Path], Any]:
        def change(model: onnx.ModelProto) -> None:
            for value in (*model.graph.input, *model.graph.output):
                if value.name == name:
                    value.CopyFrom(helper.make_tensor_value_info(name, kind, shape))

        return graph(change)

    def bomb(model: onnx.ModelProto) -> None:
        """A million by a million numbers, of two small tensors."""
        column = np.zeros((1_000_000, 1), np.int8)
        constants(
            numpy_helper.from_array(column, "column"), numpy_helper.from_array(column.T, "row")
        )(model)
        model.graph.node.insert(0, NODE("BitShift", ["column", "row"], ["b"], direction="LEFT"))
        model.graph.node[0].op_type = "Equal"
        del model.graph.node[0].attribute[:]
        model.graph.node.insert(1, NODE("Cast", ["b"], ["f"], to=TensorProto.FLOAT))
        model.graph.node.insert(2, NODE("ReduceMax", ["f"], ["most"], keepdims=0))
        embedding = next(n for n in model.graph.node if "embedding" in n.output)
        embedding.output[0] = "plain"
        place = list(model.graph.node).index(embedding) + 1
        model.graph.node.insert(place, NODE("Add", ["plain", "most"], ["embedding"]))

    def slow(model: onnx.ModelProto) -> None:
        """Products of 1500 by 1500 numbers, many times."""
        square = NODE("ConstantOfShape", ["side"], ["p0"])
        model.graph.initializer.append(numpy_helper.from_array(np.array([1500, 1500]), "side"))
        products = [NODE("MatMul", [f"p{n}", f"p{n}"], [f"p{n + 1}"]) for n in range(3000)]
        last = [
            NODE("ReduceMax", ["p3000"], ["most"], keepdims=0),
            NODE("Add", ["pictures", "most"], ["brighter"]),
        ]
        there = list(model.graph.node)
        there[1].input[0] = "brighter"
        del model.graph.node[:]
        model.graph.node.extend([square, *products, *last, *there])

    def seen(model: onnx.ModelProto) -> None:
        """As many numbers as the picture is bright."""
        model.graph.initializer.append(numpy_helper.from_array(np.float32([1e9]), "much"))
        model.graph.node.extend(
            [
                NODE("ReduceMax", ["pictures"], ["most"], keepdims=0),
                NODE("Mul", ["most", "much"], ["times"]),
                NODE("Cast", ["times"], ["count"], to=TensorProto.INT64),
                NODE("ConstantOfShape", ["count"], ["many"]),
            ]
        )

    def none(model: onnx.ModelProto) -> None:
        rows = next(t for t in model.graph.initializer if t.name == "artist_rows")
        rows.raw_data = np.full((3, 3), np.nan, np.float32).tobytes()

    def later(model: onnx.ModelProto) -> None:
        nodes = list(model.graph.node)[::-1]
        del model.graph.node[:]
        model.graph.node.extend(nodes)

    def dims(*lengths: int) -> Callable[[Path], object]:
        def change(model: onnx.ModelProto) -> None:
            del model.graph.initializer[1].dims[:]
            model.graph.initializer[1].dims.extend(lengths)

        return graph(change)

    def twice(model: onnx.ModelProto) -> bytes:
        """A second graph, which protobuf merges into the first."""
        more = onnx.ModelProto(graph=onnx.GraphProto(node=[NODE("Loop", [], [])]))
        return model.SerializeToString() + more.SerializeToString()

    def texts(model: onnx.ModelProto) -> None:
        tensor = helper.make_tensor("words", TensorProto.STRING, [1], [b"x"])
        model.graph.initializer.append(tensor)

    def sparse(model: onnx.ModelProto) -> None:
        values = numpy_helper.from_array(np.float32([1]), "v")
        where = numpy_helper.from_array(np.array([0]), "w")
        model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, where, [10**9]))

    def sequence(model: onnx.ModelProto) -> None:
        kind = helper.make_tensor_type_proto(TensorProto.FLOAT, [1])
        wanted = helper.make_value_info("s", helper.make_sequence_type_proto(kind))
        model.graph.output.append(wanted)

    many = [NODE("Identity", ["pictures"], [f"n{i}"]) for i in range(20_001)]
    outputs = [tiny.output(f"o{i}", 1) for i in range(501)]
    branch = NODE("If", ["pictures"], [], then_branch=body(), else_branch=body())
    return {
        "graph: external data": (external("/etc/passwd"), "in the file: a field 13"),
        "graph: external data beside": (external("../../etc/passwd"), "in the file: a field 13"),
        "graph: a loop": (graph(loop), "operator 'Loop', which is not allowed"),
        "graph: a branch": (first(branch), "operator 'If', which is not allowed"),
        "graph: a scan": (first(NODE("Scan", [], [], body=body())), "operator 'Scan'"),
        "graph: a graph in an attribute": (
            first(NODE("Identity", ["pictures"], ["p"], body=body())),
            "attribute of Identity is not allowed",
        ),
        "graph: a function": (graph(function), "a field 25 that is not known"),
        "graph: training": (
            graph(lambda m: m.training_info.add()),
            "a field 20 that is not known",
        ),
        "graph: onnxruntime's own operator": (
            first(NODE("ExpandDims", ["pictures"], ["p"], domain="com.microsoft")),
            "operator 'com.microsoft.ExpandDims'",
        ),
        "graph: a domain": (
            graph(lambda m: m.opset_import.add(domain="evil", version=1)),
            "of the domain 'evil'",
        ),
        "graph: an old version": (
            graph(lambda m: setattr(m.opset_import[0], "version", 1)),
            "for no version of ONNX's operators",
        ),
        "graph: how many depends on the picture": (
            first(NODE("NonZero", ["pictures"], ["p"])),
            "operator 'NonZero'",
        ),
        "graph: a shape depends on the picture": (graph(seen), "depends on the picture's content"),
        "graph: random": (first(NODE("RandomNormal", [], ["p"], shape=[1])), "'RandomNormal'"),
        "graph: texts": (graph(texts), "in the file: a field 6"),
        "graph: sparse": (graph(sparse), "a field 15 that is not known"),
        "graph: a sequence": (graph(sequence), "output 's' is not of a type that is known"),
        "graph: two graphs": (graph(twice), "graph stands twice"),
        "graph: more nodes than any": (first(*many), "more than 20,000 nodes"),
        "graph: more outputs than any": (
            graph(lambda m: m.graph.output.extend(outputs)),
            "more than 500 outputs",
        ),
        "graph: a shape without numbers": (dims(10**5, 10**4), "has 9 numbers where its shape has"),
        "graph: a shape without end": (dims(10**9, 10**9), "numbers, too many"),
        "graph: a negative shape": (dims(-1, 3), "impossible"),
        "graph: shapes without end": (dims(*[1] * 99), "impossible"),
        "graph: from the end": (graph(later), "which nothing before it gives"),
        "graph: a name twice": (first(NODE("Identity", ["pictures"], ["pooled"])), "two tensors"),
        "graph: an unknown input": (said("pictures", "batch", 3, 10**6, 10**6), "too many"),
        "graph: another input": (said("pictures", "batch", 3, 24, 24), "it takes pictures"),
        "graph: one picture at a time": (said("pictures", 1, 3, 16, 16), "it takes pictures"),
        "graph: two inputs": (
            graph(lambda m: m.graph.input.append(tiny.output("more", 1))),
            "it takes pictures.*more",
        ),
        "graph: whole numbers": (
            said("embedding", "batch", 3, kind=TensorProto.INT64),
            "is not float32",
        ),
        "graph: no shape": (
            graph(lambda m: m.graph.output[0].type.tensor_type.ClearField("shape")),
            "is not float32 of a shape",
        ),
        "graph: fewer logits than labels": (
            said("artist_logits", "batch", 2),
            "artist_logits has 2 columns, where there are 3 painters",
        ),
        "graph: no logits": (without("style_logits"), "style_logits has 0 columns"),
        "graph: no heads": (graph(_no_heads), "artist_logits has 0 columns"),
        "graph: nothing refuses": (without("painting_logits"), "painting_logits has 0 columns"),
        "graph: no embedding": (without("embedding"), "no output embedding"),
        "graph: no embedding of works": (without("work_embedding"), "no output work_embedding"),
        "graph: no maps": (without("feature_map_0_0"), "no maps feature_map_0_0"),
        "graph: a basis of another size": (said("basis", 5, 3), "not the same number of rows"),
        "graph: an output that nothing gives": (
            graph(lambda m: m.graph.output.append(tiny.output("air", 1))),
            "nothing gives its output 'air'",
        ),
        "graph: other shapes than it says": (
            said("feature_map_0_0", "batch", 3, 16, 17),
            "onnxruntime refuses the graph|has the shape",
        ),
        "graph: a bomb of memory": (graph(bomb), "onnxruntime refuses|GB|crashes"),
        "graph: a bomb of time": (graph(slow), "seconds for 2 pictures, too many"),
        "graph: no numbers": (graph(none), "artist_logits is no number|head_artist is no number"),
        "graph: cut": (graph(lambda m: m.SerializeToString()[:-40]), "it is cut|graph stands"),
        "graph: empty": (graph(lambda m: b""), "no graph"),
        "graph: pickle": (graph(lambda m: b"\x80\x04\x95 this would run code"), "not ONNX"),
        "graph: zeros": (graph(lambda m: bytes(5000)), "not ONNX"),
        "graph: compressed": (graph(lambda m: gzip.compress(m.SerializeToString())), "not ONNX"),
        "graph: a million fields": (graph(lambda m: b"\x08\x01" * 10), "ir_version stands twice"),
        "graph: a number without end": (graph(lambda m: b"\x08" + b"\xff" * 99), "64 bits"),
        "graph: a long name": (
            first(NODE("Identity", ["pictures"], ["p" * 5000])),
            "more than 1,000 bytes",
        ),
    }


def _no_heads(model: onnx.ModelProto) -> None:
    kept = [o for o in model.graph.output if not o.name.endswith("_logits")]
    del model.graph.output[:]
    model.graph.output.extend(kept)


def _manifests(tiny: ModuleType) -> dict[str, tuple[Callable[[Path], object], str]]:
    def field(path: str, value: Any) -> Callable[[Path], object]:
        """Set a field, `a.0.b`, to a value."""

        def change(document: Any) -> None:
            *parents, last = path.split(".")
            for name in parents:
                document = document[int(name) if name.isdigit() else name]
            document[int(last) if last.isdigit() else last] = value

        return lambda folder: tiny.edit(folder, change)

    def written(content: bytes) -> Callable[[Path], object]:
        return lambda folder: (folder / "morelli.json").write_bytes(content)

    def replaced(old: str, new: str) -> Callable[[Path], object]:
        def change(folder: Path) -> None:
            text = json.dumps(tiny.manifest(folder))
            assert old in text
            (folder / "morelli.json").write_text(text.replace(old, new))

        return change

    labels = [{"slug": f"s{n}", "name": "N"} for n in range(10_001)]
    taught = {"slug": "c", "pictures": 1, "weights": [0.0] * 9, "bias": 0.0, "recognised": 0}
    taught |= {"among_five": 0, "others": 0, "right_before": 0, "right_after": 0}
    part = {"source": "feature_map_0_0", "kind": "mean", "start": 0, "width": 3}
    return {
        "labels without end": (field("artists", labels), "artists: Tuple should have at most"),
        "a million labels": (
            lambda folder: (folder / "morelli.json").write_text(
                '{"format": 1, "artists": [' + ",".join(["{}"] * 1_000_001) + "]}"
            ),
            "more than 2,000,000 values",
        ),
        "two labels alike": (field("artists.1.slug", "a"), "artists: two have the same slug"),
        "fewer labels": (field("styles", [{"slug": "x", "name": "X"}]), "style_given_artist"),
        "no labels": (
            lambda folder: tiny.edit(
                folder, lambda d: d.update(artists=[], styles=[], calibration={})
            ),
            "neither painters nor styles",
        ),
        "a label that obeys": (field("artists.0.name", "\x1b[2J"), "can't be printed"),
        "a long name": (field("name", "n" * 10**6), "name: String should have at most 300"),
        "a side of a million": (field("preprocessing.size", 10**6), "preprocessing.size"),
        "a side of nothing": (field("preprocessing.size", 0), "preprocessing.size"),
        "a side that is a text": (field("preprocessing.size", "large"), "preprocessing.size"),
        "NaN": (replaced('"distance_weight": 0.1', '"distance_weight": NaN'), "is damaged"),
        "infinity": (replaced('"distance_weight": 0.1', '"distance_weight": Infinity'), "damaged"),
        "a number too large": (
            replaced('"distance_weight": 0.1', '"distance_weight": 1e999'),
            "too large|distance_weight",
        ),
        "digits without end": (
            replaced('"distance_weight": 0.1', '"distance_weight": ' + "9" * 5000),
            "is damaged",
        ),
        "a temperature of nearly nothing": (
            field("calibration.artist_temperature", 1e-300),
            "artist_temperature",
        ),
        "a share above one": (field("calibration.style_weight", 2), "style_weight"),
        "a table of other painters": (
            field("calibration.style_given_artist", [[0.5, 0.5]]),
            "style_given_artist is not of 3 painters and 2 styles",
        ),
        "a ragged table": (
            field("calibration.style_given_artist", [[0.5, 0.5], [1.0], [0.0, 1.0]]),
            "style_given_artist is not",
        ),
        "other thresholds": (
            field("calibration.artist_thresholds", [0.5]),
            "artist_thresholds has 1 numbers for 3",
        ),
        "quantiles that fall": (field("calibration.familiarity", [0, -1]), "does not rise"),
        "quantiles without end": (field("calibration.familiarity", [0] * 5000), "familiarity"),
        "a part of no map": (field("parts.0.source", "x"), "no maps x"),
        "a part of another width": (field("parts.0.width", 4), "columns"),
        "a part after a gap": (field("parts", [{**part, "start": 5}]), "starts at 5, not at 0"),
        "parts without end": (field("parts", [part] * 201), "parts: Tuple should have at most"),
        "a part of no kind": (field("parts.0.kind", "median"), "parts.0.kind"),
        "a painter taught on other numbers": (field("taught", [taught]), "columns"),
        "a painter taught who isn't there": (
            field("taught", [{**taught, "slug": "z"}]),
            "not the last of the artists",
        ),
        "works without a rule": (field("recognition", None), "belong together"),
        "a rule that divides by nothing": (field("recognition.weights", [1e-300, 1]), "weights.0"),
        "measured nonsense": (
            field("metrics.artist.accuracy", {"low": "x"}),
            "metrics: accuracy|metrics: artist",
        ),
        "a measure that is a list": (field("metrics.artist", [1]), "metrics: artist"),
        "a confusion of texts": (
            field("metrics.artist.confusion", {"a": {"b": "c"}}),
            "metrics: artist.confusion",
        ),
        "elsewhere nonsense": (field("metrics.elsewhere", {"t": 3}), "metrics: elsewhere"),
        "painters nobody names": (
            field("metrics.elsewhere", {"t": {"new": {"named": [{"name": 1}]}}}),
            "metrics: elsewhere",
        ),
        "a recipe that is a list": (field("provenance.recipe", []), "provenance: recipe"),
        "sources that are texts": (
            field("provenance.data.sources", {"s": "many"}),
            "provenance: data.sources",
        ),
        "a surprise": (field("pickle", "x"), "pickle: Extra inputs"),
        "a surprise that obeys": (field("\x1b[31m\nred", "x"), "Extra inputs"),
        "a format to come": (field("format", 2), "has format 2; this morelli reads 1"),
        "a format without end": (field("format", "2" * 10**6), "has format '222"),
        "no checksum": (field("sha256", None), "sha256"),
        "another checksum": (field("sha256", "0" * 64), "its SHA-256 is"),
        "deep JSON": (written(DEEP.encode()), "recursion limit|damaged"),
        "deep provenance": (
            replaced('"provenance": {', '"provenance": {"x": ' + "[" * 120 + "]" * 120 + ", "),
            "100 lists and objects deep",
        ),
        "no JSON": (written(b"\x80\x04pickle"), "is damaged"),
        "no text": (written(b"\xff\xfe\x00"), "is damaged"),
        "nothing": (written(b""), "is damaged"),
        "no object": (written(b"[1]"), "the file: Input should be"),
        "null": (written(b"null"), "the file: Input should be"),
        "half": (
            lambda folder: os.truncate(folder / "morelli.json", 900),
            "is damaged",
        ),
    }


def _files(tiny: ModuleType) -> dict[str, tuple[Callable[[Path], object], str]]:
    def instead(file: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
        def change(folder: Path) -> None:
            (folder / file).unlink()
            make(folder / file)

        return change

    def huge(path: Path) -> None:
        path.touch()
        os.truncate(path, 3_000_000_000)

    found: dict[str, tuple[Callable[[Path], object], str]] = {}
    for file in ("morelli.json", "model.onnx", "background.json", "works.index"):
        found |= {
            f"{file}: a FIFO": (instead(file, os.mkfifo), f"{file} cannot be read: it is no reg"),
            f"{file}: a device": (
                instead(file, lambda path: path.symlink_to("/dev/zero")),
                f"{file} cannot be read: it is no regular file",
            ),
            f"{file}: a folder": (instead(file, lambda path: path.mkdir()), "cannot be read"),
            f"{file}: a link to itself": (
                instead(file, lambda path: path.symlink_to(path)),
                "cannot be read",
            ),
            f"{file}: nothing": (instead(file, lambda path: None), f"{file} is missing"),
            f"{file}: another": (
                instead(file, lambda path: path.symlink_to("/etc/passwd")),
                "its SHA-256 is|is damaged",
            ),
            f"{file}: larger than any": (instead(file, huge), "bytes, too many"),
        }
    return found


def _besides(tiny: ModuleType) -> dict[str, tuple[Callable[[Path], object], str]]:
    def background(**fields: Any) -> Callable[[Path], object]:
        def change(folder: Path) -> None:
            document = json.loads((folder / "background.json").read_bytes()) | fields
            tiny.put(folder, "background.json", json.dumps(document).encode())

        return change

    def columns(count: int, plain: bytes, /, **fields: Any) -> dict[str, Any]:
        packed = base64.b64encode(zlib.compress(plain, 9)).decode()
        return {"low": [0.0] * count, "step": [1.0] * count, "codes": packed} | fields

    def beside(file: str, content: bytes) -> Callable[[Path], object]:
        return lambda folder: tiny.put(folder, file, content)

    def header(**fields: Any) -> Callable[[Path], object]:
        def change(folder: Path) -> None:
            first, rest = (folder / "works.index").read_bytes().split(b"\n", 1)
            said = json.dumps(json.loads(first) | fields).encode()
            tiny.put(folder, "works.index", said + b"\n" + rest)

        return change

    return {
        "reference set: wide": (background(embedding=columns(2, bytes(24))), "embedding has 3"),
        "reference set: a bomb": (background(embedding=columns(3, bytes(10**8))), "does not hold"),
        "reference set: too large": (
            background(artists=[0] * 10**5, embedding=columns(2000, b"")),
            "no matrix that can be read",
        ),
        "reference set: nobody": (background(artists=[]), "no matrix that can be read"),
        "reference set: no code": (background(embedding=columns(3, b"", codes="?")), "is damaged"),
        "reference set: other steps": (
            background(embedding=columns(3, bytes(36), step=[1.0])),
            "no matrix that can be read",
        ),
        "reference set: numbers too large": (
            background(embedding=columns(3, bytes(36), low=[1e300] * 3)),
            "embedding.low.0",
        ),
        "reference set: others' painters": (background(artists=[7] * 12), "not about the 3"),
        "reference set: negative painters": (background(artists=[-1] * 12), "not about the 3"),
        "reference set: strangers": (background(strangers=[1.0]), "another space"),
        "reference set: foreign": (background(foreign=[10**9]), "foreign names other pictures"),
        "reference set: deep": (beside("background.json", DEEP.encode()), "is damaged"),
        "reference set: no JSON": (beside("background.json", b"\x80\x04"), "is damaged"),
        "reference set: missing though needed": (
            lambda folder: tiny.edit(folder, lambda d: d.update(background_sha256=None)),
            "carries no held-out pictures",
        ),
        "works: of another space": (
            beside("works.index", tiny.index(space="f" * 16).to_bytes()),
            "belongs to another model",
        ),
        "works: of another width": (
            beside("works.index", tiny.index(wide=5).to_bytes()),
            "work_embedding has 3",
        ),
        "works: more than there are": (header(count=10**9), "checksum is another"),
        "works: wider than any": (header(dimensions=10**12), "dimensions"),
        "works: deep": (beside("works.index", DEEP.encode() + b"\n"), "no index of works"),
        "works: nothing": (beside("works.index", b""), "no index of works"),
    }

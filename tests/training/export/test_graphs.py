"""What was trained is what is served."""

from functools import cache

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from onnx import numpy_helper
from timm.layers.layer_scale import LayerScale

from morelli.recipes.networks import SHORT_NAMES
from morelli.training.export.assembly import Projection, assemble
from morelli.training.export.graphs import LinearHeads, backbone_graph, public, repack
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network

pytestmark = pytest.mark.slow

INPUT = np.random.default_rng(3).random((3, 3, 96, 96), dtype=np.float32)


def network(*names, pooling="levels", size=96, levels=None):
    torch.manual_seed(0)
    options = {"size": size, "pooling": pooling, "levels": levels, "pretrained": False}
    backbones = [Backbone(name, **options).eval() for name in names]
    heads = Heads(sum(b.width for b in backbones), {"artist": 7, "style": 3})
    with torch.no_grad():
        for weight in heads.weights():
            weight.normal_(0, 0.05)
        pictures = torch.from_numpy(INPUT[:, :, :size, :size].copy())
        pooled = torch.cat([b(pictures)[0] for b in backbones], 1)
    heads.standardise(pooled)
    heads.std.clamp_(min=0.05)
    return Network(backbones, heads).eval()


def served(net, storage="float32", *, compact=False, pictures=INPUT):
    graphs = [backbone_graph(backbone, storage) for backbone in net.backbones]
    return answers(assemble(graphs, net.heads.folded(), compact=compact), pictures)


def answers(model, pictures=INPUT):
    session = ort.InferenceSession(model.SerializeToString())
    names = [o.name for o in session.get_outputs()]
    return dict(zip(names, session.run(names, {"pictures": pictures}), strict=True))


def assert_agree(net, outputs, pictures=INPUT, within=1e-4):
    """Logits agree within so much, or so much of the largest."""
    with torch.no_grad():
        trained = net(torch.from_numpy(pictures))
    for head, expected in trained.items():
        logits = expected.numpy()
        bound = within * max(1, np.abs(logits).max())
        assert np.abs(outputs[f"{head}_logits"] - logits).max() < bound, head


@cache
def small():
    """A network, its backbone's graph in float32, and what the assembled graph answers."""
    net = network("test_efficientnet")
    graph = backbone_graph(net.backbones[0])
    return net, graph, answers(assemble([graph], net.heads.folded()))


@pytest.mark.parametrize(
    ("pooling", "names"),
    [("gap", ["test_resnet"]), ("gap", ["test_vit"]), ("levels", ["test_resnet", "test_vit"])],
)
def test_module_and_graph_agree(names, pooling):
    net = network(*names, pooling=pooling)
    assert_agree(net, served(net))


def test_any_number_of_pictures_at_once():
    net, graph, together = small()
    model = assemble([graph], net.heads.folded())
    for i in range(3):
        alone = answers(model, INPUT[i : i + 1])
        for name in ("artist_logits", "style_logits", "embedding", "feature_map_0_0"):
            assert alone[name] == pytest.approx(together[name][i : i + 1], abs=1e-4), name


def test_every_map_of_the_backbone_is_an_output():
    net, _, outputs = small()
    with torch.no_grad():
        pooled, maps = net.backbones[0](torch.from_numpy(INPUT))
    for name, level in maps.items():
        assert outputs[public(0, name)] == pytest.approx(level.numpy(), abs=1e-3)
    assert sum("_map_" in name for name in outputs) == len(maps)
    folded = net.heads.folded()
    for head in ("artist", "style"):
        assert pytest.approx(folded.weights[head], abs=1e-4) == outputs[f"head_{head}"].T
        logits = pooled.numpy() @ outputs[f"head_{head}"] + folded.biases[head]
        assert outputs[f"{head}_logits"] == pytest.approx(logits, abs=1e-3)


def test_paintings_are_compared_by_what_the_heads_read():
    """The embedding keeps every angle that the heads can see, in as few numbers."""
    net, _, outputs = small()
    assert outputs["embedding"].shape == (3, 7 + 3)
    weights = np.concatenate([net.heads.folded().weights[h] for h in ("artist", "style")])
    with torch.no_grad():
        pooled = net.backbones[0](torch.from_numpy(INPUT))[0].numpy().astype(np.float64)
    inside = np.linalg.lstsq(weights.astype(np.float64).T, pooled.T, rcond=None)[0]
    projected = (weights.astype(np.float64).T @ inside).T
    ours = outputs["embedding"] @ outputs["embedding"].T
    assert ours == pytest.approx(projected @ projected.T, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(("storage", "closeness"), [("float16", 1e-2), ("int8", 0.1)])
def test_a_packed_graph_answers_nearly_the_same(storage, closeness):
    net, graph, plain = small()
    model = assemble([graph], net.heads.folded())
    whole = model.SerializeToString()
    packed = onnx.load_from_string(repack(whole, storage))
    assert len(packed.SerializeToString()) < (0.6 if storage == "float16" else 0.45) * len(whole)
    outputs = answers(packed)
    for head in ("artist_logits", "style_logits"):
        assert (outputs[head].argmax(1) == plain[head].argmax(1)).all()
        difference = np.abs(outputs[head] - plain[head]).max()
        assert 0 < difference < closeness * np.abs(plain[head]).max()


def test_int8_steps_are_the_finest_that_hold_each_channel():
    _, graph, _ = small()
    before = {t.name: numpy_helper.to_array(t) for t in graph.graph.initializer}
    packed = onnx.load_from_string(repack(graph.SerializeToString(), "int8"))
    after = {t.name: numpy_helper.to_array(t) for t in packed.graph.initializer}
    quantised = [name.removesuffix("_step") for name in after if name.endswith("_step")]
    assert quantised
    for name in quantised:
        steps, step = after[f"{name}_packed"], after[f"{name}_step"]
        assert steps.dtype == np.int8 and np.abs(steps).max() == 127
        error = np.abs(steps.astype(np.float32) * step - before[name])
        assert (error <= step / 2 + 1e-6).all(), name


def test_packing_twice_changes_nothing_more():
    _, graph, _ = small()
    once = repack(graph.SerializeToString(), "int8")
    assert repack(once, "int8") == once
    assert repack(once, "float32") == once


def test_compact_heads_move_logits_by_a_hundredth_of_their_spread_about_the_centre():
    net, graph, _ = small()
    heads = net.heads.folded()
    pictures = np.random.default_rng(6).random((24, 3, 96, 96), dtype=np.float32)
    pictures *= np.linspace(0.2, 1, 24, dtype=np.float32)[:, None, None, None]
    with torch.no_grad():
        pooled = net.backbones[0](torch.from_numpy(pictures))[0].numpy()
    projection = Projection(Projection.of(heads).basis, pooled.mean(0, dtype=np.float64))
    plain = answers(assemble([graph], heads, projection), pictures)
    compact = answers(assemble([graph], heads, projection, compact=True), pictures)
    for head in ("artist_logits", "style_logits"):
        difference = np.abs(compact[head] - plain[head]).max()
        assert 0 < difference < 0.05 * np.ptp(plain[head], axis=0).max()
        shift = compact[head].mean(0) - plain[head].mean(0)
        assert np.abs(shift).max() < 1e-3 * np.ptp(plain[head], axis=0).max()


def test_layer_scales_are_part_of_the_products_before_them():
    net = network("test_vit")
    for number, block in enumerate(net.backbones[0].net.blocks):
        for scale in ("ls1", "ls2"):
            setattr(block, scale, LayerScale(64, init_values=0.5 + number))
    before = len(backbone_graph(network("test_vit").backbones[0]).graph.node)
    assert len(backbone_graph(net.backbones[0]).graph.node) == before
    assert_agree(net, served(net))


def test_a_third_head_is_one_more_output():
    net, graph, plain = small()
    heads = net.heads.folded()
    width = heads.weights["artist"].shape[1]
    weights = np.random.default_rng(5).normal(0, 1, (1, width)).astype(np.float32)
    more = LinearHeads(
        {**heads.weights, "painting": weights}, {**heads.biases, "painting": np.float32([0.5])}
    )
    outputs = answers(assemble([graph], more))
    with torch.no_grad():
        pooled = net.backbones[0](torch.from_numpy(INPUT))[0].numpy()
    assert outputs["painting_logits"] == pytest.approx(pooled @ weights.T + 0.5, rel=1e-3)
    assert outputs["artist_logits"] == pytest.approx(plain["artist_logits"], abs=1e-3)


def test_a_graph_says_nothing_of_the_machine_it_was_made_on():
    net, graph, _ = small()
    text = assemble([graph], net.heads.folded()).SerializeToString()
    assert b"site-packages" not in text and b"/home" not in text and b".py" not in text


def test_the_same_network_gives_the_same_bytes():
    _, graph, _ = small()
    again = backbone_graph(network("test_efficientnet").backbones[0])
    assert graph.SerializeToString(deterministic=True) == again.SerializeToString(
        deterministic=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SHORT_NAMES, "convnext_atto", "vit_tiny_patch16_224"])
def test_every_backbone_of_the_study_trains_and_exports(name):
    net = network(name)
    assert_agree(net, served(net), within=1e-3)  # deep networks with random weights
    assert net.unfreeze(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vgg19", "resnet50"])
def test_backbones_of_the_study_as_it_pooled_them(name):
    net = network(name, pooling="gap")
    assert_agree(net, served(net), within=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHORT_NAMES)
def test_gap_is_the_mean_of_the_last_map_of_each(name):
    backbone = Backbone(name, size=96, pooling="gap", pretrained=False).eval()
    with torch.no_grad():
        pooled, maps = backbone(torch.from_numpy(INPUT))
    assert pooled.shape == (3, backbone.net.num_features)
    assert torch.allclose(pooled, maps["feature_map_0"].mean((2, 3)), atol=1e-5)


@pytest.mark.slow
def test_a_transformer_at_another_size_cut_off_after_its_third_block():
    net = network("vit_small_patch14_dinov2", size=56, levels=(0, 2))
    pictures = INPUT[:, :, :56, :56].copy()
    graph = backbone_graph(net.backbones[0])
    assert_agree(net, answers(assemble([graph], net.heads.folded()), pictures), pictures)
    stored = sum(numpy_helper.to_array(t).size for t in graph.graph.initializer)
    assert stored < 0.4 * 22e6  # of the whole transformer's

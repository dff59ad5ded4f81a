"""What a trained bundle says of itself."""

from itertools import pairwise

from morelli.bundles.bundle import Calibration, Manifest
from morelli.training.data.training_set import prepare
from morelli.training.export.graphs import LinearHeads
from morelli.training.export.manifest import class_labels, feature_blocks, manifest


def test_names_of_classes_are_the_taxonomys_or_made_of_their_slugs():
    labels = class_labels("artist", ["claude-monet", "nobody-known"])
    assert [label.name for label in labels] == ["Claude Monet", "Nobody Known"]
    assert class_labels("style", ["impressionism"])[0].name == "Impressionism"


def test_blocks_follow_each_other_through_all_backbones(recipe, data):
    made = prepare(recipe(model={"backbones": ["test_efficientnet", "test_vit"]}), data)
    blocks = feature_blocks(made.backbones)
    assert blocks[0].start == 0
    for block, following in pairwise(blocks):
        assert following.start == block.start + block.width
    assert blocks[-1].start + blocks[-1].width == sum(b.width for b in made.backbones)
    assert {block.source.split("_")[2] for block in blocks} == {"0", "1"}


def test_the_file_calls_blocks_parts_as_it_always_did(recipe, data):
    """Bundles that others hold are read with the names that they were written with."""
    training = prepare(recipe(), data)
    about = manifest("small", training, LinearHeads({}, {}), Calibration(), {})
    document = about.model_dump(mode="json", by_alias=True)
    assert len(document["parts"]) == len(about.feature_blocks) > 0
    assert "feature_blocks" not in document
    assert Manifest.model_validate(document) == about

"""From recipe to bundle with a frozen backbone: every way a recipe can be written."""

import json
from dataclasses import replace

import numpy as np
import pytest

from morelli.bundles.bundle import Bundle
from morelli.bundles.reference_set import ReferenceSet
from morelli.datasets import Sample
from morelli.datasets.splits import open_set_split
from morelli.errors import MorelliError
from morelli.evaluation.card import card
from morelli.evaluation.evaluate import evaluate, fresh
from morelli.inference.classifier import Classifier
from morelli.recipes.networks import BackboneError
from morelli.recipes.prerequisites import FEWEST_OPEN_SET
from morelli.training.data.training_set import prepare
from morelli.training.run import Run
from morelli.training.train import train

pytestmark = pytest.mark.slow


@pytest.fixture
def make(recipe, data, tmp_path):
    """Train by a recipe changed in some parts; returns its bundle, read back from disk."""

    def make(folder="run", *, on=data, others=(), told=None, **parts):
        report = told.append if told is not None else lambda _: None
        run = Run(recipe(**parts), tmp_path / folder, report, accelerator="cpu", quiet=True)
        train(run, on, others)
        return Bundle.open(tmp_path / folder / "bundle")

    return make


def right(bundle, samples, head="artists"):
    results = Classifier(bundle.without_works()).stream([s.path for s in samples])
    answers = [getattr(r.attribution, head)[0].slug for r in results]
    label = head.removesuffix("s")
    return np.mean([a == getattr(s, label) for a, s in zip(answers, samples, strict=True)])


def test_what_was_drawn_is_learnt(trained):
    assert right(trained.bundle, trained.data.samples) > 0.9
    assert trained.bundle.artists == trained.data.artists
    assert trained.bundle.styles == trained.data.styles


def test_names_come_from_the_taxonomy(trained):
    names = {label.slug: label.name for label in trained.bundle.manifest.artists}
    assert names["claude-monet"] == "Claude Monet"


def test_pages_of_text_are_not_paintings(trained):
    results = Classifier(trained.bundle).stream([s.path for s in trained.others.samples])
    assert {r.attribution.verdict for r in results} == {"not a painting"}
    assert trained.bundle.manifest.refuses


def test_blanks_are_learnt_by_a_column_of_their_own(make, trained):
    """Beside pictures of other things, or alone."""
    for others, columns in ((trained.others.samples, 2), ((), 1)):
        made = make(f"blanks-{columns}", others=others, out_of_domain={"blanks": 36})
        classifier = Classifier(made)
        assert made.manifest.refuses
        blanks = sorted(made.path.parent.glob("blanks/*.png"))
        logits = classifier.outputs([classifier.decode(file) for file in blanks])["painting_logits"]
        assert logits.shape == (36, columns)
        assert (logits[:, -1] < 0).mean() > 0.5  # as far as a network of random weights can tell
        assert made.manifest.provenance["data"]["blanks"] == 36


def test_a_bundle_says_what_it_was_made_from(trained):
    provenance = trained.bundle.manifest.provenance
    assert provenance["recipe"] == trained.recipe.model_dump(mode="json")
    assert provenance["data"]["fingerprint"] == trained.data.fingerprint()
    assert provenance["data"]["not_paintings"] == 20
    assert provenance["data"]["training_pictures"] < len(trained.data)  # a test split is kept out
    assert provenance["versions"]["torch"]
    assert (
        sum(p["pictures"] for p in provenance["data"]["painters"].values())
        == (provenance["data"]["training_pictures"])
    )
    assert [about["name"] for about in provenance["backbones"]] == ["test_efficientnet"]


def test_feature_blocks_cover_every_feature_the_heads_read(trained):
    blocks = trained.bundle.manifest.feature_blocks
    starts = np.cumsum([0, *(block.width for block in blocks)])
    assert [block.start for block in blocks] == starts[:-1].tolist()
    outputs = Classifier(trained.bundle).run([np.zeros((64, 64, 3), np.uint8)], ["head_artist"])
    assert outputs["head_artist"].shape == (starts[-1], 4)


def test_calibration_is_complete(trained):
    calibration = trained.bundle.manifest.calibration
    assert len(calibration.familiarity) == 101
    assert list(calibration.familiarity) == sorted(calibration.familiarity)
    table = np.array(calibration.style_given_artist)
    assert table.shape == (4, 4)
    assert table.sum(1) == pytest.approx(np.ones(4), abs=1e-4)


@pytest.mark.slow
def test_same_recipe_and_seed_give_the_same_numbers(make, data, assert_same):
    parts = {"regularisation": {"dropout": 0.3}, "validation": {"folds": 2}}
    one, two, other = make("one", **parts), make("two", **parts), make("other", seed=1, **parts)
    assert_same(one, two, data)
    squares = [one.manifest.preprocessing.decode(s.path) for s in data]
    ours, theirs = (Classifier(b).outputs(squares)["artist_logits"] for b in (one, other))
    assert np.abs(ours - theirs).max() > 0.01


@pytest.mark.parametrize(
    ("heads", "has", "lacks"), [(["artist"], "artists", "styles"), (["style"], "styles", "artists")]
)
def test_one_head_alone(make, data, heads, has, lacks):
    bundle = make(model={"heads": heads, "pooling": "gap"})
    assert len(getattr(bundle, has)) == 4 and getattr(bundle, lacks) == ()
    answer = Classifier(bundle.without_works()).classify(data.samples[0].path)
    assert getattr(answer, has) and not getattr(answer, lacks)
    assert answer.painting is None
    assert (answer.familiarity is None) == (heads == ["style"])
    assert {part.kind for part in bundle.manifest.feature_blocks} == {"mean"}


@pytest.fixture
def open_set(data, drawn, tmp_path):
    """Paintings of another hand, by a painter to learn from and by one to measure by."""
    names = {"learnt": "painter-1", "measured": "painter-4"}
    folder = drawn.folder(tmp_path / "more", each=FEWEST_OPEN_SET)
    paths = sorted((folder / "piet-mondrian").iterdir())
    samples = {
        part: tuple(Sample(path, name, None) for path in paths) for part, name in names.items()
    }
    assert open_set_split([*samples["learnt"], *samples["measured"]]) == tuple(samples.values())
    return samples


def test_unknown_painters_look_less_familiar_once_some_were_shown(recipe, data, open_set, tmp_path):
    known = replace(data, samples=tuple(s for s in data if s.artist != "piet-mondrian"))
    both = [*open_set["learnt"], *open_set["measured"]]
    found = {}
    for name, unknown in (("plain", ()), ("shown", both)):
        run = Run(recipe(), tmp_path / name, accelerator="cpu", quiet=True)
        bundle = train(run, known, unknown=unknown)
        shown = len(open_set["learnt"]) if unknown else 0
        assert bundle.manifest.provenance["data"]["strangers"] == shown
        assert (ReferenceSet.of(bundle).open_set is not None) == bool(unknown)
        assert fresh(bundle, both) == (open_set["measured"] if unknown else tuple(both))
        evaluation = evaluate(Classifier(bundle), known.samples, unknown=both)
        found[name] = evaluation.refusal["unknown_painter_auroc"]
        assert evaluation.refusal["unknown_painter_noticed"].n == len(fresh(bundle, both))
    assert found["shown"].value > found["plain"].value


def test_too_few_unknown_painters_are_refused(recipe, data, open_set, tmp_path):
    run = Run(recipe(), tmp_path / "run", accelerator="cpu", quiet=True)
    with pytest.raises(MorelliError, match="are too few to learn from; it takes at least 20"):
        train(run, data, unknown=open_set["learnt"][1:])
    assert not (tmp_path / "run").exists()


@pytest.mark.slow
def test_two_backbones_stored_in_fewer_bits(make, data):
    names = ["test_resnet", "test_vit"]
    storage = {"test_resnet": "float16", "test_vit": "int8"}
    plain = make("plain", model={"backbones": names})
    packed = make("packed", model={"backbones": names, "storage": storage})
    assert len(packed.graph) < 0.5 * len(plain.graph)
    squares = [plain.manifest.preprocessing.decode(s.path) for s in data]
    ours, theirs = (Classifier(b).outputs(squares)["artist_logits"] for b in (plain, packed))
    assert (ours.argmax(1) == theirs.argmax(1)).mean() > 0.95
    sources = {block.source for block in packed.manifest.feature_blocks}
    assert {"feature_map_0_0", "feature_map_1_0"} <= sources


def test_a_pruned_transformer_is_learnt_from_and_served(make, data):
    model = {"backbones": ["test_vit"]}
    pruned = make("pruned", model={**model, "hidden_units": {"test_vit": 24}})
    assert len(pruned.graph) < len(make("plain", model=model).graph)
    assert right(pruned, data.samples) > 0.8


def test_hidden_units_that_are_not_there_are_refused_at_once(recipe, data):
    model = {"backbones": ["test_resnet"], "hidden_units": {"test_resnet": 24}}
    with pytest.raises(BackboneError, match="no blocks with hidden units"):
        prepare(recipe(model=model), data)


@pytest.mark.slow
def test_augmented_copies_are_learnt_from(make, data):
    told: list[str] = []
    augmentation = {"copies": 2, "flip": True, "resolution": 0.5, "jpeg": 30}
    changed = make("copies", augmentation=augmentation, told=told)
    assert any("augmented copy 2" in line for line in told)
    assert make("plain").manifest.sha256 != changed.manifest.sha256
    assert right(changed, data.samples) > 0.8


@pytest.mark.slow
def test_mirror_images_are_learnt_from(make, data):
    told: list[str] = []
    mirrored = make("mirrored", augmentation={"mirrored": True}, told=told)
    assert any("mirrored" in line for line in told)
    assert make("plain").manifest.sha256 != mirrored.manifest.sha256
    assert right(mirrored, data.samples) > 0.8


def test_preprocessing_is_the_recipes_or_the_backbones_own(recipe, data):
    chosen = prepare(recipe(model={"fit": "crop", "interpolation": "lanczos"}), data)
    assert chosen.preprocessing.model_dump() == {
        "size": 64,
        "fit": "crop",
        "interpolation": "lanczos",
    }
    own = prepare(recipe(model={"backbones": ["test_resnet"], "size": None}), data)
    assert own.preprocessing.size == own.backbones[0].size
    assert own.preprocessing.interpolation == own.backbones[0].interpolation


def test_levels_of_a_recipe_reach_the_backbone(recipe, data):
    asked = recipe(model={"backbones": ["test_vit"], "levels": {"test_vit": [0, 2]}})
    assert prepare(asked, data).backbones[0].levels == (0, 2)


def test_given_validation_is_held_out_and_the_test_split_never_looked_at(make, data, tmp_path):
    text = tmp_path / "no picture.png"
    text.write_text("whoever decodes this fails")
    names = ["train"] * 4 + ["validation"] * 2 + ["test"] * 2  # of each painter's eight
    given = [replace(s, split=names[i % 8]) for i, s in enumerate(data)]
    assert {s.split for s in given if s.artist == "claude-monet"} == set(names)
    unseen = (replace(s, path=text) if s.split == "test" else s for s in given)
    bundle = make(on=replace(data, samples=tuple(unseen)))
    assert bundle.manifest.provenance["data"]["training_pictures"] == 4 * 6


def test_one_painter_is_nothing_to_learn(make, data):
    one = replace(data, samples=tuple(s for s in data if s.artist == "claude-monet"))
    with pytest.raises(MorelliError, match="name one painter and one style; it takes two"):
        make(on=one)


@pytest.mark.parametrize(
    ("absent", "has", "lacks", "said"),
    [
        ("style", "artists", "styles", "name no style: only painters are learnt."),
        ("artist", "styles", "artists", "name no painter: only styles are learnt."),
    ],
)
def test_where_a_label_is_absent_the_other_is_learnt_and_that_is_said(
    make, data, absent, has, lacks, said
):
    bare = replace(data, samples=tuple(replace(s, **{absent: None}) for s in data))
    told: list[str] = []
    bundle = make(on=bare, told=told)
    assert len(getattr(bundle, has)) == 4 and getattr(bundle, lacks) == ()
    (change,) = (line for line in told if line.endswith(said))
    assert bundle.manifest.provenance["adapted"] == [change]
    note = json.loads((bundle.path.parent / "run.json").read_text())
    assert note["adapted"] == [change] and note["recipe"]["model"]["heads"] == ["artist", "style"]
    assert right(bundle, data.samples, has) > 0.9
    text = card(bundle, evaluate(Classifier(bundle.without_works()), bare.samples))
    names = {"artists": "painter", "styles": "style"}
    assert f"Names the {names[has]} (4) of a painting." in text and change in text
    make(on=bare)  # the same command goes on


def test_a_handful_of_other_pictures_is_needed(make, data):
    few = [Sample(s.path, None, None) for s in data.samples[:4]]
    with pytest.raises(MorelliError, match="4 pictures are too few"):
        make(others=few)


def test_another_recipe_or_other_data_may_not_go_on_in_the_same_folder(make, data):
    make(model={"heads": ["artist"]}, optimisation={"epochs": 1})
    with pytest.raises(MorelliError, match="another recipe"):
        make(model={"heads": ["artist"]}, optimisation={"epochs": 2})
    fewer = replace(data, samples=data.samples[:-1])
    with pytest.raises(MorelliError, match="other data"):
        make(on=fewer, model={"heads": ["artist"]}, optimisation={"epochs": 1})


def test_painters_of_whom_some_have_no_style(make, data):
    masked = tuple(replace(s, style=None) if s.artist == "mark-rothko" else s for s in data)
    bundle = make(on=replace(data, samples=masked))
    assert len(bundle.artists) == 4 and len(bundle.styles) == 3
    assert np.array(bundle.manifest.calibration.style_given_artist).shape == (4, 3)

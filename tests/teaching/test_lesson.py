"""A painter more, from numbers alone: what is learnt, what it costs the others, what is refused."""

import numpy as np
import pytest

from morelli.bundles.bundle import (
    Bundle,
    BundleError,
    Label,
    Manifest,
    Preprocessing,
    read_manifest,
    save,
)
from morelli.bundles.reference_set import ReferenceSet
from morelli.errors import MorelliError
from morelli.inference.calibration import calibrate
from morelli.inference.probabilities import probabilities
from morelli.teaching import FEWEST, KnownPainterError, TeachError, check, extend, painter

PAINTERS, WIDTH, STYLES = 12, 16, 3
rng = np.random.default_rng(5)
CENTRES = 3.5 * rng.normal(size=(PAINTERS + 2, WIDTH)) / np.sqrt(WIDTH)
WEIGHTS = CENTRES[:PAINTERS]


def pictures(number, count):
    """Outputs of the graph for pictures by one painter; the last two aren't known to it."""
    embedding = CENTRES[number] + rng.normal(0, 0.6, (count, WIDTH))
    return {
        "embedding": embedding,
        "artist_logits": 2 * embedding @ WEIGHTS.T - (WEIGHTS**2).sum(1),
        "style_logits": rng.normal(0, 1, (count, STYLES)),
    }


@pytest.fixture(scope="module")
def bundle():
    found = [pictures(number, 40) for number in range(PAINTERS)]
    artists = np.repeat(np.arange(PAINTERS), 40)
    embedding = np.concatenate([one["embedding"] for one in found])
    logits = np.concatenate([one["artist_logits"] for one in found])
    table = np.full((PAINTERS, STYLES), 1 / STYLES)
    styles = rng.integers(0, STYLES, len(artists))
    heads = {"artist": logits, "style": np.eye(STYLES)[styles]}
    reference = ReferenceSet(artists, embedding, logits)
    manifest = Manifest(
        name="numbers",
        sha256="0" * 64,
        artists=[Label(slug=f"painter-{n}", name=f"Painter {n}") for n in range(PAINTERS)],
        styles=[Label(slug=slug, name=slug) for slug in ("baroque", "realism", "cubism")],
        refuses=False,
        preprocessing=Preprocessing(size=8),
        calibration=calibrate(heads, {"artist": artists, "style": styles}, table),
        metrics={"artist": {"measured": "before"}},
    )
    return Bundle("nowhere", manifest, b"graph", reference.to_json())


NEW = Label(slug="hilma-nobody", name="Hilma Nobody")


def logits(lesson, outputs):
    weights = np.array([taught.weights for taught in lesson.bundle.manifest.taught])
    biases = [taught.bias for taught in lesson.bundle.manifest.taught]
    return np.hstack([outputs["artist_logits"], outputs["embedding"] @ weights.T + biases])


def test_the_painter_is_recognised_and_the_others_are_too(bundle):
    lesson = extend(bundle, NEW, pictures(PAINTERS, 8))
    new = logits(lesson, pictures(PAINTERS, 200)).argmax(1)
    assert (new == PAINTERS).mean() > 0.8
    for number in range(PAINTERS):
        outputs = pictures(number, 100)
        before = (outputs["artist_logits"].argmax(1) == number).mean()
        assert (logits(lesson, outputs).argmax(1) == number).mean() > before - 0.1
    taught = lesson.taught
    assert taught.pictures == 8 and 6 <= taught.recognised <= taught.among_five <= 8
    assert taught.others == 40 * PAINTERS
    assert 0.95 * taught.right_before < taught.right_after <= taught.right_before


def test_what_is_said_of_it_comes_from_pictures_left_out(bundle):
    """Five pictures without anything in common can be learnt by heart, and are not recognised."""
    outputs = {
        name: np.concatenate([pictures(number, 1)[name] for number in range(FEWEST)])
        for name in ("embedding", "artist_logits", "style_logits")
    }
    lesson = extend(bundle, NEW, outputs)
    assert lesson.taught.recognised <= 1


def test_everything_after_knows_the_painter(bundle):
    outputs = pictures(PAINTERS, 9)
    lesson = extend(bundle, NEW, outputs, "cubism")
    manifest = lesson.bundle.manifest
    assert manifest.artists[-1] == NEW == lesson.label
    assert manifest.metrics == {}  # measured of other answers
    calibration = manifest.calibration
    assert len(calibration.artist_thresholds) == PAINTERS + 1
    row = calibration.style_given_artist[-1]
    assert len(calibration.style_given_artist) == PAINTERS + 1
    assert row.index(max(row)) == 2 and sum(row) == pytest.approx(1, abs=1e-3)
    found = probabilities(
        {"artist_logits": logits(lesson, outputs), "style_logits": outputs["style_logits"]},
        calibration,
    )
    assert found.artist_sets[:, -1].mean() > 0.8
    assert found.familiarity is not None and found.styles.shape == (9, STYLES)


def test_a_second_painter_is_told_from_the_first(bundle):
    first = extend(bundle, NEW, pictures(PAINTERS, 8))

    def seen(count):
        outputs = pictures(PAINTERS + 1, count)
        return {**outputs, "artist_logits": logits(first, outputs)}

    second = extend(first.bundle, Label(slug="second", name="Second"), seen(8))
    assert [taught.slug for taught in second.bundle.manifest.taught] == [NEW.slug, "second"]
    answers = logits(second, pictures(PAINTERS + 1, 100)).argmax(1)
    assert (answers == PAINTERS + 1).mean() > 0.8
    assert (logits(second, pictures(PAINTERS, 100)).argmax(1) == PAINTERS).mean() > 0.7
    assert second.taught.others == 40 * PAINTERS + 8


def test_teaching_again_replaces_and_teaching_twice_is_refused(bundle):
    first = extend(bundle, NEW, pictures(PAINTERS + 1, 6))
    second = extend(
        first.bundle,
        Label(slug="second", name="Second"),
        {**(outputs := pictures(3, 6)), "artist_logits": logits(first, outputs)},
    )
    with pytest.raises(KnownPainterError, match="already taught Hilma Nobody"):
        check(second.bundle, NEW, None, again=False)
    check(second.bundle, NEW, None, again=True)
    outputs = pictures(PAINTERS, 8)
    again = extend(second.bundle, NEW, {**outputs, "artist_logits": logits(second, outputs)})
    assert again.bundle.artists[PAINTERS:] == ("second", "hilma-nobody")
    rows = [len(again.bundle.manifest.calibration.style_given_artist)]
    assert rows == [len(again.bundle.artists)]
    reference = ReferenceSet.of(again.bundle)
    assert np.bincount(reference.artists)[PAINTERS:].tolist() == [6, 8]
    assert (logits(again, pictures(PAINTERS, 100)).argmax(1) == PAINTERS + 1).mean() > 0.8


def test_what_cannot_be_taught_is_refused_in_advance(bundle):
    with pytest.raises(KnownPainterError, match=r"knows Painter 3 \(painter-3\) from its training"):
        check(bundle, bundle.manifest.artists[3], None, again=True)
    with pytest.raises(TeachError, match="knows no style 'pop-art'"):
        check(bundle, NEW, "pop-art", again=False)
    bare = Bundle("nowhere", bundle.manifest, bundle.graph)
    with pytest.raises(TeachError, match="carries no held-out pictures"):
        check(bare, NEW, None, again=False)
    with pytest.raises(TeachError, match="there are 4 pictures that can be used; it takes at lea"):
        extend(bundle, NEW, pictures(PAINTERS, FEWEST - 1))
    with pytest.raises(TeachError, match="there are 0 pictures"):
        extend(bundle, NEW, {})


def test_names_are_found_in_any_spelling_and_new_ones_are_kept():
    assert painter("GENTILESCHI, Artemisia").slug == "artemisia-gentileschi"
    assert painter(" Hilma   Nobody ") == NEW
    with pytest.raises(MorelliError, match="may be more than one painter"):
        painter("Gentileschi")
    for nothing in ("", "?!", "x" * 101):
        with pytest.raises(TeachError, match="not the name of a painter"):
            painter(nothing)


def test_a_lesson_is_kept_in_a_new_folder_alone(bundle, tmp_path):
    lesson = extend(bundle, NEW, pictures(PAINTERS, 6))
    saved = lesson.save(tmp_path / "mine")
    content = (tmp_path / "mine" / "morelli.json").read_bytes()
    opened = Bundle(tmp_path / "mine", read_manifest(content, "it"), b"graph")
    assert opened.name == saved.name == "mine"
    assert opened.manifest.taught == lesson.bundle.manifest.taught
    assert opened.digest == saved.digest != bundle.digest
    with pytest.raises(TeachError, match="exists already"):
        lesson.save(tmp_path / "mine")


def test_a_reference_set_is_kept_to_a_63rd_and_damage_is_found(bundle, tmp_path):
    reference = ReferenceSet.of(bundle)
    again = ReferenceSet.of(Bundle("x", bundle.manifest, b"", reference.to_json()))
    for ours, theirs in (
        (again.embedding, reference.embedding),
        (again.logits, reference.logits),
    ):
        assert np.abs(ours - theirs).max() < 0.02 * np.ptp(theirs, axis=0).max()
    saved = save(tmp_path, bundle.manifest, b"graph", bundle.background)
    (tmp_path / "background.json").write_bytes(bundle.background[:-1])
    with pytest.raises(BundleError, match=r"background\.json is damaged: its SHA-256"):
        Bundle.open(saved.path)
    for nonsense in (b"{}", b"no json", bundle.background.replace(b'"codes":"', b'"codes":"AA')):
        with pytest.raises(BundleError, match="is damaged"):
            ReferenceSet.of(Bundle(tmp_path, bundle.manifest, b"", nonsense))
    fewer = bundle.manifest.model_copy(update={"artists": bundle.manifest.artists[:-1]})
    with pytest.raises(BundleError, match="not about the 11 painters"):
        ReferenceSet.of(Bundle(tmp_path, fewer, b"", bundle.background))


def test_a_manifest_that_names_others_than_it_was_taught_is_refused(bundle):
    document = extend(bundle, NEW, pictures(PAINTERS, 6)).bundle.manifest.model_dump()
    with pytest.raises(ValueError, match="not the last of the artists"):
        Manifest.model_validate({**document, "artists": document["artists"][::-1]})

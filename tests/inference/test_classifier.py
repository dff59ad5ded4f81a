"""One road for every kind of picture, alone or in a crowd."""

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from morelli.bundles.bundle import Bundle, BundleError, save
from morelli.cropping.photograph import photograph
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.errors import MorelliError
from morelli.images import Limits, NotAPictureError, PictureTooLargeError
from morelli.inference.classifier import Classifier
from morelli.inference.views import Cropped


@pytest.fixture(scope="module")
def classifier(trained):
    # On one thread the same sum is the same number, whatever the machine.
    return Classifier(trained.bundle, threads=1)


@pytest.fixture
def file(trained):
    return trained.data.samples[3].path


def test_every_kind_of_source_gives_the_same_answer(classifier, file):
    pixels = np.asarray(Image.open(file))
    with file.open("rb") as stream:
        sources = [file, str(file), file.read_bytes(), stream, Image.open(file), pixels]
        answers = [classifier.classify(source) for source in sources]
    assert all(answer == answers[0] for answer in answers)


def test_alone_or_in_a_batch(classifier, trained):
    paths = [s.path for s in trained.data.samples[:11]]
    together = classifier.classify(paths)
    for path, answer in zip(paths, together, strict=True):
        alone = classifier.classify(path)
        assert [c.slug for c in alone.artists] == [c.slug for c in answer.artists]
        ours, theirs = ([c.probability for c in a.artists] for a in (alone, answer))
        assert ours == pytest.approx(theirs, abs=1e-5)


def test_a_stream_goes_on_after_a_bad_picture_and_keeps_the_order(classifier, file, tmp_path):
    bad = tmp_path / "text.jpg"
    bad.write_text("no picture")
    pictures = [file, bad, tmp_path / "missing.png", file]
    results = list(classifier.stream(pictures, batch=2))
    assert [r.source for r in results] == pictures
    assert isinstance(results[1].error, NotAPictureError)
    assert isinstance(results[2].error, FileNotFoundError)
    assert results[0].attribution == results[3].attribution
    with pytest.raises(NotAPictureError):
        classifier.classify([file, bad])


def test_pictures_are_read_only_as_they_are_needed(classifier, file):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield file

    next(classifier.stream(endless(), batch=4))
    assert taken <= 8


def test_top(classifier, file):
    assert len(classifier.classify(file, top=2).artists) == 2
    with pytest.raises(MorelliError, match="top"):
        classifier.classify(file, top=0)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3)),
        np.zeros((0, 4, 3), np.uint8),
    ],
    ids=lambda a: f"{a.dtype} {a.shape}",
)
def test_a_wrong_array_is_explained(classifier, array):
    with pytest.raises(MorelliError, match=r"uint8 of shape \(height, width, 3\), sRGB; got"):
        classifier.classify(array)


def test_nothing_to_do_is_nothing_done(classifier):
    assert classifier.classify([]) == []
    assert list(classifier.stream(iter(()))) == []


def test_one_picture_gives_one_answer_and_a_list_a_list(classifier, file):
    one = classifier.classify(file)
    assert classifier.classify([file]) == [one]
    assert [a.sentence for a in classifier.classify((file, file))] == [one.sentence] * 2


def test_a_pixel_is_a_picture(classifier):
    assert classifier.classify(np.full((1, 1, 3), 7, np.uint8)).verdict


def test_arrays_need_not_be_contiguous(classifier, file):
    pixels = np.asarray(Image.open(file))
    assert classifier.classify(pixels[:, ::-1]) == classifier.classify(pixels[:, ::-1].copy())


def test_several_threads_may_ask_at_once(classifier, trained):
    paths = [s.path for s in trained.data.samples]
    expected = [classifier.classify(path) for path in paths]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(classifier.classify, paths)) == expected


def test_a_picture_past_the_limits_is_an_error_of_its_own(trained, file):
    strict = Classifier.open(trained.bundle.path, limits=Limits(pixels=1000), threads=1)
    with pytest.raises(PictureTooLargeError):
        strict.classify(file)


def test_probabilities_are_sorted_and_sum_to_one(classifier, file):
    answer = classifier.classify(file, top=99)
    for candidates in (answer.artists, answer.styles):
        shares = [c.probability for c in candidates]
        assert len(shares) == 4 and sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)


def test_a_graph_that_is_none_is_refused_with_its_bundle_named(trained, tmp_path):
    bundle = save(tmp_path, trained.bundle.manifest, b"no graph, though its checksum is right")
    with pytest.raises(BundleError, match="onnxruntime refuses the graph"):
        Classifier(bundle)


def test_other_outputs_may_be_asked_for_by_name(classifier):
    squares = [np.zeros((64, 64, 3), np.uint8)]
    assert classifier.run(squares, ["embedding"])["embedding"].shape[0] == 1
    with pytest.raises(BundleError, match="has no output nonsense"):
        classifier.run(squares, ["embedding", "nonsense"])


def test_upside_down_by_exif_is_the_same_picture(classifier, file):
    image = Image.open(file)
    exif = Image.Exif()
    exif[0x0112] = 3
    turned = io.BytesIO()
    image.rotate(180).save(turned, "PNG", exif=exif)
    assert classifier.classify(turned.getvalue()) == classifier.classify(file)


def test_the_core_is_light(file):
    code = (
        "import sys, morelli; from morelli import Classifier;"
        f"Classifier.open().classify({str(file)!r});"
        "heavy = ('torch', 'onnx', 'django', 'pandas', 'scipy', 'sklearn', 'matplotlib', 'timm');"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_cropped_picture_is_answered_for_its_painting_alone(classifier, file):
    painting = np.asarray(Image.open(file))
    photo = photograph(painting, "frame", "medium", 2)
    where = Quadrilateral.of(photo.corners, photo.size)
    pictures = [photo.pixels, Cropped(photo.pixels, where)]
    whole, cropped = classifier.classify(pictures, crop=False)
    alone = classifier.classify(painting)
    assert whole.cropped is None
    assert cropped.cropped == where
    assert whole.artists != alone.artists
    assert [c.probability for c in cropped.artists] == pytest.approx(
        [c.probability for c in alone.artists], abs=0.02
    )


def test_the_painting_is_looked_for_in_a_photograph(credulous, file, overlap):
    classifier = Classifier(credulous, threads=1)
    photo = photograph(np.asarray(Image.open(file).resize((240, 240))), "frame", "medium", 2)
    wall = np.full((60, 80, 3), 200, np.uint8)
    found, nothing = classifier.classify([photo.pixels, wall])
    told = classifier.classify(Cropped(photo.pixels, found.cropped))
    assert told.cropped == found.cropped
    assert [c.slug for c in told.artists] == [c.slug for c in found.artists]
    # Two pictures at once and one alone are added up in another order.
    assert told.familiarity == pytest.approx(found.familiarity, abs=1e-3)
    assert overlap(found.cropped.points(photo.size), photo.corners) > 0.8
    assert nothing.cropped is None


def test_a_file_is_searched_as_its_pixels_are_and_small_paintings_are_seen_at_full_size(
    credulous, file, overlap
):
    """A JPEG is reduced while it is decoded; what is small in it is cut out of more of it."""
    classifier = Classifier(credulous, threads=1)
    photo = photograph(np.asarray(Image.open(file).resize((240, 240))), "frame", "medium", 2)
    encoded = io.BytesIO()
    large = Image.fromarray(photo.pixels).resize((photo.size[0] * 5, photo.size[1] * 5))
    large.save(encoded, "JPEG", quality=95)
    encoded.seek(0)
    from_file = classifier.classify(encoded)
    from_pixels = classifier.classify(np.asarray(large))
    assert overlap(from_file.cropped.points(), from_pixels.cropped.points()) > 0.9
    assert from_file.artists[0].slug == from_pixels.artists[0].slug


def test_a_square_on_a_ground_is_no_painting_on_a_wall(classifier):
    """It would be cut out, but the network sees less of a painting in it alone."""
    rng = np.random.default_rng(7)
    ground = np.full((300, 300, 3), (236, 230, 214), np.float64) + rng.normal(0, 3, (300, 300, 1))
    ground[80:215, 85:220] = (24, 22, 23)
    pixels = np.clip(ground, 0, 255).astype(np.uint8)
    whole, alone = classifier.classify([pixels, classifier.decode(Cropped(pixels))], crop=False)
    answer = classifier.classify(pixels)
    seen = (answer.painting, answer.cropped is None)
    assert seen == (
        pytest.approx(max(whole.painting, alone.painting), abs=1e-3),
        whole.painting > alone.painting,
    )


def test_a_wall_of_frames_that_is_refused_says_to_crop(trained):
    """Unless the picture is to be taken as it is."""
    calibration = trained.bundle.manifest.calibration.model_copy(update={"not_painting_below": 1.0})
    manifest = trained.bundle.manifest.model_copy(update={"calibration": calibration})
    there = trained.bundle
    strict = Classifier(Bundle(there.path, manifest, there.graph, there.background), threads=1)
    wall = np.full((300, 420, 3), 205, np.uint8)
    for left in (0, 320):
        for top in (-50, 240):
            wall[max(top, 0) : top + 110, left : left + 100] = (60, 45, 30)
            wall[max(top + 8, 0) : top + 102, left + 8 : left + 92] = (90, 96, 99)
    blank = np.full((300, 420, 3), 205, np.uint8)
    answer, nothing = strict.classify([wall, blank])
    assert (answer.verdict, answer.cropped) == ("painting on a wall", None)
    assert "cut one of them out" in answer.sentence
    assert nothing.verdict == strict.classify(wall, crop=False).verdict == "not a painting"


def test_nothing_is_told_to_the_makers_of_onnxruntime(tmp_path):
    """Its telemetry keeps an identifier of the machine in the home folder, where it is on."""
    script = "import time; from morelli import Classifier; Classifier.open('fast'); time.sleep(1.5)"
    silenced = ("CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    clean = {name: value for name, value in os.environ.items() if name not in silenced}
    subprocess.run([sys.executable, "-c", script], env={**clean, "HOME": str(tmp_path)}, check=True)
    assert not list(tmp_path.rglob("*onnxruntime*"))

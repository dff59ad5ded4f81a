"""The built-in models give the same answers everywhere, and tomorrow.

`answers.json` holds what each answered to pictures that `pictures()` draws, when it was made. After
a new model: python tests/golden/test_built_in.py
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from morelli.bundles.locations import built_in
from morelli.inference.classifier import Classifier

pytestmark = pytest.mark.slow

ANSWERS = Path(__file__).with_name("answers.json")
TOLERANCE = 2e-3
"""Probabilities of one graph differ by so much between processors."""


def pictures():
    """Pictures of several proportions, each the same wherever it is drawn."""
    grid = Image.new("RGB", (300, 400), "white")
    draw = ImageDraw.Draw(grid)
    for box, colour in [
        ((0, 0, 120, 150), "#d11f26"),
        ((130, 0, 300, 150), "#f6f3ea"),
        ((0, 160, 120, 400), "#f2c417"),
        ((130, 330, 300, 400), "#1f3f94"),
    ]:
        draw.rectangle(box, fill=colour, outline="black", width=8)
    yield "grid", grid
    ramp = np.linspace(0, 1, 500)[:, None, None] * np.ones((1, 260, 1))
    field = np.array([70, 10, 20]) * (1 - ramp) + np.array([200, 90, 30]) * ramp
    noise = np.random.default_rng(5).normal(0, 6, field.shape)
    yield "field", Image.fromarray(np.clip(field + noise, 0, 255).astype(np.uint8))
    page = Image.new("RGB", (640, 480), "white")
    for y in range(30, 460, 18):
        ImageDraw.Draw(page).line((40, y, 600 - (y * 37) % 160, y), fill="black", width=3)
    yield "page", page


def answers(model):
    classifier = Classifier.open(model)
    return {name: classifier.classify(picture, top=3).to_dict() for name, picture in pictures()}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden")
    for name, picture in pictures():
        picture.save(folder / f"{name}.png")
    return sorted(folder.iterdir())


def same(ours, theirs, tolerance):
    assert ours["verdict"] == theirs["verdict"]
    assert ours["bundle"] == theirs["bundle"]
    for kind in ("artists", "styles"):
        assert ours[kind][0]["slug"] == theirs[kind][0]["slug"]
        # Further down, where candidates are as likely as each other, they may change places.
        likely = {c["slug"]: c["probability"] for c in ours[kind]}
        for candidate in theirs[kind]:
            found = likely.get(candidate["slug"], min(likely.values()))
            assert found == pytest.approx(candidate["probability"], abs=tolerance)
    assert ours["painting"] == pytest.approx(theirs["painting"], abs=tolerance)
    assert ours["familiarity"] == pytest.approx(theirs["familiarity"], abs=0.02)


@pytest.mark.parametrize("model", built_in())
def test_answers_are_those_of_the_day_it_was_made(model):
    golden = json.loads(ANSWERS.read_text())[model]
    for name, answer in answers(model).items():
        same(answer, golden[name], TOLERANCE)


def test_alone_in_a_batch_and_from_every_kind_of_source():
    classifier = Classifier.open()
    drawn = [picture for _, picture in pictures()]
    alone = [classifier.classify(picture) for picture in drawn]
    together = classifier.classify([*drawn, *map(np.asarray, drawn)])
    for i, answer in enumerate(together):
        same(answer.to_dict(), alone[i % len(drawn)].to_dict(), 1e-5)


def test_command_line_and_classifier_agree_to_the_last_digit(files):
    command = [sys.executable, "-c", "from morelli.cli import main; main()", "classify", "--json"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    expected = Classifier.open().classify(files)
    assert [x["attribution"] for x in lines] == [
        json.loads(json.dumps(answer.to_dict())) for answer in expected
    ]


if __name__ == "__main__":
    ANSWERS.write_text(
        json.dumps({model: answers(model) for model in built_in()}, indent=1, ensure_ascii=False)
        + "\n"
    )

"""`morelli teach` as it is typed."""

import json

import numpy as np
import pytest
from PIL import Image

from morelli.inference.classifier import Classifier


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(6):
        rng = np.random.default_rng(number)
        stripes = np.zeros((64, 64, 3), np.uint8)
        stripes[:, (np.arange(64) + number) % (5 + number % 2) < 3] = (20, 220, 120)
        noise = rng.integers(0, 20, stripes.shape, dtype=np.uint8)
        Image.fromarray(stripes + noise).save(folder / f"{number}.png")
    return folder


def test_a_painter_is_taught_and_then_named(morelli, trained, pictures, tmp_path):
    (pictures / "broken.jpg").write_text("no picture")
    mine = tmp_path / "mine"
    done = morelli(
        "teach", "Hilma Nobody", pictures, "--from", trained.bundle.path, "--bundle", mine
    )
    assert "Learnt Hilma Nobody from 6 pictures." in done.out
    assert "Each left out in turn" in done.out and "were right before" in done.out
    assert "broken.jpg" in done.out and "not a picture" in done.out
    answer = Classifier.open(mine).classify(pictures / "3.png")
    assert answer.artists[0].name == "Hilma Nobody" and answer.bundle == "mine"

    assert "was taught Hilma Nobody from 6 pictures" in morelli("models", "info", mine).out
    (figures,) = json.loads(morelli("models", "info", mine, "--json").out)["taught"]
    assert (figures["slug"], figures["pictures"]) == ("hilma-nobody", 6)

    again = ("teach", "Hilma Nobody", pictures, "--from", mine, "--bundle", tmp_path / "more")
    assert "already taught Hilma Nobody" in morelli(*again, code=2).said
    assert not (tmp_path / "more").exists()
    told = json.loads(morelli(*again, "--again", "--style", "Op Art", "--json", code=2).out or "{}")
    assert told == {}
    told = json.loads(morelli(*again, "--again", "--style", "Baroque", "--json").out)
    assert told["slug"] == "hilma-nobody" and told["pictures"] == 6
    assert told["skipped"][0]["source"].endswith("broken.jpg")


def test_misuse_is_explained(morelli, trained, pictures, tmp_path):
    known = ("--from", trained.bundle.path, "--bundle", tmp_path / "new")
    done = morelli("teach", "claude monet", pictures, *known, code=2)
    assert "knows Claude Monet (claude-monet) from its training" in done.said
    done = morelli("teach", "Hilma Nobody", pictures / "0.png", *known, code=2)
    assert "there are 1 pictures that can be used; it takes at least 5" in done.said
    done = morelli("teach", "Hilma Nobody", pictures, "--bundle", tmp_path, code=2)
    assert "exists already" in done.said

"""`morelli classify` of photographs and `morelli evaluate --robustness` as they are typed."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from morelli.cropping.photograph import photograph
from morelli.cropping.quadrilateral import Quadrilateral


def test_photographs_are_answered_for_the_painting_in_them(
    morelli, trained, credulous, overlap, tmp_path
):
    painting = Image.open(trained.data.samples[3].path).convert("RGB").resize((240, 240))
    photo = photograph(np.asarray(painting), "frame", "medium", 2)
    file = tmp_path / "wall.png"
    Image.fromarray(photo.pixels).save(file)

    def answer(*options):
        done = morelli("classify", file, "--bundle", credulous.path, *options)
        return json.loads(done.out)["attribution"]

    assert answer("--no-crop")["cropped"] is None
    corners = [(c["x"], c["y"]) for c in answer()["cropped"]["corners"]]
    assert overlap(np.array(corners) * photo.size, photo.corners) > 0.8
    table = morelli("classify", file, "--bundle", credulous.path, "--csv").out
    (row,) = csv.DictReader(io.StringIO(table))
    assert np.allclose(Quadrilateral.parse(row["cropped"]).points(), corners, atol=1e-3)


@pytest.mark.slow
def test_robustness_is_in_the_numbers_and_in_the_report(morelli, trained, tmp_path):
    done = morelli(
        "evaluate",
        trained.bundle.path,
        *("--data", trained.root / "pictures", "--styles", trained.root / "styles.csv"),
        *("--robustness", 4, "--out", tmp_path, "--json"),
    )
    found = json.loads(done.out)["robustness"]
    assert found["artist_plain"]["n"] == 4
    assert -1 <= found["style_phone_strong_cropped_lost"]["value"] <= 1
    for page in ("report.md", "report.html"):
        text = (tmp_path / page).read_text()
        assert "Photographs of paintings" in text
        assert "artist, all together medium cropped: lost" in text

"""The API answers exactly as the classifier does."""

import io
import json

import numpy as np
from PIL import Image

from morelli.inference.classifier import Classifier


def test_api_and_classifier_agree(server):
    noise = np.random.default_rng(11).integers(0, 255, (40, 30, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).resize((600, 800)).save(buffer, "JPEG", quality=90)
    answer = server.post("/api/v1/attributions?top=4", ("files", "a.jpg", buffer.getvalue()))
    (result,) = answer.json()["results"]
    expected = Classifier.open().classify(buffer.getvalue(), top=4).to_dict()
    ours, theirs = result["attribution"], json.loads(json.dumps(expected))
    for kind in ("artists", "styles"):
        assert [c["slug"] for c in ours[kind]] == [c["slug"] for c in theirs[kind]]
        for one, other in zip(ours[kind], theirs[kind], strict=True):
            assert abs(one["probability"] - other["probability"]) < 1e-5
    assert ours["sentence"] == theirs["sentence"]

"""`GET /api/v1/model` against the built-in model and the settings of the server."""

import pytest

from morelli import Classifier
from morelli.images import FORMATS


def test_it_is_the_card_of_the_model_that_answers(server):
    answer = server.request("GET", "/api/v1/model")
    assert answer.status == 200
    bundle = Classifier.open().bundle
    card = answer.json()
    assert [head["head"] for head in card.pop("heads")] == ["artist", "style"]
    assert card.pop("provenance") == bundle.manifest.provenance
    rows = {row["measure"]: row for row in card.pop("comparisons")}
    assert rows["artist.accuracy"]["home"] == bundle.metrics["artist"]["accuracy"]
    assert card == {
        "name": bundle.name,
        "artists": len(bundle.artists),
        "styles": len(bundle.styles),
        "metrics": bundle.metrics,
        "accepts": {
            "formats": list(FORMATS),
            "bytes": 20_000_000,
            "pixels": 100_000_000,
            "files": 16,
        },
    }


def test_it_says_what_the_settings_allow(small_server):
    accepts = small_server.request("GET", "/api/v1/model").json()["accepts"]
    assert (accepts["bytes"], accepts["files"]) == (50_000, 3)


def test_every_class_has_its_accuracy_and_what_it_is_confused_with(server):
    bundle = Classifier.open().bundle
    for head in server.request("GET", "/api/v1/model").json()["heads"]:
        measured = bundle.metrics[head["head"]]
        assert head["accuracy"]["value"] == measured["accuracy"]["value"]
        labels = bundle.artists if head["head"] == "artist" else bundle.styles
        assert sorted(one["slug"] for one in head["classes"]) == sorted(labels)
        right = sum(cell["count"] for cell in head["confusions"] if cell["truth"] == cell["answer"])
        total = sum(cell["count"] for cell in head["confusions"])
        assert right / total == pytest.approx(measured["accuracy"]["value"], abs=1e-4)
        for one in head["classes"]:
            if one["accuracy"]:
                assert one["accuracy"]["low"] <= one["accuracy"]["value"] <= one["accuracy"]["high"]
            counts = [other["count"] for other in one["confused_with"]]
            assert counts == sorted(counts, reverse=True)
            assert one["slug"] not in [other["slug"] for other in one["confused_with"]]

"""The schema says which answers are pictures, and of which kind."""

import json
from pathlib import Path

import pytest

from morelli.web.openapi import image_response

SCHEMA = Path(__file__).resolve().parents[2] / "webapp/src/app/core/api/openapi.json"
BINARY = {"schema": {"type": "string", "format": "binary"}}


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_picture_is_binary(kind):
    described = {"description": "Small.", "content": {f"image/{kind}": BINARY}}
    assert image_response(kind, "Small.") == {"responses": {200: described}}


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("post", "/api/v1/previews", "image/webp"),
        ("post", "/api/v1/saliency", "image/png"),
        ("get", "/api/v1/gallery/{painting_id}/thumbnail/{side}", "image/webp"),
    ],
)
def test_it_is_published_so(method, path, kind):
    operation = json.loads(SCHEMA.read_text(encoding="utf-8"))["paths"][path][method]
    assert operation["responses"]["200"]["content"] == {kind: BINARY}

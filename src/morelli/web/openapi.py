"""What the schema says of pictures: those that are answers, and those that are refused."""

from typing import Any, Literal

from morelli.web.problems import InvalidParameters, Problem

REFUSED: dict[int, Any] = {
    413: Problem,
    415: Problem,
    422: Problem | InvalidParameters,
    429: Problem,
    503: Problem,
}
"""`response` of an operation that takes a picture, where it does not take it."""


def image_response(kind: Literal["png", "webp"], description: str) -> dict[str, Any]:
    """`openapi_extra` of an operation whose answer is a picture of this kind."""
    content = {f"image/{kind}": {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}}}

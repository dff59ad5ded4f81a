"""What the schema says of answers that are pictures."""

from typing import Any, Literal


def image_response(kind: Literal["png", "webp"], description: str) -> dict[str, Any]:
    """`openapi_extra` of an operation whose answer is a picture of this kind."""
    content = {f"image/{kind}": {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}}}

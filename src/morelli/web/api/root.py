"""The API object: its resources, its documentation, and how errors become problem details."""

from typing import Any

from ninja import NinjaAPI

from morelli import __version__
from morelli.web import failures
from morelli.web.api import (
    attributions,
    corrections,
    crops,
    evaluation,
    feature_maps,
    gallery,
    model,
    previews,
    saliency,
    shared,
    taxonomy,
    teaching,
)
from morelli.web.problems import MEDIA_TYPE


class MorelliAPI(NinjaAPI):
    """A NinjaAPI whose schema says that errors are `application/problem+json`."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI schema, with the media type of errors put right."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        (body,) = response["content"].values()
                        response["content"] = {MEDIA_TYPE: body}
        return schema


api = MorelliAPI(
    title="morelli",
    version=__version__,
    description="Who painted it, in what style, how sure are you, and why?",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for error in failures.HANDLED:
    api.add_exception_handler(error, failures.respond_to)  # type: ignore[arg-type]
for resource in (
    attributions,
    crops,
    saliency,
    feature_maps,
    taxonomy,
    model,
    evaluation,
    corrections,
    shared,
    previews,
    teaching,
):
    api.add_router("/v1", resource.router)
api.add_router("/v1/gallery", gallery.router)

"""The API object: its resources, its documentation, and how errors become problem details."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from threading import Lock
from typing import Any

from ninja import NinjaAPI, Router

from morelli import __version__, web
from morelli.web.problems import MEDIA_TYPE, failures


class MorelliAPI(NinjaAPI):
    """A NinjaAPI whose schema says that errors are `application/problem+json`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._schemas: dict[str, Any] = {}
        self._making = Lock()

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI schema, with the media type of errors put right.

        It takes a hundred times as long to make as to send, so it is made once for each prefix.
        """
        prefix = options.get("path_prefix") or self.get_root_path(options.get("path_params") or {})
        with self._making:
            if prefix not in self._schemas:
                made = super().get_openapi_schema(path_prefix=prefix)
                self._schemas[prefix] = self._corrected(made)
            return self._schemas[prefix]

    @staticmethod
    def _corrected(schema: Any) -> Any:
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        (body,) = response["content"].values()
                        response["content"] = {MEDIA_TYPE: body}
        return schema


def routers() -> Iterator[Router]:
    """The routers of all features: what a module of one, a folder beside this, calls `router`."""
    for feature in iter_modules(web.__path__, "morelli.web."):
        if not feature.ispkg:
            continue
        for module in iter_modules(import_module(feature.name).__path__, f"{feature.name}."):
            router = getattr(import_module(module.name), "router", None)
            if isinstance(router, Router):
                yield router


api = MorelliAPI(
    title="morelli",
    version=__version__,
    description="Who painted it, in what style, how sure are you, and why?",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for error in failures.HANDLED:
    api.add_exception_handler(error, failures.respond_to)  # type: ignore[arg-type]
for router in routers():
    api.add_router("/v1", router)

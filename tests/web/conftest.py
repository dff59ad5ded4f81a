"""A real server in a process of its own, and an HTTP client that keeps to the bytes."""

import atexit
import contextlib
import http.client
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw

from morelli.bundles.bundle import Bundle, save
from morelli.web.environment import Environment

# What the shell of whoever runs the tests has set is not what is tested.
for _name in Environment.model_fields:
    os.environ.pop(f"MORELLI_{_name.upper()}", None)

_CACHE = Path(tempfile.mkdtemp(prefix="morelli-tests-"))
atexit.register(shutil.rmtree, _CACHE, ignore_errors=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "morelli.web.settings"
django.setup()

File = tuple[str, str | None, bytes]
"""Name of the form field, name of the file (None for a plain value), content."""

BOUNDARY = "a-line-that-is-in-no-picture"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    def json(self) -> Any:
        return json.loads(self.body)


def multipart(*files: File) -> bytes:
    body = b""
    for name, filename, content in files:
        disposition = f'form-data; name="{name}"'
        if filename is not None:
            disposition += f'; filename="{filename}"'
        body += f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n".encode()
        body += b"\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


@dataclass
class Server:
    """`morelli serve` in a process of its own."""

    port: int
    ready: str

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=240)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            cookies = tuple(response.msg.get_all("Set-Cookie", ()))
            return Answer(response.status, headers, response.read(), cookies)

    def post(self, path: str, *files: File, **headers: str) -> Answer:
        body, content_type = self.form(*files)
        return self.request("POST", path, body, Content_Type=content_type, **headers)

    @staticmethod
    def form(*files: File) -> tuple[bytes, str]:
        """The body of a form, and its content type."""
        return multipart(*files), f"multipart/form-data; boundary={BOUNDARY}"


Serve = Callable[..., contextlib.AbstractContextManager[Server]]


@pytest.fixture(scope="session")
def serve(served: Callable[..., contextlib.AbstractContextManager[tuple[int, str]]]) -> Serve:
    """Starts servers with settings of the test's own."""

    @contextlib.contextmanager
    def serving(**settings: str) -> Iterator[Server]:
        with served(**{"MORELLI_CACHE": str(_CACHE), **settings}) as (port, ready):
            yield Server(port, ready)

    return serving


@pytest.fixture(scope="session")
def server(serve: Serve) -> Iterator[Server]:
    """A server as anyone starts it, but for one origin that may call /classifier."""
    with serve(MORELLI_CORS_ORIGINS="http://localhost:4200") as server:
        yield server


@pytest.fixture(scope="session")
def small_server(serve: Serve) -> Iterator[Server]:
    """A server with room for one request of three files of 50 kB each."""
    limits = {"MORELLI_QUEUE": "1", "MORELLI_MAX_FILES": "3", "MORELLI_MAX_BYTES": "50000"}
    with serve(**limits) as server:
        yield server


@pytest.fixture(scope="session")
def broken_server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose model fails on every picture that isn't about as bright as noise."""
    bundle = Bundle.open()
    folder = tmp_path_factory.mktemp("bundle")
    save(folder, bundle.manifest, failing_in_the_dark(bundle.graph), bundle.background)
    with serve(MORELLI_BUNDLE=str(folder)) as server:
        yield server


def failing_in_the_dark(graph: bytes) -> bytes:
    """The graph, with an index that leaves its table where a batch is darker than 0.45.

    No check of bundles sees that, and the noise that unknown graphs are tried on is brighter.
    """
    model = onnx.load_from_string(graph)
    (logits,) = (node for node in model.graph.node if "artist_logits" in node.output)
    logits.output[list(logits.output).index("artist_logits")] = "logits"
    numbers = {"half": np.float32(0.5), "steps": np.float32(20), "table": np.zeros(1, np.float32)}
    model.graph.initializer.extend(numpy_helper.from_array(n, name) for name, n in numbers.items())
    for operator, takes, gives, more in (
        ("ReduceMean", [model.graph.input[0].name], "brightness", {"keepdims": 0}),
        ("Sub", ["brightness", "half"], "above", {}),
        ("Mul", ["above", "steps"], "scaled", {}),
        ("Floor", ["scaled"], "step", {}),
        ("Cast", ["step"], "place", {"to": TensorProto.INT64}),
        ("Gather", ["table", "place"], "nothing", {}),
        ("Add", ["logits", "nothing"], "artist_logits", {}),
    ):
        model.graph.node.append(helper.make_node(operator, takes, [gives], **more))
    return model.SerializeToString()


@pytest.fixture(scope="session")
def draw() -> Callable[..., bytes]:
    """Draws a picture in the format named; another `seed` gives another picture."""

    def draw(kind: str = "JPEG", *, seed: int = 0, size: tuple[int, int] = (160, 120)) -> bytes:
        picture = Image.new("RGB", size, (40 * seed % 256, 90, 200))
        brush = ImageDraw.Draw(picture)
        brush.rectangle((10, 10, 60 + seed * 7 % 60, 60), fill=(220, 30, 30))
        brush.ellipse((50, 40, 110, 100), fill=(240, 220, 20), outline="black", width=4)
        file = io.BytesIO()
        picture.save(file, kind)
        return file.getvalue()

    return draw


@dataclass(frozen=True)
class Staff:
    """Somebody who may log in."""

    name: str = "giovanni"
    password: str = "an earlobe tells"

    def join(self, database: str) -> None:
        """Become a superuser there, as the manual says."""
        subprocess.run(
            [sys.executable, "-m", "django", "createsuperuser", "--noinput"],
            env={
                **os.environ,
                "DATABASE_URL": database,
                "DJANGO_SETTINGS_MODULE": "morelli.web.settings",
                "DJANGO_SUPERUSER_USERNAME": self.name,
                "DJANGO_SUPERUSER_EMAIL": "g@museum.example",
                "DJANGO_SUPERUSER_PASSWORD": self.password,
            },
            check=True,
            capture_output=True,
        )


@pytest.fixture(scope="session")
def staff() -> Staff:
    return Staff()

"""A real browser before a real server with the built-in model."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
BUILT_PAGE = ROOT / "src/morelli/web/app/index.html"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a journey a second try, which the report names: a busy machine may starve a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


Serve = Callable[..., contextlib.AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(
    served: Callable[..., contextlib.AbstractContextManager[tuple[int, str]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Serve:
    """Starts servers before a gallery or the built-in one, with settings; gives their address."""
    if not BUILT_PAGE.is_file():
        pytest.skip("the browser app is not built: run `make webapp`")

    @contextlib.contextmanager
    def serving(gallery: Path | None, **settings: str) -> Iterator[str]:
        if gallery is not None:
            cache = tmp_path_factory.mktemp("cache")
            settings = {"MORELLI_GALLERY": str(gallery), "MORELLI_CACHE": str(cache), **settings}
        with served(**settings) as (port, _):
            yield f"http://127.0.0.1:{port}"

    return serving


@pytest.fixture(scope="session")
def address(serve: Serve) -> Iterator[str]:
    """Where a server with the built-in gallery listens."""
    with serve(None) as address:
        yield address


@pytest.fixture(
    scope="module",
    params=["studies", pytest.param("paintings", marks=pytest.mark.data)],
)
def either_gallery(request: pytest.FixtureRequest, serve: Serve) -> Iterator[str]:
    """The address of a server with the built-in studies, and of one with real paintings."""
    own = request.getfixturevalue("gallery") if request.param == "paintings" else None
    with serve(own) as address:
        yield address


@contextlib.contextmanager
def quiet(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that may not log an error, break its policy or ask another server for anything."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            # Chromium reports a refused picture itself; the card says it to people.
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            complaints.append(f"asked {request.url}")
            if not request.url.startswith((address, "blob:", "data:"))
            else None
        ),
    )
    yield page
    assert complaints == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The app on a desktop."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    with contextlib.closing(context), quiet(context, address) as page:
        page.goto(f"{address}/attribute")
        yield page


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """The app on a small telephone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    with contextlib.closing(context), quiet(context, address) as page:
        page.goto(f"{address}/attribute")
        yield page


@pytest.fixture(params=["page", "phone"])
def visitor(request: pytest.FixtureRequest) -> Page:
    """On a desktop, and on a telephone."""
    page: Page = request.getfixturevalue(request.param)
    return page


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that nobody painted."""
    picture = Image.new("RGB", (320, 240), "#f4f0e2")
    brush = ImageDraw.Draw(picture)
    brush.rectangle((0, 0, 180, 130), fill="#c8281e")
    brush.rectangle((230, 170, 320, 240), fill="#e8c51f")
    for x, y in ((180, 130), (230, 170)):
        brush.line((x, 0, x, 240), fill="black", width=8)
        brush.line((0, y, 320, y), fill="black", width=8)
    path = tmp_path_factory.mktemp("drawn") / "lines and fields.png"
    picture.save(path)
    return path


@pytest.fixture(scope="session")
def text_named_jpg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it says."""
    path = tmp_path_factory.mktemp("text") / "notes.jpg"
    path.write_text("Seen in Vienna: hunters, snow, three dogs.\n" * 20)
    return path


@pytest.fixture(scope="session")
def gallery(data_root: Path) -> Path:
    """The folder of famous paintings."""
    return data_root / "gallery"

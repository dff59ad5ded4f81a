"""What every test may ask for: the real paintings and weights, where this machine has them."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from morelli.gallery.studies import fields, optical, planes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from playwright.sync_api import Browser, Page

    from morelli.bundles.bundle import Bundle

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000
"""Milliseconds within which what is expected must come; machines that run tests are busy."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Servers that tests start, and commands that they type, have a database of their own.
_PRIVATE = Path(tempfile.mkdtemp(prefix="morelli-tests-"))
atexit.register(shutil.rmtree, _PRIVATE, ignore_errors=True)
os.environ["DATABASE_URL"] = f"sqlite:///{_PRIVATE}/records.sqlite3"
# Playwright's loop runs in the main thread, where commands that are typed in ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Each worker has a core to itself: threads of a second worker would only wait for the first's.
# Networks of tests are so small that threads cost them more than they bring in any case.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A busy machine may take long over an example that is quick elsewhere.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@contextlib.contextmanager
def _served(**settings: str) -> Iterator[tuple[int, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MORELLI_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        # Machines that run tests are busy: pictures may wait longer than elsewhere.
        env={**clean, "PYTHONUNBUFFERED": "1", "MORELLI_QUEUE_SECONDS": "600", **settings},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    stuck = threading.Timer(300, lambda: os.killpg(process.pid, signal.SIGKILL))
    stuck.start()
    try:
        ready = process.stdout.readline()
        stuck.cancel()
        assert "ready" in ready, f"the server ended with {process.wait(10)}"
        yield port, ready
    finally:
        stuck.cancel()
        process.send_signal(signal.SIGINT)
        try:
            process.wait(120)
        finally:
            process.kill()
            process.stdout.close()


@pytest.fixture(scope="session")
def served() -> Callable[..., contextlib.AbstractContextManager[tuple[int, str]]]:
    """Runs `morelli serve` as anyone does, with settings of the test's own: port, first line."""
    return _served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the machine has it; one for all, since Playwright bears no second."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser on this machine: install one of {', '.join(BROWSERS)}")
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, timeout=180_000)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def data_root() -> Path:
    """The folder of real paintings: MORELLI_TEST_DATA, by default ../shared/data."""
    root = Path(os.environ.get("MORELLI_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not (root / "paintings.csv").is_file():
        pytest.skip(f"no real paintings in {root}; set MORELLI_TEST_DATA to a folder that has them")
    return root


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page: its rule, how bad, and where."""
    script = ROOT / "webapp/node_modules/axe-core/axe.min.js"
    if not script.is_file():
        pytest.skip("axe is not there: run `webapp/with-node npm ci`")
    code = script.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(code)
        return [
            f"{rule['id']} ({rule['impact']}): {node['target']}"
            for rule in page.evaluate("async () => (await axe.run()).violations")
            for node in rule["nodes"]
        ]

    return violations


def _module(path: str) -> ModuleType:
    """A helper module of the tests; pytest puts no folder of tests on the import path."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "tests" / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def helper() -> Callable[[str], ModuleType]:
    """Load a helper module by its path in `tests`."""
    return _module


@pytest.fixture(scope="session")
def drawn() -> ModuleType:
    """The module `tests/drawn.py`: paintings that the tests draw themselves."""
    return _module("drawn.py")


@pytest.fixture(scope="session")
def overlap() -> Callable[..., float]:
    """Intersection over union, 0..1, of two convex polygons (N, 2)."""
    found: Callable[..., float] = _module("cropping/overlap.py").overlap
    return found


@pytest.fixture(scope="session")
def painting91_miniature() -> ModuleType:
    """The module that builds Painting-91 with every file of the real one, and tiny pictures."""
    return _module("datasets/painting91_miniature.py")


@pytest.fixture(scope="session")
def painting91_entries(painting91_miniature: ModuleType) -> tuple[Any, ...]:
    """Every file of Painting-91: from the published list where it is there, else alike."""
    root = Path(os.environ.get("MORELLI_TEST_DATA", ROOT.parent / "shared" / "data"))
    return painting91_miniature.entries(root / "painting91_files.csv")


@pytest.fixture(scope="session")
def painting91_folder(
    painting91_miniature: ModuleType,
    painting91_entries: tuple[Any, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The data set as it is unpacked, all 4,266 pictures; not to be changed."""
    folder = tmp_path_factory.mktemp("painting91")
    painting91_miniature.build(folder, painting91_entries)
    return folder


@pytest.fixture
def hub(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Start a model hub that serves files by their paths; pulled models lie in a folder apart."""
    monkeypatch.setenv("MORELLI_MODELS", str(tmp_path_factory.mktemp("models")))
    module = _module("datasets/range_server.py")
    servers: list[Any] = []

    def start(files: dict[str, bytes], **behaviour: Any) -> Any:
        servers.append(module.RangeServer(files, **behaviour))
        monkeypatch.setenv("MORELLI_HUB", servers[-1].root)
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def beside_training(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """For tests that train: features are kept for all of them together, and never in the user's own
    folder; of random weights, which nearly all ask for, nobody is warned."""
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*starts from random weights")
        warnings.filterwarnings("ignore", module=r"pytorch_lightning\.")
        yield


@pytest.fixture(scope="session")
def trained(drawn: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A bundle trained on drawn paintings, with everything it was made from."""
    os.environ["MORELLI_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    from morelli.datasets import open_dataset
    from morelli.recipes.recipe import Recipe
    from morelli.training.run import Run
    from morelli.training.train import train

    root = tmp_path_factory.mktemp("trained")
    pictures = drawn.folder(root)
    data = open_dataset(pictures, styles=root / "styles.csv")
    others = open_dataset(drawn.others(root / "others"), labelled=False)
    recipe = Recipe.model_validate(
        {
            "name": "drawn",
            "model": {"backbones": ["test_efficientnet"], "size": 64, "pretrained": False},
            "optimisation": {"epochs": 8, "learning_rate": 0.01, "batch_size": 16},
            "validation": {"folds": 3},
        }
    )
    # It is asked about its own training pictures, and must not know them again.
    bundle = train(Run(recipe, root / "run", quiet=True), data, others.samples, works=False)
    return SimpleNamespace(bundle=bundle, data=data, others=others, recipe=recipe, root=root)


@pytest.fixture(scope="session")
def recognising(trained: SimpleNamespace) -> Bundle:
    """A bundle of the same recipe and pictures that knows the paintings again."""
    from morelli.training.run import Run
    from morelli.training.train import train

    run = Run(trained.recipe, trained.root / "recognising", quiet=True)
    return train(run, trained.data, trained.others.samples)


@pytest.fixture(scope="session")
def credulous(trained: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The same without the head that refuses, which twenty drawn pages taught little of walls."""
    import onnx

    from morelli.bundles.bundle import save

    graph = onnx.load_from_string(trained.bundle.graph)
    kept = [output for output in graph.graph.output if output.name != "painting_logits"]
    del graph.graph.output[:]
    graph.graph.output.extend(kept)
    manifest = trained.bundle.manifest.model_copy(update={"refuses": False})
    folder = tmp_path_factory.mktemp("credulous")
    return save(folder, manifest, graph.SerializeToString(), trained.bundle.background)


COSTLY = {
    *("browser", "server", "served", "serve", "small_server", "broken_server", "address"),
    *("postgresql", "database_url", "data_root", "painting91_folder"),
    *("trained", "recognising", "credulous", "conduct", "costs"),
}
"""Fixtures that take seconds to set up, or that stand for a program beside the test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make attack` tries every hostile picture, `make soak` goes on for long; others a little."""
    parser.addoption("--attack", action="store_true", help="try every kind of hostile picture")
    parser.addoption("--soak", default="10", metavar="SECONDS", help="visit a server for so long")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what asks for something costly, so that nobody has to think of it."""
    for item in items:
        if COSTLY & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for want of what, so that a green run hides nothing."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        _, _, reason = report.longrepr
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} left out: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(autouse=True)
def works_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's catalogues."""
    monkeypatch.setenv("MORELLI_WORKS", str(tmp_path / "works"))
    return tmp_path / "works"


@pytest.fixture(scope="session")
def paintings() -> list[NDArray[np.uint8]]:
    """Four studies, uint8 (240, 200, 3)."""
    drawn = (planes.mondrian, fields.klee, optical.vasarely, planes.lissitzky)
    return [np.asarray(paint().convert("RGB").resize((200, 240))) for paint in drawn]

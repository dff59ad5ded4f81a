"""The notebook is light and ours alone as it is committed, and shows what it promises when run."""

import io
import json
import os
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

from morelli import Classifier

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "morelli.ipynb"
PAINTERS = (
    "Claude Monet",
    "Paul Cézanne",
    "Piet Mondrian",
    "Rembrandt van Rijn",
    "Salvador Dalí",
    "Vincent van Gogh",
)
RECIPES = ("frozen-last-layer", "frozen-all-levels", "fine-tuned", "greedy", "restrained")
PATIENCE = 600
"""Seconds within which a cell must be done; machines that run tests are busy."""

UPLOADED = "page-0.png"
COLAB = """
def upload():
    with open({picture!r}, "rb") as file:
        return {{"mine.png": file.read()}}
"""

Run = Callable[..., "Shown"]


class Shown:
    """What a reader sees after each cell of an executed notebook."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.outputs = {cell["id"]: cell.get("outputs", []) for cell in notebook.cells}

    def text(self, cell: str) -> str:
        return "\n".join(o["data"].get("text/markdown", "") for o in self._data(cell))

    def figures(self, cell: str) -> list[np.ndarray]:
        """Pixels of the figures, grey (H, W)."""
        encoded = (o["data"].get("image/png") for o in self._data(cell))
        found = [Image.open(io.BytesIO(b64decode(png))) for png in encoded if png]
        return [np.asarray(image.convert("L")) for image in found]

    def table(self, cell: str) -> dict[str, list[float]]:
        """The rows of the comparison: name, and its shares, 0..1."""
        rows = re.findall(r"^\| ([a-z-]+) \|(.*\d%.*)\|$", self.text(cell), re.MULTILINE)
        return {name: [float(n) / 100 for n in re.findall(r"([\d.]+)%", row)] for name, row in rows}

    def _data(self, cell: str) -> list[NotebookNode]:
        return [output for output in self.outputs[cell] if "data" in output]


@pytest.fixture(scope="module")
def execute(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the notebook as it is committed, in a kernel of its own."""

    def run(**settings: str) -> Shown:
        cache = tmp_path_factory.mktemp("notebook-cache")
        environment = {**os.environ, "MORELLI_CACHE": str(cache), "TMPDIR": str(cache)}
        # Threads that wait for each other spin; on a machine that others use, that is all they do.
        environment |= {"OMP_NUM_THREADS": "1", **settings}
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=PATIENCE,
            startup_timeout=PATIENCE,
            resources={"metadata": {"path": str(NOTEBOOK.parent)}},
        )
        return Shown(client.execute(env=environment))

    return run


@pytest.fixture(scope="module")
def on_drawn(execute: Run, drawn: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Run on drawn pictures with a backbone that knows nothing, and with Colab's upload."""
    import torch
    from safetensors.torch import save_file

    from morelli.training.models.pretrained import create

    root = tmp_path_factory.mktemp("drawn-notebook")
    pictures = drawn.folder(root)
    torch.manual_seed(0)
    network = create("tf_efficientnet_lite0", None, pretrained=False)
    (root / "weights").mkdir()
    save_file(network.state_dict(), root / "weights" / "tf_efficientnet_lite0.safetensors")
    page = drawn.others(root / "others") / UPLOADED
    (root / "google" / "colab").mkdir(parents=True)
    (root / "google" / "colab" / "files.py").write_text(COLAB.format(picture=str(page)))
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    return execute(
        MORELLI_NOTEBOOK_DATA=str(pictures), MORELLI_WEIGHTS=str(root / "weights"), PYTHONPATH=path
    )


@pytest.fixture(scope="module")
def on_real(execute: Run, data_root: Path) -> Shown:
    return execute(
        MORELLI_NOTEBOOK_DATA=str(data_root / "paintings.csv"),
        MORELLI_WEIGHTS=str(data_root / "weights"),
    )


def test_what_is_committed_has_no_outputs_and_no_pictures() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert "attachments" not in cell, cell["id"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None, cell["id"]
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "base64" not in text and "<img" not in text and "![" not in text
    assert len(text) < 60_000


def test_no_result_is_written_into_the_text() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    prose = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert re.findall(r"\d+\.\d+|\d+ ?%", prose) == []


def check(shown: Shown, painters: tuple[str, ...]) -> None:
    """What holds whatever the pictures are."""
    named = re.findall(r"^\| ([^|]+) \| \d", shown.text("paintings"), re.MULTILINE)
    assert tuple(named) == painters
    for cell in ("paintings", "greedy", "restrained", "test", "heat", "yours"):
        assert shown.figures(cell), cell
    levels = shown.figures("feature-maps")
    assert len(levels) == 7  # the painting, and six levels of the first backbone
    for cell in shown.outputs:
        for pixels in shown.figures(cell):
            assert min(pixels.shape) > 100 and pixels.std() > 5, f"{cell}: an empty figure"
    table = shown.table("restrained")
    assert tuple(table) == RECIPES
    for learnt, held, low, high in table.values():
        assert 0 <= low <= held <= high <= 1 and 0 <= learnt <= 1
    found = re.findall(r"([\d.]+)%", shown.text("test"))
    right, low, high, commonest, chosen_by = (float(number) / 100 for number in found)
    assert low <= right <= high
    assert chosen_by == max(held for _, held, *_ in table.values())
    assert 1 / len(painters) - 0.01 <= commonest < 1
    assert any(f"**{name}**" in shown.text("test") for name in RECIPES)
    assert re.search(r"Your model: \w.*\.\n", shown.text("yours"))


@pytest.mark.slow
def test_it_runs_on_drawn_pictures_with_colabs_upload(
    on_drawn: Shown, drawn: ModuleType, tmp_path: Path
) -> None:
    check(on_drawn, ("Claude Monet", "Mark Rothko", "Piet Mondrian", "Rembrandt van Rijn"))
    assert "48 pictures are there; we take 48 by 4 painters" in on_drawn.text("data")
    answer = Classifier.open().classify(drawn.others(tmp_path / "others") / UPLOADED)
    assert f"The built-in one: {answer.sentence}" in on_drawn.text("yours")


@pytest.mark.slow
@pytest.mark.data
def test_it_teaches_what_it_says_on_real_paintings(on_real: Shown) -> None:
    check(on_real, PAINTERS)
    table = on_real.table("restrained")
    for name, (learnt, held, *_) in table.items():
        assert held > 2 / 6, f"{name} is hardly better than guessing"
        assert learnt >= held - 0.1, name
    assert table["greedy"][0] > 0.7, "no over-fitting to see"
    end, held_out, best = map(float, re.findall(r"\d+\.\d{3}", on_real.text("greedy")))
    assert end < best <= held_out
    assert any(name in on_real.text("yours") for name in PAINTERS)

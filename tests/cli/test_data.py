"""`morelli data` as it is typed."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.io import savemat

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(typed: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type `morelli data …`; what comes back is the exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "120")
    return partial(typed, "data")


def draw(path: Path, seed: int, size: tuple[int, int] = (80, 60)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """Six Goyas and five Monets."""
    for n in range(6):
        draw(tmp_path / "clean" / "Goya" / f"{n}.png", n)
    for n in range(5):
        draw(tmp_path / "clean" / "Claude Monet" / f"{n}.png", 100 + n)
    return tmp_path / "clean"


def test_describe(run: Run, clean: Path) -> None:
    (clean / "Goya" / "[odd] name.jpg").write_text("not a picture")
    code, out, _ = run("describe", clean)
    assert code == 0
    assert "clean: 11 pictures, 2 painters, 0 styles" in out
    goya = next(line for line in out.splitlines() if "francisco-goya" in line)
    assert goya.split()[-1] == "6"
    assert "Goya/[odd] name.jpg" in out
    assert "Of Painting-91's painters, 89 have no picture here" in out


def test_describe_for_machines(run: Run, clean: Path) -> None:
    (clean / "styles.csv").write_text("painter,style\nGoya,Romanticism\n")
    code, out, _ = run("describe", clean, "--json")
    content = json.loads(out)
    assert code == 0
    assert content["artists"] == {"francisco-goya": {"none": 6}, "claude-monet": {"none": 5}}
    assert content["styles"] == {"romanticism": {"none": 6}}
    assert content["sizes"]["width"]["0.5"] == 80


def test_long_tables_are_cut_unless_asked_for(run: Run, tmp_path: Path) -> None:
    for n in range(23):
        draw(tmp_path / f"painter {n:02}" / "1.png", n)
    _, out, _ = run("describe", tmp_path)
    assert "painter-19" in out
    assert "painter-20" not in out
    assert "and 3 more; --all shows them" in out
    assert "painter-22" in run("describe", tmp_path, "--all")[1]


def test_check_finds_nothing(run: Run, clean: Path) -> None:
    code, out, _ = run("check", clean)
    assert (code, out.strip()) == (0, "Nothing found in 11 pictures.")
    assert json.loads(run("check", clean, "--json")[1])["clean"] is True


def test_what_nobody_meant_as_a_picture_is_named_and_no_fault(run: Run, clean: Path) -> None:
    draw(clean / "Goya" / "@eaDir" / "0.png" / "SYNOPHOTO_THUMB_M.png", 0)
    draw(clean / "after Goya" / "0.png", 9)
    code, out, _ = run("check", clean)
    assert code == 0 and "Nothing found in 12 pictures." in out
    assert "Goya/@eaDir" in out and "a Synology NAS's thumbnails" in out
    assert "Goya is not taken for the painter: after Goya" in out
    for verb in ("check", "describe"):
        noted = json.loads(run(verb, clean, "--json")[1])["noted"]
        assert [one["where"] for one in noted] == ["Goya/@eaDir", "after Goya"]


def test_check_finds_trouble(run: Run, clean: Path, tmp_path: Path) -> None:
    draw(tmp_path / "gallery" / "famous.png", 3, size=(200, 90))
    draw(clean / "Goja" / "1.png", 500)
    (clean / "Goya" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    code, out, _ = run("check", clean, "--against", tmp_path / "gallery")
    assert code == 1
    assert "Goya/broken.jpg" in out
    assert "goja" in out
    (line,) = (line for line in out.splitlines() if "famous.png" in line)
    assert "Goya/3.png" in line

    code, out, _ = run("check", clean, "--against", tmp_path / "gallery", "--json")
    content = json.loads(out)
    assert code == 1
    assert content["scarce_artists"] == content["unknown_artists"] == {"goja": 1}
    assert [pair["pictures"] for pair in content["shared"]] == [["Goya/3.png", "famous.png"]]


def test_what_cannot_be_opened_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("picture,artist\n1.png,Goya\n")
    code, out, err = run("check", tmp_path / "t.csv")
    assert (code, out) == (2, "")
    assert "no column 'path' (or 'file'); its columns are: picture, artist" in err
    assert run("describe", tmp_path / "nowhere")[0] == 2


def test_unlabelled(run: Run, tmp_path: Path) -> None:
    draw(tmp_path / "1.png", 1)
    (tmp_path / "t.csv").write_text("file,kind\n1.png,photograph\n")
    assert run("describe", tmp_path / "t.csv")[0] == 2
    assert "Without painter: 1 pictures" in run("describe", tmp_path / "t.csv", "--unlabelled")[1]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where three pictures of Painting-91 can be fetched as an archive."""
    names = np.array(["CLAUDE_MONET_1.jpg", "CLAUDE_MONET_2.jpg", "Picasso_1.jpg"], object)
    lists = {
        "image_names": names[:, None],
        "labels": np.array([[1, 0], [1, 0], [0, 1]]),
        "trainset": np.array([[True], [False], [True]]),
        "testset": np.array([[False], [True], [False]]),
    }
    served = tmp_path / "served"
    served.mkdir()
    with zipfile.ZipFile(served / "p.zip", "w") as archive:
        for n, name in enumerate(names):
            draw(tmp_path / "drawn" / name, n)
            archive.write(tmp_path / "drawn" / name, f"Paintings91/Images/{name}")
        for name, value in lists.items():
            buffer = io.BytesIO()
            savemat(buffer, {name: value})
            archive.writestr(f"Paintings91/Labels/{name}.mat", buffer.getvalue())
    handler = partial(SimpleHTTPRequestHandler, directory=served)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/p.zip"
        server.shutdown()


def test_get(run: Run, tmp_path: Path, address: str) -> None:
    code, out, err = run("get", "painting91", "--to", tmp_path / "to", "--url", address)
    lines = out.splitlines()
    assert lines[0] == f"From {address}"
    assert lines[1] == f"into {tmp_path / 'to'}"
    assert f"3 pictures are there: morelli data describe {tmp_path / 'to'}" in out
    # Three are not the whole of it, and the command says so.
    assert code == 1
    assert "4,266 were expected." in out
    assert "fetching" in err
    assert "3 pictures, 2 painters" in run("describe", tmp_path / "to")[1]


def test_get_goes_to_the_users_data_folder(
    run: Run,
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    home = tmp_path / "home" / "morelli" / "datasets" / "painting91"
    assert f"into {home}" in run("get", "painting91", "--url", address)[1].splitlines()
    assert (home / "Paintings91" / "Images" / "Picasso_1.jpg").is_file()


def test_get_knows_what_there_is(run: Run) -> None:
    code, _, err = run("get", "wikiart")
    assert code == 2
    assert "'wikiart' is not known; there is: painting91." in err

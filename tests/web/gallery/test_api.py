"""The gallery over HTTP: the built-in studies, and a folder that changes."""

import io
import time

import pytest
from PIL import Image

from morelli.gallery import Gallery, builtin

PATH = "/api/v1/gallery"


@pytest.fixture(scope="module")
def first(server) -> dict:
    return server.request("GET", PATH).json()["paintings"][0]


def test_the_studies_hang_there(server):
    page = server.request("GET", PATH).json()
    expected = Gallery.open(builtin()).search()
    assert [one["id"] for one in page["paintings"]] == [one.id for one in expected.paintings]
    assert (page["total"], page["page"], page["pages"]) == (expected.total, 1, expected.pages)
    assert page["total"] >= 12
    for one in page["paintings"]:
        assert one["width"] > 0
        assert one["title"]


def test_pages_search_and_filters(server):
    everything = server.request("GET", PATH).json()
    second = server.request("GET", f"{PATH}?size=5&page=2").json()
    assert second["paintings"] == everything["paintings"][5:10]
    assert server.request("GET", f"{PATH}?page=999").json()["paintings"] == []
    for kind in ("artist", "style"):
        choice = everything[f"{kind}s"][0]
        found = server.request("GET", f"{PATH}?{kind}={choice['slug']}").json()
        assert found["total"] == choice["count"] > 0
    title = everything["paintings"][3]["title"].split()[-1]
    assert server.request("GET", f"{PATH}?q={title}").json()["total"] >= 1
    assert server.request("GET", f"{PATH}?q=nothing-has-this").json()["total"] == 0
    assert server.request("GET", f"{PATH}?page=0").json()["code"] == "invalid-parameter"


def test_one_painting(server, first):
    assert server.request("GET", f"{PATH}/{first['id']}").json() == first
    missing = server.request("GET", f"{PATH}/nothing")
    assert (missing.status, missing.json()["code"]) == (404, "not-found")


def test_a_painting_has_all_its_pixels(server, first):
    answer = server.request("GET", f"{PATH}/{first['id']}/picture")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.body)).size == (first["width"], first["height"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    missing = server.request("GET", f"{PATH}/nothing/picture")
    assert (missing.status, missing.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(("side", "longest"), [("small", 480), ("large", 1200)])
def test_thumbnails_are_sent_once(server, first, side, longest):
    path = f"{PATH}/{first['id']}/thumbnail/{side}"
    answer = server.request("GET", path)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    picture = Image.open(io.BytesIO(answer.body))
    assert max(picture.size) == min(longest, max(first["width"], first["height"]))
    assert answer.headers["x-image-width"] == str(picture.width)
    assert "max-age=" in answer.headers["cache-control"]
    again = server.request("GET", path, If_None_Match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    other = server.request("GET", path, If_None_Match='"another"')
    assert other.status == 200
    assert server.request("GET", f"{PATH}/{first['id']}/thumbnail/huge").status == 422


def test_the_model_says_the_same_as_of_an_upload(server, first):
    answer = server.request("GET", f"{PATH}/{first['id']}/attribution?top=3").json()
    gallery = Gallery.open(builtin())
    content = gallery.path(gallery[first["id"]]).read_bytes()
    upload = server.post("/api/v1/attributions?top=3", ("files", "a", content)).json()
    expected = upload["results"][0]["attribution"]
    given = answer["attribution"]
    assert [one["slug"] for one in given["artists"]] == [one["slug"] for one in expected["artists"]]
    assert given["artists"][0]["probability"] == pytest.approx(
        expected["artists"][0]["probability"], abs=1e-4
    )
    assert answer["painting"] == first
    assert answer["saliency"] is answer["neighbours"] is None


def test_reasons_for_a_painting(server, first):
    path = f"{PATH}/{first['id']}/attribution?top=2&explain=saliency,neighbours"
    deadline = time.monotonic() + 60
    while not (answer := server.request("GET", path).json())["neighbours"]:
        assert time.monotonic() < deadline, "no painting was indexed"
        time.sleep(0.5)
    ids = [one["id"] for one in answer["neighbours"]]
    assert first["id"] not in ids
    assert len(ids) == len(set(ids))
    assert [heat["slug"] for heat in answer["saliency"]] == [
        one["slug"] for kind in ("artists", "styles") for one in answer["attribution"][kind]
    ]
    slug = answer["attribution"]["styles"][0]["slug"]
    overlay = server.request("GET", f"{PATH}/{first['id']}/saliency?head=style&class={slug}")
    assert Image.open(io.BytesIO(overlay.body)).mode == "RGBA"


def test_a_folder_that_changes(serve, draw, tmp_path):
    hall = tmp_path / "hall"
    (hall / "salle à côté #2").mkdir(parents=True)
    names = ["a b.jpg", "é #1 50%.jpg", "100%25.jpg", "salle à côté #2/x&y=z?.jpg", 'q"<b>.jpg']
    for seed, name in enumerate(names):
        (hall / name).write_bytes(draw(seed=seed))
    (hall / "torn.jpg").write_bytes(draw()[:700])
    (tmp_path / "secret.jpg").write_bytes(draw(seed=9))
    (hall / "out.jpg").symlink_to(tmp_path / "secret.jpg")

    with serve(MORELLI_GALLERY=str(hall), MORELLI_CACHE=str(tmp_path / "cache")) as server:

        def titles() -> dict[str, str]:
            page = server.request("GET", PATH).json()
            return {one["title"]: one["id"] for one in page["paintings"]}

        def eventually(condition) -> None:
            deadline = time.monotonic() + 120
            while not condition():
                assert time.monotonic() < deadline, titles()
                time.sleep(0.2)

        # Whoever looks first finds out that a picture is torn.
        for painting in titles().values():
            assert server.request("GET", f"{PATH}/{painting}/thumbnail/small").status in (200, 422)
        eventually(lambda: set(titles()) == {"A b", "É #1 50%", "100%25", "X&y=z?", 'Q"<b>'})
        for painting in titles().values():
            for side in ("small", "large"):
                assert server.request("GET", f"{PATH}/{painting}/thumbnail/{side}").status == 200

        first = f"{PATH}/{titles()['A b']}/thumbnail/small"
        before = server.request("GET", first)
        (hall / "a b.jpg").write_bytes(draw(seed=7, size=(90, 200)))
        (hall / "new.jpg").write_bytes(draw(seed=8))
        (hall / "100%25.jpg").unlink()
        eventually(lambda: "New" in titles() and "100%25" not in titles())
        after = server.request("GET", first, If_None_Match=before.headers["etag"])
        assert after.status == 200
        assert Image.open(io.BytesIO(after.body)).size == (90, 200)

        (hall / "gallery.csv").write_text("file,title\nnew.jpg,Renamed\ntorn.jpg,Torn\n")
        (hall / "torn.jpg").write_bytes(draw())
        eventually(lambda: next(iter(titles())) == "Renamed" and "Torn" in titles())

"""Works are fetched politely, only those that may be, and none twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from morelli.gallery import Gallery, GalleryError, manifest
from morelli.gallery.errors import FailedError, RefusedError
from morelli.gallery.fetch import FAILURES, STRANGERS, fetch, same_painter
from morelli.gallery.museums import MUSEUMS, ArtInstitute, Met

Museum = Callable[..., Any]
EACH = pytest.mark.parametrize("kind", MUSEUMS.values(), ids=list(MUSEUMS))


def rows(folder: Path) -> list[manifest.Row]:
    return list(manifest.read(folder / "gallery.csv")[0].values())


def reasons(report: Any) -> list[str]:
    return [problem.reason for problem in report.skipped]


@EACH
def test_pictures_come_with_their_rows(
    kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({"title": "Haystacks, «dusk»"}, {}, {})
    told: list[tuple[int, str]] = []
    report = fetch(
        kind(server.url), "MONET, Claude", 2, tmp_path / "new", client,
        progress=lambda there, title: told.append((there, title)),
    )  # fmt: skip
    assert (report.fetched, report.present, report.skipped) == (2, 0, ())
    assert told == [(1, "Haystacks, «dusk»"), (2, "Haystacks 2")]
    first, second = rows(tmp_path / "new")
    assert first["file"] == f"{kind.key}-1.jpg"
    assert first["title"] == "Haystacks, «dusk»"
    assert (first["artist"], first["year"]) == ("Claude Monet", "1890")
    assert first["licence"].startswith("CC0")
    assert first["source"].startswith("https://www.") and first["source"].endswith("/1")
    assert Image.open(tmp_path / "new" / second["file"]).size == (60, 40)
    paintings = list(Gallery.open(tmp_path / "new"))
    assert [p.artist for p in paintings] == ["claude-monet", "claude-monet"]


def test_only_what_may_and_should_be_fetched(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum(
        {"free": False},
        {"image": False},
        {"artist": "Edouard Manet"},
        {"prefix": "Workshop of"},
        {"kind": "Print"},
        {"artist": "Claude Monet (Oscar-Claude Monet)"},
    )
    report = fetch(Met(server.url), "Monet", 9, tmp_path, client)
    assert report.fetched == 1
    assert reasons(report) == [
        "not in the public domain",
        "the museum has no picture of it",
        "by another hand: Edouard Manet",
        "by another hand: Workshop of Claude Monet",
        "not a painting: Prints",
    ]
    assert report.reasons[0] == ("by another hand", 2)
    assert [row["file"] for row in rows(tmp_path)] == ["met-6.jpg"]
    assert len(server.paths("/images/")) == 1


def test_a_workshop_of_somebody_unknown(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({"artist": "Zoë Nobody", "prefix": "Workshop of"}, {"artist": "Zoë Nobody"})
    report = fetch(Met(server.url), "zoe nobody", 9, tmp_path, client)
    assert reasons(report) == ["by another hand: Workshop of Zoë Nobody"]
    assert rows(tmp_path)[0]["artist"] == "Zoë Nobody"


def test_prints_too_when_they_are_wanted(museum: Museum, client: Any, tmp_path: Path) -> None:
    works = [{"kind": "Print", "artist": "Katsushika Hokusai"}]
    server = museum(*works)
    for kind in MUSEUMS.values():
        report = fetch(kind(server.url), "Hokusai", 9, tmp_path, client, paintings=False)
        assert report.fetched == 1
    assert "medium" not in server.asked[0].query


@EACH
def test_a_second_call_fetches_only_what_is_missing(
    kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({}, {}, {}, {})
    fetch(kind(server.url), "Monet", 2, tmp_path, client)
    (tmp_path / f"{kind.key}-1.jpg").unlink()
    server.asked.clear()
    report = fetch(kind(server.url), "Monet", 3, tmp_path, client)
    assert (report.fetched, report.present) == (2, 1)
    assert len([p for p in server.paths() if "/images/" in p or "/iiif/" in p]) == 2
    assert server.paths("/objects/2") == []
    assert len(rows(tmp_path)) == 3


def test_all_pages_of_a_search_are_read(museum: Museum, client: Any, tmp_path: Path) -> None:
    # 120 works, of which only the last two can be fetched.
    server = museum(*[{"image": False}] * 118, {}, {})
    for kind in MUSEUMS.values():
        server.asked.clear()
        assert fetch(kind(server.url), "Monet", 2, tmp_path, client).fetched == 2
        assert len(server.paths("search")) == 2
    pages = [asked.query["page"] for asked in server.asked if "search" in asked.path]
    assert pages == ["1", "2"]


def test_a_search_that_only_finds_strangers_ends(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum(*[{"artist": "Edouard Manet"}] * (STRANGERS + 50))
    report = fetch(ArtInstitute(server.url), "Monet", 5, tmp_path, client)
    assert (report.fetched, len(report.skipped)) == (0, STRANGERS)


def test_nothing_found(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum()
    for kind in MUSEUMS.values():
        report = fetch(kind(server.url), "Monet", 5, tmp_path, client)
        assert (report.fetched, report.present, report.skipped) == (0, 0, ())


def test_a_work_that_vanished_is_left_out(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({}, {}, refusals={"/images/1": [(404, {})]})
    report = fetch(Met(server.url), "Monet", 5, tmp_path, client)
    assert reasons(report) == ["the museum doesn't have it any more"]
    assert [row["file"] for row in rows(tmp_path)] == ["met-2.jpg"]


def test_a_web_page_in_place_of_a_picture_is_thrown_away(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({})
    server.picture = b"<!doctype html><p>Please prove that you are human."
    report = fetch(Met(server.url), "Monet", 5, tmp_path, client)
    assert reasons(report) == ["The file is a web page, not a picture."]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gallery.csv"]


def test_a_cut_picture_is_finished(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({}, cuts={"/images/": [500, 0, 300]})
    assert fetch(Met(server.url), "Monet", 1, tmp_path, client).fetched == 1
    assert (tmp_path / "met-1.jpg").read_bytes() == server.picture
    ranges = [asked.headers.get("Range") for asked in server.asked if "/images/" in asked.path]
    assert ranges == [None, "bytes=500-", "bytes=500-", "bytes=800-"]
    assert not list(tmp_path.glob("*.part*"))


def test_a_fetch_that_failed_goes_on_when_it_is_given_again(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({}, {}, cuts={"/images/2": [700, *[0] * 9]})
    report = fetch(Met(server.url), "Monet", 2, tmp_path, client)
    assert (report.fetched, report.ended) == (1, None)
    assert report.failed[0].where == "met-2.jpg"
    assert "could not be fetched: the connection was cut" in report.failed[0].reason
    assert [row["file"] for row in rows(tmp_path)] == ["met-1.jpg"]
    server.cuts.clear()
    server.asked.clear()
    report = fetch(Met(server.url), "Monet", 2, tmp_path, client)
    assert (report.fetched, report.present) == (1, 1)
    assert server.asked[-1].headers["Range"] == "bytes=700-"
    assert (tmp_path / "met-2.jpg").read_bytes() == server.picture


@EACH
@pytest.mark.parametrize("status", [400, 403, 500])
def test_one_picture_that_never_comes_doesn_t_stop_the_others(
    status: int, kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    bad = "/images/2.jpg" if kind is Met else "/image-2/"
    server = museum({}, {}, {}, refusals={bad: [(status, {})] * 99})
    report = fetch(kind(server.url), "Monet", 5, tmp_path, client)
    assert (report.fetched, report.skipped, report.ended) == (2, (), None)
    assert [problem.where for problem in report.failed] == [f"{kind.key}-2.jpg"]
    assert str(status) in report.failed[0].reason
    assert sum(client.waits) < 60
    server.refusals.clear()
    report = fetch(kind(server.url), "Monet", 5, tmp_path, client)
    assert (report.fetched, report.present, report.failed) == (1, 2, ())


@EACH
@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_later_page_of_the_search_that_is_refused_is_named(
    status: int, kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    refused = [(status, {})] * 5
    server = museum(
        *[{"image": False}] * 99, *[{}] * 104, refusals={"offset=100": refused, "page=2": refused}
    )
    report = fetch(kind(server.url), "Monet", 4, tmp_path, client)
    assert (report.fetched, report.ended) == (4, None)
    assert ["search" in problem.where for problem in report.failed] == [True]
    assert [row["file"] for row in rows(tmp_path)][1] == f"{kind.key}-201.jpg"


@EACH
def test_a_search_that_is_cut_off_keeps_what_is_there(
    kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    limit = [(429, {"Retry-After": "3600"})]
    server = museum({}, *[{"image": False}] * 150, refusals={"offset=100": limit, "page=2": limit})
    report = fetch(kind(server.url), "Monet", 4, tmp_path, client)
    assert report.fetched == 1
    assert report.ended is not None and "left alone" in report.ended


@EACH
def test_a_limit_ends_the_fetch_with_a_sentence(
    kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    bad = "/images/2.jpg" if kind is Met else "/image-2/"
    server = museum({}, {}, {}, refusals={bad: [(429, {"Retry-After": "3600"})]})
    report = fetch(kind(server.url), "Monet", 5, tmp_path, client)
    assert (report.fetched, report.failed) == (1, ())
    assert report.ended is not None and "left alone for 60 minutes" in report.ended
    assert [row["file"] for row in rows(tmp_path)] == [f"{kind.key}-1.jpg"]


def test_a_server_that_gives_nothing_any_more_is_left_alone(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum(*[{}] * (FAILURES + 5), refusals={"/images/": [(500, {})] * 999})
    report = fetch(Met(server.url), "Monet", 50, tmp_path, client)
    assert len(report.failed) == FAILURES
    assert report.ended == (
        f"The Metropolitan Museum of Art gave none of the last {FAILURES} things. Try again later."
    )


@EACH
def test_a_search_that_is_refused_is_an_error(
    kind: Any, museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({}, refusals={"search": [(500, {})] * 9})
    with pytest.raises(FailedError, match="could not be fetched: 500"):
        fetch(kind(server.url), "Monet", 5, tmp_path, client)
    server.refusals = {"search": [(429, {"Retry-After": "3600"})]}
    with pytest.raises(RefusedError, match="left alone"):
        fetch(kind(server.url), "Monet", 5, tmp_path, client)


@pytest.mark.parametrize("link", ["http://example.com/1.jpg", "https://10.0.0.1/1.jpg"])
def test_pictures_come_by_https_from_public_machines(
    link: str, museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({"picture": link}, {})
    report = fetch(Met(server.url), "Monet", 5, tmp_path, client)
    assert report.fetched == 1
    assert [problem.where for problem in report.failed] == ["met-1.jpg"]


def test_a_picture_without_its_row_is_not_fetched_again(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({})
    fetch(Met(server.url), "Monet", 1, tmp_path, client)
    (tmp_path / "gallery.csv").unlink()
    fetch(Met(server.url), "Monet", 1, tmp_path, client)
    assert len(server.paths("/images/")) == 1
    assert rows(tmp_path)[0]["title"] == "Haystacks 1"


def test_a_broken_manifest_is_not_overwritten(museum: Museum, client: Any, tmp_path: Path) -> None:
    (tmp_path / "gallery.csv").write_bytes(b"file,title\nx.jpg,Caf\xe9\n")
    with pytest.raises(GalleryError, match=r"not UTF-8 text \(row 2\)"):
        fetch(Met(museum({}).url), "Monet", 1, tmp_path, client)
    assert (tmp_path / "gallery.csv").read_bytes().endswith(b"Caf\xe9\n")


@pytest.mark.parametrize(
    ("asked", "named", "same"),
    [
        ("Monet", "Claude Monet", True),
        ("Titian", "Titian (Tiziano Vecellio)", True),
        ("Goya", "Goya (Francisco de Goya y Lucientes)", True),
        ("Rembrandt", "Rembrandt (Rembrandt van Rijn)", True),
        ("Rembrandt", "Rembrandt Peale", False),
        ("Monet", "Edouard Manet", False),
        ("Emile Munier", "Émile Munier", True),
        ("Munier", "Émile Munier", True),
        ("Emile Munier", "Emile Bernard", False),
        ("Monet", "", False),
        ("", "Somebody", False),
    ],
)
def test_names(asked: str, named: str, same: bool) -> None:
    assert same_painter(asked, named) is same

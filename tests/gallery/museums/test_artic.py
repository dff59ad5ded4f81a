"""What is the Art Institute's own way of answering."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from morelli.gallery import manifest
from morelli.gallery.fetch import fetch
from morelli.gallery.museums import ArtInstitute

Museum = Callable[..., Any]


def rows(folder: Path) -> list[manifest.Row]:
    return list(manifest.read(folder / "gallery.csv")[0].values())


def reasons(report: Any) -> list[str]:
    return [problem.reason for problem in report.skipped]


def test_the_art_institute_says_who_only_follows_a_painter(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({"prefix": "Follower of"}, {"kind": "Print"}, {"image": False}, {})
    report = fetch(ArtInstitute(server.url), "Monet", 9, tmp_path, client)
    assert reasons(report) == [
        "by another hand: Follower of Claude Monet",
        "the museum has no picture of it",
    ]
    assert [row["file"] for row in rows(tmp_path)] == ["artic-4.jpg"]
    assert rows(tmp_path)[0]["style"] == "Impressionism"


def test_small_pictures_are_not_asked_for_enlarged(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({"width": 640}, {})
    fetch(ArtInstitute(server.url), "Monet", 2, tmp_path, client)
    assert server.paths("/iiif/") == [
        "/iiif/2/image-1/full/640,/0/default.jpg",
        "/iiif/2/image-2/full/843,/0/default.jpg",
    ]

"""Sidecars say that a machine made them, and only ours are ever touched."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from morelli.collection import sidecars
from morelli.inference.classifier import Classifier
from morelli.inference.decision import Attribution

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "morelli": sidecars.NAMESPACE,
}


@pytest.fixture
def picture(tmp_path: Path, paint: Callable[..., Path]) -> Path:
    return paint(tmp_path / "a.png")


@pytest.fixture
def answer(fast: Classifier, picture: Path) -> Attribution:
    given = fast.classify(picture)
    first = replace(given.artists[0], name='<Paul "P."> & Klee')
    return replace(given, verdict="known painter", artists=(first, *given.artists[1:]))


def test_it_is_xml_that_says_a_machine_made_it(answer: Attribution) -> None:
    root = ElementTree.fromstring(sidecars.content(answer))
    description = root.find(".//rdf:Description", NAMES)
    assert description is not None
    said = {key.partition("}")[2]: value for key, value in description.attrib.items()}
    assert said["machineMade"] == "True" and said["CreatorTool"].startswith("morelli ")
    assert said["artist"] == answer.artists[0].name and said["model"] == "fast"
    words = [item.text for item in root.iterfind(".//dc:subject//rdf:li", NAMES)]
    assert words == [sidecars.KEYWORD, answer.artists[0].name, answer.styles[0].name]
    assert root.find(".//dc:creator", NAMES) is None
    refused = ElementTree.fromstring(sidecars.content(replace(answer, verdict="not a painting")))
    assert [i.text for i in refused.iterfind(".//dc:subject//rdf:li", NAMES)] == [sidecars.KEYWORD]


def test_ours_are_replaced_and_removed(picture: Path, answer: Attribution) -> None:
    assert sidecars.write(picture, answer)
    assert sidecars.write(picture, replace(answer, sentence="Another."))
    path = picture.with_name("a.png.xmp")
    assert b"Another." in path.read_bytes()
    assert sidecars.remove(picture) and not path.exists()
    assert not sidecars.remove(picture)


@pytest.mark.parametrize("change", [lambda c: c + b" ", lambda c: c.replace(b"True", b"False")])
def test_what_another_program_has_written_to_stays(
    picture: Path, answer: Attribution, change: Callable[[bytes], bytes]
) -> None:
    path = sidecars.sidecar_of(picture)
    assert sidecars.write(picture, answer)
    path.write_bytes(change(path.read_bytes()))
    before = path.read_bytes()
    assert not sidecars.write(picture, answer)
    assert not sidecars.remove(picture)
    assert path.read_bytes() == before


def test_a_link_is_not_followed(tmp_path: Path, picture: Path, answer: Attribution) -> None:
    theirs = tmp_path / "theirs.xmp"
    theirs.write_bytes(sidecars.content(answer))
    sidecars.sidecar_of(picture).symlink_to(theirs)
    assert not sidecars.write(picture, answer) and not sidecars.remove(picture)
    assert theirs.exists()

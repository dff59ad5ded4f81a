"""What is said of pictures from other sources: who is counted, and that it is what answers say."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.datasets import Dataset, Sample
from morelli.errors import MorelliError
from morelli.evaluation.cross_dataset import (
    NOT_SAID,
    WORKS,
    counted,
    cross_dataset_test,
    named,
    sources,
)
from morelli.evaluation.evaluate import evaluate
from morelli.evaluation.names import sections
from morelli.inference.classifier import Classifier
from morelli.inference.decision import CERTAIN


@pytest.fixture(scope="module")
def classifier(trained):
    return Classifier(trained.bundle)


@pytest.fixture(scope="module")
def paintings(trained):
    """Some new and some known ones from two sources, three by nobody it knows."""
    some = trained.data.samples
    return [
        *(replace(s, source="attic" if i % 3 else "barn") for i, s in enumerate(some[:30])),
        *(replace(s, work="known", source="barn") for s in some[30:40]),
        *(replace(s, artist="unknown-painter", style=None) for s in some[40:43]),
    ]


@pytest.fixture(scope="module")
def found(classifier, paintings):
    return cross_dataset_test(classifier, paintings)


def test_new_and_known_works_are_measured_apart_and_strangers_with_the_new(
    found, classifier, paintings
):
    accuracy = found.new.heads["artist"].measures["accuracy"]
    answers = [classifier.classify(s.path) for s in paintings]
    right = [a.artists[0].slug == s.artist for a, s in zip(answers, paintings, strict=True)]
    assert (accuracy.n, accuracy.value) == (30, pytest.approx(sum(right[:30]) / 30))
    known = found.known.heads["artist"].measures["accuracy"]
    assert (known.n, known.value) == (10, pytest.approx(sum(right[30:40]) / 10))
    assert found.new.refusal["unknown_painter_auroc"].n == 33
    sure = [
        a.verdict == "known painter" and a.artists[0].probability >= CERTAIN for a in answers[40:]
    ]
    assert found.new.refusal["unknown_painter_very_likely"].value == pytest.approx(sum(sure) / 3)


def test_progress_counts_every_picture(classifier, paintings):
    seen = []
    cross_dataset_test(classifier, paintings, seen.append)
    assert sum(seen) == len(paintings)


def test_sources_add_up_to_all_pictures_and_come_by_size(found):
    by_source = sources(found.new)
    assert list(by_source) == ["attic", "barn"]
    assert [m.n for m in by_source.values()] == [20, 10]
    right = sum(m.value * m.n for m in by_source.values())
    assert right == pytest.approx(30 * found.new.heads["artist"].measures["accuracy"].value)


def test_a_picture_without_a_source_is_not_left_out(classifier, trained):
    some = trained.data.samples
    one = evaluate(classifier, [replace(some[0], source="attic"), some[1]])
    assert set(sources(one)) == {"attic", NOT_SAID}
    assert sources(evaluate(classifier, some[:3])) == {}


def test_who_is_named_wrongly_is_counted_from_the_answers(found, classifier):
    head = found.new.heads["artist"]
    wrong = replace(head, probabilities=head.probabilities[:, [1, 0, 2, 3]])
    evaluation = replace(found.new, heads={"artist": wrong})
    answers = Counter(
        head.labels[answer]
        for answer, truth in zip(wrong.answer, wrong.truth, strict=True)
        if answer != truth
    )
    told = named(evaluation)
    assert {p.slug: round(p.wrongly.value * p.wrongly.n) for p in told} == dict(answers)
    assert [p.wrongly.value for p in told] == sorted((p.wrongly.value for p in told), reverse=True)
    rightly = [a for a, t in zip(wrong.answer, wrong.truth, strict=True) if a == t]
    for painter in told:
        times = rightly.count(head.labels.index(painter.slug))
        assert painter.rightly.value == pytest.approx(times / 30)


def test_numbers_for_machines_and_the_parts_that_people_see(found, classifier, trained):
    evaluation = evaluate(classifier, trained.data.samples[:8])
    whole = replace(evaluation, cross_dataset={"attics": found})
    document = json.loads(json.dumps(whole.to_dict()))
    new = document["elsewhere"]["attics"]["new"]
    assert new["artist"]["accuracy"]["n"] == 30
    assert sum(sum(row.values()) for row in new["artist"]["confusion"].values()) == 30
    assert new["sources"]["barn"]["n"] == 10
    assert "known" in document["elsewhere"]["attics"]
    parts = {part.title: part for part in sections(document)}
    assert len({part.id for part in parts.values()}) == len(parts)
    title = "Elsewhere, attics: artist right by source, new paintings"
    assert set(parts[title].measures) == {"attic", "barn"}
    assert list(parts)[:2] == ["Artist", "Style"]


def test_nothing_known_is_an_error(classifier, tmp_path):
    with pytest.raises(MorelliError, match="knows"):
        cross_dataset_test(classifier, [Sample(tmp_path / "a.jpg", artist="nobody", style=None)])


def rows(*fields, splits=()):
    """A data set of pictures with these groups and works."""
    samples = [
        Sample(Path(f"/d/{name}"), "goya", None, split, group=group, work=work)
        for (name, group, work), split in zip(fields, splits or [None] * len(fields), strict=True)
    ]
    return Dataset("d", tuple(samples), root=Path("/d"))


def names(samples):
    return [sample.path.name for sample in samples]


def test_versions_are_counted_nowhere_and_a_painting_once():
    data = rows(
        ("c.jpg", "1", "new"), ("b.jpg", "1", "new"), ("a.jpg", "2", "version"),
        ("d.jpg", None, None), ("e.jpg", None, None),
    )  # fmt: skip
    assert names(counted(data, "test")) == ["b.jpg", "d.jpg", "e.jpg"]


def test_the_split_is_taken_where_it_is_there_else_everything():
    fields = (("a.jpg", "1", "new"), ("b.jpg", "1", "known"))
    data = rows(*fields, splits=("train", "test"))
    assert names(counted(data, "test")) == ["b.jpg"]
    assert names(counted(data, "train")) == ["a.jpg"]
    assert names(counted(data, "all")) == ["a.jpg"]
    assert names(counted(rows(*fields), "test")) == ["a.jpg"]


def test_what_cannot_be_counted_is_explained():
    with pytest.raises(MorelliError, match=r"says 'Las Meninas' of a\.jpg; it can say new, known"):
        counted(rows(("a.jpg", None, "Las Meninas")), "test")
    with pytest.raises(MorelliError, match="no paintings but other versions"):
        counted(rows(("a.jpg", None, "version")), "test")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"{letter}.jpg" for letter in "abcdefgh"]),
            st.sampled_from([None, "1", "2"]),
            st.sampled_from([None, *WORKS]),
        ),
        unique_by=lambda row: row[0],
        min_size=1,
    ).filter(lambda found: any(work != "version" for _, _, work in found))
)
def test_any_table_has_each_of_its_paintings_once(found):
    usable = [(name, group) for name, group, work in found if work != "version"]
    kept = counted(rows(*found), "test")
    paintings = {group or name for name, group in usable}
    assert sorted(s.group or s.path.name for s in kept) == sorted(paintings)
    for sample in kept:
        same = [name for name, group in usable if group == sample.group]
        assert sample.group is None or sample.path.name == min(same)

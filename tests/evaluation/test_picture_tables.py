"""The table of the pictures behind an evaluation's numbers."""

import pytest

from morelli.errors import MorelliError
from morelli.evaluation.evaluate import evaluate
from morelli.evaluation.picture_tables import path, read
from morelli.evaluation.report import write
from morelli.inference.classifier import Classifier


def test_it_has_every_picture_with_what_was_answered(trained, tmp_path):
    classifier = Classifier(trained.bundle)
    measured = evaluate(classifier, trained.data.samples)
    write(measured, tmp_path, pictures=True)
    for name, head in measured.heads.items():
        rows = read(path(tmp_path, name))
        assert [(row.file, row.truth) for row in rows] == [
            (sample.path.resolve(), getattr(sample, name)) for sample in trained.data.samples
        ]
        right = sum(row.truth == row.answer for row in rows)
        assert right / len(rows) == pytest.approx(head.measures["accuracy"].value)
    some = rows[0]
    answer = classifier.classify(some.file)
    assert answer.styles[0].slug == some.answer


def test_it_is_not_there_where_the_pictures_may_not_be(trained, tmp_path):
    write(evaluate(Classifier(trained.bundle), trained.data.samples), tmp_path)
    assert not path(tmp_path, "artist").exists()


@pytest.mark.parametrize("text", [b"file,truth\n1.png,monet\n", b"\xff\xfe\x00", b""])
def test_another_table_is_refused_by_name(tmp_path, text):
    file = tmp_path / "pictures-style.csv"
    file.write_bytes(text)
    with pytest.raises(MorelliError, match=r"pictures-style\.csv"):
        read(file)

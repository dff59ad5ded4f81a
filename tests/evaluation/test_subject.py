"""What is measured is opened at once, or refused."""

from types import SimpleNamespace

import pytest

from morelli.errors import MorelliError
from morelli.evaluation.subject import EVERYTHING, Subject


def test_the_split_is_the_one_of_training(trained: SimpleNamespace) -> None:
    data = trained.root / "pictures"
    subject = Subject.open(trained.bundle, data)
    learnt = trained.bundle.manifest.provenance["data"]["training_pictures"]
    assert len(subject.paintings) + learnt == len(trained.data)
    everything = Subject.open(trained.bundle, data, split=EVERYTHING, cross_dataset=[data])
    assert len(everything.paintings) == len(trained.data)
    assert {name: len(there) for name, there in everything.cross_dataset.items()} == {
        "pictures": len(trained.data)
    }


def test_what_is_not_there_or_there_twice(trained: SimpleNamespace) -> None:
    data = trained.root / "pictures"
    with pytest.raises(MorelliError, match="has no split 'exam'"):
        Subject.open(trained.bundle, data, split="exam")
    with pytest.raises(MorelliError, match="Two of the tables are called pictures"):
        Subject.open(trained.bundle, data, cross_dataset=[data, data])

"""Answers that are remembered are the answers."""

import numpy as np
import pytest

from morelli.explain import OutputCache
from morelli.images import NotAPictureError


def test_the_second_answer_is_the_first_and_comes_from_disk(classifier, tmp_path, picture):
    first = OutputCache(classifier, tmp_path).outputs(picture(1))
    (kept,) = tmp_path.rglob("*.npz")
    again = OutputCache(classifier, tmp_path).outputs(picture(1))
    assert {name: values.shape for name, values in first.items()} == {
        name: values.shape for name, values in again.items()
    }
    assert all(np.array_equal(first[name], again[name]) for name in first)
    np.savez(kept, **{name: values + 1 for name, values in first.items()})
    marked = OutputCache(classifier, tmp_path).outputs(picture(1))
    assert np.array_equal(marked["embedding"], first["embedding"] + 1)
    assert len(list(tmp_path.rglob("*.npz"))) == 1


def test_a_damaged_file_is_made_anew(classifier, tmp_path, picture):
    first = OutputCache(classifier, tmp_path).outputs(picture(2))
    (kept,) = tmp_path.rglob("*.npz")
    kept.write_bytes(b"not an archive")
    assert np.array_equal(
        OutputCache(classifier, tmp_path).outputs(picture(2))["embedding"], first["embedding"]
    )


def test_a_bad_picture_is_refused_and_leaves_nothing(classifier, tmp_path):
    with pytest.raises(NotAPictureError):
        OutputCache(classifier, tmp_path).outputs(b"text")
    assert not list(tmp_path.rglob("*.npz"))

"""The products of answers stay on one core, and who uses morelli has all of them afterwards."""

import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from morelli.inference.blas import one_blas_thread
from morelli.inference.classifier import Classifier
from morelli.works.recognition import Recogniser


def threads() -> set[int]:
    return {found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"}


@pytest.fixture
def two():
    with threadpool_limits(2, "blas"):
        if threads() != {2}:
            pytest.skip("numpy's BLAS has no threads here")
        yield


@pytest.mark.usefixtures("two")
def test_it_is_one_within_and_all_afterwards():
    with one_blas_thread:
        assert threads() == {1}
        with one_blas_thread:
            assert threads() == {1}
    assert threads() == {2}


@pytest.mark.usefixtures("two")
def test_threads_that_overlap_take_it_back():
    first_left = threading.Event()

    def long() -> None:
        with one_blas_thread:
            inside.set()
            first_left.wait(60)

    inside = threading.Event()
    other = threading.Thread(target=long)
    with one_blas_thread:
        other.start()
        assert inside.wait(60)
    first_left.set()
    other.join()
    assert threads() == {2}


@pytest.mark.usefixtures("two")
def test_answers_take_it(monkeypatch):
    seen = []
    recognise = Recogniser.recognise

    def watched(*args, **options):
        seen.append(threads())
        return recognise(*args, **options)

    monkeypatch.setattr(Recogniser, "recognise", watched)
    Classifier.open("fast").classify(np.zeros((64, 64, 3), np.uint8))
    assert seen == [{1}]
    assert threads() == {2}

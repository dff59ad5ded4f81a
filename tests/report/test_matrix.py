"""Orders in which a matrix can be read."""

import numpy as np

from morelli.report.matrix import similar_together


def test_those_taken_for_each_other_stand_side_by_side():
    counts = np.eye(6, dtype=np.int64) * 10
    for a, b in ((0, 5), (1, 4), (2, 3)):
        counts[a, b] = counts[b, a] = 4
    order = similar_together(counts, np.arange(6))
    assert sorted(order) == list(range(6))
    for a, b in ((0, 5), (1, 4), (2, 3)):
        assert abs(order.index(a) - order.index(b)) == 1


def test_few_classes_and_no_mistakes_are_orders_too():
    assert similar_together(np.eye(2, dtype=np.int64), np.arange(2)) == [0, 1]
    assert sorted(similar_together(np.eye(5, dtype=np.int64), np.arange(5))) == list(range(5))

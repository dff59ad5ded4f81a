"""Any way of storing names, labels and masks in a MATLAB file reads the same."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.io import savemat
from scipy.sparse import csc_array

from morelli.datasets import DatasetError, matfiles

NAMES = ["A_1.jpg", "Long Name_22.jpg", "Ã\x89_3.JPG"]


def cells(names: list[str], shape: tuple[int, ...]) -> Any:
    array = np.empty(len(names), object)
    array[:] = names
    return array.reshape(shape)


@pytest.mark.parametrize(
    "stored",
    [cells(NAMES, (3, 1)), cells(NAMES, (1, 3)), cells(NAMES, (3,)), np.array(NAMES)],
    ids=["column", "row", "flat", "characters"],
)
def test_names(tmp_path: Path, stored: Any) -> None:
    savemat(tmp_path / "names.mat", {"whatever": stored, "date": "2014"})
    assert matfiles.names(tmp_path / "names.mat") == NAMES


def test_nested_cells(tmp_path: Path) -> None:
    nested = cells(NAMES, (3, 1))
    nested[1, 0] = cells([NAMES[1]], (1, 1))
    savemat(tmp_path / "names.mat", {"names": nested})
    assert matfiles.names(tmp_path / "names.mat") == NAMES


@given(
    labels=st.lists(st.integers(-1, 4), min_size=7, max_size=12),
    kind=st.sampled_from([bool, np.uint8, np.float64]),
    turned=st.booleans(),
    sparse=st.booleans(),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
def test_one_hot(tmp_path: Path, labels: list[int], kind: type, turned: bool, sparse: bool) -> None:
    hot = np.vstack([np.eye(5), np.zeros(5)])[labels].astype(kind)
    value = hot.T if turned else hot
    savemat(tmp_path / "l.mat", {"l": csc_array(value) if sparse else value})
    assert matfiles.classes(tmp_path / "l.mat", len(labels)).tolist() == labels


@pytest.mark.parametrize("shape", [(4,), (4, 1), (1, 4)])
@pytest.mark.parametrize("kind", [bool, float])
def test_masks(tmp_path: Path, shape: tuple[int, ...], kind: type) -> None:
    savemat(tmp_path / "m.mat", {"m": np.array([1, 0, 0, 1], kind).reshape(shape)})
    assert matfiles.mask(tmp_path / "m.mat", 4).tolist() == [True, False, False, True]


def test_class_numbers(tmp_path: Path) -> None:
    savemat(tmp_path / "l.mat", {"l": np.array([3.0, 1, 0, 3, 7])})
    assert matfiles.classes(tmp_path / "l.mat", 5).tolist() == [1, 0, -1, 1, 2]


def test_no_class_at_all(tmp_path: Path) -> None:
    savemat(tmp_path / "l.mat", {"l": np.zeros((3, 1))})
    assert matfiles.classes(tmp_path / "l.mat", 3).tolist() == [-1, -1, -1]


def test_two_labels_for_one_picture(tmp_path: Path) -> None:
    savemat(tmp_path / "l.mat", {"l": np.array([[1, 0], [1, 1], [0, 1]])})
    with pytest.raises(DatasetError, match="picture 2 has more than one label"):
        matfiles.classes(tmp_path / "l.mat", 3)


def test_wrong_length(tmp_path: Path) -> None:
    savemat(tmp_path / "l.mat", {"l": np.eye(4)})
    with pytest.raises(DatasetError, match="for 9 pictures; it holds 4 x 4"):
        matfiles.classes(tmp_path / "l.mat", 9)
    with pytest.raises(DatasetError, match="no mask over 4 pictures"):
        matfiles.mask(tmp_path / "l.mat", 4)
    with pytest.raises(DatasetError, match="no list of names"):
        matfiles.names(tmp_path / "l.mat")


def test_no_matlab_file(tmp_path: Path) -> None:
    (tmp_path / "l.mat").write_bytes(b"<html>404</html>" * 20)
    with pytest.raises(DatasetError, match="not a readable MATLAB file"):
        matfiles.names(tmp_path / "l.mat")


def test_hdf5_is_named(tmp_path: Path) -> None:
    head = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124, b" ") + b"\x00\x02IM"
    (tmp_path / "l.mat").write_bytes(head.ljust(512, b"\0") + b"\x89HDF\r\n\x1a\n")
    with pytest.raises(DatasetError, match=r"7\.3 file; save it with -v7"):
        matfiles.names(tmp_path / "l.mat")

"""Reads files and JSON that somebody else wrote: bounded before anything is made of them."""

import os
import stat
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError
from pydantic_core import from_json

MOST_VALUES = 2_000_000
"""Values in a document: each takes some sixty bytes once it is read."""

DEEPEST = 100
"""Lists and objects in each other: what reads a document further may call itself for each."""


def open_file(path: Path) -> BinaryIO:
    """Open a regular file to read from.

    What waits for a writer (a FIFO) or never ends (a device) is not even read from.

    Args:
        path: the file; a link is followed.

    Raises:
        ValueError: it is no regular file.
        OSError: it can't be read.
    """
    # O_NONBLOCK: a FIFO that nobody writes to opens at once instead of never.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError("it is no regular file")
    return os.fdopen(descriptor, "rb")


def read_file(path: Path, largest: int) -> bytes:
    """The content of a regular file.

    Args:
        path: the file; a link is followed.
        largest: bytes that it may have at most.

    Raises:
        ValueError: it is no regular file, or larger.
        OSError: it can't be read.
    """
    with open_file(path) as file:
        # It may grow while it is read; one that is too large to begin with is not read at all.
        large = os.fstat(file.fileno()).st_size > largest
        content = b"" if large else file.read(largest + 1)
    if large or len(content) > largest:
        raise ValueError(f"it has more than {largest:,} bytes, too many")
    return content


def parse_json(content: bytes) -> Any:
    """What JSON in UTF-8 says; its numbers are finite.

    Raises:
        ValueError: it is no JSON, deeper than `DEEPEST`, of more values than `MOST_VALUES`, or
            has a number that is none.
    """
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError(f"it has more than {MOST_VALUES:,} values, too many")
    found = from_json(content, allow_inf_nan=False)
    _check(found, DEEPEST)
    return found


def first_fault(error: ValidationError) -> str:
    """The first wrong field of a document, and what is wrong with it: "field: what"."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(str, first["loc"]))[:200] or "the file"
    # Names of fields are the document's own, and a terminal obeys control characters.
    readable = field if field.isprintable() else repr(field)
    return f"{readable}: {first['msg'].removeprefix('Value error, ')}"


def _check(value: Any, deepest: int) -> None:
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError("it has a number that is too large")
    elif isinstance(value, list | dict):
        if not deepest:
            raise ValueError(f"it is more than {DEEPEST} lists and objects deep")
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, deepest - 1)

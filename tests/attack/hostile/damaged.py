"""Every format, cut, overwritten, turned over and added to."""

import io
import zipfile

import numpy as np

from hostile.made import MB, Kinds, healthy, noise


def kinds() -> Kinds:
    """Thirteen ways of damage for each kind of healthy file."""
    for name, data in healthy().items():
        for where in ("head", "tenth", "half", "last"):
            yield f"{name}/cut-{where}", lambda data=data, where=where: _cut(data, where)
        for byte in (0x00, 0xFF):
            yield (
                f"{name}/overwritten-{byte:02x}",
                lambda data=data, byte=byte: _overwritten(data, byte),
            )
        for seed in range(3):
            yield f"{name}/flipped-{seed}", lambda data=data, seed=seed: _flipped(data, seed)
        yield f"{name}/twice", lambda data=data: data * 2
        yield f"{name}/followed-by-noise", lambda data=data: data + noise(MB)
        yield f"{name}/zip-behind", lambda data=data: data + _zip()
        yield f"{name}/html-behind", lambda data=data: data + b"<script>alert(1)</script>" * 99


def _cut(data: bytes, where: str) -> bytes:
    return data[: {"head": 16, "tenth": len(data) // 10, "half": len(data) // 2, "last": -1}[where]]


def _overwritten(data: bytes, byte: int) -> bytes:
    third = len(data) // 3
    return data[:third] + bytes([byte]) * third + data[2 * third :]


def _flipped(data: bytes, seed: int) -> bytes:
    """A dozen bytes changed, most of them where headers are."""
    random, changed = np.random.default_rng(seed), bytearray(data)
    for place in random.integers(4, min(200, len(data)), 12):
        changed[place] = int(random.integers(256))
    return bytes(changed)


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("evil.html"), "<script>alert(1)</script>")
    return file.getvalue()

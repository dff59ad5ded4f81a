"""What decoding takes is foretold from the header, and never too little."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from morelli.images import NotAPictureError, decoding_cost

SIDE = 2000

KINDS = (
    *("JPEG", "JPEG progressive", "JPEG CMYK", "PNG", "PNG transparent", "PNG 16 bits"),
    *("GIF P", "WEBP", "WEBP transparent", "TIFF", "BMP", "AVIF"),
)

MEASURE = """
import re, sys
from pathlib import Path
from PIL import Image
from morelli.images import decode

def status(name):
    return 1024 * int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

small, large, least = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) or None
decode(small.read_bytes())  # what the decoder itself takes
data = large.read_bytes()
Path("/proc/self/clear_refs").write_text("5")
before = status("VmRSS")
decode(data, at_least=least)
print(status("VmHWM") - before)
"""


def drawn(kind: str, side: int) -> bytes:
    rows, columns = np.mgrid[0:side, 0:side]
    pixels = np.stack([columns * 255 // side, rows * 255 // side, columns ^ rows & 255], -1)
    picture = Image.fromarray(pixels.astype(np.uint8))
    form, _, special = kind.partition(" ")
    options = {"progressive": True, "subsampling": 0} if special == "progressive" else {}
    if special == "transparent":
        picture.putalpha(100)
    elif special in ("CMYK", "P"):
        picture = picture.convert(special)
    elif special == "16 bits":
        picture = Image.fromarray(pixels[..., 0].astype(np.uint16) * 257)
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("least", [0, 200])
@pytest.mark.parametrize(
    "kind",
    KINDS,
)
@pytest.mark.skipif(sys.platform != "linux", reason="peaks are measured as Linux tells them")
def test_it_is_never_too_little_nor_far_too_much(kind, least, tmp_path):
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(drawn(kind, 64))
    large.write_bytes(drawn(kind, SIDE))
    command = [sys.executable, "-c", MEASURE, str(small), str(large), str(least)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = int(run.stdout)
    foretold = decoding_cost(large.read_bytes(), least or None)
    assert measured < foretold + 2_000_000
    assert foretold < 4 * max(measured, 2_000_000)


def test_a_reduced_jpeg_takes_less_unless_it_is_progressive():
    plain, progressive = drawn("JPEG", SIDE), drawn("JPEG progressive", SIDE)
    assert decoding_cost(plain, 200) * 50 < decoding_cost(plain)
    assert decoding_cost(progressive, 200) > 6 * SIDE**2


def test_what_is_no_picture_is_refused():
    with pytest.raises(NotAPictureError):
        decoding_cost(b"text")

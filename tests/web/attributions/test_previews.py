"""Small copies of pictures that a browser can't draw."""

import io

import pillow_heif
import pytest
from PIL import Image

PATH = "/api/v1/previews"


@pytest.mark.parametrize("kind", ["HEIF", "TIFF", "JPEG"])
def test_a_preview_is_a_small_webp_in_the_pictures_proportions(server, draw, kind):
    pillow_heif.register_heif_opener()
    picture = draw(kind, size=(1600, 800))
    answer = server.post(PATH, ("file", "IMG_0001.HEIC", picture))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    preview = Image.open(io.BytesIO(answer.body))
    assert (preview.format, preview.size) == ("WEBP", (640, 320))
    red, green, blue = preview.convert("RGB").getpixel((14, 14))
    assert red > 150 > max(green, blue), "the colours are the picture's"


def test_it_is_upright_and_never_enlarged(server):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    file = io.BytesIO()
    Image.new("RGB", (120, 60), "blue").save(file, "JPEG", exif=exif)
    answer = server.post(PATH, ("file", "a.jpg", file.getvalue()))
    preview = Image.open(io.BytesIO(answer.body))
    assert preview.size == (60, 120)
    assert not preview.getexif()


def test_refusals(server, small_server, draw):
    answer = server.post(PATH, ("file", "a.jpg", b"text"))
    assert (answer.status, answer.json()["code"]) == (422, "not-a-picture")
    assert server.post(PATH).json()["code"] == "invalid-parameter"
    assert server.request("GET", PATH).json()["code"] == "method-not-allowed"
    large = draw("BMP", size=(200, 200))
    answer = small_server.post(PATH, ("file", "a.bmp", large))
    assert (answer.status, answer.json()["code"]) == (413, "too-large")

"""Limits on uploads, at their very edges, through Django's own parser."""

import os
import tempfile

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings

from morelli.images import PictureTooLargeError
from morelli.web.environment import environment
from morelli.web.services import Services
from morelli.web.uploads import OversizedUpload, ask

LIMIT = 300_000


@pytest.fixture
def post(monkeypatch):
    """Posts files of the sizes given, under a limit of 300,000 bytes each and two of them."""
    monkeypatch.setenv("MORELLI_MAX_BYTES", str(LIMIT))
    monkeypatch.setenv("MORELLI_MAX_FILES", "2")
    environment.cache_clear()

    def post(*sizes: int):
        files = [SimpleUploadedFile(f"{size}.jpg", b"\xff" * size) for size in sizes]
        return RequestFactory().post("/", {"files": files}).FILES.getlist("files")

    with override_settings(DATA_UPLOAD_MAX_NUMBER_FILES=2):
        yield post
    environment.cache_clear()


def test_a_file_at_the_limit_is_whole(post):
    (upload,) = post(LIMIT)
    assert not isinstance(upload, OversizedUpload)
    assert upload.read() == b"\xff" * LIMIT


@pytest.mark.skipif(os.name != "posix", reason="no files without a name on this system")
def test_a_file_too_large_for_memory_has_no_name(post, tmp_path, monkeypatch):
    """So that nothing of it stays, however the server ends."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=LIMIT // 2):
        (upload,) = post(LIMIT)
    assert upload.read() == b"\xff" * LIMIT
    assert (upload.size, upload.name) == (LIMIT, f"{LIMIT}.jpg")
    assert list(tmp_path.iterdir()) == []
    assert os.fstat(upload.fileno()).st_nlink == 0


@pytest.mark.parametrize("sizes", [(LIMIT + 1, 7), (7, LIMIT + 1)])
def test_one_byte_more_is_thrown_away_and_the_other_file_is_not(post, sizes):
    uploads = dict(zip(sizes, post(*sizes), strict=True))
    assert isinstance(uploads[LIMIT + 1], OversizedUpload)
    assert uploads[LIMIT + 1].name == f"{LIMIT + 1}.jpg"
    assert uploads[LIMIT + 1].file is None
    assert uploads[7].read() == b"\xff" * 7


def test_the_queue_refuses_what_was_thrown_away(post):
    (result,) = ask(Services(environment()).context(), post(LIMIT + 1), top=1)
    assert isinstance(result.error, PictureTooLargeError)
    assert "0.3 MB" in str(result.error)


def test_a_body_larger_than_all_files_together_is_not_read(post):
    with pytest.raises(RequestDataTooBig, match=r"more than 1\.6 MB"):
        post(3 * LIMIT, 3 * LIMIT)


def test_a_file_too_many_is_refused(post):
    with pytest.raises(TooManyFilesSent):
        post(1, 1, 1)

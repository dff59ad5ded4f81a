"""Uploaded pictures: limits that hold while the bytes arrive, and the way to the queue."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from morelli.cropping.quadrilateral import Quadrilateral
from morelli.images import PictureTooLargeError
from morelli.inference.classifier import Result
from morelli.web.environment import environment
from morelli.web.middleware import telemetry
from morelli.web.services import Context

_FORM = 1_000_000
"""Allowance for everything in a multipart body that is not a file, in bytes."""


class BodyTooLargeError(RequestDataTooBig):
    """The whole request is larger than all files together may be; the message is for people."""


def largest_body() -> int:
    """Most bytes that a request may have."""
    return environment().max_bytes * environment().max_files + _FORM


class OversizedUpload(UploadedFile):  # type: ignore[type-arg]
    """Stands for a file of more than `MORELLI_MAX_BYTES`; its content was thrown away."""


class LimitedUpload(FileUploadHandler):
    """First of the upload handlers: hands on no more than the allowed bytes of each file."""

    def handle_raw_input(self, _body: Any, _meta: Any, content_length: int, *_: Any) -> None:
        """Refuse a body unread whose announced length is more than all files may have.

        Raises:
            BodyTooLargeError: it is.
        """
        limit = largest_body()
        if content_length > limit:
            raise BodyTooLargeError(
                f"The request has {content_length / 1e6:.1f} MB, more than {limit / 1e6:g} MB."
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the chunk on, or drop it once the file is over the limit."""
        return raw_data if start + len(raw_data) <= environment().max_bytes else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """A placeholder for a file over the limit; others are the next handlers' affair."""
        if file_size <= environment().max_bytes:
            return None
        return OversizedUpload(None, self.file_name, self.content_type, file_size)


class UnlinkedUpload(FileUploadHandler):
    """Last of the upload handlers: a file of the system's temporary folder that has no name."""

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **options)
        self._file = TemporaryFile()  # noqa: SIM115  (closed with the request)

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Write it."""
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file, from its beginning."""
        self._file.seek(0)
        return UploadedFile(self._file, self.file_name, self.content_type, file_size)


def ask(
    context: Context,
    uploads: "Sequence[UploadedFile[bytes]]",
    *,
    top: int,
    crop: Quadrilateral | bool = False,
    find: bool = False,
    explain: bool = False,
) -> list[Result]:
    """The outcome of each uploaded picture, in order, by the request's model.

    Args:
        context: of the request.
        uploads: the pictures.
        top: see `InferenceQueue.ask`, as `crop` and `find`.
        crop: see there.
        find: see there.
        explain: give the outputs that `Explainer.evidence` needs.
    """
    fitting = [upload for upload in uploads if not isinstance(upload, OversizedUpload)]
    pictures = cast("list[BinaryIO]", fitting)
    also = context.explainer.needs if explain else ()
    outcomes = iter(
        context.services.queue.ask(
            context.classifier, pictures, top=top, crop=crop, find=find, also=also
        )
    )
    telemetry.count_pictures(len(pictures))
    return [
        Result(upload, None, too_large()) if isinstance(upload, OversizedUpload) else next(outcomes)
        for upload in uploads
    ]


def content(upload: "UploadedFile[bytes]") -> bytes:
    """The bytes of an uploaded picture.

    Raises:
        PictureTooLargeError: it has more than `MORELLI_MAX_BYTES`.
    """
    if isinstance(upload, OversizedUpload):
        raise PictureTooLargeError("The file is larger than this server takes.")
    upload.seek(0)
    return bytes(upload.read())


def too_large() -> PictureTooLargeError:
    """The reason why a file over the limit is no picture for the model."""
    limit = environment().max_bytes / 1e6
    return PictureTooLargeError(
        f"The file is larger than {limit:g} MB; make it smaller and try again."
    )

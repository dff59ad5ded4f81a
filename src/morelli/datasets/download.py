"""Fetches a file over HTTP: resumes where it was cut, checks the size, finishes atomically."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from morelli.datasets.dataset import DatasetError, readable

ATTEMPTS = 5
"""How many times in a row a connection may fail without bringing a single byte."""

AGENT = {"User-Agent": "morelli"}

_CHUNK = 1 << 20
_TIMEOUT = 60.0

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there, and how many there will be where the server says so."""


@dataclass(frozen=True, slots=True)
class _Range:
    """What a server answered: its body starts at byte `start` of `total`."""

    start: int
    total: int | None
    validator: str | None


def download(
    url: str,
    target: Path,
    *,
    size: int | None = None,
    largest: int | None = None,
    headers: Mapping[str, str] = AGENT,
    progress: Progress | None = None,
    pause: float = 1.0,
    attempts: int = ATTEMPTS,
    opener: urllib.request.OpenerDirector | None = None,
) -> None:
    """Fetch `url` into `target`, which appears only when it is complete.

    What has come lies in `target` + ".part" meanwhile. A later call goes on from there, in one
    request for the missing range (RFC 9110, `If-Range`), unless the file changed on the server.

    Args:
        url: an http or https address.
        target: where the file goes; its folder has to exist.
        size: bytes it has to have; None takes what the server announces.
        largest: bytes it may have at most.
        headers: of the request: who asks.
        progress: told after every piece.
        pause: seconds to wait before another attempt, doubled after each failure in a row.
        attempts: how many times in a row a connection may fail without bringing a single byte.
        opener: opens the address, and decides where it may redirect to; else urllib's own.

    Raises:
        DatasetError: the server refuses or offers another size, or the connection keeps failing;
            what the server answered last, or how the connection failed, is its cause.
    """
    if not url.startswith(("http://", "https://")):
        raise DatasetError(f"{url} is not an http or https address.")
    part = target.with_name(target.name + ".part")
    failures = 0
    while True:
        before = _length(part)
        try:
            if _attempt(url, part, size, largest, headers, progress, opener):
                part.replace(target)
                _note(part).unlink(missing_ok=True)
                return
            failure: Exception = HTTPException("the connection was cut")
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise DatasetError(
                    f"{url}: the server answers {error.code} {error.reason}."
                ) from error
            failure = error
        except (OSError, HTTPException) as error:
            failure = error
        failures = failures + 1 if _length(part) <= before else 0
        if failures == attempts:
            raise DatasetError(
                f"{url} could not be fetched: {_reason(failure)}. {_length(part):,} bytes are "
                f"kept in {readable(part)}; give the same command again to go on from there."
            ) from failure
        time.sleep(pause * 2**failures)


def _attempt(
    url: str,
    part: Path,
    size: int | None,
    largest: int | None,
    headers: Mapping[str, str],
    progress: Progress | None,
    opener: urllib.request.OpenerDirector | None,
) -> bool:
    """One request; whether the file is complete after it."""
    have, validator = _resumable(part, url)
    headers = {**headers, "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
        if validator:
            headers["If-Range"] = validator
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  http(s) only, see above
    try:
        open_url = opener.open if opener else urllib.request.urlopen
        response = open_url(request, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:
            return _beyond_the_end(part, have, size, error.headers.get("Content-Range", ""))
        raise
    with response:
        answer = _range(response)
        total = answer.total if answer.total is not None else size
        if size is not None and total != size:
            raise DatasetError(
                f"{url} has {total:,} bytes where {size:,} were expected: it is another file. "
                "Nothing was fetched."
            )
        _refuse_above(largest, total or 0, url, part)
        if answer.start not in (0, have):
            raise DatasetError(f"{url}: the server sent another range than was asked for.")
        _note(part).write_text(json.dumps({"url": url, "validator": answer.validator}))
        done = answer.start
        with part.open("r+b" if done else "wb") as file:
            file.seek(done)
            while piece := response.read(_CHUNK):
                file.write(piece)
                done += len(piece)
                _refuse_above(largest, done, url, part)
                if progress:
                    progress(done, total)
    return done == total if total is not None else True


def _refuse_above(largest: int | None, size: int, url: str, part: Path) -> None:
    if largest is not None and size > largest:
        part.unlink(missing_ok=True)
        _note(part).unlink(missing_ok=True)
        raise DatasetError(f"{url} has more than {largest:,} bytes, too many. Nothing was kept.")


def _range(response: HTTPResponse) -> _Range:
    """Where the body starts and how long the whole file is, from the headers."""
    tag = response.headers.get("ETag")
    # A weak tag doesn't promise the same bytes, so it can't be used with ranges.
    strong = tag if tag and not tag.startswith("W/") else None
    validator = strong or response.headers.get("Last-Modified")
    if response.status == 206:
        span, _, total = (
            response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        )
        start = span.partition("-")[0]
        if start.isdigit():
            return _Range(int(start), int(total) if total.isdigit() else None, validator)
        raise HTTPException("a partial answer without a range")
    length = response.headers.get("Content-Length", "")
    return _Range(0, int(length) if length.isdigit() else None, validator)


def _beyond_the_end(part: Path, have: int, size: int | None, content_range: str) -> bool:
    """The server has nothing after what we have: either that is all, or it isn't its file."""
    total = content_range.rpartition("/")[2]
    if have == (size if size is not None else int(total) if total.isdigit() else None):
        return True
    part.unlink()
    return False


def _reason(failure: Exception) -> str:
    if isinstance(failure, urllib.error.HTTPError):
        return f"the server answers {failure.code} {failure.reason}"
    return str(getattr(failure, "reason", None) or failure or type(failure).__name__)


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _note(part: Path) -> Path:
    """Where the address and the server's validator of a partial file are remembered."""
    return part.with_name(part.name + ".json")


def _resumable(part: Path, url: str) -> tuple[int, str | None]:
    """Bytes of this address that are there, and the validator they came with."""
    try:
        note = json.loads(_note(part).read_text())
        if note["url"] == url:
            return _length(part), note["validator"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # without a note nobody knows what the bytes are
    part.unlink(missing_ok=True)
    return 0, None

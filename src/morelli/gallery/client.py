"""Asks a museum's server for things the way a museum wants to be asked.

One request at a time and no faster than a rate; a User-Agent that says who asks; and when the
server says "not so fast" (429, 503), it is left alone for as long as it wishes (`Retry-After`,
RFC 9110). Replies are bounded, and what they link to is fetched only by https from public
machines; see `links`.
"""

import email.utils
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar

from morelli.datasets import DatasetError, links
from morelli.datasets.download import download
from morelli.documents import parse_json
from morelli.gallery.errors import FailedError, MissingError, RefusedError

AGENT = "morelli (gallery fetch; open-source program for people who look at paintings)"
ATTEMPTS = 5
"""How many times in a row a request may fail before it is given up."""

LONGEST = 300.0
"""Seconds: a server that wants a longer rest is asked another day."""

LARGEST_REPLY = 20_000_000
"""Bytes of JSON; The Met's search until 2026, the longest, had about 4 million."""

LARGEST_PICTURE = 200_000_000
"""Bytes."""

# The Met's firewall answers 403 for half a minute to who comes too fast (metmuseum/openaccess,
# issue 60), so 403 is one more way of saying "not so fast". Where a rest has not helped, that one
# thing is forbidden, and no further thing is rested for.
_TEMPORARY = frozenset((403, 408, 429, 500, 502, 503, 504))
_FORBIDDEN_REST = 30.0
_TIMEOUT = 60.0

Result = TypeVar("Result")


class RateLimitedClient:
    """A client of one museum, to be used from one thread."""

    def __init__(
        self,
        rate: float,
        *,
        trusted: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a client.

        Args:
            rate: requests a second at most.
            trusted: a server that the user named, which may be http and private; see `links`.
            sleep: how to wait.
        """
        self._trusted = trusted
        self._opener = links.opener(trusted)
        self._rest_for_forbidden = True
        self._interval = 1 / rate
        self._sleep = sleep
        self._next = float("-inf")

    def json(self, url: str, parameters: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Fetch and read a JSON object.

        Raises:
            MissingError: there is no such thing (404, 410).
            FailedError: this one thing is refused, too large, or keeps failing.
            RefusedError: the server wants to be left alone, or lets only browsers in.
        """
        whole = f"{url}?{urllib.parse.urlencode(parameters)}" if parameters else url
        return self._patiently(whole, lambda: self._get_json(whole))

    def file(self, url: str, target: Path) -> None:
        """Fetch a file; it appears when it is complete, and a part of it is gone on from.

        Raises:
            MissingError: there is no such thing (404, 410).
            FailedError: this one thing is refused, too large, or keeps failing.
            RefusedError: the server wants to be left alone, or lets only browsers in.
        """

        def attempt() -> None:
            download(
                url,
                target,
                largest=LARGEST_PICTURE,
                headers=_headers(),
                pause=self._interval,
                attempts=1,
                opener=self._opener,
            )

        self._patiently(url, attempt)

    def _get_json(self, url: str) -> dict[str, Any]:
        request = urllib.request.Request(url, headers=_headers())  # noqa: S310  checked before
        with self._opener.open(request, timeout=_TIMEOUT) as response:
            reply = response.read(LARGEST_REPLY + 1)
        if len(reply) > LARGEST_REPLY:
            raise FailedError(f"{url}: the answer has more than {LARGEST_REPLY:,} bytes, too many.")
        found = parse_json(reply)
        if not isinstance(found, dict):
            raise FailedError(f"{url}: the answer is not a JSON object.")
        return found

    def _patiently(self, url: str, action: Callable[[], Result]) -> Result:
        """Do it, at the allowed pace; when it fails for a while only, wait and do it again."""
        try:
            links.check(url, self._trusted)
        except DatasetError as error:
            raise FailedError(str(error)) from error
        for attempt in range(ATTEMPTS):
            self._wait()
            try:
                return action()
            except (OSError, HTTPException, ValueError, DatasetError) as error:
                failure = error.__cause__ or error if isinstance(error, DatasetError) else error
                rest = self._rest(url, failure, attempt)
            self._next = time.monotonic() + rest
        raise FailedError(f"{url} could not be fetched: {_reason(failure)}. Try again later.")

    def _wait(self) -> None:
        delay = self._next - time.monotonic()
        if delay > 0:
            self._sleep(delay)
        self._next = time.monotonic() + self._interval

    def _rest(self, url: str, error: BaseException, attempt: int) -> float:
        """Seconds until another attempt makes sense; raises where none does."""
        if not isinstance(error, urllib.error.HTTPError):
            if isinstance(error, DatasetError):
                raise FailedError(str(error)) from error
            return self._interval * 2.0**attempt  # cut, timed out, or no JSON
        if error.code in (404, 410):
            raise MissingError(f"{url} is not there.") from error
        if error.headers.get("cf-mitigated") == "challenge":
            host = urllib.parse.urlsplit(url).hostname
            raise RefusedError(
                f"{host} lets only browsers in at present (it answers with a Cloudflare "
                "challenge), so its pictures can't be fetched by a program. Try again another "
                "day, or another museum."
            ) from error
        if error.code not in _TEMPORARY:
            raise FailedError(f"{url}: the server answers {_reason(error)}.") from error
        wished = _retry_after(error.headers.get("Retry-After", ""))
        if wished is None and error.code == 403:
            if attempt or not self._rest_for_forbidden:
                self._rest_for_forbidden = False
                raise FailedError(f"{url}: the server answers {_reason(error)}.") from error
            return _FORBIDDEN_REST
        if wished is None:
            return min(self._interval * 2.0**attempt, LONGEST)
        if wished > LONGEST:
            raise RefusedError(
                f"{urllib.parse.urlsplit(url).hostname} asks to be left alone for "
                f"{wished / 60:.0f} minutes. Give the same command again after that; it goes on "
                "where it stopped."
            ) from error
        return max(wished, self._interval)


def _headers() -> dict[str, str]:
    # The Art Institute asks for a header of its own, for browsers can't set the usual one.
    return {"User-Agent": AGENT, "AIC-User-Agent": AGENT}


def _retry_after(value: str) -> float | None:
    """Seconds from a `Retry-After` header, which holds seconds or a date; None without one."""
    if value.strip().isdigit():
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _reason(error: BaseException) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    if isinstance(error, ValueError):
        return f"the answer is not JSON: {error}"
    return str(getattr(error, "reason", None) or error or type(error).__name__)

"""Throttles, counted in the database: for all processes of a server, and over its restarts."""

import datetime
import hashlib
import math
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from morelli.errors import MorelliError
from morelli.web.middleware.proxy import client
from morelli.web.throttling.models import Tally

_SWEPT = 100
"""Rows whose time is over that are deleted at once."""

_NEIGHBOURHOOD = 64
"""Bits of an IPv6 address that are one visitor's: the rest a visitor chooses freely."""


class ThrottledError(MorelliError):
    """Too often; `retry_after` says in how many seconds it may be tried again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"That was too often; try again in {retry_after} s.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many times in a window, which begins with the first.

    Attributes:
        name: what is done.
        most: times that it may be done.
        seconds: how long the window is.
    """

    name: str
    most: int
    seconds: int

    def spend(self, *who: str) -> None:
        """Count once more, and say whether that is too often.

        Args:
            who: does it.

        Raises:
            ThrottledError: it is; it isn't counted.
        """
        now, key = timezone.now(), self._key(who)
        end = now + datetime.timedelta(seconds=self.seconds)
        with transaction.atomic():
            rows = Tally.objects.select_for_update()
            tally, created = rows.get_or_create(key=key, defaults={"until": end})
            if tally.until <= now:
                tally.until, tally.count = end, 0
            if tally.count >= self.most:
                raise ThrottledError(math.ceil((tally.until - now).total_seconds()))
            tally.count += 1
            tally.save()
        if created:
            _sweep(now)

    def forget(self, *who: str) -> None:
        """Begin anew."""
        Tally.objects.filter(key=self._key(who)).delete()

    def _key(self, who: tuple[str, ...]) -> str:
        return hashlib.sha256("\0".join((self.name, *who)).encode()).hexdigest()


def visitor(request: HttpRequest) -> str:
    """Who is asking, as throttles tell one from another."""
    address = client(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _NEIGHBOURHOOD), strict=False))
    return str(address)


def _sweep(now: datetime.datetime) -> None:
    """Delete some of what is over; two processes that do so never wait for one another."""
    with transaction.atomic():
        over = Tally.objects.filter(until__lte=now).select_for_update(skip_locked=True)
        Tally.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:_SWEPT])).delete()

"""Throttles in a real database, from many threads, over the end of their window."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import RequestFactory

from morelli.web.database import prepare
from morelli.web.throttling.models import Tally
from morelli.web.throttling.throttle import Throttle, ThrottledError, visitor


@pytest.fixture(autouse=True)
def database():
    prepare()
    Tally.objects.all().delete()


def test_so_many_times_in_a_window_and_not_once_more():
    throttle = Throttle("test", 3, 60)
    for _ in range(3):
        throttle.spend("a")
    with pytest.raises(ThrottledError) as refused:
        throttle.spend("a")
    assert 0 < refused.value.retry_after <= 60
    throttle.spend("b")  # somebody else
    Throttle("another", 3, 60).spend("a")
    throttle.forget("a")
    throttle.spend("a")


def test_a_window_ends_and_what_is_over_is_deleted():
    throttle = Throttle("test", 1, 60)
    throttle.spend("a")
    throttle.spend("b")
    passed = datetime.timedelta(seconds=61)
    for tally in Tally.objects.all():
        tally.until -= passed
        tally.save()
    throttle.spend("a")
    with pytest.raises(ThrottledError):
        throttle.spend("a")
    throttle.spend("c")  # whose row is new: old ones are swept
    assert Tally.objects.count() == 2


def test_many_at_once_do_not_slip_through():
    throttle = Throttle("test", 5, 60)

    def attempt(_: int) -> bool:
        try:
            throttle.spend("a")
        except ThrottledError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 5


def test_no_address_is_kept():
    Throttle("test", 5, 60).spend("192.0.2.7")
    assert "192.0.2.7" not in str(Tally.objects.values())


def test_one_who_has_a_whole_network_is_one_visitor():
    def asking(address: str) -> str:
        from ipaddress import ip_address

        request = RequestFactory().get("/")
        request.META["morelli.client"] = ip_address(address)
        return visitor(request)

    assert asking("2001:db8::1") == asking("2001:db8::ffff:2") != asking("2001:db8:0:1::1")
    assert asking("192.0.2.1") != asking("192.0.2.2")

"""Passwords of staff can't be guessed by trying many; who knows the right one gets in."""

import re
from ipaddress import ip_address
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from morelli.web.database import prepare
from morelli.web.throttling import login, throttle
from morelli.web.throttling.models import Tally


@pytest.fixture
def staffed(serve, staff, tmp_path):
    """A server with one of staff, behind a proxy."""
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    with serve(DATABASE_URL=database, MORELLI_PROXIES="127.0.0.1") as server:
        staff.join(database)
        yield server


def attempt(server, name: str, password: str, address: str):
    page = server.request("GET", "/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token}
    headers = {
        "Cookie": page.headers["set-cookie"].partition(";")[0],
        "Content_Type": "application/x-www-form-urlencoded",
        "X_Forwarded_For": address,
    }
    return server.request("POST", "/admin/login/", urlencode(form).encode(), **headers)


def test_after_ten_tries_even_the_right_password_waits(staffed, staff):
    for _ in range(10):
        assert attempt(staffed, staff.name, "wrong", "192.0.2.1").status == 200
    refused = attempt(staffed, staff.name, staff.password, "192.0.2.1")
    assert refused.status == 429
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert "too often" in refused.body.decode()
    # Nobody is locked out by a stranger.
    assert attempt(staffed, staff.name, staff.password, "192.0.2.2").status == 302


@pytest.fixture
def typed(monkeypatch):
    """Tries a name and a password, quickly; whether it was let in, or the status."""
    prepare()
    Tally.objects.all().delete()
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick:
        User.objects.filter(username="ada").delete()
        User.objects.create_user("ada", password="the right one", is_staff=True)

        def type_in(name: str, password: str, address: str = "192.0.2.1") -> int:
            monkeypatch.setattr(throttle, "client", lambda _: ip_address(address))
            visitor = Client(headers={"host": "localhost"})
            form = {"username": name, "password": password}
            return visitor.post("/admin/login/", form).status_code

        yield type_in


def test_the_right_password_begins_anew(typed):
    for _ in range(3):
        assert {typed("ada", "wrong") for _ in range(9)} == {200}
        assert typed("ada", "the right one") == 302


def test_letters_of_another_case_are_the_same_name(typed):
    assert [typed(name, "wrong") for name in ("ada", "ADA", " Ada ") * 3] == [200] * 9
    assert [typed("aDA", "wrong"), typed("ada", "wrong")] == [200, 429]


def test_one_password_is_not_tried_on_many_names(typed):
    for _ in range(49):
        login.ADDRESS.spend("192.0.2.1")
    assert [typed(name, "Summer2026") for name in ("ada", "grace")] == [200, 429]


def test_many_addresses_do_not_help(typed):
    for _ in range(99):
        login.NAME.spend("ada")
    assert [typed("ada", "wrong", f"192.0.2.{n}") for n in (1, 2)] == [200, 429]


def test_what_comes_without_a_token_does_not_count(typed):
    forger = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    form = {"username": "ada", "password": "wrong"}
    assert {forger.post("/admin/login/", form).status_code for _ in range(12)} == {403}
    assert typed("ada", "the right one") == 302

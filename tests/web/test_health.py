"""`/healthz` for supervisors, which call by address; the rest for whom the operator says."""

import pytest

TOKEN = "b7Yx0q-Tz4KfV9mJ2sWnR8cLpH3gEdUa"
PATHS = ["/readyz", "/metrics"]


def test_it_is_ok_under_any_host_name(server):
    for host in ("localhost", "10.1.2.3:80", "anything.example"):
        answer = server.request("GET", "/healthz", Host=host)
        assert answer.status == 200
        assert answer.json() == {"status": "ok"}
        assert answer.headers["cache-control"] == "no-store"


def test_head_works_and_post_does_not(server):
    assert server.request("HEAD", "/healthz").status == 200
    assert server.request("POST", "/healthz").status == 405


@pytest.mark.parametrize("path", PATHS)
def test_this_machine_may_ask_but_nobody_through_a_proxy(server, path):
    assert server.request("GET", path).status == 200
    through = server.request("GET", path, X_Forwarded_For="127.0.0.1")
    assert through.status == 403
    assert "MORELLI_MONITORS" in through.json()["status"]
    empty = {"X_Forwarded_For": "127.0.0.1", "Authorization": "Bearer "}
    assert server.request("GET", path, **empty).status == 403


def test_monitors_are_whom_the_operator_says(serve):
    chosen = {
        "MORELLI_PROXIES": "127.0.0.1",
        "MORELLI_MONITORS": "192.0.2.0/24",
        "MORELLI_MONITOR_TOKEN": TOKEN,
    }
    with serve(**chosen) as server:
        for path in PATHS:
            assert server.request("GET", path).status == 403
            assert server.request("GET", path, X_Forwarded_For="192.0.2.7").status == 200
            assert server.request("GET", path, X_Forwarded_For="192.0.2.7, 8.8.8.8").status == 403
            assert server.request("GET", path, Authorization=f"Bearer {TOKEN}").status == 200
            assert server.request("GET", path, Authorization=f"Bearer {TOKEN}x").status == 403
            assert server.request("GET", path, Authorization="Bearer ü").status == 403
        assert server.request("GET", "/healthz", X_Forwarded_For="8.8.8.8").status == 200

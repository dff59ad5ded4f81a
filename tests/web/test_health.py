"""`/healthz` for supervisors, which call by address and know no host name."""


def test_it_is_ok_under_any_host_name(server):
    for host in ("localhost", "10.1.2.3:80", "anything.example"):
        answer = server.request("GET", "/healthz", Host=host)
        assert answer.status == 200
        assert answer.json() == {"status": "ok"}
        assert answer.headers["cache-control"] == "no-store"


def test_head_works_and_post_does_not(server):
    assert server.request("HEAD", "/healthz").status == 200
    assert server.request("POST", "/healthz").status == 405

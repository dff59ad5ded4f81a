"""`/api/v1/teaching`: for staff alone, with a token against forgery, and by the right codes."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

LESSONS = "/api/v1/teaching/lessons"


@pytest.fixture(scope="module")
def taught(serve, staff, tmp_path_factory):
    """A server that can be taught, and the headers of somebody of its staff."""
    folder = tmp_path_factory.mktemp("taught")
    database = f"sqlite:///{folder}/records.sqlite3"
    with serve(DATABASE_URL=database, MORELLI_TAUGHT=str(folder / "taught")) as server:
        staff.join(database)
        yield server, sign_in(server, staff)


def sign_in(server, staff):
    page = server.request("GET", "/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    form = {"username": staff.name, "password": staff.password, "csrfmiddlewaretoken": token}
    cookie = page.headers["set-cookie"].partition(";")[0]
    done = server.request(
        "POST",
        "/admin/login/",
        urlencode(form).encode(),
        Cookie=cookie,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert done.status == 302
    session = re.search(r"sessionid=\w+", str(done.cookies))[0]
    csrf = re.search(r"csrftoken=(\w+)", str(done.cookies))[1]
    return {"Cookie": f"{session}; csrftoken={csrf}", "X_CSRFToken": csrf}


def pictures(draw, count):
    return [("files", f"{seed}.jpg", draw(seed=seed)) for seed in range(count)]


def test_a_painter_is_taught_put_to_use_and_taken_back(taught, draw):
    server, headers = taught
    name = ("name", None, b"Hilma Nobody")
    done = server.post(LESSONS, name, *pictures(draw, 6), ("files", "a.txt", b"text"), **headers)
    assert done.status == 201, done.body
    card = done.json()
    assert (card["slug"], card["pictures"]) == ("hilma-nobody", 6)
    assert 0 <= card["recognised"] <= card["among_five"] <= 6
    assert card["right_after"] <= card["right_before"] <= card["others"]
    assert [one["file"] for one in card["skipped"]] == ["a.txt"]
    before = server.request("GET", "/api/v1/teaching", **headers).json()
    assert before["staff"] and before["open"] and before["painters"] == []

    def use(lesson):
        body = json.dumps({"lesson": lesson}).encode()
        path = "/api/v1/teaching/in-use"
        return server.request("PUT", path, body, Content_Type="application/json", **headers)

    def first():
        answer = server.post("/api/v1/attributions", *pictures(draw, 1)).json()
        return answer["results"][0]["attribution"]["artists"][0]["slug"]

    assert first() != "hilma-nobody"
    assert use(card["lesson"]).status == 200
    assert first() == "hilma-nobody"
    known = server.request("GET", "/api/v1/taxonomy").json()["artists"][-1]
    assert known["name"] == "Hilma Nobody" and known["known"]
    paintings = server.request("GET", "/api/v1/gallery").json()["paintings"]
    path = f"/api/v1/gallery/{paintings[0]['id']}/attribution?top=1000"
    hung = server.request("GET", path).json()
    assert "hilma-nobody" in str(hung)  # the hall follows, too
    now = server.request("GET", "/api/v1/teaching").json()
    assert not now["staff"] and now["in_use"] == card["lesson"]
    assert [painter["name"] for painter in now["painters"]] == ["Hilma Nobody"]

    again = server.post(LESSONS, name, *pictures(draw, 6), **headers)
    assert (again.status, again.json()["code"]) == (409, "known-painter")
    assert use("../../etc").status == 404
    assert use(None).status == 200
    assert first() != "hilma-nobody"


@pytest.mark.parametrize(
    ("name", "count", "status", "code"),
    [
        ("Claude Monet", 5, 409, "known-painter"),
        ("Hilma Nobody", 4, 422, "not-taught"),
        ("Gentileschi", 5, 422, "not-taught"),
        ("", 5, 422, "invalid-parameter"),
    ],
)
def test_what_cannot_be_taught_has_its_code(taught, draw, name, count, status, code):
    server, headers = taught
    done = server.post(LESSONS, ("name", None, name.encode()), *pictures(draw, count), **headers)
    assert (done.status, done.json()["code"]) == (status, code)


def test_the_server_survives_many_lessons(taught, draw):
    """Linear algebra on several cores needs more stack than the server's threads once had."""
    server, headers = taught
    body = (("name", None, b"Hilma Nobody"), *pictures(draw, 12))
    assert [server.post(LESSONS, *body, **headers).status for _ in range(5)] == [201] * 5


def test_strangers_and_forgers_teach_nothing(taught, draw):
    server, headers = taught
    asked = [("name", None, b"Hilma Nobody"), *pictures(draw, 5)]
    assert server.post(LESSONS, *asked).status == 401
    forged = server.post(LESSONS, *asked, Cookie=headers["Cookie"])
    assert (forged.status, forged.json()["code"]) == (403, "forbidden")
    unused = server.request("PUT", "/api/v1/teaching/in-use", b'{"lesson": null}')
    assert unused.status == 401


def test_staff_need_the_permission(serve, draw, tmp_path):
    """An administrator grants it; staff without it neither teach nor choose the model."""
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    with serve(DATABASE_URL=database, MORELLI_TAUGHT=str(tmp_path / "taught")) as server:
        assistant = manage(database, "assistant")
        headers = sign_in(server, assistant)
        asked = [("name", None, b"Hilma Nobody"), *pictures(draw, 5)]
        refused = server.post(LESSONS, *asked, **headers)
        assert (refused.status, refused.json()["code"]) == (403, "forbidden")
        body, path = b'{"lesson": null}', "/api/v1/teaching/in-use"
        kind = {"Content_Type": "application/json"}
        assert server.request("PUT", path, body, **kind, **headers).status == 403
        assert server.request("GET", "/admin/teach/", **headers).status == 403
        assert b"Teach a painter" not in server.request("GET", "/admin/", **headers).body
        seen = server.request("GET", "/api/v1/teaching", **headers).json()
        assert seen["staff"] and not seen["permitted"]

        manage(database, "assistant", "teach")
        assert server.request("PUT", path, body, **kind, **headers).status == 200
        assert server.request("GET", "/admin/teach/", **headers).status == 200
        assert server.request("GET", "/api/v1/teaching", **headers).json()["permitted"]


def manage(database, name, *permissions):
    """Make somebody of staff who isn't a superuser, and grant what is named."""
    code = (
        "import django; django.setup()\n"
        "from django.contrib.auth.models import Permission, User\n"
        "import sys\n"
        "user, _ = User.objects.get_or_create(username=sys.argv[1], is_staff=True)\n"
        "user.set_password('a long enough one') if not user.password else None\n"
        "user.save()\n"
        "user.user_permissions.add(*Permission.objects.filter(codename__in=sys.argv[2:]))\n"
    )
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "morelli.web.settings",
    }
    command = [sys.executable, "-c", code, name, *permissions]
    subprocess.run(command, check=True, env=environment)
    return SimpleNamespace(name=name, password="a long enough one")


def test_without_a_folder_nothing_is_taught(serve, staff, draw, tmp_path):
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    with serve(DATABASE_URL=database) as server:
        staff.join(database)
        headers = sign_in(server, staff)
        assert not server.request("GET", "/api/v1/teaching").json()["open"]
        done = server.post(LESSONS, ("name", None, b"X Y"), *pictures(draw, 5), **headers)
    assert (done.status, done.json()["code"]) == (403, "teaching-off")
    assert "MORELLI_TAUGHT" in done.json()["detail"]

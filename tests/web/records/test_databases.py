"""Records on each database: through a real server, to staff, and into a training."""

import csv
import os
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from morelli.bundles.bundle import Bundle

COMMENT = "Ça alors, 北斎: 'quotes', \"more\", and; a\nline"

RECIPE = """
name = "corrected"
[model]
backbones = ["test_efficientnet"]
size = 64
pretrained = false
[optimisation]
epochs = 3
learning_rate = 0.01
batch_size = 8
"""


def correct(server, picture: bytes, **fields: str):
    values = [(name, None, value.encode()) for name, value in fields.items()]
    return server.post("/api/v1/corrections", *values, ("file", "mine.jpg", picture))


def morelli(*arguments: object, database: str) -> str:
    """What the command prints, on that database."""
    done = subprocess.run(
        [sys.executable, "-c", "from morelli.cli import main; main()", *map(str, arguments)],
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Visit:
    """Somebody at a browser, as far as forms and cookies go."""

    def __init__(self, port: int) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        ).open

    def see(self, path: str) -> str:
        with self._open(self._site + path) as page:
            return page.read().decode()

    def send(self, path: str, **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.see(path))
        form = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1]})
        with self._open(self._site + path, form.encode()) as page:
            return page.read().decode()


def test_corrections_reach_staff_and_survive_the_server(database_url, serve, draw, staff, tmp_path):
    picture = draw(size=(1500, 600))
    with serve(DATABASE_URL=database_url) as server:
        receipt = correct(
            server, picture, said="Katsushika HOKUSAI", agreed="true", comment=COMMENT
        )
        assert receipt.status == 201
        assert correct(server, draw(seed=1), said="My aunt <b>Zoë</b>").status == 201
        shared = server.post("/api/v1/shared?top=2", ("file", "été.jpg", picture)).json()["id"]
        before = server.request("GET", f"/api/v1/shared/{shared}").json()
        assert len(before["saliency"]) == 4
        staff.join(database_url)
    with serve(DATABASE_URL=database_url, MORELLI_WORKERS="2") as server:
        assert server.request("GET", "/readyz").status == 200
        assert server.request("GET", f"/api/v1/shared/{shared}").json() == before
        visit = Visit(server.port)
        assert "Please enter the correct" in visit.send(
            "/admin/login/", username=staff.name, password="wrong"
        )
        visit.send("/admin/login/", username=staff.name, password=staff.password)
        listed = visit.see("/admin/records/correction/")
        assert "2 corrections" in listed
        assert "katsushika-hokusai" in listed
        assert "My aunt &lt;b&gt;Zoë&lt;/b&gt;" in listed
        assert "1 correction\n" in visit.see("/admin/records/correction/?q=%E5%8C%97%E6%96%8E")
        one = visit.see(f"/admin/records/correction/{receipt.json()['id']}/change/")
        assert "data:image/webp;base64," in one
        assert "été.jpg" in visit.see("/admin/records/sharedanswer/")
    said = morelli("data", "export-corrections", tmp_path / "out", database=database_url)
    assert "1 picture in" in said
    with (tmp_path / "out" / "corrections.csv").open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["artist"], row["comment"]) == ("katsushika-hokusai", COMMENT)


def test_many_write_at_once(database_url, serve, draw):
    pictures = [draw(seed=seed) for seed in range(30)]
    with serve(DATABASE_URL=database_url, MORELLI_WORKERS="2") as server:
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda one: correct(server, one, said="Monet"), pictures))
        assert {answer.status for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 30


def test_text_that_databases_refuse_is_refused_by_name(database_url, serve, draw):
    with serve(DATABASE_URL=database_url) as server:
        for field in ("said", "answered", "comment"):
            answer = correct(server, draw(), **{"said": "Monet", field: "a\0b"})
            assert (answer.status, answer.json()["code"]) == (422, "invalid-parameter")
            assert [error["field"] for error in answer.json()["errors"]] == [field]
        assert server.request("GET", "/api/v1/shared/a%00b").status == 404


def manage(*arguments: str, database: str) -> None:
    """Run a command of Django's, on that database."""
    subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "morelli.web.settings",
        },
        capture_output=True,
        check=True,
    )


def exported(database: str, folder: Path) -> str:
    """The first line of what the command says that it exports."""
    return morelli("data", "export-corrections", folder, database=database)


def test_migrations_go_back_and_forth_and_keep_what_was_there(database_url, serve, draw, tmp_path):
    with serve(DATABASE_URL=database_url) as server:
        assert correct(server, draw(), said="Monet", comment=COMMENT).status == 201
        assert correct(server, draw(seed=1), said="Monet", agreed="true").status == 201
    manage("migrate", "records", "0001", database=database_url)
    manage("migrate", database=database_url)
    assert "1 picture in" in exported(database_url, tmp_path / "kept")
    manage("migrate", "records", "zero", database=database_url)
    assert "0 pictures" in exported(database_url, tmp_path / "new")  # made again by the command


@pytest.fixture
def back_up(request, tmp_path) -> Callable[[str], str]:
    """Copies a database while it is used, as docs/deploy.md says; gives the copy's address."""

    def copied(database: str) -> str:
        to = tmp_path / "copy"
        if database.startswith("sqlite"):
            with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as source:
                source.execute("VACUUM INTO ?", [str(to)])
            return f"sqlite:///{to}"
        postgresql = request.getfixturevalue("postgresql")
        new = postgresql.empty()
        postgresql.run("pg_dump", "--format=custom", "--no-owner", f"--file={to}", database)
        options = ("--no-owner", "--exit-on-error", f"--dbname={new}")
        postgresql.run("pg_restore", *options, str(to))
        return new

    return copied


def test_a_backup_made_while_it_is_used_can_be_gone_on_with(
    database_url, serve, draw, staff, tmp_path, back_up
):
    with serve(DATABASE_URL=database_url) as server:
        assert correct(server, draw(), said="Monet", agreed="true", comment=COMMENT).status == 201
        shared = server.post("/api/v1/shared", ("file", "été.jpg", draw(seed=1))).json()["id"]
        before = server.request("GET", f"/api/v1/shared/{shared}").json()
        staff.join(database_url)
        copy = back_up(database_url)
        assert correct(server, draw(seed=2), said="Monet", agreed="true").status == 201
    with serve(DATABASE_URL=copy) as server:
        assert server.request("GET", f"/api/v1/shared/{shared}").json() == before
        assert correct(server, draw(seed=3), said="Monet", agreed="true").status == 201
        visit = Visit(server.port)
        visit.send("/admin/login/", username=staff.name, password=staff.password)
        assert "2 corrections" in visit.see("/admin/records/correction/")
    assert "2 pictures in" in exported(copy, tmp_path / "out")


def test_a_database_that_goes_and_comes_back(postgresql, serve, draw):
    with serve(DATABASE_URL=postgresql.empty()) as server:
        assert server.request("GET", "/readyz").status == 200
        postgresql.stop()
        try:
            assert server.request("GET", "/readyz").status == 503
            assert server.request("GET", "/healthz").status == 200
            refused = correct(server, draw(), said="Monet")
            assert (refused.status, refused.json()["code"]) == (503, "storage-unavailable")
            assert server.post("/api/v1/attributions", ("files", "a", draw())).status == 200
        finally:
            postgresql.start()
        assert server.request("GET", "/readyz").status == 200
        assert correct(server, draw(), said="Monet").status == 201


def test_servers_that_start_together_share_a_new_database(database_url, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        said = list(
            pool.map(
                lambda n: morelli(
                    "data", "export-corrections", tmp_path / n, database=database_url
                ),
                "abcd",
            )
        )
    assert all("0 pictures" in each for each in said)


def test_a_postgresql_behind_a_socket_and_with_options(postgresql, tmp_path):
    parts = urllib.parse.urlsplit(postgresql.empty())
    login = parts.netloc.rpartition("@")[0]
    query = urllib.parse.urlencode(
        {"host": postgresql.folder, "port": parts.port, "application_name": "morelli"}
    )
    database = f"postgresql://{login}@{parts.path}?{query}"
    assert "0 pictures" in morelli("data", "export-corrections", tmp_path, database=database)


def test_a_server_that_finds_no_database_says_so_without_the_password(postgresql):
    gone = postgresql.empty() + "_gone"
    done = subprocess.run(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve"],
        env={**os.environ, "DATABASE_URL": gone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert 'database "art' in done.stderr and "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert urllib.parse.unquote(urllib.parse.urlsplit(gone).password) not in done.stderr


@pytest.mark.slow
def test_what_visitors_say_can_be_trained_on(database_url, serve, drawn, tmp_path):
    with serve(DATABASE_URL=database_url) as server:
        for file in sorted(drawn.folder(tmp_path, each=6).glob("*/*.png")):
            sent = correct(server, file.read_bytes(), said=file.parent.name, agreed="true")
            assert sent.status == 201
    morelli("data", "export-corrections", tmp_path / "out", database=database_url)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    data = tmp_path / "out" / "corrections.csv"
    morelli("train", recipe, "--data", data, "--out", tmp_path / "run", database=database_url)
    bundle = Bundle.open(Path(tmp_path / "run" / "bundle"))
    assert sorted(bundle.artists) == sorted(drawn.PAINTERS)

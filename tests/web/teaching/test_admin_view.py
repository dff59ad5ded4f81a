"""Staff teach the model a painter in the page, and let the taught model answer."""

import contextlib

import pytest


@pytest.mark.browser
def test_staff_teach_a_painter_and_let_the_model_answer(serve, browser, draw, staff, tmp_path):
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    complaints: list[str] = []
    for seed in range(6):
        (tmp_path / f"{seed}.jpg").write_bytes(draw(seed=seed))
    (tmp_path / "notes.jpg").write_text("no picture")
    taught = tmp_path / "taught"
    with (
        serve(DATABASE_URL=database, MORELLI_TAUGHT=str(taught)) as server,
        contextlib.closing(browser.new_context()) as context,
    ):
        staff.join(database)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}/admin/teach/")
        page.get_by_label("Username").fill(staff.name)
        page.get_by_label("Password").fill(staff.password)
        page.get_by_role("button", name="Log in").click()
        chooser = page.get_by_label("Pictures, 5 to 16")

        page.get_by_label("Painter", exact=True).fill("Hilma Nobody")
        chooser.set_input_files([tmp_path / f"{seed}.jpg" for seed in range(4)])
        page.get_by_role("button", name="Teach").click()
        page.get_by_role("alert").get_by_text("there are 4 pictures that can be used").wait_for()

        chooser.set_input_files([*sorted(tmp_path.glob("?.jpg")), tmp_path / "notes.jpg"])
        page.get_by_role("button", name="Teach").click()
        page.get_by_role("heading", name="Hilma Nobody is learnt").wait_for()
        page.get_by_text("notes.jpg: ").wait_for()
        assert "hilma-nobody" not in server.request("GET", "/api/v1/model").body.decode()

        page.get_by_role("button", name="Let it answer").click()
        page.get_by_role("cell", name="Hilma Nobody").wait_for()
        answer = server.post("/api/v1/attributions", ("files", "a.jpg", draw(seed=2))).json()
        assert answer["results"][0]["attribution"]["artists"][0]["slug"] == "hilma-nobody"

        page.goto(f"http://127.0.0.1:{server.port}/about")  # and back by the menu
        page.get_by_role("link", name="Teach a painter").click()
        page.get_by_role("button", name="Let the original answer again").click()
        page.get_by_role("button", name="Let the original").wait_for(state="detached")
        answer = server.post("/api/v1/attributions", ("files", "a.jpg", draw(seed=2))).json()
        assert "hilma-nobody" not in str(answer)
    assert not [text for text in complaints if "Content Security Policy" in text]


@pytest.mark.browser
def test_without_a_folder_the_page_says_that_there_is_no_teaching(serve, browser, staff, tmp_path):
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    with (
        serve(DATABASE_URL=database) as server,
        contextlib.closing(browser.new_context()) as context,
    ):
        staff.join(database)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/admin/")
        page.get_by_label("Username").fill(staff.name)
        page.get_by_label("Password").fill(staff.password)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name="Teach a painter").click()
        page.get_by_text("MORELLI_TAUGHT").wait_for()
        assert page.locator("input[type=file]").count() == 0


def test_strangers_are_sent_to_sign_in(server):
    answer = server.request("GET", "/admin/teach/")
    assert answer.status == 302 and "/admin/login/" in answer.headers["location"]

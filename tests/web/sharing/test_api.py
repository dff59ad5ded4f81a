"""Answers that others may see, over HTTP."""


def test_an_answer_is_shared(server, draw):
    link = server.post("/api/v1/shared?top=2", ("file", "folder/mine.jpg", draw(size=(900, 300))))
    assert link.status == 201
    answer = server.request("GET", f"/api/v1/shared/{link.json()['id']}")
    assert answer.status == 200
    shared = answer.json()
    assert shared["filename"] == "mine.jpg"
    fresh = server.post("/api/v1/attributions?top=2", ("files", "a", draw(size=(900, 300))))
    expected = fresh.json()["results"][0]["attribution"]
    assert shared["attribution"]["sentence"] == expected["sentence"]
    assert len(shared["saliency"]) == 4
    assert shared["thumbnail"].startswith("data:image/webp;base64,")
    assert shared["attribution"]["cropped"] is None
    assert server.request("GET", "/api/v1/shared/unknown").status == 404
    assert server.post("/api/v1/shared", ("file", "a", b"text")).json()["code"] == "not-a-picture"


def test_a_shared_answer_says_where_the_painting_was_cut_out(server, draw):
    picture = ("file", "mine.jpg", draw(size=(300, 300)))
    numbers = [0.25, 0.25, 0.75, 0.2, 0.8, 0.75, 0.2, 0.7]
    link = server.post(f"/api/v1/shared?cropped={','.join(map(str, numbers))}", picture)
    shared = server.request("GET", f"/api/v1/shared/{link.json()['id']}").json()
    corners = shared["attribution"]["cropped"]["corners"]
    assert [corner[axis] for corner in corners for axis in "xy"] == numbers
    refused = server.post("/api/v1/shared?cropped=1,2,3", picture)
    assert refused.status == 422
    assert "cropped" in str(refused.json()["errors"])

"""What the network sees in a painting of the gallery, over HTTP."""

PATH = "/api/v1/feature-maps"


def test_every_level_has_as_many_maps_as_asked_for(server):
    first = server.request("GET", "/api/v1/gallery?size=1").json()["paintings"][0]
    answer = server.request("GET", f"{PATH}?painting={first['id']}&tiles=2")
    assert answer.status == 200
    assert answer.json()["painting"] == first
    levels = answer.json()["levels"]
    assert len(levels) > 3
    assert {len(level["tiles"]) for level in levels} == {2}
    assert levels[0]["tiles"][0].startswith("data:image/png;base64,")


def test_what_is_asked_for_must_be_there(server):
    assert server.request("GET", f"{PATH}?painting=nothing").status == 404
    assert server.request("GET", f"{PATH}?painting=nothing&tiles=33").status == 422

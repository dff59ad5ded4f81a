"""Other sites' pages change nothing; this one's, and programs, do."""

import pytest

SAID = ("said", None, b"Claude Monet")
PATH = "/api/v1/corrections"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec_Fetch_Site": "same-origin"}, 201),
        ({"Sec_Fetch_Site": "none"}, 201),
        ({"Origin": "http://localhost"}, 201),
        ({"Origin": "https://localhost"}, 201),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost@evil.example"}, 403),
    ],
)
def test_corrections_come_from_this_site_alone(server, headers, status):
    answer = server.post(PATH, SAID, Host="localhost", **headers)
    assert answer.status == status
    if status == 403:
        assert answer.json()["code"] == "cross-site"


@pytest.mark.parametrize("path", ["/api/v1/attributions", "/api/v1/shared", "/api/v1/previews"])
def test_no_path_of_the_api_is_another_sites_to_post_to(server, draw, path):
    answer = server.post(path, ("file", "a", draw()), Sec_Fetch_Site="cross-site")
    assert answer.status == 403


def test_reading_and_the_original_interface_stay_as_open_as_they_were(server, draw):
    assert server.request("GET", "/api/v1/model", Sec_Fetch_Site="cross-site").status == 200
    asked = server.post(
        "/classifier",
        ("image", "a", draw()),
        Sec_Fetch_Site="cross-site",
        Origin="http://localhost:4200",
    )
    assert asked.status == 201

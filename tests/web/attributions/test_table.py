"""Answers as CSV."""

import csv
import io

import pytest

PATH = "/api/v1/attributions"


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "text/csv", "text/csv"),
        ("", "application/json, text/csv;q=0.5", "application/json"),
        ("", "text/csv, application/json;q=0.5", "text/csv"),
        ("", "*/*", "application/json"),
        ("", "text/html", "application/json"),
        ("?format=csv", "application/json", "text/csv"),
        ("?format=json", "text/csv", "application/json"),
    ],
)
def test_the_parameter_counts_and_then_what_is_accepted(server, draw, query, accept, kind):
    answer = server.post(f"{PATH}{query}", ("files", "a.jpg", draw()), Accept=accept)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(kind)


def test_rows_are_files_in_their_order(server, draw):
    files = [
        ("files", "=1+1.jpg", draw()),
        ("files", "été, «x».png", draw("PNG")),
        ("files", "poem.txt", b"words"),
    ]
    answer = server.post(f"{PATH}?top=2&format=csv", *files)
    assert "attributions.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert [row["file"] for row in rows] == ["'=1+1.jpg", "été, «x».png", "poem.txt"]
    given = server.post(f"{PATH}?top=2", *files).json()["results"]
    for row, one in zip(rows[:2], given[:2], strict=True):
        for kind in ("artist", "style"):
            for number in (1, 2):
                expected = one["attribution"][f"{kind}s"][number - 1]
                assert row[f"{kind}_{number}"] == expected["name"]
                probability = float(row[f"{kind}_{number}_probability"])
                assert probability == pytest.approx(expected["probability"], abs=5e-5)
            members = one["attribution"][f"{kind}_set"]
            assert members, "the built-in model gives sets"
            assert row[f"{kind}_set"] == "; ".join(member["name"] for member in members)
        assert row["sentence"] == one["attribution"]["sentence"]
        assert row["error"] == ""
    assert rows[2]["error"] == given[2]["error"]["detail"]
    assert rows[2]["verdict"] == rows[2]["artist_1"] == rows[2]["artist_set"] == ""

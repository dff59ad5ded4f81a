"""Lines of the log: for people, and as JSON."""

import json
import logging
import sys

from morelli.web.logs import configuration, request_id


def line(kind: str, message: str, **more) -> str:
    """What a record looks like."""
    made = configuration(kind)["formatters"][kind]
    formatter = made["()"](made["fmt"]) if "fmt" in made else made["()"]()
    record = logging.LogRecord("morelli", logging.ERROR, "", 0, message, (), more.get("error"))
    record.fields = more.get("fields", {})
    return formatter.format(record)


def test_json_is_one_line_whatever_is_said():
    token = request_id.set("abc")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        found = line("json", "a\nb \u2028 {", error=sys.exc_info(), fields={"status": 500})
    finally:
        request_id.reset(token)
    assert "\n" not in found
    read = json.loads(found)
    assert read["message"] == "a\nb \u2028 {"
    assert (read["level"], read["status"], read["request_id"]) == ("error", 500, "abc")
    assert "ValueError: two" in read["error"]
    assert read["time"].endswith("+00:00")


def test_people_read_the_request_where_there_is_one():
    assert "ERROR morelli: what" in line("text", "what")
    token = request_id.set("abc")
    try:
        assert "ERROR morelli [abc]: what" in line("text", "what")
    finally:
        request_id.reset(token)

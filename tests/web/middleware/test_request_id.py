"""Requests have ids, which their answers and the log name."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest


@pytest.mark.parametrize("sent", ["abc-123", "0af7651916cd43dd8448eb211c80319c", "a.b:c_d"])
def test_a_sane_id_is_taken(server, sent):
    assert server.request("GET", "/healthz", X_Request_ID=sent).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "a b", "x" * 65, '{"a":1}', "é"])
def test_others_are_replaced_by_one_of_our_own(server, sent):
    mine = server.request("GET", "/api/nothing", X_Request_ID=sent).headers["x-request-id"]
    assert len(mine) == 16
    assert mine != server.request("GET", "/api/nothing").headers["x-request-id"]


@pytest.mark.slow
def test_the_log_is_json_from_the_first_line_to_the_last(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MORELLI_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        env={**clean, "MORELLI_LOG": "json", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "ready" in process.stdout.readline()
    from urllib.request import Request, urlopen

    address = f"http://127.0.0.1:{port}/api/v1/model"
    urlopen(Request(address, headers={"X-Request-ID": "mine"}), timeout=240).read()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=120)
    lines = [json.loads(one) for one in said.splitlines() if "onnxruntime" not in one]
    (asked,) = [one for one in lines if one.get("request_id") == "mine"]
    assert (asked["method"], asked["route"], asked["status"]) == ("GET", "/api/v1/model", 200)

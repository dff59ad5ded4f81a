"""What `morelli models pull` may be asked for."""

import pytest

from morelli.bundles import index
from morelli.bundles.source import PullError, Source, find

SHA = "ab" * 32


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("hub:some.one/big-model", "https://huggingface.co/some.one/big-model/resolve/main/{}"),
        ("hub:a/b@v1.2", "https://huggingface.co/a/b/resolve/v1.2/{}"),
        ("hub:a/b@refs/pr/1", "https://huggingface.co/a/b/resolve/refs%2Fpr%2F1/{}"),
    ],
)
def test_a_repository_of_a_hub(text, address, monkeypatch):
    monkeypatch.delenv("MORELLI_HUB", raising=False)
    assert find(text) == Source(address, None, text.partition("/")[2].partition("@")[0])
    assert find(text, SHA.upper()).sha256 == SHA


def test_another_hub(monkeypatch):
    monkeypatch.setenv("MORELLI_HUB", "https://models.example/")
    assert find("hub:a/b").of("x") == "https://models.example/a/b/resolve/main/x"


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/a/b",
        "https://x.example/a/b/",
        "https://x.example/a/b/morelli.json",
        "https://x.example/a/b/model.onnx",
    ],
)
def test_an_address_of_the_folder_or_of_a_file_in_it(url):
    assert find(url, SHA).of("model.onnx") == "https://x.example/a/b/model.onnx"


def test_an_address_keeps_its_query_and_its_port():
    source = find("http://127.0.0.1:81/morelli.json?key=1", SHA)
    assert source.of("model.onnx") == "http://127.0.0.1:81/model.onnx?key=1"


@pytest.mark.parametrize(
    ("text", "sha256", "reason"),
    [
        ("https://x.example/a/", None, "Give the SHA-256"),
        ("https://x.example/a/model.pkl", SHA, "is not a bundle"),
        ("https://x.example/a/bundle.zip", SHA, "is not a bundle"),
        ("ftp://x.example/a/", SHA, "not an http or https address"),
        ("hub:alone", None, "write hub:owner/name"),
        ("hub:a/b@", None, "write hub:owner/name"),
        ("hub:a/../b", None, "write hub:owner/name"),
        ("default", None, "default is built in"),
        ("monets", None, "No bundle is known by the name monets"),
        ("hub:a/b", "12ab", "12ab is no SHA-256"),
    ],
)
def test_what_is_refused_says_why(text, sha256, reason):
    with pytest.raises(PullError, match=reason):
        find(text, sha256)


ELSEWHERE = f"""
[monets]
about = "Monet and no other."
source = "hub:someone/monets@v1"
sha256 = "{SHA}"
"""


def test_a_name_of_the_index(monkeypatch):
    monkeypatch.setattr(index, "known", lambda: index.read(ELSEWHERE))
    monkeypatch.setenv("MORELLI_HUB", "https://models.example")
    address = "https://models.example/someone/monets/resolve/v1/{}"
    assert find("monets") == Source(address, SHA, "monets")
    with pytest.raises(PullError, match=r"name nobody \(known: monets\)"):
        find("nobody")

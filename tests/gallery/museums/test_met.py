"""What is The Met's own way of answering."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from morelli.gallery.fetch import fetch
from morelli.gallery.museums import Met

Museum = Callable[..., Any]


def test_a_met_that_answers_as_until_2026(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({}, {}, only_v1=True)
    assert fetch(Met(server.url), "Monet", 5, tmp_path, client).fetched == 2

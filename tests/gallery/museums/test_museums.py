"""The registry says the same wherever it is shown."""

import subprocess
import sys
from pathlib import Path

import pytest

from morelli.gallery.museums import MUSEUMS, table

ROOT = Path(__file__).resolve().parents[3]


def test_the_documentation_has_the_table() -> None:
    assert "\n".join(table()) in (ROOT / "docs/gallery.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", MUSEUMS)
def test_each_museum_has_what_its_api_answers(key: str) -> None:
    assert MUSEUMS[key].key == key
    assert MUSEUMS[key].address.startswith("https://")
    assert (Path(__file__).parent / f"{key}_replies.py").is_file()


def test_the_command_line_begins_without_opening_pictures() -> None:
    code = (
        "import sys, morelli.cli; morelli.cli.build(); print({'numpy', 'PIL'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout == "set()\n"

"""The page of the command line is what the commands say."""

from pathlib import Path

from morelli.cli.reference import page

ROOT = Path(__file__).resolve().parents[2]


DOCS = ROOT / "docs"


def test_the_command_line_page_is_what_the_commands_say():
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == page()

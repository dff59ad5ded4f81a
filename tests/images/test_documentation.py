"""docs/pictures.md says what the code does."""

from dataclasses import fields
from pathlib import Path

from morelli import images

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "pictures.md").read_text(encoding="utf-8")


def test_every_format_suffix_and_refusal_is_documented() -> None:
    rows = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| ")]
    named = {name.strip() for row in rows for name in row.split(",")}
    assert set(images.FORMATS) <= named
    assert [suffix for suffix in images.SUFFIXES if f"`{suffix}`" not in TEXT] == []
    for kind in images.PictureError.__subclasses__():
        assert f"| `{kind.__name__}` | `{kind.code}` |" in TEXT


def test_every_limit_is_documented_with_its_default() -> None:
    for field in fields(images.Limits):
        assert f"| `{field.name}` | {field.default:,} |" in TEXT

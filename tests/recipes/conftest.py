"""Recipes as files."""

import pytest

from morelli.recipes.files import load


@pytest.fixture
def read(tmp_path):
    """Reads a recipe's text as `recipe.toml`."""

    def read(text):
        file = tmp_path / "recipe.toml"
        file.write_text(text, encoding="utf-8")
        return load(file)

    return read

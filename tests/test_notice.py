"""What others made is named in NOTICE, with its licence: weights, fonts, JavaScript."""

import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from morelli.bundles import locations
from morelli.bundles.bundle import Bundle

ROOT = Path(__file__).resolve().parents[1]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
TEXTS = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy",
    "Apache-2.0": "4. Redistribution. You may reproduce and distribute copies of the",
    "OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007",
    "BSD-3-Clause": "- Neither the name of",
    "ISC": "Permission to use, copy, modify, and/or distribute this software for any purpose",
    "0BSD": "Permission to use, copy, modify, and/or distribute this software for any",
}
"""A line of each licence's text."""


@pytest.fixture(scope="module")
def maker(helper) -> ModuleType:
    module: ModuleType = helper("../docs/notice.py")
    return module


def test_it_is_what_the_script_makes_of_what_is_there(maker):
    """If not: python docs/notice.py."""
    if not maker.MODULES.is_dir():
        pytest.skip("the front end's packages are not there: run `webapp/with-node npm ci`")
    assert maker.notice() == NOTICE


def test_every_package_that_ships_is_named_with_its_licence():
    lock = json.loads((ROOT / "webapp/package-lock.json").read_text(encoding="utf-8"))
    production = {k: v for k, v in lock["packages"].items() if k and not v.get("dev")}
    assert len(production) >= len(lock["packages"][""]["dependencies"])
    for path, about in production.items():
        name = path.removeprefix("node_modules/")
        assert f"{name} {about['version']}, licence: {about['license']}\n" in NOTICE
        assert TEXTS[about["license"]] in NOTICE


def test_every_package_of_the_build_is_named():
    built = ROOT / "src/morelli/web/app/3rdpartylicenses.txt"
    if not built.is_file():
        pytest.skip("the browser app is not built: run `make webapp`")
    names = re.findall(r"^Package: (.+)$", built.read_text(encoding="utf-8"), re.MULTILINE)
    assert names
    assert [name for name in names if f"\n{name} " not in NOTICE] == []


def test_every_font_that_ships_is_named_with_its_licence():
    css = (ROOT / "webapp/src/fonts.css").read_text(encoding="utf-8")
    fonts = {family.lower().replace(" ", "-") for family in re.findall(r"family: '(.+)'", css)}
    built = {
        re.sub(r"-(latin|cyrillic|greek|vietnamese).*", "", font.name)
        for font in (ROOT / "src/morelli/web/app").rglob("*.woff2")
    }
    assert fonts and built <= fonts
    for font in fonts:
        assert f"@fontsource/{font}, licence: OFL-1.1\n" in NOTICE
    assert TEXTS["OFL-1.1"] in NOTICE and "The EB Garamond Project Authors" in NOTICE
    assert not [f for f in (ROOT / "webapp/public").rglob("*") if f.suffix in {".woff2", ".ttf"}]


@pytest.mark.parametrize("bundle", sorted(locations.built_in()))
def test_every_backbone_of_a_built_in_model_is_named_with_its_licences(bundle, maker):
    recipe = Bundle.open(bundle).manifest.provenance["recipe"]
    known = maker.backbones()
    for member in recipe.get("members", [recipe]):
        for name in member["model"]["backbones"]:
            assert f"({name})" in NOTICE
            for line in known[name]["copyright"]:
                assert line in NOTICE
            for licence in ("MIT", "Apache-2.0"):
                assert licence not in known[name]["licence"] or TEXTS[licence] in NOTICE

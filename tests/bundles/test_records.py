"""What is recorded of a bundle may be more than is read, but not other than that."""

import pytest
from pydantic import TypeAdapter, ValidationError

from morelli.bundles.bundle import Bundle
from morelli.bundles.records import Metrics, Provenance, Text

METRICS, PROVENANCE, TEXT = map(TypeAdapter, (Metrics, Provenance, Text))


@pytest.mark.parametrize("name", ["default", "fast"])
def test_what_is_recorded_is_given_back_as_it_is(name):
    manifest = Bundle.open(name).manifest
    assert METRICS.validate_python(manifest.metrics) == manifest.metrics
    assert PROVENANCE.validate_python(manifest.provenance) == manifest.provenance
    more = {"later": {"than": ["this"], "accuracy": {"low": 1, "high": 2, "value": 1.5, "n": 3}}}
    assert METRICS.validate_python(more) == more


@pytest.mark.parametrize(
    "name", ["Adam Bălțatu", "葛飾北斎", "d’après N.", "No-break\xa0space", "a" * 300]
)
def test_names_of_people_are_names(name):
    assert TEXT.validate_python(name) == name


@pytest.mark.parametrize("name", ["", "a" * 301, "\x1b[2J", "a\nb", "\u202etxt.exe", "\x00"])
def test_what_is_no_name(name):
    with pytest.raises(ValidationError):
        TEXT.validate_python(name)

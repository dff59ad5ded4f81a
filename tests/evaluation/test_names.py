"""Everything that is measured has a name, and a place in the order in which it is shown."""

from morelli.evaluation.names import NAMES, NUMBERS, SECTIONS, sections

M = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 10}


def test_parts_come_in_their_order_and_empty_ones_not_at_all() -> None:
    metrics = {
        "refusal": {"painting_refused": M},
        "artist": {"accuracy": M, "chance": 0.25, "confusion": {}},
        "works": {},
        "elsewhere": {"attic": {"new": {"named": [{"name": "Monet", "wrongly": M, "rightly": M}]}}},
    }
    found = sections(metrics)
    assert [section.id for section in found] == ["artist", "refusal", "elsewhere-1-new-named"]
    assert found[0].rivals == {"chance": 0.25}
    assert list(found[0].measures) == ["accuracy"]
    assert list(found[2].measures) == ["Monet, wrongly", "Monet, rightly"]
    assert sections({}) == []


def test_all_numbers_are_named_and_no_name_is_given_twice_in_a_section() -> None:
    assert set(NAMES) >= NUMBERS
    assert len(set(SECTIONS.values())) == len(SECTIONS)


def test_what_was_measured_has_names(measured) -> None:
    for section in sections(measured.to_dict()):
        assert set(section.measures) <= set(NAMES)

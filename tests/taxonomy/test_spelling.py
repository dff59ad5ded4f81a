"""Directories: what a name is filed under, and what is said when it isn't there."""

from dataclasses import dataclass

import pytest

from morelli.taxonomy.spelling import Directory, UnknownNameError


@dataclass(frozen=True)
class Ship:
    slug: str
    name: str

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.slug, self.name)


BOUNTY = Ship("hms-bounty", "HMS Bounty of Hull")
ARGO = Ship("argo", "Argo")
LA_BELLE = Ship("la-belle", "La Belle")
NEW_BELLE = Ship("new-belle", "New Belle")
FLEET = [BOUNTY, ARGO, LA_BELLE, NEW_BELLE]


@pytest.mark.parametrize(
    "name", ["HMS Bounty of Hull", "hull, of BOUNTY hms", "HmsBounty", "hms_bounty"]
)
def test_words_are_found_in_any_order_or_run_together(name: str) -> None:
    assert Directory("ship", FLEET).find(name) is BOUNTY


def test_surnames_count_only_where_names_are_of_people() -> None:
    with pytest.raises(UnknownNameError, match=r"^No ship here .* mean HMS Bounty of Hull"):
        Directory("ship", FLEET).find("Bounty")
    people = Directory("ship", FLEET, surnames=True)
    assert people.find("Bounty") is BOUNTY
    with pytest.raises(UnknownNameError):
        people.find("Hull")


def test_a_surname_that_several_bear_names_nobody() -> None:
    with pytest.raises(UnknownNameError) as refusal:
        Directory("ship", FLEET, surnames=True).find("belle")
    assert str(refusal.value) == (
        "'belle' may be more than one ship: La Belle (la-belle) or New Belle (new-belle). "
        "Write the whole name, or the slug in brackets."
    )
    assert refusal.value.candidates == ("la-belle", "new-belle")


def test_a_homonym_stands_only_in_the_way_of_the_bare_surname() -> None:
    people = Directory("ship", FLEET, surnames=True, homonyms={"Bounty": ["Old Bounty"]})
    with pytest.raises(UnknownNameError, match=r"Old Bounty \(not listed here\)"):
        people.find("BOUNTY")
    assert people.find("hms bounty") is BOUNTY


def test_suggestions_put_shared_words_before_likeness() -> None:
    with pytest.raises(UnknownNameError) as refusal:
        Directory("ship", [Ship("bella", "Bella"), *FLEET]).find("Belle")
    assert refusal.value.candidates == ("la-belle", "new-belle", "bella")


def test_a_slug_must_be_exact() -> None:
    fleet = Directory("ship", FLEET)
    assert fleet.get("argo") is ARGO
    with pytest.raises(UnknownNameError, match=r"Did you mean Argo \(argo\)\?"):
        fleet.get("Argo")

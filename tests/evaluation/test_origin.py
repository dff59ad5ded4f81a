"""What a card says of where a model comes from."""

from types import SimpleNamespace

from morelli.bundles.bundle import Bundle, Label
from morelli.evaluation.origin import SHOWN, origin


def lines(trained: SimpleNamespace, provenance: dict, artists=()) -> list[str]:
    made = trained.bundle
    labels = tuple(Label(slug=slug, name=slug) for slug in artists)
    update = {"provenance": provenance, "artists": labels}
    manifest = made.manifest.model_copy(update=update)
    return origin(Bundle(made.path, manifest, made.graph), 2026)


def test_sources_are_named_with_their_numbers_the_largest_first(trained):
    many = {f"source {i}": 100 - i for i in range(SHOWN + 2)}
    found = lines(trained, {"data": {"training_pictures": 2000, "sources": many}})
    assert "Trained on 2,000 paintings" in found[0]
    at = found.index("| source | training pictures |")
    assert found[at + 2] == "| source 0 | 100 |"
    assert found[at + 2 + SHOWN] == "| 2 others, all named in `morelli.json` | 149 |"


def test_painters_are_counted_by_pictures_and_sources(trained):
    painters = {
        "a": {"pictures": 9, "sources": 1},
        "b": {"pictures": 5, "sources": 1},
        "c": {"pictures": 99, "sources": 3},
        "d": {"pictures": 100, "sources": 9},
    }
    found = lines(trained, {"data": {"painters": painters}})
    at = found.index("| training pictures | 1 source | 3 sources | 4 sources or more |")
    assert found[at + 2 : at + 6] == [
        "| 5 to 9 | 2 | 0 | 0 |",
        "| 50 to 99 | 0 | 1 | 0 |",
        "| 100 or more | 0 | 0 | 1 |",
        "",
    ]


def test_rights_count_whose_works_may_be_in_copyright(trained):
    artists = ("pablo-picasso", "rembrandt-van-rijn", "somebody-nobody-knows")
    text = "\n".join(lines(trained, {}, artists))  # Picasso died in 1973, Rembrandt in 1669
    assert "of its 3 painters 1 died in 1956 or later" in text
    assert "of 1 the year of death is not recorded" in text
    assert "no licence is recorded" in text


def test_backbones_have_authors_and_licences(trained):
    about = {"name": "net", "network": "Net", "authors": "Somebody", "licence": "MIT"}
    found = lines(trained, {"backbones": [about]})
    assert "| Net | Somebody | not recorded | not recorded | MIT |" in found


def test_a_bundle_that_says_nothing_is_told_so(trained):
    text = "\n".join(lines(trained, {}))
    assert "Where the pictures come from is not recorded." in text
    assert "Whose networks it began with is not recorded." in text

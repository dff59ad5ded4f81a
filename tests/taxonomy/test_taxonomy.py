"""The taxonomy: its facts hold together, and every spelling finds the one it means."""

import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from morelli.errors import MorelliError
from morelli.taxonomy import Artist, Style, Taxonomy, UnknownNameError

TAXONOMY = Taxonomy.load()
SLUG = re.compile(r"[a-z0-9.()]+(-[a-z0-9.()]+)*")


def normalised(name: str) -> str:
    """The name's letters and digits without case, accents and order of words."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    words = re.split(r"[\W_]+", re.sub(r"[\u0300-\u036f]", "", letters))
    return " ".join(sorted(words)).strip()


def spellings(entry: Artist | Style) -> list[str]:
    """Every spelling in full that the taxonomy itself lists."""
    listed = [entry.slug, entry.name, *entry.aliases]
    if isinstance(entry, Artist):
        listed += [*entry.prefixes, *([entry.original] if entry.original else [])]
    return listed


# --- the facts


def test_painting91_has_91_painters_and_13_styles() -> None:
    artists = TAXONOMY.painting91_artists()
    assert len(artists) == 91
    assert all(artist.prefixes and artist.original for artist in artists)
    assert Counter(artist.style is None for artist in artists) == {False: 50, True: 41}
    assert [style.name for style in TAXONOMY.painting91_styles()] == [
        "Abstract Expressionism",
        "Baroque",
        "Constructivism",
        "Cubism",
        "Impressionism",
        "Neoclassicism",
        "Pop Art",
        "Post-Impressionism",
        "Realism",
        "Renaissance",
        "Romanticism",
        "Surrealism",
        "Symbolism",
    ]


def test_other_painters_carry_nothing_of_painting91() -> None:
    others = [artist for artist in TAXONOMY.artists if not artist.painting91]
    assert others
    assert not [a.slug for a in others if a.style or a.prefixes or a.original]
    assert [a.slug for a in others] == sorted(a.slug for a in others)


@pytest.mark.parametrize("entries", [TAXONOMY.artists, TAXONOMY.styles], ids=["artists", "styles"])
def test_slugs_are_unique_and_well_formed(entries: tuple[Artist | Style, ...]) -> None:
    slugs = [entry.slug for entry in entries]
    assert len(set(slugs)) == len(slugs)
    assert not [slug for slug in slugs if not SLUG.fullmatch(slug)]


@pytest.mark.parametrize("entries", [TAXONOMY.artists, TAXONOMY.styles], ids=["artists", "styles"])
def test_no_spelling_means_two(entries: tuple[Artist | Style, ...]) -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for spelling in spellings(entry):
            meanings[normalised(spelling)].add(entry.slug)
    assert {key: slugs for key, slugs in meanings.items() if len(slugs) > 1} == {}


def test_every_spelling_has_letters() -> None:
    entries: list[Artist | Style] = [*TAXONOMY.artists, *TAXONOMY.styles]
    for entry in entries:
        assert all(normalised(spelling) for spelling in spellings(entry)), entry.slug


def test_painters_styles_are_styles_of_painting91() -> None:
    known = {style.slug for style in TAXONOMY.painting91_styles()}
    used = {artist.style for artist in TAXONOMY.painting91_artists()} - {None}
    assert used == known


def test_years_are_plausible() -> None:
    for artist in TAXONOMY.artists:
        for year in (artist.born, artist.died):
            assert year is None or 1200 <= year <= 2030, artist.slug
        if artist.born and artist.died:
            assert 20 <= artist.died - artist.born <= 105, artist.slug


def test_groups_have_no_years() -> None:
    brothers = TAXONOMY.artist("le-nain-brothers")
    assert (brothers.born, brothers.died) == (None, None)


def test_wikidata_items_are_well_formed_and_unique() -> None:
    items = [artist.wikidata for artist in TAXONOMY.artists if artist.wikidata]
    assert len(set(items)) == len(items)
    assert not [item for item in items if not re.fullmatch(r"Q[1-9]\d*", item)]


def test_homonyms_are_of_people_who_are_not_listed() -> None:
    for surname, others in TAXONOMY.homonyms.items():
        with pytest.raises(UnknownNameError, match="more than one painter") as refusal:
            TAXONOMY.find(surname)
        assert refusal.value.candidates
        for other in others:
            assert other in str(refusal.value)
            with pytest.raises(UnknownNameError):
                TAXONOMY.find(other)


def test_it_is_read_once() -> None:
    assert Taxonomy.load() is TAXONOMY


def test_reading_it_costs_little_more_than_parsing_it() -> None:
    code = (
        "import time, tomllib; from importlib.resources import files\n"
        "from morelli.taxonomy import _load, Taxonomy; Taxonomy.load()\n"
        "text = (files('morelli.taxonomy') / 'taxonomy.toml').read_text(encoding='utf-8')\n"
        "def once(read, *what):\n"
        "    _load.cache_clear(); start = time.process_time(); read(*what)\n"
        "    return time.process_time() - start\n"
        "best = lambda *what: min(once(*what) for _ in range(9))\n"
        "print(best(Taxonomy.load) / best(tomllib.loads, text))"
    )
    ratio = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert float(ratio) < 10


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, morelli; before = set(sys.modules); import morelli.taxonomy as t;"
        "t.Taxonomy.load().find('Monet'); print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    rooms = {module.split(".")[0] for module in loaded}
    assert rooms - sys.stdlib_module_names == {"morelli"}


# --- the facts against the data sets


@pytest.fixture(scope="session")
def paintings(data_root: Path) -> list[dict[str, str]]:
    with (data_root / "paintings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def painting91_files(data_root: Path) -> list[dict[str, str]]:
    with (data_root / "painting91_files.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.data
def test_every_painter_and_style_of_the_paintings_is_there(paintings: list[dict[str, str]]) -> None:
    known = [row for row in paintings if row["split"] in {"train", "test"}]
    artists = {row["artist"] for row in known}
    styles = {row["style"] for row in paintings} - {""}
    assert (len(artists), len(styles)) == (233, 20)
    assert {TAXONOMY.artist(slug).slug for slug in artists} == artists
    assert {TAXONOMY.find_style(name).name for name in styles} == styles
    assert {style.name for style in TAXONOMY.styles} == styles


@pytest.mark.data
def test_the_painting91_flag_is_that_of_the_paintings(paintings: list[dict[str, str]]) -> None:
    flags = {row["artist"]: row["painting91"] == "1" for row in paintings}
    listed = {artist.slug: artist.painting91 for artist in TAXONOMY.artists}
    assert {slug: flags[slug] for slug in listed.keys() & flags.keys()} == {
        slug: listed[slug] for slug in listed.keys() & flags.keys()
    }
    assert {slug for slug, flag in flags.items() if flag} <= listed.keys()


@pytest.mark.data
def test_no_painter_to_reject_is_taken_for_a_known_one(paintings: list[dict[str, str]]) -> None:
    """The pictures for testing rejection are by painters that the model must not name."""
    known = {row["artist"] for row in paintings if row["split"] in {"train", "test"}}
    for slug in {row["artist"] for row in paintings if row["split"] == "unknown_painter"}:
        try:
            found = TAXONOMY.find(slug)
        except UnknownNameError:
            continue
        assert found.slug == slug
        assert found.slug not in known


@pytest.mark.data
def test_painting91s_files_name_their_painter_and_style(
    painting91_files: list[dict[str, str]],
) -> None:
    assert len(painting91_files) == 4266
    prefixes: defaultdict[str, set[str]] = defaultdict(set)
    for row in painting91_files:
        prefix = row["file"].rsplit("_", 1)[0]
        prefixes[row["artist"]].add(prefix)
        artist = TAXONOMY.artist(row["artist"])
        assert prefix in artist.prefixes, row["file"]
        assert TAXONOMY.find(prefix) is artist, row["file"]
        style = TAXONOMY.find_style(row["style"]).slug if row["style"] else None
        assert artist.style == style, row["file"]
    assert {artist.slug for artist in TAXONOMY.painting91_artists()} == prefixes.keys()


@pytest.mark.data
def test_the_order_is_that_of_the_original_servers_classes(data_root: Path) -> None:
    names = data_root.parent / "compat" / "painting91_names.txt"
    if not names.is_file():
        pytest.skip(f"the original server's names are not in {names}")
    originals = names.read_text(encoding="utf-8").splitlines()
    assert [artist.original for artist in TAXONOMY.painting91_artists()] == originals
    assert [TAXONOMY.find(name).original for name in originals] == originals


# --- finding painters


@pytest.mark.parametrize(
    "name",
    [
        "Velázquez",
        "velasquez",
        "Diego Velazquez",
        "VELAZQUEZ, Diego",
        "Diego_Velázquez",
        "diego-velazquez",
        "DIEGO VELAZQUEZ ",
        "Diego Vela\u0301zquez",
        "DiegoVelazquez",
    ],
)
def test_spellings_of_one_name_agree(name: str) -> None:
    assert TAXONOMY.find(name).name == "Diego Velázquez"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Monet", "claude-monet"),
        ("Manet", "edouard-manet"),
        ("van Gogh", "vincent-van-gogh"),
        ("Gogh, Vincent van", "vincent-van-gogh"),
        ("VanGogh", "vincent-van-gogh"),
        ("Goya", "francisco-goya"),
        ("O'Keeffe", "georgia-okeeffe"),
        ("OKeeffe", "georgia-okeeffe"),
        ("Georgia O’Keeffe", "georgia-okeeffe"),
        ("GEORGIA_OKEEFE", "georgia-okeeffe"),
        ("Bruegel", "pieter-bruegel"),
        ("Holbein", "hans-holbein"),
        ("J.M.W. Turner", "jmw-turner"),
        ("Wright of Derby", "joseph-wright"),
        ("Le Nain", "le-nain-brothers"),
        ("Rembrandt", "rembrandt-van-rijn"),
        ("Tiziano", "titian"),
        ("Michelangelo", "michelangelo"),
        ("Michelangelo Merisi", "caravaggio"),
        ("Кандинский", "wassily-kandinsky"),
        ("葛飾北斎", "katsushika-hokusai"),
        ("Toulouse-Lautrec", "henri-de-toulouse-lautrec"),
        ("GENTILESCHI ARTEMISIA", "artemisia-gentileschi"),
        ("Rivera", "diego-rivera"),
        ("Delacroix", "eugene-delacroix"),
        ("David", "jacques-louis-david"),
    ],
)
def test_names_people_use(name: str, slug: str) -> None:
    assert TAXONOMY.find(name).slug == slug


@pytest.mark.parametrize(
    "encoded",
    [
        "É".encode("cp437").decode("latin-1"),
        "É".encode("latin-1").decode("cp437"),
        "É".encode("latin-1").decode("ascii", errors="surrogateescape"),
        "É".encode("latin-1").decode("utf-8", errors="replace"),
        "É".encode().decode("cp437"),
        "É".encode().decode("cp1252"),
        "É".encode().decode("latin-1"),
        "E\u0301",
        "",
        "?",
    ],
)
def test_manets_broken_accent_is_read(encoded: str) -> None:
    assert TAXONOMY.find(f"{encoded}DOUARD_MANET").slug == "edouard-manet"
    assert TAXONOMY.find(f"{encoded}douard Manet").slug == "edouard-manet"


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Tiepolo", {"giovanni-battista-tiepolo", "giovanni-domenico-tiepolo"}),
        ("CARRACCI", {"agostino-carracci", "annibale-carracci"}),
        ("de La Tour", {"georges-de-la-tour", "maurice-quentin-de-la-tour"}),
        ("DeLaTour", {"georges-de-la-tour", "maurice-quentin-de-la-tour"}),
        ("Gentileschi", {"artemisia-gentileschi"}),
        ("Brueghel", {"pieter-bruegel"}),
        ("Rousseau", {"henri-rousseau"}),
    ],
)
def test_a_name_of_several_painters_is_refused_with_all_of_them(
    name: str, candidates: set[str]
) -> None:
    with pytest.raises(UnknownNameError, match="Write the whole name") as refusal:
        TAXONOMY.find(name)
    assert set(refusal.value.candidates) == candidates
    assert refusal.value.name == name
    for slug in candidates:
        assert f"{TAXONOMY.artist(slug).name} ({slug})" in str(refusal.value)


def test_a_painter_outside_the_list_is_named_as_such() -> None:
    with pytest.raises(UnknownNameError, match=r"Orazio Gentileschi \(not listed here\)"):
        TAXONOMY.find("Gentileschi")


@pytest.mark.parametrize(
    ("name", "likeliest"),
    [
        ("Velazqes", "diego-velazquez"),
        ("Picaso", "pablo-picasso"),
        ("Vincent van Gohg", "vincent-van-gogh"),
        ("Boticelli", "sandro-botticelli"),
        ("Michelangleo", "michelangelo"),
        ("vincent", "vincent-van-gogh"),
    ],
)
def test_a_misspelt_name_gets_suggestions(name: str, likeliest: str) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean") as refusal:
        TAXONOMY.find(name)
    assert refusal.value.candidates[0] == likeliest
    assert TAXONOMY.artist(likeliest).name in str(refusal.value)


def test_a_given_name_shared_by_many_lists_some() -> None:
    with pytest.raises(UnknownNameError) as refusal:
        TAXONOMY.find("Paul")
    assert len(refusal.value.candidates) == 5
    assert "paul-klee" in refusal.value.candidates


@pytest.mark.parametrize("name", ["", " ", "_-.", "\N{GRINNING FACE}", "zzzzzz", "z" * 100_000])
def test_what_is_like_no_name_gets_no_suggestions(name: str) -> None:
    with pytest.raises(UnknownNameError) as refusal:
        TAXONOMY.find(name)
    assert refusal.value.candidates == ()
    assert "Did you mean" not in str(refusal.value)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("name", ["Elder", "the Younger", "Derby", "brothers", "van", "de"])
def test_part_of_a_name_that_is_no_surname_finds_nobody(name: str) -> None:
    with pytest.raises(UnknownNameError):
        TAXONOMY.find(name)


def test_the_refusal_is_a_sentence_for_people() -> None:
    assert issubclass(UnknownNameError, MorelliError)
    with pytest.raises(UnknownNameError) as refusal:
        TAXONOMY.find("Picaso")
    assert str(refusal.value) == (
        "No painter here is called 'Picaso'. Did you mean Pablo Picasso (pablo-picasso)?"
    )


CASES: list[Callable[[str], str]] = [str, str.lower, str.upper, str.title, str.swapcase]


def without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


@st.composite
def respelt(draw: st.DrawFn, entries: tuple[Artist | Style, ...]) -> tuple[str, str]:
    """A slug, and a spelling of its entry with case, accents, order and separators changed."""
    entry = draw(st.sampled_from(entries))
    name = draw(st.sampled_from(spellings(entry)))
    words = draw(st.permutations(re.split(r"[\s_]+", name)))
    separator = draw(st.sampled_from([" ", "_", ", ", "  ", "\t", " . "]))
    changed = draw(st.sampled_from(CASES))(separator.join(words))
    if draw(st.booleans()):
        changed = without_accents(changed)
    if draw(st.booleans()):
        changed = unicodedata.normalize("NFD", changed)
    return entry.slug, changed


@given(respelt(TAXONOMY.artists))
def test_every_spelling_finds_its_painter(case: tuple[str, str]) -> None:
    slug, name = case
    assert TAXONOMY.find(name).slug == slug


@given(respelt(TAXONOMY.styles))
def test_every_spelling_finds_its_style(case: tuple[str, str]) -> None:
    slug, name = case
    assert TAXONOMY.find_style(name).slug == slug


# Lone surrogates too: file names that aren't valid UTF-8 hold them.
ANYTHING = st.text(st.characters(exclude_categories=()))


@given(ANYTHING)
@example("\udcc9")
@example("\x00")
@example("'")
def test_any_text_is_found_or_refused_in_words(name: str) -> None:
    for find in (TAXONOMY.find, TAXONOMY.find_style, TAXONOMY.artist, TAXONOMY.style):
        try:
            assert find(name) in (*TAXONOMY.artists, *TAXONOMY.styles)
        except UnknownNameError as refusal:
            str(refusal).encode()


# --- finding styles, and by slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Popart", "pop-art"),
        ("Pop_Art", "pop-art"),
        ("Cubbism", "cubism"),
        ("Neo Classical", "neoclassicism"),
        ("Neo-Classicism", "neoclassicism"),
        ("Post impressionism", "post-impressionism"),
        ("Postimpressionism", "post-impressionism"),
        ("PointILLISM", "post-impressionism"),
        ("Naive_Art_Primitivism", "naive-art"),
        ("Naïve Art", "naive-art"),
        ("Ukiyo_e", "ukiyo-e"),
        ("Suprematism", "constructivism"),
        ("NorthernRenaissance", "renaissance"),
        ("Abstract_Expressionism", "abstract-expressionism"),
        ("Expressionism", "expressionism"),
    ],
)
def test_styles_as_people_and_the_original_server_spell_them(name: str, slug: str) -> None:
    assert TAXONOMY.find_style(name).slug == slug


def test_a_misspelt_style_gets_suggestions() -> None:
    with pytest.raises(UnknownNameError, match="No style here") as refusal:
        TAXONOMY.find_style("Surealism")
    assert refusal.value.candidates[0] == "surrealism"


def test_a_slug_is_taken_literally() -> None:
    assert TAXONOMY.artist("claude-monet").name == "Claude Monet"
    assert TAXONOMY.style("pop-art").name == "Pop Art"
    with pytest.raises(UnknownNameError, match=r"Claude Monet \(claude-monet\)"):
        TAXONOMY.artist("Claude Monet")
    with pytest.raises(UnknownNameError, match=r"Pop Art \(pop-art\)"):
        TAXONOMY.style("popart")

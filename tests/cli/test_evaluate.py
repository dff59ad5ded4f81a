"""`morelli evaluate` as it is typed."""

import json
import shutil

import pytest

from morelli.bundles.bundle import Bundle


@pytest.fixture
def copy(trained, tmp_path):
    """The trained bundle, in a folder of its own."""
    shutil.copytree(trained.bundle.path, tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def common(trained):
    styles = ("--styles", trained.root / "styles.csv")
    return (
        "--data",
        trained.root / "pictures",
        *styles,
        "--not-paintings",
        trained.root / "others",
    )


def test_what_is_recorded_is_what_is_printed(morelli, copy, common, tmp_path):
    report = tmp_path / "report"
    done = morelli("evaluate", copy, *common, "--json", "--record", "--out", report)
    numbers = json.loads(done.out)
    assert Bundle.open(copy).metrics == numbers
    assert json.loads((report / "evaluation.json").read_text()) == numbers
    assert f"{numbers['artist']['accuracy']['value']:.4f}" in (copy / "MODEL_CARD.md").read_text()
    assert sorted(file.name for file in report.iterdir()) == [
        "confusion-artist.csv",
        "confusion-artist.png",
        "confusion-style.csv",
        "confusion-style.png",
        "evaluation.json",
        "pictures-artist.csv",
        "pictures-style.csv",
        "report.html",
        "report.md",
    ]
    assert "The report is" in done.said
    # Once more, with the bundle that was recorded into: the same numbers.
    assert json.loads(morelli("evaluate", copy, *common, "--json").out) == numbers


def test_the_split_of_training_is_the_split_that_is_measured(morelli, trained, common):
    """Both draw it from the recipe's seed; what was learnt from is no test."""
    numbers = json.loads(morelli("evaluate", trained.bundle.path, *common, "--json").out)
    learnt = trained.bundle.manifest.provenance["data"]["training_pictures"]
    assert numbers["artist"]["accuracy"]["n"] + learnt == len(trained.data)
    everything = morelli("evaluate", trained.bundle.path, *common, "--json", "--split", "all")
    assert json.loads(everything.out)["artist"]["accuracy"]["n"] == len(trained.data)


def test_people_get_tables(morelli, trained, common):
    shown = morelli("evaluate", trained.bundle.path, *common).out
    for part in (
        "Artist, 4 classes",
        "Style, 4 classes",
        "95 % interval",
        "right one in the top five",
        "accuracy of chance",
        "0.2500",
        "accuracy of the commonest",
        "Knowing what it doesn't know",
        "other pictures refused",
    ):
        assert part in shown, part


def test_what_is_measured_besides_where_asked(morelli, copy, common, trained, tmp_path):
    asked = ("--faithfulness", 3, "--neighbours", "train")
    asked += ("--elsewhere", trained.root / "pictures")
    report = tmp_path / "report"
    done = morelli("evaluate", copy, *common, *asked, "--json", "--record", "--out", report)
    numbers = json.loads(done.out)
    assert numbers["faithfulness"]["deletion_gain_moved"]["n"] == 3
    near = numbers["neighbours"]["artist_precision5"]
    assert near["n"] == numbers["artist"]["accuracy"]["n"]
    assert Bundle.open(copy).metrics == numbers
    row = f"| of five, by the same painter | {near['value']:.4f} |"
    assert row in (copy / "MODEL_CARD.md").read_text()
    abroad = numbers["elsewhere"]["pictures"]["new"]["artist"]["accuracy"]
    assert abroad["n"] == len(trained.data)
    page = (report / "report.html").read_text()
    titles = ("Heat maps: deletion and insertion", "Nearest paintings", "Elsewhere, pictures")
    for title in titles:
        assert title in page and title in (report / "report.md").read_text()
    shown = morelli("models", "info", copy).out
    assert "of five, by the same painter" in shown
    assert "deletion by the map moved elsewhere" in shown
    done = morelli("evaluate", copy, *common, "--neighbours", "exam", code=2)
    assert "has no split 'exam'; it has test, train." in done.said


@pytest.fixture
def attic(trained, tmp_path):
    """Some of the drawn paintings from two sources, half of them known to training."""
    (tmp_path / "attic").mkdir()
    rows = ["file,artist,split,work,source"]
    for i, sample in enumerate(trained.data.samples):
        split = "train" if i % 4 == 0 else "test"
        work, source = ("known", "loft") if i % 2 else ("new", "cellar")
        rows.append(f"{sample.path},{sample.artist},{split},{work},{source}")
    (tmp_path / "attic" / "attic.csv").write_text("\n".join(rows) + "\n")
    return tmp_path / "attic" / "attic.csv"


def test_elsewhere_is_told_by_table_work_and_source(morelli, copy, common, trained, attic):
    tables = ("--elsewhere", attic, "--elsewhere", trained.root / "pictures")
    numbers = json.loads(morelli("evaluate", copy, *common, *tables, "--json", "--record").out)
    assert list(numbers["elsewhere"]) == ["attic", "pictures"]
    found = numbers["elsewhere"]["attic"]
    assert found["new"]["artist"]["accuracy"]["n"] == 12  # of its test split
    assert found["known"]["sources"]["loft"]["n"] == 24
    card = (copy / "MODEL_CARD.md").read_text()
    accuracy = found["new"]["artist"]["accuracy"]
    assert "| | at home | elsewhere |" in card
    assert f"| {100 * accuracy['value']:.1f} % (" in card
    shown = morelli("models", "info", copy).out
    assert "Elsewhere, attic: artist right by source, new paintings" in shown
    assert "cellar" in shown
    twice = ("--elsewhere", attic, "--elsewhere", attic)
    assert "are called attic" in morelli("evaluate", copy, *common, *twice, code=2).said


def test_sources_are_probed_where_asked(morelli, trained, tmp_path):
    rows = ["file,artist,split,source"]
    for i, sample in enumerate(trained.data.samples):
        rows.append(f"{sample.path},{sample.artist},test,{'attic' if i % 2 else 'loft'}")
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    asked = ("--data", tmp_path / "t.csv", "--source-probe", "test", "--json")
    numbers = json.loads(morelli("evaluate", trained.bundle.path, *asked).out)
    found = numbers["sources"]["source_auroc"]
    assert found["n"] == len(trained.data) and 0 <= found["value"] <= 1


def test_unreadable_pictures_are_listed_not_fatal(morelli, trained, common, tmp_path):
    data = tmp_path / "pictures"
    shutil.copytree(trained.root / "pictures", data)
    (data / "claude-monet" / "broken.jpg").write_text("hello")
    shown = morelli("evaluate", trained.bundle.path, "--data", data, "--split", "all").out
    assert "1 pictures could not be read" in shown
    assert "broken.jpg" in shown and "not a picture" in shown


def test_painters_it_was_not_taught_are_strangers(morelli, trained, tmp_path):
    table = tmp_path / "table.csv"
    rows = [f"{s.path},{s.artist},test" for s in trained.data.samples]
    for i, s in enumerate(trained.data.samples[:7]):
        shutil.copy(s.path, tmp_path / f"{i}.png")
        rows.append(f"{i}.png," + ("gustav-klimt,foreign" if i < 5 else "egon-schiele,test"))
    table.write_text("path,artist,split\n" + "\n".join(rows) + "\n")
    options = ("--data", table, "--unknown", "foreign", "--json")
    numbers = json.loads(morelli("evaluate", trained.bundle.path, *options).out)
    assert numbers["refusal"]["unknown_painter_noticed"]["n"] == 7
    assert numbers["artist"]["accuracy"]["n"] == len(trained.data)


def test_a_split_that_is_not_there_is_misuse(morelli, trained, common):
    done = morelli("evaluate", trained.bundle.path, *common, "--split", "exam", code=2)
    assert "has no split 'exam'; it has test, train." in done.said


def test_a_damaged_bundle_is_refused(morelli, copy, common):
    with (copy / "model.onnx").open("r+b") as file:
        file.write(b"\0\0")
    done = morelli("evaluate", copy, *common, code=2)
    assert "is damaged: its SHA-256 is" in done.said

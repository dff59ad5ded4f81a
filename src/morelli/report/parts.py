"""What a page says about the answers of one model: the same for an evaluation and a study."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from morelli.evaluation.metrics import Measure
from morelli.evaluation.names import NAMES, NUMBERS
from morelli.explain import Explainer
from morelli.report import charts, mistakes
from morelli.report.labelled import Answers, caption, commonest_confusions, per_class
from morelli.report.matrix import matrix
from morelli.report.page import interval, percent
from morelli.report.thumbnails import thumbnails

if TYPE_CHECKING:
    from pathlib import Path

CONFUSIONS = 20

PLURALS = {"artist": "Painters", "style": "Styles"}
NOUNS = {"artist": "painter", "style": "style"}


class Payload:
    """What the scripts of a page read, put together part by part."""

    def __init__(self) -> None:
        self.charts: dict[str, charts.Spec] = {}
        self.matrices: dict[str, dict[str, Any]] = {}
        self._pictures: dict[Path, int] = {}
        self._wrong: list[bool] = []

    def add(self, name: str, answers: Answers) -> None:
        """Add a head's charts and matrix, and its pictures."""
        self.charts[f"{name}-reliability"] = charts.reliability(answers.confidence, answers.right)
        records = []
        for i, sample in enumerate(answers.samples):
            number = self._pictures.setdefault(sample.path, len(self._pictures))
            truth, answer = int(answers.truth[i]), int(answers.answer[i])
            if number == len(self._wrong):
                self._wrong.append(False)
            self._wrong[number] |= truth != answer
            records.append([number, truth, answer, round(float(answers.confidence[i]), 3)])
        self.matrices[name] = matrix(answers) | {"records": records}

    def document(self, pictures: bool, progress: Callable[[int], None]) -> dict[str, Any]:
        """Everything, with thumbnails of the pictures where they are wanted."""
        paths = list(self._pictures)
        made = thumbnails(paths, self._wrong, progress) if pictures else [None] * len(paths)
        return {
            "charts": self.charts,
            "matrices": self.matrices,
            "pictures": [
                {"name": caption(path), "src": src} for path, src in zip(paths, made, strict=True)
            ],
        }


def part(
    name: str,
    title: str,
    answers: Answers,
    explainer: Explainer | None,
    lead: str = "",
    published: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the template `model.html` reads of one head.

    Args:
        name: under which `Payload.add` has it.
        title: of its section.
        answers: of the head.
        explainer: of the model that answered, for heat maps of its worst mistakes.
        lead: a sentence to begin with.
        published: the original's recall and precision of classes, by slug.
    """
    beside = [published.get(slug) for slug in answers.slugs] if published else None
    return {
        "id": name,
        "title": title,
        "noun": NOUNS[answers.head],
        "lead": lead,
        "names": answers.names,
        "measures": [*rows(answers.measures), *_baselines(answers)],
        "confusions": commonest_confusions(answers, CONFUSIONS),
        "classes": sorted(per_class(answers), key=lambda row: row.name.casefold()),
        "grouped": any(answers.groups),
        "published": beside,
        "mistakes": mistakes.surest(answers, explainer) if explainer else [],
    }


def sentence(answers: Answers) -> str:
    """The answer in a sentence, with its interval and what guessing would do."""
    found = answers.measures["accuracy"]
    return (
        f"Of {found.n:,} paintings it names the right {NOUNS[answers.head]} for"
        f" {percent(found.value)} (95 % interval {interval(found.low, found.high)});"
        f" guessing among {len(answers.names)} would be right for {percent(answers.chance)},"
        f" always naming the commonest for {percent(answers.commonest)}."
    )


def rows(measures: Mapping[str, Measure]) -> list[dict[str, str]]:
    """Measures as people read them: `name`, `value`, `interval`, `n`."""
    shown = []
    for name, m in measures.items():
        if name in NUMBERS:
            value, bounds = f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}"
        else:
            value, bounds = percent(m.value), interval(m.low, m.high)
        shown.append(
            {"name": NAMES.get(name, name), "value": value, "interval": bounds, "n": f"{m.n:,}"}
        )
    return shown


def _baselines(answers: Answers) -> list[dict[str, str]]:
    pairs = (("chance", answers.chance), ("always the commonest", answers.commonest))
    return [{"name": n, "value": percent(share), "interval": "", "n": ""} for n, share in pairs]


def table(header: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table; the first column is text, the others numbers."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (header, *body)]
    rule = ["---", *["---:"] * (len(header) - 1)]
    return [f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:])]


def measured(document: Mapping[str, Any]) -> dict[str, Measure]:
    """Measures as `evaluation.json` has them."""
    fields = set(asdict(Measure(0, 0, 0, 0)))
    return {
        k: Measure(**m) for k, m in document.items() if isinstance(m, dict) and set(m) == fields
    }

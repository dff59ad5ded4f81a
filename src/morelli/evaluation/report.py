"""What `morelli evaluate --out` leaves in a folder."""

import json
from pathlib import Path

from morelli.evaluation import picture_tables
from morelli.evaluation.confusion import write_csv, write_png
from morelli.evaluation.evaluate import Evaluation


def write(evaluation: Evaluation, folder: Path, pictures: bool = False) -> None:
    """Write `evaluation.json`, and for each head `confusion-<head>.csv` and `.png`.

    With `pictures`, `pictures-<head>.csv` besides: where the pictures lie, and their answers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(evaluation.to_dict(), indent=1)
    (folder / "evaluation.json").write_text(text, encoding="utf-8")
    for name, head in evaluation.heads.items():
        accuracy = head.measures["accuracy"]
        title = f"{evaluation.bundle}: {name}s, {accuracy.value:.1%} of {accuracy.n:,} right"
        write_csv(folder / f"confusion-{name}.csv", head.confusion, head.labels)
        write_png(folder / f"confusion-{name}.png", head.confusion, head.names, title)
        if pictures:
            picture_tables.write(picture_tables.path(folder, name), head.answered)

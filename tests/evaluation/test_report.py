"""What an evaluation leaves in a folder."""

import csv
import json

import numpy as np
from PIL import Image

from morelli.evaluation.report import write


def test_a_report_is_files_for_machines_and_for_people(measured, tmp_path):
    write(measured, tmp_path / "report")
    assert json.loads((tmp_path / "report" / "evaluation.json").read_text()) == json.loads(
        json.dumps(measured.to_dict())
    )
    for head in ("artist", "style"):
        with (tmp_path / "report" / f"confusion-{head}.csv").open(newline="") as file:
            header, *rows = csv.reader(file)
        assert header == ["truth", *measured.heads[head].labels]
        counts = np.array([row[1:] for row in rows], dtype=int)
        assert np.array_equal(counts, measured.heads[head].confusion)
        with Image.open(tmp_path / "report" / f"confusion-{head}.png") as image:
            image.load()
            assert min(image.size) > 300

"""Kills a run again and again while it goes on with its table; see test_table.py.

python killed.py FOLDER TABLE KILLS SEED: each life is a process of its own, forked from this one,
killed at random. What it asks about it writes down, before it does.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from morelli.collection.run import AHEAD
from morelli.collection.table import Options, Run
from morelli.inference.classifier import Classifier

SHARD, CORES = 3, 2


def main(folder: Path, table: Path, kills: int, seed: int) -> None:
    """Print how many lives were cut short, and how many pictures were asked in vain."""
    classifier = Classifier.open("fast", threads=1)
    asked = table.with_name("asked")
    chance, vain, cut = random.Random(seed), 0, 0
    while True:
        asked.write_text("")
        before = finished(table)
        child = os.fork()
        if child == 0:
            live(classifier, folder, table, asked)
        if cut < kills:
            time.sleep(chance.uniform(0.05, 0.5))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        these = asked.read_text(encoding="utf-8").split("\0")[:-1]
        assert not before & set(these), "what was finished was asked again"
        if not os.WIFSIGNALED(status):
            assert status == 0, "the last life failed"
            break
        cut += 1
        lost = len(set(these) - finished(table))
        # A shard, and what the cores had in their hands.
        assert lost < SHARD + AHEAD * CORES, f"{lost} pictures were lost"
        vain += lost
    print(cut, vain)


def live(classifier: Classifier, folder: Path, table: Path, asked: Path) -> None:
    """Go on with the table to its end."""
    see = Classifier.see

    def noted(self: Classifier, picture: bytes, *, crop: bool) -> object:
        with asked.open("ab", buffering=0) as file:
            file.write(names[picture].encode() + b"\0")
        return see(self, picture, crop=crop)

    names = {path.read_bytes(): str(path.relative_to(folder)) for path in folder.rglob("*.png")}
    Classifier.see = noted  # type: ignore[method-assign,assignment]
    Run(classifier, folder, str(table), Options(shard=SHARD, cores=CORES)).finish(resume=True)
    os._exit(0)


def finished(table: Path) -> set[str]:
    """Names of pictures that have their row."""
    shards = table.with_name(f"{table.name}.shards")
    files = [*shards.glob("part-*.csv"), *shards.glob("whole.csv")] or [table]
    lines = [
        line for file in files if file.exists() for line in file.read_text("utf-8").splitlines()
    ]
    return {line.partition(",")[0] for line in lines}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

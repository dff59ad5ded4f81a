"""The pictures behind the model's numbers, where the server is told of an evaluation's folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from morelli.documents import parse_json
from morelli.errors import MorelliError
from morelli.evaluation import picture_tables
from morelli.evaluation.picture_tables import Answered

HEADS = ("artist", "style")


class EvaluatedPictures:
    """For each head, the test pictures in the order of the folder's table.

    Attributes:
        of: by head ("artist" or "style"); nothing for a head whose pictures aren't known.
    """

    def __init__(self, of: Mapping[str, Sequence[Answered]]) -> None:
        self.of = of

    @classmethod
    def open(cls, folder: Path, bundle: str) -> Self:
        """Read a folder that `morelli evaluate --out` wrote about the bundle of this name.

        Raises:
            MorelliError: it is no such folder, or about another bundle.
        """
        numbers = folder / "evaluation.json"
        try:
            measured = parse_json(numbers.read_bytes())["bundle"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MorelliError(
                f"{folder} is no folder that `morelli evaluate --out` wrote: "
                f"{numbers.name} is missing or damaged."
            ) from error
        if measured != bundle:
            raise MorelliError(
                f"{folder} is about the model {measured!r}, and {bundle!r} is to answer: "
                "run `morelli evaluate` on this one, or leave the evaluation out."
            )
        tables = {head: picture_tables.path(folder, head) for head in HEADS}
        return cls(
            {head: picture_tables.read(table) for head, table in tables.items() if table.exists()}
        )

    def behind(self, head: str, truth: str, answer: str) -> list[int]:
        """Numbers of the pictures of one class (truth) that were given to one (answer)."""
        return [
            number
            for number, picture in enumerate(self.of.get(head, ()))
            if (picture.truth, picture.answer) == (truth, answer)
        ]

"""Every wrong field is named, with what is allowed there and the nearest of it."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from morelli.errors import MorelliError
from morelli.recipes.wrong_fields import explain, nearest, read_toml


class Wall(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colour: Literal["white", "grey"] = "white"
    height: int = Field(default=3, gt=0)


class Room(BaseModel):
    model_config = ConfigDict(extra="forbid")

    wall: Wall = Wall()
    doors: int = 1

    @model_validator(mode="after")
    def _can_be_entered(self) -> "Room":
        if not self.doors:
            raise ValueError("a room needs a door")
        return self


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"dors": 1}, "there is no field dors; allowed here: wall, doors; did you mean doors?."),
        (
            {"wall": {"size": 1}},
            "there is no field wall.size; allowed here: colour, height.",
        ),
        (
            {"wall": {"colour": "gray"}},
            "wall.colour: Input should be 'white' or 'grey' (got 'gray'); did you mean grey?.",
        ),
        ({"wall": {"height": 0}}, "wall.height: Input should be greater than 0 (got 0)."),
        ({"doors": 0}, "room: a room needs a door."),
    ],
)
def test_a_wrong_field(table, says):
    with pytest.raises(ValidationError) as caught:
        Room.model_validate(table)
    assert explain(caught.value, Room) == says


def test_all_of_them_stand_in_one_sentence():
    with pytest.raises(ValidationError) as caught:
        Room.model_validate({"doors": "many", "wall": {"height": 0}})
    said = explain(caught.value, Room)
    assert "wall.height" in said and "doors" in said and said.count(";") == 1


def test_what_is_like_nothing_gets_no_question():
    assert nearest("zzz", ["wall", "doors"]) == nearest("wall", []) == ""


def test_toml_or_why_not(tmp_path):
    file = tmp_path / "room.toml"
    for content, says in ((None, "There is no room"), (b"[", "not valid TOML"), (b"\xe9", "TOML")):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(MorelliError, match=says):
            read_toml(file, "room", MorelliError)
    file.write_text("doors = 2")
    assert read_toml(file, "room", MorelliError) == {"doors": 2}

"""What `morelli.json` records of a bundle: what was measured, and what it was made from.

Both may hold more than morelli reads; what it does read has to be what it takes it for.
"""

import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from morelli.documents import first_fault

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They change the direction of the text that follows."""


def _printable(text: str) -> str:
    # A terminal obeys control characters.
    if any(unicodedata.category(sign) == "Cc" or sign in _TURNING for sign in text):
        raise ValueError("it has characters that can't be printed")
    return text


Text: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=300), AfterValidator(_printable)
]
"""A name."""

_Count: TypeAlias = Annotated[int, Field(ge=0, le=10**12)]
_Counts: TypeAlias = dict[str, _Count]


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow", allow_inf_nan=False)


class _Measure(_Open):
    """A number with its interval and the number of pictures: `morelli.evaluation.metrics`."""

    value: float
    low: float
    high: float
    n: _Count


class _Section(_Open):
    """What was measured of a head or of something else; a dictionary with a `low` is a measure."""

    chance: float | None = None
    commonest: float | None = None
    confusion: dict[str, _Counts] = {}

    @model_validator(mode="after")
    def _measures(self) -> "_Section":
        for value in (self.model_extra or {}).values():
            if isinstance(value, dict) and "low" in value:
                _Measure.model_validate(value)
        return self


class _Named(_Open):
    """How often a painter is named, rightly and wrongly."""

    name: str
    wrongly: _Measure
    rightly: _Measure


class _Work(_Open):
    """What was measured on new pictures of a table from elsewhere, or on known ones."""

    named: list[_Named] = []
    __pydantic_extra__: dict[str, _Section | int | float | str | None]


class _Metrics(_Open):
    skipped: _Count = 0
    bundle: str = ""
    elsewhere: dict[str, dict[str, _Work]] = {}
    __pydantic_extra__: dict[str, _Section]


class _Model(_Open):
    backbones: list[str] = []
    pooling: str = ""


class _Regularisation(_Open):
    label_smoothing: float = 0.0


class _Recipe(_Open):
    seed: int = 0
    model: _Model = _Model()
    regularisation: _Regularisation = _Regularisation()
    members: list["_Recipe"] = []


class _Pictures(_Open):
    pictures: _Count
    sources: _Count


class _Data(_Open):
    training_pictures: _Count = 0
    not_paintings: _Count = 0
    strangers: _Count = 0
    sources: _Counts = {}
    painters: dict[str, _Pictures] = {}


class _Backbone(BaseModel):
    model_config = ConfigDict(extra="allow")

    name: str
    __pydantic_extra__: dict[str, str]


class _Provenance(_Open):
    recipe: _Recipe = _Recipe()
    data: _Data = _Data()
    adapted: list[str] = []
    backbones: list[_Backbone] = []


def _as(model: type[BaseModel]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A dictionary as it is, where it has the form of a model."""

    def check(found: dict[str, Any]) -> dict[str, Any]:
        try:
            model.model_validate(found)
        except ValidationError as error:
            raise ValueError(first_fault(error)) from error
        return found

    return check


Metrics: TypeAlias = Annotated[dict[str, Any], AfterValidator(_as(_Metrics))]
"""What was measured: see `morelli.evaluation.evaluate.Evaluation.to_dict`."""

Provenance: TypeAlias = Annotated[dict[str, Any], AfterValidator(_as(_Provenance))]
"""What a bundle was made from: see `morelli.training.export.provenance`."""

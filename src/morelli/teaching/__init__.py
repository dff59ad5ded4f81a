"""Teaches a bundle one painter more, from a few pictures, beside the painters it knows.

The graph stays as it is: what is learnt is a row of numbers in `morelli.json`. Needs numpy alone.
"""

from morelli.teaching.few_shot import teach
from morelli.teaching.lesson import (
    FEWEST,
    KnownPainterError,
    Lesson,
    Skipped,
    TeachError,
    check,
    extend,
    figures,
    painter,
)

__all__ = [
    "FEWEST",
    "KnownPainterError",
    "Lesson",
    "Skipped",
    "TeachError",
    "check",
    "extend",
    "figures",
    "painter",
    "teach",
]

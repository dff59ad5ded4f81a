"""The tables of the app, which lie with their features."""

from morelli.web.corrections.models import Correction
from morelli.web.sharing.models import SharedAnswer
from morelli.web.teaching.models import Lesson
from morelli.web.throttling.models import Tally

__all__ = ["Correction", "Lesson", "SharedAnswer", "Tally"]

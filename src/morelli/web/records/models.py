"""The tables of the app, which lie with their features."""

from morelli.web.corrections.models import Correction
from morelli.web.sharing.models import SharedAnswer

__all__ = ["Correction", "SharedAnswer"]

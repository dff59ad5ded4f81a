"""morelli: who painted it, in what style, how sure are you, and why?

Example:
    >>> from morelli import Classifier
    >>> Classifier.open().classify("starry-night.jpg").artists[0].name  # doctest: +SKIP
    'Vincent van Gogh'
"""

import os
from typing import TYPE_CHECKING, Any

from morelli.errors import MorelliError

if TYPE_CHECKING:
    from morelli.inference.classifier import Classifier
    from morelli.inference.decision import Attribution, Candidate

# Since 1.29 onnxruntime tells Microsoft of every model that is loaded, unless this is set before it
# is imported. Nothing that morelli does leaves the machine; who wants that sets it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
__all__ = ["Attribution", "Candidate", "Classifier", "MorelliError", "__version__"]

_HOMES = {
    "Classifier": "morelli.inference.classifier",
    "Attribution": "morelli.inference.decision",
    "Candidate": "morelli.inference.decision",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `import morelli` stays instant."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'morelli' has no attribute {name!r}")

"""Where training pictures come from."""

from collections import Counter
from collections.abc import Sequence

from morelli.datasets import Sample


def largest_source(samples: Sequence[Sample]) -> str | None:
    """The source of most pictures, of those that name one; None where none does."""
    sizes = Counter(sample.source for sample in samples if sample.source)
    return sizes.most_common(1)[0][0] if sizes else None

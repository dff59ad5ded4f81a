"""Makes torchvision importable beside a CPU build of torch.

The torchvision that package registries carry for Linux is built for CUDA; next to a CPU
torch its import fails with "operator torchvision::nms does not exist". morelli calls none
of torchvision's compiled operators, so declaring the two names is enough. It is done only
where the plain import fails: where the operators exist, a second declaration would abort
the process. Import this module before timm or torchvision, as `morelli.training` does.
"""

import sys

import torch


def ensure() -> None:
    """Import torchvision, declaring its missing operators if need be."""
    try:
        import torchvision
    except RuntimeError:
        for name in [m for m in sys.modules if m.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        for operator in ("nms", "qnms"):
            torch.library.define(
                f"torchvision::{operator}",
                "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
            )
        import torchvision  # noqa: F401

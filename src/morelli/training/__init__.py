"""From a recipe and labelled pictures to a bundle. Needs the extra `train`."""

from morelli.errors import MorelliError

try:
    import torch  # noqa: F401
except ModuleNotFoundError as error:
    raise MorelliError(
        'Training needs PyTorch: install it with pip install "morelli[train]".'
    ) from error

from morelli.training.models import torchvision_shim

torchvision_shim.ensure()

"""Which networks a recipe may name, and where their weights lie: told without importing torch.

Networks come from timm (Wightman, https://github.com/huggingface/pytorch-image-models);
the six of the study have short names.
"""

import os
import re
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from morelli.errors import MorelliError

SHORT_NAMES = {
    "efficientnet_b0": "efficientnet_b0",
    "efficientnetv2_s": "tf_efficientnetv2_s",
    "resnet50": "resnet50",
    "vgg19": "vgg19",
    "mobilenetv2": "mobilenetv2_100",
    "inception_v3": "inception_v3",
}
"""The study's backbones as timm names them."""

_REGISTERED = re.compile(r"^@register_model\n(?:@.*\n)*def (\w+)\(", re.MULTILINE)


class BackboneError(MorelliError):
    """No such backbone, or its weights are not to be had."""


def timm_name(name: str) -> str:
    """What timm calls a backbone.

    Which weights a network has (`.lvd142m`, say) timm alone can tell, when it builds it.

    Raises:
        BackboneError: it knows none of this name; the message says which are spelt nearly so.
    """
    known, there = SHORT_NAMES.get(name, name), networks()
    if there and known.partition(".")[0] not in there:
        raise no_such_backbone(known, [*SHORT_NAMES, *sorted(there)])
    return known


def no_such_backbone(name: str, names: list[str]) -> BackboneError:
    """The error that says so, with those of the names that are spelt nearly so."""
    close = get_close_matches(name, names, n=5, cutoff=0.7)
    hint = f" Close ones: {', '.join(dict.fromkeys(close))}." if close else ""
    return BackboneError(f"timm has no model named {name!r}.{hint}")


@cache
def networks() -> frozenset[str]:
    """Names of the networks that the timm installed here registers; none where it isn't there.

    They are read from its source, since importing it takes seconds.
    """
    found = find_spec("timm")
    if found is None or found.origin is None:
        return frozenset()
    files = (Path(found.origin).parent / "models").glob("**/*.py")
    return frozenset(name for f in files for name in _REGISTERED.findall(f.read_text("utf-8")))


def weights_folder() -> Path | None:
    """The folder that MORELLI_WEIGHTS names.

    Raises:
        BackboneError: it isn't there.
    """
    named = os.environ.get("MORELLI_WEIGHTS")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise BackboneError(f"MORELLI_WEIGHTS names the folder {folder}, which isn't there.")
    return folder


def weights_file(network: str) -> Path | None:
    """`<timm model>.safetensors` in the folder that MORELLI_WEIGHTS names, where it is there."""
    folder = weights_folder()
    file = folder / f"{network}.safetensors" if folder else None
    return file if file is not None and file.is_file() else None


def check_weights(network: str) -> None:
    """Look for weights, as far as it can be told without asking the hub.

    Raises:
        BackboneError: they are in no folder, the hub may not be asked, and nothing that could be
            them was fetched from it before.
    """
    if weights_file(network) or os.environ.get("HF_HUB_OFFLINE", "").upper() not in _YES:
        return
    own = "models--timm--"  # whoever else's are called differently
    fetched = [folder.name for folder in _hub_cache().glob("models--*")]
    if not any(f.startswith(own + network) or not f.startswith(own) for f in fetched):
        raise BackboneError(
            f"The weights of {network} are not there: looked for {network}.safetensors in"
            f" {weights_folder() or 'no folder'} (MORELLI_WEIGHTS) and in {_hub_cache()}, and the"
            " hub is not asked (HF_HUB_OFFLINE)."
        )


_YES = ("1", "ON", "YES", "TRUE")
"""What Hugging Face's library takes for a yes."""


def _hub_cache() -> Path:
    """Where Hugging Face's library keeps what it has fetched."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{home}/huggingface"
    return Path(os.environ.get("HF_HUB_CACHE") or f"{home}/hub").expanduser()

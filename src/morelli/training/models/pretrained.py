"""Pretrained networks by name, and where their weights come from.

Networks come from timm (Wightman, https://github.com/huggingface/pytorch-image-models);
the six of the study have short names.
"""

import logging
import os
import warnings
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import timm
import torch

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


class BackboneError(MorelliError):
    """No such backbone, or its weights are not to be had."""


def create(name: str, size: int | None, pretrained: bool, patch: int | None = None) -> Any:
    """Build a network of timm without its classifier.

    Args:
        name: timm's, or a short name of the study's.
        size: side of the pictures, in pixels, where it isn't the network's own.
        pretrained: with its weights; otherwise at random, with a warning.
        patch: side of a transformer's patches, in pixels, where it isn't its own; the weights that
            read a patch are resampled.

    Raises:
        BackboneError: there is no such network, it has no patches, or its weights cannot be found.
    """
    known = timm_name(name)
    config = timm.get_pretrained_cfg(known)
    options: dict[str, Any] = {"num_classes": 0}
    if size is not None and config is not None and config.fixed_input_size:
        options["img_size"] = size
    if patch is not None:
        with torch.device("meta"):  # its shapes, without a number in them
            plain = timm.create_model(known)
        if not hasattr(plain, "patch_embed"):
            raise BackboneError(f"{name} has no patches; leave model.patches.{name} out.")
        options["patch_size"] = patch
    if not pretrained:
        warnings.warn(f"{name} starts from random weights", stacklevel=2)
        return timm.create_model(known, **options)
    file = weights_file(known)
    if file is not None:
        options["pretrained_cfg_overlay"] = {"file": str(file)}
    try:
        return _load(known, options)
    except Exception as error:
        looked = f"Looked for {known}.safetensors in {_folder() or 'no folder'} and on the hub"
        raise BackboneError(
            f"The weights of {name} could not be loaded. {looked}: {error}. Put the file into a"
            " folder and name that folder in MORELLI_WEIGHTS, or set model.pretrained = false."
        ) from error


def timm_name(name: str) -> str:
    """What timm calls a backbone.

    Raises:
        BackboneError: it knows none of this name; the message says which are spelt nearly so.
    """
    known = SHORT_NAMES.get(name, name)
    try:
        config = timm.get_pretrained_cfg(known)
    except (RuntimeError, ValueError):
        config = None
    if config is None:
        names = [*SHORT_NAMES, *timm.list_models(), *timm.list_pretrained()]
        close = get_close_matches(known, names, n=5, cutoff=0.7)
        hint = f" Close ones: {', '.join(dict.fromkeys(close))}." if close else ""
        raise BackboneError(f"timm has no model named {known!r}.{hint}")
    return known


def _load(name: str, options: dict[str, Any]) -> Any:
    """Build a network with all its weights.

    timm loads what fits where the classifier is left out, and only logs what the file lacks.
    """
    lacking: list[str] = []

    def listen(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if message.startswith("Missing keys ("):
            lacking.extend(message.split("(", 1)[1].split(")", 1)[0].split(", "))
        return record.levelno >= logging.WARNING

    log = logging.getLogger("timm.models._builder")
    level = log.level
    log.addFilter(listen)
    log.setLevel(logging.INFO)
    try:
        net = timm.create_model(name, pretrained=True, **options)
    finally:
        log.removeFilter(listen)
        log.setLevel(level)
    lacking = [key for key, _ in net.named_parameters() if key in lacking]
    if lacking:
        raise ValueError(f"the file lacks {len(lacking)} of them, {lacking[0]} for one")
    return net


def weights_file(name: str) -> Path | None:
    """`<timm model>.safetensors` in the folder that MORELLI_WEIGHTS names, where it is there."""
    folder = _folder()
    file = folder / f"{name}.safetensors" if folder else None
    return file if file is not None and file.is_file() else None


def _folder() -> Path | None:
    named = os.environ.get("MORELLI_WEIGHTS")
    return Path(named).expanduser() if named else None

"""Pretrained networks, built by timm."""

import logging
import warnings
from typing import Any

import timm
import torch

from morelli.recipes.networks import (
    BackboneError,
    no_such_backbone,
    timm_name,
    weights_file,
    weights_folder,
)


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
    config = config_of(known)
    options: dict[str, Any] = {"num_classes": 0}
    if size is not None and config.fixed_input_size:
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
        looked = (
            f"Looked for {known}.safetensors in {weights_folder() or 'no folder'} and on the hub"
        )
        raise BackboneError(
            f"The weights of {name} could not be loaded. {looked}: {error}. Put the file into a"
            " folder and name that folder in MORELLI_WEIGHTS, or set model.pretrained = false."
        ) from error


def config_of(network: str) -> Any:
    """What timm knows of a network's weights.

    Raises:
        BackboneError: it has no such network, or none with such weights.
    """
    try:
        config = timm.get_pretrained_cfg(network)
    except RuntimeError:
        config = None
    if config is None:
        raise no_such_backbone(network, [*timm.list_models(), *timm.list_pretrained()])
    return config


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

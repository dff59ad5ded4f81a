"""What learns: backbones, pooling, heads, pretrained weights."""

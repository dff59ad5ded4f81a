"""Works that are known: an index of paintings, and how a picture of one is recognised.

Needs numpy, Pillow and onnxruntime only. See docs/works.md.
"""

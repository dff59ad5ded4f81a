"""What staff see under /admin/, which lies with its features."""

from morelli.web.corrections import admin as corrections
from morelli.web.sharing import admin as sharing

__all__ = ["corrections", "sharing"]

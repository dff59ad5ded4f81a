"""What systems and programs leave between people's pictures, and nobody means as one.

Thumbnails of a Synology NAS (`@eaDir`), its bin (`#recycle`), what macOS packs beside every file
(`__MACOSX`, `._a.jpg`), bins of Windows, and whatever is hidden. Every reader of folders leaves
these out, and names what of it could have been taken for pictures.
"""

FOLDERS = {
    "@eadir": "a Synology NAS's thumbnails",
    "#recycle": "a Synology NAS's bin",
    "#snapshot": "a Synology NAS's snapshots",
    "@tmp": "a Synology NAS's scratch files",
    "@recycle": "a QNAP NAS's bin",
    "@recently-snapshot": "a QNAP NAS's snapshots",
    "~snapshot": "a file server's snapshots",
    "__macosx": "what macOS packs beside files",
    "$recycle.bin": "Windows' bin",
    "recycler": "Windows' bin",
    "system volume information": "Windows' own files",
    "lost+found": "a file system's own folder",
}
"""Folders that are never looked into, by their names in lower case, and what they are."""

FILES = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"))
"""Files that are never looked at, by their names in lower case."""

COPIES = (
    *("~", ".part", ".partial", ".crdownload", ".download", ".tmp", ".bak", ".old", ".orig"),
    *("_original", "@synoeastream", ".thm"),
)
"""How names of halves, backups and thumbnails of pictures end; they begin as pictures do."""

RAW = (
    *(".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".iiq", ".k25", ".kdc"),
    *(".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raw", ".rw2", ".rwl", ".sr2"),
    *(".srf", ".srw", ".x3f"),
)
"""Files of cameras that begin as TIFF files do, and aren't."""


def why(name: str, *, folder: bool) -> str | None:
    """Why an entry of this name is left out; None where it is looked at."""
    plain = name.casefold()
    if folder and plain in FOLDERS:
        return FOLDERS[plain]
    if not folder and plain in FILES:
        return "a system's own file"
    if name.startswith("._"):
        return "what macOS keeps beside a file"
    return "hidden" if name.startswith((".", "__")) else None


def is_copy(name: str) -> bool:
    """Whether a file of this name is no picture, though it may begin as one (`COPIES`, `RAW`)."""
    return name.casefold().endswith((*COPIES, *RAW))

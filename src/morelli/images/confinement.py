"""What a process that decodes the pictures of strangers may not do: as much as the system offers.

Limits on files and core dumps hold on Linux and macOS; the filter of system calls on Linux alone
(x86-64 and ARM64), without any privilege; Windows has none of it.
"""

import contextlib
import ctypes
import errno
import platform
import struct
import sys

OPEN_FILES = 32
"""Most files open at once: the pipes to the server, and what Python imports late."""

# Of linux/audit.h, linux/seccomp.h, linux/filter.h, linux/prctl.h.
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_X32 = 0x40000000  # x86-64 has every call twice

# socket, socketpair, execve, execveat, ptrace, process_vm_readv and _writev, io_uring_setup, bpf,
# kill, mount, unshare; and fork, vfork where there are any.
_REFUSED = {
    "x86_64": (
        0xC000003E,
        (41, 53, 59, 322, 101, 310, 311, 425, 321, 62, 165, 272, 57, 58),
    ),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 117, 270, 271, 425, 280, 129, 40, 97)),
}


def confine() -> bool:
    """Give up, for good, what decoding doesn't need: to be called before the first picture.

    No more files than a few, nothing is written into any, no core dumps; on Linux no network, no
    other programs, no hand on other processes.

    Returns:
        Whether the system calls are filtered.
    """
    try:
        import resource
    except ImportError:  # Windows
        return False
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        with contextlib.suppress(OSError, ValueError):  # it is lower already
            resource.setrlimit(limit, (value, value))
    return sys.platform == "linux" and _filter_calls()


def _filter_calls() -> bool:
    """Answer the calls above with "not permitted" from now on."""
    known = _REFUSED.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    refused = len(calls) + 5  # the last step, to which all that is refused jumps
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, refused - 2, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, refused - 4, 0, _X32),
        *((_EQUAL, refused - 5 - i, 0, call) for i, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    code = b"".join(struct.pack("<HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(program), 0, 0) == 0)

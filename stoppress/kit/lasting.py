"""Files that a power failure cannot take back: flushed to the disk before anybody counts on them."""

import errno
import os
from pathlib import Path


def flush(path: Path) -> None:
    """Return when what is in a file, or the names that are in a folder, lie on the disk. Raises OSError.

    A file that is given its name without this may come back from a power failure with the name and nothing in it (fsync(2)).
    Where a file system has no such thing for folders, it is left to that.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)

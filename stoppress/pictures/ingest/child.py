"""The process in which originals are decoded: without secrets, within limits, ended when it has nothing to do."""

import gc
import os
import resource
import select
import sys
from contextlib import suppress
from typing import Any

#: Address space that a file may take on top of what the process has when it begins, in bytes.
ROOM = 448 * 1024 * 1024
#: Seconds of processor time for one file.
PROCESSOR_SECONDS = 12
#: Bytes of the largest file that may be written (libvips keeps what it must hold as a whole beside, above 100 MB).
_LARGEST_FILE = 400 * 1024 * 1024
#: Files after which the process makes room for a fresh one, and seconds that it waits for the next.
_MOST, _PATIENCE = 50, 120.0


def main() -> None:
    """Examine what comes on standard input until nothing more does.

    When the parent is gone, so is the input. (The kernel's signal at a parent's death would come when the *thread* that
    started this process ends, while other threads count on it.)
    """
    # What a library prints must not get in between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = _get_ready()
    for _ in range(_MOST):
        if not select.select([0], [], [], _PATIENCE)[0]:
            return
        if not _one(work, answers):
            return


def _get_ready() -> Any:
    """Load all that is needed, then close the doors behind it."""
    import pyvips

    pyvips.cache_set_max(0)
    with suppress(AttributeError):
        pyvips.concurrency_set(1)
    import c2pa  # noqa: F401
    import pi_heif  # noqa: F401

    from stoppress.pictures.ingest import examining, faces, reading

    reading.allow_loaders()
    faces.find(pyvips.Image.black(32, 32, bands=3).copy(interpretation="srgb").copy_memory())
    room = _address_space() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.collect()
    gc.freeze()
    return examining


def _one(examining: Any, answers: Any) -> bool:
    from stoppress.pictures.errors import PictureRefused
    from stoppress.pictures.ingest import messages

    _give_time()
    try:
        asked, data = messages.receive(sys.stdin.buffer)
    except messages.Broken:
        return False
    try:
        taken = examining.examine(data, asked["name"], trust=asked["trust"], faces_model=asked["faces_model"])
    except PictureRefused as error:
        messages.send(answers, {"refused": str(error), "peak": _peak()})
    except MemoryError:
        messages.send(answers, {"refused": messages.TOO_LARGE, "peak": _peak()})
        return False
    except Exception as error:  # noqa: BLE001 - the outermost loop; whatever a decoder raises is the file's fault
        print(f"A picture could not be read: {error!r}", file=sys.stderr)
        messages.send(answers, {"refused": examining.refusal(error), "peak": _peak()})
    else:
        messages.send(answers, {"taken": messages.taken_in_as_json(taken), "peak": _peak()}, taken.master or b"")
    gc.collect()  # images of libvips hang in circles, and are large
    return True


def _give_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _address_space() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _peak() -> int:
    """Bytes of memory that this process had at most (what getrusage says is its parent's, before it was this program)."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()

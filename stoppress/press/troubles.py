"""What can keep the press from its work or from one page, in words that the newsroom understands."""

import errno
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from stoppress.press.shelf import BadAddress, ShelfBusy, ShelfDamaged, ShelfError, ShelfFull

#: Every error that may be of the house rather than of one page.
OF_THE_HOUSE = (DatabaseError, ShelfError, OSError)
#: What lets every page fail: no room, a disk that only reads, too many open files, no memory.
_SHORT_OF = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_MEANWHILE = "readers keep reading what is printed"
DISK_FULL = f"The disk of the press is full: {_MEANWHILE}; new copy appears when there is space again."
DATABASE_AWAY = f"The database does not answer the press: {_MEANWHILE}; new copy appears when it answers again."


class Unreadable(Exception):
    """A file that one page needs is not there or cannot be read."""


def is_of_the_machine(error: OSError) -> bool:
    """Whether an error of a print lets every page fail, because the machine is short of something; else a file failed this page
    alone, for printing only reads: it is shelving that finds out whether the press can write.
    """
    return error.errno in _SHORT_OF


def is_of_one_page(error: Exception) -> bool:
    """Whether only the page that was being printed is to blame, so that the line may move on without it."""
    return isinstance(error, DataError | IntegrityError | BadAddress) or not isinstance(error, OF_THE_HOUSE)


def of_house(error: Exception) -> str:
    """Why the press waits."""
    if _is_disk_full(error):
        return DISK_FULL
    if isinstance(error, DatabaseError):
        return DATABASE_AWAY
    if isinstance(error, ShelfBusy):
        return f"Another process keeps the shelf to itself: {_MEANWHILE}; new copy appears when it lets go."
    if isinstance(error, ShelfDamaged):
        return ("The shelf's index cannot be read. Whoever runs the server should stop Stoppress, delete the folder of the "
                "shelf and start it again; every page is then printed anew.")  # fmt: skip
    if isinstance(error, PermissionError):
        return f"The press may not write to its folders: {_MEANWHILE}; whoever runs the server should give it its home back."
    return f"The disk of the press does not do what it should: {_MEANWHILE}; whoever runs the server should look at it."


def of_page(error: Exception) -> str:
    """Why one page could not be printed."""
    if isinstance(error, Unreadable):
        return f"A file that this page needs cannot be read ({error}); put it back, or choose another picture."
    if isinstance(error, TemplateDoesNotExist):
        return f"The page needs a template that is not there: {error}."
    if isinstance(error, TemplateSyntaxError):
        return "A template of this page is written wrongly; whoever designs the pages should mend it."
    if isinstance(error, BadAddress):
        return "No page can lie at this address; give the story another slug."
    if isinstance(error, DataError | IntegrityError):
        return "The database holds something for this page that it will not hand out."
    if isinstance(error, MemoryError | RecursionError):
        return "The page is too large or too deeply nested to be printed; shorten or divide it."
    return f"The program stumbled over this page{_where(error)}; whoever looks after the program should see the detail."


def _where(error: Exception) -> str:
    """The file of ours in which it happened, which often says which block of a page is meant."""
    name, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        name = path.name if "stoppress" in path.parts else name
        trace = trace.tb_next
    return f" (in {name})" if name else ""


def _is_disk_full(error: BaseException | None) -> bool:
    """Whether the disk is full, whoever noticed it."""
    while error is not None:
        if isinstance(error, ShelfFull) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "disk is full" in str(error) or "No space left on device" in str(error):
            return True
        error = error.__cause__
    return False

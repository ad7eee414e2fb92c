"""Whether what Stoppress stands on is there: a sentence says what is wrong, an empty one that nothing is."""

import logging
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from stoppress.press import house
from stoppress.press.shelf import ShelfError

logger = logging.getLogger(__name__)
#: With less than this much of the disk free, somebody should look: bytes, and the share of the whole.
LEAST_FREE, LEAST_SHARE = 500_000_000, 0.05


def database(connection: BaseDatabaseWrapper | None = None) -> str:
    """Whether the database answers, over a connection made for this question alone."""
    asked = connection or connections["default"].copy()
    try:
        if asked.vendor == "sqlite" and not _is_there(asked.settings_dict["NAME"]):
            return "The file of the database is not there."
        with asked.cursor() as cursor:
            cursor.execute("SELECT 1")
            tables = asked.introspection.table_names(cursor)
        return "" if "publog_entry" in tables else "The database is not set up; run “stoppress setup”."
    except (DatabaseError, OSError) as error:
        logger.warning("The database does not answer: %s", error)
        return "The database does not answer."
    finally:
        asked.close()


def shelf() -> str:
    """Whether the shelf can be read."""
    try:
        folder = house.shelf().folder
        if not (folder / "index.sqlite3").exists():
            return "The folder of the shelf is gone; start Stoppress again and it is made anew."
        if (folder / "pages").exists() and not os.access(folder / "pages", os.R_OK | os.X_OK):
            return "The folder of the shelf may not be read."
        house.shelf().last_change()
    except (ShelfError, OSError) as error:
        logger.warning("The shelf cannot be read: %s", error)
        return "The shelf cannot be read."
    return ""


def disk() -> str:
    """Whether the disk of the home has room."""
    usage = shutil.disk_usage(settings.HOME)
    if usage.free >= LEAST_FREE and usage.free >= LEAST_SHARE * usage.total:
        return ""
    return f"The disk is nearly full: {usage.free // 1_000_000} MB are left in {settings.HOME}."


def _is_there(name: object) -> bool:
    """Whether the file of an SQLite database exists; asking SQLite would make it."""
    return str(name).startswith("file:") or str(name) == ":memory:" or Path(str(name)).exists()

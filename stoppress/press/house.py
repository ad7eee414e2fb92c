"""The shelf of this node, opened once per process."""

from functools import cache

from django.conf import settings

from stoppress.press.shelf import Shelf


@cache
def shelf() -> Shelf:
    """This node's shelf, in the folder that the settings name."""
    return Shelf(settings.SHELF_FOLDER)

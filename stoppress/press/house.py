"""The shelf of this node, opened once per process."""

import hashlib
from functools import cache

from django.conf import settings

import stoppress
from stoppress.newsroom.models import Edition
from stoppress.pictures.models import SIGNING_KEYS
from stoppress.press.shelf import Shelf, ShelfError


@cache
def shelf() -> Shelf:
    """This node's shelf, in the folder that the settings name."""
    return Shelf(settings.SHELF_FOLDER)


def printed_up_to() -> int:
    """The last entry of the log that the press is done with; 0 when the shelf cannot tell."""
    try:
        return shelf().cursor
    except ShelfError:
        return 0


def show_hosts() -> None:
    """Let the edge know which hosts are an edition's own."""
    shelf().show_hosts(Edition.objects.exclude(host="").values_list("host", flat=True))


def follow_the_design() -> bool:
    """Supersede every page when what shapes them all is no longer what it was: templates, words, code, site address, keys.

    It is remembered in the shelf's folder only afterwards, so that a crash between the two does it again. Returns whether
    it was another.
    """
    mark, now = settings.SHELF_FOLDER / "design", _design()
    if mark.exists() and mark.read_text() == now:
        return False
    has_changed = mark.exists()
    if has_changed:
        shelf().supersede_all()
    mark.write_text(now)
    return has_changed


def _design() -> str:
    digest = hashlib.sha256(f"{stoppress.__version__} {settings.SITE_URL}".encode() + SIGNING_KEYS[0])
    folders = [settings.PACKAGE_DIR / name for name in ("design", "press", "syndication", "copy")]
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(str(path.relative_to(settings.PACKAGE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()

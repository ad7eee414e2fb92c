"""The shelf of this node, opened once per process."""

import hashlib
from functools import cache

from django.conf import settings

import stoppress
from stoppress.press.shelf import Shelf


@cache
def shelf() -> Shelf:
    """This node's shelf, in the folder that the settings name."""
    return Shelf(settings.SHELF_FOLDER)


def design_has_changed() -> bool:
    """Whether templates, words or code are others than when this was last asked; remembered in the shelf's folder."""
    mark = settings.SHELF_FOLDER / "design"
    now = _design()
    if mark.exists() and mark.read_text() == now:
        return False
    is_first = not mark.exists()
    mark.write_text(now)
    return not is_first


def _design() -> str:
    digest = hashlib.sha256(stoppress.__version__.encode())
    folders = [settings.PACKAGE_DIR / name for name in ("design", "press", "syndication", "copy")]
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()

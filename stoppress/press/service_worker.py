"""The service worker's script: the design's own file with what it must know of its edition before it."""

import hashlib
import json

from django.contrib.staticfiles.storage import staticfiles_storage

from stoppress.copy.editions import Edition
from stoppress.copy.pages import OfflinePage
from stoppress.press.typeset import DESIGN, typeset

#: Where the page lies, below the edition's prefix, that is shown when there is no connection.
OFFLINE = "/parts/offline.html"
#: What that page needs.
_FILES = ("styles/site.css", "styles/parts.css", "styles/story.css", "scripts/early.js", "scripts/display.js", "scripts/live.js",
          "scripts/account.js", "scripts/offline.js", "icons/sheet.svg")  # fmt: skip


def script(edition: Edition) -> str:
    """The script. It is another one whenever the page for readers without a connection is, so that browsers fetch that anew."""
    page = typeset(OfflinePage(edition, OFFLINE))
    files = [staticfiles_storage.url(name) for name in _FILES] + ([edition.logo.address] if edition.logo else [])
    told = {
        "prefix": edition.prefix, "name": edition.name, "lang": edition.language, "icon": f"{edition.prefix}/icon-192.png",
        "offline": f"{edition.prefix}{OFFLINE}", "files": files,
        "design": hashlib.sha256("".join([page, *files]).encode()).hexdigest()[:16],
    }  # fmt: skip
    return f"const EDITION = {json.dumps(told)};\n{(DESIGN / 'scripts' / 'service-worker.js').read_text()}"

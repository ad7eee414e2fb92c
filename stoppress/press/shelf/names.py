"""What the name of a file tells a web server: all there is to say about most pages, not enough about some."""

from pathlib import PurePath

_HTML = "text/html; charset=utf-8"
#: The content type of pages by the whole name of their file, or by its ending.
TYPES = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    ".html": _HTML,
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


def tells_all(file: PurePath, *, status: int, content_type: str, headers: str) -> bool:
    """Whether a web server that knows TYPES, and nothing of this page, serves it right.

    `headers` are the page's own, as JSON.
    """
    told = TYPES.get(file.name) or TYPES.get(file.suffix)
    return status == 200 and content_type == told and headers == "[]"

"""The miss of a recording's address: brought to this node once, and given by the edge ever after."""

from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from stoppress.kit import ranges
from stoppress.pictures.recordings import actions, models

_PIECE = 256 * 1024


def recording(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file at `/media/{name}`, or the part of it that is asked for; 404 when there is none of that name."""
    path = actions.bring(name)
    if path is None:
        raise Http404
    size = path.stat().st_size
    try:
        part = ranges.wanted(request.headers.get("Range", ""), size)
    except ranges.NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, end = part or (0, size)
    known = models.Recording.objects.filter(token=name.partition(".")[0]).values_list("mime_type", flat=True).first()
    content_type = "text/vtt; charset=utf-8" if name.endswith(".vtt") else known
    answer = StreamingHttpResponse(_pieces(path, first, end), status=206 if part else 200, content_type=content_type)
    for header, value in (("Accept-Ranges", "bytes"), ("Content-Length", str(end - first)), ("Cache-Control", "no-store")):
        answer.headers[header] = value
    if part:
        answer.headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    return answer


def _pieces(path: Path, first: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while first < end and (piece := file.read(min(_PIECE, end - first))):
            first += len(piece)
            yield piece

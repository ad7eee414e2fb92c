"""The body of a request, read up to a bound, and the JSON in it."""

import json
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from stoppress.wire.body_bound import MOST_BYTES
from stoppress.wire.errors import NotReadable, TooMuch

_PIECE = 64 * 1024


def read(request: HttpRequest) -> bytes:
    """The whole body; `TooMuch` before anything is read when it says it is too large, else at the bound."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    if said.isdigit() and int(said[:20]) > MOST_BYTES:
        raise TooMuch(f"The body has {int(said):,} bytes; {MOST_BYTES:,} is the most that is taken.")
    got = bytearray()
    try:
        while piece := request.read(_PIECE):
            got += piece
            if len(got) > MOST_BYTES:
                raise TooMuch(f"The body is larger than {MOST_BYTES:,} bytes, the most that is taken.")
    except UnreadablePostError as error:
        raise NotReadable("The connection ended before the body did.") from error
    return bytes(got)


def read_json(request: HttpRequest) -> Any:
    """The JSON in the body; `NotReadable` says where it stops making sense."""
    body = read(request)
    if not body.strip():
        raise NotReadable("The body is empty; send one ninjs item as JSON.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"The body is not UTF-8: byte {error.start} fits nowhere.") from error
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise NotReadable(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno} (character {error.pos})."
        ) from error
    except RecursionError as error:
        raise NotReadable("The JSON is nested too deeply.") from error
    except ValueError as error:
        raise NotReadable(f"The body is not JSON: {error}") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number.")

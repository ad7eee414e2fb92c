"""Signed addresses of derivatives: computed in microseconds, checked before any disk or pixel work."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

FORMATS = ("jpg", "webp", "avif")
QUALITY = {"jpg": 80, "webp": 75, "avif": 55}
_NAME = re.compile(
    r"(?P<year>[0-9a-f]{4})/(?P<month>[0-9a-f]{2})/(?P<day>[0-9a-f]{2})/"
    r"(?P<id>[1-9][0-9]{0,17})_(?P<box>\d{1,5}:\d{1,5}:\d{1,5}:\d{1,5})_(?P<width>\d{1,4})x0_"
    r"(?P<quality>\d{1,2})_(?P<flags>[0-9a-z]{1,12})_(?P<signature>[A-Za-z0-9_-]{16})\.(?P<format>jpg|webp|avif)"
)


@dataclass(frozen=True, slots=True)
class Derivative:
    """What one address asks for: a rectangle of the upright original, scaled to `width` pixels."""

    picture_id: int
    taken_in_date: date
    box: tuple[int, int, int, int]
    width: int
    quality: int
    #: Short content version of the original, so that an address never changes its bytes.
    version: str
    format: str


def address(derivative: Derivative, keys: list[bytes]) -> str:
    """The path of a derivative, signed with the first key."""
    stem = _stem(derivative)
    return f"/img/{stem}_{_sign(stem, derivative.format, keys[0])}.{derivative.format}"


def parse(path: str, keys: list[bytes]) -> Derivative | None:
    """The derivative that `path` (without `/img/`) asks for; None when malformed or not signed by us."""
    match = _NAME.fullmatch(path)
    if match is None:
        return None
    stem = path[: match.start("signature") - 1]
    if not any(hmac.compare_digest(match["signature"], _sign(stem, match["format"], key)) for key in keys):
        return None
    x0, y0, x1, y1 = (int(n) for n in match["box"].split(":"))
    try:
        taken_in = date(int(match["year"], 16), int(match["month"], 16), int(match["day"], 16))
    except ValueError:
        return None
    return Derivative(
        picture_id=int(match["id"]), taken_in_date=taken_in,
        box=(x0, y0, x1, y1), width=int(match["width"]), quality=int(match["quality"]),
        version=match["flags"], format=match["format"],
    )  # fmt: skip


def keys_from(*secrets: str) -> list[bytes]:
    """The signing keys derived from secrets, newest first: the first signs, all of them are recognised."""
    return [hashlib.sha256(b"stoppress pictures " + secret.encode()).digest() for secret in secrets]


def _stem(d: Derivative) -> str:
    day = d.taken_in_date
    box = ":".join(map(str, d.box))
    return f"{day.year:04x}/{day.month:02x}/{day.day:02x}/{d.picture_id}_{box}_{d.width}x0_{d.quality}_{d.version}"


def _sign(stem: str, format: str, key: bytes) -> str:
    digest = hmac.digest(key, f"{stem}.{format}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:12]).decode()

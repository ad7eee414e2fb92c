"""Pictures of a page that was just printed are made before readers ask for them: the darkroom is told, in passing."""

import json
import logging
import re
import socket
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

logger = logging.getLogger(__name__)
_ADDRESS = re.compile(rb"/img/[0-9a-f]{4}/[0-9a-f]{2}/[0-9a-f]{2}/[0-9]+_[0-9:]+_([0-9]+)x0_[A-Za-z0-9_-]+\.(jpg|webp|avif)")
#: What most screens ask for, by format: phones and columns as AVIF, older browsers, cards of other sites.
_USUAL = {b"avif": {480, 640, 960}, b"webp": {640, 960}, b"jpg": {960, 1200}}
#: Addresses of one page, and seconds that telling them may take: the darkroom may be busy.
_MOST, _SECONDS = 60, 0.2
#: Addresses told of late, so that a front printed every minute does not tell all of its own again.
_REMEMBERED = 20_000
_told: OrderedDict[str, None] = OrderedDict()
_teller = ThreadPoolExecutor(1, thread_name_prefix="ahead")


def usual_addresses(body: bytes) -> list[str]:
    """The addresses on a page that many readers will ask for, in their order."""
    found = {match[0].decode(): None for match in _ADDRESS.finditer(body) if int(match[1]) in _USUAL[match[2]]}
    return list(found)[:_MOST]


def tell(body: bytes) -> None:
    """Let the darkroom know what a printed page shows, beside the work. When it is away, readers have the pictures made as
    they come."""
    addresses = [address for address in usual_addresses(body) if address not in _told]
    if addresses:
        _told.update(dict.fromkeys(addresses))
        _teller.submit(_tell, addresses)


def _tell(addresses: list[str]) -> None:
    try:
        _post(json.dumps(addresses).encode())
    except OSError as error:
        logger.debug("The darkroom could not be told of %d pictures: %r", len(addresses), error)
        for address in addresses:
            _told.pop(address, None)
    while len(_told) > _REMEMBERED:
        _told.popitem(last=False)


def _post(body: bytes) -> None:
    """Raises OSError when the darkroom is away or slow."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_SECONDS)
        line.connect(str(settings.DARKROOM_SOCKET))
        head = f"POST /ahead HTTP/1.1\r\nhost: darkroom\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
        if b" 202 " not in line.recv(100):
            raise OSError("The darkroom did not take the list.")

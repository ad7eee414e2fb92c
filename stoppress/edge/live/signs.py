"""Signs to a reader's script beside the events: how long to wait before it comes back, and how far it is."""

import random

from stoppress.edge.live.stream import Parcel

#: Milliseconds after which readers come back: when the line breaks, when their stream has had its time, when the server stops.
AFTER_BREAK, AFTER_END, AFTER_STOP = (2_000, 15_000), (500, 3_000), (500, 30_000)


def retry(among: tuple[int, int]) -> Parcel:
    """When to come back, at random within these milliseconds, so that not all do in the same moment."""
    return Parcel(b"retry: %d\n\n" % random.randint(*among))


def sign(name: str, id: str) -> Parcel:
    """A sign such as `open`, `beat` or `reset`, which also says how far the reader is."""
    return Parcel(f"event: {name}\nid: {id}\ndata: {id}\n\n".encode())

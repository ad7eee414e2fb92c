"""The originals that were read last, so that several sizes of one picture fetch it once."""

from collections import OrderedDict
from threading import Lock

from stoppress.pictures.storage.media import Place


class Recent:
    """Reads from a place and keeps up to `most_bytes` of what was read last; 0 keeps nothing."""

    def __init__(self, place: Place, *, most_bytes: int) -> None:
        self._place, self._most = place, most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._reading: dict[str, Lock] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        if not self._most:
            return self._place.read(name)
        with self._lock:
            reading = self._reading.setdefault(name, Lock())
        try:
            with reading:  # whoever comes second finds it kept
                data = self._kept.get(name)
                if data is None:
                    data = self._place.read(name)
                    self._keep(name, data)
                return data
        finally:
            with self._lock:
                self._reading.pop(name, None)

    def _keep(self, name: str, data: bytes) -> None:
        with self._lock:
            self._kept[name] = data
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)

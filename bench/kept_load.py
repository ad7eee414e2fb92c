"""Readers who ask for one page as fast as they get it, over the same connections all the time, and how fast that is."""

import re
import subprocess
import time
from types import TracebackType
from urllib.parse import urlsplit

_REQUESTS = re.compile(r"\bdata_segs_in:(\d+)")
#: Seconds after which the connections are there and the page is in every worker's memory.
_WARM_UP = 1.0


class KeptLoad:
    """wrk on a page for as long as one is within this.

    Which worker a connection falls to is chance, and with few processors a third of the rate hangs on it: so what is to be
    compared must be measured over the same connections. wrk tells its rate at its end alone; the kernel counts the segments
    with data that each connection has brought to the server (tcpi_data_segs_in in tcp(7)), and a request is one of them.
    """

    def __init__(self, url: str, connections: int) -> None:
        self._port = urlsplit(url).port
        self._command = ["wrk", "-t1", f"-c{connections}", "-d3600s", "-H", "Accept-Encoding: br", url]

    def __enter__(self) -> "KeptLoad":
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        time.sleep(_WARM_UP)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(10)

    def rate(self, seconds: float) -> float:
        """Requests a second over so many seconds from now."""
        began, before = time.monotonic(), self._requests()
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        ended = time.monotonic()
        return (self._requests() - before) / (ended - began)

    def _requests(self) -> int:
        """Requests so far over all connections that are open."""
        asked = ["ss", "-tinH", "state", "established", f"sport = :{self._port}"]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        return sum(map(int, _REQUESTS.findall(told)))

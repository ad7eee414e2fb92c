"""A stretch of network between a node and its database that can be held up or cut."""

import contextlib
import socket
import threading


class Proxy:
    """Forwards connections from `port` to another; `hold` keeps what is sent, `cut` breaks connections off, `mend` ends both."""

    def __init__(self, to: tuple[str, int]) -> None:
        self._to = to
        self._open = threading.Event()
        self._open.set()
        self._is_cut = False
        self._ends: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def hold(self) -> None:
        self._open.clear()

    def cut(self) -> None:
        self._is_cut = True
        for end in list(self._ends):
            _shut(end)

    def mend(self) -> None:
        self._is_cut = False
        self._open.set()

    def close(self) -> None:
        self.cut()
        self._open.set()
        _shut(self._listening)
        for thread in self._threads:
            thread.join(10)
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self._to)
                self._ends |= {near, far}
                pumps = [threading.Thread(target=self._pump, args=ends) for ends in ((near, far), (far, near))]
                self._threads += pumps
                for pump in pumps:
                    pump.start()

    def _pump(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(65_536):
                self._open.wait()
                far.sendall(data)
        _shut(far)
        near.close()
        self._ends.discard(near)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)

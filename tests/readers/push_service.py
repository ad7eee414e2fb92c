"""A browser's side of push, and a push service on this machine that hands it what it takes."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stoppress.kit import web_push
from stoppress.kit.web_push import BrowserKeys, base64


class Browser:
    """Has keys and reads what was encrypted for it (RFC 8291, 3, from the other side)."""

    def __init__(self, private: Any = None, secret: bytes = b"") -> None:
        self._private = private or ec.generate_private_key(ec.SECP256R1())
        self.keys = BrowserKeys(web_push.public_bytes(self._private), secret or os.urandom(16))

    @property
    def told(self) -> dict[str, str]:
        """The keys as a page sends them."""
        return {"p256dh": base64(self.keys.public), "auth": base64(self.keys.secret)}

    def read(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert int.from_bytes(body[16:20], "big") >= len(sealed)
        shared = self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        key = _derive(shared, self.keys.secret, b"WebPush: info\0" + self.keys.public + theirs, 32)
        cipher = AESGCM(_derive(key, salt, b"Content-Encoding: aes128gcm\0", 16))
        plain = cipher.decrypt(_derive(key, salt, b"Content-Encoding: nonce\0", 12), sealed, None)
        assert plain.endswith(b"\x02")
        return plain[:-1]


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


class Service:
    """Takes messages as a push service does, and answers as it is told to."""

    HOST = "push.example"

    def __init__(self, port: int) -> None:
        self.port = port
        self.browsers: dict[str, Browser] = {}
        #: Path, headers and what the browser reads, in order.
        self.taken: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.asked: list[str] = []

    def browser(self, name: str) -> tuple[str, Browser]:
        """A browser that has subscribed, and its endpoint."""
        browser = self.browsers[f"/p/{name}"] = Browser()
        return f"http://{self.HOST}/p/{name}", browser

    def resolve(self, host: str, port: int) -> list[str]:
        """The network address of our host: a public one as far as anybody can tell."""
        assert host == self.HOST, host
        return ["93.184.215.14"]

    @property
    def network(self) -> httpcore.NetworkBackend:
        """Leads every connection to this machine."""
        return _ToHere(self.port)


class _ToHere(httpcore.NetworkBackend):
    def __init__(self, port: int) -> None:
        self._port = port

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._port, timeout=5)


@contextmanager
def push_service() -> Iterator[Service]:
    """A push service that runs."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append(self.path)
            status, headers = service.answers.get(self.path, (201, {}))
            if status == 201:
                said = json.loads(service.browsers[self.path].read(body))
                service.taken.append((self.path, {name.lower(): value for name, value in self.headers.items()}, said))
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    service = Service(server.server_address[1])
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    running.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        running.join()

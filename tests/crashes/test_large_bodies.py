"""Fifty megabytes at the machines' door of a real server: refused early, whether the sender says how much it is or not."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest

from tests.crashes.served import Newsroom

pytestmark = pytest.mark.processes
SIZE = 50 * 1024 * 1024
PIECE = b"x" * 65536


def with_length() -> Iterator[bytes]:
    yield b"Content-Length: %d\r\n\r\n" % SIZE
    yield from [PIECE] * (SIZE // len(PIECE))


def chunked() -> Iterator[bytes]:
    yield b"Transfer-Encoding: chunked\r\n\r\n"
    yield from [b"%x\r\n" % len(PIECE) + PIECE + b"\r\n"] * (SIZE // len(PIECE))
    yield b"0\r\n\r\n"


def send(newsroom: Newsroom, pieces: Iterator[bytes]) -> tuple[bytes, int]:
    """The answer, and how many bytes had been sent when the server would have no more."""
    sent = 0
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=60) as wire:
        wire.sendall(f"PUT /api/newsroom/v1/items/urn:x:1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {newsroom.token}\r\n".encode())
        try:
            for piece in pieces:
                wire.sendall(piece)
                sent += len(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        try:
            while part := wire.recv(65536):
                answer += part
                if b"problems" in answer:
                    break
        except ConnectionResetError:
            pass
    return answer, sent


def test_too_much_is_refused_and_the_server_goes_on(newsroom: Callable[..., Newsroom]) -> None:
    with newsroom().served(workers=1) as served:
        for pieces in (with_length, chunked):
            answer, sent = send(served, pieces())
            assert sent < SIZE, pieces
            if answer:  # the reset that ends the sending may overtake it
                assert answer.startswith(b"HTTP/1.1 413 ") and b"the most that is taken" in answer, answer
            assert served.get("/").status == 200 and served.api("GET", "items/urn:x:1").status == 404
        small = served.api("PUT", "items/urn:x:1", json.dumps({"bodies": [{"value": "The tram line opened."}]}))
        assert small.status == 201, small

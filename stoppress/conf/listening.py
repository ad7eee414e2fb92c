"""The sockets that `stoppress run` listens on: one for readers, others on which the edge reaches newsroom and darkroom."""

import errno
import hashlib
import os
import socket
import tempfile
from pathlib import Path

#: Bytes of the path of a Unix socket (sun_path has 108, one of them for the end).
LONGEST_SOCKET = 107


class CannotListen(OSError):
    """The address cannot be listened on; the message says why and what to do."""

    def __str__(self) -> str:
        return str(self.strerror)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotListen with a plain sentence."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise CannotListen(error.errno, _why_not(error, host, port)) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise CannotListen(error.errno, _why_not(error, host, port)) from error
    return listening


def newsroom_socket(home: Path) -> Path:
    """Where the newsroom's processes listen for the edge."""
    return _socket(home, "newsroom")


def darkroom_socket(home: Path) -> Path:
    """Where the darkroom listens for the edge and the press."""
    return _socket(home, "darkroom")


def listen_for_the_edge(home: Path, place: Path | None = None) -> socket.socket:
    """A listening socket, the newsroom's or at `place`, which only this user can reach.

    Raises CannotListen when another run has it.
    """
    place = place or newsroom_socket(home)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
        if other.connect_ex(str(place)) == 0:
            listening.close()
            raise CannotListen(errno.EADDRINUSE, f"Another `stoppress run` works in {home} already; stop that one first.")
    place.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        listening.bind(str(place))
    finally:
        os.umask(before)
    listening.listen(2048)
    return listening


def _socket(home: Path, name: str) -> Path:
    """In the home, or beside it when that path is too long for a socket."""
    place = home.resolve() / f"{name}.sock"
    if len(os.fsencode(place)) <= LONGEST_SOCKET:
        return place
    mark = hashlib.sha256(os.fsencode(place)).hexdigest()[:24]
    return Path(tempfile.gettempdir()) / f"stoppress-{os.getuid()}-{mark}{'' if name == 'newsroom' else '-' + name}.sock"


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; set PORT to another."
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed to this user; set PORT to one above 1023."
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Set HOST to an address of this machine."

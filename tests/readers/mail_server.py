"""A mail server on loopback that answers as a test tells it to, and keeps what it took."""

import socketserver
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


class MailServer:
    """Takes letters; `refuses` says what is answered to an address, `drops_after` ends a connection after so many letters."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.refuses: dict[str, bytes] = {}
        self.drops_after = 1000
        house = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                house.connections += 1
                house._talk(self.rfile, self.wfile)

        socketserver.ThreadingTCPServer.daemon_threads = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.port: int = self._server.server_address[1]
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _talk(self, asked: Any, answer: Any) -> None:
        answer.write(b"220 mail.example ESMTP\r\n")
        sender, count = "", 0
        while line := asked.readline():
            word, said = line[:4].upper(), b"250 OK"
            if word == b"MAIL":
                sender = line.decode().partition("<")[2].partition(">")[0]
            elif word == b"RCPT":
                said = self.refuses.get(line.decode().partition("<")[2].partition(">")[0], said)
            elif word == b"DATA":
                answer.write(b"354 Go on\r\n")
                data = b""
                while (line := asked.readline()) not in (b".\r\n", b""):
                    data += line
                if count >= self.drops_after:
                    return
                count += 1
                self.taken.append((sender, message_from_bytes(data, policy=policy.default)))  # type: ignore[arg-type]
            elif word == b"QUIT":
                answer.write(b"221 Bye\r\n")
                return
            answer.write(said + b"\r\n")

"""One web worker: uvicorn on a listening socket that `run` has opened, with the edge's protocol."""

import argparse
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence

import uvicorn
from uvicorn.importer import ImportFromStringError, import_from_string

from stoppress.edge.app import Edge
from stoppress.edge.protocol import protocol_for

#: The exit code that says that starting again will not help.
BAD_CONFIGURATION = 78
#: Seconds that open connections get to finish when the worker is asked to stop.
GRACE = 10
#: Seconds that an idle connection is kept, longer than proxies keep theirs.
KEEP_ALIVE = 75


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code."""
    parser = argparse.ArgumentParser(prog="stoppress.conf.server", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="number of the listening socket")
    parser.add_argument("--app", default="stoppress.conf.asgi:application", help="what to serve")
    parser.add_argument("--trust-proxy", default="", help="addresses whose X-Forwarded-For counts")
    asked = parser.parse_args(arguments)
    # uvicorn raises the signal again when it has stopped in good order; that is not a failure.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        app = import_from_string(asked.app)
    except ImportFromStringError as error:
        print(f"stoppress: {error}", file=sys.stderr)
        return BAD_CONFIGURATION
    serve(app, socket.socket(fileno=asked.fd), trust_proxy=asked.trust_proxy)
    return 0


def serve(app: object, listening: socket.socket, *, trust_proxy: str = "") -> None:
    """Serve an ASGI application on a listening socket until the process is told to stop.

    `trust_proxy` lists the addresses of proxies that say who the reader is, separated by commas.
    """
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=protocol_for(app.memory, app.live) if isinstance(app, Edge) else "httptools",
        ws="none",
        loop="uvloop",
        lifespan="on" if isinstance(app, Edge) else "off",
        interface="asgi3",
        log_config=None,
        log_level=os.environ.get("STOPPRESS_LOG_LEVEL", "warning").lower(),
        access_log=False,
        server_header=False,
        proxy_headers=bool(trust_proxy),
        forwarded_allow_ips=trust_proxy or None,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        backlog=2048,
    )
    # What is loaded now stays; and with many connections the collector must not stop the loop often.
    gc.collect()
    gc.freeze()
    # Each live stream is an open file; a process may raise its own bound up to what the system allows it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    gc.set_threshold(50_000, 20, 50)
    uvicorn.Server(config).run(sockets=[listening])


def _leave(number: int, frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())

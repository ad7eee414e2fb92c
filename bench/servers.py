"""Servers of the same shelf to be measured beside each other: one worker of ours, nginx, and Django alone."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.load import Server, ended, free_port, wait_for
from bench.page import ADDRESS
from stoppress.conf.listening import listen
from stoppress.edge import headers
from stoppress.edge.nginx import Wishes, configuration
from stoppress.edge.settings import EdgeSettings

ROOT = Path(__file__).resolve().parents[1]
NGINX = """
worker_processes 1; pcre_jit on; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} default_type text/html;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; {cache}
  server {{
    listen 127.0.0.1:{port}; root {pages};
    add_header Cache-Control "public, max-age=0, must-revalidate"; add_header Vary Accept-Encoding;
    {security}
  }}
  server {{
    listen 127.0.0.1:{brotli_port}; root {pages}; index index.html.br; gzip_static off; types {{ text/html br; }}
    add_header Content-Encoding br;
    add_header Cache-Control "public, max-age=0, must-revalidate"; add_header Vary Accept-Encoding;
    {security}
  }}
}}
"""
#: By hand, with everything that readers of pages get from ours: the encoding they take, types, and fresh files.
CHOOSING = """
worker_processes 1; pcre_jit on; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; keepalive_requests 1000000000; sendfile on; tcp_nopush on;
  map $http_accept_encoding $ending {{ default ""; "~\\bbr\\b" ".br"; "~\\bgzip\\b" ".gz"; }}
  map "$status$ending" $coding {{ default ""; "200.br" br; "200.gz" gzip; }}
  map "$status$uri" $kind {{ default ""; "~^200.*\\.xml" "application/xml"; "~^200" "text/html; charset=utf-8"; }}
  server {{
    listen 127.0.0.1:{port}; root {pages}; types {{ }} default_type ""; max_ranges 0;
    location / {{
      try_files ${{uri}}index.html$ending $uri$ending @edge;
      add_header Content-Type $kind; add_header Content-Encoding $coding;
      add_header Cache-Control "public, max-age=0, must-revalidate"; add_header Vary Accept-Encoding;
      {security}
    }}
    location @edge {{ proxy_pass http://127.0.0.1:9; }}
  }}
}}
"""
CACHED, EXACT, CHOOSES = "nginx, static, open_file_cache 30s", "nginx, static, exact", "nginx, choosing by hand, exact"
GENERATED = """
worker_processes 1; pcre_jit on; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; keepalive_requests 1000000000;
  {ours}
}}
"""
PLAIN = """
import os, socket, sys
os.environ["STOPPRESS_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
from django.core.asgi import get_asgi_application
from stoppress.conf.server import serve
django = get_asgi_application()
async def plain(scope, receive, send):
    if scope["type"] == "http":
        await django(scope, receive, send)
    else:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
serve(plain, socket.socket(fileno=int(sys.argv[2])))
"""
OURS = """
import socket, sys
from pathlib import Path
from stoppress.conf.server import serve
from stoppress.edge.app import Edge
from stoppress.edge.settings import EdgeSettings

async def nobody(scope, receive, send):
    raise RuntimeError("nothing but hits is measured")

serve(Edge(EdgeSettings(home=Path(sys.argv[1]), site_url="http://news.example"), nobody),
      socket.socket(fileno=int(sys.argv[2])))
"""


@contextmanager
def ours(home: Path) -> Iterator[Server]:
    """One worker of Stoppress."""
    with listen("127.0.0.1", 0) as listening:
        command = [sys.executable, "-c", OURS, str(home), str(listening.fileno())]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, pass_fds=[listening.fileno()], env=environment)
        port = listening.getsockname()[1]
        with ended(process):
            yield wait_for(Server("Stoppress", port, port, process.pid), ADDRESS)


@contextmanager
def plain_django(home: Path) -> Iterator[Server]:
    """Django alone on a newsroom's home: every page is printed for each reader."""
    with listen("127.0.0.1", 0) as listening:
        command = [sys.executable, "-c", PLAIN, str(home), str(listening.fileno())]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, pass_fds=[listening.fileno()], env=environment)
        port = listening.getsockname()[1]
        with ended(process):
            yield wait_for(Server("plain Django", port, port, process.pid), "/")


@contextmanager
def plain_nginx(home: Path, name: str, cache: str) -> Iterator[Server]:
    """nginx as one would write it for these files alone: brotli at a port of its own, with nothing to negotiate."""
    folder, port, brotli_port = Path(tempfile.mkdtemp(dir=home)), free_port(), free_port()
    told = NGINX.format(folder=folder, cache=cache, port=port, brotli_port=brotli_port, pages=_pages(home), security=_security())
    with _nginx(folder, told, Server(name, port, brotli_port, 0)) as server:
        yield server


@contextmanager
def choosing_nginx(home: Path, name: str) -> Iterator[Server]:
    """nginx as one would write it by hand to do what ours does for a usual request: choose the encoding, look at each file."""
    folder, port = Path(tempfile.mkdtemp(dir=home)), free_port()
    told = CHOOSING.format(folder=folder, port=port, pages=_pages(home), security=_security())
    with _nginx(folder, told, Server(name, port, port, 0)) as server:
        yield server


@contextmanager
def our_nginx(home: Path, name: str, *, base: str, cache_seconds: int = 0) -> Iterator[Server]:
    """nginx with what `nginx-config` prints; nobody is there to ask for a miss."""
    folder, port = Path(tempfile.mkdtemp(dir=home)), free_port()
    wishes = Wishes(
        server_names=("127.0.0.1",), listen=(f"127.0.0.1:{port}",), upstream="127.0.0.1:9", shelf=home / "shelf",
        cache_seconds=cache_seconds,
    )  # fmt: skip
    settings = EdgeSettings(home=home, site_url="http://news.example")
    told = GENERATED.format(folder=folder, ours=configuration(wishes, settings, []))
    with _nginx(folder, told, Server(name, port, port, 0, base)) as server:
        yield server


@contextmanager
def _nginx(folder: Path, told: str, server: Server) -> Iterator[Server]:
    if os.geteuid() == 0:
        told = "user root;" + told
    (folder / "nginx.conf").write_text(told)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    with ended(process):
        wait_for(server, ADDRESS)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield replace(server, pid=int(children[0]))


def _pages(home: Path) -> Path:
    return home / "shelf" / "pages" / "_"


def _security() -> str:
    told = headers.security(policy=headers.PUBLIC_POLICY, is_https=False)
    return "\n".join(f'add_header {name.decode()} "{value.decode()}";' for name, value in told)

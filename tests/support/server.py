"""A static web server on loopback: the test chooses headers and types, as hosts differ, and where the site lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from tests.support.slow_world import WORLD

TYPES = MappingProxyType(
    {
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".jpg": "image/jpeg",
        ".js": "text/javascript",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".zip": "application/zip",
    }
)
"""Like many hosts, this server does not know `.wasm` and sends it as application/octet-stream."""


@dataclass
class Server:
    """What is served, and what was asked for. All of it may change while the server runs."""

    files: Mapping[str, bytes]
    """Path relative to the root of the site -> content."""
    prefix: str = "/"
    """Where the site lives on this host, as read (not percent-encoded)."""
    types: Mapping[str, str] = field(default_factory=lambda: TYPES)
    headers: Mapping[str, str] = field(default_factory=dict)
    clean: bool = False
    """Whether it shows `page.html` under the name `page`, and leads there."""
    origin: str = ""
    requests: list[str] = field(default_factory=list)
    """The paths asked for, in order, as the client wrote them."""

    def url(self, path: str = "index.html") -> str:
        """The address of a file of the site."""
        return f"{self.origin}{quote(self.prefix + path)}"


@contextmanager
def serve(files: Mapping[str, bytes], prefix: str = "/") -> Iterator[Server]:
    """Serves the files until the block ends."""
    server = Server(files, prefix)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append(self.path)
            WORLD.delay(self.path)
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(server.prefix)
            if server.clean and name.endswith(".html"):
                self.send_response(308)
                self.send_header("Location", quote(path.removesuffix(".html").removesuffix("index")))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if server.clean and name not in server.files:
                name = f"{name}index.html" if name.endswith("/") or not name else f"{name}.html"
            content = server.files.get(name) if path.startswith(server.prefix) else None
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", server.types.get(PurePosixPath(name).suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(content or b"")))
            for header, value in server.headers.items():
                self.send_header(header, value)
            self.end_headers()
            # A browser that goes away in the middle is no fault of the test.
            with suppress(ConnectionError):
                self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing; `requests` tells."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.origin = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()

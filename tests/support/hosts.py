"""Servers on loopback that answer by themselves, and serve a package beside that as content hosts do."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from tests.support.slow_world import WORLD

TYPES = MappingProxyType(
    {
        ".css": "text/css",
        ".html": "text/html",
        ".jpg": "image/jpeg",
        ".js": "application/x-javascript",
        ".json": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }
)
"""As Moodle 4.5 sends them; anything else is application/octet-stream."""

CONTENT = "/content/"
"""Where a package lies."""


class Request(NamedTuple):
    """What was asked."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: str


@dataclass
class Reply:
    """What is answered."""

    status: int = 200
    kind: str = "application/json"
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Host(Protocol):
    """Who answers."""

    origin: str

    def answer(self, request: Request) -> Reply:
        """The answer to a request."""


def from_package(files: Mapping[str, bytes], address: str, headers: Mapping[str, str] = MappingProxyType({})) -> Reply:
    """A file of a package."""
    name = urlsplit(address).path.removeprefix(CONTENT)
    if name not in files:
        return Reply(404, "text/plain")
    return Reply(200, TYPES.get(PurePosixPath(name).suffix, "application/octet-stream"), files[name], headers)


def unpacked(package: bytes) -> dict[str, bytes]:
    """The files of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@contextmanager
def running(host: Host) -> Iterator[None]:
    """Lets it answer until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def _answer(self) -> None:
            WORLD.delay(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            reply = host.answer(Request(self.command, self.path, dict(self.headers), body))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.content)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            # A browser that goes away in the middle is no fault of the test.
            with suppress(ConnectionError):
                self.wfile.write(reply.content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.origin = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        http.server_close()
        thread.join()

"""The preview: serves the site from memory on this machine only, builds it again on every change and reloads the page.

A page gets one script more than the built site has (`browser/live.js`); it listens for the state of the build.
When a build fails, the last good site stays and the page shows what is wrong.
"""

from __future__ import annotations

import contextlib
import html
import json
import threading
import traceback
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from site_builder.build import Site
from site_builder.errors import ContentError, UsageError
from site_builder.sums import sum_of

HOST = "127.0.0.1"
NAMES = (HOST, "localhost", "[::1]")
"""What this machine calls itself."""
USUAL_PORT = 80
PORTS_TO_TRY = 20
POLL = 0.3
"""Seconds between two looks at the files."""
KEEP_ALIVE = 10.0
"""Seconds after which a silent stream of events says something, so that a closed page is noticed."""
EVENTS = "/__live"
SCRIPT = "/__live.js"
LIVE = Path(__file__).parent / "browser" / "live.js"
SCRIPT_TAG = f'<script type="module" src="{SCRIPT}"></script>'.encode()
TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".gif": "image/gif",
        ".html": "text/html; charset=utf-8",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".mp4": "video/mp4",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webm": "video/webm",
        ".webp": "image/webp",
        ".zip": "application/zip",
    }
)


@dataclass(frozen=True)
class State:
    """What there is to see: the last good site, and what is wrong with the newest content (empty: nothing)."""

    files: Mapping[str, bytes]
    error: str
    version: str


class Preview:
    """The current state, and a way to wait for the next one."""

    def __init__(self, make: Callable[[], Site]) -> None:
        self._make = make
        self._changed = threading.Condition()
        self._closed = False
        self.state = State({}, "", "")

    def rebuild(self) -> State:
        """Builds, keeps the result or else what went wrong, and wakes everybody who waits."""
        try:
            files, error = self._make().files, ""
        except Exception as problem:  # noqa: BLE001 - the preview outlives whatever a half-written file leads to
            files, error = self.state.files, _text_of(problem)
        state = State(files, error, sum_of(files.items()))
        with self._changed:
            self.state = state
            self._changed.notify_all()
        return state

    def close(self) -> None:
        """Ends all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def states(self) -> Iterator[State | None]:
        """The current state and each that follows; None now and then where nothing happens."""
        seen: State | None = None
        while not self._closed:
            with self._changed:
                if self.state is seen:
                    self._changed.wait(KEEP_ALIVE)
                news = None if self.state is seen else self.state
            seen = self.state if news else seen
            yield news


def _text_of(problem: Exception) -> str:
    if isinstance(problem, ContentError):
        return "\n\n".join(map(str, problem.problems))
    if isinstance(problem, UsageError):
        return str(problem)
    return "".join(traceback.format_exception(problem))


class _Handler(BaseHTTPRequestHandler):
    """Answers requests from the preview's state."""

    preview: Preview
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keeps the terminal for what the author needs."""

    def do_GET(self) -> None:
        """Serves the stream of events, the preview's own script or a file of the site."""
        path = unquote(urlsplit(self.path).path)
        if not self._is_for_us():
            self._refuse()
        elif path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(LIVE.read_bytes(), TYPES[".js"])
        else:
            self._send_file(path.removeprefix("/"))

    def do_HEAD(self) -> None:
        """The same without the content."""
        self.do_GET()

    def _is_for_us(self) -> bool:
        """Whether the browser asks for this machine by name; an attacker's page asks for its own, turned to here."""
        ours = hosts_at(self.connection.getsockname()[1])
        return [host.strip().lower() in ours for host in self.headers.get_all("Host", [])] == [True]

    def _refuse(self) -> None:
        address = f"http://{HOST}:{self.connection.getsockname()[1]}/"
        text = f"This preview answers to {address} alone.\n"
        self._send(text.encode(), TYPES[".txt"], HTTPStatus.MISDIRECTED_REQUEST)

    def _send_file(self, path: str) -> None:
        state = self.preview.state
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name in state.files:
            kind = TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
            data = state.files[name]
            self._send(_with_script(data) if name.endswith(".html") else data, kind)
        elif not state.files:
            self._send(_page("This course does not build yet", state.error), TYPES[".html"])
        else:
            self._send(_page("There is no such page", path), TYPES[".html"], HTTPStatus.NOT_FOUND)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(ConnectionError):
                self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            for state in self.preview.states():
                news = {"version": state.version, "error": state.error} if state else None
                self.wfile.write(b": still here\n\n" if news is None else f"data: {json.dumps(news)}\n\n".encode())
                self.wfile.flush()


def hosts_at(port: int) -> set[str]:
    """What a browser calls this machine at a port; it leaves out the one that is usual for the web."""
    return {name if port == USUAL_PORT else f"{name}:{port}" for name in NAMES}


def _with_script(page: bytes) -> bytes:
    """The page with the preview's script, for this answer only."""
    return page.replace(b"</head>", SCRIPT_TAG + b"</head>", 1)


def _page(title: str, text: str) -> bytes:
    """A page of the preview itself; it reloads like the others."""
    words = f"<h1>{html.escape(title)}</h1><pre>{html.escape(text)}</pre>"
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    return _with_script(f'<!doctype html><html lang="en"><head>{head}</head><body>{words}</body></html>'.encode())


def open_server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server on this machine only, at the first free port from `port` on."""
    handler = type("Handler", (_Handler,), {"preview": preview})
    for candidate in (*range(port, min(port + PORTS_TO_TRY, 65536)), 0):
        try:
            server = ThreadingHTTPServer((HOST, candidate), handler)
        except OSError:
            continue
        server.daemon_threads = True
        return server
    raise UsageError(f"No port is free on {HOST}. Name another one with --port.")


def snapshot(folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """What a change of any file would change."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if "__pycache__" not in path.parts and path.is_file():
                with contextlib.suppress(OSError):  # deleted just now
                    facts = path.stat()
                    found[str(path)] = (facts.st_mtime_ns, facts.st_size)
    return found


def serve(
    make: Callable[[], Site], *, watched: Sequence[Path], port: int, show: bool, say: Callable[[str], None]
) -> None:
    """Serves until Ctrl-C. `make` builds the site, `say` prints."""
    preview = Preview(make)
    seen = snapshot(watched)
    _tell(preview.rebuild(), say)
    server = open_server(preview, port)
    address = f"http://{HOST}:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Serving {address}  (Ctrl-C stops)")
    if show:
        webbrowser.open(address)
    try:
        _watch(preview, watched, seen, say)
    finally:
        preview.close()
        server.shutdown()
        server.server_close()


def _watch(preview: Preview, watched: Sequence[Path], seen: Mapping[str, object], say: Callable[[str], None]) -> None:
    pause = threading.Event()
    while not pause.wait(POLL):
        now = snapshot(watched)
        if now != seen:
            seen = now
            _tell(preview.rebuild(), say)


def _tell(state: State, say: Callable[[str], None]) -> None:
    say(state.error or "Built.")

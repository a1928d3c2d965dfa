"""The preview: what it serves, what it adds, and what it does when the content is wrong."""

from __future__ import annotations

import http.client
import itertools
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.build import Facts, Site
from site_builder.errors import ContentError, Place, Problem, Problems
from site_builder.serve import HOST, Preview, hosts_at, open_server, snapshot

PAGE = b"<!doctype html><html><head><title>A</title></head><body>hello</body></html>"
FILES = {"index.html": PAGE, "phase-1/a.html": PAGE, "runtime/1/python.wasm": b"\0asm", "media/a b.txt": b"text"}

FOREIGN = (
    (),
    ("",),
    ("evil.example",),
    ("evil.example:{port}",),
    ("localhost.evil.example:{port}",),
    ("127.0.0.1.evil.example:{port}",),
    ("evil.example#localhost:{port}",),
    ("evil.example@127.0.0.1:{port}",),
    ("localhost:{port}@evil.example",),
    ("localhost:{port}, evil.example",),
    ("localhost:{port}", "evil.example"),
    ("evil.example", "localhost:{port}"),
    ("localhost:{port}", "localhost:{port}"),
    ("localhost",),
    ("localhost:1",),
    ("0.0.0.0:{port}",),
    ("127.0.0.2:{port}",),
    ("192.168.0.2:{port}",),
)
"""Values of the header Host that name another machine or port, none, or more than one."""


class Course:
    """A course that can be changed and broken."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = dict(FILES)
        self.broken = False

    def build(self) -> Site:
        """The site, or the problem."""
        if self.broken:
            problem = Problem(Place("course.yaml", 3, 1), "unknown-key", "unknown key 'titel'")
            raise ContentError(Problems([problem]))
        return Site(dict(self.files), Facts(pages=2, exercises=0, proofs=0, fingerprint=""))


@pytest.fixture
def course() -> Course:
    return Course()


@pytest.fixture
def preview(course: Course) -> Iterator[Preview]:
    started = Preview(course.build)
    started.rebuild()
    yield started
    started.close()


@pytest.fixture
def port(preview: Preview) -> Iterator[int]:
    """The port of a running preview."""
    server = open_server(preview, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    preview.close()
    server.shutdown()
    server.server_close()
    thread.join()


def ask(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content of an answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    answer = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return answer


def test_serves_the_files_with_their_types(port: int) -> None:
    for path, kind in (
        ("/runtime/1/python.wasm", "application/wasm"),
        ("/media/a%20b.txt", "text/plain; charset=utf-8"),
    ):
        status, headers, content = ask(port, path)
        assert (status, headers["Content-Type"]) == (200, kind)
        assert content in FILES.values()


def test_adds_its_script_to_what_it_serves_and_to_nothing_else(port: int, preview: Preview) -> None:
    for path in ("/", "/index.html", "/phase-1/a.html?x=1"):
        _, _, content = ask(port, path)
        assert content == PAGE.replace(b"</head>", b'<script type="module" src="/__live.js"></script></head>')
    assert preview.state.files == FILES
    assert b"EventSource" in ask(port, "/__live.js")[2]


def test_head_gives_headers_alone(port: int) -> None:
    status, headers, content = ask(port, "/runtime/1/python.wasm", "HEAD")
    assert (status, headers["Content-Length"], content) == (200, "4", b"")


@pytest.mark.parametrize("path", ["/nothing.html", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "//etc/passwd"])
def test_what_is_not_of_the_site_is_not_there(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


def asked_raw(port: int, *lines: str) -> tuple[str, str]:
    """First line and content of the answer to a request that is written out, for a client that says what it likes."""
    with socket.create_connection((HOST, port), timeout=5) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    head, _, content = answer.partition("\r\n\r\n")
    return head.split("\r\n")[0], content


def test_answers_to_the_names_of_this_machine(port: int) -> None:
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"LocalHost:{port}  "):
        status, content = asked_raw(port, "GET / HTTP/1.1", f"Host: {host}")
        assert (host, status) == (host, "HTTP/1.1 200 OK")
        assert "hello" in content


def test_a_browser_does_not_name_the_usual_port() -> None:
    assert hosts_at(80) == {"127.0.0.1", "localhost", "[::1]"}


def test_a_page_whose_name_was_turned_to_this_machine_reads_nothing(port: int) -> None:
    """What an attacker's page asks for names the attacker's host, wherever that name leads by now (DNS rebinding)."""
    refused = ("HTTP/1.1 421 Misdirected Request", f"This preview answers to http://127.0.0.1:{port}/ alone.\n")
    for hosts, path in itertools.product(FOREIGN, ("/", "/phase-1/a.html", "/__live", "/__live.js", "/no")):
        lines = [f"Host: {host.format(port=port)}" for host in hosts]
        assert (hosts, path, *asked_raw(port, f"GET {path} HTTP/1.1", *lines)) == (hosts, path, *refused)


def test_a_request_without_a_host_reads_nothing(port: int) -> None:
    assert asked_raw(port, "GET /index.html HTTP/1.0")[0] == "HTTP/1.1 421 Misdirected Request"
    assert "hello" not in "".join(asked_raw(port, "GET /index.html"))
    assert asked_raw(port, "HEAD / HTTP/1.1", "Host: evil.example") == ("HTTP/1.1 421 Misdirected Request", "")


def test_a_change_and_an_error_reach_the_page_and_the_last_good_site_stays(
    port: int, preview: Preview, course: Course
) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", "/__live")
    stream = connection.getresponse()

    def news() -> dict[str, str]:
        line = stream.readline()
        while not line.startswith(b"data: "):
            line = stream.readline()
        found: dict[str, str] = json.loads(line.removeprefix(b"data: "))
        return found

    first = news()
    assert first["error"] == ""
    course.broken = True
    preview.rebuild()
    second = news()
    assert second == {"version": first["version"], "error": "course.yaml:3:1: error: unknown key 'titel' [unknown-key]"}
    assert ask(port, "/index.html")[0] == 200
    course.broken = False
    course.files["index.html"] = PAGE.replace(b"hello", b"changed")
    preview.rebuild()
    third = news()
    assert third["error"] == ""
    assert third["version"] != first["version"]
    connection.close()


def test_a_course_that_never_built_shows_why(course: Course) -> None:
    course.broken = True
    preview = Preview(course.build)
    preview.rebuild()
    server = open_server(preview, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    content = ask(server.server_port, "/")[2].decode()
    server.shutdown()
    server.server_close()
    assert "course.yaml:3:1: error: unknown key &#x27;titel&#x27; [unknown-key]" in content
    assert "/__live.js" in content


def test_takes_the_next_port_when_one_is_taken(preview: Preview) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        server = open_server(preview, taken.getsockname()[1])
        assert server.server_address[0] == HOST
        assert server.server_port != taken.getsockname()[1]
        server.server_close()


def test_sees_new_changed_and_deleted_files(tmp_path: Path) -> None:
    (tmp_path / "phase-1").mkdir()
    seen = [snapshot([tmp_path])]
    page = tmp_path / "phase-1" / "a.md"
    for step in (lambda: page.write_text("1"), lambda: page.write_text("22"), page.unlink):
        step()
        seen.append(snapshot([tmp_path]))
    assert [earlier != later for earlier, later in itertools.pairwise(seen)] == [True, True, True]
    assert seen[0] == seen[3]

"""Firefox and WebKit behind one interface, each by the first way that this machine has.

Debian's own Firefox and WebKit need no download of a browser; elsewhere Playwright's serve.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from playwright.sync_api import ConsoleMessage

from site_builder.runtime_fetch import get_node
from tests.support.browser import browser, driver

NAMES = ("firefox", "webkit")
PATIENCE = 300
"""All proofs of a course are one call, and the machine may be busy. (seconds)"""
BRIDGE = Path(__file__).parent / "firefox.js"


class Engine(Protocol):
    """A browser with one page, whose storage is empty at first."""

    version: str

    def open(self, url: str) -> None:
        """Loads a page."""

    def reload(self) -> None:
        """Loads the page again."""

    def click(self, selector: str) -> None:
        """Moves the pointer to the element and presses."""

    def run(self, script: str, argument: Any = None) -> Any:
        """What the JavaScript function gives (or its promise), called in the page with the argument."""

    def faults(self) -> list[str]:
        """The errors that the driver heard of; some hear of none."""


class DebianFirefox:
    """`firefox-esr`, driven by puppeteer in Node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.version = self._ask(do="version")

    def _ask(self, **command: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "Firefox or its driver ended; its words stand in the output of the test"
        reply = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply.get("value")

    def open(self, url: str) -> None:
        """Loads a page."""
        self._ask(do="open", url=url)

    def reload(self) -> None:
        """Loads the page again."""
        self._ask(do="reload")

    def click(self, selector: str) -> None:
        """Presses the mouse on the element."""
        self._ask(do="click", selector=selector)

    def run(self, script: str, argument: Any = None) -> Any:
        """Calls the function in the page."""
        return self._ask(do="run", script=script, argument=argument)

    def faults(self) -> list[str]:
        """Errors of the console, uncaught ones, refusals of the CSP, failed requests."""
        found: list[str] = self._ask(do="faults")
        return found


class DebianWebKit:
    """The browser of `webkit2gtk-driver`, driven by Selenium."""

    def __init__(self, remote: Any) -> None:
        self._remote = remote
        remote.set_script_timeout(PATIENCE)
        self.version = "WebKitGTK " + remote.capabilities["browserVersion"]

    def open(self, url: str) -> None:
        """Loads a page."""
        self._remote.get(url)

    def reload(self) -> None:
        """Loads the page again."""
        self._remote.refresh()

    def click(self, selector: str) -> None:
        """Presses the mouse on the element."""
        element = self._remote.find_element("css selector", selector)
        # The driver does not scroll to what lies just below the window.
        self._remote.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def run(self, script: str, argument: Any = None) -> Any:
        """Calls the function in the page."""
        reply = self._remote.execute_async_script(
            f"""const [argument, done] = arguments;
            Promise.resolve(argument).then({script})
                .then((value) => done({{value}}), (error) => done({{error: String(error)}}));""",
            argument,
        )
        assert "error" not in reply, reply["error"]
        return reply.get("value")

    def faults(self) -> list[str]:
        """Nothing: this driver does not tell what the console says."""
        return []


class PlaywrightEngine:
    """Playwright's own Firefox or WebKit."""

    def __init__(self, name: str, page: Any) -> None:
        self._page = page
        self._faults: list[str] = []
        self.version = f"{name} {page.context.browser.version}"
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._faults.append(error.message))
        page.on("requestfailed", lambda request: self._faults.append(f"failed: {request.url} {request.failure}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._faults.append(message.text)

    def open(self, url: str) -> None:
        """Loads a page."""
        self._page.goto(url)

    def reload(self) -> None:
        """Loads the page again."""
        self._page.reload()

    def click(self, selector: str) -> None:
        """Presses the mouse on the element."""
        self._page.click(selector)

    def run(self, script: str, argument: Any = None) -> Any:
        """Calls the function in the page."""
        return self._page.evaluate(script, argument)

    def faults(self) -> list[str]:
        """Errors of the console, uncaught ones, failed requests."""
        return self._faults


def find_firefox() -> str | None:
    """Debian's Firefox."""
    return shutil.which("firefox-esr")


def find_webkit() -> tuple[str, str] | None:
    """Debian's driver of WebKit and the browser that it starts, which needs a screen."""
    remote = shutil.which("WebKitWebDriver")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser"))
    screen = shutil.which("xvfb-run") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return (remote, str(browsers[-1])) if remote and browsers and screen else None


def is_there(name: str) -> bool:
    """Whether an engine can be started."""
    debian = {"firefox": find_firefox, "webkit": find_webkit}[name]
    return bool(debian()) or Path(getattr(driver(), name).executable_path).exists()


@contextmanager
def _firefox() -> Iterator[Engine]:
    if not (program := find_firefox()):
        with _playwright("firefox") as engine:
            yield engine
        return
    command = [get_node().node, str(BRIDGE), program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as node:
        yield DebianFirefox(node)  # at the end of its input it closes the browser


@contextmanager
def _webkit() -> Iterator[Engine]:
    if not (programs := find_webkit()):
        with _playwright("webkit") as engine:
            yield engine
        return
    # Only `make test-engines` installs Selenium.
    from selenium.webdriver import WebKitGTK, WebKitGTKOptions
    from selenium.webdriver.webkitgtk.service import Service

    options = WebKitGTKOptions()
    options.binary_location = programs[1]
    options.add_argument("--automation")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Selenium warns of its own ways
        remote = WebKitGTK(options=options, service=Service(programs[0]))
    try:
        remote.set_window_size(1280, 800)
        yield DebianWebKit(remote)
    finally:
        remote.quit()


@contextmanager
def _playwright(name: str) -> Iterator[Engine]:
    with browser(engine=name) as running:
        yield PlaywrightEngine(name, running.new_page(viewport={"width": 1280, "height": 800}))


_WAYS: Mapping[str, Callable[[], AbstractContextManager[Engine]]] = MappingProxyType(
    {"firefox": _firefox, "webkit": _webkit}
)


def start(name: str) -> AbstractContextManager[Engine]:
    """The engine, until the block ends."""
    return _WAYS[name]()

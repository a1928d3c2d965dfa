"""Learners who come to the browser of a test as if they had never been there; the browser itself stays warm.

Chromium compiles the 9 MB of Python's WebAssembly once for each process, and a new profile means a new process: three
seconds of both cores in which a test proves nothing. So profiles are lent: each has one process for all pages of this
machine, in which a page at the side keeps the compiled module alive. What a test has stored in one is wiped when it is
given back, and two learners of one test never have the same one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Frame, Page, ViewportSize

from tests.support.slow_world import WORLD

ONE_PROCESS = "--process-per-site"
"""The switch of Chromium without which each page compiles for itself."""
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 780}
KEEPER = """<!doctype html><title>Keeps the compiled Python</title><link rel="icon" href="data:,">
<script>
  const headers = {"Content-Type": "application/wasm"};
  globalThis.kept = fetch("python.wasm")
    .then((reply) => WebAssembly.compileStreaming(new Response(reply.body, {headers})))
    .then((module) => (globalThis.module = module));
</script>"""


KEEPER_FILE = """<!doctype html><title>Keeps the compiled Python</title><script>
  globalThis.kept = WebAssembly.compile(Uint8Array.from(atob("%s"), (byte) => byte.charCodeAt(0)))
    .then((module) => (globalThis.module = module));
</script>"""
"""The same for pages that are files: those have a process of their own, and may ask for nothing."""


def keeper_file(wasm: bytes) -> bytes:
    """The page at the side as a file."""
    return (KEEPER_FILE % b64encode(wasm).decode()).encode()


def keeper_files(wasm: bytes) -> Mapping[str, bytes]:
    """What the page at the side needs of a server."""
    return {"index.html": KEEPER.encode(), "python.wasm": wasm}


class Visitors:
    """One browser, and the profiles in it that are lent; `keeper` is the address of the page that keeps them warm."""

    def __init__(self, browser: Browser, keeper: str) -> None:
        self.browser = browser
        self._keeper = keeper
        self._free: dict[tuple[bool, bool], list[Profile]] = {}

    def visitor(
        self, *, phone: bool = False, clock: bool = False, viewport: ViewportSize | None = None, **media: Any
    ) -> Visitor:
        """Somebody with a profile as new: at a desk, or with a phone that is touched; with a `clock`: time can pass."""
        free = self._free.setdefault((phone, clock), [])
        profile = free.pop() if free else Profile(self.browser, phone=phone, clock=clock, keeper=self._keeper)
        return Visitor(profile, free, viewport, media)

    def fresh(self, **options: Any) -> BrowserContext:
        """A profile that nobody else ever has, for what cannot be taken back; Python starts slowly in it."""
        context = self.browser.new_context(**options)
        WORLD.enter(context)
        return context

    def close(self) -> None:
        """Ends the processes of the profiles; the browser stays."""
        for profile in chain(*self._free.values()):
            profile.context.close()


class Profile:
    """A context of the browser with a page that stays, and the origins that have to be wiped.

    The clock of a context can't be taken out of it again, so those with one are lent apart.
    """

    def __init__(self, browser: Browser, *, phone: bool, clock: bool, keeper: str) -> None:
        self.context = browser.new_context(viewport=PHONE if phone else DESKTOP, has_touch=phone, is_mobile=phone)
        WORLD.enter(self.context)
        self._origins: set[str] = set()
        self._keeper = self.context.new_page()
        self._keeper.goto(keeper)
        self._keeper.evaluate("() => kept.then(() => null)")
        self._session: CDPSession = self.context.new_cdp_session(self._keeper)
        self.context.on("page", self._follow)
        self._clock = clock
        if clock:
            self.context.clock.install()

    def _follow(self, page: Page) -> None:
        page.on("framenavigated", self._note)

    def _note(self, frame: Frame) -> None:
        scheme, host, *_ = urlsplit(frame.url)
        if host or scheme == "file":
            self._origins.add(f"{scheme}://{host}")

    def wipe(self) -> bool:
        """Closes all pages and forgets all that they have stored; whether the profile can be lent again."""
        with suppress(Error):  # the process may have been killed
            for page in self.context.pages:
                if page is not self._keeper:
                    page.close()
            if self._clock:
                self.context.clock.resume()
            self.context.unroute_all()
            self.context.set_offline(offline=False)
            self.context.clear_permissions()
            self.context.clear_cookies()
            for origin in self._origins:
                self._session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            self._origins.clear()
            return bool(self._keeper.evaluate("() => Boolean(globalThis.module)"))
        self.context.close()
        return False


class Visitor:
    """A profile in the hands of a test."""

    def __init__(self, profile: Profile, home: list[Profile], viewport: ViewportSize | None, media: Any) -> None:
        self._profile = profile
        self._home = home
        self._viewport = viewport
        self._media: dict[Literal["color_scheme", "forced_colors", "reduced_motion"], Any] = media
        self._open = True

    @property
    def context(self) -> BrowserContext:
        """The profile itself."""
        return self._profile.context

    def new_page(self) -> Page:
        """A window of the size, and with the wishes, of this visitor."""
        page = self.context.new_page()
        if self._viewport:
            page.set_viewport_size(self._viewport)
        if self._media:
            page.emulate_media(**self._media)
        return page

    def pass_time(self, seconds: float) -> None:
        """Lets it be later in all pages of a visitor with a clock; what was due meanwhile happens, once."""
        self.context.clock.fast_forward(round(1000 * seconds))

    def close(self) -> None:
        """Gives the profile back."""
        if self._open and self._profile.wipe():
            self._home.append(self._profile)
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""A course inside a SCORM LMS that behaves well, badly, or not at all; the real package, with scorm-again as the LMS.

After each case the LMS's status and score are those on the screen, and nothing that it held was lowered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import until
from tests.support.faults import Held
from tests.support.hosts import running
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.lms import LEARNER, SCORM12, SCORM2004, STATE, Lms, Version
from tests.support.lms_visit import (
    SAVED,
    Visit,
    closed,
    do_first,
    do_rest,
    equals_screen,
    is_complete,
    is_told_later,
    launch,
    launch_in_window,
    learner,
    never_lowered,
)
from tests.support.visitors import Visitor, Visitors

Package = Callable[[str], dict[str, bytes]]
WASM = "**/python.wasm"


@contextmanager
def lms_of(package: Package, version: Version, **how: Any) -> Iterator[Lms]:
    """An LMS with the small course; the results that it holds at the end were never lowered."""
    lms = Lms(version, package(version.name), **how)
    with running(lms):
        yield lms
        never_lowered(lms)


@pytest.mark.parametrize(
    ("version", "python"),
    [
        pytest.param(SCORM2004, "real_package", id="scorm2004"),
        # `test_whole` walks this version, and where a policy forbids WebAssembly it tells the place and the time.
        pytest.param(SCORM12, "package", id="scorm12", marks=pytest.mark.long),
    ],
)
def test_a_course_is_told_saved_left_and_gone_on_with_in_another_browser(
    version: Version, python: str, request: pytest.FixtureRequest, chromium: Visitors
) -> None:
    """`incomplete` at once; status and score after each answer; the place; and all of it again from the LMS alone."""
    with lms_of(request.getfixturevalue(python), version) as lms:
        with learner(chromium) as context:
            visit = launch(context, lms)
            visit.shows("index")
            assert lms.history[0] == {version.status: "incomplete", version.exit: "suspend"}
            do_first(visit)
            visit.says(SAVED)
            equals_screen(visit, lms)
            until(lambda: lms.stored[version.score] == "50")
            visit.leave()
            assert lms.ended == 1
            pattern = r"\d{4}:\d\d:\d\d\.\d\d" if version is SCORM12 else r"PT\d+H\d+M\d+\.\d\dS"
            assert re.fullmatch(pattern, lms.stored[version.time])
        with learner(chromium) as context:
            visit = launch(context, lms)
            visit.shows("phase-1/sums")
            assert lms.stored[version.location] == "phase-1/sums#x-sum"
            frame = visit.site.locator('[data-exercise="sum"]')
            expect(frame.locator("h2")).to_be_focused()
            expect(frame).to_have_attribute("data-status", "done", timeout=ANSWER_TIMEOUT)
            expect(frame.get_by_label("Four")).to_be_checked()
            expect(frame.locator("[data-verdict]")).to_be_visible()
            do_rest(visit)
            is_complete(visit, lms)
            closed(visit.page, lms)
        told = [value for name, value in lms.stored.items() if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)]
        assert told == ["sum", "product"], "each question has one row"


def test_what_is_chosen_while_the_state_is_still_read_stays(package: Package, chromium: Visitors) -> None:
    """On a new device the learner may be quicker than Python: the loading is shown, and the choice is not replaced."""
    with lms_of(package, SCORM2004) as lms:
        with learner(chromium) as context:
            visit = launch(context, lms)
            do_first(visit)
            visit.says(SAVED)
            visit.leave()
        with learner(chromium) as context:
            page = context.new_page()
            wasm = Held(page, WASM)
            page.goto(lms.url())
            visit = Visit(page)
            visit.shows("phase-1/sums")
            expect(visit.site.locator("[data-loading]")).to_be_visible()
            visit.site.get_by_label("Five").check()
            wasm.let_go()
            frame = visit.site.locator('[data-exercise="sum"]')
            expect(frame).to_have_attribute("data-status", "done", timeout=ANSWER_TIMEOUT)
            visit.ready()
            expect(frame.get_by_label("Five")).to_be_checked()
            expect(frame.locator("h2")).to_be_focused()
            assert lms.stored[SCORM2004.score] == "50"


WAYS = [
    ("limit 40", SCORM12, "no room"),
    ("limit 255", SCORM2004, SAVED),
    ("slow 400", SCORM2004, SAVED),
    ("commitOnly", SCORM12, SAVED),
]
AS_ODD = [
    # No room at all is walked in "limit 40", each size on the way to "limit 255".
    ("cut 40", SCORM2004, "no room"),
    ("limit 4096", SCORM2004, SAVED),
    ("limit 64000", SCORM2004, SAVED),
    ("slow 1200", SCORM2004, SAVED),
    # By the text that stayed on another device.
    ("limit 255", SCORM12, SAVED),
    # How these are understood is seen in `test_adapters`.
    ("cut 255", SCORM12, SAVED),
    ("cut 4096", SCORM2004, SAVED),
    ("falseZero", SCORM12, SAVED),
    ("falseZero", SCORM2004, SAVED),
    ("booleans", SCORM12, SAVED),
    ("begun", SCORM12, SAVED),
    ("begun", SCORM2004, SAVED),
]


@pytest.mark.parametrize(
    ("way", "version", "said"),
    [
        *(pytest.param(*row, id=f"{row[0]} {row[1].name}") for row in WAYS),
        *(pytest.param(*row, id=f"{row[0]} {row[1].name}", marks=pytest.mark.long) for row in AS_ODD),
    ],
)
def test_an_lms_that_is_odd_gets_the_results_all_the_same(
    way: str, version: Version, said: str, package: Package, chromium: Visitors
) -> None:
    """The status and the score arrive whatever becomes of the state; the line above the course says which."""
    with lms_of(package, version, way=way) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        do_rest(visit)
        if way.startswith(("limit", "cut")):
            visit.write("essay", long_text(1))
            visit.write("report", long_text(2))
        visit.says(said)
        equals_screen(visit, lms)
        size = way.partition(" ")[2]
        if size and way.startswith(("limit", "cut")):
            until(lambda: 0 < len(lms.stored.get(STATE, "")) <= int(size) or "no room" in said)
        if "no room" in said:
            until(lambda: not lms.stored.get(STATE))
            begun = [name for call, name, *_ in visit.page.evaluate("calls") if call == "SetValue" and "min" in name]
            assert sorted(begun) == sorted(set(begun)), "what the LMS has kept is told once"
        visit.page.close()
        assert lms.stored[version.score] == "100"


def long_text(seed: int) -> str:
    """A text that does not get much smaller when it is packed."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    words = ("".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(dice.randint(2, 9))) for _ in range(800))
    return "Water expands when it freezes. " + " ".join(words)[:3900]


@pytest.mark.parametrize(
    ("way", "said", "version"),
    [
        pytest.param("drops", "does not keep", SCORM2004, id="drops scorm2004"),
        pytest.param("throws", "does not answer", SCORM2004, id="throws scorm2004"),
        # `test_adapters` and `test_what_goes_wrong_is_said_once` walk these.
        pytest.param("drops", "does not keep", SCORM12, id="drops scorm12", marks=pytest.mark.long),
        pytest.param("throws", "does not answer", SCORM12, id="throws scorm12", marks=pytest.mark.long),
    ],
)
def test_what_an_lms_did_not_keep_is_told_again(
    way: str, said: str, version: Version, package: Package, chromium: Visitors
) -> None:
    """An API that says true and drops all, and one that throws: the course says so, goes on, and tries again."""
    with lms_of(package, version, way=way) as lms, learner(chromium, clock=True) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says(said)
        assert version.score not in lms.stored
        visit.page.evaluate("window.behave = true")
        do_rest(visit)
        is_told_later(visit, context)
        is_complete(visit, lms)


def test_an_lms_that_goes_away_is_told_when_it_is_back(package: Package, chromium: Visitors) -> None:
    """Its object is gone in mid-session; another one takes its place, and hears everything."""
    with lms_of(package, SCORM2004, way="lost") as lms, learner(chromium, clock=True) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says(SAVED)
        visit.page.evaluate("lose()")
        do_rest(visit)
        visit.says("does not answer")
        visit.page.evaluate("replace()")
        is_told_later(visit, context)
        is_complete(visit, lms)
        ids = [value for name, value in lms.stored.items() if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)]
        assert sorted(ids) == ["product", "sum"]


def records_are_the_learners(context: Visitor, lms: Lms) -> None:
    """All that the device keeps of the course names the learner."""
    names = context.new_page()
    names.goto(lms.url("player?inner=about:blank"))
    found = names.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert [LEARNER in name for name in found] == [True]
    names.close()


def test_what_an_lms_never_heard_is_told_at_the_next_launch(package: Package, chromium: Visitors) -> None:
    """The device has kept it, for this learner."""
    with lms_of(package, SCORM12, way="lost") as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says(SAVED)
        visit.page.evaluate("lose()")
        do_rest(visit)
        visit.says("does not answer")
        visit.page.close()
        assert lms.stored[SCORM12.score] == "50"
        records_are_the_learners(context, lms)
        visit = launch(context, lms)
        visit.ready()
        is_complete(visit, lms)


@pytest.mark.parametrize(
    ("mode", "version"),
    [
        pytest.param("review", SCORM12, id="review scorm12"),
        pytest.param("browse", SCORM2004, id="browse scorm2004"),
        # Each version, and each word, is walked by one of these two.
        pytest.param("browse", SCORM12, id="browse scorm12", marks=pytest.mark.long),
        pytest.param("review", SCORM2004, id="review scorm2004", marks=pytest.mark.long),
    ],
)
def test_review_and_browse_leave_the_results_as_they_are(
    mode: str, version: Version, package: Package, chromium: Visitors
) -> None:
    """Nothing is told but how the session is left; the course says so."""
    done = {version.status: "completed", version.success: "passed", version.score: "90"}
    with lms_of(package, version, mode=mode, stored=dict(done)) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        visit.says("for review" if mode == "review" else "to browse")
        do_first(visit)
        closed(visit.page, lms)
        assert {name: value for name, value in lms.stored.items() if name != version.exit} == done
        assert lms.stored[version.exit] == "suspend"


@pytest.mark.parametrize(
    ("state", "version"),
    [
        pytest.param("", SCORM12, id="wiped scorm12"),
        pytest.param("1.1.cut", SCORM2004, id="damaged scorm2004"),
        pytest.param("9.9.abcdwxyz", SCORM2004, id="newer scorm2004"),
        # Each version, and each state, is walked by one of these three.
        pytest.param("", SCORM2004, id="wiped scorm2004", marks=pytest.mark.long),
        pytest.param("1.1.cut", SCORM12, id="damaged scorm12", marks=pytest.mark.long),
        pytest.param("9.9.abcdwxyz", SCORM12, id="newer scorm12", marks=pytest.mark.long),
    ],
)
def test_results_stay_where_the_state_is_lost(
    state: str, version: Version, package: Package, chromium: Visitors
) -> None:
    """Wiped, damaged, or of a newer version: the course begins anew, and the LMS keeps the better results."""
    done = {version.status: "completed", version.success: "passed", version.score: "90", version.exit: "suspend"}
    stored = done | ({STATE: state} if state else {})
    with lms_of(package, version, stored=stored) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says({"": SAVED, "1": "cannot be read", "9": "newer version"}[state[:1]])
        until(lambda: "phase-1/sums" in lms.stored.get(version.location, ""))
        closed(visit.page, lms)
        assert lms.stored | done == lms.stored
        if state.startswith("9"):
            assert lms.stored[STATE] == state, "what a newer version has kept is left to it"


FRAMES = "player?inner=/frame?inner=/frame?inner=/content/index.html"
AROUND = [
    pytest.param(
        f"frame?inner={{origin}}/{FRAMES}", "localhost", 4, id="frames in frames, and another origin around all"
    ),
    # In its frame nearly all tests of this file find it; the others are parts of the first case.
    pytest.param("player", "127.0.0.1", 1, id="in its frame", marks=pytest.mark.long),
    pytest.param(FRAMES, "127.0.0.1", 3, id="frames in frames", marks=pytest.mark.long),
    pytest.param("frame?inner={origin}/player", "localhost", 2, id="another origin around all", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("path", "host", "around"), AROUND)
def test_the_lms_is_found_wherever_it_is(
    path: str, host: str, around: int, package: Package, chromium: Visitors
) -> None:
    """Through frames, and where a window around them belongs to somebody else."""
    with lms_of(package, SCORM12) as lms, learner(chromium) as context:
        visit = launch(context, lms, path.format(origin=lms.origin), host, around)
        do_first(visit)
        visit.says(SAVED)
        equals_screen(visit, lms)
        closed(visit.page, lms)


@pytest.mark.long  # the next test finds it from such a window, and closes that
def test_the_lms_is_found_from_a_window_that_it_has_opened(package: Package, chromium: Visitors) -> None:
    """The course is no frame there, so its own window can be closed."""
    with lms_of(package, SCORM2004) as lms, learner(chromium) as context:
        visit = launch_in_window(context, lms)
        do_first(visit)
        visit.says(SAVED)
        equals_screen(visit, lms)
        with visit.page.expect_event("close"):
            visit.shell.locator("[data-exit]").click()
        assert lms.ended == 1


def test_a_window_that_is_loaded_again_keeps_its_work_for_the_next_launch(package: Package, chromium: Visitors) -> None:
    """The reload has ended the session. What the same learner does then is told when the LMS opens the course again."""
    with lms_of(package, SCORM2004) as lms, learner(chromium) as context:
        visit = launch_in_window(context, lms)
        do_first(visit)
        visit.says(SAVED)
        visit.page.reload()
        visit.says("could not be reached")
        visit.shows("index")
        visit.site.locator('[data-do="begin"]').first.click()
        visit.shows("phase-1/last")
        visit.answer("product", "Four")
        visit.page.close()
        visit = launch_in_window(context, lms)
        is_complete(visit, lms)
        before = lms.ended
        with visit.page.expect_event("close"):
            visit.shell.locator("[data-exit]").click()
        assert lms.ended == before + 1


def test_what_python_could_not_say_is_told_when_it_can(package: Package, chromium: Visitors) -> None:
    """Until then the line above the course does not say that all is saved."""
    with lms_of(package, SCORM2004) as lms, learner(chromium, clock=True) as context:
        visit = launch(context, lms)
        visit.shows("index")
        visit.shell_frame.evaluate("() => { course.session.consult = () => Promise.reject(new Error('too slow')); }")
        do_first(visit)
        visit.says("could not be worked out")
        visit.shell_frame.evaluate("() => { delete course.session.consult; }")
        do_rest(visit)
        is_told_later(visit, context)
        is_complete(visit, lms)


def test_a_text_that_stayed_on_another_device_is_missed(package: Package, chromium: Visitors) -> None:
    """The LMS had no room for it: its exercise says where it is, and that the result is here."""
    with lms_of(package, SCORM12, way="limit 255") as lms:
        with learner(chromium) as context:
            visit = launch(context, lms)
            do_first(visit)
            visit.go_on("phase-1/last")
            visit.write("essay", long_text(1))
            visit.says(SAVED)
            closed(visit.page, lms)
        with learner(chromium) as context:
            visit = launch(context, lms)
            visit.shows("phase-1/last")
            note = visit.site.locator('[data-exercise="essay"] [data-saved]')
            expect(note).to_contain_text("stayed on the device where you wrote it", timeout=ANSWER_TIMEOUT)
            visit.write("essay", "Water expands when it freezes, so ice is lighter than the water and floats on it.")
            expect(note).not_to_contain_text("stayed", timeout=ANSWER_TIMEOUT)


@pytest.mark.parametrize(
    "path",
    [
        "frame?inner={other}/player-of-nobody",
        # `test_the_shell_fits_small_screens` opens it alone; `test_without_a_launch_the_course_says_so` works there.
        pytest.param("content/index.html", marks=pytest.mark.long),
    ],
)
def test_without_an_lms_the_course_says_so_and_works(path: str, package: Package, chromium: Visitors) -> None:
    """Alone, or where only a page of another origin is around it; what is done stays on the device."""
    with lms_of(package, SCORM12) as lms, learner(chromium) as context:
        page = context.new_page()
        page.goto(lms.url("content/index.html") if path.startswith("content") else lms.url("frame", "localhost"))
        around = 0 if path.startswith("content") else 1
        if around:
            page.locator("iframe").evaluate(
                "(frame, address) => { frame.src = address; }", lms.url("content/index.html")
            )
        visit = Visit(page, around)
        visit.says("No LMS was found")
        expect(visit.shell.locator("[data-exit]")).to_be_hidden()
        do_first(visit)
        visit.says("No LMS was found")
        page.reload() if not around else None
        assert lms.stored == {}


def test_where_a_policy_forbids_webassembly_the_place_is_told(package: Package, chromium: Visitors) -> None:
    """The course says what is missing and can be read; the LMS hears `incomplete`, the place and the time."""
    policy = "script-src 'self'; worker-src blob:"
    with (
        lms_of(package, SCORM12, csp=policy, stored={SCORM12.location: "phase-1/intro"}) as lms,
        learner(chromium) as context,
    ):
        visit = launch(context, lms)
        visit.shows("phase-1/intro")
        visit.go_on("phase-1/sums")
        expect(visit.site.locator("[data-failure-text]")).to_contain_text("WebAssembly", timeout=ANSWER_TIMEOUT)
        visit.says("cannot be judged in this browser")
        until(lambda: lms.stored.get(SCORM12.location) == "phase-1/sums")
        closed(visit.page, lms)
        assert lms.stored[SCORM12.status] == "incomplete"
        assert SCORM12.score not in lms.stored
        assert re.fullmatch(r"0000:00:\d\d\.\d\d", lms.stored[SCORM12.time])


def test_a_reload_of_a_page_ends_neither_the_session_nor_python(package: Package, chromium: Visitors) -> None:
    """The frame is loaded anew; the shell around it stays."""
    with lms_of(package, SCORM2004) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says(SAVED)
        bundles = [path for path in lms.requests if path.endswith(".wasm")]
        inner = next(frame for frame in visit.page.frames if "/site/" in frame.url)
        inner.evaluate("location.reload()")
        expect(visit.site.locator('[data-exercise="sum"]')).to_have_attribute(
            "data-status", "done", timeout=ANSWER_TIMEOUT
        )
        do_rest(visit)
        is_complete(visit, lms)
        assert [path for path in lms.requests if path.endswith(".wasm")] == bundles
        calls = visit.page.evaluate("calls.map(([name]) => name)")
        assert calls.count("Initialize") == 1
        assert "Terminate" not in calls


@pytest.mark.long  # `test_adapters` walks it
def test_an_objective_that_the_lms_has_set_stays(package: Package, chromium: Visitors) -> None:
    """Some fill in the first one; ours are looked up by their ids and come after it."""
    stored = {"cmi.objectives.0.id": "PRIMARYOBJ"}
    with lms_of(package, SCORM2004, stored=stored) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        until(lambda: lms.stored.get("cmi.objectives.1.id") == "phase_1")
        assert lms.stored["cmi.objectives.0.id"] == "PRIMARYOBJ"


@pytest.mark.long  # what an LMS never heard is looked at in the same way
def test_learners_of_one_browser_do_not_see_each_other(package: Package, chromium: Visitors) -> None:
    """An LMS has one address for all of them."""
    with lms_of(package, SCORM12) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        closed(visit.page, lms)
        records_are_the_learners(context, lms)


@pytest.mark.parametrize(
    "leave",
    [
        "navigate",
        # Windows are closed, and the exit looked at, in review and browse; the time, where WebAssembly is forbidden.
        pytest.param("close", marks=pytest.mark.long),
    ],
)
def test_a_window_that_goes_ends_the_session(leave: str, package: Package, chromium: Visitors) -> None:
    """By `pagehide`: the time, and the exit that lets the learner come back."""
    with lms_of(package, SCORM2004) as lms, learner(chromium) as context:
        visit = launch(context, lms)
        do_first(visit)
        visit.says(SAVED)
        if leave == "close":
            closed(visit.page, lms)
        else:
            visit.page.goto("about:blank")
            until(lambda: lms.ended == 1)
        assert lms.stored[SCORM2004.exit] == "suspend"
        assert lms.stored[SCORM2004.time].startswith("PT0H0M")

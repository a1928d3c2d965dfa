"""What tests in a browser share: copies of the examples, and pages in which Python has been started."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.workbench import FAILED

if TYPE_CHECKING:
    from site_builder.runtime import Runtime
    from tests.support.visitors import Visitors
    from tests.support.workbench import Desk, Workbench

COPIED = ("assessment", "jsonl", "order", "sort_cards", "walkthrough")
COPIES = 20
"""Of each example: more than any process takes, second tries included."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes that a test failed, for those who have lent it something."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether every example is tried by every kind of hand; for a landing the first one of a type stands for all."""
    return bool(pytestconfig.getoption("--scope") == "all")


@pytest.fixture(scope="session")
def workbench(runtime: Runtime) -> Workbench:
    """Copies of the examples that many tests take in hand."""
    from tests.support.examples import examples
    from tests.support.workbench import make_workbench

    copied = [example for example in examples() if example.row.name in COPIED]
    phases = {one.exercise.id: {f"{one.exercise.id}-{n}": [(one, str(n))] for n in range(COPIES)} for one in copied}
    return make_workbench("copies", phases, runtime)


@pytest.fixture(scope="session")
def desks(chromium: Visitors, workbench: Workbench) -> Iterator[dict[bool, Desk]]:
    """One with a mouse and keys, and one with a touch screen."""
    from tests.support.server import serve
    from tests.support.workbench import Desk

    with serve(workbench.site.files) as server:
        both = {phone: Desk(chromium, workbench, server, phone=phone) for phone in (False, True)}
        yield both
        for one in both.values():
            one.leave()


@pytest.fixture
def desk(request: pytest.FixtureRequest, desks: dict[bool, Desk]) -> Iterator[Desk]:
    """The desk with a mouse; with `indirect`, the other one where the parameter says so."""
    lent = desks[getattr(request, "param", False)]
    yield lent
    if request.node.stash.get(FAILED, False):
        lent.leave()
    lent.hold()


@pytest.fixture(scope="session")
def states(chromium: Visitors, runtime: Runtime) -> Iterator[Desk]:
    """A learner who has answered all examples in every way, and checked none; one page for each type and state."""
    from tests.support.examples import examples
    from tests.support.server import serve
    from tests.support.states import drafts_of
    from tests.support.workbench import STATES, Desk, make_workbench, page_of

    names = sorted({one.row.name for one in examples()})
    shown = {
        name.replace("_", "-"): {
            page_of(name, state): [(one, state) for one in examples() if one.row.name == name] for state in STATES
        }
        for name in names
    }
    bench = make_workbench("states", shown, runtime)
    with serve(bench.site.files) as server:
        desk = Desk(chromium, bench, server)
        answers = {
            copy.exercise.id: copy.states[state]
            for pages in shown.values()
            for page in pages.values()
            for one, state in page
            if state in (copy := bench.copy(one, state)).states
        }
        desk.record = drafts_of(answers, [page.id for page in bench.course.pages])
        yield desk
        desk.leave()


@pytest.fixture
def looked_at(request: pytest.FixtureRequest, states: Desk) -> Iterator[Desk]:
    """The learner, for one test."""
    yield states
    if request.node.stash.get(FAILED, False):
        states.leave()
    states.hold()

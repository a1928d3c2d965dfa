"""The list of the specification's components names tests that exist; `make test` sees at its end that they ran."""

from __future__ import annotations

import pytest

from tests.support import components
from tests.support.zone import ROOT


def test_every_component_has_a_test() -> None:
    """No entry is empty, and none stands twice in its section."""
    for section, parts in components.sections().items():
        assert parts, section
        assert all(part["tests"] for part in parts), section
        what = [part["what"] for part in parts]
        assert len(what) == len(set(what)), section


@pytest.mark.parametrize("test", [*components.named()])
def test_a_named_test_exists(test: str) -> None:
    """A renamed test is renamed in the list as well."""
    assert components.exists(test)


def test_what_did_not_pass_is_noticed() -> None:
    """One passed case of a test is enough here: that no case failed is seen anyway."""
    first, second, *others = components.named()
    assert components.not_passed([f"{first}[a]", f"{first}[b]", *others]) == [second]
    assert not components.exists("tests/course/test_components.py::test_that_is_not_there")
    assert not components.exists("tests/course/test_of_another_world.py::test_it")


def test_the_checks_of_the_project_ask_for_it() -> None:
    """`make test` runs all tests with the option that looks at the list at the end."""
    assert '"--components"' in (ROOT / ".ci" / "check.py").read_text("utf-8")

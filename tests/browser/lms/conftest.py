"""The packages that an LMS gets in these tests, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.support.hosts import unpacked
from tests.support.lms_course import write_lms_course
from tests.support.quick_python import quick

if TYPE_CHECKING:
    from site_builder.runtime import Runtime

Package = Callable[[str], dict[str, bytes]]


@pytest.fixture(scope="session")
def real_package(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The files of the small course's package in a format, with the Python that learners get."""
    return _maker(runtime, tmp_path_factory)


@pytest.fixture(scope="session")
def package(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Package:
    """The same with a Python that need not start; before an issue closes (`make test-all`), with the real one."""
    whole = request.config.getoption("--scope") == "all"
    return request.getfixturevalue("real_package") if whole else _maker(quick(runtime), tmp_path_factory)


def _maker(runtime: Runtime, folders: pytest.TempPathFactory) -> Package:
    from site_builder.export.make import export
    from site_builder.export.options import Options
    from site_builder.export.table import EXPORTERS

    @cache
    def make(name: str) -> dict[str, bytes]:
        course = write_lms_course(folders.mktemp("course"))
        return unpacked(export(course, EXPORTERS[name], runtime, Options()).data)

    return make

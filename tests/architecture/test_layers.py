"""Arrows point down: an import goes to the same layer or a lower one, never in a circle; the zone stands alone."""

from __future__ import annotations

import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.zone import (
    ROOT,
    course_files,
    imports,
    is_type_check,
    is_zone,
    modules,
    parse,
    within,
    zone_modules,
)

# Top to bottom. A module belongs to the layer that names it, or the package it lies in, most exactly.
LAYERS = (
    ("site_builder.cli", "site_builder.__main__"),
    (
        "site_builder.build",
        "site_builder.serve",
        "site_builder.gallery",
        "site_builder.export",
        "site_builder.report",
        "site_builder.unchanged",
    ),
    (
        "site_builder.render",
        "site_builder.outline",
        "site_builder.theme",
        "site_builder.assets",
        "site_builder.bundle",
        "site_builder.runtime",
        "site_builder.runtime_fetch",
        "site_builder.targets",
        "site_builder.output",
    ),
    ("site_builder.check",),
    (
        "site_builder.load",
        "site_builder.page_loader",
        "site_builder.exercise_loader",
        "site_builder.markdown",
        "site_builder.contexts",
        "site_builder.course_code",
        "site_builder.patterns",
        "site_builder.schema",
        "site_builder.slots",
        "site_builder.source",
        "site_builder.violations",
        "site_builder.yaml_source",
    ),
    ("site_builder.exercises.table", "site_builder.model"),
    ("site_builder.exercises",),
    ("site_builder.grading",),
    ("site_builder.cache", "site_builder.errors", "site_builder.faults", "site_builder.sums"),
    ("site_builder",),
)
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
STANDARD = frozenset(sys.stdlib_module_names)

MODULES = modules()
KNOWN = frozenset(MODULES)
IMPORTS = {name: sorted(set(imports(parse(path), KNOWN))) for name, path in MODULES.items()}


def test_every_module_has_a_layer() -> None:
    """A new module is placed in LAYERS by whoever writes it; only the package itself stands for itself."""
    assert [name for name in MODULES if name != "site_builder" and _owner(name) == "site_builder"] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_point_down(name: str) -> None:
    """No module knows one that stands above it."""
    own = [imported for imported in IMPORTS[name] if within(imported, "site_builder")]
    assert [imported for imported in own if LEVELS[_owner(imported)] < LEVELS[_owner(name)]] == []


def test_no_import_cycle() -> None:
    """The modules can be put in an order in which each needs only earlier ones."""
    graph = {
        name: [imported for imported in imported_names if imported in KNOWN] for name, imported_names in IMPORTS.items()
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))
    assert sorted(order) == sorted(MODULES)


@pytest.mark.parametrize("name", sorted(zone_modules()))
def test_the_zone_needs_the_standard_library_alone(name: str) -> None:
    """Grading knows no exercise type; a type knows grading and itself; only the table knows the types."""
    if within(name, "site_builder.grading"):
        allowed = ["site_builder.grading"]
    elif name == "site_builder.exercises.table":
        allowed = ["site_builder.grading", "site_builder.exercises"]
    else:
        allowed = ["site_builder.grading", ".".join(name.split(".")[:3])]
    assert [
        imported
        for imported in IMPORTS[name]
        if imported.partition(".")[0] not in STANDARD and not any(within(imported, package) for package in allowed)
    ] == []


def test_the_zone_is_there() -> None:
    """The tests above are not about nothing."""
    assert {"site_builder.grading.bridge", "site_builder.exercises.table"} <= set(zone_modules())
    assert all(is_zone(name) for name in zone_modules())
    assert not is_zone("site_builder.errors")
    assert not is_zone("site_builder.exercises.choice.check")


@pytest.mark.parametrize("name", [name for name in sorted(MODULES) if is_type_check(name)])
def test_the_check_of_a_type_knows_its_type_alone(name: str) -> None:
    """Beside faults and their hints it needs the grading and its own grader, whose rules it tries on the content."""
    allowed = ["site_builder.errors", "site_builder.faults", "site_builder.grading", name.removesuffix(".check")]
    own = [imported for imported in IMPORTS[name] if within(imported, "site_builder")]
    assert [imported for imported in own if not any(within(imported, package) for package in allowed)] == []


def test_the_course_code_needs_the_zone_alone() -> None:
    """A course's own Python runs where the zone runs, so it may know the standard library, the grading and itself."""
    allowed = ("site_builder.grading", "course_code")
    assert [
        f"{path.relative_to(ROOT)}: {imported}"
        for path in course_files()
        for imported in imports(parse(path))
        if imported.partition(".")[0] not in STANDARD and not any(within(imported, package) for package in allowed)
    ] == []


def _owner(name: str) -> str:
    """The entry of LAYERS that names the module or the nearest package around it."""
    while name not in LEVELS:
        name = name.rpartition(".")[0]
    return name

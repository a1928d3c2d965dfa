"""Each module imports alone, whatever was or was not imported before; the zone even without installed packages."""

from __future__ import annotations

import subprocess
import sys

from tests.support.zone import ROOT, modules, zone_modules

# One interpreter forks a fresh child for each module: as clean as an interpreter each, and many times faster. What
# comes from outside the project is imported before, because it takes most of the time and proves nothing.
DRIVER = """
import os, sys
root, preloaded, *names = sys.argv[1:]
sys.path.insert(0, root)
for name in filter(None, preloaded.split(",")):
    __import__(name)
failed = []
for name in names:
    child = os.fork()
    if child == 0:
        try:
            __import__(name)
        except BaseException as error:
            print(f"{name}: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        failed.append(name)
sys.exit(bool(failed))
"""


def test_each_module_imports_alone() -> None:
    """No module relies on another having been imported before."""
    names = [name for name in modules() if name != "site_builder.__main__"]
    assert _import_each(names, "jinja2,jsonschema,markdown_it,pygments.lexers,yaml", "-I") == ""


def test_each_zone_module_imports_without_installed_packages() -> None:
    """What runs in the learner's browser finds nothing there but Python itself."""
    assert _import_each(list(zone_modules()), "", "-I", "-S") == ""


def test_a_module_that_does_not_import_is_found() -> None:
    """The driver reports a failure by name."""
    assert _import_each(["site_builder.no_such_module"], "", "-I").startswith("site_builder.no_such_module: ")


def _import_each(names: list[str], preloaded: str, *flags: str) -> str:
    command = [sys.executable, *flags, "-c", DRIVER, str(ROOT), preloaded, *names]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode == 0) == (run.stdout == ""), run.stderr
    return run.stdout

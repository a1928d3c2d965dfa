"""The runtime that every site ships, made from the real Pyodide package."""

from __future__ import annotations

import dataclasses
import io
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from site_builder import runtime
from site_builder.bundle import zone_sources
from site_builder.check.imports import ABSENT
from site_builder.errors import UsageError
from site_builder.runtime import Runtime, get_runtime, notices
from site_builder.runtime_fetch import get_package

UNCHECKED = b"\x01\x00\x00\x00"


@pytest.fixture(scope="module")
def made() -> Runtime:
    return get_runtime()


def names(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_has_four_files(made: Runtime) -> None:
    assert made.version == "314.0.7"
    assert set(made.files) == {"worker.js", "python.wasm", "core.zip", "rest.zip"}


def test_the_check_knows_which_modules_the_browser_lacks(made: Runtime) -> None:
    """The others are in the archives, or compiled into the interpreter; so CPython has those compiled too."""
    shipped = {name.partition("/")[0].removesuffix(".pyc") for name in names(made.files["core.zip"])}
    shipped |= {name.partition("/")[0].removesuffix(".pyc") for name in names(made.files["rest.zip"])}
    assert not ABSENT & shipped
    public = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    assert {name for name in public - ABSENT - shipped if is_written_in_python(name)} == set()


def is_written_in_python(module: str) -> bool:
    """Whether a module of the standard library is a file of Python."""
    found = find_spec(module)
    return found is not None and str(found.origin).endswith(".py")


def test_worker_is_a_classic_script_that_asks_nobody(made: Runtime) -> None:
    worker = made.files["worker.js"].decode()
    assert worker.startswith('"use strict";\nself.importScripts = undefined;\n')
    for foreign in ("import.meta", "export default", "sourceMappingURL"):
        assert foreign not in worker
    assert '"packages": {}}' in worker


def test_nothing_that_runs_is_a_string_of_python(made: Runtime) -> None:
    own = (runtime.BROWSER / "worker.js").read_text("utf-8")
    assert own in made.files["worker.js"].decode()
    assert "runPython" not in own


def test_every_module_is_compiled_and_in_one_archive(made: Runtime) -> None:
    core, rest = names(made.files["core.zip"]), names(made.files["rest.zip"])
    assert core & rest == set()
    assert {name for name in core | rest if not name.endswith(".pyc")} == {"late_stdlib.txt"}
    stock = zipfile.ZipFile(io.BytesIO(get_package(None).files["python_stdlib.zip"])).namelist()
    sources = {f"{name}c" for name in stock if name.endswith(".py")}
    assert core | rest == sources | {"late_stdlib.pyc", "late_stdlib.txt"}


def test_every_module_of_the_judge_is_compiled(made: Runtime) -> None:
    assert set(made.zone) == {f"{name}c" for name in zone_sources()}
    assert {module[4:8] for module in made.zone.values()} == {UNCHECKED}


def test_changed_judge_is_compiled_anew(made: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "site_builder/grading/outcome.py"
    changed = {**zone_sources(), name: zone_sources()[name] + b"\nNEWS = 1\n"}
    monkeypatch.setattr(runtime, "zone_sources", lambda: changed)
    again = get_runtime().zone
    assert [path for path in made.zone if again[path] != made.zone[path]] == [f"{name}c"]


def test_late_names_are_the_modules_of_the_rest(made: Runtime) -> None:
    late = zipfile.ZipFile(io.BytesIO(made.files["core.zip"])).read("late_stdlib.txt").decode().split()
    paths = {
        name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".") for name in names(made.files["rest.zip"])
    }
    assert set(late) == paths
    assert {"email.message", "xml.etree", "unittest"} <= paths
    assert not {"json", "re", "dataclasses", "random", "asyncio"} & paths


def test_archives_are_stored_and_carry_no_date(made: Runtime) -> None:
    for name in ("core.zip", "rest.zip"):
        archive = zipfile.ZipFile(io.BytesIO(made.files[name]))
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.filename.endswith(".txt") or archive.read(entry)[4:8] == UNCHECKED


def test_compiling_again_elsewhere_gives_the_same_bytes(
    made: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = get_package(None)
    copy = tmp_path / "a copy elsewhere"
    copy.mkdir()
    for name, content in package.files.items():
        (copy / name).write_bytes(content)
    for name, value in {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SITE_BUILDER_CACHE", str(tmp_path / "cache"))
    again = get_runtime(copy)
    assert [name for name, content in made.files.items() if again.files[name] != content] == []
    assert again.zone == made.zone


def test_unknown_text_is_not_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    package = get_package(None)
    changed = dataclasses.replace(package, files={**package.files, "pyodide.asm.mjs": b"import.meta.url"})
    monkeypatch.setattr(runtime, "get_package", lambda _: changed)
    with pytest.raises(UsageError, match="does not hold 'export default _createPyodideModule;' exactly once"):
        get_runtime()


def test_unknown_use_of_the_address_is_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    package = get_package(None)
    longer = package.files["pyodide.asm.mjs"] + b"\nimport.meta.more"
    changed = dataclasses.replace(package, files={**package.files, "pyodide.asm.mjs": longer})
    monkeypatch.setattr(runtime, "get_package", lambda _: changed)
    with pytest.raises(UsageError, match=r"uses import\.meta in a way that is not known"):
        get_runtime()


def test_notices_name_what_is_shipped() -> None:
    text = notices()
    for part in ("pyodide 314.0.7", "Mozilla Public License 2.0", "Python Software Foundation License", "Emscripten"):
        assert part in text
    assert "{version}" not in text

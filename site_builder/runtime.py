"""Makes the Python runtime that every site ships, from the pinned Pyodide package: one construction for all targets.

Four files: the worker's script, the WebAssembly, and the standard library as two archives of compiled modules. The
judge is compiled too, by the interpreter that will run it; its modules go into the bundle of each course.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from site_builder.bundle import pack, zone_sources
from site_builder.errors import UsageError
from site_builder.runtime_fetch import FILES, VERSION, Package, cached, get_node, get_package, run, tell

BROWSER = Path(__file__).parent / "browser"
COMPILER = ("compile_python.js", "compile_python.py")
LATE = BROWSER / "late_stdlib.py"
NOTICES = Path(__file__).parent / "runtime_notices.txt"

# Pyodide refuses to run in a classic worker and looks for `importScripts` to tell. Module workers cannot be started
# from a Blob on `file://`, so the worker is classic and this hides it. Strict, as the module was that is pasted below.
PRELUDE = '"use strict";\nself.importScripts = undefined;\n'

PATCHES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "pyodide.js": (("//# sourceMappingURL=pyodide.js.map", ""),),
    # A module's text becomes part of a classic script: it exports nothing, and its address is a constant.
    "pyodide.asm.mjs": (
        ("export default _createPyodideModule;", ""),
        ("createRequire(import.meta.url)", 'createRequire("https://runtime.invalid/")'),
        ("_scriptName=import.meta.url", '_scriptName="https://runtime.invalid/"'),
        ('new URL("pyodide.asm.wasm",import.meta.url)', 'new URL("pyodide.asm.wasm","https://runtime.invalid/")'),
    ),
}


@dataclass(frozen=True)
class Runtime:
    """The runtime: `files` holds worker.js, python.wasm, core.zip and rest.zip."""

    version: str
    files: Mapping[str, bytes]
    zone: Mapping[str, bytes]
    """Path in a bundle -> compiled module of the judge."""


def get_runtime(source: Path | None = None) -> Runtime:
    """The runtime made from the unpacked Pyodide package `source`, or from the one in the cache, or from npm's."""
    package = get_package(source)
    stdlib = _compiled_stdlib(package)
    files = {
        "worker.js": _worker(package),
        "python.wasm": package.files["pyodide.asm.wasm"],
        "core.zip": (stdlib / "core.zip").read_bytes(),
        "rest.zip": (stdlib / "rest.zip").read_bytes(),
    }
    return Runtime(VERSION, files, _compiled_zone(package, stdlib))


@cache
def notices() -> str:
    """What the files of the runtime are made from, and under which licenses."""
    return NOTICES.read_text("utf-8").replace("{version}", VERSION)


def _worker(package: Package) -> bytes:
    lock = json.loads(package.files["pyodide-lock.json"])
    # The lock file says which packages can be loaded; there are none, and so nothing to fetch.
    inline = f"self.pyodideLock = {json.dumps({'info': lock['info'], 'packages': {}})};\n"
    own = (BROWSER / "worker.js").read_text("utf-8")
    parts = [PRELUDE, inline, *(_patched(package, name) for name in PATCHES), own]
    return ";\n".join(parts).encode()


def _patched(package: Package, name: str) -> str:
    text = package.files[name].decode("utf-8")
    for old, new in PATCHES[name]:
        if text.count(old) != 1:
            raise UsageError(f"Pyodide's {name} does not hold '{old}' exactly once, so it cannot be patched.")
        text = text.replace(old, new)
    if "import.meta" in text:
        raise UsageError(f"Pyodide's {name} uses import.meta in a way that is not known.")
    return text


def _compiled_stdlib(package: Package) -> Path:
    """The folder of the compiled standard library."""

    def compile_into(folder: Path) -> None:
        tell("Compiling its standard library")
        _compile(package, "standard_library", package.folder / "python_stdlib.zip", LATE, folder)

    return cached(f"stdlib-{_key(LATE.read_bytes())}", compile_into)


def _compiled_zone(package: Package, stdlib: Path) -> dict[str, bytes]:
    """The compiled judge; whoever changes it waits for that once."""
    sources = pack(zone_sources())

    def compile_into(folder: Path) -> None:
        tell("Compiling the judge")
        given = folder.parent / "sources.zip"
        given.write_bytes(sources)
        _compile(package, "zone", stdlib / "core.zip", given, folder)

    folder = cached(f"zone-{_key(LATE.read_bytes(), sources)}", compile_into)
    with zipfile.ZipFile(folder / "zone.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _key(*parts: bytes) -> str:
    """Names what is compiled after all that it is made of: Pyodide, the compiler and these parts."""
    digest = hashlib.sha256("".join(FILES.values()).encode())
    for part in (*((BROWSER / name).read_bytes() for name in COMPILER), *parts):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def _compile(package: Package, what: str, stdlib: Path, given: Path, folder: Path) -> None:
    """Has Pyodide, started with that standard library, compile what is given into files of the folder."""
    places = [str(path.resolve()) for path in (package.folder, stdlib)]
    run(
        [get_node().node, str(BROWSER / "compile_python.js"), *places, what, str(given.resolve()), str(folder)],
        "Pyodide could not compile the Python that learners get",
        "This needs Node 20 or newer and 1 GB of free memory.",
        folder,
    )

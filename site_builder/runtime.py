"""Makes the Python runtime that every site ships, from the pinned Pyodide package: one construction for all targets.

Four files: the worker's script, the WebAssembly, and the standard library as two archives of compiled modules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from site_builder.errors import UsageError
from site_builder.runtime_fetch import FILES, VERSION, Package, cached, get_node, get_package, run, tell

BROWSER = Path(__file__).parent / "browser"
COMPILER = ("compile_stdlib.js", "compile_stdlib.py", "late_stdlib.py")
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
    return Runtime(VERSION, files)


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
    """The folder of the compiled standard library; its name follows from all that it is made of."""
    digest = hashlib.sha256("".join(FILES.values()).encode())
    for name in COMPILER:
        digest.update((BROWSER / name).read_bytes())

    def compile_into(folder: Path) -> None:
        tell("Compiling its standard library")
        run(
            [get_node().node, str(BROWSER / "compile_stdlib.js"), str(package.folder.resolve()), str(folder)],
            "Pyodide could not compile Python's standard library",
            "This needs Node 20 or newer and 1 GB of free memory.",
            folder,
        )

    return cached(f"stdlib-{digest.hexdigest()[:16]}", compile_into)

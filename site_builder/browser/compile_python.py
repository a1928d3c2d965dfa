"""Compiles the standard library and the judge with the Python that will run them; runs inside Pyodide, in Node.

Stock Pyodide ships sources and compiles what it imports at every start, which is four fifths of its start-up time. Here
they become zips of `.pyc`: `core` with all of the standard library that the start and graders need, `rest` with
everything else, which `late_stdlib` fetches when something imports from it, and `zone`, which goes into the bundles of
courses. The zips are stored, not deflated, so that a server's own compression works on them.
"""

# ruff: noqa: INP001 - this folder is no package: it holds what runs elsewhere

from __future__ import annotations

import importlib
import importlib.util
import io
import marshal
import sys
import zipfile

CORE = "/lib/python314.zip"
"""Where Pyodide puts the archive it starts from, and so the file names that tracebacks show."""
REST = "/lib/python314-rest.zip"
"""Where `late_stdlib` puts the other archive."""
BUNDLE = "/lib/course.zip"
"""Where the worker puts the bundle."""

# Core holds what Pyodide itself imports when it starts (found by looking) and these, with all that they import in turn.

ZONE = """
    __future__ collections.abc dataclasses datetime enum functools hashlib html itertools json math random re string
    types typing
"""
"""What grading imports; tests/browser/test_python_worker.py holds that it never asks for more."""

USUAL = """
    bisect calendar cmath collections contextlib copy csv decimal difflib fractions heapq html.parser numbers operator
    statistics textwrap time unicodedata
"""
"""What else a course's graders and simulations may well import."""

HIDDEN = """
    _pylong _strptime annotationlib ast encodings.ascii encodings.latin_1 html.entities inspect linecache
    string.templatelib tokenize traceback
"""
"""What the modules above import only when a certain function is called, or an error needs words."""

HASHED_UNCHECKED = (1).to_bytes(4, "little")
"""The flag of a `.pyc` that holds its source's hash, not a date, and is not compared with a source."""


def standard_library(late_source: memoryview) -> dict[str, bytes]:
    """The two archives. `late_source` is the text of `late_stdlib.py`, which goes into core."""
    archive = next(path for path in sys.path if path.endswith(".zip"))
    with zipfile.ZipFile(archive) as stock:
        sources = {name: stock.read(name) for name in stock.namelist() if name.endswith(".py")}
    core = {file for name in _core_modules() for file in _files_of(name) if file in sources}
    rest = sources.keys() - core
    early = {file + "c": _compile(CORE, file, sources[file]) for file in core}
    early["late_stdlib.pyc"] = _compile(CORE, "late_stdlib.py", bytes(late_source))
    early["late_stdlib.txt"] = "\n".join(sorted(map(_module_of, rest))).encode()
    late = {file + "c": _compile(REST, file, sources[file]) for file in rest}
    return {"core.zip": _pack(early), "rest.zip": _pack(late)}


def zone(archive: memoryview) -> dict[str, bytes]:
    """The compiled modules of an archive of sources."""
    with zipfile.ZipFile(io.BytesIO(archive)) as sources:
        files = {name + "c": _compile(BUNDLE, name, sources.read(name)) for name in sources.namelist()}
    return {"zone.zip": _pack(files)}


def _core_modules() -> list[str]:
    for name in (ZONE + USUAL + HIDDEN).split():
        importlib.import_module(name)
    return sorted(sys.modules)


def _files_of(module: str) -> tuple[str, str]:
    path = module.replace(".", "/")
    return f"{path}.py", f"{path}/__init__.py"


def _module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _compile(archive: str, file: str, source: bytes) -> bytes:
    code = compile(source, f"{archive}/{file}", "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + HASHED_UNCHECKED + importlib.util.source_hash(source) + marshal.dumps(code)


def _pack(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return buffer.getvalue()

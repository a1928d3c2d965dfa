"""What the pages of a site load: scripts, widgets, the generated `site.js`; and names that change with the content.

A file whose name changes with its content may be cached for ever, and a new build never mixes with an old one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from site_builder.model import Course
from site_builder.sums import sum_of
from site_builder.targets import WEB, Target

PACKAGE = Path(__file__).parent
FORMAT = 1
NOT_FOR_PAGES = frozenset({"worker.js", "compile_python.js", "live.js", "service_worker.js"})
"""Scripts of other places: inside the runtime's worker, inside Node, inside the preview, and beside all pages."""

File = tuple[str, bytes]
"""Path relative to the root of the site, and content."""


@dataclass(frozen=True)
class Folder:
    """A folder of the site whose name changes with what it holds."""

    path: str
    files: Mapping[str, bytes]
    """Path relative to the root of the site -> content."""


def hashed_folder(name: str, files: Mapping[str, bytes]) -> Folder:
    """The files, in a folder below `name`."""
    place = f"{name}/{sum_of(sorted(files.items()))[:16]}"
    return Folder(place, {f"{place}/{path}": files[path] for path in sorted(files)})


def hashed_file(folder: str, ending: str, content: bytes) -> File:
    """The content, as a file in `folder`."""
    return f"{folder}/{hashlib.sha256(content).hexdigest()[:16]}{ending}", content


def _widgets() -> dict[str, Path]:
    """Name of the exercise type -> its widget."""
    return {path.parent.name: path for path in sorted((PACKAGE / "exercises").glob("*/widget.js"))}


def scripts(target: Target = WEB) -> dict[str, bytes]:
    """The modules of pages, widgets and the frame in an LMS, by path relative to the folder of assets."""
    modules = {path.name: path for path in (PACKAGE / "browser").glob("*.js") if path.name not in NOT_FOR_PAGES}
    modules |= {f"widgets/{name}.js": path for name, path in _widgets().items()}
    if target.adapter:
        frame = (path for ending in ("js", "css") for path in (PACKAGE / "browser" / "lms").glob(f"*.{ending}"))
        modules |= {f"lms/{path.name}": path for path in frame}
    return {name: modules[name].read_bytes() for name in sorted(modules)}


def site_js(
    course: Course, *, target: Target, texts: Mapping[str, Any], fetched: Mapping[str, File], pyodide: str
) -> bytes:
    """The module that tells the scripts about this site; see `browser/types.d.ts`. `fetched`: what Python needs."""
    _, bundle = fetched["bundle"]
    phase_of = {page.id: phase.id for phase in course.phases for page in phase.pages}
    site = {
        "format": FORMAT,
        "course": {
            "id": course.id,
            "version": course.version,
            "title": course.title,
            "fingerprint": hashlib.sha256(bundle).hexdigest()[:16],
        },
        "target": target.name,
        "adapter": target.adapter,
        "offline": target.service_worker,
        "settings": dict(target.settings),
        "router": target.router,
        "source": target.source,
        "units": [
            {
                "id": page.id,
                "url": page.url,
                "title": page.title,
                "phase": phase_of.get(page.id, ""),
                "optional": page.optional,
            }
            for page in course.pages
        ],
        "texts": texts,
        "files": {_role(name): {"url": path, "bytes": len(data)} for name, (path, data) in sorted(fetched.items())},
        "types": list(_widgets()),
        "versions": {"pyodide": pyodide, "site_builder": version("site-builder")},
    }
    return f"export const SITE = {json.dumps(site, ensure_ascii=False, indent=1, sort_keys=True)};\n".encode()


def service_worker(course: Course, files: Mapping[str, bytes]) -> File:
    """The script with which a browser keeps the site. It lies at the root, because it sees to what is below it."""
    edition = {
        "course": course.id,
        "version": sum_of(files.items())[:16],
        "files": sorted(path for path in files if not path.startswith(".")),
    }
    text = (PACKAGE / "browser" / "service_worker.js").read_text("utf-8")
    return "service-worker.js", f"self.EDITION = {json.dumps(edition, indent=1)};\n{text}".encode()


def _role(stem: str) -> str:
    """What a file of the runtime is called among the scripts: WebAssembly by its kind, the others by their name."""
    return "wasm" if stem == "python" else stem

"""The modules of a site as one script, for places where no module can be loaded: each becomes a function.

It reads the one form in which our modules are written (a lint holds it), so that no bundler is needed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from site_builder.errors import UsageError

MAIN = "main.js"
WIDGETS = "widgets/"
LOADS_WIDGETS = "component.js"

IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "(\.\.?/[\w./]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) ([\w$]+))", re.MULTILINE)
OTHER_FORM = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
LOAD = "await import(name)"
NOT_IN_A_SCRIPT = re.compile(r"</?script|<!--", re.IGNORECASE)
"""What would end the element around a script, or hide its end."""


def one_script(modules: Mapping[str, bytes]) -> str:
    """The script. `modules`: path -> text; it runs `main.js`, and a widget when that is asked for."""
    texts = {path: text.decode() for path, text in modules.items()}
    widgets = _widgets(texts)
    parts = [
        *(f"const {_name(path)} = {_function(path, texts[path])}();" for path in _in_order(texts) if path != MAIN),
        *(f"const {_name(path)} = {_function(path, texts[path])};" for path in widgets),
        _widget_loader(widgets),
        _body(MAIN, texts[MAIN]),
    ]
    script = "\n".join(parts)
    if found := NOT_IN_A_SCRIPT.search(script):
        raise UsageError(f"A script of the site holds {found[0]!r}, so it cannot stand inside a page.")
    return script


def _in_order(texts: Mapping[str, str]) -> Iterator[str]:
    """What `main.js` and the widgets import: each module after those that it needs itself."""
    needs: dict[str, list[str]] = {}
    waiting = [MAIN, *_widgets(texts)]
    while waiting:
        path = waiting.pop()
        if path not in needs:
            needs[path] = [_imported(path, written) for _, written in IMPORT.findall(texts[path])]
            waiting += needs[path]
    try:
        yield from (path for path in TopologicalSorter(needs).static_order() if not path.startswith(WIDGETS))
    except CycleError as error:
        raise UsageError(f"Modules import each other: {' -> '.join(error.args[1])}.") from error


def _widgets(paths: Iterable[str]) -> list[str]:
    return sorted(path for path in paths if path.startswith(WIDGETS))


def _imported(path: str, written: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), written))


def _name(path: str) -> str:
    """The name of a module inside the script; no module of ours begins a name like this."""
    return "$" + re.sub(r"\W", "_", path)


def _function(path: str, text: str) -> str:
    """A module as a function that gives what it exports."""
    exported = ", ".join(match[1] for match in EXPORT.finditer(text))
    return f"(() => {{\n{_body(path, text)}\nreturn {{ {exported} }};\n}})"


def _body(path: str, text: str) -> str:
    """The text of a module, which finds what it imports among the names of the script."""
    text = IMPORT.sub(lambda match: f"const {{ {match[1]} }} = {_name(_imported(path, match[2]))};", text)
    text = EXPORT.sub("", text)
    if found := OTHER_FORM.search(text):
        raise UsageError(f"{path} holds a line that cannot become a part of one script: {found[0]}")
    if text.count(LOAD) != (path == LOADS_WIDGETS):
        raise UsageError(f"Exactly one module loads others while it runs: {LOADS_WIDGETS}. Look at {path}.")
    return text.replace(LOAD, "$load(name)")


def _widget_loader(widgets: list[str]) -> str:
    rows = ", ".join(f'"./{path}": {_name(path)}' for path in widgets)
    load = "const $load = (name) => ($loaded[name] ??= $widgets[name]());"
    return f"const $widgets = {{ {rows} }};\nconst $loaded = {{}};\n{load}"

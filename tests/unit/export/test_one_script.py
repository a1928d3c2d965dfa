"""One script of many modules: what it holds, and what it refuses."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from site_builder.assets import scripts
from site_builder.errors import UsageError
from site_builder.export.one_script import MAIN, one_script
from site_builder.runtime_fetch import get_node

COMPONENT = b"export async function load(name) {\n  return await import(name);\n}\n"
MODULES = {
    "component.js": COMPONENT,
    "main.js": (
        b'import { load } from "./component.js";\nimport { one, Two } from "./parts.js";\n'
        b'const widget = await load("./widgets/three.js");\n'
        b'const again = await load("./widgets/three.js");\n'
        b"console.log(one(), new Two().two, widget.three, widget === again);\n"
    ),
    "parts.js": b"export function one() {\n  return 1;\n}\nexport class Two {\n  two = hidden;\n}\nconst hidden = 2;\n",
    "widgets/three.js": b'import { one } from "../parts.js";\nexport const three = one() + 2;\n',
    "widgets/broken.js": b'throw new Error("loaded, though nobody asked");\n',
}


def run(script: str, folder: Path) -> str:
    """What the script prints."""
    file = folder / "script.mjs"
    file.write_text(script, "utf-8")
    return subprocess.run([get_node().node, file], capture_output=True, text=True, check=True).stdout


def test_each_module_is_a_function_that_finds_what_it_imports(tmp_path: Path) -> None:
    """In the order of their needs; a widget runs when it is asked for, and once."""
    assert run(one_script(MODULES), tmp_path) == "1 2 3 true\n"


def test_the_same_modules_give_the_same_script() -> None:
    """The order of files does not matter."""
    assert one_script(dict(sorted(MODULES.items(), reverse=True))) == one_script(dict(sorted(MODULES.items())))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'import * as all from "./parts.js";', "cannot become a part of one script"),
        (b'import one from "./parts.js";', "cannot become a part of one script"),
        (b'import { one as two } from "./parts.js";', "cannot become a part of one script"),
        (b"export default 1;", "cannot become a part of one script"),
        (b"export { one };", "cannot become a part of one script"),
        (b"export let count = 0;", "cannot become a part of one script"),
        (b"await import(name);", "Exactly one module loads others"),
        (b'import { load } from "./main.js";', "import each other"),
        (b'const text = "</SCRIPT>";', "cannot stand inside a page"),
        (b"// <!-- not the end", "cannot stand inside a page"),
    ],
)
def test_what_it_cannot_take_in_is_refused(line: bytes, said: str) -> None:
    """A module in another form would be lost without a word."""
    with pytest.raises(UsageError, match=said):
        one_script({**MODULES, "parts.js": MODULES["parts.js"] + line + b"\n"})


def test_all_modules_of_the_pages_have_the_form(tmp_path: Path) -> None:
    """Ours: they become one script, and the script is one that a browser can read."""
    modules = {name: text for name, text in scripts().items() if name != "early.js"}
    script = one_script({**modules, "site.js": b"export const SITE = {};\n"})
    file = tmp_path / "script.mjs"
    file.write_text(script, "utf-8")
    subprocess.run([get_node().node, "--check", file], check=True)
    assert MAIN in modules
    assert script.count("function mount(") == len([name for name in modules if name.startswith("widgets/")])

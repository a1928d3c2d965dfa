"""The author's guide with its gallery: a course written by hand, and one phase made from the exercise types.

Each type gets a page: its description, every example live and as source, and the reference made from its schema. The
result is a course folder like any other and goes through the ordinary build.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).parent
GUIDE = PACKAGE / "guide"
TYPES = PACKAGE / "exercises"
PHASE = "types"
OVERVIEW = "overview"


@dataclass(frozen=True)
class Example:
    """An example of an exercise type."""

    name: str
    about: str
    id: str
    source: str
    """The exercise as its author wrote it."""


@contextmanager
def guide_with_gallery() -> Iterator[Path]:
    """The folder of the guide with the generated phase, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="site-builder-") as scratch:
        folder = Path(scratch, "guide")
        shutil.copytree(GUIDE, folder)
        with (folder / "course.yaml").open("a", encoding="utf-8") as course:
            # The phases are the last key of the guide's file; this adds one.
            course.write(f"  - {PHASE}\n")
        for name, text in gallery_files().items():
            path = folder / PHASE / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield folder


def gallery_files() -> dict[str, str]:
    """The files of the generated phase, by name."""
    names = [path.parent.name for path in sorted(TYPES.glob("*/schema.json"))]
    schemas = {name: _schema(TYPES / name / "schema.json") for name in names}
    common = _schema(TYPES / "exercise.schema.json")
    files = {"phase.yaml": _phase(names), f"{OVERVIEW}.md": _overview(schemas, common)}
    for name, schema in schemas.items():
        examples = read_examples(TYPES / name / "examples.yaml")
        files[f"{_page(name)}.md"] = _type_page(name, schema, examples)
        files |= {f"{example.id}.yaml": example.source for example in examples}
    return files


def _page(name: str) -> str:
    """The file name of a type's page; page names have no underscore."""
    return name.replace("_", "-")


def _schema(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


def read_examples(path: Path) -> list[Example]:
    """The examples of a type. Their source is cut from the file as it stands, comments and line breaks included."""
    text = path.read_text("utf-8")
    (examples,) = _children(yaml.compose(text, Loader=yaml.CSafeLoader), "examples")
    return [_example(text, node) for node in examples.value]


def _example(text: str, node: yaml.Node) -> Example:
    name, about, content = _children(node, "name", "about", "content")
    (ident,) = _children(content, "id")
    start, end = content.start_mark, content.end_mark
    lines = text.splitlines(keepends=True)[start.line : end.line]
    return Example(name.value, about.value.strip(), ident.value, textwrap.dedent("".join(lines)).rstrip() + "\n")


def _children(node: Any, *keys: str) -> list[Any]:
    values = {key.value: value for key, value in node.value}
    return [values[key] for key in keys]


def _phase(names: Sequence[str]) -> str:
    phase = {
        "title": "Exercise types",
        "label": "Gallery",
        "goals": ["Choose a type for what your learners should practice", "Look up its keys", "Copy an example"],
        "pages": [OVERVIEW, *map(_page, names)],
    }
    return json.dumps(phase, indent=2) + "\n"


def _overview(schemas: Mapping[str, Mapping[str, Any]], common: Mapping[str, Any]) -> str:
    rows = [f"| [{name}]({_page(name)}.md) | {_cell(schema['description'])} |" for name, schema in schemas.items()]
    head = _front_matter("All exercise types", "What there is, and the keys that all types share.")
    return (
        f"{head}\n| Type | What it is |\n|---|---|\n" + "\n".join(rows) + "\n\n"
        f"## Keys of every exercise\n\n{common['description']}\n\n{_table(common)}"
    )


def _type_page(name: str, schema: Mapping[str, Any], examples: Sequence[Example]) -> str:
    parts = [
        _front_matter(f"Type: {name}", "Examples to try and to copy, and the reference."),
        schema["description"],
    ]
    for example in examples:
        title = example.name.replace("-", " ").capitalize()
        parts += [
            f"## Example: {title}",
            example.about,
            f"```{{exercise}} {example.id}.yaml\n```",
            "It is written like this:",
            f"````yaml\n{example.source}````",
        ]
    answer = schema["$defs"]["answer"]
    parts += [
        f"## Keys of {name}",
        f"Beside the [keys of every exercise]({OVERVIEW}.md#keys-of-every-exercise):",
        _table(schema),
        "## The answer in a proof",
        answer["description"],
        _table(answer),
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(title: str, description: str) -> str:
    """Without minutes: nobody reads a reference from beginning to end, and the list of all types stays short."""
    return f"---\ntitle: {json.dumps(title)}\ndescription: {json.dumps(description)}\n---\n"


def _table(schema: Mapping[str, Any]) -> str:
    """The reference of a mapping: one row a key, keys inside it below it."""
    head = "| Key | Kind | Required | If left out | Meaning |\n|---|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in _rows(schema, ""))


def _rows(schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, ...]]:
    required = schema.get("required", ())
    for key, value in schema.get("properties", {}).items():
        path = f"{prefix}{key}"
        default = f"`{_cell(json.dumps(value['default'], ensure_ascii=False))}`" if "default" in value else ""
        yield f"`{path}`", _kind(value), "yes" if key in required else "", default, _cell(value.get("description", ""))
        yield from _rows(value, f"{path}.")
        yield from _rows(value.get("items", {}), f"{path}[].")
        # Where authors choose the keys themselves, such as ids, what stands below each of them.
        each = value.get("additionalProperties")
        yield from _rows(each, f"{path}.*.") if isinstance(each, dict) else ()


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value has to be, in words."""
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    kinds = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "`true` or `false`",
        "null": "nothing",
    }
    kind = schema.get("type", "")
    if isinstance(kind, list):
        return " or ".join(_kind({**schema, "type": one}) for one in kind)
    if kind == "array":
        return f"list: {_kind(schema.get('items', {}))}"
    if kind == "object":
        return "keys and values"
    formats = {"markdown": "Markdown", "inline": "Markdown, one line", "pattern": "pattern"}
    return formats.get(schema.get("format", "")) or kinds.get(kind, "anything")


def _cell(text: str) -> str:
    """Text that can stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")

"""Themes: folders with templates, style sheets and words. A theme may extend another one that stands beside it.

- `theme.yaml`: format, name, extends (optional), styles (names of files in `styles/`, in order)
- `templates/`: Jinja templates; `{% extends "plain/base.html" %}` names the one of a given theme
- `styles/`: CSS; the site gets one file: the base theme's styles, those of the exercise types, the theme's own
- `text/en.yaml`: labels (for templates), script (for JavaScript), types (replaces words of exercise types)
- `static/`: copied beside the style sheet
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from site_builder.errors import ContentError, Place, Problem, Problems, did_you_mean
from site_builder.schema import Schema
from site_builder.source import Folder
from site_builder.yaml_source import read_yaml, whole

if TYPE_CHECKING:
    from site_builder.yaml_source import Document

FORMAT = 1
TYPES_FOLDER = Path(__file__).parent / "exercises"
COMMON = "common"
"""Where `type_texts` keeps the words that all exercise types share."""

_WORD = {"type": "string"}
_PLURAL = {
    "type": "object",
    "additionalProperties": False,
    "required": ["one", "other"],
    "properties": {"one": _WORD, "other": _WORD},
}
_LABELS = {"type": "object", "additionalProperties": _WORD}
_MESSAGES = {"type": "object", "additionalProperties": {"anyOf": [_WORD, _PLURAL]}}
_TYPE_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"labels": _LABELS, "messages": _MESSAGES},
}
_THEME_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "labels": _LABELS,
        "script": _LABELS,
        "types": {"type": "object", "additionalProperties": _TYPE_TEXT},
    },
}
_THEME = {
    "type": "object",
    "additionalProperties": False,
    "required": ["format", "name"],
    "properties": {
        "format": {"const": FORMAT},
        "name": _WORD,
        "extends": _WORD,
        "styles": {"type": "array", "items": _WORD},
    },
}

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Theme:
    """A theme with everything it inherits."""

    name: str
    folder: Path
    base: Theme | None
    styles: tuple[Path, ...]
    """Its own style sheets, in order."""
    labels: Words
    """Words for templates, the base theme's included."""
    script: Words
    """Words for JavaScript, the base theme's included."""
    types: Mapping[str, Mapping[str, Words]]
    """Words of exercise types that this theme replaces: type -> `labels` or `messages` -> key -> text."""

    @property
    def lineage(self) -> tuple[Theme, ...]:
        """The theme, the one it extends, and so on."""
        return (self, *(self.base.lineage if self.base else ()))


def _read(folder: Path, name: str, schema: Mapping[str, Any], problems: Problems) -> Document | None:
    """A YAML file that fits its schema; None, and what is wrong with it in `problems`, otherwise."""
    files = Folder(folder)
    path = PurePosixPath(name)
    if not files.holds(path):
        problems.add(Problem(Place(files.label(path)), "theme-file", "this file of the theme is missing"))
        return None
    source = files.read(path, problems)
    document = source and read_yaml(whole(source), source.text, problems)
    return document if document and Schema(schema).check(document, problems) else None


def _overlay(below: Any, above: Any) -> Any:
    """`above` laid over `below`, mapping by mapping."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {key: _overlay(below.get(key), above.get(key, below.get(key))) for key in {**below, **above}}
    return above


def _base_of(folder: Path, document: Document, seen: tuple[str, ...], problems: Problems) -> Theme | None:
    name = document.data.get("extends")
    beside = sorted(path.parent.name for path in folder.parent.glob("*/theme.yaml"))
    if name is None:
        return None
    if name in seen:
        message = f"themes extend each other: {' -> '.join((*seen, name))}"
        problems.add(document.problem(("extends",), "theme-extends", message))
        return None
    if name not in beside:
        hint = did_you_mean(name, [other for other in beside if other not in seen])
        message = f"there is no theme '{name}' beside this one"
        problems.add(document.problem(("extends",), "theme-extends", message, hint=hint))
        return None
    return _load(folder.parent / name, seen)


def _styles_of(folder: Path, document: Document, problems: Problems) -> tuple[Path, ...]:
    names = document.data.get("styles", [])
    for place, name in enumerate(names):
        if not (folder / "styles" / name).is_file():
            message = f"there is no style sheet 'styles/{name}'"
            problems.add(document.problem(("styles", place), "theme-style", message))
    return tuple(folder / "styles" / name for name in names)


def _load(folder: Path, seen: tuple[str, ...]) -> Theme:
    problems = Problems()
    document = _read(folder, "theme.yaml", _THEME, problems)
    text = _read(folder, "text/en.yaml", _THEME_TEXT, problems)
    base = _base_of(folder, document, (*seen, folder.name), problems) if document else None
    styles = _styles_of(folder, document, problems) if document else ()
    problems.stop()
    words = text.data if text else {}
    return Theme(
        name=folder.name,
        folder=folder,
        base=base,
        styles=styles,
        labels=_overlay(base.labels if base else {}, words.get("labels", {})),
        script=_overlay(base.script if base else {}, words.get("script", {})),
        types=_overlay(base.types if base else {}, words.get("types", {})),
    )


def load_theme(folder: Path) -> Theme:
    """Reads a theme and those it extends. Raises `ContentError` when something is wrong with one of them."""
    if not (folder / "theme.yaml").is_file():
        beside = [path.parent.name for path in folder.parent.glob("*/theme.yaml")]
        hint = did_you_mean(folder.name, beside)
        message = f"there is no theme '{folder.name}' here"
        raise ContentError(Problems([Problem(Place(str(folder)), "theme", message, hint=hint)]))
    return _load(folder, ())


def check_named(name: str, themes: Path, file: Path) -> None:
    """Raises `ContentError`, at the line in a course's file, when the theme that it names does not exist."""
    names = [path.parent.name for path in themes.glob("*/theme.yaml")]
    if name in names:
        return
    lines = file.read_text("utf-8-sig").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if line.startswith("theme")), 1)
    place, hint = Place(file.as_posix(), number), did_you_mean(name, names)
    problem = Problem(place, "theme", f"there is no theme '{name}'", hint=hint, source=lines[number - 1])
    raise ContentError(Problems([problem]))


def type_folders() -> Iterator[Path]:
    """The folders of the exercise types, by name."""
    yield from sorted(path.parent for path in TYPES_FOLDER.glob("*/template.html"))


def type_texts(theme: Theme) -> dict[str, dict[str, Words]]:
    """The words of every exercise type, and of all together, with the theme's replacements."""
    problems = Problems()
    folders = {COMMON: TYPES_FOLDER, **{folder.name: folder for folder in type_folders()}}
    documents = {name: _read(folder, "text.yaml", _TYPE_TEXT, problems) for name, folder in folders.items()}
    problems.stop()
    empty: dict[str, Words] = {"labels": {}, "messages": {}}
    own = {name: _overlay(empty, document.data) for name, document in documents.items() if document}
    return {name: _overlay(words, theme.types.get(name, {})) for name, words in own.items()}


def _style_sheet(theme: Theme) -> bytes:
    base, *children = reversed(theme.lineage)
    own_of_types = (folder / "style.css" for folder in type_folders())
    files = (
        *base.styles,
        *(path for path in own_of_types if path.is_file()),
        *(path for child in children for path in child.styles),
    )
    return b"\n".join(path.read_bytes().strip() for path in files) + b"\n"


def theme_assets(theme: Theme) -> dict[str, bytes]:
    """The theme's files for the browser, by path relative to the folder of assets."""
    assets = {"theme.css": _style_sheet(theme)}
    for member in reversed(theme.lineage):
        static = member.folder / "static"
        paths = sorted(path for path in static.rglob("*") if path.is_file())
        assets |= {path.relative_to(static).as_posix(): path.read_bytes() for path in paths}
    return assets

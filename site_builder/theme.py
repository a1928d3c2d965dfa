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
from pathlib import Path
from typing import Any

import yaml

from site_builder.errors import ContentError, Place, Problem, Problems, did_you_mean

FORMAT = 1
TYPES_FOLDER = Path(__file__).parent / "exercises"
COMMON = "common"
"""Where `type_texts` keeps the words that all exercise types share."""

_KEYS = {"format": int, "name": str, "extends": str, "styles": list}
_TEXT_KEYS = {"labels": dict, "script": dict, "types": dict}

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


def _read(path: Path, keys: Mapping[str, type], problems: Problems) -> dict[str, Any]:
    """A YAML mapping with known keys of known types; what is wrong with it goes to `problems`."""
    place = Place(str(path))
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        problems.add(Problem(place, "theme-file", "this file of the theme cannot be read", found=str(error)))
        return {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        spot = Place(str(path), mark.line + 1, mark.column + 1) if mark else place
        problems.add(Problem(spot, "theme-yaml", "this is not valid YAML", found=error.problem or ""))
        return {}
    if not isinstance(data, dict):
        problems.add(Problem(place, "theme-yaml", "a mapping of keys to values is needed here"))
        return {}
    for key, value in data.items():
        if key not in keys:
            problems.add(Problem(place, "theme-key", f"unknown key '{key}'", hint=did_you_mean(str(key), keys)))
        elif not isinstance(value, keys[key]):
            problems.add(
                Problem(place, "theme-key", f"wrong type for '{key}'", keys[key].__name__, type(value).__name__)
            )
    return data


def _overlay(below: Any, above: Any) -> Any:
    """`above` laid over `below`, mapping by mapping."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {key: _overlay(below.get(key), above.get(key, below.get(key))) for key in {**below, **above}}
    return above


def _base_of(folder: Path, name: str, seen: tuple[str, ...], problems: Problems) -> Theme | None:
    place = Place(str(folder / "theme.yaml"))
    beside = sorted(path.parent.name for path in folder.parent.glob("*/theme.yaml"))
    if name in seen:
        chain = " -> ".join((*seen, name))
        problems.add(Problem(place, "theme-extends", f"themes extend each other in a circle: {chain}"))
    elif name not in beside:
        hint = did_you_mean(name, [other for other in beside if other not in seen])
        problems.add(Problem(place, "theme-extends", f"there is no theme '{name}' beside this one", hint=hint))
    else:
        return _load(folder.parent / name, seen)
    return None


def _load(folder: Path, seen: tuple[str, ...]) -> Theme:
    problems = Problems()
    path = folder / "theme.yaml"
    facts = _read(path, _KEYS, problems)
    if not problems and facts.get("format") != FORMAT:
        problems.add(
            Problem(Place(str(path)), "theme-format", "unknown format of theme", str(FORMAT), str(facts.get("format")))
        )
    problems.stop()
    extends = facts.get("extends")
    base = _base_of(folder, extends, (*seen, folder.name), problems) if extends else None
    styles = tuple(folder / "styles" / str(name) for name in facts.get("styles", ()))
    for style in styles:
        if not style.is_file():
            problems.add(Problem(Place(str(path)), "theme-style", f"there is no style sheet 'styles/{style.name}'"))
    text = _read(folder / "text" / "en.yaml", _TEXT_KEYS, problems)
    problems.stop()
    return Theme(
        name=folder.name,
        folder=folder,
        base=base,
        styles=styles,
        labels=_overlay(base.labels if base else {}, text.get("labels", {})),
        script=_overlay(base.script if base else {}, text.get("script", {})),
        types=_overlay(base.types if base else {}, text.get("types", {})),
    )


def load_theme(folder: Path) -> Theme:
    """Reads a theme and those it extends. Raises `ContentError` when something is wrong with one of them."""
    if not (folder / "theme.yaml").is_file():
        beside = [path.parent.name for path in folder.parent.glob("*/theme.yaml")]
        hint = did_you_mean(folder.name, beside)
        raise ContentError(Problems([Problem(Place(str(folder)), "theme", "there is no theme here", hint=hint)]))
    return _load(folder, ())


def type_folders() -> Iterator[Path]:
    """The folders of the exercise types, by name."""
    yield from sorted(path.parent for path in TYPES_FOLDER.glob("*/template.html"))


def type_texts(theme: Theme) -> dict[str, dict[str, Words]]:
    """The words of every exercise type, and of all together, with the theme's replacements."""
    problems = Problems()
    sources = {COMMON: TYPES_FOLDER / "text.yaml", **{folder.name: folder / "text.yaml" for folder in type_folders()}}
    texts = {name: _read(path, {"labels": dict, "messages": dict}, problems) for name, path in sources.items()}
    problems.stop()
    empty: dict[str, Words] = {"labels": {}, "messages": {}}
    return {name: _overlay(_overlay(empty, words), theme.types.get(name, {})) for name, words in texts.items()}


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

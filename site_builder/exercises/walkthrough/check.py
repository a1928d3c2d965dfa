"""What JSON Schema cannot say of a walkthrough: elements that lack something, places that do not exist, lost ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from site_builder.faults import Fault, Path


class _Keys(NamedTuple):
    """What an element cannot be without, and what else it shows."""

    needed: tuple[str, ...]
    more: tuple[str, ...] = ()


_SETTING = ("value", "about")
_ELEMENTS = MappingProxyType(
    {
        "heading": _Keys(("label",)),
        "text": _Keys(("text",)),
        "message": _Keys(("text",), ("tone",)),
        "field": _Keys(("label",), _SETTING),
        "select": _Keys(("label", "values"), _SETTING),
        "radio": _Keys(("label", "values"), _SETTING),
        "checks": _Keys(("label", "values"), _SETTING),
        "upload": _Keys(("label",), _SETTING),
        "buttons": _Keys(("values",), ("go",)),
        "tabs": _Keys(("values",), ("value",)),
        "table": _Keys(("label", "columns", "rows")),
        "facts": _Keys(("label", "rows")),
        "metrics": _Keys(("label", "rows")),
        "progress": _Keys(("label", "percent"), ("about",)),
        "chart": _Keys(("label", "lines"), ("x",)),
        "decision": _Keys(("decision",)),
    }
)
_OF_ALL = ("show", "id")
_UNSET = ("", "info")
"""What stands in an element where its author wrote nothing."""
_WIDTHS = MappingProxyType({"facts": (2, 2), "metrics": (2, 3)})
"""The least and the most entries in a row."""
_TYPED = ("number", "text")
_RANGE = ("from", "to", "says")
_END = ""

Content = Mapping[str, Any]


def check(content: Content) -> Iterator[Fault]:
    """Everything that is wrong with the screens, and then with the ways between them."""
    screens = content["screens"]
    for number, screen in enumerate(screens):
        path: Path = ("screens", number)
        yield from _picture(screen, path)
        yield from _among("menu", screen["menu"], content["app"]["menu"], path)
        for place, part in enumerate(screen.get("parts", ())):
            yield from _part(part, screen, (*path, "parts", place))
        for place, step in enumerate(screen["steps"]):
            yield from _step(step, screen, (*path, "steps", place))
    strays = list(_strays(screens))
    yield from strays or _ways(screens)


def _picture(screen: Content, path: Path) -> Iterator[Fault]:
    if "image" in screen and "alt" not in screen:
        hint = "say under `alt` what the picture shows"
        yield Fault((*path, "image"), "missing-alt", "the picture has no alternative text", hint, key=True)


def _among(name: str, value: str, values: Sequence[str], path: Path) -> Iterator[Fault]:
    """Notes a value that is not one of those that there are."""
    if value and value not in values:
        expected = ", ".join(values) or "nothing"
        yield Fault((*path, name), "no-such-value", f"there is no '{value}' here", expected=expected)


def _part(part: Content, screen: Content, path: Path) -> Iterator[Fault]:
    kind = part["show"]
    keys = _ELEMENTS[kind]
    for key in keys.needed:
        if key not in part:
            yield Fault(path, "element-lacks", f"this {kind} has no '{key}'")
    shown = (*keys.needed, *keys.more)
    for key, value in part.items():
        if key not in (*_OF_ALL, *shown) and value not in _UNSET:
            message = f"'{key}' does not belong to an element of the kind '{kind}'"
            yield Fault((*path, key), "key-unfit", message, expected=", ".join(shown), key=True)
    if kind in ("select", "radio", "checks", "tabs"):
        yield from _among("value", part["value"], part.get("values", ()), path)
    if kind == "buttons":
        yield from _among("go", part["go"], part.get("values", ()), path)
    least, most = _WIDTHS.get(kind, (len(part.get("columns", ())),) * 2)
    for place, row in enumerate(part.get("rows", ())):
        if not least <= len(row) <= most:
            expected = f"{least} entries" if least == most else f"{least} or {most} entries"
            found = str(len(row))
            yield Fault((*path, "rows", place), "row-length", "this row does not fit", expected=expected, found=found)
    decisions = [step["id"] for step in screen["steps"] if "options" in step]
    if part.get("decision", decisions) not in (*decisions, decisions):
        message = f"this screen has no decision '{part['decision']}'"
        yield Fault((*path, "decision"), "not-on-this-screen", message, expected=" or ".join(decisions))


def _step(step: Content, screen: Content, path: Path) -> Iterator[Fault]:
    named = [part["id"] for part in screen.get("parts", ()) if "id" in part]
    if "at" in step and "parts" in screen and step["at"] not in named:
        message = f"this screen has no element '{step['at']}'"
        yield Fault((*path, "at"), "not-on-this-screen", message, expected=" or ".join(named))
    spot = step.get("spot")
    if spot:
        for start, size in (("left", "width"), ("top", "height")):
            if spot[start] < 0 or spot[start] + spot[size] > 100:  # noqa: PLR2004 - percent
                expected = f"'{start}' of 0 or more, and no more than 100 together with '{size}'"
                message = "this place lies outside the picture"
                yield Fault((*path, "spot", start), "spot-outside", message, expected=expected)
    if "options" in step:
        yield from _options(step, (*path, "options"))


def _options(step: Content, path: Path) -> Iterator[Fault]:
    typed = step["look"] in _TYPED
    fitting = {"number": ("from", "to"), "text": ("says",)}.get(step["look"], ())
    for place, option in enumerate(step["options"]):
        if not typed and "label" not in option:
            yield Fault((*path, place), "option-lacks", f"the option '{option['id']}' has no 'label'")
        for key in _RANGE:
            if key in option and key not in fitting:
                message = f"'{key}' does not belong to a decision with the look '{step['look']}'"
                yield Fault((*path, place, key), "key-unfit", message, key=True)
        if option.get("from", 0) > option.get("to", option.get("from", 0)):
            message = "no number is meant: 'from' is larger than 'to'"
            yield Fault((*path, place, "from"), "empty-range", message, key=True)
    rest = [option for option in step["options"] if not set(_RANGE) & set(option)]
    if typed and (len(rest) != 1 or rest[0]["right"]):
        message = "a typed decision needs one wrong option for all other values"
        hint = "give it neither `from` nor `to` nor `says`"
        yield Fault(path, "no-rest", message, hint, key=True)


def _strays(screens: Sequence[Content]) -> Iterator[Fault]:
    """What leads to something that is no screen, or in two directions at once."""
    ids = [screen["id"] for screen in screens]
    for number, screen in enumerate(screens):
        path: Path = ("screens", number)
        places = [((*path, "next"), screen["next"])] if "next" in screen else []
        leading = set()
        for place, step in enumerate(screen["steps"]):
            for other, option in enumerate(step.get("options", ())):
                if "next" in option:
                    leading.add(place)
                    places.append(((*path, "steps", place, "options", other, "next"), option["next"]))
        for where, target in places:
            if target not in ids:
                yield Fault(where, "not-a-screen", f"'{target}' is not a screen", expected=", ".join(ids))
        if len(leading) > 1:
            message = f"two decisions of the screen '{screen['id']}' lead to other screens"
            hint = "put one of them on a screen of its own"
            yield Fault((*path, "steps", max(leading)), "two-directions", message, hint)


def _ways(screens: Sequence[Content]) -> Iterator[Fault]:
    """Walks every way: each one ends, each screen is met, and none goes past a decision."""
    first = screens[0]["id"]
    onward, astray = _exits(screens)
    circle = _circle(onward)
    if circle:
        place = [screen["id"] for screen in screens].index(circle[0])
        message = f"these screens lead to each other and not to the end: {' -> '.join(circle)}"
        hint = "give one of them a `next` that leads on; a detour comes back to the screen of its decision"
        yield Fault(("screens", place, "id"), "circle", message, hint)
        return
    exits = {screen: onward[screen] | astray[screen] for screen in onward}
    met = _reached(first, exits)
    for number, screen in enumerate(screens):
        name = screen["id"]
        path: Path = ("screens", number, "id")
        decides = any("options" in step for step in screen["steps"])
        if name not in met:
            message = f"no way leads to the screen '{name}'"
            yield Fault(path, "unreachable", message, "let a screen or an option name it as `next`")
        elif decides and _END in _reached(first, {**exits, name: astray[name]}):
            message = f"the end can be reached without the decision on the screen '{name}'"
            hint = "let every way lead over this screen; what a wrong option shows has to lead back to it"
            yield Fault(path, "decision-passed-by", message, hint)


def _circle(onward: Mapping[str, set[str]]) -> list[str]:
    """Screens of which each leads to the next, the first one again at the end; none where every way ends."""
    left = {screen: sorted(exits - {_END}) for screen, exits in onward.items()}
    while ends := [screen for screen, exits in left.items() if not any(other in left for other in exits)]:
        for screen in ends:
            del left[screen]
    if not left:
        return []
    way = [next(iter(left))]
    while way[-1] not in way[:-1]:
        way.append(next(other for other in left[way[-1]] if other in left))
    return way[way.index(way[-1]) :]


def _exits(screens: Sequence[Content]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Where each screen leads, by itself and by right options, and where its wrong options lead."""
    following = [*(screen["id"] for screen in screens[1:]), _END]
    onward: dict[str, set[str]] = {}
    astray: dict[str, set[str]] = {}
    for screen, default in zip(screens, following, strict=True):
        usual = screen.get("next", default)
        options = [step["options"] for step in screen["steps"] if "options" in step]
        leading = [group for group in options if any("next" in option for option in group)]
        right = {option.get("next", usual) for group in leading for option in group if option["right"]}
        onward[screen["id"]] = right | {usual}
        astray[screen["id"]] = {
            option["next"] for group in leading for option in group if not option["right"] and "next" in option
        }
    return onward, astray


def _reached(start: str, exits: Mapping[str, set[str]]) -> set[str]:
    """All screens that can be reached, the start included, and the end (empty)."""
    met: set[str] = set()
    open_ends = [start]
    while open_ends:
        screen = open_ends.pop()
        if screen not in met:
            met.add(screen)
            open_ends += exits.get(screen, ())
    return met

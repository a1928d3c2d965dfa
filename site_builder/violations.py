"""Violations of a JSON Schema in plain words: what was expected, what was found, and where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from site_builder.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.yaml_source import Document

Path = tuple[str | int, ...]
Violation = Any
"""jsonschema's `ValidationError`; its type says of every field that it may be unset."""

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
_LIMITS = {
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "{} or more",
    "maximum": "{} or less",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
    "multipleOf": "a multiple of {}",
}
_VALUES = ("enum", "const")
_CONTAINS = ("contains", "minContains", "maxContains")
_FORMS = {
    "^[a-z][a-z0-9-]*$": "lower-case letters (a-z), digits, and hyphens, beginning with a letter",
    "^[0-9]+\\.[0-9]+\\.[0-9]+$": "three numbers such as 1.0.0",
    "^[^\\n]*$": "one line",
    "^[0-9]+/[0-9]+$": "points earned and points possible, such as 2/3",
}


def keep_literals(document: Document, errors: list[Violation]) -> bool:
    """Puts back what the author wrote where text is wanted and YAML saw a number or truth value (`1.10`, `true`)."""
    changed = False
    pending = list(errors)
    while pending:
        error = pending.pop()
        pending += error.context or ()
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        if error.validator != "type" or "string" not in wanted or not isinstance(error.instance, int | float):
            continue
        path = tuple(error.absolute_path)
        literal = document.literal(path)
        if path and literal is not None:
            holder = document.data
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = literal
            changed = True
    return changed


def without_echoes(errors: list[Violation]) -> list[Violation]:
    """Leaves out what only follows from another fault: a rule about a value of the wrong type, or that holds one."""
    places = [tuple(error.absolute_path) for error in errors if error.validator == "type"]

    def echoes(error: Violation) -> bool:
        path = tuple(error.absolute_path)
        rule = error.validator in _CONTAINS or not {"then", "else"}.isdisjoint(error.absolute_schema_path)
        inside = rule and any(place[: len(path)] == path and place != path for place in places)
        return inside or (error.validator in _LIMITS and path in places)

    return [error for error in errors if not echoes(error)]


def problems_of(document: Document, error: Violation) -> Iterator[Problem]:
    """The problems that one violation stands for."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        yield from _key_problems(document, path, error)
    elif error.validator == "required":
        yield from _missing(document, path, error)
    elif error.validator in ("anyOf", "oneOf") and error.context:
        yield from _alternatives(document, path, error)
    else:
        yield _value_problem(document, path, error)


def _key_problems(document: Document, path: Path, error: Violation) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key not in known:
            hint = did_you_mean(str(key), known)
            yield document.problem((*path, key), "unknown-key", f"unknown key '{key}'", key=True, hint=hint)


def _missing(document: Document, path: Path, error: Violation) -> Iterator[Problem]:
    """One problem for each missing key, though jsonschema reports them one by one as well."""
    known = error.schema.get("properties", {})
    for key in error.validator_value:
        if key not in error.instance:
            hint = known.get(key, {}).get("description", "") or error.schema.get("x-form", "")
            yield document.problem(path, "missing-key", f"the key '{key}' is missing", hint=hint)


def _alternatives(document: Document, path: Path, error: Violation) -> Iterator[Problem]:
    """What is wrong where none of several forms fits: the missing key, or the faults in the form that fits best."""
    forms: dict[Any, list[Violation]] = {}
    for below in error.context:
        forms.setdefault(below.relative_schema_path[0], []).append(below)
    of_type = [faults for faults in forms.values() if not any(_is_other_type(fault) for fault in faults)]
    fitting = of_type or list(forms.values())
    if len(fitting) > 1 and all(fault.validator == "required" for faults in fitting for fault in faults):
        keys = sorted({key for faults in fitting for fault in faults for key in fault.validator_value})
        names = " or ".join(f"'{key}'" for key in keys)
        yield document.problem(path, "missing-key", f"one of the keys {names} is missing")
        return
    for fault in min(fitting, key=len):
        yield from problems_of(document, fault)


def _is_other_type(fault: Violation) -> bool:
    """Whether the value as a whole is of another type than the form."""
    return fault.validator == "type" and not fault.relative_path


def _value_problem(document: Document, path: Path, error: Violation) -> Problem:
    code, expected, hint = _expectation(error)
    name = "propertyNames" in error.absolute_schema_path
    if name:
        path = (*path, error.instance)
    subject = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this entry" if path else "the file"
    if code == "wrong-type":
        message = f"{subject} has the wrong type of value"
    elif code == "not-allowed":
        message = f"{subject} has a value that is not allowed"
    elif code == "repeated-entry":
        message = f"{subject} holds the same entry twice"
    else:
        message = f"{subject} does not fit"
    return document.problem(path, code, message, key=name, expected=expected, found=_shown(error), hint=hint)


def _expectation(error: Violation) -> tuple[str, str, str]:  # noqa: PLR0911  (one for each kind)
    """(code, what was expected, hint) of a violation."""
    kind, wanted = str(error.validator), error.validator_value
    form = error.schema.get("x-form", "") if isinstance(error.schema, dict) else ""
    if kind == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        hint = _type_advice(names, error.instance) or _needed_keys(names, error.schema)
        return "wrong-type", " or ".join(_TYPES[name] for name in names), hint
    if kind in _VALUES:
        values = [_text(value) for value in (wanted if kind == "enum" else [wanted])]
        if _is_quoted(error):
            return "not-allowed", ", ".join(values), f"write {error.instance}, without quotes"
        near = did_you_mean(str(error.instance), values)
        return "not-allowed", ", ".join(values), near if near.startswith("did") else ""
    if kind == "pattern":
        return "wrong-form", form or _FORMS.get(wanted, f"the form {wanted}"), _form_advice(wanted, error.instance)
    if kind in _CONTAINS:
        wished = error.schema["contains"].get("properties", {})
        such = ", ".join(f"{key}: {_text(below['const'])}" for key, below in wished.items() if "const" in below)
        amount = f"at most {wanted}" if kind == "maxContains" else "at least one"
        return "out-of-range", f"{amount} with {such}" if such else f"{amount} that fits", ""
    if kind in _LIMITS:
        text = _LIMITS[kind].format(wanted)
        return "out-of-range", text.replace("1 entries", "1 entry").replace("1 characters", "1 character"), ""
    if kind == "uniqueItems":
        return "repeated-entry", "each entry once", ""
    return "schema-rule", form or error.message, ""


def _type_advice(names: list[str], value: Any) -> str:
    """How a value is written whose type is another one."""
    if "boolean" in names and isinstance(value, str):
        return "write true or false, without quotes"
    if "array" in names and isinstance(value, str):
        return "write each entry on a line of its own that begins with '- '"
    return ""


def _needed_keys(names: list[str], schema: Any) -> str:
    """The keys that are needed where something else stands."""
    keys = schema.get("required", ()) if "object" in names else ()
    return f"write the keys {', '.join(f'`{key}`' for key in keys)}" if keys else ""


def _form_advice(pattern: str, value: str) -> str:
    """The value as it would fit, where one can tell."""
    near = value.removesuffix(".md").lower().replace("_", "-")
    return f"write '{near}'" if pattern.startswith("^[a-z]") and near != value and re.search(pattern, near) else ""


def _is_quoted(error: Violation) -> bool:
    """Whether a text stands where the same number or truth value is wanted."""
    wanted = [error.validator_value] if error.validator == "const" else error.validator_value
    others = [_text(value) for value in wanted if not isinstance(value, str)] if error.validator in _VALUES else []
    return isinstance(error.instance, str) and error.instance in others


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(error: Violation) -> str:
    """The value that was found, in short words."""
    value = error.instance
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    text = f"the text '{value}'" if _is_quoted(error) else _text(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004

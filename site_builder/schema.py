"""JSON Schemas: checking authors' data against them, and walking data along them.

`Schema.check` turns each violation into a problem with its place. `Schema.walk` rebuilds valid data with the defaults filled in,
and hands each text with its schema to a visitor: that is how formats and references (`x-id`, `x-ref`) are found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from site_builder import patterns
from site_builder.errors import Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

    from site_builder.yaml_source import Document

Path = tuple[str | int, ...]
Visitor = Callable[[Mapping[str, Any], Any, Path], Any]

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
_FORMS = {
    "^[a-z][a-z0-9-]*$": "lower-case letters, digits, and hyphens, beginning with a letter",
    "^[0-9]+\\.[0-9]+\\.[0-9]+$": "three numbers such as 1.0.0",
    "^[^\\n]*$": "one line",
}


class Schema:
    """A JSON Schema, compiled once."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    @cached_property
    def _validator(self) -> Draft202012Validator:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self.schema)

    def check(self, document: Document, problems: Problems) -> bool:
        """Notes all violations; True if there is none. Numbers where text is wanted become the text that was written."""
        if self._validator.is_valid(document.data):
            return self._check_patterns(document, problems)
        errors = list(self._validator.iter_errors(document.data))
        if _keep_literals(document, errors):
            errors = list(self._validator.iter_errors(document.data))
        for error in errors:
            for problem in _problems(document, error):
                problems.add(problem)
        return not errors and self._check_patterns(document, problems)

    def bad_keys(self, document: Document) -> set[str]:
        """The top-level keys whose values are not usable."""
        return {
            str(error.absolute_path[0]) for error in self._validator.iter_errors(document.data) if error.absolute_path
        }

    def _check_patterns(self, document: Document, problems: Problems) -> bool:
        fine = True

        def visit(schema: Mapping[str, Any], value: Any, path: Path) -> Any:
            nonlocal fine
            reason = patterns.refusal(value) if schema.get("format") == "pattern" else ""
            if reason:
                fine = False
                problem = document.problem(
                    path,
                    "unsafe-pattern",
                    f"this pattern cannot be used: {reason}",
                    expected=patterns.ALLOWED,
                    found=value,
                )
                problems.add(problem)
            return value

        if self._has_patterns:
            self.walk(document.data, visit)
        return fine

    @cached_property
    def _has_patterns(self) -> bool:
        return '"format": "pattern"' in json.dumps(self.schema)

    def walk(self, data: Any, visit: Visitor, *, path: Path = (), defaults: bool = True, part: str = "") -> Any:
        """The data rebuilt; `part` names a definition to follow instead of the whole schema."""
        schema = self.schema["$defs"][part] if part else self.schema
        return self._walk(schema, data, path, visit, defaults)

    def _walk(self, schema: Any, value: Any, path: Path, visit: Visitor, defaults: bool) -> Any:
        schema = self._resolved(schema, value)
        if isinstance(value, dict):
            return self._walk_object(schema, value, path, visit, defaults)
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._walk(items, item, (*path, place), visit, defaults) for place, item in enumerate(value)]
        return visit(schema, value, path)

    def _walk_object(
        self, schema: Mapping[str, Any], value: dict[str, Any], path: Path, visit: Visitor, defaults: bool
    ) -> dict[str, Any]:
        known = schema.get("properties", {})
        names = schema.get("propertyNames", {})
        other = schema.get("additionalProperties", {})
        built = {
            (visit(names, key, (*path, key)) if names else key): self._walk(
                known.get(key, other), item, (*path, key), visit, defaults
            )
            for key, item in value.items()
        }
        if defaults:
            for key, below in known.items():
                if key not in value and "default" in (below := self._resolved(below, None)):
                    built[key] = self._walk(below, below["default"], (*path, key), visit, defaults)
        return built

    def _resolved(self, schema: Any, value: Any) -> Mapping[str, Any]:
        """The schema that applies to a value: references followed, the fitting alternative chosen."""
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            found: Any = self.schema
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            return self._resolved({**found, **{key: item for key, item in schema.items() if key != "$ref"}}, value)
        for alternative in schema.get("oneOf") or schema.get("anyOf") or ():
            if self._validator.evolve(schema=alternative).is_valid(value):
                merged = {**schema, **self._resolved(alternative, value)}
                merged["properties"] = {**schema.get("properties", {}), **merged.get("properties", {})}
                return merged
        return schema


@cache
def load_schema(name: str) -> Schema:
    """One of the program's own schemas: course, phase, page."""
    text = resources.files("site_builder").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    return Schema(json.loads(text))


def _keep_literals(document: Document, errors: list[ValidationError]) -> bool:
    """Puts back what the author wrote where a text is wanted and YAML saw a number or a truth value (`1.10`, `true`)."""
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


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    """The problems that one violation stands for."""
    path: Path = tuple(error.absolute_path)
    if error.validator in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
        yield from _key_problems(document, path, error)
    elif error.validator == "required":
        yield from _missing(document, path, error)
    elif error.validator in ("anyOf", "oneOf") and error.context:
        yield from _alternatives(document, path, error)
    elif error.validator is None:
        message = f"the key '{path[-1]}' does not belong here"
        yield document.problem(
            path, "misplaced-key", message, key=True, hint="it fits only with other values beside it"
        )
    else:
        yield _value_problem(document, path, error)


def _key_problems(document: Document, path: Path, error: ValidationError) -> Iterator[Problem]:
    if error.validator == "propertyNames":
        return
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key not in known:
            hint = did_you_mean(str(key), known)
            yield document.problem((*path, key), "unknown-key", f"unknown key '{key}'", key=True, hint=hint)


def _missing(document: Document, path: Path, error: ValidationError) -> Iterator[Problem]:
    """One problem for each missing key, though jsonschema reports them one by one as well."""
    known = error.schema.get("properties", {})
    for key in error.validator_value:
        if key not in error.instance:
            hint = known.get(key, {}).get("description", "")
            yield document.problem(path, "missing-key", f"the key '{key}' is missing", hint=hint)


def _alternatives(document: Document, path: Path, error: ValidationError) -> Iterator[Problem]:
    """What is wrong where none of several forms fits: the missing key, or the fault in the form that fits best."""
    from jsonschema.exceptions import best_match

    context = error.context or []
    if all(below.validator == "required" for below in context):
        keys = sorted({key for below in context for key in below.validator_value})
        names = " or ".join(f"'{key}'" for key in keys)
        yield document.problem(path, "missing-key", f"one of the keys {names} is missing")
        return
    nearest = best_match(below for below in context if below.validator != "required")
    if nearest is not None:
        yield from _problems(document, nearest)


def _value_problem(document: Document, path: Path, error: ValidationError) -> Problem:
    code, expected, hint = _expectation(error)
    subject = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this entry" if path else "the file"
    if code == "wrong-type":
        message = f"{subject} has the wrong type of value"
    elif code == "not-allowed":
        message = f"{subject} has a value that is not allowed"
    elif code == "repeated":
        message = f"{subject} holds the same entry twice"
    else:
        message = f"{subject} does not fit"
    return document.problem(path, code, message, expected=expected, found=_shown(error), hint=hint)


def _expectation(error: ValidationError) -> tuple[str, str, str]:
    """(code, what was expected, hint) of a violation."""
    kind, wanted = str(error.validator), error.validator_value
    if kind == "type":
        names = wanted if isinstance(wanted, list) else [wanted]
        return "wrong-type", " or ".join(_TYPES[name] for name in names), ""
    if kind in ("enum", "const"):
        values = [_text(value) for value in (wanted if kind == "enum" else [wanted])]
        near = did_you_mean(str(error.instance), values)
        return "not-allowed", ", ".join(values), near if near.startswith("did") else ""
    if kind == "pattern":
        return "wrong-form", error.schema.get("x-form") or _FORMS.get(wanted, f"the form {wanted}"), ""
    if kind == "uniqueItems":
        return "repeated", "each entry once", ""
    if kind in ("contains", "minContains", "maxContains"):
        wished = error.schema["contains"].get("properties", {})
        such = ", ".join(f"{key}: {_text(below['const'])}" for key, below in wished.items() if "const" in below)
        amount = f"at most {wanted}" if kind == "maxContains" else "at least one"
        return "out-of-range", f"{amount} with {such}" if such else f"{amount} that fits", ""
    if kind in _LIMITS:
        text = _LIMITS[kind].format(wanted)
        return "out-of-range", text.replace("1 entries", "1 entry").replace("1 characters", "1 character"), ""
    return "schema", error.schema.get("x-form") or error.message, ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(error: ValidationError) -> str:
    """The value that was found, in short words."""
    value = error.instance
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    text = _text(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004

"""JSON Schemas: checking authors' data against them, and walking data along them.

`Schema.check` turns each violation into a problem with its place. `Schema.walk` rebuilds valid data with the defaults
filled in, and hands each value with its schema to a visitor: so formats and references (`x-id`, `x-ref`) are found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from site_builder import patterns
from site_builder.violations import keep_literals, problems_of

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

    from site_builder.errors import Problems
    from site_builder.yaml_source import Document

Path = tuple[str | int, ...]
Visitor = Callable[[Mapping[str, Any], Any, Path], Any]


class Schema:
    """A JSON Schema, compiled once."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    @cached_property
    def _validator(self) -> Draft202012Validator:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self.schema)

    def check(self, document: Document, problems: Problems) -> bool:
        """Notes all violations; True if there is none. A number where text is wanted becomes what was written."""
        if self.is_older_than(document):
            message = f"this file has format {document.data['format']}, which this version of site-builder cannot read"
            known = f"format {self._format}"
            problems.add(
                document.problem(("format",), "newer-format", message, expected=known, hint="use a newer site-builder")
            )
            return False
        if self._validator.is_valid(document.data):
            return self._check_patterns(document, problems)
        errors = list(self._validator.iter_errors(document.data))
        if keep_literals(document, errors):
            errors = list(self._validator.iter_errors(document.data))
        for error in errors:
            for problem in problems_of(document, error):
                problems.add(problem)
        return not errors and self._check_patterns(document, problems)

    def is_older_than(self, document: Document) -> bool:
        """Whether the data says that it was written for a later version of the program; no other fault counts then."""
        given = document.data.get("format") if isinstance(document.data, dict) else None
        return type(given) is int and type(self._format) is int and given > self._format

    @property
    def _format(self) -> Any:
        return self.schema.get("properties", {}).get("format", {}).get("const")

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
                merged["properties"] = {**merged.get("properties", {}), **schema.get("properties", {})}
                return merged
        return schema


@cache
def load_schema(name: str) -> Schema:
    """One of the program's own schemas: course, phase, page."""
    text = resources.files("site_builder").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    return Schema(json.loads(text))

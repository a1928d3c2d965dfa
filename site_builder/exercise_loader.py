"""Exercises: from YAML to `model.Exercise`.

The order is fixed: schema, defaults, Markdown to HTML, ids to opaque ids, `split`. Which text is what, the type's
schema says; nothing here knows a type.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module, resources
from itertools import count
from typing import TYPE_CHECKING, Any

from site_builder.errors import Place, did_you_mean
from site_builder.exercises.table import BY_NAME
from site_builder.grading.seeds import fingerprint, opaque
from site_builder.markdown import images, renderer
from site_builder.markdown.scope import EXERCISE, Scope
from site_builder.markdown.variables import fill
from site_builder.model import Aim, Exercise, Proof, Question, Settings
from site_builder.schema import Path, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.yaml_source import Document

_NAMING = ("id", "type")
_FIXED = ("pattern", "enum", "const")
_HEADINGS = 3  # an exercise's own title is a heading of level 2


def build_exercise(document: Document, scope: Scope, *, kind: str = "", name: str = "") -> Exercise | None:
    """The exercise of a YAML text; None where there are problems.

    `scope` is that of the page. `kind` and `name` are given where they stand on a fence and not in the YAML.
    """
    if not isinstance(document.data, dict):
        message = "an exercise is made of keys and values"
        scope.problems.add(document.problem((), "wrong-type", message, expected="lines such as 'title: Your task'"))
        return None
    kind = kind or _kind(document, scope)
    if not kind:
        return None
    schema = exercise_schema(kind, named=not name)
    if not schema.check(document, scope.problems):
        return None
    before = len(scope.problems)
    _check_code(document, scope)
    name = name or document.data["id"]
    inner = replace(
        scope, prefix=f"{EXERCISE}{name}", top=_HEADINGS, page=False, anchors={}, numbers={}, helps=count(1)
    )
    converter = _Converter(document, inner, name)
    content = {key: value for key, value in document.data.items() if key != "proofs"}
    data = schema.walk(content, converter.visit)
    converter.check_references()
    if len(scope.problems) == before:
        _check_type(kind, schema, document, scope)
    proofs = tuple(converter.proofs(schema, document.data.get("proofs", [])))
    if len(scope.problems) > before:
        return None
    return _assemble(kind, name, data, proofs, converter)


def own_check(kind: str) -> Any:
    """A type's own `check.py` as a module, or None where it has none."""
    if not resources.files("site_builder").joinpath("exercises", kind, "check.py").is_file():
        return None
    return import_module(f"site_builder.exercises.{kind}.check")


def _check_type(kind: str, schema: Schema, document: Document, scope: Scope) -> None:
    """Notes what the type's own `check.py`, if it has one, finds in the exercise as its author wrote it."""
    own = own_check(kind)
    if own is None:
        return
    for fault in own.check(schema.walk(document.data, lambda _schema, value, _path: value)):
        texts = {"hint": fault.hint, "expected": fault.expected, "found": fault.found}
        scope.problems.add(document.problem(fault.path, fault.code, fault.message, key=fault.key, **texts))


def _check_code(document: Document, scope: Scope) -> None:
    """Notes a `code` that the course does not have."""
    name, folder = document.data.get("code"), scope.course.folder
    path = f"python/{name}".replace(".", "/")
    if name is None or folder.holds(f"{path}.py") or folder.holds(f"{path}/__init__.py"):
        return
    hint = did_you_mean(
        name, {file.stem for file in folder.files("python") if file.match("python/*.py")} - {"__init__"}
    )
    message = f"there is no module '{name}' in the course's Python"
    scope.problems.add(document.problem(("code",), "unknown-code", message, expected=f"a file {path}.py", hint=hint))


def _kind(document: Document, scope: Scope) -> str:
    """The type that the file names, if there is one of that name."""
    kind = document.data.get("type")
    if kind in BY_NAME:
        return str(kind)
    known = ", ".join(sorted(BY_NAME))
    if kind is None:
        problem = document.problem((), "missing-key", "the key 'type' is missing", expected=known)
    else:
        problem = unknown_type(document, str(kind))
    scope.problems.add(problem)
    return ""


def unknown_type(document: Document, kind: str) -> Any:
    """The problem of a `type` that does not exist."""
    message = f"there is no exercise type '{kind}'"
    return document.problem(("type",), "unknown-type", message, hint=did_you_mean(kind, BY_NAME))


@cache
def exercise_schema(kind: str, *, named: bool) -> Schema:
    """The keys of every exercise and those of a type, as one schema; a fence holds `id` and `type` itself."""
    common, own = _read("exercise.schema.json"), _read(kind, "schema.json")
    properties = {**common["properties"], **own.get("properties", {})}
    required = [*common.get("required", ()), *own.get("required", ())]
    if not named:
        properties = {key: value for key, value in properties.items() if key not in _NAMING}
        required = [key for key in required if key not in _NAMING]
    return Schema({**own, "properties": properties, "required": required, "additionalProperties": False})


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(_read("exercise.schema.json")["properties"])


def _read(*path: str) -> dict[str, Any]:
    text = resources.files("site_builder").joinpath("exercises", *path).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass
class _Converter:
    """Turns an author's texts and ids into HTML and opaque ids, and remembers what it met."""

    document: Document
    scope: Scope
    exercise: str
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """The list in which each item stands, by the item's name."""
    references: list[tuple[str, Path, Any]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    aims: list[Aim] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def visit(self, schema: Mapping[str, Any], value: Any, path: Path) -> Any:
        """The value that takes the place of a text."""
        if not isinstance(value, str):
            return value
        if schema.get("x-id"):
            return self._new_id(value, path)
        if schema.get("x-ref"):
            self.references.append((value, path, schema["x-ref"]))
            return opaque(self.exercise, value)
        if schema.get("x-objective"):
            self.aims.append(Aim(value, schema["x-objective"], self._place(path)))
        if schema.get("x-question"):
            self.questions.append(Question(value, self._place(path)))
        return self._text(schema, value, path)

    def _place(self, path: Path) -> Place:
        return self.document.problem(path, "", "").place

    def _text(self, schema: Mapping[str, Any], value: str, path: Path) -> str | dict[str, Any]:
        kind, span = schema.get("format", ""), self.document.span(path)
        if kind == "markdown":
            return renderer.blocks(value, span, self.scope)
        if kind == "inline":
            # One-line texts become headings and labels of controls, where no button can stand.
            return renderer.inline(value, span, replace(self.scope, interactive=False))
        if kind == "image":
            return images.picture(value, span, self.scope)
        if kind == "pattern" or any(key in schema for key in _FIXED):
            return value
        return fill(value, self.scope.course.variables, span, self.scope.problems)

    def _new_id(self, value: str, path: Path) -> str:
        hidden = opaque(self.exercise, value)
        if hidden in self.names:
            message = f"the id '{value}' is given twice in this exercise"
            self.scope.problems.add(self.document.problem(path, "duplicate-id", message))
        self.names[hidden] = value
        self.kinds[value] = next((str(step) for step in reversed(path[:-1]) if isinstance(step, str)), "")
        return hidden

    def check_references(self) -> None:
        """Notes each reference to an item that does not exist; a name that proofs repeat is told once."""
        known = set(self.names.values())
        for value, path, wanted in self.references:
            if value in known or (value in self.unknown and path[0] == "proofs"):
                continue
            self.unknown.add(value)
            fitting = [name for name, kind in self.kinds.items() if wanted in (kind, True)]
            message = f"this exercise has no item '{value}'"
            texts = {"hint": did_you_mean(value, fitting)}
            problem = self.document.problem(path, "unknown-item", message, key=path[-1] == value, **texts)
            self.scope.problems.add(problem)
        self.references.clear()

    def proofs(self, schema: Schema, given: list[dict[str, Any]]) -> list[Proof]:
        """The proofs, their answers in opaque ids."""
        return [self._proof(schema, place, proof) for place, proof in enumerate(given)]

    def _proof(self, schema: Schema, place: int, proof: dict[str, Any]) -> Proof:
        # An answer that cannot be judged may be malformed on purpose.
        strict = "invalid" not in proof

        def visit(part: Mapping[str, Any], value: Any, path: Path) -> Any:
            if part.get("type") == "string" and strict and isinstance(value, int | float):
                value = self.document.literal(path) or str(value)
            if part.get("x-ref") and isinstance(value, str):
                if strict:
                    self.references.append((value, path, part["x-ref"]))
                return opaque(self.exercise, value)
            return value

        path = ("proofs", place, "answer")
        answer = schema.walk(proof["answer"], visit, path=path, defaults=False, part="answer")
        self.check_references()
        own = ("name", "answer", "hints", "inputs")
        return Proof(
            name=proof.get("name", ""),
            answer=answer,
            expected={key: value for key, value in proof.items() if key not in own},
            hints=proof.get("hints", 0),
            inputs=proof.get("inputs", {}),
            place=self._place(("proofs", place)),
        )


def _assemble(kind: str, name: str, data: dict[str, Any], proofs: tuple[Proof, ...], converter: _Converter) -> Exercise:
    content = {key: value for key, value in data.items() if key not in _common_keys()}
    public, key = BY_NAME[kind].grader.split({**content, "id": name})
    return Exercise(
        id=name,
        type=kind,
        title=data["title"],
        public=public,
        key=key,
        settings=Settings(
            required=data["required"],
            attempts=data["attempts"],
            reveal=data["reveal"],
            hints=tuple(data["hints"]),
            inputs=tuple(data["inputs"]),
            code=data["code"],
        ),
        names=converter.names,
        proofs=proofs,
        place=_place(converter.document),
        fingerprint=_fingerprint(kind, key),
        aims=tuple(converter.aims),
        questions=tuple(converter.questions),
    )


def _place(document: Document) -> Place:
    return document.problem(("id",), "", "", key=True).place


def _fingerprint(kind: str, key: Mapping[str, Any]) -> str:
    """Of what is judged: the key without the texts of feedback, which can be mended without harm to answers."""
    return fingerprint([kind, {name: value for name, value in key.items() if name != "texts"}])

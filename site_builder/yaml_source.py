"""YAML files as data with places, by the rules of YAML 1.2: `Yes`, `NO`, `12:30` and `010` are texts.

The C parser makes a tree of nodes; `_Builder` turns it into data. A place is looked up in the tree only when something
is wrong there. Tags and aliases are refused: no author needs them, and aliases can grow a small file without bound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser

from site_builder.source import CONTROL, Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.errors import Problem, Problems

MAX_DEPTH = 64

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]{1,2})?")
_NUMERIC = frozenset("+-.0123456789")

# libyaml recurses without a limit; what could nest this deep is refused before it sees it.
_OPENING = re.compile(r"[\[\]{}]")
_MAX_BRACKETS = 400
_STEEP = re.compile(r"^(?:[-?:][ \t]+| ){200}", re.MULTILINE)

_SECOND_COLON = "mapping values are not allowed in this context"
_ADVICE = {
    _SECOND_COLON: (
        "a second ': ' stands where a value is expected, or the indentation is off",
        "put quotes around a text that holds ': '",
    ),
    "found unexpected ':'": (
        "a ':' stands where a ',' or the closing bracket is expected",
        "put quotes around a text that holds ':'",
    ),
    "could not find expected ':'": ("a key without a colon", "write 'key: value', with a space behind the colon"),
    "did not find expected ',' or ']'": (
        "a comma or the closing ']' is missing",
        "add it, or put quotes around a text that holds a comma, a bracket, or quotation marks",
    ),
    "did not find expected ',' or '}'": (
        "a comma or the closing '}' is missing",
        "add it, or put quotes around a text that holds a comma, a bracket, or quotation marks",
    ),
    "did not find expected key": ("this line does not fit the lines above it", "check the indentation and the quotes"),
    "did not find expected '-' indicator": ("this line does not fit the list above it", "begin an entry with '- '"),
    "did not find expected node content": ("a value is missing here", "check brackets and commas"),
    "found unknown escape character": (
        "unknown escape after a backslash",
        "use single quotes, or write the backslash twice",
    ),
    "but found another document": ("a second document begins here", "remove the line '---'"),
}

_SIGNS = (
    "did not find expected alphabetic or numeric character",
    "did not find expected comment or line break",
    "block sequence entries are not allowed in this context",
    "mapping keys are not allowed in this context",
)
"""What the parser says of a text that begins with `*`, `&`, `>`, `|`, `-`, or `?`."""
_QUOTED = (
    "text goes on behind a closing quotation mark",
    'put quotes around the whole text: \'"Yes" is short\', or "It\'s short"',
)
_BRACKETED = ("text goes on behind a closing bracket", "put quotes around a text that begins with '{' or '['")
_BEHIND = {'"': _QUOTED, "'": _QUOTED, "]": _BRACKETED, "}": _BRACKETED}
_TYPOGRAPHIC = re.compile("[\u201c\u201d\u201e]")
_LETTERS = "to YAML, \u201c and \u201d are letters like any other; write straight quotes, \" or '"
_FIRST_KEY = re.compile(r"[ -]*[^\s:]+")
_BELOW_A_TEXT = (
    "the key above has a value already: begin this one in the same column, or put that value into a key of its own"
)
_NO_BREAK = re.compile(r"(?:^[ \u00a0]*|[:-] *)\u00a0")


class _Nodes(CParser):
    """The C parser, giving nodes without a guess at their types: `_scalar` decides that."""

    def resolve(self, *_: Any) -> str:
        return ""

    def descend_resolver(self, *_: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class Document:
    """The data of a YAML text, and where each value stands."""

    def __init__(self, span: Span, root: yaml.Node | None, data: Any, shift: int) -> None:
        self.source = span.source
        self.data = data
        self._whole = span
        self._root = root
        self._shift = shift

    def _node(self, path: Sequence[str | int], *, key: bool = False) -> yaml.Node | None:
        """The node at a path, the one of the key if asked for; the nearest one above it where there is none."""
        node = self._root
        for depth, step in enumerate(path):
            below: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == step), None)
                if pair:
                    below = pair[0] if key and depth == len(path) - 1 else pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                below = node.value[step]
            if below is None:
                return node
            node = below
        return node

    def literal(self, path: Sequence[str | int]) -> str | None:
        """What the author wrote for a number or a truth value."""
        node = self._node(path)
        return node.value if isinstance(node, yaml.ScalarNode) else None

    def span(self, path: Sequence[str | int], *, key: bool = False) -> Span:
        """The lines of a value, or of its key."""
        node = self._node(path, key=key)
        if node is None:
            return self._whole
        first, last = node.start_mark, node.end_mark
        # The end of a block text lies at the beginning of the line after it.
        end = last.line if last.column == 0 and last.line > first.line else last.line + 1
        if isinstance(node, yaml.ScalarNode) and node.style == "|":
            return Span(self.source, first.line + 2, max(end, first.line + 2))
        return Span(self.source, first.line + 1, end, first.column + 1 + self._shift, exact=False)

    def problem(
        self, path: Sequence[str | int], code: str, message: str, *, key: bool = False, **texts: str
    ) -> Problem:
        """A fault at a value or its key."""
        node = self._node(path, key=key)
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (self._whole.first, 1)
        return self.source.problem(line, column + self._shift, code, message, **texts)


def read_yaml(span: Span, text: str, problems: Problems, shift: int = 0) -> Document | None:
    """Parses a text that stands at the lines of `span`, `shift` columns to the right. None if it is no YAML."""
    # Blank lines before the text make the parser count as the file does.
    padded = "\n" * (span.first - 1) + text
    steep = _too_steep(padded)
    if steep:
        problems.add(_too_deep(span.source, steep, 1))
        return None
    loader = _Nodes(padded)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        problems.add(_syntax(span.source, error, shift))
        return None
    finally:
        loader.dispose()
    builder = _Builder(span.source, problems, shift)
    before = len(problems)
    data = builder.build(root, 0) if root is not None else None
    return Document(span, root, data, shift) if len(problems) == before else None


def whole(source: Source) -> Span:
    """All lines of a file."""
    return Span(source, 1, len(source.lines))


class _Builder:
    """Turns nodes into data and notes what YAML would accept and authors should not write."""

    def __init__(self, source: Source, problems: Problems, shift: int) -> None:
        self._source = source
        self._problems = problems
        self._shift = shift
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, depth: int) -> Any:
        if id(node) in self._seen:
            self._note(node, "yaml-alias", "an alias repeats this value", "write the value out in both places")
            return None
        self._seen.add(id(node))
        if node.tag:
            self._note(node, "yaml-tag", f"the tag '{node.tag}' is not supported", "delete it; quotes make a text")
        if isinstance(node, yaml.ScalarNode):
            # The file holds none as it is, but an escape in double quotes can make one.
            if node.style and (found := CONTROL.search(node.value)):
                message = f"this text holds the control character U+{ord(found.group()):04X}"
                self._note(node, "control-character", message, "delete the escape")
            return _scalar(node.value) if not node.style else node.value
        if depth >= MAX_DEPTH:
            mark = node.start_mark
            self._problems.add(_too_deep(self._source, mark.line + 1, mark.column + 1 + self._shift))
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                hint = "put quotes around a text that begins with '{' or '['"
                self._note(key, "yaml-key", "a key must be a plain word", hint)
                continue
            if key.value in data:
                first = next(other for other, _ in node.value if other.value == key.value)
                hint = f"it stands on line {first.start_mark.line + 1} already"
                self._note(key, "duplicate-key", f"the key '{key.value}' is given twice", hint)
            data[key.value] = self.build(value, depth + 1)
        return data

    def _note(self, node: yaml.Node, code: str, message: str, hint: str) -> None:
        mark = node.start_mark
        place = (mark.line + 1, mark.column + 1 + self._shift)
        self._problems.add(self._source.problem(*place, code, message, hint=hint))


def _scalar(text: str) -> Any:
    """The value of an unquoted word."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


def _too_steep(text: str) -> int:
    """The line at which brackets or indentation nest deeper than the parser can bear; 0 if none does."""
    if text.count("[") + text.count("{") > _MAX_BRACKETS:
        depth = 0
        for bracket in _OPENING.finditer(text):
            depth = depth + 1 if bracket.group() in "[{" else max(0, depth - 1)
            if depth > _MAX_BRACKETS:
                return text.count("\n", 0, bracket.start()) + 1
    steep = _STEEP.search(text)
    return text.count("\n", 0, steep.start()) + 1 if steep else 0


def _too_deep(source: Source, line: int, column: int) -> Problem:
    return source.problem(
        line,
        column,
        "too-deep",
        "values are nested too deep",
        expected=f"at most {MAX_DEPTH} levels",
        hint="check brackets and indentation",
    )


def _syntax(source: Source, error: yaml.YAMLError, shift: int) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return source.problem(1, 1, "yaml-syntax", "this is no YAML")
    mark, problem, before = error.problem_mark, error.problem or "", error.context_mark
    hidden = _hidden_space(source, mark.line + 1)
    if hidden:
        return hidden
    if problem == "found unexpected end of stream" and before is not None:
        mark = before
        problem, hint = "a quote opens here and never closes", "add the closing quote"
    elif "cannot start any token" in problem or "tab character" in problem:
        return _bad_start(source, mark.line + 1, mark.column + 1, shift)
    elif problem in _SIGNS:
        mark = mark if before is None or "context" in problem else before
        sign = source.lines[mark.line][mark.column + shift : mark.column + shift + 1]
        problem, hint = f"a value cannot begin with '{sign}'", "put quotes around the text"
    elif problem == "did not find expected key" and (sign := _left_of(source, mark.line, mark.column + shift)):
        problem, hint = _BEHIND[sign]
    else:
        # The parser sees only on the next line that a colon is missing, and at the end that a bracket is.
        if before is not None and (
            problem == "could not find expected ':'" or not "".join(source.lines[mark.line :]).strip()
        ):
            mark = before
        before_it = source.lines[mark.line][: mark.column + shift] if problem == _SECOND_COLON else ""
        problem, hint = _ADVICE.get(problem, (problem, ""))
        if _TYPOGRAPHIC.search(before_it):
            hint = _LETTERS
        elif _FIRST_KEY.fullmatch(before_it):
            hint = _BELOW_A_TEXT
    return source.problem(mark.line + 1, mark.column + 1 + shift, "yaml-syntax", problem, hint=hint)


def _hidden_space(source: Source, line: int) -> Problem | None:
    """A space that looks like one and is none to YAML, on the line where the parser stopped, or the one before."""
    for number in range(max(1, line - 1), min(line, len(source.lines)) + 1):
        match = _NO_BREAK.search(source.lines[number - 1])
        if match:
            hint = "delete it and type an ordinary space"
            message = "a no-break space stands where YAML wants an ordinary one"
            return source.problem(number, match.end(), "yaml-syntax", message, hint=hint)
    return None


def _left_of(source: Source, line: int, column: int) -> str:
    """The sign before a place that ends a text in quotes or brackets, if there is one."""
    before = source.lines[line][:column].rstrip() if line < len(source.lines) else ""
    return before[-1:] if before[-1:] in _BEHIND else ""


def _bad_start(source: Source, line: int, column: int, shift: int) -> Problem:
    text = source.lines[line - 1]
    character = text[column + shift - 1 : column + shift]
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent or character == "\t":
        column = text.index("\t") + 1
        return source.problem(
            line, column, "yaml-tab", "a tab stands where YAML wants spaces", hint="indent with spaces"
        )
    if text.lstrip().startswith("```"):
        hint = "close it with a line of as many backticks as it begins with"
        return source.problem(line, 1, "yaml-syntax", "the exercise above this line is not closed", hint=hint)
    message = f"a value cannot begin with '{character}'"
    return source.problem(line, column + shift, "yaml-syntax", message, hint="put quotes around the text")

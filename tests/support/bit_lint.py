"""A lint for code that must give the same bits in every Python and in Pyodide: the zone and a course's own Python.

Each rule is a function from the syntax tree to faults; `RULES` lists them. The rules are stricter than need be where
the tree alone cannot tell the harmless case from the harmful one.
"""

# ruff: noqa: SIM905 - lists of names read better as text

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import NamedTuple


class Fault(NamedTuple):
    """One broken rule."""

    line: int
    message: str


Rule = Callable[[ast.Module], Iterator[Fault]]

# Exact by IEEE 754, or on whole numbers.
_MATH = frozenset(
    (
        "ceil comb copysign fabs factorial floor fmod frexp gcd inf "
        "isfinite isinf isnan isqrt lcm ldexp nan perm sqrt trunc"
    ).split()
)
_STANDARD = frozenset(
    (
        "__future__ abc bisect collections collections.abc copy dataclasses enum functools "
        "hashlib heapq html itertools json math operator random re string types typing"
    ).split()
)
_CASES = frozenset(
    (
        "lower upper casefold title capitalize swapcase isalpha isalnum isdigit "
        "isdecimal isnumeric isspace isupper islower istitle isidentifier isprintable"
    ).split()
)
_STRIPS = frozenset({"strip", "lstrip", "rstrip"})
_PATTERNS = frozenset({"compile", "match", "search", "fullmatch", "split", "sub", "subn", "findall", "finditer"})
_BUILTINS = MappingProxyType(
    {
        "sum": "adds floats differently since Python 3.12: use numbers.total or len",
        "pow": "differs between C libraries: multiply",
        "hash": "differs in every run: use seeds.fingerprint",
        "id": "differs in every run",
        "open": "is input or output",
        "print": "is input or output",
        "input": "is input or output",
        "eval": "runs text as code",
        "exec": "runs text as code",
        "__import__": "hides an import",
        "globals": "is global state",
    }
)
_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_CONTAINERS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
_ORDERED = frozenset(
    {"list", "tuple", "enumerate", "iter", "next", "map", "filter", "zip", "reversed", "join", "extend"}
)
_ERROR_FIELDS = frozenset({"args", "msg", "doc", "pos", "lineno", "colno", "reason"})


def standard_imports(tree: ast.Module) -> Iterator[Fault]:
    """Only the modules of the standard library that are known to be pure."""
    for line, name in _imported(tree):
        if name not in _STANDARD and name.partition(".")[0] not in ("site_builder", "course_code"):
            yield Fault(line, f"{name} is not among the pure modules of the standard library")


def exact_math(tree: ast.Module) -> Iterator[Fault]:
    """From `math` only what IEEE 754 fixes; no powers."""
    for line, name in _members(tree, "math"):
        if name not in _MATH:
            yield Fault(line, f"math.{name} differs between C libraries: see grading/numbers")
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            yield Fault(node.lineno, "** differs between C libraries: multiply")


def builtins(tree: ast.Module) -> Iterator[Fault]:
    """No builtin whose result depends on the run, the version or the world outside."""
    for node in _calls(tree):
        if isinstance(node.func, ast.Name) and node.func.id in _BUILTINS:
            yield Fault(node.lineno, f"{node.func.id}() {_BUILTINS[node.func.id]}")


def letters(tree: ast.Module) -> Iterator[Fault]:
    """No method that asks the interpreter's Unicode tables."""
    methods = [(node.func, node.args) for node in _calls(tree) if isinstance(node.func, ast.Attribute)]
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_name(node.value, "str")]
    for method in (*taken, *(method for method, _ in methods)):
        if method.attr in _CASES:
            yield Fault(method.lineno, f".{method.attr} depends on the Unicode version: see grading/text")
    for method, arguments in methods:
        if method.attr in _STRIPS and not arguments:
            yield Fault(method.lineno, f".{method.attr}() depends on the Unicode version: name the characters")


def ascii_patterns(tree: ast.Module) -> Iterator[Fault]:
    """Regular expressions only with `re.ASCII`."""
    for node in _calls(tree):
        function = node.func
        named = isinstance(function, ast.Attribute) and function.attr in _PATTERNS and _is_name(function.value, "re")
        given = (part for value in (*node.args, *(word.value for word in node.keywords)) for part in ast.walk(value))
        if named and not any(isinstance(part, ast.Attribute) and part.attr == "ASCII" for part in given):
            yield Fault(node.lineno, "a regular expression without re.ASCII depends on the Unicode version")
    yield from (Fault(line, "import re as a whole") for line, name in _members(tree, "re", attributes=False) if name)


def seeded_chance(tree: ast.Module) -> Iterator[Fault]:
    """Chance only through `random.Random(seed)`."""
    for line, name in _members(tree, "random"):
        if name != "Random":
            yield Fault(line, f"random.{name} is not seeded: use seeds")
    for node in _calls(tree):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "Random" and not node.args:
            yield Fault(node.lineno, "Random() without a seed")


def set_order(tree: ast.Module) -> Iterator[Fault]:
    """The order of a set depends on the run: sort before going through it."""
    for scope in (tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))):
        own = list(_own_nodes(scope))
        names = {
            target.id
            for node in own
            if isinstance(node, ast.Assign) and _is_set(node.value, frozenset())
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in own:
            for source in _sequences(node):
                if _is_set(source, frozenset(names)):
                    yield Fault(source.lineno, "the order of a set differs in every run: sort it")


def error_texts(tree: ast.Module) -> Iterator[Fault]:
    """The texts of exceptions change between versions."""
    for handler in ast.walk(tree):
        if not isinstance(handler, ast.ExceptHandler) or not handler.name:
            continue
        for node in ast.walk(handler):
            text = (
                (
                    isinstance(node, ast.Call)
                    and _calls_text(node)
                    and any(_is_name(part, handler.name) for part in node.args)
                )
                or (isinstance(node, ast.FormattedValue) and _is_name(node.value, handler.name))
                or (
                    isinstance(node, ast.Attribute)
                    and node.attr in _ERROR_FIELDS
                    and _is_name(node.value, handler.name)
                )
            )
            if text:
                yield Fault(
                    getattr(node, "lineno", handler.lineno), "the text of an exception differs between versions"
                )


def global_state(tree: ast.Module) -> Iterator[Fault]:
    """No module or class holds a container that can change, and nothing remembers earlier calls."""
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for body in bodies:
        for statement in body:
            value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
            made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _CONTAINERS
            if isinstance(value, _MUTABLE) or made:
                yield Fault(
                    statement.lineno, "a container that can change is global state: use a tuple or MappingProxyType"
                )
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield Fault(node.lineno, "a global variable is global state")
    for line, name in _members(tree, "functools"):
        if name in ("cache", "lru_cache", "cached_property"):
            yield Fault(line, f"functools.{name} is global state")


RULES: tuple[Rule, ...] = (
    standard_imports,
    exact_math,
    builtins,
    letters,
    ascii_patterns,
    seeded_chance,
    set_order,
    error_texts,
    global_state,
)


def faults(source: str, rules: tuple[Rule, ...] = RULES) -> list[Fault]:
    """Everything in the source that could give other bits elsewhere."""
    tree = ast.parse(source)
    return sorted({fault for rule in rules for fault in rule(tree)})


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "."


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _calls_text(node: ast.Call) -> bool:
    return any(_is_name(node.func, name) for name in ("str", "repr", "format"))


def _members(tree: ast.Module, module: str, *, attributes: bool = True) -> Iterator[tuple[int, str]]:
    """What is taken from a module: by dot, by `from`, and as `*` where the module gets another name."""
    for node in ast.walk(tree):
        if attributes and isinstance(node, ast.Attribute) and _is_name(node.value, module):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom) and node.module == module:
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, "*") for alias in node.names if alias.name == module and alias.asname)


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield child
            yield from _own_nodes(child)


def _is_set(node: ast.AST, names: frozenset[str]) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.BitOr | ast.BitAnd | ast.BitXor):
        return _is_set(node.left, names) or _is_set(node.right, names)
    if isinstance(node, ast.Call):
        return _is_name(node.func, "set") or _is_name(node.func, "frozenset")
    return isinstance(node, ast.Set | ast.SetComp) or (isinstance(node, ast.Name) and node.id in names)


def _sequences(node: ast.AST) -> Iterator[ast.expr]:
    """What the node goes through in order. The result of a set comprehension has no order to lose."""
    if isinstance(node, ast.For):
        yield node.iter
    elif isinstance(node, ast.ListComp | ast.DictComp | ast.GeneratorExp):
        yield from (generator.iter for generator in node.generators)
    elif isinstance(node, ast.Starred):
        yield node.value
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _ORDERED:
            yield from node.args

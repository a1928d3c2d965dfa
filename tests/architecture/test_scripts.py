"""Judged once: JavaScript shows and collects; it holds no Python, no markup from strings, and no rule of judging."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.zone import PACKAGE, ROOT

FOLDERS = [PACKAGE, ROOT / "themes", ROOT / "course"]
SCRIPTS = sorted(path for folder in FOLDERS for path in folder.rglob("*.js"))

FORBIDDEN = {
    "Python source": re.compile(
        r"\brunPython|\bfrom +[\w.]+ +import +\w|\bdef +\w+\(.*\) *(->.*)?:|^\s*import +\w+\\n"
    ),
    "markup from a string": re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc)\b"),
    "text run as code": re.compile(r"\beval\(|\bnew Function\("),
    "judging": re.compile(
        r"\b(isCorrect|isRight|correctAnswers?|rightAnswers?|answerKey)\b|\b(score|points|earned|percent)\s*([+*/-]=|\+\+)"
        r"|\.(earned|total|percent)\s*([<>]|[=!]==?)|\.done\s*=[^=]"
    ),
}
BAD = [
    ("Python source", "await pyodide.runPythonAsync(text);"),
    ("Python source", "const code = 'from json import loads';"),
    ("Python source", "const code = `def grade(key, answer):\n  pass`;"),
    ("markup from a string", "element.innerHTML = text;"),
    ("markup from a string", "element.insertAdjacentHTML('beforeend', text);"),
    ("text run as code", "eval(text);"),
    ("judging", "if (isCorrect) show();"),
    ("judging", "score += 1;"),
    ("judging", "if (reply.earned === reply.total) show();"),
    ("judging", "view.done = true;"),
]
GOOD = """
import { t } from "./text.js";
/** @typedef {import("./types.js").Reply} Reply */
bar.value = progress.percent;
element.textContent = t("score", { earned: reply.earned, total: reply.total });
if (reply.done) lock();
"""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_scripts_leave_judging_to_python(path: Path) -> None:
    """No script holds what belongs to the judge or opens a door for it."""
    assert _faults(path.read_text(encoding="utf-8")) == []


def test_there_are_scripts() -> None:
    """The test above is not about nothing."""
    assert {"main.js", "worker.js", "exercise.js", "widget.js"} <= {path.name for path in SCRIPTS}


@pytest.mark.parametrize(("name", "source"), BAD)
def test_each_pattern_catches_what_it_is_for(name: str, source: str) -> None:
    """A bad snippet is caught, and by its own pattern."""
    assert name in {fault.partition(": ")[2] for fault in _faults(source)}


def test_every_pattern_has_a_bad_snippet() -> None:
    """No pattern is there without proof."""
    assert {name for name, _ in BAD} == set(FORBIDDEN)


def test_good_scripts_pass() -> None:
    """Showing what Python said is what scripts are for."""
    assert _faults(GOOD) == []


def test_scripts_end_in_js() -> None:
    """Many hosts send `.mjs` with a type that browsers refuse."""
    assert [path for folder in FOLDERS for path in folder.rglob("*.mjs")] == []


def _faults(source: str) -> list[str]:
    """The lines that match a pattern; comments speak of anything."""
    code = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), source, flags=re.DOTALL)
    lines = [re.sub(r"(^|\s)//.*", "", line) for line in code.splitlines()]
    return [
        f"{number}: {name}"
        for number, line in enumerate(lines, 1)
        for name, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]

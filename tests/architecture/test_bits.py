"""Equal to the bit: the zone and the course's Python keep the rules of `bit_lint`, and each rule is proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bit_lint import RULES, Rule, builtins, error_texts, faults
from tests.support.zone import ROOT, course_files, zone_modules

FILES = [*zone_modules().values(), *course_files()]

BAD = [
    ("standard_imports", "import time"),
    ("standard_imports", "import os.path"),
    ("standard_imports", "from datetime import datetime"),
    ("standard_imports", "import numpy"),
    ("standard_imports", "from . import text"),
    ("exact_math", "import math\nmath.exp(1.0)"),
    ("exact_math", "from math import log"),
    ("exact_math", "import math as m"),
    ("exact_math", "y = 2.0 ** 0.5"),
    ("exact_math", "y **= 2"),
    ("builtins", "sum([0.1, 0.2])"),
    ("builtins", "pow(2.0, 0.5)"),
    ("builtins", "hash('a')"),
    ("builtins", "open('a')"),
    ("builtins", "print('a')"),
    ("letters", "'A'.lower()"),
    ("letters", "sorted(names, key=str.casefold)"),
    ("letters", "'A'.isalpha()"),
    ("letters", "'A '.strip()"),
    ("ascii_patterns", "import re\nre.compile('a')"),
    ("ascii_patterns", "import re\nre.sub('a', 'b', text, flags=re.IGNORECASE)"),
    ("ascii_patterns", "from re import compile"),
    ("seeded_chance", "import random\nrandom.shuffle(items)"),
    ("seeded_chance", "from random import choice"),
    ("seeded_chance", "import random\nrandom.Random()"),
    ("set_order", "for item in {1, 2}: pass"),
    ("set_order", "items = [item for item in set(given)]"),
    ("set_order", "list(set(given) - {1})"),
    ("set_order", "items = (*{'a', 'b'}, 'c')"),
    ("set_order", "', '.join({'a', 'b'})"),
    ("set_order", "def items(given):\n    own = set(given)\n    return [item for item in own]"),
    ("error_texts", "try: pass\nexcept ValueError as error:\n    text = str(error)"),
    ("error_texts", "try: pass\nexcept ValueError as error:\n    text = f'{error}'"),
    ("error_texts", "try: pass\nexcept ValueError as error:\n    text = error.msg"),
    ("global_state", "SEEN = []"),
    ("global_state", "SEEN: dict = dict()"),
    ("global_state", "class A:\n    seen = {}"),
    ("global_state", "def a():\n    global seen"),
    ("global_state", "import functools\n@functools.cache\ndef a(): pass"),
]

GOOD = """
import math
import random
import re
from types import MappingProxyType
from site_builder.grading.numbers import exp, total

NAMES = ("a", "b")
TABLE = MappingProxyType({"a": 1})
WORD = re.compile(r"[a-z]+", re.ASCII | re.DOTALL)

def judged(given, seed):
    own = set(given) - {"a"}
    count = len(own)
    try:
        order = sorted(own)
    except ValueError as error:
        raise KeyError(error.code) from None
    random.Random(seed).shuffle(order)
    known = {item for item in own}
    return [item.strip(" ") for item in order if item in known], math.ldexp(exp(0.5), count), total([0.1, 0.2])
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_zone_gives_the_same_bits_everywhere(path: Path) -> None:
    """No file of the zone breaks a rule."""
    source = path.read_text(encoding="utf-8")
    assert [f"{path.relative_to(ROOT)}:{line}: {message}" for line, message in faults(source)] == []


@pytest.mark.parametrize(("name", "source"), BAD)
def test_each_rule_catches_what_it_is_for(name: str, source: str) -> None:
    """A bad snippet is caught by its own rule."""
    assert faults(source, (_rule(name),)) != []


def test_every_rule_has_a_bad_snippet() -> None:
    """No rule is there without proof."""
    assert {name for name, _ in BAD} == {rule.__name__ for rule in RULES}


def test_good_code_passes() -> None:
    """The rules leave room to work in."""
    assert faults(GOOD) == []


def test_faults_name_line_and_remedy() -> None:
    """A developer learns where it is and what to do instead."""
    assert [tuple(fault) for fault in faults("x = 1\ny = sum(z)", (builtins, error_texts))] == [
        (2, "sum() adds floats differently since Python 3.12: use numbers.total or len")
    ]


def _rule(name: str) -> Rule:
    return next(rule for rule in RULES if rule.__name__ == name)

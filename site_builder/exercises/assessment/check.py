"""What JSON Schema cannot say of a bank: parts that cannot be drawn, and answers that can be guessed without reading.

Guessing is reckoned exactly, over all draws: a strategy picks among the options of each question by a rank, ties are
broken evenly, and each question counts as often as it is drawn. Where several options can be chosen, a strategy takes
as many as pays best. The order of the options differs for each learner, so one position is as good as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import Any

from site_builder.exercises.assessment.grade import drawn, earned
from site_builder.faults import Fault

Content = Mapping[str, Any]
Rank = Callable[[Content, Content], int]
"""(question, option) -> how much a strategy likes the option."""

_MOST = Fraction(45, 100)
"""What no strategy may get on average. By chance it is a quarter with four options, and a third with three."""
_MARKS = re.compile(r"[*`~]|\]\([^)]*\)|\[")
_WORD = re.compile(r"\w{4,}")
"""Shorter words stand in every sentence."""
_WHOLE = 2
"""The weight of a question here: full points, half of them, or none."""
_SEEDS = 60
"""Among so many draws the one is looked for that shows most."""


def check(content: Content) -> Iterator[Fault]:
    """Parts that do not fit, or else what can be guessed."""
    faults = list(_parts(content))
    yield from faults or _guesses(content)


def _parts(content: Content) -> Iterator[Fault]:
    """Each part needs the questions that are drawn from it, so that every draw covers it; each question has a part."""
    names = [part["id"] for part in content["parts"]]
    for place, part in enumerate(content["parts"]):
        n = len([question for question in content["questions"] if question["part"] == part["id"]])
        if n < part["draw"]:
            message = f"the bank has too few questions for the part '{part['id']}'"
            expected = f"at least {part['draw']}, which are drawn from it"
            yield Fault(("parts", place, "draw"), "too-few-questions", message, expected=expected, found=str(n))
    for place, question in enumerate(content["questions"]):
        if question["part"] not in names:
            message = f"'{question['part']}' is not a part"
            yield Fault(("questions", place, "part"), "not-a-part", message, expected=" or ".join(names))


def _guesses(content: Content) -> Iterator[Fault]:
    for name, rank in STRATEGIES.items():
        average, easy = guessed(content, rank)
        if average > _MOST:
            percent = float(average * 100)
            message = f"who always picks {name} gets {percent:.0f} % without reading, on average over all draws"
            expected = f"at most {float(_MOST * 100):.0f} %"
            hint = f"change the options of some of these questions, where it works: {', '.join(easy)}" if easy else ""
            yield Fault(("questions",), "guessable", message, hint, expected, key=True)


def guessed(content: Content, rank: Rank) -> tuple[Fraction, list[str]]:
    """What a strategy gets on average over all draws, and the questions at which it does better than chance."""
    most = max(len(question["options"]) for question in content["questions"])
    return max(_average(content, rank, n) for n in range(1, most + 1))


def _average(content: Content, rank: Rank, n: int) -> tuple[Fraction, list[str]]:
    """The same, where the strategy picks `n` options of a question that has several right ones."""
    total, easy = Fraction(0), []
    for part in content["parts"]:
        own = [question for question in content["questions"] if question["part"] == part["id"]]
        for question in own:
            picks = min(n, len(question["options"])) if question["multiple"] else 1
            found = _expected(question, rank, picks)
            total += found * part["draw"] / len(own)
            if found > _expected(question, lambda *_: 0, picks):
                easy.append(question["id"])
    return total / sum(part["draw"] for part in content["parts"]), easy


def _expected(question: Content, rank: Rank, picks: int) -> Fraction:
    """The share of a question's points for the `picks` options of highest rank; ties are broken evenly."""
    ranks = {option["id"]: rank(question, option) for option in question["options"]}
    border = sorted(ranks.values(), reverse=True)[picks - 1]
    sure = [option for option, height in ranks.items() if height > border]
    tied = [option for option, height in ranks.items() if height == border]
    right = [option["id"] for option in question["options"] if option["right"]]
    judged = {"multiple": question["multiple"], "right": right}
    ways = [[*sure, *some] for some in combinations(tied, picks - len(sure))]
    return Fraction(sum(earned(judged, way, _WHOLE) for way in ways), _WHOLE * len(ways))


def _text(item: Content) -> str:
    """The words of a text, without the marks of Markdown."""
    return " ".join(_MARKS.sub("", item["text"]).split())


def _shared(question: Content, option: Content) -> int:
    """How many words an option shares with its question."""
    asked, offered = (set(_WORD.findall(_text(item).casefold())) for item in (question, option))
    return len(asked & offered)


STRATEGIES: Mapping[str, Rank] = MappingProxyType(
    {
        "the longest option": lambda _, option: len(_text(option)),
        "the shortest option": lambda _, option: -len(_text(option)),
        "the option with most words of the question": _shared,
        "the option at one position": lambda *_: 0,
    }
)


def answers(key: Content) -> Iterator[dict[str, Any]]:
    """Answers that together show every text: all right, one part all wrong, and each wrong option of the bank."""
    questions = {question["id"]: question for question in key["questions"]}
    left = {
        name: [option for option in found["options"] if option not in found["right"]]
        for name, found in questions.items()
    }

    def answer(seed: int, wrong: Sequence[str]) -> dict[str, Any]:
        chosen: list[str] = []
        for name in drawn(key, seed):
            question = questions[name]
            chosen += _wrong(question, left[name]) if name in wrong else question["right"]
        return {"seed": seed, "chosen": chosen}

    yield answer(0, ())
    for part in key["parts"]:
        yield answer(0, [name for name in drawn(key, 0) if questions[name]["part"] == part["id"]])
    while any(left.values()):
        draws = {seed: [name for name in drawn(key, seed) if left[name]] for seed in range(_SEEDS)}
        seed = max(draws, key=lambda each: len(draws[each]))
        if not draws[seed]:
            return
        yield answer(seed, draws[seed])


def _wrong(question: Content, left: list[str]) -> list[str]:
    """Wrong options that no answer has shown yet; none where every option is right."""
    n = len(left) if question["multiple"] else 1
    taken, left[:n] = left[:n], []
    return taken

"""How long a first-time learner takes, counted: reading at a slow pace, and so many seconds for each thing to be done.

Folded parts of pages are counted where everything is. Help texts and hints are read by choice and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from site_builder.grading.items import plain
from site_builder.model import Exercise, Html, Page

WORDS_A_MINUTE = 230
"""How fast adults read prose in silence, on average (Brysbaert 2019: 238 words of non-fiction)."""
FEEDBACK_SECONDS = 10
"""For a look at what is said after a check."""
ANSWER_WORDS = 20
"""How long an answer of a model is, more or less."""
_HELP = re.compile(r"<span popover.*?</span>", re.DOTALL)
_FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)


def words(texts: Any) -> int:
    """The words in a text, or in all texts of nested data."""
    if isinstance(texts, str):
        return len(plain(_HELP.sub("", texts)).split())
    if isinstance(texts, Mapping):
        return words(list(texts.values()))
    return sum(map(words, texts)) if isinstance(texts, Iterable) else 0


def reading(page: Page, *, everything: bool = False) -> int:
    """The words of a page without those of its exercises: what stands there unfolded, or all."""
    texts = [part.html for part in page.body if isinstance(part, Html)]
    return words(texts if everything else [_FOLDED.sub("", text) for text in texts])


Seconds = Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[int, float]]
"""Of an exercise's public half and its key: how many words are read, and how many seconds something is done."""


def _walkthrough(public: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[int, float]:
    """The decisions alone: explanations can be skipped."""
    steps = [step for screen in public["screens"] for step in screen["steps"] if step["decision"]]
    read = [[step["title"], step["text"], step["tip"] or "", step["decision"]["question"]] for step in steps]
    options = [[option["label"] for option in step["decision"]["options"]] for step in steps]
    return words(public["prompt"]) + words(read) + words(options), 15.0 * len(key["decisions"])


def _assessment(public: Mapping[str, Any], _: Mapping[str, Any]) -> tuple[int, float]:
    """One draw of questions of mean length."""
    drawn = sum(part["draw"] for part in public["parts"])
    texts = [[question["text"], [option["text"] for option in question["options"]]] for question in public["questions"]]
    return words(texts) * drawn // len(texts), 15.0 * drawn


def _chat(public: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[int, float]:
    """As many messages of mean length, each with its reply and a judgement, as are needed."""
    lines = [message["text"] for message in public["messages"]], [list(key["lines"].values())]
    return words(public["prompt"]) + words(lines) * key["needed"] // len(public["messages"]), 12.0 * key["needed"]


def _lab(public: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[int, float]:
    """A run for each goal, with a look at what it gave."""
    lab = public["lab"]
    read = [public["prompt"], [field["label"] for field in lab["form"]], [goal["text"] for goal in lab["goals"]]]
    return words(read) + words([metric["label"] for metric in lab["metrics"]]), 75.0 * len(key["goals"])


def _compare(public: Mapping[str, Any], _: Mapping[str, Any]) -> tuple[int, float]:
    """Every answer is read and scored on each scale."""
    shown, setup = public["compare"], public["setup"]
    answers = len(setup["queries"]) * len(setup["models"])
    read = [public["prompt"], shown["exhibits"], [query["text"] for query in setup["queries"]]]
    return words(read) + ANSWER_WORDS * answers, 8.0 * len(setup["scales"]) * answers


def _dashboard(public: Mapping[str, Any], _: Mapping[str, Any]) -> tuple[int, float]:
    """A look at each metric."""
    metrics = public["board"]["metrics"]
    return words(public["prompt"]) + words([metric["about"] for metric in metrics]), 15.0 * len(metrics)


def _demonstration(public: Mapping[str, Any], _: Mapping[str, Any]) -> tuple[int, float]:
    """Each step is looked at."""
    steps = public["after"]["steps"]
    return words(public["prompt"]) + words([step["text"] for step in steps]), 5.0 * len(steps)


_DOING: Mapping[str, Seconds] = MappingProxyType(
    {
        "choice": lambda public, _: (words([public["prompt"], [o["text"] for o in public["options"]]]), 20.0),
        "checklist": lambda public, _: (words([i["text"] for i in public["items"]]), 4.0 * len(public["items"])),
        # Some sentences at 30 words a minute, and the comparison with a model answer.
        "free_text": lambda public, key: (words([public["prompt"], key["texts"].get("model_answer", "")]), 80.0),
        "order": lambda public, _: (words([s["text"] for s in public["steps"]]), 8.0 * len(public["steps"])),
        "sort_cards": lambda public, key: (
            words([[c["title"], c["text"], [t["text"] for t in c["dialogue"]]] for c in public["cards"]])
            * key["at_least"]
            // len(public["cards"]),
            4.0 * key["at_least"],
        ),
        # One line is written for each conversation, most of it replaced in a sample.
        "jsonl": lambda public, _: (words(public["conversations"]), 80.0 * len(public["conversations"])),
        "chat": _chat,
        "compare": _compare,
        "dashboard": _dashboard,
        "demonstration": _demonstration,
        "lab": _lab,
        "walkthrough": _walkthrough,
        "assessment": _assessment,
    }
)


def minutes(page: Page, *, everything: bool = False) -> float:
    """The time for a page with the exercises that it asks for, or with all of them."""
    exercises = [one for one in page.exercises if everything or one.settings.required]
    return reading(page, everything=everything) / WORDS_A_MINUTE + sum(map(of_exercise, exercises))


def of_exercise(exercise: Exercise) -> float:
    """The time for an exercise, in minutes."""
    read, seconds = _DOING[exercise.type](exercise.public, exercise.key)
    return read / WORDS_A_MINUTE + (seconds + FEEDBACK_SECONDS) / 60

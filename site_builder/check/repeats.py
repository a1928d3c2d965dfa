"""No question of a bank was asked before: who remembers the answer has not shown that they understand it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.errors import Problem
from site_builder.exercises.table import BY_NAME
from site_builder.model import Course, Exercise, Question

_LINK = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"\w+")
_ALIKE = 0.8
"""Two questions that share so many of their words are the same question."""

Asked = tuple[Exercise, Question, frozenset[str]]


def repeated_questions(course: Course) -> Iterator[Problem]:
    """Questions of banks that say the same as another question of the course, or nearly so."""
    asked = [
        (exercise, question, _words(question.text))
        for _, exercise in course.exercises()
        for question in exercise.questions
    ]
    for place, here in enumerate(asked):
        if BY_NAME[here[0].type].drawer:
            # Two questions of banks are told once, at the later one.
            others = [other for n, other in enumerate(asked) if n < place or not BY_NAME[other[0].type].drawer]
            yield from _repeats(here, others)


def _repeats(here: Asked, others: list[Asked]) -> Iterator[Problem]:
    exercise, question, words = here
    for other, earlier, known in others:
        if words and len(words & known) >= _ALIKE * len(words | known):
            where = "this exercise" if other is exercise else f"exercise '{other.id}'"
            message = f"the question is nearly the same as one of {where}"
            hint = "ask for something else, or ask it in another situation"
            yield Problem(
                question.place,
                "repeated-question",
                message,
                found=f"{earlier.place}: {earlier.text.strip()}",
                hint=hint,
            )
            return


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_LINK.sub("]", text).casefold()))

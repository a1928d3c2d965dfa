"""What both models answered to the held-out messages, and what each answer is worth: what Phase 4 reckons with.

Politeness, helpfulness and the topic are judged by rules. Two figures are simulated, because nobody waits for these
answers and no customer reads them: how long an answer takes follows from its length, and how many customers would be
satisfied with it follows from its marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from course_code.base_answers import base_answers
from course_code.held_out import HELD_OUT
from course_code.scoring import helpfulness, politeness
from course_code.topics import topic

MODEL = "your-model"
"""The exercise in which the learner trains the model that is judged."""

WAIT = 0.4
"""Seconds until the first word comes. (simulated)"""

WORDS_A_SECOND = 20
"""How fast words come then. (simulated)"""

CONTENT = 40
"""Of a hundred customers, so many are satisfied whatever the answer is. (simulated)"""

WON = 4
"""And so many more for each mark of politeness, and for each of helpfulness. (simulated)"""


class Answer(NamedTuple):
    """An answer to a message about something. What it is worth is found out when it is asked for."""

    text: str
    about: str

    @property
    def politeness(self) -> int:
        """The scorer's marks, from 0 to 5."""
        return politeness(self.text).points

    @property
    def helpfulness(self) -> int:
        """The scorer's marks, from 0 to 5."""
        return helpfulness(self.text, self.about).points

    @property
    def on_topic(self) -> bool:
        """Whether it is about what the message is about."""
        return topic(self.text) == self.about

    @property
    def seconds(self) -> float:
        """How long it takes until the whole answer is there; simulated."""
        return WAIT + len(self.text.split(" ")) / WORDS_A_SECOND

    @property
    def satisfied(self) -> int:
        """How many of a hundred customers are satisfied with it; simulated."""
        return CONTENT + WON * (self.politeness + self.helpfulness)


class Pair(NamedTuple):
    """What both models answered to one message."""

    topic: str
    message: str
    base: Answer
    tuned: Answer


def trained(inputs: Any) -> Mapping[str, Any]:
    """What the learner's training exports; empty where nothing was trained."""
    found = inputs.get(MODEL) if isinstance(inputs, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def pairs(inputs: Any) -> tuple[Pair, ...]:
    """The answers of both models to the same messages; none where those of the learner's model are gone."""
    outputs = trained(inputs).get("outputs")
    said = outputs if isinstance(outputs, Mapping) else {}
    base = base_answers()
    return tuple(
        Pair(one.topic, one.message, Answer(base[one.id], one.topic), Answer(said[one.id], one.topic))
        for one in HELD_OUT
        if one.id in base and isinstance(said.get(one.id), str)
    )

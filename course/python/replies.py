"""What a model says in a chat, where people write what they like: an answer, or that it has none.

The model knows nothing outside the fifteen topics, and a made-up answer would be worse than none. Two things tell how
well a message is understood: the probability of the likeliest topic, and the share of the words that the model knows,
among those that say what the message is about. Where their product is below `SURE`, the model says so.

Both are the base model's, which has learned what customers write; fine-tuning leaves that as it is. A message may still
be misunderstood, if it is made of words that customers use.
"""

from __future__ import annotations

from course_code.base import base
from course_code.model import Model, answer, chances, guess
from course_code.topics import TOPICS
from course_code.words import Vocabulary, stems

SURE = 0.35

LONGEST = 2000
"""Characters of a message that are read."""

FALLBACK = (
    "I can only answer questions about orders, deliveries, returns, refunds, payments, invoices, warranty, products, "
    "accounts, passwords, subscriptions, opening hours, and complaints."
)
"""What a model says to everything else."""


def reply(model: Model, vocabulary: Vocabulary, message: str) -> str:
    """What the model answers to any message."""
    text = message[:LONGEST]
    return answer(model, vocabulary, text) if is_understood(text) else FALLBACK


def is_understood(message: str) -> bool:
    """Whether it is about something that the models know, by the rule above."""
    model, said = base().model, stems(message)
    known = len([stem for stem in said if ("word", stem) in model.rows])
    surest = max(chances(model, guess(message), len(TOPICS)).known.values(), default=0.0)
    return surest * known / max(len(said), 1) >= SURE

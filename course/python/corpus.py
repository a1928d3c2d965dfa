"""Exchanges, a customer's message and an answer, as the model learns from them; and how they are written down here."""

from __future__ import annotations

from typing import NamedTuple


class Exchange(NamedTuple):
    """What a customer writes, what is answered, and what both are about where that is known: a topic's name."""

    message: str
    answer: str
    topic: str = ""


class HeldOut(NamedTuple):
    """An exchange that judges a model and never trains one: `answer` is what a polite colleague would say."""

    id: str
    topic: str
    message: str
    answer: str


def read(text: str) -> tuple[Exchange, ...]:
    """Exchanges from text.

    `= refund` begins a topic, a line that begins with `>` is a message, and the lines up to the next one are its
    answer. Messages right below each other share an answer.
    """
    found: list[Exchange] = []
    topic, asked, answered = "", [""], ""
    for line in [*text.split("\n"), "= "]:
        if line.startswith(("= ", "> ")) and answered:
            found += [Exchange(message, answered, topic) for message in asked]
            asked, answered = [], ""
        if line.startswith("= "):
            topic, asked = line[2:], []
        elif line.startswith("> "):
            asked.append(line[2:])
        elif line:
            answered = f"{answered} {line}" if answered else line
    return tuple(found)


def read_held_out(text: str) -> tuple[HeldOut, ...]:
    """Held-out exchanges from the same kind of text, with a line `# id` in front of each message."""
    ids = [line[2:] for line in text.split("\n") if line.startswith("# ")]
    plain = "\n".join(line for line in text.split("\n") if not line.startswith("# "))
    return tuple(
        HeldOut(name, topic, message, answer) for name, (message, answer, topic) in zip(ids, read(plain), strict=True)
    )

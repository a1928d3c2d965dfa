"""What a grader says of an answer: codes and numbers, never sentences.

An answer is either `Invalid` (it cannot be judged: nothing was answered, it is malformed, it took too long; never
"wrong") or `Scored`. Sentences belong to the type's `text.yaml`, the theme and the course; `views` finds them by code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["good", "bad", "info"]


@dataclass(frozen=True)
class Invalid:
    """The answer cannot be judged. `data` fills the placeholders of the code's text."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One rule of the grader, applied: an option, a concept, a place. `met` says whether the answer satisfies it."""

    id: str
    met: bool


@dataclass(frozen=True)
class Feedback:
    """One thing to tell the learner. `part` names the item it belongs to; empty for the exercise as a whole."""

    code: str
    part: str = ""
    tone: Tone = "info"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scored:
    """The answer was judged.

    `earned` of `total` are whole points. `done` says that the exercise asks for nothing more; it is apart from the
    score, because a reflection is done when it was compared and a conversation when it was long enough.
    """

    earned: int
    total: int
    done: bool
    parts: tuple[Part, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.total:
            raise ValueError(f"{self.earned} of {self.total} points")


Outcome = Invalid | Scored


@dataclass(frozen=True)
class Inputs:
    """What a grader may know besides the answer: how many hints were used, and the latest answers of other exercises.

    `exercises` holds only the declared inputs that have been answered, by exercise id, as their types export them.
    `code` is the module of the course's own Python that the exercise names, or None; see `code.ask`.
    """

    hints: int = 0
    exercises: Mapping[str, Any] = field(default_factory=dict)
    code: Any = None


@dataclass(frozen=True)
class Interaction:
    """An answer in the terms of an LMS, a report and print.

    `kind` is an interaction type of SCORM 2004 (choice, long-fill-in, matching, sequencing, performance, other).
    `response` holds identifiers or texts in the learner's order, `text` the answer in short words.
    """

    kind: str
    response: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Packed:
    """An answer as small numbers by name, each below its declared range, plus texts that may be dropped for space."""

    digits: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain data, the same in every interpreter."""
    if isinstance(outcome, Invalid):
        return {"kind": "invalid", "code": outcome.code, "data": dict(outcome.data)}
    return {
        "kind": "scored",
        "earned": outcome.earned,
        "total": outcome.total,
        "done": outcome.done,
        "parts": [{"id": part.id, "met": part.met} for part in outcome.parts],
        "feedback": [
            {"code": item.code, "part": item.part, "tone": item.tone, "data": dict(item.data)}
            for item in outcome.feedback
        ],
    }
